"""Exports: what a course has come to, week by week, for the files that leave the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.claims import by_claim, view_of
from bot.actions.courses import Ask, here, here_even_closed, week_numbered
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, require_staff
from bot.seminar.participation import Attendance, table
from bot.seminar.reviews import Review
from bot.seminar.terms import ClaimLine, WeekPart
from bot.seminar.weeks import Week, WeekState


@dataclass(frozen=True, slots=True)
class Plan:
    """The weeks of a course that have begun, in their order."""

    course: Course
    weeks: tuple[Week, ...]


async def begin(store: Store, ask: Ask, what: str) -> Plan:
    """The weeks that an export of this kind goes through; who took it is written down. Raises NotStaff."""

    def work(tx: Tx) -> Plan:
        at = here_even_closed(tx, ask)
        require_staff(at.role, at.course)
        tx.trail.add(at.course, ask.person.user_xid, f"export {what}", ask.at)
        begun = [week for week in tx.weeks.of_course(at.course) if week.state is not WeekState.PLANNED]
        return Plan(at.course, tuple(sorted(begun, key=lambda week: week.number)))

    return await store.write(work)


async def week_part(store: Store, ask: Ask, number: int) -> WeekPart:
    """What one week has come to. Raises NotStaff, UnknownWeek."""

    def work(tx: Tx) -> WeekPart:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = week_numbered(tx, at.course, number)
        return part_of(tx, at.course, week, ask.at)

    return await store.read(work)


def part_of(tx: Tx, course: Course, week: Week, at: datetime) -> WeekPart:
    """What one week has come to: who handed in, what was marked and released, what was claimed."""
    claims, held = [], tx.claims.holders(week)
    for claim, said in by_claim(tx, week):
        view = view_of(claim, said, held.get(claim.claim_id, {}))
        claims.append(ClaimLine(claim, view.reports, view.quotes, view.stances))
    return WeekPart(week, tuple(_lines(tx, course, week, at)), _released(tx, course, week), tuple(claims))


def _lines(tx: Tx, course: Course, week: Week, at: datetime) -> list[Attendance]:
    members = tx.members.students(course)
    granted, policy = tx.weeks.allowances(week), tx.policies.late(course)
    return table(members, week, granted, tx.posts.taken(week), at, policy)


def _released(tx: Tx, course: Course, week: Week) -> dict[int, Review]:
    """The marks that students have, by member_id: others leave nobody's hands."""
    return tx.reviews.of_week(week) if week.week_id in tx.reviews.releases(course) else {}
