"""Terms: a course ends, is archived and can only be read; another takes its channel, and what it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.courses import Ask, Here, here_even_closed, week_numbered
from bot.actions.exports import part_of
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, require_instructor
from bot.seminar.roster import Enrolment, Entry
from bot.seminar.terms import Archived, WeekPart, everybody
from bot.seminar.weeks import Week, WeekState


@dataclass(frozen=True, slots=True)
class Ending:
    """What an archive would hold of a course, and about how many; `was_closed` where it had ended before."""

    course: Course
    weeks: tuple[Week, ...]
    students: int
    reports: int
    was_closed: bool


async def look(store: Store, ask: Ask) -> Ending:
    """What would be archived. Raises NotInstructor."""
    return await store.read(lambda tx: _ending(tx, _instructor(tx, ask), ask.at))


async def close(store: Store, ask: Ask) -> Ending:
    """Ends the course: from now on it can only be read, and nothing is sent. Again: changes nothing.

    Raises NotInstructor.
    """

    def work(tx: Tx) -> Ending:
        at = _instructor(tx, ask)
        ending = _ending(tx, at, ask.at)
        if not ending.was_closed:
            tx.courses.close(at.course, ask.at)
        tx.trail.add(at.course, ask.person.user_xid, "setup close", ask.at, count=ending.reports)
        return ending

    return await store.write(work)


async def archived_week(store: Store, ask: Ask, number: int) -> Archived:
    """One week with everything that was handed in for it. Raises NotInstructor, UnknownWeek."""

    def work(tx: Tx) -> Archived:
        course = _instructor(tx, ask).course
        week = week_numbered(tx, course, number)
        part = part_of(tx, course, week, ask.at)
        kept = []
        for member in everybody([part]):
            stand = [version for version, withdrawn in tx.reports.versions(week, member) if not withdrawn]
            kept += [(member, version, tx.reports.source(version)) for version in stand]
        return Archived(part, tuple(kept))

    return await store.read(work)


def take_over_settings(tx: Tx, old: Course, new: Course, at: datetime) -> None:
    """The new course reminds, counts lateness, asks for parts and marks as the old one did."""
    quiet = (old.quiet_from, old.quiet_until)
    tx.courses.remind(new, old.reminder_offsets, quiet, old.staff_channel_xid)
    tx.policies.set_late(new, tx.policies.late(old))
    tx.policies.set_parts(new, tx.policies.parts(old))
    tx.policies.set_scale(new, tx.policies.scale(old))


def take_over_roster(tx: Tx, old: Course, new: Course, at: datetime) -> None:
    """The same, and the same people are enrolled; each proves anew who they are."""
    take_over_settings(tx, old, new, at)
    for one in tx.roster.of_course(old):
        if one.state is Enrolment.ENROLLED:
            tx.roster.add(new, Entry(one.student_number, one.name), at)


def _instructor(tx: Tx, ask: Ask) -> Here:
    at = here_even_closed(tx, ask)
    require_instructor(at.role, at.course)
    return at


def _ending(tx: Tx, at: Here, now: datetime) -> Ending:
    weeks = [week for week in tx.weeks.of_course(at.course) if week.state is not WeekState.PLANNED]
    parts: list[WeekPart] = [part_of(tx, at.course, week, now) for week in weeks]
    return Ending(
        course=at.course,
        weeks=tuple(weeks),
        students=len(everybody(parts)),
        reports=sum(line.versions > 0 for part in parts for line in part.lines),
        was_closed=at.course.closed_at is not None,
    )
