"""Deliveries and how each ended, in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course, Member
from bot.seminar.deliveries import LEASE, Delivery, Kind, NewDelivery, Outcome, Reason, State
from bot.seminar.weeks import Week
from bot.store.scope import in_course, scope, spelled
from bot.store.tables import deliveries

WAITS = deliveries.c.state.in_([spelled(State.PLANNED), spelled(State.CLAIMED)])
IN_TURN = (deliveries.c.due_at, deliveries.c.delivery_id)
HERE = in_course(deliveries)
THIS = (*HERE, deliveries.c.delivery_id == bindparam("which"))
OF_WEEK = (*HERE, deliveries.c.week_id == bindparam("week"))
OF_MEMBER = (*OF_WEEK, deliveries.c.member_id == bindparam("member"))

PLAN = upsert(deliveries).on_conflict_do_nothing()
NEXT_DUE = (
    select(deliveries)
    .where(WAITS, deliveries.c.turn_at <= bindparam("now"))
    .order_by(deliveries.c.turn_at, deliveries.c.delivery_id)
    .limit(1)
)
NEXT_TURN = select(func.min(deliveries.c.turn_at)).where(WAITS)
CLAIM = (
    update(deliveries)
    .where(*THIS)
    .values(
        state=State.CLAIMED,
        turn_at=bindparam("lease_ends"),
        attempt=deliveries.c.attempt + 1,
        first_attempt_at=func.coalesce(
            deliveries.c.first_attempt_at, bindparam("now", type_=deliveries.c.first_attempt_at.type)
        ),
        fence=deliveries.c.fence + 1,
    )
    .returning(deliveries)
)
SKIP = (
    update(deliveries)
    .where(*THIS)
    .values(state=State.SKIPPED, reason=bindparam("why"), ended_at=bindparam("now"))
)
NAMED = select(deliveries).where(*THIS)
KEYED = select(deliveries).where(*HERE, deliveries.c.key == bindparam("the_key"))
GATHERED = select(deliveries).where(*HERE, deliveries.c.batch == bindparam("the_key")).order_by(*IN_TURN)
OWN = select(deliveries).where(*OF_MEMBER).order_by(*IN_TURN)
REMINDERS = select(deliveries.c.delivery_id).where(*OF_MEMBER, deliveries.c.kind == Kind.REMINDER)
LATER = REMINDERS.where(
    WAITS, deliveries.c.due_at > bindparam("after"), deliveries.c.due_at <= bindparam("now")
)
EARLIER = REMINDERS.where(deliveries.c.due_at < bindparam("before"))
GATHERING = (
    select(deliveries)
    .where(
        *OF_WEEK,
        deliveries.c.kind == Kind.MENTION,
        deliveries.c.expires_at == bindparam("expires"),
        deliveries.c.state == State.PLANNED,
        deliveries.c.attempt == 0,
    )
    .order_by(*IN_TURN)
)
WITHDRAW = delete(deliveries).where(
    *OF_MEMBER,
    deliveries.c.kind == Kind.REMINDER,
    deliveries.c.state == State.PLANNED,
    deliveries.c.attempt == 0,
)
GATHER = update(deliveries).where(*THIS).values(batch=bindparam("the_key"))
HOLD = (
    update(deliveries)
    .where(*THIS)
    .values(state=State.PLANNED, turn_at=bindparam("until"), reason=bindparam("why"))
)
RECORD = (
    update(deliveries)
    .where(*THIS, deliveries.c.fence == bindparam("the_fence"))
    .values(
        state=bindparam("ends_as"),
        reason=bindparam("why"),
        detail=bindparam("words"),
        message_xid=bindparam("message"),
        turn_at=func.coalesce(bindparam("retry_at", type_=deliveries.c.turn_at.type), deliveries.c.turn_at),
        ended_at=bindparam("ended"),
    )
    .returning(deliveries.c.delivery_id)
)
RECORD_UNDONE = RECORD.values(attempt=0, first_attempt_at=None)


class Deliveries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, *new: NewDelivery) -> None:
        if new:
            self._connection.execute(PLAN, [_planned(one) for one in new])

    def again(self, new: NewDelivery) -> None:
        """Plans it, also where it has ended or is on its way; what waits already stays, or comes earlier.

        The fence grows: an attempt that began before does not end the one that is planned now.
        """
        waits = (deliveries.c.state == State.PLANNED) & (deliveries.c.turn_at <= new.due_at)
        self._connection.execute(
            upsert(deliveries)
            .values(**_planned(new))
            .on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "state": State.PLANNED,
                    "due_at": new.due_at,
                    "turn_at": new.due_at,
                    "expires_at": new.expires_at,
                    "about": new.about,
                    "attempt": 0,
                    "first_attempt_at": None,
                    "fence": deliveries.c.fence + 1,
                    "reason": None,
                    "ended_at": None,
                },
                where=~waits,
            )
        )

    def hasten(self, delivery: Delivery, at: datetime) -> None:
        """Has it looked at by then, unless it ended or is on its way."""
        self._connection.execute(
            update(deliveries)
            .where(*_one(delivery), deliveries.c.state == State.PLANNED, deliveries.c.turn_at > at)
            .values(turn_at=at)
        )

    def retarget(self, delivery: Delivery, target_xid: int, *, forum: bool) -> None:
        """Says where it goes, before its first attempt."""
        self._connection.execute(
            update(deliveries)
            .where(*_one(delivery))
            .values(target_xid=target_xid, about=delivery.about | {"forum": int(forum)})
        )

    def retry(self, delivery: Delivery, at: datetime) -> None:
        """Plans what has ended once more, as the same row: an attempt that was made is looked for first."""
        ended = deliveries.c.state.not_in((State.PLANNED, State.CLAIMED))
        self._connection.execute(
            update(deliveries)
            .where(*_one(delivery), ended)
            .values(
                state=State.PLANNED,
                due_at=at,
                turn_at=at,
                attempt=min(delivery.attempt, 1),
                fence=deliveries.c.fence + 1,
                reason=None,
                detail=None,
                ended_at=None,
            )
        )

    def withdraw_reminders(self, week: Week, member: Member) -> None:
        """Removes the reminders that are planned and have not been attempted."""
        self._connection.execute(WITHDRAW, scope(week, week=week.week_id, member=member.member_id))

    def next_due(self, at: datetime) -> Delivery | None:
        return self._first(NEXT_DUE, {"now": at})

    def next_turn(self) -> datetime | None:
        """The next instant at which a row is to be looked at; None where none waits."""
        return self._connection.execute(NEXT_TURN).scalar()

    def claim(self, delivery: Delivery, at: datetime) -> Delivery:
        values = {**_this(delivery), "now": at, "lease_ends": at + LEASE}
        return _delivery(self._connection.execute(CLAIM, values).one())

    def skip(self, delivery: Delivery, reason: Reason, at: datetime) -> None:
        self._connection.execute(SKIP, {**_this(delivery), "why": reason, "now": at})

    def hold(self, delivery: Delivery, until: datetime, reason: Reason) -> None:
        """Leaves it planned, to be looked at again then."""
        self._connection.execute(HOLD, {**_this(delivery), "until": until, "why": reason})

    def gather(self, delivery: Delivery, key: str) -> None:
        """Ties a reminder to the channel's post that mentions its member."""
        self._connection.execute(GATHER, {**_this(delivery), "the_key": key})

    def gathered(self, post: Delivery) -> list[Delivery]:
        """The reminders whose members this post mentions."""
        return self._every(GATHERED, scope(post, the_key=post.key))

    def gathering(self, delivery: Delivery) -> list[Delivery]:
        """The posts of the week that can still take in this reminder: of the same deadline, not attempted."""
        return self._every(GATHERING, scope(delivery, week=delivery.week_id, expires=delivery.expires_at))

    def get(self, course: Course, delivery_id: int) -> Delivery | None:
        return self._first(NAMED, scope(course, which=delivery_id))

    def with_key(self, course: Course, key: str) -> Delivery | None:
        return self._first(KEYED, scope(course, the_key=key))

    def of_member(self, week: Week, member: Member) -> list[Delivery]:
        """What was owed to the member in the week, and the posts that were to mention them."""
        own = self._every(OWN, scope(week, week=week.week_id, member=member.member_id))
        batches = sorted({row.batch for row in own if row.batch})
        posts = self._found(*_in(week), deliveries.c.key.in_(batches)) if batches else []
        return own + posts

    def of_no_week(self, course: Course) -> list[Delivery]:
        """What staff were told, and which inboxes were opened."""
        return self._found(*_in(course), deliveries.c.week_id.is_(None))

    def resume(self, course: Course) -> None:
        """What waits for the course's channel is due now."""
        self._connection.execute(
            update(deliveries)
            .where(
                *_in(course),
                deliveries.c.target_xid == course.channel_xid,
                deliveries.c.state == State.PLANNED,
                deliveries.c.reason.in_((Reason.NO_PERMISSION, Reason.CHANNEL_GONE)),
            )
            .values(turn_at=deliveries.c.due_at)
        )

    def follow(self, course: Course, channel_xid: int) -> None:
        """What waits for the course's channel, or failed there, goes to another.

        What was attempted may be there, and is looked for where it was sent.
        """
        untried = (deliveries.c.attempt == 0) | (deliveries.c.reason == Reason.CHANNEL_GONE)
        waits = (deliveries.c.state == State.PLANNED) & untried
        self._connection.execute(
            update(deliveries)
            .where(
                *_in(course),
                deliveries.c.target_xid == course.channel_xid,
                waits | (deliveries.c.state == State.FAILED),
            )
            .values(target_xid=channel_xid, turn_at=deliveries.c.due_at)
        )

    def record(self, delivery: Delivery, outcome: Outcome, at: datetime) -> bool:
        """Writes down how the attempt ended; False where the row was claimed anew meanwhile."""
        ended = {
            "the_fence": delivery.fence,
            "ends_as": outcome.state,
            "why": outcome.reason,
            "words": outcome.detail,
            "message": outcome.message_xid,
            "retry_at": outcome.retry_at,
            "ended": None if outcome.state is State.PLANNED else at,
        }
        # A first attempt that Discord refused outright left no message, so none needs to be looked for.
        undone = outcome.refused_outright and delivery.attempt == 1
        query = RECORD_UNDONE if undone else RECORD
        return self._connection.execute(query, {**_this(delivery), **ended}).first() is not None

    def release_leases(self) -> None:
        """At start-up: what an earlier life had claimed is due now."""
        self._connection.execute(
            update(deliveries)
            .where(deliveries.c.state == State.CLAIMED)
            .values(turn_at=func.coalesce(deliveries.c.first_attempt_at, deliveries.c.due_at))
        )

    def later_reminder_is_due(self, delivery: Delivery, at: datetime) -> bool:
        """Whether a reminder of the same week to the same member, planned for later, is due as well."""
        values = scope(delivery, week=delivery.week_id, member=delivery.member_id)
        found = self._connection.execute(LATER, {**values, "after": delivery.due_at, "now": at})
        return found.first() is not None

    def earlier_reminder(self, delivery: Delivery) -> bool:
        """Whether a reminder of the same week to the same member was planned for earlier."""
        values = scope(delivery, week=delivery.week_id, member=delivery.member_id)
        found = self._connection.execute(EARLIER, {**values, "before": delivery.due_at})
        return found.first() is not None

    def of_week(self, week: Week) -> list[Delivery]:
        return self._found(*_in(week), deliveries.c.week_id == week.week_id)

    def _found(self, *conditions: ColumnElement[bool]) -> list[Delivery]:
        return self._every(select(deliveries).where(*conditions).order_by(*IN_TURN))

    def _every(self, query: Select[Any], values: dict[str, Any] | None = None) -> list[Delivery]:
        return [_delivery(row) for row in self._connection.execute(query, values or {})]

    def _first(self, query: Select[Any], values: dict[str, Any]) -> Delivery | None:
        row = self._connection.execute(query, values).first()
        return None if row is None else _delivery(row)


