"""Weeks: when one opens, is due and closes; the clock changes are settled here, once."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.seminar.refusals import BadOrder, BadTime, NoOpenWeek, WeekClosed, WeekNotOpen, WeekSkipped

YEARS = range(2000, 3000)
"""No seminar meets beyond these, and near the ends of the calendar an instant may not exist in every zone."""

LOCAL_FORM = "%Y-%m-%d %H:%M"
DAYS = re.compile(r"\+([0-9]{1,3})")
TOPIC_LIMIT = 200
PROMPT_LIMIT = 1500
PROMPT_LATENESS = timedelta(hours=24)
CUTOFF_AFTER = timedelta(days=7)
LAST_DAY = timedelta(hours=24)
SLIGHT_ABSENCE = timedelta(minutes=10)
QUARTER = timedelta(minutes=15)


class WeekState(StrEnum):
    """How far a week has come."""

    PLANNED = "planned"
    OPEN = "open"
    DISCUSSING = "discussing"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Presenter:
    """Who presents: a name, and the member where there is one."""

    name: str
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """A week's instants, all UTC. On time until `due` plus `grace`; accepted as late until `cutoff`."""

    opens: datetime
    due: datetime
    grace: timedelta
    cutoff: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """One meeting of a course."""

    week_id: int
    guild_xid: int
    course_id: int
    number: int
    topic: str
    prompt: str
    presenters: tuple[Presenter, ...]
    times: Times
    state: WeekState


@dataclass(frozen=True, slots=True)
class NewWeek:
    """A week to plan."""

    number: int
    topic: str
    prompt: str
    presenters: tuple[Presenter, ...]
    times: Times


class InWeek(Protocol):
    """Anything that belongs to one week of one course."""

    @property
    def guild_xid(self) -> int: ...
    @property
    def course_id(self) -> int: ...
    @property
    def week_id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Allowance:
    """What staff granted one member for one week: a later due time (UTC), or to be excused, and why."""

    due: datetime | None = None
    excused: bool = False
    reason: str | None = None


NOTHING_GRANTED = Allowance()


def local_time(given: str) -> datetime:
    """A wall time such as "2026-11-30 18:00", without a zone. Raises BadTime."""
    try:
        wall = datetime.strptime(" ".join(given.split()), LOCAL_FORM)  # noqa: DTZ007 (the zone is the course's)
    except ValueError:
        raise BadTime(given=given[:40]) from None
    if wall.year not in YEARS:
        raise BadTime(given=given[:40])
    return wall


def resolve(wall: datetime, zone: str) -> datetime:
    """The instant (UTC) of a wall time in an IANA zone.

    A time that does not exist becomes the first instant after the gap; one that exists twice, the first.

    >>> resolve(datetime(2026, 3, 29, 2, 30), "Europe/Berlin").isoformat()
    '2026-03-29T01:00:00+00:00'
    >>> resolve(datetime(2026, 10, 25, 2, 30), "Europe/Berlin").isoformat()
    '2026-10-25T00:30:00+00:00'
    """
    place = ZoneInfo(zone)
    first = wall.replace(tzinfo=place, fold=0)
    instant = first.astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) == wall:
        return instant
    # In a gap, reading the wall time with the old and the new offset lands on either side of the jump.
    after, before = instant, wall.replace(tzinfo=place, fold=1).astimezone(UTC)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(place).utcoffset() == before.astimezone(place).utcoffset():
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def plan_times(opens: datetime, due: datetime, cutoff: datetime, grace: timedelta) -> Times:
    """Times in their order. Raises BadOrder."""
    if not opens < due <= due + grace <= cutoff:
        raise BadOrder(opens=opens, due=due, cutoff=cutoff)
    return Times(opens=opens, due=due, grace=grace, cutoff=cutoff)


def moved_to(times: Times, due: datetime, opens: datetime | None = None) -> Times:
    """The times around another deadline (UTC); late reports are taken as long after it. Raises BadOrder."""
    late_for = times.cutoff - times.due
    return plan_times(opens or times.opens, due, due + late_for, times.grace)


def prompt_expires(times: Times, next_opens: datetime | None = None) -> datetime:
    """Until when (UTC) a prompt that was held up is still worth posting: for a day, and before the next."""
    ends = [times.opens + PROMPT_LATENESS, times.due]
    if next_opens is not None and next_opens > times.opens:
        ends.append(next_opens)
    return min(ends)


def more_time(times: Times, since: datetime, until: datetime) -> datetime | None:
    """The deadline (UTC) that makes up for an absence of the bot; None where it touched no last day.

    What was lost of the day before the deadline is added to it, or to the bot's return, in whole quarters.
    """
    lost = min(until, times.due + times.grace) - max(since, times.due - LAST_DAY, times.opens)
    if lost < SLIGHT_ABSENCE:
        return None
    return max(times.due, until) + math.ceil(lost / QUARTER) * QUARTER


def deadline_for(times: Times, allowance: Allowance = NOTHING_GRANTED) -> datetime:
    """When this member's report is due (UTC): the week's due time, or the later one that was granted."""
    return max(times.due, allowance.due) if allowance.due else times.due


def closes_for(times: Times, allowance: Allowance = NOTHING_GRANTED) -> datetime:
    """The last instant (UTC) at which this member's report is taken, late or not."""
    return max(times.cutoff, deadline_for(times, allowance) + times.grace)


def is_late(times: Times, received_at: datetime, allowance: Allowance = NOTHING_GRANTED) -> bool:
    """Whether a report received at this instant came after the deadline and its grace."""
    return received_at > deadline_for(times, allowance) + times.grace


def granted_until(times: Times, given: str, zone: str) -> datetime:
    """A granted deadline (UTC): a wall time of the zone, or "+3" for three days after the week's.

    Days keep the hour, also over a clock change. Raises BadTime.

    >>> due = datetime(2026, 10, 24, 16, tzinfo=UTC)  # 18:00 in Berlin, a day before the clock goes back
    >>> times = Times(due - timedelta(days=6), due, timedelta(0), due)
    >>> granted_until(times, "+1", "Europe/Berlin").isoformat()
    '2026-10-25T17:00:00+00:00'
    """
    days = DAYS.fullmatch(given.strip())
    if days is None:
        return resolve(local_time(given), zone)
    wall = times.due.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return resolve(wall + timedelta(days=int(days[1])), zone)


def require_open(week: Week, at: datetime, allowance: Allowance = NOTHING_GRANTED) -> None:
    """Raises WeekSkipped, WeekNotOpen or WeekClosed."""
    if week.state is WeekState.SKIPPED:
        raise WeekSkipped(week=week.number)
    if at < week.times.opens:
        raise WeekNotOpen(week=week.number, opens=week.times.opens)
    closes = closes_for(week.times, allowance)
    if at > closes:
        raise WeekClosed(week=week.number, closed=closes)


def is_open(week: Week, at: datetime, allowance: Allowance = NOTHING_GRANTED) -> bool:
    """Whether a report for this week is taken at this instant."""
    return week.state is not WeekState.SKIPPED and week.times.opens <= at <= closes_for(week.times, allowance)


def week_to_hand_in(open_weeks: Sequence[Week], handed_in: Collection[int]) -> Week:
    """The week that is meant when none is named: the earliest due that is open and not handed in.

    Where all are handed in, the one due last: its report is replaced. Raises NoOpenWeek.
    """
    if not open_weeks:
        raise NoOpenWeek
    by_due = sorted(open_weeks, key=lambda week: (week.times.due, week.number))
    missing = [week for week in by_due if week.week_id not in handed_in]
    return missing[0] if missing else by_due[-1]
