"""Gates: what a course does not take in a report while there is time to mend it, and what they hold."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from bot.actions.courses import Ask, course_of, here
from bot.actions.meant import allowance_of, weeks_meant
from bot.actions.ports import Reader, Store, Tx
from bot.actions.weeks import welcome
from bot.seminar.courses import Course, Role
from bot.seminar.gates import Gate, objections, passes_at
from bot.seminar.hints import hints, other_weeks
from bot.seminar.refusals import Gated
from bot.seminar.reports import Arrival, ReaderFailed, filed_before, standing
from bot.seminar.weeks import Week, week_to_hand_in

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """The gates before a hand-in of a student, until when (UTC) they stand, and what the student holds."""

    course: Course
    week: Week
    gates: tuple[Gate, ...]
    parts: tuple[str, ...]
    passes: datetime
    student_number: str | None
    same_text: tuple[int, ...]


def gates_before(tx: Tx, ask: Ask, arrival: Arrival, number: int | None) -> Standing | None:
    """The gates before what arrived; None where it passes. Raises what handing in would.

    It passes where no time is left to mend it, and where a version holds it already.
    """
    at = here(tx, ask)
    gates = tx.policies.gates(at.course)
    if not gates or at.role is not Role.STUDENT:
        return None
    history = tx.reports.history(at.member, arrival.text) if at.member else []
    meant = weeks_meant(tx, at.course, at.member, arrival.received_at, number)
    if filed_before(history, arrival.arrival_xid, {week.week_id for week in meant}):
        return None
    week = week_to_hand_in(meant, {filed.week_id for filed in standing(history)})
    passes = passes_at(week.times, allowance_of(tx, week, at.member))
    if max(ask.at, arrival.received_at) >= passes:
        return None
    others = [tx.weeks.get(at.course, week_id) for week_id in other_weeks(history, week.week_id)]
    return Standing(
        course=at.course,
        week=week,
        gates=gates,
        parts=tx.policies.parts(at.course),
        passes=passes,
        student_number=at.member.student_number if at.member else None,
        same_text=tuple(other.number for other in others if other is not None),
    )


async def require_passed(reader: Reader, arrival: Arrival, stands: Standing) -> None:
    """Raises Gated. A text on which the reader gives up passes: nobody can say what is wrong with it."""
    try:
        (reading,) = await reader.read([arrival.text], [stands.parts])
    except ReaderFailed:
        log.warning("arrival %s passed its gates unread", arrival.arrival_xid)
        return
    found = hints(reading.header, stands.week.number, stands.student_number, stands.same_text)
    held_for = objections(stands.gates, arrival.text, reading, found)
    if held_for:
        raise Gated(held_for, week=stands.week.number, passes=stands.passes, at=arrival.received_at)


def hold(tx: Tx, ask: Ask, arrival: Arrival, week_number: int) -> None:
    """Holds what arrived in the place of what was held before. Its writer is a student from now on."""
    at = here(tx, ask)
    if at.member is None:
        welcome(tx, at.course, ask.person.user_xid, arrival.received_at)
    tx.arrivals.let_go(at.course, ask.person.user_xid, week_number)
    tx.arrivals.hold(at.course, arrival.arrival_xid, week_number)


async def gates_in(store: Store, ask: Ask) -> tuple[Gate, ...]:
    """The findings that the course does not take. Raises NoCourse, WhichCourse."""
    return await store.glance(lambda tx: tx.policies.gates(course_of(tx, ask)))
