"""Claims, the passages that state them and the stances on them, in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.claims import Claim, ClaimState, Passage, Stance
from bot.seminar.courses import Course, Member
from bot.seminar.reports import Speaker, Version
from bot.seminar.weeks import InWeek
from bot.store.courses import course_from
from bot.store.scope import in_course, scope
from bot.store.tables import claims, courses, deliveries, stances, statements, versions

JOIN = (
    update(statements)
    .where(
        *in_course(statements),
        statements.c.week_id == bindparam("in_week"),
        statements.c.statement_id == bindparam("which"),
    )
    .values(claim_id=bindparam("to_claim"))
)
"""A report has a dozen statements, each of which joins a claim."""


class Claims:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: Version, label: str) -> Claim:
        row = self._connection.execute(
            insert(claims)
            .values(
                guild_xid=version.guild_xid,
                course_id=version.course_id,
                week_id=version.week_id,
                label=label,
                state=ClaimState.FOUND,
            )
            .returning(claims)
        ).one()
        return claim_from(row)

    def get(self, course: Course, claim_id: int) -> Claim | None:
        row = self._connection.execute(
            select(claims).where(*_in(claims, course), claims.c.claim_id == claim_id)
        ).first()
        return None if row is None else claim_from(row)

    def of_thread(self, guild_xid: int, thread_xid: int) -> tuple[Course, Claim] | None:
        row = self._connection.execute(
            select(claims).where(claims.c.guild_xid == guild_xid, claims.c.thread_xid == thread_xid)
        ).first()
        if row is None:
            return None
        course = self._connection.execute(
            select(courses).where(courses.c.guild_xid == guild_xid, courses.c.course_id == row.course_id)
        ).one()
        return course_from(course), claim_from(row)

    def of_week(self, week: InWeek) -> list[Claim]:
        rows = self._connection.execute(
            select(claims).where(*_in_week(claims, week)).order_by(claims.c.claim_id)
        )
        return [claim_from(row) for row in rows]

    def passages(self, week: InWeek) -> list[Passage]:
        """The statements of each member's latest version that has been read, in the order of reading."""
        read = select(statements.c.version_id).where(*_in_week(statements, week))
        # Each text is opened once: with every statement it took ten times as long.
        texts = self._connection.execute(
            select(versions.c.version_id, versions.c.text).where(
                *_in_week(versions, week), versions.c.version_id.in_(read)
            )
        )
        text_of = {row.version_id: row.text for row in texts}
        rows = self._connection.execute(
            select(statements).where(*_in_week(statements, week)).order_by(statements.c.statement_id)
        )
        return [
            Passage(
                statement_id=row.statement_id,
                member_id=row.member_id,
                text=text_of[row.version_id][row.start : row.end],
                by=Speaker(row.by),
                weight=row.weight,
                claim_id=row.claim_id,
            )
            for row in rows
        ]

    def join(self, claim: Claim, statement_id: int) -> None:
        values = scope(claim, in_week=claim.week_id, which=statement_id, to_claim=claim.claim_id)
        self._connection.execute(JOIN, values)

    def prune(self, week: InWeek) -> None:
        """Removes claims that nobody states any more, unless they were opened or another row names them."""
        named = [
            claims.c.claim_id.in_(
                select(table.c.claim_id).where(*_in(table, week), table.c.claim_id.is_not(None))
            )
            for table in (statements, deliveries, stances)
        ]
        self._connection.execute(
            delete(claims).where(*_in_week(claims, week), claims.c.state == ClaimState.FOUND, ~or_(*named))
        )

    def relabel(self, claim: Claim, label: str) -> None:
        self._change(claim, label=label)

    def opened(self, claim: Claim, thread_xid: int, at: datetime) -> None:
        self._change(claim, state=ClaimState.OPEN, thread_xid=thread_xid, opened_at=at)

    def take_stance(self, claim: Claim, member: Member, stance: Stance, at: datetime) -> None:
        now = {"stance": stance, "taken_at": at}
        self._connection.execute(
            upsert(stances)
            .values(
                guild_xid=claim.guild_xid,
                course_id=claim.course_id,
                claim_id=claim.claim_id,
                member_id=member.member_id,
                first_stance=stance,
                **now,
            )
            .on_conflict_do_update(index_elements=["claim_id", "member_id"], set_=now)
        )

    def stances(self, claim: Claim) -> dict[Stance, int]:
        rows = self._connection.execute(
            select(stances.c.stance, func.count())
            .where(*_in(stances, claim), stances.c.claim_id == claim.claim_id)
            .group_by(stances.c.stance)
        )
        counted = {Stance(stance): count for stance, count in rows}
        return {stance: counted.get(stance, 0) for stance in Stance}

    def _change(self, claim: Claim, **values: object) -> None:
        self._connection.execute(
            update(claims).where(*_in(claims, claim), claims.c.claim_id == claim.claim_id).values(**values)
        )


def _in(table: Table, course: Course | InWeek) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.guild_xid == course.guild_xid, table.c.course_id == course.course_id


def _in_week(table: Table, week: InWeek) -> tuple[ColumnElement[bool], ...]:
    return (*_in(table, week), table.c.week_id == week.week_id)


def claim_from(row: Row[Any]) -> Claim:
    """A claim from a row that holds the columns of its table."""
    return Claim(
        claim_id=row.claim_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        week_id=row.week_id,
        label=row.label,
        state=ClaimState(row.state),
        thread_xid=row.thread_xid,
    )
