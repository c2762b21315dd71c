"""Outcomes: staff put down how a discussion ended."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ui

from bot.actions import courses, threads
from bot.seminar.courses import require_staff
from bot.seminar.threads import OUTCOME_LIMIT
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.buttons import Button
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of


class OutcomeForm(Form, template=r"claim:outcome:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+)"):
    """The form for one line."""

    def __init__(self, course_id: int, claim_id: int) -> None:
        self.course_id = course_id
        self.claim_id = claim_id

    def state(self) -> str:
        return f"claim:outcome:{self.course_id}:{self.claim_id}"

    def title(self, words: Words) -> str:
        return words.say("form.outcome.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield ui.Label(
            text=words.say("form.outcome.line"),
            component=ui.TextInput(custom_id="line", max_length=OUTCOME_LIMIT),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        house, ask = house_of(interaction), ask_of(interaction, int(facts["course_id"]))
        _, line = await threads.write_outcome(house.store, ask, int(facts["claim_id"]), filled.text("line"))
        house.wake()
        await answer(interaction, words_of(interaction).say("outcome.written", line=line))


class OutcomeButton(Button, template=r"claim:end:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+)"):
    """Opens the form for staff."""

    @classmethod
    def of(cls, course_id: int, claim_id: int, words: Words) -> OutcomeButton:
        return cls(f"claim:end:{course_id}:{claim_id}", words.say("button.outcome"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask = ask_of(interaction, int(facts["course_id"]))
        here = await courses.find(house_of(interaction).store, ask, require_staff)
        await OutcomeForm(here.course.course_id, int(facts["claim_id"])).open(interaction)


async def write_here(interaction: Interaction) -> None:
    """Opens the form for the claim in whose thread staff are."""
    course, claim = await threads.claim_here(house_of(interaction).store, ask_of(interaction))
    await OutcomeForm(course.course_id, claim.claim_id).open(interaction)
