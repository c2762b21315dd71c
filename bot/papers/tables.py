"""Tables: the week's table as a file for spreadsheets, and in a few lines for a message."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.seminar.participation import Attendance, Presence
from bot.words.catalogues import Words
from bot.words.markup import Raw, escape

PAGE_LIMIT, PAGE_LINES = 2400, 30
URGENT = (Presence.MISSING, Presence.AWAITED, Presence.LATE, Presence.EXCUSED, Presence.IN)
"""Of whom staff want to know first."""
COLUMNS = ("number", "name", "presence", "received", "versions", "posts", "stances", "replies", "partners")
UNREACHABLE, SCORE = "unreachable", "score"
FORMULA = re.compile(r"\s*[=+\-@\t\r\n\x00＝＋－＠]")  # as Excel, LibreOffice and Google Sheets start one


@dataclass(frozen=True, slots=True)
class More:
    """What the file tells beyond the lines: whom nothing reaches, who is not here yet, and points."""

    unreachable: Collection[int] = ()
    unlinked: Sequence[tuple[str, str]] = ()
    points: Mapping[int, float] | None = None


NOTHING_MORE = More()


def csv_of(words: Words, table: Sequence[Attendance], zone: str, more: More = NOTHING_MORE) -> bytes:
    """The table in UTF-8 with a byte-order mark, by which Excel tells it; times in the IANA zone."""
    paper = io.StringIO(newline="")
    writer = csv.writer(paper)
    columns = (*COLUMNS, UNREACHABLE, *([SCORE] if more.points is not None else []))
    writer.writerow(words.say(f"table.{column}", zone=Raw(zone)) for column in columns)
    for line in table:
        cells = [*_cells(words, line, ZoneInfo(zone)), *_more_cells(words, line, more)]
        writer.writerow(defused(cell) for cell in cells)
    for number, name in more.unlinked:
        cells = [
            number,
            name,
            words.say("table.unlinked"),
            *[""] * (len(COLUMNS) - 3),
            words.say("table.yes"),
        ]
        writer.writerow(defused(cell) for cell in [*cells, *[""] * (len(columns) - len(cells))])
    return paper.getvalue().encode("utf-8-sig")


def summary(words: Words, table: Sequence[Attendance], more: More = NOTHING_MORE) -> str:
    """How many stand how, in one line."""
    counts = Counter(line.presence for line in table)
    said = [f"{words.say(f'presence.{one}')} {counts[one]}" for one in Presence if counts[one]]
    away = sum(line.member.member_id in more.unreachable and _lacks(line) for line in table)
    if away:
        said.append(words.say("table.away", count=away))
    if more.unlinked:
        said.append(words.say("table.not_linked", count=len(more.unlinked)))
    return " · ".join(said)


def _lacks(line: Attendance) -> bool:
    return line.presence in (Presence.AWAITED, Presence.MISSING)


def points(value: float) -> str:
    """Points as people write them: 3, or 2.5."""
    return f"{value:g}"


def pages(
    words: Words, table: Sequence[Attendance], more: More = NOTHING_MORE, limit: int = PAGE_LIMIT
) -> list[list[str]]:
    """Everybody, in messages of at most `limit` characters and 30 lines: who is missing comes first."""
    first = sorted(table, key=lambda line: URGENT.index(line.presence))
    lacking = sum(map(_lacks, first))
    said: list[str] = [_line(words, line, more) for line in first]
    said[lacking:lacking] = [_unlinked_line(words, number, name) for number, name in more.unlinked]
    found: list[list[str]] = [[]]
    size = 0
    for line in said or [words.say("table.nobody")]:
        if found[-1] and (len(found[-1]) == PAGE_LINES or size + len(line) > limit):
            found.append([])
            size = 0
        found[-1].append(line)
        size += len(line) + 1
    return found


def _cells(words: Words, line: Attendance, place: ZoneInfo) -> Iterator[str]:
    member = line.member
    yield member.student_number or ""
    yield member.name or words.say("table.unnamed", xid=member.user_xid)
    yield words.say(f"presence.{line.presence}")
    yield "" if line.received_at is None else f"{line.received_at.astimezone(place):%Y-%m-%d %H:%M:%S}"
    did = line.taken
    yield from (str(count) for count in (line.versions, line.posts, line.stances, did.replies, did.partners))


def _more_cells(words: Words, line: Attendance, more: More) -> Iterator[str]:
    member_id = line.member.member_id
    yield words.say("table.yes") if member_id in more.unreachable else ""
    if more.points is not None:
        yield points(more.points.get(member_id, 0))


def defused(cell: str) -> str:
    """The cell with a mark before whatever a spreadsheet would take for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def _line(words: Words, line: Attendance, more: More) -> str:
    member = line.member
    known = " ".join(part for part in (member.student_number, member.name) if part)
    presence = words.say(f"presence.{line.presence}")
    who = escape(known) if known else Raw(f"<@{member.user_xid}>")
    if line.received_at is None:
        said = words.say("table.line", presence=presence, who=who, count=line.posts)
        away = _lacks(line) and member.member_id in more.unreachable
        return f"{said} · {words.say('table.unreached')}" if away else said
    return words.say(
        "table.line_received",
        presence=presence,
        who=who,
        at=line.received_at,
        version=line.versions,
        count=line.posts,
    )


def _unlinked_line(words: Words, number: str, name: str) -> str:
    return words.say("table.line_unlinked", who=escape(f"{number} {name}".strip()))
