"""The roster and the questions about it, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select, update

from bot.seminar.courses import Course, Member
from bot.seminar.deliveries import Reason
from bot.seminar.roster import Enrolled, Enrolment, Entry, Question, QuestionKind
from bot.store.scope import in_course, scope
from bot.store.tables import deliveries, questions, roster, weeks

ANSWERED = (
    select(deliveries.c.member_id, deliveries.c.reason)
    .where(
        *in_course(deliveries),
        # By the index of weeks: else the rows of all courses are walked through.
        or_(
            deliveries.c.week_id.is_(None),
            deliveries.c.week_id.in_(select(weeks.c.week_id).where(*in_course(weeks))),
        ),
        deliveries.c.member_id.is_not(None),
        deliveries.c.ended_at.is_not(None),
    )
    .order_by(deliveries.c.ended_at)
)


class Roster:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_course(self, course: Course) -> list[Enrolled]:
        rows = self._connection.execute(select(roster).where(*_in(course)).order_by(roster.c.roster_id))
        return [_enrolled(row) for row in rows]

    def with_number(self, course: Course, student_number: str) -> Enrolled | None:
        return self._first(course, roster.c.student_number_digest == student_number)

    def with_code(self, course: Course, code: str) -> Enrolled | None:
        return self._first(course, roster.c.code_digest == code)

    def of_member(self, member: Member) -> Enrolled | None:
        return self._first(member, roster.c.member_id == member.member_id)

    def add(self, course: Course, entry: Entry, at: datetime) -> None:
        self._connection.execute(
            insert(roster).values(
                guild_xid=course.guild_xid,
                course_id=course.course_id,
                student_number=entry.student_number,
                student_number_digest=entry.student_number,
                name=entry.name,
                state=Enrolment.ENROLLED,
                imported_at=at,
            )
        )

    def set_state(self, one: Enrolled, state: Enrolment) -> None:
        self._change(one, state=state)

    def set_code(self, one: Enrolled, code: str) -> None:
        self._change(one, code_digest=code)

    def link(self, one: Enrolled, member: Member, proof: str, at: datetime) -> None:
        """The person is this member from now on; a code is used up."""
        self._change(one, member_id=member.member_id, proof=proof, linked_at=at, code_digest=None)

    def unlink(self, one: Enrolled) -> None:
        self._change(one, member_id=None, proof=None, linked_at=None)

    def ask(self, one: Enrolled, member: Member, kind: QuestionKind, at: datetime) -> None:
        """Asks staff, unless the same is asked already."""
        for question in self.open_questions(member):
            if (question.enrolled.roster_id, question.member_id) == (one.roster_id, member.member_id):
                return
        self._connection.execute(
            insert(questions).values(
                guild_xid=one.guild_xid,
                course_id=one.course_id,
                kind=kind,
                roster_id=one.roster_id,
                member_id=member.member_id,
                asked_at=at,
            )
        )

    def open_questions(self, course: Course | Member) -> list[Question]:
        rows = self._connection.execute(
            select(questions.c.question_id, questions.c.kind, questions.c.member_id.label("asker_id"), roster)
            .join(roster, roster.c.roster_id == questions.c.roster_id)
            .where(
                questions.c.guild_xid == course.guild_xid,
                questions.c.course_id == course.course_id,
                questions.c.answer.is_(None),
            )
            .order_by(questions.c.question_id)
        )
        return [
            Question(row.question_id, QuestionKind(row.kind), _enrolled(row), row.asker_id) for row in rows
        ]

    def answer(self, course: Course, question: Question, answer: str, user_xid: int, at: datetime) -> None:
        self._connection.execute(
            update(questions)
            .where(
                questions.c.guild_xid == course.guild_xid,
                questions.c.course_id == course.course_id,
                questions.c.question_id == question.question_id,
            )
            .values(answer=answer, answered_by_xid=user_xid, answered_at=at)
        )

    def unreachable(self, course: Course) -> set[int]:
        """The members whose inbox refused the bot the last time that it wrote to them."""
        rows = self._connection.execute(ANSWERED, scope(course))
        last = {row.member_id: row.reason for row in rows}
        return {member_id for member_id, reason in last.items() if reason == Reason.INBOX_CLOSED}

    def _first(self, course: Course | Member, condition: ColumnElement[bool]) -> Enrolled | None:
        row = self._connection.execute(select(roster).where(*_in(course), condition)).first()
        return None if row is None else _enrolled(row)

    def _change(self, one: Enrolled, **values: Any) -> None:
        self._connection.execute(
            update(roster).where(*_in(one), roster.c.roster_id == one.roster_id).values(**values)
        )


def _in(course: Course | Member | Enrolled) -> Sequence[ColumnElement[bool]]:
    return roster.c.guild_xid == course.guild_xid, roster.c.course_id == course.course_id


def _enrolled(row: Row[Any]) -> Enrolled:
    return Enrolled(
        roster_id=row.roster_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        student_number=row.student_number,
        name=row.name,
        state=Enrolment(row.state),
        has_code=row.code_digest is not None,
        member_id=row.member_id,
        linked_at=row.linked_at,
    )
