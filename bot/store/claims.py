"""Claims, the passages that state them and the stances on them, in SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
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

from bot.seminar.claims import Claim, ClaimState, Origin, Passage, Stance
from bot.seminar.courses import Course, Member
from bot.seminar.decisions import ProposalState
from bot.seminar.grouping import Known
from bot.seminar.reports import Speaker
from bot.seminar.stances import Held
from bot.seminar.weeks import InWeek
from bot.store.courses import course_from
from bot.store.scope import in_course, scope
from bot.store.tables import (
    answers,
    claim_proposals,
    claims,
    confirmations,
    courses,
    deliveries,
    outcomes,
    own_claims,
    placements,
    posts,
    quotes,
    stances,
    statements,
    versions,
)

JOIN = (
    update(statements)
    .where(
        *in_course(statements),
        statements.c.week_id == bindparam("in_week"),
        statements.c.statement_id == bindparam("which"),
    )
    .values(claim_id=bindparam("to_claim"), doubts=bindparam("about"))
)
"""A report has a dozen statements, each of which joins a claim."""
OF_WEEK = (
    select(claims)
    .where(*in_course(claims), claims.c.week_id == bindparam("in_week"))
    .order_by(claims.c.claim_id)
)


class Claims:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, week: InWeek, label: str, origin: Origin = Origin.FOUND) -> Claim:
        row = self._connection.execute(
            insert(claims)
            .values(
                guild_xid=week.guild_xid,
                course_id=week.course_id,
                week_id=week.week_id,
                label=label,
                state=ClaimState.FOUND,
                origin=origin,
                named=origin is not Origin.FOUND,
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
        rows = self._connection.execute(OF_WEEK, scope(week, in_week=week.week_id))
        return [claim_from(row) for row in rows]

    def some(self, week: InWeek, claim_ids: Collection[int]) -> list[Claim]:
        """Those of the week's claims that are named. A large week's labels take long to open."""
        rows = self._connection.execute(
            select(claims).where(*_in_week(claims, week), claims.c.claim_id.in_(claim_ids))
        )
        return [claim_from(row) for row in rows]

    def with_threads(self, week: InWeek) -> list[Claim]:
        rows = self._connection.execute(
            select(claims)
            .where(
                *_in_week(claims, week), claims.c.thread_xid.is_not(None), claims.c.state != ClaimState.FOUND
            )
            .order_by(claims.c.claim_id)
        )
        return [claim_from(row) for row in rows]

    def roots(self, week: InWeek) -> dict[int, int]:
        rows = self._connection.execute(
            select(claims.c.claim_id, claims.c.merged_into)
            .where(*_in_week(claims, week))
            .order_by(claims.c.claim_id)
        )
        return {row.claim_id: row.merged_into or row.claim_id for row in rows}

    def ranked(self, week: InWeek) -> list[int]:
        """The claims that count for themselves, the most shared first, without opening a label or a text."""
        root = func.coalesce(claims.c.merged_into, claims.c.claim_id)
        rows = self._connection.execute(
            select(root)
            .outerjoin(statements, statements.c.claim_id == claims.c.claim_id)
            .where(*_in_week(claims, week))
            .group_by(root)
            .order_by(func.count(statements.c.member_id.distinct()).desc(), root)
        )
        return [*rows.scalars()]

    def passages(self, week: InWeek, claim_ids: Collection[int] | None = None) -> list[Passage]:
        """The statements of each member's latest version that has been read, in the order of reading.

        Those of some claims, where these are named. A large week's texts take long to open.
        """
        query = select(statements).where(*_in_week(statements, week))
        if claim_ids is not None:
            query = query.where(statements.c.claim_id.in_(claim_ids))
        return self._passages(week, query)

    def known(self, week: InWeek, per_claim: int) -> list[Known]:
        """What a new statement is compared with: expected claims, and some passages of each claim."""
        awaited = self._connection.execute(
            select(claims).where(*_in_week(claims, week), claims.c.origin == Origin.EXPECTED)
        )
        expected = [Known(one.root_id, one.label, expected=True) for one in map(claim_from, awaited)]
        rank = (
            func.row_number()
            .over(partition_by=statements.c.claim_id, order_by=statements.c.statement_id)
            .label("rank")
        )
        ranked = (
            select(statements, rank)
            .where(*_in_week(statements, week), statements.c.claim_id.is_not(None))
            .subquery()
        )
        query = select(ranked).where(
            ranked.c.guild_xid == week.guild_xid,
            ranked.c.course_id == week.course_id,
            ranked.c.rank <= per_claim,
        )
        some = self._passages(week, query)
        return expected + [Known(one.claim_id, one.text) for one in some if one.claim_id is not None]

    def _passages(self, week: InWeek, query: Select[Any]) -> list[Passage]:
        rows = sorted(self._connection.execute(query), key=lambda row: row.statement_id)
        # Each text is opened once: with every statement it took ten times as long.
        texts = self._connection.execute(
            select(versions.c.version_id, versions.c.text).where(
                *_in_week(versions, week), versions.c.version_id.in_({row.version_id for row in rows})
            )
        )
        text_of = {row.version_id: row.text for row in texts}
        return [
            Passage(
                statement_id=row.statement_id,
                member_id=row.member_id,
                text=text_of[row.version_id][row.start : row.end],
                by=Speaker(row.by),
                weight=row.weight,
                claim_id=row.claim_id,
                doubts=row.doubts,
            )
            for row in rows
        ]

    def join(self, claim: Claim, statement_id: int, doubts: int | None = None) -> None:
        values = scope(
            claim, in_week=claim.week_id, which=statement_id, to_claim=claim.claim_id, about=doubts
        )
        self._connection.execute(JOIN, values)

    def prune(self, week: InWeek) -> None:
        """Removes claims that nobody states any more, unless they were opened or anything else names them.

        A proposal that still waits goes with its claim.
        """
        named = [
            claims.c.claim_id.in_(select(column).where(*_in(column.table, week), column.is_not(None), *more))
            for column, *more in _NAMING
        ]
        doomed = self._connection.execute(
            select(claims.c.claim_id).where(
                *_in_week(claims, week),
                claims.c.state == ClaimState.FOUND,
                claims.c.origin == Origin.FOUND,
                claims.c.merged_into.is_(None),
                claims.c.hidden.is_(False),
                claims.c.named.is_(False),
                ~or_(*named),
            )
        ).scalars()
        if gone := [*doomed]:
            about = or_(claim_proposals.c.claim_id.in_(gone), claim_proposals.c.into_claim_id.in_(gone))
            self._connection.execute(delete(claim_proposals).where(*_in(claim_proposals, week), about))
            self._connection.execute(delete(claims).where(*_in(claims, week), claims.c.claim_id.in_(gone)))

    def put(self, claim: Claim) -> None:
        """Writes what staff can change: label, state, where it is merged, whether it is hidden, its place."""
        self._change(
            claim,
            label=claim.label,
            state=claim.state,
            origin=claim.origin,
            merged_into=claim.merged_into,
            hidden=claim.hidden,
            named=claim.named,
            position=claim.position,
        )

    def opened_at(self, course: Course) -> dict[int, datetime]:
        """When each claim of the course got its thread, by claim_id."""
        rows = self._connection.execute(
            select(claims.c.claim_id, claims.c.opened_at).where(
                *_in(claims, course), claims.c.opened_at.is_not(None)
            )
        )
        return {row.claim_id: row.opened_at for row in rows}

    def relabel(self, claim: Claim, label: str) -> None:
        self._change(claim, label=label)

    def opened(self, claim: Claim, thread_xid: int, at: datetime) -> None:
        self._change(claim, state=ClaimState.OPEN, thread_xid=thread_xid, opened_at=at)

    def take_stance(self, claim: Claim, member: Member, stance: Stance, at: datetime) -> None:
        now: dict[str, Any] = {"stance": stance, "taken_at": at}
        # A mind that changes before there is a thread was not changed by the discussion.
        found = claim.state is ClaimState.FOUND
        begins = {"first_stance": stance} if found else {}
        self._connection.execute(
            upsert(stances)
            .values(
                guild_xid=claim.guild_xid,
                course_id=claim.course_id,
                claim_id=claim.claim_id,
                member_id=member.member_id,
                first_stance=stance if found else self._first_stance(claim, member) or stance,
                **now,
            )
            .on_conflict_do_update(index_elements=["claim_id", "member_id"], set_=now | begins)
        )

    def _first_stance(self, claim: Claim, member: Member) -> str | None:
        """What the member held before the discussion of what was merged into the claim."""
        query = (
            select(stances.c.first_stance)
            .join(claims, claims.c.claim_id == stances.c.claim_id)
            .where(*_in(stances, claim), family(claim), stances.c.member_id == member.member_id)
            .order_by(stances.c.taken_at.desc())
            .limit(1)
        )
        return self._connection.execute(query).scalar()

    def stances(self, claim: Claim) -> dict[Stance, int]:
        held = [one.now for one in self.held(claim)]
        return {stance: held.count(stance) for stance in Stance}

    def holders(self, week: InWeek) -> dict[int, dict[int, Stance]]:
        root = func.coalesce(claims.c.merged_into, claims.c.claim_id)
        rows = self._connection.execute(
            select(root.label("root_id"), stances.c.member_id, stances.c.stance)
            .join(claims, claims.c.claim_id == stances.c.claim_id)
            .where(*_in(stances, week), *_in_week(claims, week))
            .order_by(stances.c.taken_at, stances.c.claim_id == root)
        )
        held: dict[int, dict[int, Stance]] = {}
        for row in rows:
            held.setdefault(row.root_id, {})[row.member_id] = Stance(row.stance)
        return held

    def held(self, claim: Claim) -> list[Held]:
        """Each one's stance on the claim and what was merged into it: of several, the one taken last.

        What they held first is that on the claim that stays, where they took a stance on that.
        """
        rows = self._connection.execute(
            select(stances)
            .join(claims, claims.c.claim_id == stances.c.claim_id)
            .where(*_in(stances, claim), family(claim))
            .order_by(stances.c.taken_at, stances.c.claim_id == claim.claim_id)
        ).all()
        first = {row.member_id: row.first_stance for row in rows}
        first |= {row.member_id: row.first_stance for row in rows if row.claim_id == claim.claim_id}
        now = {row.member_id: row.stance for row in rows}
        return [Held(one, Stance(first[one]), Stance(now[one])) for one in sorted(now)]

    def _change(self, claim: Claim, **values: object) -> None:
        self._connection.execute(
            update(claims).where(*_in(claims, claim), claims.c.claim_id == claim.claim_id).values(**values)
        )


def _in(table: Table, course: Course | InWeek) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.guild_xid == course.guild_xid, table.c.course_id == course.course_id


def _in_week(table: Table, week: InWeek) -> tuple[ColumnElement[bool], ...]:
    return (*_in(table, week), table.c.week_id == week.week_id)


def family(claim: Claim) -> ColumnElement[bool]:
    """The claim and what was merged into it."""
    return or_(claims.c.claim_id == claim.claim_id, claims.c.merged_into == claim.claim_id)


_NAMING: tuple[tuple[Any, ...], ...] = (
    (statements.c.claim_id,),
    (deliveries.c.claim_id,),
    (stances.c.claim_id,),
    (posts.c.claim_id,),
    (own_claims.c.claim_id,),
    (outcomes.c.claim_id,),
    (quotes.c.claim_id,),
    (answers.c.claim_id,),
    (placements.c.claim_id,),
    (placements.c.from_claim_id,),
    (confirmations.c.claim_id,),
    (claims.c.merged_into,),
    (claim_proposals.c.claim_id, claim_proposals.c.state != ProposalState.OPEN),
    (claim_proposals.c.into_claim_id, claim_proposals.c.state != ProposalState.OPEN),
)
"""What keeps a claim that nobody states any more."""


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
        origin=Origin(row.origin),
        merged_into=row.merged_into,
        hidden=row.hidden,
        named=row.named,
        position=row.position,
    )
