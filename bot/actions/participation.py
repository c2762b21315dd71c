"""Participation: the week's table for staff."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, Member, require_staff
from bot.seminar.participation import Attendance, table
from bot.seminar.refusals import UnknownWeek
from bot.seminar.weeks import Week


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
