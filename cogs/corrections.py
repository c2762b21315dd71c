"""What can be done with a receipt: correct what was read, and take a copy along."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import ui

from bot.actions import readings, versions
from bot.actions.versions import Shown
from bot.seminar.courses import NAME_LIMIT
from bot.seminar.refusals import BadNumber
from bot.seminar.reports import Header
from bot.seminar.weeks import TOPIC_LIMIT
from bot.words.catalogues import Words
from cogs.ui.answers import NOBODY, answer, card
from cogs.ui.buttons import Button
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.receipts import receipt_lines, shown_lines

CLOSED_INBOX = frozenset({50007, 50278})
NUMBER_LIMIT = 20


class CorrectForm(Form, template=r"report:correct:(?P<course_id>[0-9]+):(?P<version_id>[0-9]+)"):
    """The form with what was read in a report's header, for its writer to correct."""

    def __init__(self, course_id: int, version_id: int, header: Header) -> None:
        self.course_id = course_id
        self.version_id = version_id
        self.header = header

    def state(self) -> str:
        return f"report:correct:{self.course_id}:{self.version_id}"

    def title(self, words: Words) -> str:
        return words.say("form.correct.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        week = str(self.header.week) if self.header.week else None
        yield _line(words.say("form.correct.week"), "week", week, 2)
        yield _line(words.say("form.link.number"), "number", self.header.student_number, NUMBER_LIMIT)
        yield _line(words.say("form.link.name"), "name", self.header.name, NAME_LIMIT)
        yield _line(words.say("form.correct.topic"), "topic", self.header.topic, TOPIC_LIMIT)

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        version_id = int(facts["version_id"])
        before = await versions.version_shown(store, ask, version_id)
        header = _header(filled, before.reading.header if before.reading else Header())
        await readings.correct(store, ask, version_id, header)
        shown = await versions.version_shown(store, ask, version_id)
        words = words_of(interaction)
        said = [words.say("correct.done"), *shown_lines(words, shown, house_of(interaction).sign)]
        await answer(interaction, "\n".join(said))


def _line(label: str, custom_id: str, value: str | None, most: int) -> ui.Item[ui.Modal]:
    part = ui.TextInput[ui.Modal](
        custom_id=custom_id, default=(value or "")[:most] or None, max_length=most, required=False
    )
    return ui.Label(text=label, component=part)


def _header(filled: Filled, before: Header) -> Header:
    """What was filled in. Raises BadNumber where the week is none."""
    week = filled.text("week").strip()
    if week and not (week.isdecimal() and 1 <= int(week) <= 99):
        raise BadNumber
    return Header(
        week=int(week) if week else None,
        student_number=filled.text("number").strip() or None,
        name=filled.text("name").strip() or None,
        topic=" ".join(filled.text("topic").split()) or None,
        presenter=before.presenter,
    )


class CorrectButton(Button, template=r"report:fix:(?P<course_id>[0-9]+):(?P<version_id>[0-9]+)"):
    """Opens the form with what was read."""

    @classmethod
    def of(cls, course_id: int, version_id: int, words: Words) -> CorrectButton:
        return cls(f"report:fix:{course_id}:{version_id}", words.say("button.correct"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        course_id, version_id = int(facts["course_id"]), int(facts["version_id"])
        store, ask = house_of(interaction).store, ask_of(interaction, course_id)
        shown = await versions.version_shown(store, ask, version_id)
        header = shown.reading.header if shown.reading else Header()
        await CorrectForm(course_id, version_id, header).open(interaction)


class CopyButton(Button, template=r"report:copy:(?P<course_id>[0-9]+):(?P<version_id>[0-9]+)"):
    """Sends the receipt to the writer's inbox."""

    @classmethod
    def of(cls, course_id: int, version_id: int, words: Words) -> CopyButton:
        return cls(f"report:copy:{course_id}:{version_id}", words.say("button.copy"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        words, ask = words_of(interaction), ask_of(interaction, int(facts["course_id"]))
        house = house_of(interaction)
        shown = await versions.version_shown(house.store, ask, int(facts["version_id"]))
        await interaction.response.defer(ephemeral=True, thinking=True)
        sent = await _send(interaction, words, shown)
        await answer(interaction, words.say("receipt.copied" if sent else "receipt.inbox_closed"))


async def _send(interaction: Interaction, words: Words, shown: Shown) -> bool:
    """Sends the receipt as a direct message; False where the person takes none."""
    lines = receipt_lines(words, shown.receipt, house_of(interaction).sign)
    try:
        await interaction.user.send(view=card("\n".join(lines)), allowed_mentions=NOBODY)
    except discord.Forbidden as error:
        if error.code in CLOSED_INBOX:
            return False
        raise
    return True
