"""What a course has chosen: of lateness, reports, gates, marks, recaps and scores, in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course
from bot.seminar.gates import Gate, gates_of
from bot.seminar.lateness import USUAL, LateKind, LatePolicy
from bot.seminar.reviews import USUAL_SCALE, Criterion, Scale, ScaleKind
from bot.seminar.scores import USUAL as UNSCORED
from bot.seminar.scores import ScoreKind, ScorePolicy, Way, Weight
from bot.store.scope import in_course, scope
from bot.store.tables import policies, scoring

OF_COURSE = select(policies).where(*in_course(policies))
UNCHOSEN = {
    "late_kind": USUAL.kind,
    "late_per_day": USUAL.per_day,
    "late_floor": USUAL.floor,
    "parts": [],
    "gates": [],
}
SCORE = select(scoring).where(*in_course(scoring))


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

    def score(self, course: Course) -> ScorePolicy:
        """What the course gives for taking part; nothing unless it has chosen to."""
        row = self._connection.execute(SCORE, scope(course)).first()
        if row is None:
            return UNSCORED
        ways = {Way(name): Weight(*weight) for name, weight in row.ways.items()}
        return ScorePolicy(ScoreKind(row.kind), row.whole, row.cap, row.hidden, ways)

    def set_score(self, course: Course, policy: ScorePolicy) -> None:
        chosen = {
            "kind": policy.kind,
            "whole": policy.whole,
            "cap": policy.cap,
            "hidden": policy.hidden,
            "ways": {way.value: [weight.points, weight.times] for way, weight in policy.ways.items()},
        }
        self._connection.execute(
            upsert(scoring)
            .values(guild_xid=course.guild_xid, course_id=course.course_id, **chosen)
            .on_conflict_do_update(index_elements=["course_id"], set_=chosen)
        )

    def _set(self, course: Course, **chosen: Any) -> None:
        here = {"guild_xid": course.guild_xid, "course_id": course.course_id}
        self._connection.execute(
            upsert(policies)
            .values(**here, **UNCHOSEN | chosen)
            .on_conflict_do_update(index_elements=["course_id"], set_=chosen)
        )
