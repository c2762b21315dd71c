"""Reports: what was handed in, what was read in it, and whether it counts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from bot.seminar.lateness import Lateness, LatePolicy
from bot.seminar.refusals import EmptyReport

MANY_MARKS = 32
BLANK_LETTERS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Hangul fillers and the empty braille cell: they pass for letters and show nothing."""
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
MAYBE_MARKS = re.compile(f"[^\\0-\\u02ff\\uac00-\\ud7a3]{{{MANY_MARKS},}}")
"""Neither Latin letters nor Hangul syllables combine; a long run of others may be marks."""


class Speaker(StrEnum):
    """Who says what a statement says."""

    PRESENTER = "presenter"
    STUDENT = "student"


class FindingKind(StrEnum):
    """What a reader of the report would point at."""

    UNFINISHED_SENTENCE = "unfinished_sentence"
    EMPTY_HEADING = "empty_heading"
    MISSING_PART = "missing_part"


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a report says of itself; None where it says nothing."""

    week: int | None = None
    student_number: str | None = None
    name: str | None = None
    topic: str | None = None
    presenter: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage that may need a second look: a hint, unless its course made it a gate. In code points.

    What a report lacks has no passage: it stands empty at the end. `about` names it.
    """

    kind: FindingKind
    start: int
    end: int
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A verbatim passage of one version that claims something. Offsets in code points; 0 < weight <= 1."""

    start: int
    end: int
    by: Speaker
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one version of a report. `language` is "ko", "en" or None."""

    language: str | None
    header: Header
    findings: tuple[Finding, ...]
    statements: tuple[Statement, ...]


class ReaderFailed(Exception):
    """The reader took too long over a text, or died of it."""


def clean(text: str) -> str:
    """The text of a report as it is kept and counted.

    Byte-order mark removed, CR LF and CR turned into LF, NUL and lone surrogates into U+FFFD, NFC.

    >>> clean("\\ufeffa\\r\\nb\\rc\\x00")
    'a\\nb\\nc\\ufffd'
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    text = LONE_SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", _marks_in_order(text) if MAYBE_MARKS.search(text) else text)


def _marks_in_order(text: str) -> str:
    """Long runs of combining marks in canonical order: normalize() itself takes quadratic time for them."""
    runs = []
    for marks, letters in groupby(text, key=lambda letter: unicodedata.combining(letter) > 0):
        run = "".join(letters)
        if marks and len(run) > MANY_MARKS:
            apart = "".join(unicodedata.normalize("NFD", letter) for letter in run)
            run = "".join(sorted(apart, key=unicodedata.combining))
        runs.append(run)
    return "".join(runs)


def digest(text: str) -> str:
    """The receipt's digest: SHA-256 of the cleaned text's UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class Source(StrEnum):
    """The way by which a text came in."""

    FORM = "form"
    FILE = "file"
    DRAFT = "draft"
    """The first forms of a report that needs several; more is to come."""
    HELD = "held"
    """A report that a gate holds until it is mended, or until there is no time left for that."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What reached us, before anything judges it. `received_at` (UTC) is Discord's, from a snowflake."""

    arrival_xid: int
    user_xid: int
    received_at: datetime
    source: Source
    text: str
    file_name: str | None = None
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One hand-in of a report: immutable. `number` counts from 1 within its report."""

    version_id: int
    guild_xid: int
    course_id: int
    week_id: int
    member_id: int
    number: int
    arrival_xid: int
    received_at: datetime
    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that reached us and that no version holds, with the week that was asked for."""

    arrival: Arrival
    week_number: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """What a gate holds, by its arrival."""

    arrival_xid: int
    course_id: int
    user_xid: int
    week_number: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A version that awaits its reading, with the topic of its week and the parts that its course wants."""

    version: Version
    topic: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """A version without its text; `same_text` tells whether it is the text at hand."""

    version_id: int
    week_id: int
    number: int
    arrival_xid: int
    received_at: datetime
    withdrawn: bool
    same_text: bool


def filed_before(history: Sequence[Filed], arrival_xid: int, week_ids: Collection[int]) -> Filed | None:
    """The version that holds what arrived: of the same arrival, else the latest of a week with that text.

    Discord may dispatch an interaction twice, and a student may press twice; neither makes a version.
    """
    latest = {filed.week_id: filed for filed in standing(history) if filed.week_id in week_ids}
    again = [filed for filed in history if filed.arrival_xid == arrival_xid]
    again += [filed for filed in latest.values() if filed.same_text]
    return again[0] if again else None


def standing(history: Sequence[Filed]) -> list[Filed]:
    """The versions that were not taken back."""
    return [filed for filed in history if not filed.withdrawn]


def counting(history: Sequence[Filed], week_id: int, until: datetime) -> Filed | None:
    """The version that counts for the week: the last that came by `until`, else the last that came.

    A better text that comes late takes nothing from the one that was on time.
    """
    mine = [filed for filed in standing(history) if filed.week_id == week_id]
    on_time = [filed for filed in mine if filed.received_at <= until]
    return next(reversed(on_time or mine), None)


def next_number(history: Sequence[Filed], week_id: int) -> int:
    """The number of a new version for the week; the first is 1."""
    return max((filed.number for filed in history if filed.week_id == week_id), default=0) + 1


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a student gets for a hand-in. `again` tells that the same text had been handed in before.

    `counts` is the number of the version that counts for the week; None where all were taken back.
    """

    course: str
    week: int
    topic: str
    version: Version
    lateness: Lateness
    policy: LatePolicy
    due: datetime
    counts: int | None
    again: bool

    @property
    def late(self) -> bool:
        """Whether it came after the deadline and its grace."""
        return self.lateness.late

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return digest(self.version.text)


def require_text(text: str) -> str:
    """The cleaned text. Raises EmptyReport where there is nothing to read in it."""
    cleaned = clean(text)
    if not any(letter.isalnum() for letter in BLANK_LETTERS.sub("", cleaned)):
        raise EmptyReport
    return cleaned


def word_count(text: str) -> int:
    """Words between blanks, as word processors count them."""
    return len(text.split())
