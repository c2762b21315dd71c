"""Tables: the week's table as a file for spreadsheets, and in a few lines for a message."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.seminar.participation import Attendance
from bot.words.catalogues import Words
from bot.words.markup import Raw, escape

MESSAGE_LIMIT = 1800
COLUMNS = ("number", "name", "presence", "received", "versions", "posts", "stances")
FORMULA = re.compile(r"\s*[=+\-@\t\r\n\x00＝＋－＠]")  # as Excel, LibreOffice and Google Sheets start one


def csv_of(words: Words, table: Sequence[Attendance], zone: str) -> bytes:
    """The table in UTF-8 with a byte-order mark, by which Excel tells it; times in the IANA zone."""
    paper = io.StringIO(newline="")
    writer = csv.writer(paper)
    writer.writerow(words.say(f"table.{column}", zone=Raw(zone)) for column in COLUMNS)
    for line in table:
        writer.writerow(defused(cell) for cell in _cells(words, line, ZoneInfo(zone)))
    return paper.getvalue().encode("utf-8-sig")


def lines(words: Words, table: Sequence[Attendance], limit: int = MESSAGE_LIMIT) -> list[str]:
    """The table for a message of at most `limit` characters; tells how many more there are."""
    said: list[str] = [_line(words, line) for line in table]
    shown = said or [words.say("table.nobody")]
    kept = len(said)
    while kept and len("\n".join(shown)) > limit:
        kept -= 1
        shown = [*said[:kept], words.say("table.more", count=len(said) - kept)]
    return shown


def _cells(words: Words, line: Attendance, place: ZoneInfo) -> Iterator[str]:
    member = line.member
    yield member.student_number or ""
    yield member.name or words.say("table.unnamed", xid=member.user_xid)
    yield words.say(f"presence.{line.presence}")
    yield "" if line.received_at is None else f"{line.received_at.astimezone(place):%Y-%m-%d %H:%M:%S}"
    yield from (str(count) for count in (line.versions, line.posts, line.stances))


def defused(cell: str) -> str:
    """The cell with a mark before whatever a spreadsheet would take for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def _line(words: Words, line: Attendance) -> Raw:
    member = line.member
    known = " ".join(part for part in (member.student_number, member.name) if part)
    presence = words.say(f"presence.{line.presence}")
    who = escape(known) if known else Raw(f"<@{member.user_xid}>")
    if line.received_at is None:
        return words.say("table.line", presence=presence, who=who, count=line.posts)
    return words.say(
        "table.line_received",
        presence=presence,
        who=who,
        at=line.received_at,
        version=line.versions,
        count=line.posts,
    )
