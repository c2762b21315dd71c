"""The overview: from who handed in when to what staff look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seminar.courses import Course, Member
from bot.seminar.interests import Thread, answered, early, first_reminder, wrote
from bot.seminar.lateness import USUAL, LatePolicy
from bot.seminar.participation import NOTHING, Presence, Taken, is_excused, is_expected, presence
from bot.seminar.pictures import (
    Flow,
    FlowLine,
    HeatMap,
    HeatRow,
    Interest,
    Interests,
    Pair,
    Replies,
)
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, Week

HOUR = timedelta(hours=1)
TAIL = 4


@dataclass(frozen=True, slots=True)
class Gathered:
    """A week, when each member first handed in (UTC), and what was granted to whom, by member_id."""

    week: Week
    handed_in: Mapping[int, datetime]
    allowances: Mapping[int, Allowance]
    policy: LatePolicy = USUAL

    def allowance(self, member: Member) -> Allowance:
        return self.allowances.get(member.member_id, NOTHING_GRANTED)

    def owes(self, member: Member) -> bool:
        """Whether a report is expected, and not excused."""
        return is_expected(member, self.week) and not is_excused(member, self.week, self.allowance(member))

    def cell(self, member: Member, now: datetime) -> Presence | None:
        """How the student stands; None where nothing was expected and nothing came."""
        at = self.handed_in.get(member.member_id)
        if at is None and not is_expected(member, self.week):
            return None
        taken = NOTHING if at is None else Taken(first_received_at=at, versions=1)
        return presence(member, self.week, self.allowance(member), taken, now, self.policy)


def called(member: Member) -> str:
    """A student in a picture for staff: the name with the end of the number, as far as they are known.

    >>> from bot.seminar.courses import RemindBy, Role
    >>> at = datetime(2026, 9, 7)
    >>> called(Member(1, 1, 1, 9001, Role.STUDENT, "2031-00417", "Nari Oh", RemindBy.DIRECT, at))
    'Nari Oh ·0417'
    """
    number = member.student_number
    if member.name is None:
        return number or f"·{str(member.user_xid)[-TAIL:]}"
    return member.name if number is None else f"{member.name} ·{number[-TAIL:]}"


def heat_map(weeks: Sequence[Gathered], members: Sequence[Member], now: datetime) -> HeatMap:
    """Students by weeks, by student number as in the week's table."""
    ordered = sorted(members, key=lambda member: (member.student_number or "~", member.member_id))
    rows = [HeatRow(called(member), tuple(week.cell(member, now) for week in weeks)) for member in ordered]
    shown = tuple(row for row in rows if any(cell is not None for cell in row.cells))
    return HeatMap(tuple(one.week.number for one in weeks), shown)


def flow(weeks: Sequence[Gathered], members: Sequence[Member], course: Course, now: datetime) -> Flow:
    """The hand-ins of those who owed a report; the last week is the chosen one."""
    lines = tuple(_line(week, members, now) for week in weeks)
    reminders = tuple(offset / HOUR for offset in course.reminder_offsets)
    return Flow(lines, reminders, weeks[-1].week.number if weeks else 0)


def interests(
    weeks: Sequence[Gathered],
    members: Sequence[Member],
    course: Course,
    threads: Sequence[Thread],
    now: datetime,
) -> Interests:
    """What drew people in, in the weeks that were due by now."""
    due = [one for one in weeks if one.week.times.due <= now]
    return Interests(tuple(_interest(one, members, course, threads) for one in due))


def replies(counted: Sequence[tuple[int, int, int]], members: Sequence[Member]) -> Replies:
    """Who answers whom, among the students who are in the course.

    >>> replies([(1, 2, 3)], [])
    Replies(names=(), pairs=())
    """
    places = {member.member_id: place for place, member in enumerate(members)}
    pairs = (
        Pair(places[who], places[whom], count)
        for who, whom, count in counted
        if who in places and whom in places
    )
    return Replies(tuple(called(member) for member in members), tuple(pairs))


def _line(one: Gathered, members: Sequence[Member], now: datetime) -> FlowLine:
    due = one.week.times.due
    owing = [member.member_id for member in members if one.owes(member)]
    came = sorted((one.handed_in[member] - due) / HOUR for member in owing if member in one.handed_in)
    return FlowLine(one.week.number, len(owing), tuple(came), (now - due) / HOUR)


def _interest(
    one: Gathered, members: Sequence[Member], course: Course, threads: Sequence[Thread]
) -> Interest:
    of_week = [thread for thread in threads if thread.week_id == one.week.week_id]
    owing = [member.member_id for member in members if one.owes(member)]
    students = [member.member_id for member in members if is_expected(member, one.week)]
    reminded = first_reminder(one.week.times.due, course.reminder_offsets)
    return Interest(
        week=one.week.number,
        early=early(one.handed_in, owing, reminded),
        answered=answered(of_week),
        wrote=wrote(students, {writer for thread in of_week for writer in thread.writers}),
    )
