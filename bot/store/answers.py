"""Answers without a name: who wrote them, and their text until it stands in the thread, in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from bot.seminar.answers import Answer
from bot.seminar.claims import Claim
from bot.seminar.courses import Course, Member
from bot.store.scope import in_course, scope
from bot.store.tables import answers


class Answers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, claim: Claim, member: Member, text: str, at: datetime) -> Answer:
        row = self._connection.execute(
            insert(answers)
            .values(
                guild_xid=claim.guild_xid,
                course_id=claim.course_id,
                claim_id=claim.claim_id,
                member_id=member.member_id,
                text=text,
                written_at=at,
            )
            .returning(answers)
        ).one()
        return _answer(row)

    def get(self, course: Course, answer_id: int) -> Answer | None:
        row = self._connection.execute(
            select(answers).where(*in_course(answers), answers.c.answer_id == answer_id), scope(course)
        ).first()
        return None if row is None else _answer(row)

    def of_member(self, member: Member) -> list[Answer]:
        rows = self._connection.execute(
            select(answers)
            .where(*in_course(answers), answers.c.member_id == member.member_id)
            .order_by(answers.c.answer_id),
            scope(member),
        )
        return [_answer(row) for row in rows]

    def count_since(self, member: Member, at: datetime) -> int:
        """How many the member has written since then (UTC), those taken back included."""
        return self._connection.execute(
            select(func.count())
            .select_from(answers)
            .where(*in_course(answers), answers.c.member_id == member.member_id, answers.c.written_at > at),
            scope(member),
        ).scalar_one()

    def posted(self, answer: Answer, message_xid: int) -> None:
        """It stands in the thread, and its text is no longer kept."""
        self._change(answer, message_xid=message_xid, text=None)

    def take_back(self, answer: Answer, at: datetime) -> None:
        self._change(answer, taken_back_at=at, text=None)

    def _change(self, answer: Answer, **values: Any) -> None:
        this: tuple[ColumnElement[bool], ...] = (
            answers.c.guild_xid == answer.guild_xid,
            answers.c.course_id == answer.course_id,
            answers.c.answer_id == answer.answer_id,
        )
        self._connection.execute(update(answers).where(*this).values(**values))


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        answer_id=row.answer_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        claim_id=row.claim_id,
        member_id=row.member_id,
        text=row.text,
        written_at=row.written_at,
        message_xid=row.message_xid,
        taken_back_at=row.taken_back_at,
    )
