"""Courses in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.seminar.courses import KEY_CLAIM_LIMIT, REMINDER_OFFSETS, Course, NewCourse
from bot.store.scope import in_course
from bot.store.tables import courses

MINUTE = timedelta(minutes=1)

NAMED = select(courses).where(*in_course(courses))
OF_CHANNEL = select(courses).where(
    courses.c.guild_xid == bindparam("in_guild"), courses.c.channel_xid == bindparam("channel")
)


class Courses:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewCourse, at: datetime) -> Course:
        row = self._connection.execute(
            insert(courses)
            .values(
                guild_xid=new.guild_xid,
                name=new.name,
                channel_xid=new.channel_xid,
                instructor_role_xid=new.instructor_role_xid,
                moderator_role_xid=new.moderator_role_xid,
                student_role_xid=new.student_role_xid,
                zone=new.zone,
                language=new.language,
                reminder_minutes=[offset // MINUTE for offset in REMINDER_OFFSETS],
                key_claim_limit=KEY_CLAIM_LIMIT,
                created_at=at,
                owner_xid=new.owner_xid,
            )
            .returning(courses)
        ).one()
        return course_from(row)

    def get(self, guild_xid: int, course_id: int) -> Course | None:
        row = self._connection.execute(NAMED, {"in_guild": guild_xid, "in_course": course_id}).first()
        return None if row is None else course_from(row)

    def by_id(self, course_id: int) -> Course | None:
        row = self._connection.execute(select(courses).where(courses.c.course_id == course_id)).first()
        return None if row is None else course_from(row)

    def of_channel(self, guild_xid: int, channel_xid: int) -> Course | None:
        row = self._connection.execute(OF_CHANNEL, {"in_guild": guild_xid, "channel": channel_xid}).first()
        return None if row is None else course_from(row)

    def of_guild(self, guild_xid: int) -> list[Course]:
        rows = self._connection.execute(
            select(courses).where(courses.c.guild_xid == guild_xid).order_by(courses.c.course_id)
        )
        return [course_from(row) for row in rows]

    def remind(
        self,
        course: Course,
        offsets: Sequence[timedelta],
        quiet: tuple[int, int],
        staff_channel_xid: int | None,
    ) -> None:
        """Changes when the course reminds, its quiet minutes of the local day, and where staff are told."""
        self._change(
            course,
            reminder_minutes=[offset // MINUTE for offset in offsets],
            quiet_from=quiet[0],
            quiet_until=quiet[1],
            staff_channel_xid=staff_channel_xid,
        )

    def limit_key_claims(self, course: Course, limit: int) -> None:
        """How many claims get a thread of their own when a week is due."""
        self._change(course, key_claim_limit=limit)

    def close(self, course: Course, at: datetime) -> None:
        self._change(course, closed_at=at)

    def yield_channel(self, course: Course) -> None:
        """A closed course leaves its channel to another; a number that no channel has stands for none."""
        self._change(course, channel_xid=-course.course_id)

    def place(self, course: Course, channel_xid: int, zone: str) -> None:
        """Gives the course another channel, where nothing is paused yet, or another IANA time zone."""
        self._change(course, channel_xid=channel_xid, zone=zone, paused_until=None)

    def pause(self, course: Course, until: datetime | None) -> None:
        """Nothing is posted in the course's channel before; None ends the pause."""
        self._change(course, paused_until=until)

    def owner_asked(self, course: Course, at: datetime) -> None:
        """Notes that the owner's direct message channel is about to be opened; counts against the limit."""
        self._change(course, owner_asked_at=at)

    def owner_opened(self, course: Course, inbox_xid: int) -> None:
        self._change(course, owner_inbox_xid=inbox_xid)

    def keep(self, course: Course, days: int) -> None:
        """How many days after the term's end the course keeps what it knows of people."""
        self._change(course, kept_days=days)

    def _change(self, course: Course, **values: Any) -> None:
        here = (courses.c.guild_xid == course.guild_xid, courses.c.course_id == course.course_id)
        self._connection.execute(update(courses).where(*here).values(**values))

    def every(self) -> list[Course]:
        """The courses of every server, for who runs the bot."""
        return [course_from(row) for row in self._connection.execute(select(courses))]


def course_from(row: Row[Any]) -> Course:
    """A course from a row that holds the columns of its table."""
    return Course(
        course_id=row.course_id,
        guild_xid=row.guild_xid,
        name=row.name,
        channel_xid=row.channel_xid,
        instructor_role_xid=row.instructor_role_xid,
        moderator_role_xid=row.moderator_role_xid,
        student_role_xid=row.student_role_xid,
        zone=row.zone,
        language=row.language,
        reminder_offsets=tuple(minutes * MINUTE for minutes in row.reminder_minutes),
        key_claim_limit=row.key_claim_limit,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        staff_channel_xid=row.staff_channel_xid,
        owner_xid=row.owner_xid,
        paused_until=row.paused_until,
        owner_inbox_xid=row.owner_inbox_xid,
        kept_days=row.kept_days,
        closed_at=row.closed_at,
    )
