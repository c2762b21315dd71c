"""Courses: find the one that is meant, and set one up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.ports import Store, Tx
from bot.seminar.courses import (
    NAME_LIMIT,
    Course,
    Member,
    NewCourse,
    Person,
    Role,
    names,
    plain_line,
    quiet_hours,
    reminder_offsets,
    require_instructor,
    require_manager,
    role_of,
    zone_name,
)
from bot.seminar.refusals import (
    CourseClosed,
    CourseExists,
    NoCourse,
    NothingToKeep,
    UnknownWeek,
    WhichCourse,
)
from bot.seminar.weeks import Week


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks, where and when (UTC, by Discord's clock).

    `channel_xids` are the channel and what it lies in. `course_id` is named by buttons and forms.
    `language` is that in which the person uses Discord, where it is known.
    """

    person: Person
    at: datetime
    channel_xids: tuple[int, ...] = ()
    course_id: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """The course that is meant, and who asks in it."""

    course: Course
    member: Member | None
    role: Role | None


TakeOver = Callable[[Tx, Course, Course, datetime], None]
"""Copies into a new course what it keeps of the closed one whose channel it gets."""


@dataclass(frozen=True, slots=True)
class CourseChoices:
    """What somebody chose for a new course, unchecked."""

    name: str
    channel_xid: int
    instructor_role_xid: int
    moderator_role_xid: int | None
    student_role_xid: int | None
    zone: str
    language: str


async def set_up(
    store: Store, ask: Ask, choices: CourseChoices, *, take_over: TakeOver | None = None
) -> Course:
    """Makes a channel the home of a course. A closed course leaves it; what a new term keeps is copied.

    Raises NotManager, BadText, BadZone, CourseExists, NothingToKeep.
    """
    require_manager(ask.person)
    new = NewCourse(
        guild_xid=ask.person.guild_xid or 0,
        name=plain_line(choices.name, NAME_LIMIT),
        channel_xid=choices.channel_xid,
        instructor_role_xid=choices.instructor_role_xid,
        moderator_role_xid=choices.moderator_role_xid,
        student_role_xid=choices.student_role_xid,
        zone=zone_name(choices.zone),
        language=choices.language,
        owner_xid=ask.person.user_xid,
    )

    def work(tx: Tx) -> Course:
        there = tx.courses.of_channel(new.guild_xid, new.channel_xid)
        if there is not None and there.closed_at is None:
            raise CourseExists(course=there.name)
        if there is not None:
            tx.courses.yield_channel(there)
        course = tx.courses.add(new, ask.at)
        if take_over is not None:
            if there is None:
                raise NothingToKeep
            take_over(tx, there, course, ask.at)
        tx.trail.add(course, ask.person.user_xid, "setup course", ask.at)
        return course

    return await store.write(work)


async def set_reminders(
    store: Store, ask: Ask, hours: str | None, quiet: str | None, staff_channel_xid: int | None
) -> Course:
    """Changes when the course reminds and where its staff are told; what is None stays.

    Holds for the weeks that open from now on. Raises NotInstructor, BadHours.
    """

    def work(tx: Tx) -> Course:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        tx.courses.remind(
            at.course,
            reminder_offsets(hours) if hours else at.course.reminder_offsets,
            quiet_hours(quiet) if quiet else (at.course.quiet_from, at.course.quiet_until),
            staff_channel_xid or at.course.staff_channel_xid,
        )
        tx.trail.add(at.course, ask.person.user_xid, "setup reminders", ask.at)
        return tx.courses.by_id(at.course.course_id) or at.course

    return await store.write(work)


Rule = Callable[[Role | None, Course], None]
"""Says who may, by their role in the course; raises a refusal for everybody else."""


async def find(store: Store, ask: Ask, rule: Rule | None = None) -> Here:
    """The course that is meant, for whom the rule lets. Raises NoCourse, WhichCourse, and what the rule does.

    With a rule, before anything costly is done, or a form is opened whose submission would be refused.
    """

    def work(tx: Tx) -> Here:
        at = here(tx, ask)
        if rule is not None:
            rule(at.role, at.course)
        return at

    return await store.read(work)


def here(tx: Tx, ask: Ask) -> Here:
    """The course that is meant, and who asks in it. What would change a closed course ends here.

    Raises NoCourse, WhichCourse, CourseClosed.
    """
    at = here_even_closed(tx, ask)
    if tx.writing and at.course.closed_at is not None:
        raise CourseClosed(course=at.course.name, at=at.course.closed_at)
    return at


def here_even_closed(tx: Tx, ask: Ask) -> Here:
    """The same, for what may be done when the term is over. Raises NoCourse, WhichCourse."""
    course = course_of(tx, ask)
    member = tx.members.of_user(course, ask.person.user_xid)
    if tx.writing and member is not None and ask.language not in (None, member.language):
        tx.members.speaks(member, ask.language or "")
        member = replace(member, language=ask.language)
    if tx.writing and member is not None and member.left_at is not None and ask.person.guild_xid is not None:
        # Whoever does something in the server is in it again.
        tx.members.left(member, None)
        member = replace(member, left_at=None)
    return Here(course, member, role_of(ask.person, course, member))


def week_numbered(tx: Tx, course: Course, number: int) -> Week:
    """The course's week of this number. Raises UnknownWeek."""
    week = tx.weeks.numbered(course, number)
    if week is None:
        raise UnknownWeek(week=number)
    return week


def course_of(tx: Tx, ask: Ask) -> Course:
    """The course that is named, else that of the channel or the claim's thread, else the only one.

    Raises NoCourse, WhichCourse.
    """
    return _named(tx, ask) if ask.course_id is not None else _around(tx, ask)


def _named(tx: Tx, ask: Ask) -> Course:
    course_id = ask.course_id or 0
    guild_xid = ask.person.guild_xid
    course = tx.courses.by_id(course_id) if guild_xid is None else tx.courses.get(guild_xid, course_id)
    if course is None:
        raise NoCourse
    return course


def _around(tx: Tx, ask: Ask) -> Course:
    guild_xid = ask.person.guild_xid
    if guild_xid is None:
        raise NoCourse
    for channel_xid in ask.channel_xids:
        if course := tx.courses.of_channel(guild_xid, channel_xid):
            return course
    for channel_xid in ask.channel_xids:
        if found := tx.claims.of_thread(guild_xid, channel_xid):
            return found[0]
    mine = tx.members.courses_of(guild_xid, ask.person.user_xid) or tx.courses.of_guild(guild_xid)
    mine = [course for course in mine if course.closed_at is None] or mine
    if not mine:
        raise NoCourse
    if len(mine) > 1:
        raise WhichCourse(courses=names(mine))
    return mine[0]
