"""Lateness: what a report is worth that comes after its deadline, as the course has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.seminar.refusals import BadPolicy, WeekClosed
from bot.seminar.weeks import (
    NOTHING_GRANTED,
    Allowance,
    Times,
    Week,
    closes_for,
    deadline_for,
    is_late,
    is_open,
    require_open,
)

WHOLE = 100
DAY = timedelta(days=1)


class LateKind(StrEnum):
    """What becomes of a report that comes after the deadline and its grace."""

    ACCEPT = "accept"
    MARK = "mark"
    DEDUCT = "deduct"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """The course's choice; `per_day` and `floor` are percent, and count for DEDUCT alone."""

    kind: LateKind = LateKind.MARK
    per_day: int = 10
    floor: int = 50


USUAL = LatePolicy()


@dataclass(frozen=True, slots=True)
class Lateness:
    """How a report stands to its deadline: on time (0 days), or late by so many begun days.

    `worth` is what is left of it, in percent.
    """

    days: int = 0
    worth: int = WHOLE

    @property
    def late(self) -> bool:
        return self.days > 0


def late_policy(kind: LateKind, per_day: int, floor: int) -> LatePolicy:
    """A policy that can be meant. Raises BadPolicy."""
    if not (1 <= per_day <= WHOLE and 0 <= floor < WHOLE):
        raise BadPolicy(per_day=per_day, floor=floor)
    return LatePolicy(kind, per_day, floor)


def lateness(
    times: Times, received_at: datetime, allowance: Allowance = NOTHING_GRANTED, policy: LatePolicy = USUAL
) -> Lateness:
    """How a report received at this instant (UTC) stands. Grace forgives, it does not move the deadline.

    Due at 18:00 with ten minutes of grace, 10 percent off for each begun day and never below 75:

    >>> from datetime import UTC
    >>> due = datetime(2026, 9, 13, 18, tzinfo=UTC)
    >>> times = Times(due - 6 * DAY, due, timedelta(minutes=10), due + 7 * DAY)
    >>> policy = LatePolicy(LateKind.DEDUCT, per_day=10, floor=75)
    >>> lateness(times, due + timedelta(minutes=10), policy=policy)
    Lateness(days=0, worth=100)
    >>> lateness(times, due + timedelta(minutes=11), policy=policy)
    Lateness(days=1, worth=90)
    >>> lateness(times, due + DAY, policy=policy)
    Lateness(days=1, worth=90)
    >>> lateness(times, due + DAY + timedelta(seconds=1), policy=policy)
    Lateness(days=2, worth=80)
    >>> lateness(times, due + 5 * DAY, policy=policy)
    Lateness(days=5, worth=75)

    Who was granted two days more is late by two days less; the other policies take nothing off:

    >>> lateness(times, due + 3 * DAY, Allowance(due=due + 2 * DAY), policy)
    Lateness(days=1, worth=90)
    >>> lateness(times, due + 3 * DAY, policy=LatePolicy(LateKind.MARK))
    Lateness(days=3, worth=100)
    """
    if not is_late(times, received_at, allowance):
        return Lateness()
    days = -((deadline_for(times, allowance) - received_at) // DAY)
    off = policy.per_day * days if policy.kind is LateKind.DEDUCT else 0
    return Lateness(days, max(WHOLE - off, policy.floor) if off else WHOLE)


def closes_under(times: Times, allowance: Allowance, policy: LatePolicy) -> datetime:
    """The last instant (UTC) at which this member's report is taken.

    Where late reports are refused it is the deadline with its grace, else the cut-off.

    >>> from datetime import UTC
    >>> due = datetime(2026, 9, 13, 18, tzinfo=UTC)
    >>> times = Times(due - 6 * DAY, due, timedelta(minutes=10), due + 7 * DAY)
    >>> closes_under(times, NOTHING_GRANTED, LatePolicy(LateKind.REFUSE)).isoformat()
    '2026-09-13T18:10:00+00:00'
    >>> closes_under(times, NOTHING_GRANTED, LatePolicy(LateKind.ACCEPT)).isoformat()
    '2026-09-20T18:00:00+00:00'
    """
    if policy.kind is LateKind.REFUSE:
        return deadline_for(times, allowance) + times.grace
    return closes_for(times, allowance)


def require_taken(week: Week, at: datetime, allowance: Allowance, policy: LatePolicy) -> None:
    """Raises WeekSkipped, WeekNotOpen or WeekClosed, by the course's policy."""
    require_open(week, at, allowance)
    closes = closes_under(week.times, allowance, policy)
    if at > closes:
        raise WeekClosed(week=week.number, closed=closes)


def is_taken(week: Week, at: datetime, allowance: Allowance, policy: LatePolicy) -> bool:
    """Whether a report for this week is taken at this instant, by the course's policy."""
    return is_open(week, at, allowance) and at <= closes_under(week.times, allowance, policy)
