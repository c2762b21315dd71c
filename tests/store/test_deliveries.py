"""Deliveries: planned once, claimed with a fence, and ended by whoever holds it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from bot.actions.ports import Store, Tx
from bot.seminar.courses import Member
from bot.seminar.deliveries import LEASE, Delivery, Kind, NewDelivery, Outcome, Reason, State
from bot.seminar.weeks import Week
from bot.store.deliveries import NEXT_DUE, NEXT_TURN
from bot.store.roster import ANSWERED
from bot.store.weeks import NEXT_TURNS, TO_DISCUSS, TO_OPEN
from tests.factories import CHANNEL, DUE, GUILD, OPENS
from tests.store.world import World

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
SENT = Outcome(State.SENT, message_xid=6001)


def owed(
    world: World, key: str = "prompt:1", *, due_at: datetime = OPENS, kind: Kind = Kind.PROMPT
) -> NewDelivery:
    return NewDelivery(
        guild_xid=GUILD,
        course_id=world.course.course_id,
        kind=kind,
        key=key,
        target_xid=CHANNEL,
        week_id=world.week.week_id,
        due_at=due_at,
        expires_at=DUE,
        member_id=world.nari.member_id,
    )


async def planned(store: Store, world: World, new: NewDelivery) -> Delivery:
    await store.write(lambda tx: tx.deliveries.plan(new))
    return await find(store, world, new.key)


async def find(store: Store, world: World, key: str) -> Delivery:
    deliveries = await store.read(lambda tx: tx.deliveries.of_week(world.week))
    (found,) = [delivery for delivery in deliveries if delivery.key == key]
    return found


async def test_a_delivery_comes_back_as_it_was_planned(store: Store, world: World) -> None:
    new = owed(world, "reminder:1:1:360", kind=Kind.REMINDER)
    found = await planned(store, world, new)
    for name in ("guild_xid", "course_id", "kind", "key", "marker", "target_xid", "week_id", "member_id"):
        assert getattr(found, name) == getattr(new, name)
    assert (found.due_at, found.expires_at, found.claim_id) == (OPENS, DUE, None)
    assert (found.state, found.attempt, found.fence, found.first_attempt_at) == (State.PLANNED, 0, 0, None)
    assert (found.reason, found.detail, found.message_xid, found.ended_at) == (None, None, None, None)


async def test_planning_twice_plans_once(store: Store, world: World) -> None:
    first = await planned(store, world, owed(world))
    assert await planned(store, world, owed(world, due_at=OPENS + HOUR)) == first


async def test_what_is_due_comes_in_the_order_of_time(store: Store, world: World) -> None:
    late = await planned(store, world, owed(world, "late", due_at=OPENS + HOUR))
    early = await planned(store, world, owed(world, "early"))
    assert await store.read(lambda tx: tx.deliveries.next_turn()) == OPENS
    assert await store.read(lambda tx: tx.deliveries.next_due(OPENS - SECOND)) is None
    assert await store.read(lambda tx: tx.deliveries.next_due(OPENS + HOUR)) == early
    await store.write(lambda tx: tx.deliveries.skip(early, Reason.WEEK_SKIPPED, OPENS))
    assert await store.read(lambda tx: tx.deliveries.next_due(OPENS + HOUR)) == late
    assert await store.read(lambda tx: tx.deliveries.next_turn()) == OPENS + HOUR
    assert await store.read(lambda tx: tx.deliveries.of_week(world.twin_week)) == []


async def test_what_is_skipped_says_why_and_wakes_nobody(store: Store, world: World) -> None:
    delivery = await planned(store, world, owed(world))
    await store.write(lambda tx: tx.deliveries.skip(delivery, Reason.HANDED_IN, OPENS))
    skipped = replace(delivery, state=State.SKIPPED, reason=Reason.HANDED_IN, ended_at=OPENS)
    assert await find(store, world, delivery.key) == skipped
    assert await store.read(lambda tx: tx.deliveries.next_turn()) is None


async def test_who_claims_holds_the_row_until_the_lease_ends(store: Store, world: World) -> None:
    delivery = await planned(store, world, owed(world))
    claimed = await store.write(lambda tx: tx.deliveries.claim(delivery, OPENS))
    assert claimed == replace(delivery, state=State.CLAIMED, attempt=1, fence=1, first_attempt_at=OPENS)
    assert await store.read(lambda tx: tx.deliveries.next_due(OPENS + LEASE - SECOND)) is None
    assert await store.read(lambda tx: tx.deliveries.next_turn()) == OPENS + LEASE
    assert await store.read(lambda tx: tx.deliveries.next_due(OPENS + LEASE)) == claimed


async def test_the_first_attempt_keeps_its_time(store: Store, world: World) -> None:
    """History is searched from there on, however often it is tried."""
    delivery = await planned(store, world, owed(world))
    await store.write(lambda tx: tx.deliveries.claim(delivery, OPENS))
    again = await store.write(lambda tx: tx.deliveries.claim(delivery, OPENS + HOUR))
    assert (again.attempt, again.fence, again.first_attempt_at) == (2, 2, OPENS)


async def test_only_the_latest_claimer_writes_the_outcome(store: Store, world: World) -> None:
    delivery = await planned(store, world, owed(world))
    slow = await store.write(lambda tx: tx.deliveries.claim(delivery, OPENS))
    quick = await store.write(lambda tx: tx.deliveries.claim(delivery, OPENS + LEASE))
    failed = Outcome(State.FAILED, Reason.REFUSED, "50035")
    assert not await store.write(lambda tx: tx.deliveries.record(slow, failed, OPENS + LEASE))
    assert await find(store, world, delivery.key) == quick
    assert await store.write(lambda tx: tx.deliveries.record(quick, SENT, OPENS + LEASE))
    sent = replace(quick, state=State.SENT, message_xid=6001, ended_at=OPENS + LEASE)
    assert await find(store, world, delivery.key) == sent
    assert await store.read(lambda tx: tx.deliveries.next_turn()) is None


async def test_what_is_to_be_tried_again_has_no_end_yet(store: Store, world: World) -> None:
    delivery = await planned(store, world, owed(world))
    claimed = await store.write(lambda tx: tx.deliveries.claim(delivery, OPENS))
    again = Outcome(State.PLANNED, Reason.UNREACHABLE, "503", retry_at=OPENS + HOUR)
    assert await store.write(lambda tx: tx.deliveries.record(claimed, again, OPENS))
    found = await find(store, world, delivery.key)
    assert (found.state, found.reason, found.detail, found.ended_at) == (
        State.PLANNED,
        Reason.UNREACHABLE,
        "503",
        None,
    )
    assert await store.read(lambda tx: tx.deliveries.next_turn()) == OPENS + HOUR


async def test_at_start_up_what_was_claimed_is_due_at_once(store: Store, world: World) -> None:
    claimed = await planned(store, world, owed(world, "claimed"))
    waiting = await planned(store, world, owed(world, "waiting", due_at=OPENS + HOUR))
    await store.write(lambda tx: tx.deliveries.claim(claimed, OPENS))
    await store.write(lambda tx: tx.deliveries.release_leases())
    due = await store.read(lambda tx: tx.deliveries.next_due(OPENS))
    assert due is not None
    assert (due.key, due.state, due.attempt) == ("claimed", State.CLAIMED, 1)
    assert await find(store, world, "waiting") == waiting


async def test_what_was_not_attempted_can_be_withdrawn(store: Store, world: World) -> None:
    await planned(store, world, owed(world, "48h", kind=Kind.REMINDER))
    prompt = await planned(store, world, owed(world))
    for week, member in ((world.twin_week, world.nari), (world.week, world.bora)):
        await store.write(partial(_withdraw, week=week, member=member))
        assert len(await store.read(lambda tx: tx.deliveries.of_week(world.week))) == 2
    await store.write(partial(_withdraw, week=world.week, member=world.nari))
    assert await store.read(lambda tx: tx.deliveries.of_week(world.week)) == [prompt]


async def test_what_was_attempted_or_has_ended_stays(store: Store, world: World) -> None:
    delivery = await planned(store, world, owed(world, "48h", kind=Kind.REMINDER))
    skipped = await planned(store, world, owed(world, "6h", kind=Kind.REMINDER))
    await store.write(lambda tx: tx.deliveries.skip(skipped, Reason.OPTED_OUT, OPENS))
    claimed = await store.write(lambda tx: tx.deliveries.claim(delivery, OPENS))

    async def assert_both_stay() -> None:
        before = await store.read(lambda tx: tx.deliveries.of_week(world.week))
        await store.write(partial(_withdraw, week=world.week, member=world.nari))
        assert await store.read(lambda tx: tx.deliveries.of_week(world.week)) == before
        assert len(before) == 2

    await assert_both_stay()
    again = Outcome(State.PLANNED, Reason.UNREACHABLE, "503", retry_at=OPENS + HOUR)
    await store.write(lambda tx: tx.deliveries.record(claimed, again, OPENS))
    await assert_both_stay()
    await store.write(lambda tx: tx.deliveries.record(claimed, SENT, OPENS))
    await assert_both_stay()


def _withdraw(tx: Tx, *, week: Week, member: Member) -> None:
    tx.deliveries.withdraw_reminders(week, member)


async def test_a_later_reminder_that_is_due_as_well_is_seen(store: Store, world: World) -> None:
    early = await planned(store, world, owed(world, "48h", kind=Kind.REMINDER))
    late = await planned(store, world, owed(world, "6h", kind=Kind.REMINDER, due_at=OPENS + HOUR))
    await planned(store, world, owed(world, "prompt", due_at=OPENS + SECOND))

    async def later_is_due(delivery: Delivery, at: datetime) -> bool:
        return await store.read(lambda tx: tx.deliveries.later_reminder_is_due(delivery, at))

    assert not await later_is_due(early, OPENS + HOUR - SECOND)
    assert await later_is_due(early, OPENS + HOUR)
    assert not await later_is_due(late, OPENS + HOUR)
    assert not await later_is_due(replace(early, member_id=world.bora.member_id), OPENS + HOUR)
    await store.write(lambda tx: tx.deliveries.skip(late, Reason.OPTED_OUT, OPENS))
    assert not await later_is_due(early, OPENS + HOUR)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (NEXT_DUE, "ix_deliveries_turn"),
        (NEXT_TURN, "ix_deliveries_turn"),
        (TO_OPEN, "ix_weeks_to_open"),
        (TO_DISCUSS, "ix_weeks_to_discuss"),
        (NEXT_TURNS, "ix_weeks_to_open"),
        (NEXT_TURNS, "ix_weeks_to_discuss"),
        (ANSWERED, "ix_deliveries_week_id"),
    ],
)
def test_what_is_often_asked_needs_no_value_to_find_its_index(
    file: Path, query: Select[Any], index: str
) -> None:
    asked = query.compile(dialect=sqlite.dialect())
    with closing(sqlite3.connect(file)) as database:
        plan = database.execute(f"EXPLAIN QUERY PLAN {asked}", [None] * len(asked.positiontup or ()))
        steps = [step for *_, step in plan]
    assert any(f"USING INDEX {index}" in step for step in steps), steps


async def test_an_earlier_reminder_of_the_same_week_is_known(store: Store, world: World) -> None:
    first = await planned(store, world, owed(world, "reminder:1", kind=Kind.REMINDER))
    second = await planned(store, world, owed(world, "reminder:2", kind=Kind.REMINDER, due_at=OPENS + HOUR))
    prompt = await planned(store, world, owed(world, due_at=OPENS - HOUR))
    known = await store.read(lambda tx: [*map(tx.deliveries.earlier_reminder, (first, second, prompt))])
    assert known == [False, True, False]


async def test_several_are_planned_at_once_and_those_that_exist_stay(store: Store, world: World) -> None:
    first = await planned(store, world, owed(world))
    both = owed(world, due_at=OPENS + HOUR), owed(world, "prompt:2")
    await store.write(lambda tx: tx.deliveries.plan(*both))
    assert await find(store, world, "prompt:1") == first
    assert (await find(store, world, "prompt:2")).due_at == OPENS
