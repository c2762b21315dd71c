"""Policies: what a course chooses about lateness, reports, gates, marks, recaps and scores."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, require_instructor, require_member
from bot.seminar.gates import Gate
from bot.seminar.lateness import LateKind, LatePolicy, late_policy
from bot.seminar.parts import part_names
from bot.seminar.reviews import Scale, ScaleKind, scale_of
from bot.seminar.scores import ScorePolicy


@dataclass(frozen=True, slots=True)
class Chosen:
    """A course's policy."""

    course: Course
    late: LatePolicy
    gates: tuple[Gate, ...] = ()


async def choose_late(
    store: Store, ask: Ask, kind: LateKind, per_day: int | None = None, floor: int | None = None
) -> Chosen:
    """Changes what late means from now on, for every report; what is left out stays as it was.

    Raises NotInstructor, BadPolicy.
    """

    def work(tx: Tx) -> Chosen:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        before = tx.policies.late(at.course)
        policy = late_policy(
            kind,
            before.per_day if per_day is None else per_day,
            before.floor if floor is None else floor,
        )
        tx.policies.set_late(at.course, policy)
        detail = {"kind": kind.value, "per_day": policy.per_day, "floor": policy.floor}
        tx.trail.add(at.course, ask.person.user_xid, "policy late", ask.at, None, **detail)
        return Chosen(at.course, policy, tx.policies.gates(at.course))

    return await store.write(work)


async def policy_of(store: Store, ask: Ask) -> Chosen:
    """What the course has chosen. Raises NotMember."""

    def work(tx: Tx) -> Chosen:
        at = here(tx, ask)
        require_member(at.role, at.course)
        return Chosen(at.course, tx.policies.late(at.course), tx.policies.gates(at.course))

    return await store.read(work)


async def parts_of(store: Store, ask: Ask) -> tuple[int, tuple[str, ...]]:
    """The course's id, and the parts that it wants in a report. Raises NotInstructor."""

    def work(tx: Tx) -> tuple[int, tuple[str, ...]]:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        return at.course.course_id, tx.policies.parts(at.course)

    return await store.read(work)


async def choose_parts(store: Store, ask: Ask, given: str) -> tuple[str, ...]:
    """The parts of a report from now on, one a line, or one text. Raises NotInstructor, BadText."""
    parts = part_names(given)

    def work(tx: Tx) -> None:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        tx.policies.set_parts(at.course, parts)
        tx.trail.add(at.course, ask.person.user_xid, "policy form", ask.at, parts=len(parts))

    await store.write(work)
    return parts


async def scale_now(store: Store, ask: Ask) -> tuple[Course, Scale]:
    """By what the course marks. Raises NotInstructor."""

    def work(tx: Tx) -> tuple[Course, Scale]:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        return at.course, tx.policies.scale(at.course)

    return await store.read(work)


async def gates_of(store: Store, ask: Ask) -> Chosen:
    """What the course has chosen, for who may change it. Raises NotInstructor."""

    def work(tx: Tx) -> Chosen:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        return Chosen(at.course, tx.policies.late(at.course), tx.policies.gates(at.course))

    return await store.read(work)


async def recaps_of(store: Store, ask: Ask) -> bool:
    """Whether the course wants its weeks' discussions summed up. Raises NotMember."""

    def work(tx: Tx) -> bool:
        at = here(tx, ask)
        require_member(at.role, at.course)
        return tx.policies.recaps(at.course)

    return await store.read(work)


async def choose_scale(store: Store, ask: Ask, kind: ScaleKind, most: str, criteria: str) -> Scale:
    """How reports are marked from now on; marks that were given stay. Raises NotInstructor, BadScale."""
    scale = scale_of(kind, most, criteria)

    def work(tx: Tx) -> None:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        tx.policies.set_scale(at.course, scale)
        tx.trail.add(at.course, ask.person.user_xid, "setup marks", ask.at, kind=kind.value, most=scale.most)

    await store.write(work)
    return scale


async def choose_gates(store: Store, ask: Ask, gates: tuple[Gate, ...]) -> Chosen:
    """The findings that no report may have from now on, while there is time to mend it. Raises NotInstructor.

    What the gates before hold is handed in by the next sweep where none is left.
    """

    def work(tx: Tx) -> Chosen:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        tx.policies.set_gates(at.course, gates)
        tx.trail.add(at.course, ask.person.user_xid, "policy gates", ask.at, gates=" ".join(gates))
        return Chosen(at.course, tx.policies.late(at.course), gates)

    return await store.write(work)


async def choose_recaps(store: Store, ask: Ask, wanted: bool) -> None:  # noqa: FBT001 (a setting is on or off)
    """Switches the recaps on or off, also for weeks that are being discussed. Raises NotInstructor."""

    def work(tx: Tx) -> None:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        tx.policies.set_recaps(at.course, wanted)
        tx.trail.add(at.course, ask.person.user_xid, "policy recap", ask.at, None, wanted=int(wanted))

    await store.write(work)


async def score_of(store: Store, ask: Ask) -> tuple[Course, ScorePolicy]:
    """What the course gives for taking part, as staff choose it. Raises NotInstructor."""

    def work(tx: Tx) -> tuple[Course, ScorePolicy]:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        return at.course, tx.policies.score(at.course)

    return await store.read(work)


async def choose_score(store: Store, ask: Ask, policy: ScorePolicy) -> Course:
    """Changes what taking part is worth, for every week. Raises NotInstructor."""

    def work(tx: Tx) -> Course:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        tx.policies.set_score(at.course, policy)
        detail = {"kind": policy.kind.value, "whole": policy.whole, "cap": policy.cap}
        tx.trail.add(at.course, ask.person.user_xid, "policy score", ask.at, None, **detail)
        return at.course

    return await store.write(work)
