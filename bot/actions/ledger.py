"""The ledger, as staff read it: what was owed, how it ended, and why somebody got nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.courses import Ask, here, week_numbered
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, Member, require_staff
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, State
from bot.seminar.participation import is_excused
from bot.seminar.refusals import NotSentAgain, UnknownDelivery
from bot.seminar.reminders import Case, Why, why_not
from bot.seminar.weeks import NOTHING_GRANTED, Week, deadline_for

SAME_ROW = frozenset({Kind.PROMPT, Kind.CLAIM, Kind.BOARD, Kind.OUTCOME, Kind.ANSWER})
"""What is drawn anew later, and is found for that by its key."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a person was or was not reminded of a week, with the rows that tell it."""

    course: Course
    week: Week
    member: Member | None
    why: Why
    rows: list[Delivery]


@dataclass(frozen=True, slots=True)
class Shown:
    """One delivery, and the channel's post that stood in for it."""

    course: Course
    week: Week | None
    delivery: Delivery
    post: Delivery | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was and will be sent for a week; `names` are those of members, or their numbers."""

    course: Course
    week: Week
    owed: list[Delivery]
    names: dict[int, str]


async def list_deliveries(store: Store, ask: Ask, number: int) -> Ledger:
    """What was and will be sent for a week, and how each ended. Raises NotStaff, UnknownWeek."""

    def work(tx: Tx) -> Ledger:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = week_numbered(tx, at.course, number)
        members = tx.members.students(at.course)
        names = {one.member_id: one.name or one.student_number or "" for one in members}
        known = {member_id: name for member_id, name in names.items() if name}
        return Ledger(at.course, week, tx.deliveries.of_week(week), known)

    return await store.read(work)


async def show_delivery(store: Store, ask: Ask, delivery_id: int) -> Shown:
    """One delivery and all that is known of it. Raises NotStaff, UnknownDelivery."""

    def work(tx: Tx) -> Shown:
        course, delivery = _one(tx, ask, delivery_id)
        week = tx.weeks.get(course, delivery.week_id) if delivery.week_id else None
        post = tx.deliveries.with_key(course, delivery.batch) if delivery.batch else None
        return Shown(course, week, delivery, post)

    return await store.read(work)


async def explain(store: Store, ask: Ask, user_xid: int, number: int) -> Explained:
    """Why a person was or was not reminded of a week, also where no row exists.

    Raises NotStaff, UnknownWeek.
    """

    def work(tx: Tx) -> Explained:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = week_numbered(tx, at.course, number)
        member = tx.members.of_user(at.course, user_xid)
        allowance = tx.weeks.allowance(week, member) if member else NOTHING_GRANTED
        rows = tx.deliveries.of_member(week, member) if member else []
        case = Case(
            week=week,
            member=member,
            deadline=deadline_for(week.times, allowance),
            handed_in=member is not None and tx.reports.latest(week, member) is not None,
            excused=member is not None and is_excused(member, week, allowance),
            rows=rows,
            now=ask.at,
        )
        return Explained(at.course, week, member, why_not(case), rows)

    return await store.read(work)


async def send_again(store: Store, ask: Ask, delivery_id: int) -> Delivery:
    """Owes a failed delivery once more, under a key of its own unless it is drawn anew; returns what is owed.

    Raises NotStaff, UnknownDelivery, NotSentAgain.
    """

    def work(tx: Tx) -> Delivery:
        course, old = _one(tx, ask, delivery_id)
        if old.state not in (State.FAILED, State.UNKNOWN) or old.kind is Kind.OPENING:
            raise NotSentAgain
        key = old.key if old.kind in SAME_ROW else f"{old.key}:again:{old.delivery_id}"
        if key == old.key:
            tx.deliveries.retry(old, ask.at)
        else:
            tx.deliveries.plan(_anew(old, key, ask.at))
        member = tx.members.get(course, old.member_id) if old.member_id else None
        if member is not None:
            tx.members.closed(member, None)
            tx.members.left(member, None)
        tx.trail.add(course, ask.person.user_xid, "delivery again", ask.at, delivery_id=old.delivery_id)
        again = tx.deliveries.with_key(course, key)
        return again or old

    return await store.write(work)


def _anew(old: Delivery, key: str, at: datetime) -> NewDelivery:
    return NewDelivery(
        guild_xid=old.guild_xid,
        course_id=old.course_id,
        kind=old.kind,
        key=key,
        target_xid=old.target_xid,
        week_id=old.week_id,
        due_at=at,
        expires_at=old.expires_at,
        member_id=old.member_id,
        claim_id=old.claim_id,
        to_person=old.direct,
        about=old.about,
    )


def _one(tx: Tx, ask: Ask, delivery_id: int) -> tuple[Course, Delivery]:
    at = here(tx, ask)
    require_staff(at.role, at.course)
    delivery = tx.deliveries.get(at.course, delivery_id)
    if delivery is None:
        raise UnknownDelivery
    return at.course, delivery
