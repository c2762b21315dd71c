"""Reminders: which should exist, by which way they go, and what becomes of one that falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.seminar.courses import Course, Member, RemindBy, Role
from bot.seminar.deliveries import Delivery, Kind, Reason, State
from bot.seminar.weeks import Week, WeekState, resolve

OPENINGS = 10
OPENINGS_WITHIN = timedelta(minutes=10)
"""At most so many new direct message channels in so long; bots that open more are shut out."""

SOONEST = timedelta(seconds=1)

LAST_CALL = timedelta(minutes=60)
"""Nobody is reached later than this before the deadline on account of limits or quiet hours."""

CLOSED_FOR = timedelta(days=30)
SNOOZE = timedelta(hours=3)
GATHER = timedelta(minutes=2)
"""How long the channel's post waits for others whom it is to mention."""
MENTIONS = 50
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """When one reminder falls due (UTC), and how long before the deadline its offset is."""

    offset: timedelta
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of a zone in which nobody is reminded, in minutes of the local day; none where both are equal."""

    zone: str
    start: int
    end: int

    @classmethod
    def of(cls, course: Course) -> Quiet:
        return cls(course.zone, course.quiet_from, course.quiet_until)

    def around(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """The quiet hours (UTC) in which this instant lies; their first instant is not one of them."""
        length = (self.end - self.start) % DAY_MINUTES
        midnight = moment.astimezone(ZoneInfo(self.zone)).replace(
            hour=0, minute=0, second=0, microsecond=0, tzinfo=None
        )
        for day in (midnight - timedelta(days=1), midnight):
            start = day + timedelta(minutes=self.start)
            began = resolve(start, self.zone)
            ended = resolve(start + timedelta(minutes=length), self.zone)
            if began < moment < ended:
                return began, ended
        return None

    def earlier(self, moment: datetime) -> datetime:
        """The instant, or where it is quiet, as long before the quiet hours as it lies before their end."""
        around = self.around(moment)
        return moment if around is None else around[0] - (around[1] - moment)

    def before(self, moment: datetime) -> datetime:
        """The instant, or where it is quiet, the one at which the quiet hours begin."""
        around = self.around(moment)
        return moment if around is None else around[0]


NEVER_QUIET = Quiet("UTC", 0, 0)


def plan(
    deadline: datetime,
    offsets: Sequence[timedelta],
    now: datetime,
    quiet: Quiet = NEVER_QUIET,
    early: timedelta = timedelta(0),
) -> list[PlannedReminder]:
    """The reminders for one member and week that still lie ahead, the earliest first.

    One that would fall in the quiet hours moves to their beginning, and each is due `early`, so that all
    of a class are through the limits by the offset's hour. Those that would have been due before now are
    left out, but for the latest of them while none lies ahead: who joins late is reminded once, at once.
    An offset that is not before the deadline reminds nobody.
    """
    if deadline <= now:
        return []
    before = sorted({offset for offset in offsets if offset > timedelta(0)}, reverse=True)
    hours = {offset: _early(quiet, deadline - offset, early, now) for offset in before}
    # Of several at the same instant the last stands for all.
    last = {due_at: offset for offset, due_at in hours.items()}
    every = [PlannedReminder(offset, due_at) for due_at, offset in sorted(last.items())]
    ahead = [reminder for reminder in every if reminder.due_at > now]
    return ahead or [PlannedReminder(reminder.offset, now) for reminder in every[-1:]]


def _early(quiet: Quiet, hour: datetime, early: timedelta, now: datetime) -> datetime:
    """The instant so much earlier and outside of the quiet hours; at once where only the hour lies ahead."""
    due_at = quiet.earlier(quiet.before(hour) - early)
    return min(now + SOONEST, hour) if due_at <= now < hour else due_at


def early_by(rank: int) -> timedelta:
    """How much earlier the reminder is due of whom so many others precede at the limit of openings."""
    return rank * OPENINGS_WITHIN / OPENINGS


def opening_allowed_at(
    openings: Sequence[datetime], paused_until: datetime | None, now: datetime
) -> datetime:
    """The first instant (UTC) at which one more direct message channel may be opened."""
    recent = sorted(at for at in openings if at > now - OPENINGS_WITHIN)
    free = recent[-OPENINGS] + OPENINGS_WITHIN if len(recent) >= OPENINGS else now
    return max(free, paused_until or now, now)


def held_until(quiet: Quiet, deadline: datetime, now: datetime) -> datetime | None:
    """Until when (UTC) a reminder waits that comes up in quiet hours; None where it must go now."""
    around = quiet.around(now)
    return around[1] if around and around[1] <= deadline - LAST_CALL else None


def snoozed_until(quiet: Quiet, now: datetime) -> datetime:
    """When (UTC) somebody is reminded who wants it a while later.

    Where it is quiet then, before it gets quiet; in quiet hours that have begun, when they end.

    >>> from datetime import UTC
    >>> night = Quiet("UTC", 22 * 60, 8 * 60)
    >>> [f"{snoozed_until(night, datetime(2026, 9, 7, hour, tzinfo=UTC)):%d %H}" for hour in (12, 21, 23)]
    ['07 15', '07 22', '08 08']
    """
    wanted = now + SNOOZE
    around = quiet.around(wanted)
    if around is None:
        return wanted
    return around[0] if around[0] > now else around[1]


class Way(StrEnum):
    """How a reminder reaches someone."""

    DIRECT = "direct"
    MENTION = "mention"
    NONE = "none"


def inbox_is_closed(member: Member, now: datetime) -> bool:
    """Whether Discord said within the last 30 days that the inbox takes nothing of ours."""
    return member.closed_at is not None and now < member.closed_at + CLOSED_FOR


def is_gone(member: Member, now: datetime) -> bool:
    """Whether Discord said within the last 30 days that the person is not in the server."""
    return member.left_at is not None and now < member.left_at + CLOSED_FOR


def way_to(member: Member, now: datetime) -> Way:
    """The way by which the member is reminded now."""
    if member.remind_by is RemindBy.NEVER or is_gone(member, now):
        return Way.NONE
    if member.remind_by is RemindBy.MENTION:
        return Way.MENTION
    if not inbox_is_closed(member, now):
        return Way.DIRECT
    return Way.MENTION if may_mention(member) else Way.NONE


def is_unreachable(member: Member, now: datetime) -> bool:
    """Whether nothing of ours reaches the member, though they have not asked for that."""
    return way_to(member, now) is Way.NONE and member.remind_by is not RemindBy.NEVER


def may_mention(member: Member) -> bool:
    """Whether the channel's post may name the member."""
    return member.remind_by in (RemindBy.DIRECT, RemindBy.MENTION)


