"""Answers without a name: the form for one, and who may look behind it or take it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord
from discord import ui

from bot.actions import answers, courses
from bot.actions.answers import Unposted
from bot.seminar.claims import one_line
from bot.seminar.courses import require_student
from bot.seminar.threads import UNNAMED_LIMIT
from bot.words.catalogues import Words
from bot.words.markup import Raw, escape
from cogs.ui.answers import answer, answer_at_length
from cogs.ui.buttons import MARKER, Button
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.selects import Select


class UnnamedForm(Form, template=r"answer:form:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+)"):
    """The form in which a member answers without their name."""

    def __init__(self, course_id: int, claim_id: int) -> None:
        self.course_id = course_id
        self.claim_id = claim_id

    def state(self) -> str:
        return f"answer:form:{self.course_id}:{self.claim_id}"

    def title(self, words: Words) -> str:
        return words.say("form.answer.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield ui.Label(
            text=words.say("form.answer.text"),
            description=words.say("form.answer.about"),
            component=ui.TextInput(
                custom_id="text", style=discord.TextStyle.paragraph, max_length=UNNAMED_LIMIT
            ),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        house, ask = house_of(interaction), ask_of(interaction, int(facts["course_id"]))
        await answers.answer_unnamed(house.store, ask, int(facts["claim_id"]), filled.text("text"))
        house.wake()
        await answer(interaction, words_of(interaction).say("answer.taken"))


class UnnamedButton(Button, template=r"answer:write:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+)"):
    """Opens the form."""

    @classmethod
    def of(cls, course_id: int, claim_id: int, words: Words) -> UnnamedButton:
        return cls(f"answer:write:{course_id}:{claim_id}", words.say("button.unnamed"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask = ask_of(interaction, int(facts["course_id"]))
        here = await courses.find(
            house_of(interaction).store, ask, lambda role, course: require_student(role, ask.person, course)
        )
        await UnnamedForm(here.course.course_id, int(facts["claim_id"])).open(interaction)


class AuthorButton(Button, template=r"answer:author:(?P<course_id>[0-9]+):(?P<answer_id>[0-9]+)" + MARKER):
    """Tells staff who wrote an answer."""

    @classmethod
    def of(cls, course_id: int, answer_id: int, words: Words, marker: str) -> AuthorButton:
        return cls(f"answer:author:{course_id}:{answer_id}{marker}", words.say("button.author"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        words, ask = words_of(interaction), ask_of(interaction, int(facts["course_id"]))
        author = await answers.author_of(house_of(interaction).store, ask, int(facts["answer_id"]))
        said = words.say(
            "answer.author",
            member=Raw(f"<@{author.user_xid}>"),
            number=author.student_number or "",
            name=author.name or "",
        )
        await answer(interaction, said)


class TakeBackButton(Button, template=r"answer:remove:(?P<course_id>[0-9]+):(?P<answer_id>[0-9]+)"):
    """Takes an answer out of its thread, for its writer and for staff."""

    @classmethod
    def of(cls, course_id: int, answer_id: int, words: Words) -> TakeBackButton:
        return cls(f"answer:remove:{course_id}:{answer_id}", words.say("button.take_back"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, ask = house_of(interaction), ask_of(interaction, int(facts["course_id"]))
        stood = await answers.take_back_answer(house.store, ask, int(facts["answer_id"]))
        house.wake()
        await answer(
            interaction, words_of(interaction).say("answer.taken_back" if stood else "answer.dropped")
        )


class PostAgainButton(Button, template=r"answer:again:(?P<course_id>[0-9]+):(?P<answer_id>[0-9]+)"):
    """Sends an answer again that no thread has taken, for its writer."""

    @classmethod
    def of(cls, course_id: int, answer_id: int, words: Words) -> PostAgainButton:
        return cls(f"answer:again:{course_id}:{answer_id}", words.say("button.again"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, ask = house_of(interaction), ask_of(interaction, int(facts["course_id"]))
        await answers.post_again(house.store, ask, int(facts["answer_id"]))
        house.wake()
        await answer(interaction, words_of(interaction).say("answer.taken"))


class UnpostedSelect(Select, template=r"answer:unposted:(?P<course_id>[0-9]+)"):
    """Shows its writer an answer that no thread has taken, and what can be done with it."""

    @classmethod
    def of(cls, course_id: int, found: Sequence[Unposted], words: Words) -> UnpostedSelect:
        options = [(one_line(one.answer.text or ""), f"{one.answer.answer_id}") for one in found]
        return cls(f"answer:unposted:{course_id}", words.say("answer.choose"), options)

    async def chosen(self, interaction: Interaction, value: str, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        course, found = await answers.look_at_unposted(store, ask, int(value))
        words, answer_id = words_of(interaction), found.answer.answer_id
        text = [
            unposted_line(words, found),
            *(escape(line) for line in (found.answer.text or "").split("\n")),
        ]
        again = PostAgainButton.of(course.course_id, answer_id, words)
        drop = TakeBackButton.of(course.course_id, answer_id, words)
        await answer_at_length(interaction, "\n".join(text), again, drop)


def unposted_line(words: Words, found: Unposted) -> Raw:
    """When an answer was written, and why it stands in no thread."""
    at = found.answer.written_at
    why = words.say(f"reason.{found.why}") if found.why else ""
    return words.say("answer.waits" if found.waits else "answer.unposted", at=at, why=why)
