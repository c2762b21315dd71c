"""Previews: what a week will send, to whom, when, and what a student will see; nothing is sent by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.courses import Ask, here, week_numbered
from bot.actions.ports import Store, Tx
from bot.actions.reminders import has_withdrawn
from bot.seminar import reminders
from bot.seminar.cards import PromptCard, ReminderCard
from bot.seminar.courses import Course, Member, require_staff
from bot.seminar.participation import is_excused
from bot.seminar.refusals import WeekOver, WeekSkipped
from bot.seminar.reminders import Quiet, Way, early_by, way_to
from bot.seminar.weeks import NOTHING_GRANTED, Week, WeekState, deadline_for


@dataclass(frozen=True, slots=True)
class Round:
    """One reminder for all of a class: how long before the deadline, and from when until when it goes out.

    Times are UTC. Those whose inbox must first be opened, or who have a later deadline, are in it.
    """

    offset: timedelta
    first: datetime
    last: datetime
    members: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a week will send, as things stand; times are UTC.

    `excused` also holds who presents. `later` have a deadline of their own.
    """

    course: Course
    week: Week
    prompt: PromptCard
    reminder: ReminderCard
    rounds: tuple[Round, ...]
    ways: dict[Way, tuple[Member, ...]]
    excused: tuple[Member, ...]
    later: tuple[tuple[Member, datetime], ...]

    @property
    def digest_at(self) -> datetime:
        """When staff are told how the week stands."""
        return self.week.times.due + self.week.times.grace


async def preview(store: Store, ask: Ask, number: int) -> Preview:
    """What the week will send. Raises NotStaff, UnknownWeek, WeekSkipped, WeekOver."""

    def work(tx: Tx) -> Preview:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = week_numbered(tx, at.course, number)
        if week.state is WeekState.SKIPPED:
            raise WeekSkipped(week=number)
        if week.state is WeekState.DISCUSSING:
            raise WeekOver(week=number)
        return _preview(tx, at.course, week, ask.at)

    return await store.read(work)


def _preview(tx: Tx, course: Course, week: Week, at: datetime) -> Preview:
    granted = tx.weeks.allowances(week)
    awaited: list[tuple[Member, datetime]] = []
    excused, ways = [], defaultdict[Way, list[Member]](list)
    for member in tx.members.students(course):
        allowance = granted.get(member.member_id, NOTHING_GRANTED)
        if is_excused(member, week, allowance) or has_withdrawn(tx, member):
            excused.append(member)
            continue
        awaited.append((member, deadline_for(week.times, allowance)))
        ways[way_to(member, at)].append(member)
    return Preview(
        course=course,
        week=week,
        prompt=PromptCard(course, week, None, tx.policies.late(course), tx.policies.gates(course)),
        reminder=ReminderCard(course, week, week.times.due, tx.reports.count(week)),
        rounds=tuple(_rounds(course, week, awaited, at)),
        ways={way: tuple(members) for way, members in ways.items()},
        excused=tuple(excused),
        later=tuple((member, due) for member, due in awaited if due != week.times.due),
    )


def _rounds(
    course: Course, week: Week, awaited: Sequence[tuple[Member, datetime]], at: datetime
) -> list[Round]:
    """The reminders as they are planned when the week opens, or as they still lie ahead."""
    now = max(week.times.opens, at) if week.state is WeekState.PLANNED else at
    times = defaultdict[timedelta, list[datetime]](list)
    rank = 0
    for member, deadline in awaited:
        way = way_to(member, at)
        if way is Way.NONE:
            continue
        waits = way is Way.DIRECT and member.inbox_xid is None
        early = early_by(rank if waits else 0)
        for planned in reminders.plan(deadline, course.reminder_offsets, now, Quiet.of(course), early):
            if planned.due_at > now:
                times[planned.offset].append(planned.due_at)
        rank += waits
    return [
        Round(offset, min(due), max(due), len(due)) for offset, due in sorted(times.items(), reverse=True)
    ]
