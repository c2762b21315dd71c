"""What a course has chosen: of lateness, of the parts of a report, of its gates and of marks, in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course
from bot.seminar.gates import Gate, gates_of
from bot.seminar.lateness import USUAL, LateKind, LatePolicy
from bot.seminar.reviews import USUAL_SCALE, Criterion, Scale, ScaleKind
from bot.store.scope import in_course, scope
from bot.store.tables import policies

OF_COURSE = select(policies).where(*in_course(policies))
UNCHOSEN = {
    "late_kind": USUAL.kind,
    "late_per_day": USUAL.per_day,
    "late_floor": USUAL.floor,
    "parts": [],
    "gates": [],
}


class Policies:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def late(self, course: Course) -> LatePolicy:
        """What the course has chosen, or what is usual."""
        row = self._connection.execute(OF_COURSE, scope(course)).first()
        return USUAL if row is None else LatePolicy(LateKind(row.late_kind), row.late_per_day, row.late_floor)

    def set_late(self, course: Course, policy: LatePolicy) -> None:
        self._set(course, late_kind=policy.kind, late_per_day=policy.per_day, late_floor=policy.floor)

    def parts(self, course: Course) -> tuple[str, ...]:
        """The parts that the course wants in a report; none where it wants one text."""
        row = self._connection.execute(OF_COURSE, scope(course)).first()
        return () if row is None else tuple(row.parts)

    def set_parts(self, course: Course, parts: tuple[str, ...]) -> None:
        self._set(course, parts=list(parts))

    def scale(self, course: Course) -> Scale:
        """By what the course marks."""
        row = self._connection.execute(OF_COURSE, scope(course)).first()
        if row is None or not row.scale:
            return USUAL_SCALE
        criteria = tuple(Criterion(name, most) for name, most in row.scale["criteria"])
        return Scale(ScaleKind(row.scale["kind"]), row.scale["most"], criteria)

    def set_scale(self, course: Course, scale: Scale) -> None:
        criteria = [[one.name, one.most] for one in scale.criteria]
        self._set(course, scale={"kind": scale.kind, "most": scale.most, "criteria": criteria})

    def gates(self, course: Course) -> tuple[Gate, ...]:
        """The findings that the course does not take; none, unless it chose some."""
        row = self._connection.execute(OF_COURSE, scope(course)).first()
        return () if row is None else gates_of(row.gates)

    def set_gates(self, course: Course, gates: tuple[Gate, ...]) -> None:
        self._set(course, gates=[gate.value for gate in gates])

    def recaps(self, course: Course) -> bool:
        """Whether the course wants its weeks' discussions summed up."""
        row = self._connection.execute(OF_COURSE, scope(course)).first()
        return row is None or bool(row.recaps)

    def set_recaps(self, course: Course, wanted: bool) -> None:  # noqa: FBT001 (a setting is on or off)
        self._set(course, recaps=wanted)

    def _set(self, course: Course, **chosen: Any) -> None:
        here = {"guild_xid": course.guild_xid, "course_id": course.course_id}
        self._connection.execute(
            upsert(policies)
            .values(**here, **UNCHOSEN | chosen)
            .on_conflict_do_update(index_elements=["course_id"], set_=chosen)
        )
