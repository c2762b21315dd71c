"""Posts in claims' threads, counted and never read, in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.claims import Claim
from bot.seminar.courses import Course, Member
from bot.seminar.participation import Taken
from bot.seminar.weeks import Week
from bot.store.claims import Claims, family
from bot.store.courses import Courses
from bot.store.tables import claims, posts, stances, versions


class Posts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, claim: Claim, member: Member, message_xid: int, at: datetime) -> None:
        self._connection.execute(
            upsert(posts)
            .values(
                message_xid=message_xid,
                guild_xid=claim.guild_xid,
                course_id=claim.course_id,
                week_id=claim.week_id,
                claim_id=claim.claim_id,
                member_id=member.member_id,
                posted_at=at,
            )
            .on_conflict_do_nothing()
        )

    def remove(self, guild_xid: int, message_xid: int) -> tuple[Course, Claim] | None:
        """The claim in whose thread the message was counted."""
        row = self._connection.execute(
            delete(posts)
            .where(posts.c.guild_xid == guild_xid, posts.c.message_xid == message_xid)
            .returning(posts.c.course_id, posts.c.claim_id)
        ).first()
        course = None if row is None else Courses(self._connection).get(guild_xid, row.course_id)
        if row is None or course is None:
            return None
        claim = Claims(self._connection).get(course, row.claim_id)
        return None if claim is None else (course, claim)

    def of_claim(self, claim: Claim) -> int:
        """How many posts there are in the threads of a claim and of what was merged into it."""
        query = (
            select(func.count())
            .select_from(posts)
            .join(claims, claims.c.claim_id == posts.c.claim_id)
            .where(posts.c.guild_xid == claim.guild_xid, posts.c.course_id == claim.course_id, family(claim))
        )
        return self._connection.execute(query).scalar_one()

    def taken(self, week: Week) -> dict[int, Taken]:
        """What each member did in the week, by member_id."""
        handed_in = self._by_member(
            select(versions.c.member_id, func.min(versions.c.received_at), func.count())
            .where(
                *_in(versions, week), versions.c.week_id == week.week_id, versions.c.withdrawn_at.is_(None)
            )
            .group_by(versions.c.member_id)
        )
        posted = self._by_member(
            select(posts.c.member_id, func.count())
            .where(*_in(posts, week), posts.c.week_id == week.week_id)
            .group_by(posts.c.member_id)
        )
        held = self._by_member(
            select(stances.c.member_id, func.count())
            .join(claims, claims.c.claim_id == stances.c.claim_id)
            .where(*_in(stances, week), claims.c.week_id == week.week_id)
            .group_by(stances.c.member_id)
        )
        return {
            member_id: Taken(
                *handed_in.get(member_id, (None, 0)),
                *posted.get(member_id, (0,)),
                *held.get(member_id, (0,)),
            )
            for member_id in handed_in.keys() | posted.keys() | held.keys()
        }

    def _by_member(self, query: Select[Any]) -> dict[int, tuple[Any, ...]]:
        return {row[0]: tuple(row[1:]) for row in self._connection.execute(query)}


def _in(table: Table, week: Week) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.guild_xid == week.guild_xid, table.c.course_id == week.course_id
