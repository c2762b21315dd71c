"""A plain model of the rules: which prompts and reminders a semester must bring; nothing of the bot's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.seminar.courses import Person, RemindBy

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OFFSETS = (48 * HOUR, 6 * HOUR)
GATHERS = timedelta(minutes=2)
MORNING, NIGHT = 8, 22


@dataclass(frozen=True)
class Planned:
    """A week as the model knows it; instants in UTC."""

    number: int
    opens: datetime
    due: datetime


@dataclass
class Student:
    """What one student of the model does, and when. `deadlines` are (granted at, until) by week."""

    who: Person
    joins: datetime
    leaves: datetime | None = None
    closes: datetime | None = None
    chooses: tuple[datetime, RemindBy] | None = None
    handed_in: dict[int, datetime] = field(default_factory=dict)
    granted: dict[int, tuple[datetime, datetime]] = field(default_factory=dict)

    def way(self, at: datetime) -> RemindBy:
        chosen = self.chooses is not None and self.chooses[0] <= at
        return self.chooses[1] if chosen and self.chooses else RemindBy.DIRECT


@dataclass(frozen=True)
class Away:
    """When the bot is down: the model's whole knowledge of faults."""

    spans: tuple[tuple[datetime, datetime], ...]

    def up_at(self, at: datetime) -> datetime:
        """The first instant from `at` on at which the bot is up."""
        for start, end in self.spans:
            if start <= at < end:
                return end
        return at


def expected_prompts(weeks: list[Planned], away: Away) -> set[int]:
    found = set()
    for week in weeks:
        later = [one.opens for one in weeks if one.opens > week.opens]
        if away.up_at(week.opens) < min([week.opens + DAY, week.due, *later]):
            found.add(week.number)
    return found


def hours_of(student: Student, week: Planned, away: Away) -> list[tuple[datetime, datetime]]:
    """The hours at which reminders fall due, each with the deadline that it was planned for."""
    planned_at = max(week.opens, student.joins)
    if planned_at >= week.due:
        return []
    ahead = [(week.due - offset, week.due) for offset in OFFSETS]
    if student.joins > week.opens and student.joins >= away.up_at(week.opens):
        ahead = [hour for hour in ahead if hour[0] > student.joins] or [(student.joins, week.due)]
    if week.number in student.granted:
        at, until = student.granted[week.number]
        if until > week.due:
            kept = [hour for hour in ahead if away.up_at(hour[0]) <= at]
            ahead = kept + [(until - offset, until) for offset in OFFSETS if until - offset > at]
    return ahead


def expected_reminders(student: Student, week: Planned, away: Away, zone: str) -> int:
    """How many of the reminders of a week reach the student; a post in the channel names a person once."""
    hours = hours_of(student, week, away)
    tried = [(reaching(student, week, hours, hour, away, zone), hour[1]) for hour in hours]
    count, gathers = 0, dict[datetime, datetime]()
    for (begins, posted), deadline in sorted((found, deadline) for found, deadline in tried if found):
        if begins < posted:
            if begins < gathers.get(deadline, begins):
                continue
            gathers[deadline] = posted
        count += 1
    return count


def reaching(
    student: Student,
    week: Planned,
    hours: list[tuple[datetime, datetime]],
    hour: tuple[datetime, datetime],
    away: Away,
    zone: str,
) -> tuple[datetime, datetime] | None:
    """When a reminder is tried, and when the student has it, later where the channel's post gathers it."""
    due_at, deadline = hour
    at = away.up_at(due_at)
    for now in (at, woken(at, deadline, away, zone)):
        gone = student.leaves is not None and student.leaves <= now
        superseded = any(due_at < other <= now for other, _ in hours)
        if superseded or gone or not is_wanted(student, week, deadline, now):
            return None
        at = now
    begins = at
    closed = student.closes is not None and student.closes <= at
    if closed or student.way(at) is RemindBy.MENTION:
        at = woken(away.up_at(at + GATHERS), deadline, away, zone)
    return (begins, at) if is_wanted(student, week, deadline, at) else None


def woken(at: datetime, deadline: datetime, away: Away, zone: str) -> datetime:
    """The next morning at eight where it is night and the deadline leaves an hour after that."""
    local = at.astimezone(ZoneInfo(zone))
    if local.hour >= NIGHT and local.replace(tzinfo=None) > local.replace(
        hour=NIGHT, minute=0, second=0, microsecond=0, tzinfo=None
    ):
        local += DAY
    elif local.hour >= MORNING:
        return at
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0).astimezone(UTC)
    return away.up_at(morning) if morning <= deadline - HOUR else at


def is_wanted(student: Student, week: Planned, deadline: datetime, at: datetime) -> bool:
    done = week.number in student.handed_in and student.handed_in[week.number] <= at
    granted_at, until = student.granted.get(week.number, (at, deadline))
    moved = granted_at <= at and until > deadline
    return at < deadline and not done and not moved and student.way(at) is not RemindBy.NEVER
