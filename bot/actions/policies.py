"""Policies: what a course chooses about lateness."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, require_instructor, require_member
from bot.seminar.lateness import LateKind, LatePolicy, late_policy


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
