"""What staff did, append-only, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.seminar.courses import Course
from bot.seminar.trail import Entry
from bot.store.tables import trail


class Trail:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        course: Course,
        actor_xid: int,
        act: str,
        at: datetime,
        reason: str | None = None,
        **detail: int | str,
    ) -> None:
        self._connection.execute(
            insert(trail).values(
                guild_xid=course.guild_xid,
                course_id=course.course_id,
                actor_xid=actor_xid,
                act=act,
                detail=detail,
                at=at,
                reason=reason,
            )
        )

    def entries(
        self, course: Course, member_id: int | None, week_id: int | None, before: int | None, limit: int
    ) -> list[Entry]:
        """What was done, the newest first; to one member, in one week, before one entry."""
        wanted = [trail.c.guild_xid == course.guild_xid, trail.c.course_id == course.course_id]
        if member_id is not None:
            wanted.append(trail.c.detail["member_id"].as_integer() == member_id)
        if week_id is not None:
            wanted.append(trail.c.detail["week_id"].as_integer() == week_id)
        if before is not None:
            wanted.append(trail.c.trail_id < before)
        rows = self._connection.execute(
            select(trail).where(*wanted).order_by(trail.c.trail_id.desc()).limit(limit)
        )
        return [Entry(row.trail_id, row.actor_xid, row.act, row.at, row.detail, row.reason) for row in rows]
