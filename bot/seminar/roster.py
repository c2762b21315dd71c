"""The roster: who is enrolled, read from a university's table; and how somebody proves to be one of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.seminar.courses import person_name, student_number
from bot.seminar.refusals import BadRoster, Linking

NUMBERS = ("학번", "student number", "student id", "student no", "sis user id", "id number", "number", "id")
"""Names of the column with the number, the surest first: Canvas has its own ID beside the university's."""

NAMES = ("이름", "성명", "학생명", "name", "full name", "student", "student name")
FIRST, LAST = ("first name", "firstname", "given name"), ("last name", "lastname", "surname", "family name")
HEADER_ROWS = 10
HANGUL = re.compile(r"[가-힣]")
POWER = re.compile(r"[0-9.]+[eE]\+[0-9]+")
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 10


class Enrolment(StrEnum):
    """Whether somebody of the roster takes the course."""

    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"


class QuestionKind(StrEnum):
    """What only staff can decide."""

    NO_CODE = "no_code"
    OTHER_ACCOUNT = "other_account"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of an imported table; `padded` tells that zeros were put back in front of the number."""

    student_number: str
    name: str
    padded: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What an imported table holds, and the rows (from 1) that could not be read."""

    entries: tuple[Entry, ...]
    bad_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One person of the roster. `member_id` is who has proved to be them."""

    roster_id: int
    guild_xid: int
    course_id: int
    student_number: str
    name: str
    state: Enrolment
    has_code: bool
    member_id: int | None
    linked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody wants to be a person of the roster, and staff are asked."""

    question_id: int
    kind: QuestionKind
    enrolled: Enrolled
    member_id: int


def read_table(rows: Sequence[Sequence[str]]) -> Table:
    """The people of a table: a plain list, or what Canvas, Moodle and Excel make of one. Raises BadRoster.

    >>> read_table([["학번", "이름"], ["2031-00417", "오나리"]]).entries
    (Entry(student_number='2031-00417', name='오나리', padded=False),)
    """
    for at, row in enumerate(rows[:HEADER_ROWS]):
        columns = [_label(cell) for cell in row]
        number = _column(columns, NUMBERS)
        if number is not None and _has_names(columns):
            return _entries(rows[at + 1 :], columns, number, first_row=at + 2)
    raise BadRoster


def _entries(rows: Sequence[Sequence[str]], columns: Sequence[str], number: int, first_row: int) -> Table:
    lengths = Counter(len(row[number]) for row in rows if number < len(row) and row[number].isdecimal())
    usual = lengths.most_common(1)[0][0] if lengths else 0
    found: dict[str, Entry] = {}
    bad = []
    for at, row in enumerate(rows, first_row):
        given = row[number].strip() if number < len(row) else ""
        if not given and _is_aside(row):
            continue
        entry = _entry(given, _name(row, columns), usual)
        if entry is None or entry.student_number in found:
            bad.append(at)
        else:
            found[entry.student_number] = entry
    if not found:
        raise BadRoster
    return Table(tuple(found.values()), tuple(bad))


def _entry(given: str, name: str, usual: int) -> Entry | None:
    """A person; None where number or name break the rules for what is typed, or Excel rounded the number.

    Excel takes a number for a number and drops its leading zeros: they are put back up to the usual length.
    """
    if POWER.fullmatch(given):
        return None
    padded = given.isdecimal() and 0 < usual - len(given) <= 2
    try:
        return Entry(student_number(given.zfill(usual) if padded else given), person_name(name), padded)
    except Linking:
        return None


def _label(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).casefold().split())


def _column(columns: Sequence[str], names: Sequence[str]) -> int | None:
    return next((columns.index(name) for name in names if name in columns), None)


def _has_names(columns: Sequence[str]) -> bool:
    whole = _column(columns, NAMES) is not None
    return whole or (_column(columns, FIRST) is not None and _column(columns, LAST) is not None)


def _name(row: Sequence[str], columns: Sequence[str]) -> str:
    whole = _column(columns, NAMES)
    if whole is not None:
        last, comma, first = _cell(row, whole).partition(",")
        return _joined(first, last) if comma else last
    return _joined(_cell(row, _column(columns, FIRST)), _cell(row, _column(columns, LAST)))


def _joined(first: str, last: str) -> str:
    """Both names in the order in which their script puts them."""
    first, last = first.strip(), last.strip()
    return f"{last}{first}" if HANGUL.search(last) else f"{first} {last}"


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


def _is_aside(row: Sequence[str]) -> bool:
    """Canvas puts points and policies between its header and the students."""
    words = " ".join(row).casefold()
    return "points possible" in words or "manual posting" in words or "test student" in words


def missing(before: Sequence[Enrolled], table: Table) -> Iterator[Enrolled]:
    """Who was enrolled and is not in the new table: staff say whether they withdrew."""
    numbers = {entry.student_number for entry in table.entries}
    for one in before:
        if one.state is Enrolment.ENROLLED and one.student_number not in numbers:
            yield one


def plain_code(given: str) -> str:
    """A one-time code as it is compared: without blanks and hyphens, in small letters."""
    return "".join(letter for letter in given.casefold() if letter.isalnum())
