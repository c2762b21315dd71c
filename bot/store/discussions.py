"""How a course discusses, which claims its members opened, and how discussions ended, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.claims import Claim
from bot.seminar.courses import Course, Member
from bot.seminar.threads import USUAL, Discussion
from bot.seminar.weeks import InWeek
from bot.store.scope import in_course, scope
from bot.store.tables import discussions, outcomes, own_claims

OF_COURSE = select(discussions).where(*in_course(discussions))


class Discussions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, course: Course) -> Discussion:
        """What the course has chosen, or what is usual."""
        row = self._connection.execute(OF_COURSE, scope(course)).first()
        if row is None:
            return USUAL
        return Discussion(row.names, row.unnamed, row.invites, row.own_claims, row.forum_xid)

    def choose(self, course: Course, chosen: Discussion) -> None:
        values = {
            "names": chosen.names,
            "unnamed": chosen.unnamed,
            "invites": chosen.invites,
            "own_claims": chosen.own_claims,
            "forum_xid": chosen.forum_xid,
        }
        self._connection.execute(
            upsert(discussions)
            .values(guild_xid=course.guild_xid, course_id=course.course_id, **values)
            .on_conflict_do_update(index_elements=["course_id"], set_=values)
        )

    def opened_by(self, claim: Claim, member: Member, at: datetime) -> None:
        """Notes that the member opened the claim of their own accord."""
        self._connection.execute(
            insert(own_claims).values(
                guild_xid=claim.guild_xid,
                course_id=claim.course_id,
                claim_id=claim.claim_id,
                week_id=claim.week_id,
                member_id=member.member_id,
                opened_at=at,
            )
        )

    def openers(self, week: InWeek) -> dict[int, int]:
        """By claim_id, which member opened it of their own accord."""
        rows = self._connection.execute(
            select(own_claims.c.claim_id, own_claims.c.member_id).where(
                *in_course(own_claims), own_claims.c.week_id == week.week_id
            ),
            scope(week),
        )
        return {row.claim_id: row.member_id for row in rows}

    def end(self, claim: Claim, line: str, by_xid: int, at: datetime) -> None:
        """Puts down how the discussion ended, in staff's words."""
        values = {"line": line, "by_xid": by_xid, "written_at": at}
        self._connection.execute(
            upsert(outcomes)
            .values(guild_xid=claim.guild_xid, course_id=claim.course_id, claim_id=claim.claim_id, **values)
            .on_conflict_do_update(index_elements=["claim_id"], set_=values)
        )

    def outcome(self, claim: Claim) -> str | None:
        """What staff have put down."""
        return self._connection.execute(
            select(outcomes.c.line).where(*in_course(outcomes), outcomes.c.claim_id == claim.claim_id),
            scope(claim),
        ).scalar()

    def own_count(self, week: InWeek, member: Member) -> int:
        """How many claims the member has opened in the week."""
        return self._connection.execute(
            select(func.count())
            .select_from(own_claims)
            .where(
                *in_course(own_claims),
                own_claims.c.week_id == week.week_id,
                own_claims.c.member_id == member.member_id,
            ),
            scope(week),
        ).scalar_one()
