"""Workbooks: a term as XLSX, with sheets for weeks, students and claims; nothing in it is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.papers.tables import defused
from bot.seminar.claims import Stance
from bot.seminar.participation import Presence
from bot.seminar.reviews import Mark, ScaleKind
from bot.seminar.terms import WeekPart, everybody
from bot.words.catalogues import Words
from bot.words.markup import Raw

Cell = str | int | float
CELL_LIMIT = 32_000
"""Excel takes 32,767 characters."""
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
WIDEST, NARROWEST = 60, 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name, its heading and its rows."""

    title: str
    head: list[str]
    rows: list[list[Cell]]


def sheets(words: Words, parts: Sequence[WeekPart], zone: str) -> list[Sheet]:
    """Weeks, students and claims of a term; times in the IANA zone."""
    return [_weeks(words, parts, zone), students(words, parts), _claims(words, parts)]


def xlsx_of(found: Sequence[Sheet]) -> bytes:
    """The sheets as a workbook, their first rows held in sight."""
    # Takes numpy with it: loaded by the first export, on its own thread.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    for one in found:
        sheet = book.create_sheet(one.title)
        sheet.freeze_panes = "A2"
        for at, width in enumerate(_widths(one), 1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        head = [WriteOnlyCell(sheet, _plain(name)) for name in one.head]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        for row in one.rows:
            sheet.append([_plain(cell) for cell in row])
    paper = io.BytesIO()
    book.save(paper)
    return paper.getvalue()


def csv_of_sheet(sheet: Sheet) -> bytes:
    """One sheet in UTF-8 with a byte-order mark, by which Excel tells it."""
    paper = io.StringIO(newline="")
    table = csv.writer(paper)
    table.writerow(map(_plain, sheet.head))
    table.writerows(map(_plain, row) for row in sheet.rows)
    return paper.getvalue().encode("utf-8-sig", errors="replace")


def mark_cell(mark: Mark) -> Cell:
    """A mark as a spreadsheet counts with it; letters and words stay such."""
    return float(Decimal(mark.value)) if mark.kind in (ScaleKind.POINTS, ScaleKind.RUBRIC) else mark.value


def students(words: Words, parts: Sequence[WeekPart]) -> Sheet:
    """A row for each student: two columns for each week, then what they did in all."""
    head: list[str] = [words.say("table.number"), words.say("table.name")]
    for part in parts:
        number = part.week.number
        head += [words.say("sheet.week_report", week=number), words.say("sheet.week_mark", week=number)]
    head += [words.say("table.posts"), words.say("table.stances")]
    lines = [{line.member.member_id: line for line in part.lines} for part in parts]
    rows: list[list[Cell]] = []
    for member in everybody(parts):
        name = member.name or words.say("table.unnamed", xid=str(member.user_xid))
        row: list[Cell] = [member.student_number or "", name]
        mine = [of_week.get(member.member_id) for of_week in lines]
        for part, line in zip(parts, mine, strict=True):
            review = part.reviews.get(member.member_id)
            row.append(words.say(f"presence.{line.presence}") if line else "")
            row.append(mark_cell(review.mark) if review else "")
        row += [sum(line.posts for line in mine if line), sum(line.stances for line in mine if line)]
        rows.append(row)
    return Sheet(words.say("sheet.students"), head, rows)


def _weeks(words: Words, parts: Sequence[WeekPart], zone: str) -> Sheet:
    place = ZoneInfo(zone)
    presences = tuple(Presence)
    head: list[str] = [
        words.say("sheet.week"),
        words.say("sheet.topic"),
        words.say("sheet.due", zone=Raw(zone)),
        *(words.say(f"presence.{one}") for one in presences),
        words.say("sheet.marks"),
        words.say("sheet.claims"),
    ]
    rows: list[list[Cell]] = [
        [
            part.week.number,
            part.week.topic,
            f"{part.week.times.due.astimezone(place):%Y-%m-%d %H:%M}",
            *(part.count(one) for one in presences),
            len(part.reviews),
            len(part.claims),
        ]
        for part in parts
    ]
    return Sheet(words.say("sheet.weeks"), head, rows)


def _claims(words: Words, parts: Sequence[WeekPart]) -> Sheet:
    stances = tuple(Stance)
    head: list[str] = [
        words.say("sheet.week"),
        words.say("sheet.claim"),
        words.say("sheet.reports"),
        *(words.say(f"stance.{one}") for one in stances),
    ]
    rows: list[list[Cell]] = [
        [part.week.number, one.claim.label, one.reports, *(one.stances.get(stance, 0) for stance in stances)]
        for part in parts
        for one in part.claims
    ]
    return Sheet(words.say("sheet.claims"), head, rows)


def _plain(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula or refuses to write."""
    return UNWRITABLE.sub("\ufffd", defused(cell))[:CELL_LIMIT] if isinstance(cell, str) else cell


def _widths(sheet: Sheet) -> Iterator[int]:
    for at, name in enumerate(sheet.head):
        longest = max([len(name), *(len(str(row[at])) for row in sheet.rows)])
        yield max(NARROWEST, min(WIDEST, longest * 2))