def skip_reason(
    *,
    deadline: datetime,
    now: datetime,
    handed_in: bool,
    excused: bool,
    remind_by: RemindBy,
    later_one_is_due: bool,
) -> Reason | None:
    """Why a reminder that fell due is not sent; None where it is."""
    if handed_in:
        return Reason.HANDED_IN
    if excused:
        return Reason.EXCUSED
    if now >= deadline:
        return Reason.TOO_LATE
    if remind_by is RemindBy.NEVER:
        return Reason.OPTED_OUT
    if later_one_is_due:
        return Reason.SUPERSEDED
    return None


class Why(StrEnum):
    """Why somebody was not reminded of a week, or that they were."""

    NOT_MEMBER = "not_member"
    NOT_STUDENT = "not_student"
    WEEK_SKIPPED = "week_skipped"
    NOT_OPEN = "not_open"
    JOINED_LATER = "joined_later"
    REACHED = "reached"
    HANDED_IN = "handed_in"
    EXCUSED = "excused"
    LEFT = "left"
    WITHDRAWN = "withdrawn"
    OPTED_OUT = "opted_out"
    INBOX_CLOSED = "inbox_closed"
    WAITING = "waiting"
    AWAY = "away"
    FAILED = "failed"
    OFFSETS_PASSED = "offsets_passed"


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one person in one week.

    `deadline` is their own (UTC); `rows` are their deliveries and the posts that mention them.
    """

    week: Week
    member: Member | None
    deadline: datetime
    handed_in: bool
    excused: bool
    rows: Sequence[Delivery]
    now: datetime


def why_not(case: Case) -> Why:
    """Why the person was not reminded, the first cause first; REACHED where they were."""
    before = _before_any_row(case)
    if before is not None:
        return before
    if any(was_reached(row) for row in case.rows):
        return Why.REACHED
    if case.handed_in:
        return Why.HANDED_IN
    if case.excused:
        return Why.EXCUSED
    return _not_reached(case)


def was_reached(row: Delivery) -> bool:
    """Whether this row ended in something that the person could read."""
    return row.kind in (Kind.REMINDER, Kind.MENTION) and row.state is State.SENT


def _before_any_row(case: Case) -> Why | None:
    member, week = case.member, case.week
    if member is None:
        return Why.NOT_MEMBER
    if member.role is not Role.STUDENT:
        return Why.NOT_STUDENT
    if week.state is WeekState.SKIPPED:
        return Why.WEEK_SKIPPED
    if week.state is WeekState.PLANNED:
        return Why.NOT_OPEN
    return Why.JOINED_LATER if member.joined_at >= case.deadline else None


def _not_reached(case: Case) -> Why:
    member = case.member
    reasons = {row.reason for row in case.rows}
    if member is not None:
        if member.left_at is not None or Reason.LEFT in reasons:
            return Why.LEFT
        if member.remind_by is RemindBy.NEVER or Reason.OPTED_OUT in reasons:
            return Why.OPTED_OUT
    if Reason.WITHDRAWN in reasons:
        return Why.WITHDRAWN
    if any(row.state in (State.PLANNED, State.CLAIMED) for row in case.rows):
        return Why.WAITING
    if Reason.INBOX_CLOSED in reasons:
        return Why.INBOX_CLOSED
    if any(row.state in (State.FAILED, State.UNKNOWN) for row in case.rows):
        return Why.FAILED
    return Why.AWAY if Reason.TOO_LATE in reasons else Why.OFFSETS_PASSED
