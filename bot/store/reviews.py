"""Reviews, who has which report before them, and what was released, in SQL."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course, Member
from bot.seminar.reviews import Criterion, Lease, Mark, Review, ScaleKind
from bot.seminar.weeks import Week
from bot.store.scope import InCourse
from bot.store.tables import leases, releases, reviews


class Reviews:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        week: Week,
        member_id: int,
        version_id: int,
        by_xid: int,
        mark: Mark,
        comment: str | None,
        at: datetime,
    ) -> Review:
        row = self._connection.execute(
            insert(reviews)
            .values(
                **_here(week),
                week_id=week.week_id,
                member_id=member_id,
                version_id=version_id,
                reviewer_xid=by_xid,
                mark=_sealed(mark),
                comment=comment,
                reviewed_at=at,
            )
            .returning(reviews)
        ).one()
        return _review(row)

    def of_week(self, week: Week) -> dict[int, Review]:
        """The latest review of each report, by member_id."""
        rows = self._connection.execute(
            select(reviews)
            .where(*_in(reviews, week), reviews.c.week_id == week.week_id)
            .order_by(reviews.c.review_id)
        )
        return {row.member_id: _review(row) for row in rows}

    def marked(self, week: Week) -> dict[int, int]:
        """The version of each report that was marked last, by member_id; no mark is opened."""
        rows = self._connection.execute(
            select(reviews.c.member_id, reviews.c.version_id)
            .where(*_in(reviews, week), reviews.c.week_id == week.week_id)
            .order_by(reviews.c.review_id)
        )
        return {row.member_id: row.version_id for row in rows}

    def history(self, week: Week, member_id: int) -> list[Review]:
        """Every review of one report, the oldest first."""
        rows = self._connection.execute(
            select(reviews)
            .where(*_in(reviews, week), reviews.c.week_id == week.week_id, reviews.c.member_id == member_id)
            .order_by(reviews.c.review_id)
        )
        return [_review(row) for row in rows]

    def released(self, member: Member) -> dict[int, Review]:
        """The member's marks of the weeks that were released, by week_id."""
        rows = self._connection.execute(
            select(reviews)
            .join(releases, releases.c.week_id == reviews.c.week_id)
            .where(*_in(reviews, member), *_in(releases, member), reviews.c.member_id == member.member_id)
            .order_by(reviews.c.review_id)
        )
        return {row.week_id: _review(row) for row in rows}

    def lease(self, week: Week, member_id: int, by_xid: int, ends_at: datetime) -> None:
        """Keeps a report for one of the staff, in place of who had it."""
        kept = {"reviewer_xid": by_xid, "ends_at": ends_at}
        self._connection.execute(
            upsert(leases)
            .values(**_here(week), week_id=week.week_id, member_id=member_id, **kept)
            .on_conflict_do_update(index_elements=["week_id", "member_id"], set_=kept)
        )

    def give_back(self, week: Week, by_xid: int) -> None:
        """Whatever this person has before them in the week is anybody's again."""
        self._connection.execute(
            delete(leases).where(
                *_in(leases, week), leases.c.week_id == week.week_id, leases.c.reviewer_xid == by_xid
            )
        )

    def leases(self, week: Week) -> list[Lease]:
        rows = self._connection.execute(
            select(leases.c.member_id, leases.c.reviewer_xid, leases.c.ends_at).where(
                *_in(leases, week), leases.c.week_id == week.week_id
            )
        )
        return [Lease(*row) for row in rows]

    def release(self, week: Week, by_xid: int, at: datetime) -> None:
        self._connection.execute(
            insert(releases).values(
                **_here(week), week_id=week.week_id, released_at=at, released_by_xid=by_xid
            )
        )

    def releases(self, course: Course) -> dict[int, datetime]:
        """When each week's marks were released, by week_id."""
        rows = self._connection.execute(
            select(releases.c.week_id, releases.c.released_at).where(*_in(releases, course))
        )
        return {row.week_id: row.released_at for row in rows}


def _here(owner: InCourse) -> dict[str, int]:
    return {"guild_xid": owner.guild_xid, "course_id": owner.course_id}


def _in(table: Table, owner: InCourse) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.guild_xid == owner.guild_xid, table.c.course_id == owner.course_id


def _sealed(mark: Mark) -> str:
    parts = [[one.name, one.most, given] for one, given in mark.parts]
    return json.dumps({"kind": mark.kind, "value": mark.value, "most": mark.most, "parts": parts})


def _review(row: Row[Any]) -> Review:
    said = json.loads(row.mark)
    parts = tuple((Criterion(name, most), given) for name, most, given in said["parts"])
    return Review(
        review_id=row.review_id,
        week_id=row.week_id,
        member_id=row.member_id,
        version_id=row.version_id,
        reviewer_xid=row.reviewer_xid,
        mark=Mark(ScaleKind(said["kind"]), said["value"], said["most"], parts),
        comment=row.comment,
        reviewed_at=row.reviewed_at,
    )
