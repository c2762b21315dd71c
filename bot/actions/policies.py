"""Policies: what a course chooses about lateness, about the parts of a report and about scores."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, require_instructor, require_member
from bot.seminar.lateness import LateKind, LatePolicy, late_policy
from bot.seminar.parts import part_names
from bot.seminar.scores import ScorePolicy


@dataclass(frozen=True, slots=True)
class Chosen:
    """A course's policy."""

    course: Course
    late: LatePolicy


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
        return Chosen(at.course, policy)

    return await store.write(work)


async def policy_of(store: Store, ask: Ask) -> Chosen:
    """What the course has chosen. Raises NotMember."""

    def work(tx: Tx) -> Chosen:
        at = here(tx, ask)
        require_member(at.role, at.course)
        return Chosen(at.course, tx.policies.late(at.course))

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
