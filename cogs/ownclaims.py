"""Claims of one's own: the form in which a student opens one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord
from discord import ui

from bot.actions import ownclaims
from bot.seminar.claims import Passage, one_line
from bot.seminar.threads import SENTENCE_LIMIT
from bot.seminar.weeks import WeekState
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.buttons import Button
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import claim_name
from cogs.ui.selects import LABEL_LIMIT, MOST_OPTIONS


class OwnClaimForm(Form, template=r"claim:own:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """A sentence of one's own report, or a new one."""

    def __init__(self, course_id: int, week: int, sentences: Sequence[Passage]) -> None:
        self.course_id = course_id
        self.week = week
        self.sentences = sentences

    def state(self) -> str:
        return f"claim:own:{self.course_id}:{self.week}"

    def title(self, words: Words) -> str:
        return words.say("form.own.title", week=self.week)

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        if self.sentences:
            options = [
                discord.SelectOption(
                    label=one_line(passage.text, LABEL_LIMIT), value=f"{passage.statement_id}"
                )
                for passage in self.sentences[:MOST_OPTIONS]
            ]
            select: ui.Select[ui.Modal] = ui.Select(custom_id="sentence", options=options, required=False)
            yield ui.Label(text=words.say("form.own.sentence"), component=select)
        yield ui.Label(
            text=words.say("form.own.text"),
            description=words.say("form.own.about"),
            component=ui.TextInput(custom_id="text", max_length=SENTENCE_LIMIT, required=False),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        house, words, ask = (
            house_of(interaction),
            words_of(interaction),
            ask_of(interaction, int(facts["course_id"])),
        )
        picked = filled.choice("sentence")
        week, claim = await ownclaims.open_own(
            house.store, ask, int(facts["week"]), int(picked) if picked else None, filled.text("text")
        )
        house.wake()
        label = claim_name(words, claim.label, week.number, SENTENCE_LIMIT)
        if week.state is WeekState.OPEN:
            await answer(interaction, words.say("own.later", label=label, due=week.times.due))
        else:
            await answer(interaction, words.say("own.now", label=label))


class OwnClaimButton(Button, template=r"claim:open:(?P<course_id>[0-9]+):(?P<week>[0-9]+)"):
    """Opens the form for who presses it."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words) -> OwnClaimButton:
        return cls(f"claim:open:{course_id}:{week}", words.say("button.own_claim"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await open_form(interaction, int(facts["week"]), int(facts["course_id"]))


async def open_form(interaction: Interaction, week: int, course_id: int | None = None) -> None:
    """Opens the form, unless a claim would be refused anyway."""
    store, ask = house_of(interaction).store, ask_of(interaction, course_id)
    meant, sentences = await ownclaims.own_sentences(store, ask, week)
    await OwnClaimForm(meant, week, sentences).open(interaction)
