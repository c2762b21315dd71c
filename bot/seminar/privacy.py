"""Privacy: until when a course keeps what it knows of people, and what is told before something goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seminar.courses import Course, Member
from bot.seminar.weeks import Week

KEPT_DAYS = 365
"""How long a course keeps what it knows, counted from the end of its term, unless it says otherwise."""

SHORTEST, LONGEST = 0, 3650
WARNED = timedelta(days=14)
"""So long before everything goes, staff are told: time to save what the university must keep."""


@dataclass(frozen=True, slots=True)
class Erased:
    """A person who had their data deleted; tells nothing of them but our own number (UTC).

    Member 0 stands for a whole course, whose time of keeping was over.
    """

    guild_xid: int
    course_id: int
    member_id: int
    at: datetime


EVERYBODY = 0


@dataclass(frozen=True, slots=True)
class Everything:
    """All that a course knows of one member: rows by table, and the files as they came."""

    course: Course
    member: Member
    rows: dict[str, list[dict[str, object]]]
    files: list[tuple[str, bytes]]


def term_ends(weeks: Iterable[Week]) -> datetime | None:
    """When the last week takes no report any more (UTC); None where nothing is planned."""
    return max((week.times.cutoff for week in weeks), default=None)


def kept_until(weeks: Iterable[Week], kept_days: int) -> datetime | None:
    """Until when (UTC) the course keeps what it knows of people; None while it has no week.

    >>> kept_until([], 365) is None
    True
    """
    end = term_ends(weeks)
    return None if end is None else end + timedelta(days=kept_days)


def is_over(until: datetime, now: datetime) -> bool:
    """Whether everything goes now."""
    return until <= now
