"""Hours as the clock on the wall shows them: what holds when a state changes the rules of its zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.seminar.refusals import BadOrder
from bot.seminar.weeks import Times, plan_times, resolve


@dataclass(frozen=True, slots=True)
class Walls:
    """A week's hours as they were promised, without a zone of their own."""

    opens: datetime
    due: datetime
    cutoff: datetime


def walls_of(times: Times, zone: str) -> Walls:
    """What the wall shows at the week's instants, by the rules of today.

    >>> from datetime import UTC, timedelta
    >>> at = datetime(2026, 7, 1, 9, tzinfo=UTC)
    >>> walls_of(Times(at, at, timedelta(), at), "Asia/Seoul").opens.isoformat()
    '2026-07-01T18:00:00'
    """
    place = ZoneInfo(zone)
    shown = (one.astimezone(place).replace(tzinfo=None) for one in (times.opens, times.due, times.cutoff))
    return Walls(*shown)


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


def _anew(instant: datetime, wall: datetime, zone: str, now: datetime) -> datetime:
    return instant if instant <= now else max(resolve(wall, zone), now)
