"""Participation: the week's table for staff, and the course as pictures."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, Member, require_staff
from bot.seminar.overview import Gathered, flow, heat_map, interests
from bot.seminar.participation import Attendance, table
from bot.seminar.pictures import Flow, HeatMap, Interests
from bot.seminar.refusals import NoOpenWeek, UnknownWeek, WeekNotOpen, WeekSkipped
from bot.seminar.weeks import Week, WeekState


@dataclass(frozen=True, slots=True)
class WeekTable:
    """Who is in, late, excused or missing in one week, and whose report a gate holds."""

    course: Course
    week: Week
    lines: list[Attendance]
    held: tuple[Member, ...]


async def week_table(store: Store, ask: Ask, number: int) -> WeekTable:
    """The table of one week. Raises NotStaff, UnknownWeek."""

    def work(tx: Tx) -> WeekTable:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = tx.weeks.numbered(at.course, number)
        if week is None:
            raise UnknownWeek(week=number)
        lines = table(
            tx.members.students(at.course),
            week,
            tx.weeks.allowances(week),
            tx.posts.taken(week),
            ask.at,
            tx.policies.late(at.course),
        )
        waiting = {held.user_xid for held in tx.arrivals.held_in(at.course, number)}
        held = tuple(line.member for line in lines if line.member.user_xid in waiting)
        return WeekTable(at.course, week, lines, held)

    return await store.read(work)


@dataclass(frozen=True, slots=True)
class Overview:
    """What staff look at: the course up to one week, as pictures."""

    course: Course
    week: Week
    heat: HeatMap
    flow: Flow
    interests: Interests


async def overview(store: Store, ask: Ask, number: int | None) -> Overview:
    """The course up to a week, or up to the last that has opened. Raises NotStaff, UnknownWeek, ..."""

    def work(tx: Tx) -> Overview:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        weeks = _up_to(tx, at.course, number)
        members = tx.members.students(at.course)
        handed_in = tx.reports.first_received(at.course)
        gathered = [
            Gathered(week, handed_in.get(week.week_id, {}), tx.weeks.allowances(week)) for week in weeks
        ]
        return Overview(
            course=at.course,
            week=weeks[-1],
            heat=heat_map(gathered, members, ask.at),
            flow=flow(gathered, members, at.course, ask.at),
            interests=interests(gathered, members, at.course, tx.talks.threads(at.course), ask.at),
        )

    return await store.read(work)


def _up_to(tx: Tx, course: Course, number: int | None) -> list[Week]:
    """The weeks that have opened, in their order, up to this one; at least one."""
    every = sorted(tx.weeks.of_course(course), key=lambda week: week.number)
    opened = [week for week in every if week.state in (WeekState.OPEN, WeekState.DISCUSSING)]
    if number is None:
        if not opened:
            raise NoOpenWeek
        return opened
    asked = next((week for week in every if week.number == number), None)
    if asked is None:
        raise UnknownWeek(week=number)
    if asked.state is WeekState.SKIPPED:
        raise WeekSkipped(week=number)
    if asked not in opened:
        raise WeekNotOpen(week=number, opens=asked.times.opens)
    return opened[: opened.index(asked) + 1]
