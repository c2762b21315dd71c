"""Members in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, insert, select, union_all, update

from bot.seminar.courses import Course, Member, RemindBy, Role
from bot.store.courses import course_from
from bot.store.scope import in_course, scope
from bot.store.tables import courses, members

OF_USER = select(members).where(*in_course(members), members.c.user_xid == bindparam("user"))
NAMED = select(members).where(*in_course(members), members.c.member_id == bindparam("member"))
STUDENTS = (
    select(members).where(*in_course(members), members.c.role == Role.STUDENT).order_by(members.c.member_id)
)
CHANGE = update(members).where(*in_course(members), members.c.member_id == bindparam("member"))
ASKED_SINCE = union_all(
    select(members.c.inbox_asked_at.label("asked")).where(members.c.inbox_asked_at > bindparam("since")),
    select(courses.c.owner_asked_at).where(courses.c.owner_asked_at > bindparam("since")),
).order_by("asked")


class Members:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, course: Course, user_xid: int, role: Role, at: datetime) -> Member:
        row = self._connection.execute(
            insert(members)
            .values(
                guild_xid=course.guild_xid,
                course_id=course.course_id,
                user_xid=user_xid,
                role=role,
                remind_by=RemindBy.DIRECT,
                joined_at=at,
            )
            .returning(members)
        ).one()
        return member_from(row)

    def of_user(self, course: Course, user_xid: int) -> Member | None:
        row = self._connection.execute(OF_USER, scope(course, user=user_xid)).first()
        return None if row is None else member_from(row)

    def get(self, course: Course, member_id: int) -> Member | None:
        row = self._connection.execute(NAMED, scope(course, member=member_id)).first()
        return None if row is None else member_from(row)

    def with_number(self, course: Course, student_number: str) -> Member | None:
        return self._first(course, members.c.student_number_digest == student_number)

    def identify(self, member: Member, student_number: str | None, name: str | None) -> None:
        self._change(member, student_number=student_number, student_number_digest=student_number, name=name)

    def remind_by(self, member: Member, how: RemindBy) -> None:
        self._change(member, remind_by=how)

    def speaks(self, member: Member, language: str) -> None:
        self._change(member, language=language)

    def asked(self, member: Member, at: datetime) -> None:
        """Notes that the member's direct message channel is about to be opened; counts against the limit."""
        self._change(member, inbox_asked_at=at)

    def opened(self, member: Member, inbox_xid: int) -> None:
        self._change(member, inbox_xid=inbox_xid)

    def closed(self, member: Member, at: datetime | None) -> None:
        """Notes when Discord said that the inbox takes nothing of ours; None: it does."""
        self._change(member, closed_at=at)

    def left(self, member: Member, at: datetime | None) -> None:
        """Notes when Discord said that the person is gone; None: they are here."""
        self._change(member, left_at=at)

    def openings_since(self, at: datetime) -> list[datetime]:
        """When direct message channels were to be opened, in any course: the limit is the bot's."""
        return list(self._connection.execute(ASKED_SINCE, {"since": at}).scalars())

    def students(self, course: Course) -> list[Member]:
        return [member_from(row) for row in self._connection.execute(STUDENTS, scope(course))]

    def courses_of(self, guild_xid: int, user_xid: int) -> list[Course]:
        rows = self._connection.execute(
            select(courses)
            .join(members, members.c.course_id == courses.c.course_id)
            .where(members.c.guild_xid == guild_xid, members.c.user_xid == user_xid)
            .order_by(courses.c.course_id)
        )
        return [course_from(row) for row in rows]

    def studying(self, user_xid: int) -> list[tuple[Course, Member]]:
        """The courses of every server in which this person is a student, for direct messages."""
        mine = self._connection.execute(
            select(members)
            .where(members.c.user_xid == user_xid, members.c.role == Role.STUDENT)
            .order_by(members.c.course_id)
        ).all()
        named = select(courses).where(courses.c.course_id.in_([row.course_id for row in mine]))
        found = {row.course_id: course_from(row) for row in self._connection.execute(named)}
        return [(found[row.course_id], member_from(row)) for row in mine]

    def _change(self, member: Member, **values: str | int | datetime | None) -> None:
        self._connection.execute(CHANGE, scope(member, member=member.member_id, **values))

    def _first(self, course: Course, condition: ColumnElement[bool]) -> Member | None:
        row = self._connection.execute(select(members).where(*_in(course), condition)).first()
        return None if row is None else member_from(row)


def _in(course: Course | Member) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return members.c.guild_xid == course.guild_xid, members.c.course_id == course.course_id


def member_from(row: Row[Any]) -> Member:
    return Member(
        member_id=row.member_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        user_xid=row.user_xid,
        role=Role(row.role),
        student_number=row.student_number,
        name=row.name,
        remind_by=RemindBy(row.remind_by),
        joined_at=row.joined_at,
        inbox_xid=row.inbox_xid,
        closed_at=row.closed_at,
        left_at=row.left_at,
        language=row.language,
    )
