"""What staff did, append-only, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from bot.seminar.courses import Course
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