def _planned(new: NewDelivery) -> dict[str, Any]:
    return {
        "guild_xid": new.guild_xid,
        "course_id": new.course_id,
        "kind": new.kind,
        "key": new.key,
        "marker": new.marker,
        "target_xid": new.target_xid,
        "week_id": new.week_id,
        "member_id": new.member_id,
        "claim_id": new.claim_id,
        "state": State.PLANNED,
        "due_at": new.due_at,
        "turn_at": new.due_at,
        "expires_at": new.expires_at,
        "attempt": 0,
        "fence": 0,
        "direct": new.direct,
        "about": new.about,
    }


def _in(course: Course | Week | Delivery) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return deliveries.c.guild_xid == course.guild_xid, deliveries.c.course_id == course.course_id


def _this(delivery: Delivery) -> dict[str, Any]:
    return scope(delivery, which=delivery.delivery_id)


def _one(delivery: Delivery) -> tuple[ColumnElement[bool], ...]:
    return (*_in(delivery), deliveries.c.delivery_id == delivery.delivery_id)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        delivery_id=row.delivery_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        kind=Kind(row.kind),
        key=row.key,
        marker=row.marker,
        target_xid=row.target_xid,
        week_id=row.week_id,
        member_id=row.member_id,
        claim_id=row.claim_id,
        state=State(row.state),
        due_at=row.due_at,
        expires_at=row.expires_at,
        attempt=row.attempt,
        first_attempt_at=row.first_attempt_at,
        fence=row.fence,
        reason=Reason(row.reason) if row.reason else None,
        detail=row.detail,
        message_xid=row.message_xid,
        ended_at=row.ended_at,
        direct=row.direct,
        batch=row.batch,
        about=row.about,
    )
