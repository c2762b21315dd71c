"""Places: a course gets another channel or another time zone in the middle of its term."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.actions.courses import Ask, here
from bot.actions.plan import POSTED, draw_anew
from bot.actions.ports import Store, Tx
from bot.actions.weeks import remind_anew
from bot.seminar.courses import Course, names, require_instructor, zone_name
from bot.seminar.refusals import CourseExists, NoCourse, WhichCourse
from bot.seminar.weeks import Week, WeekState
from bot.seminar.zones import Grant, anew, granted_anew, walls_of

AHEAD = (WeekState.PLANNED, WeekState.OPEN)


@dataclass(frozen=True, slots=True)
class Moved:
    """The course as it is now, and how many weeks and personal deadlines keep their hour in the new zone."""

    course: Course
    deadlines: int


async def change_place(
    store: Store, ask: Ask, named: str | None, channel_xid: int | None, zone: str | None
) -> Moved:
    """Gives a course another channel or zone; what is None stays. `named` finds one whose channel is gone.

    What waits for the old channel goes to the new one; what was posted stays where it is. The hours of weeks
    ahead stay on the wall, and so do those that were granted. Raises NotInstructor, NoCourse, WhichCourse,
    CourseExists, BadZone.
    """
    valid = None if zone is None else zone_name(zone)

    def work(tx: Tx) -> Moved:
        at = here(tx, ask if named is None else replace(ask, course_id=_called(tx, ask, named).course_id))
        require_instructor(at.role, at.course)
        course, moved = at.course, 0
        if channel_xid is not None and channel_xid != course.channel_xid:
            course = _to_channel(tx, course, channel_xid)
        if valid is not None and valid != course.zone:
            course, moved = _to_zone(tx, ask, course, valid)
        tx.trail.add(course, ask.person.user_xid, "setup change", ask.at)
        return Moved(course, moved)

    return await store.write(work)


def _called(tx: Tx, ask: Ask, named: str) -> Course:
    every = tx.courses.of_guild(ask.person.guild_xid or 0)
    plain = " ".join(named.split()).casefold()
    found = [one for one in every if one.closed_at is None and one.name.casefold() == plain]
    if not found:
        raise NoCourse
    if len(found) > 1:
        raise WhichCourse(courses=names(found))
    return found[0]


def _to_channel(tx: Tx, course: Course, channel_xid: int) -> Course:
    there = tx.courses.of_channel(course.guild_xid, channel_xid)
    if there is not None and there.closed_at is None:
        raise CourseExists(course=there.name)
    if there is not None:
        tx.courses.yield_channel(there)
    tx.deliveries.follow(course, channel_xid)
    tx.courses.place(course, channel_xid, course.zone)
    return replace(course, channel_xid=channel_xid, paused_until=None)


def _to_zone(tx: Tx, ask: Ask, before: Course, zone: str) -> tuple[Course, int]:
    course = replace(before, zone=zone)
    grants = [one for one in tx.walls.grants(ask.at) if one.course.course_id == course.course_id]
    tx.courses.place(course, course.channel_xid, zone)
    moved = 0
    for week in tx.weeks.of_course(course):
        if week.state in AHEAD:
            moved += _on_the_wall(tx, ask, before, course, week)
    for grant in grants:
        moved += _granted(tx, ask, course, grant)
    return course, moved


def _on_the_wall(tx: Tx, ask: Ask, before: Course, course: Course, week: Week) -> bool:
    hours = walls_of(week.times, before.zone)
    moved = replace(week, times=anew(week.times, hours, course.zone, ask.at))
    if moved.times == week.times:
        return False
    tx.walls.retime(week, moved.times)
    tx.walls.note(course, moved, hours)
    if moved.state is WeekState.OPEN:
        draw_anew(tx, course, moved, ask.at)
        nearer = moved.times.due < week.times.due
        remind_anew(tx, course, moved, tx.members.students(course), ask.at, at_once=nearer)
    return True


def _granted(tx: Tx, ask: Ask, course: Course, grant: Grant) -> bool:
    new = granted_anew(replace(grant, course=course), ask.at)
    tx.walls.note_grant(new)
    week, member = tx.weeks.get(course, new.week_id), tx.members.get(course, new.member_id)
    if week is not None and member is not None and week.state in POSTED:
        remind_anew(tx, course, week, [member], ask.at)
    return new.due != grant.due
