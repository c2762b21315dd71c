"""Hours as the clock on the wall shows them: what holds when a state changes the rules of its zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.seminar.courses import Course
from bot.seminar.refusals import BadOrder
from bot.seminar.weeks import Times, plan_times, resolve


@dataclass(frozen=True, slots=True)
class Walls:
    """A week's hours as they were promised, without a zone of their own."""

    opens: datetime
    due: datetime
    cutoff: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """A member's own deadline in a week: its instant (UTC), and what the wall showed when it was granted."""

    course: Course
    week_id: int
    member_id: int
    due: datetime
    wall: datetime


def wall_of(instant: datetime, zone: str) -> datetime:
    """What the wall shows at an instant, by the rules of today.

    >>> from datetime import UTC
    >>> wall_of(datetime(2026, 7, 1, 9, tzinfo=UTC), "Asia/Seoul").isoformat()
    '2026-07-01T18:00:00'
    """
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def walls_of(times: Times, zone: str) -> Walls:
    """What the wall shows at the week's instants, by the rules of today.

    >>> from datetime import UTC, timedelta
    >>> at = datetime(2026, 7, 1, 9, tzinfo=UTC)
    >>> walls_of(Times(at, at, timedelta(), at), "Asia/Seoul").opens.isoformat()
    '2026-07-01T18:00:00'
    """
    return Walls(*(wall_of(one, zone) for one in (times.opens, times.due, times.cutoff)))


def anew(times: Times, walls: Walls, zone: str, now: datetime) -> Times:
    """The instants of the promised hours by the rules of today; what has come by `now` (UTC) stays.

    Where the new rules turn the order around, all stays as it was.
    """
    moved = replace(
        times,
        opens=_anew(times.opens, walls.opens, zone, now),
        due=_anew(times.due, walls.due, zone, now),
        cutoff=_anew(times.cutoff, walls.cutoff, zone, now),
    )
    try:
        return plan_times(moved.opens, moved.due, moved.cutoff, moved.grace)
    except BadOrder:
        return times


def granted_anew(grant: Grant, now: datetime) -> Grant:
    """The grant with the instant of its promised hour by the rules of today; what has come stays."""
    return replace(grant, due=_anew(grant.due, grant.wall, grant.course.zone, now))


def _anew(instant: datetime, wall: datetime, zone: str, now: datetime) -> datetime:
    return instant if instant <= now else max(resolve(wall, zone), now)
