"""What /participation export hands out: a week's column for Canvas or Moodle, or the term as a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import discord

from bot.actions import courses, exports, gradebooks
from bot.actions.gradebooks import Column, Filled, Wish
from bot.papers import workbooks
from bot.seminar.courses import require_staff
from bot.seminar.gradebooks import Doubt, DoubtKind, System
from bot.seminar.reviews import points
from bot.words.catalogues import Words
from cogs.ui.answers import answer, bytes_file
from cogs.ui.forms import Upload
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.progress import Progress
from cogs.uploads import download

SHOWN_DOUBTS = 12


@dataclass(frozen=True, slots=True)
class Options:
    """What staff chose for a system's table."""

    week: int
    column: str
    title: str | None
    points: str | None
    anyway: bool


async def fill_gradebook(
    interaction: Interaction, system: System, gradebook: discord.Attachment, chosen: Options
) -> None:
    """Answers with what does not match; with the table where all does, or staff want it anyway."""
    house, words, ask = house_of(interaction), words_of(interaction), ask_of(interaction)
    await courses.find(house.store, ask, require_staff)
    await interaction.response.defer(ephemeral=True, thinking=True)
    data = await download(interaction.client, Upload.of(gradebook), house.file_limit)
    book = await house.book_of(gradebook.filename, data)
    title = chosen.title or words.say("export.title", week=chosen.week)
    full = points(chosen.points) if chosen.points else None
    wish = Wish(system, chosen.week, Column(chosen.column), title, full)
    done = await gradebooks.fill_gradebook(house.store, ask, book, wish)
    hold = bool(done.filling.doubts) and not chosen.anyway
    file = None if hold else bytes_file(gradebook.filename, done.table)
    await answer(interaction, "\n".join(filled_lines(words, done, hold=hold)), file=file)


async def hand_out_term(interaction: Interaction, kind: str) -> None:
    """Answers with the term as XLSX, or its students as CSV; tells how far it has come meanwhile."""
    store, words, ask = house_of(interaction).store, words_of(interaction), ask_of(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    plan = await exports.begin(store, ask, kind)
    progress, parts = Progress(interaction), []
    for week in plan.weeks:
        parts.append(await exports.week_part(store, ask, week.number))
        await progress.step(len(parts), len(plan.weeks))
    if kind == "csv":
        sheet = workbooks.students(words, parts)
        paper = await asyncio.to_thread(workbooks.csv_of_sheet, sheet)
    else:
        found = workbooks.sheets(words, parts, plan.course.zone)
        paper = await asyncio.to_thread(workbooks.xlsx_of, found)
    said = words.say("export.term", course=plan.course.name, count=len(parts))
    await answer(interaction, said, file=bytes_file(f"course-{plan.course.course_id}.{kind}", paper))


def filled_lines(words: Words, done: Filled, *, hold: bool) -> list[str]:
    """What was or would be written, and whatever does not match."""
    filling = done.filling
    lines: list[str] = [
        words.say("export.filled", week=done.week.number, column=filling.column, count=filling.filled)
    ]
    if filling.left:
        lines.append(words.say("export.left", count=filling.left))
    lines += [doubt_line(words, one) for one in filling.doubts[:SHOWN_DOUBTS]]
    if len(filling.doubts) > SHOWN_DOUBTS:
        lines.append(words.say("export.more", count=len(filling.doubts) - SHOWN_DOUBTS))
    return [*lines, words.say("export.held" if hold else "export.ready")]


def doubt_line(words: Words, one: Doubt) -> str:
    """What does not match, in words."""
    said = words.say(f"doubt.{one.kind}", row=one.row, number=one.number, name=one.name or "–", hint=one.hint)
    if one.kind is DoubtKind.UNKNOWN and one.hint:
        return f"{said} {words.say('doubt.hint', number=one.hint)}"
    return said
