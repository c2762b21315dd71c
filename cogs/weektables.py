"""What /participation week shows: everybody in pages, who is missing first, and what to do about it."""

from __future__ import annotations

import io
from typing import Any

import discord
from discord import ui

from bot.actions import courses, participation
from bot.actions.participation import Asked, Reminded, WeekTable
from bot.papers import tables
from bot.seminar.courses import Role, require_instructor
from bot.seminar.participation import Presence
from bot.words.catalogues import Words
from cogs.extensions import MISSING, GrantForm
from cogs.ui.answers import NOBODY, VIEW_LIMIT, answer, card
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of

PLACE = r"(?P<course_id>[0-9]+):(?P<week>[0-9]+)"
PAGE_LINE = 150
"""Letters for the line that tells which page this is."""
HELD_SHOWN = 8
"""Names of those whose report a gate holds; the rest of them are counted."""


class RemindButton(Button, template=rf"participation:remind:{PLACE}"):
    """Owes a reminder to everyone whose report is missing."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words) -> RemindButton:
        return cls(f"participation:remind:{course_id}:{week}", words.say("button.remind"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, ask = house_of(interaction), ask_of(interaction, int(facts["course_id"]))
        reminded = await participation.remind_missing(house.store, ask, int(facts["week"]))
        house.wake()
        await answer(interaction, "\n".join(reminded_lines(words_of(interaction), reminded)))


class ExtendButton(Button, template=rf"participation:extend:{PLACE}"):
    """Opens the form that gives everyone who is missing more time."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words) -> ExtendButton:
        return cls(f"participation:extend:{course_id}:{week}", words.say("button.extend"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask = ask_of(interaction, int(facts["course_id"]))
        here = await courses.find(house_of(interaction).store, ask, require_instructor)
        await GrantForm(here.course.course_id, int(facts["week"]), MISSING).open(interaction)


class PageButton(Button, template=rf"participation:page:{PLACE}:(?P<page>[0-9]{{1,4}})"):
    """Turns to a page of the week's table, as it stands by now."""

    @classmethod
    def of(cls, found: WeekTable, page: int, label: str, *, there: bool) -> PageButton:
        button = cls(f"participation:page:{found.course.course_id}:{found.week.number}:{page}", label)
        button.item.disabled = not there
        return button

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        week, course_id, page = (int(facts[name]) for name in ("week", "course_id", "page"))
        found = await participation.week_table(
            house_of(interaction).store, ask_of(interaction, course_id), week
        )
        view, file = week_page(words_of(interaction), found, page)
        await interaction.response.edit_message(view=view, attachments=[file], allowed_mentions=NOBODY)


async def show_week(interaction: Interaction, week: int) -> None:
    """Answers with the first page of a week's table, and all of it as a file."""
    found = await participation.week_table(house_of(interaction).store, ask_of(interaction), week)
    view, file = week_page(words_of(interaction), found, 1)
    await interaction.response.send_message(view=view, file=file, ephemeral=True, allowed_mentions=NOBODY)


def week_page(words: Words, found: WeekTable, page: int) -> tuple[ui.LayoutView, discord.File]:
    """A page of the table, the last where there are no more, with its buttons; and the table as a file."""
    more = _more(found)
    head = _head(words, found, more)
    room = VIEW_LIMIT - PAGE_LINE - len("\n".join(head))
    pages = tables.pages(words, found.lines, more, min(tables.PAGE_LIMIT, room))
    page = min(max(page, 1), len(pages))
    lines = [*head, *pages[page - 1]]
    if len(pages) > 1:
        lines.append(words.say("participation.page", page=page, pages=len(pages)))
    paper = tables.csv_of(words, found.lines, found.course.zone, more)
    file = discord.File(io.BytesIO(paper), filename=f"week-{found.week.number}.csv")
    buttons = [*_turning(words, found, page, len(pages)), *_buttons(words, found)]
    return card("\n".join(lines), *buttons, limit=VIEW_LIMIT, files=[file]), file


def _head(words: Words, found: WeekTable, more: tables.More) -> list[str]:
    """Which week, how many stand how, and whose reports a gate holds."""
    lines: list[str] = [words.say("participation.title", week=found.week.number, topic=found.week.topic)]
    if summary := tables.summary(words, found.lines, more):
        lines.append(summary)
    if found.held:
        held = [one.name or words.say("table.unnamed", xid=str(one.user_xid)) for one in found.held]
        if len(held) > HELD_SHOWN:
            held[HELD_SHOWN:] = [words.say("table.more", count=len(held) - HELD_SHOWN)]
        lines.append(words.say("participation.held", names=", ".join(held)))
    return lines


def _more(found: WeekTable) -> tables.More:
    return tables.More(
        unreachable=found.unreachable,
        unlinked=[(one.student_number, one.name) for one in found.unlinked],
        points=None if found.scores is None else {key: one.given for key, one in found.scores.items()},
    )


def _turning(words: Words, found: WeekTable, page: int, pages: int) -> list[ui.Item[Any]]:
    """To the page before and the page after, where there is more than one."""
    if pages == 1:
        return []
    return [
        PageButton.of(found, page - 1, words.say("button.page_before"), there=page > 1),
        PageButton.of(found, page + 1, words.say("button.page_after"), there=page < pages),
    ]


def _buttons(words: Words, found: WeekTable) -> list[ui.Item[Any]]:
    """What staff can do about those who are missing: moderators remind, instructors give more time too."""
    course_id, number = found.course.course_id, found.week.number
    waiting = {line.presence for line in found.lines}
    buttons: list[ui.Item[Any]] = []
    if Presence.AWAITED in waiting:
        buttons.append(RemindButton.of(course_id, number, words))
    if waiting & {Presence.AWAITED, Presence.MISSING} and found.role is Role.INSTRUCTOR:
        buttons.append(ExtendButton.of(course_id, number, words))
    return buttons


def reminded_lines(words: Words, reminded: Reminded) -> list[str]:
    """How many are reminded, and why others are not."""
    told = [one for one in Asked if reminded.counts.get(one)]
    if not told:
        return [words.say("asked.nobody", week=reminded.week.number)]
    return [words.say(f"asked.{one}", count=reminded.counts[one]) for one in told]
