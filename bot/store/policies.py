"""What a course has chosen of lateness, in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course
from bot.seminar.lateness import USUAL, LateKind, LatePolicy
from bot.store.scope import in_course, scope
from bot.store.tables import policies

OF_COURSE = select(policies).where(*in_course(policies))


class Policies:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def late(self, course: Course) -> LatePolicy:
        """What the course has chosen, or what is usual."""
        row = self._connection.execute(OF_COURSE, scope(course)).first()
        return USUAL if row is None else LatePolicy(LateKind(row.late_kind), row.late_per_day, row.late_floor)

    def set_late(self, course: Course, policy: LatePolicy) -> None:
        chosen = {
            "late_kind": policy.kind,
            "late_per_day": policy.per_day,
            "late_floor": policy.floor,
        }
        self._connection.execute(
            upsert(policies)
            .values(guild_xid=course.guild_xid, course_id=course.course_id, **chosen)
            .on_conflict_do_update(index_elements=["course_id"], set_=chosen)
        )
