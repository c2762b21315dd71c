"""Reports: immutable versions, and what was read in them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.actions.ports import Store, Tx
from bot.seminar.alike import Handed
from bot.seminar.courses import Role
from bot.seminar.participation import Taken
from bot.seminar.reports import Finding, FindingKind, Header, Reading, Speaker, Statement, Unread, Version
from tests.factories import OPENS, arrival
from tests.store.world import World, hand_in, reading

TEXT = "The presenter argued that pavements are rooms. I am not"


async def first(store: Store, world: World) -> Version:
    return await store.write(lambda tx: hand_in(tx, world, world.nari, 1, TEXT))


async def save(store: Store, version: Version, read: Reading | None) -> None:
    await store.write(lambda tx: tx.reports.save_reading(version, read))


async def test_a_version_comes_back_as_it_was_handed_in(store: Store, world: World) -> None:
    came = arrival(text=TEXT, file_name="week 1.txt", file=b"\xff\x00")
    version = await store.write(lambda tx: tx.reports.add(world.course, world.week, world.nari, 1, came))
    assert (version.number, version.text, version.source) == (1, TEXT, came.source)
    assert (version.arrival_xid, version.received_at) == (came.arrival_xid, came.received_at)
    found = await store.read(
        lambda tx: (
            tx.reports.get(world.nari, version.version_id),
            tx.reports.latest(world.week, world.nari),
            tx.reports.version(world.week, world.nari, 1),
            tx.reports.last(world.nari),
        )
    )
    assert found == (version,) * 4


async def test_versions_are_found_by_number_the_latest_without(store: Store, world: World) -> None:
    one = await first(store, world)
    two = await store.write(lambda tx: hand_in(tx, world, world.nari, 2, "Better."))
    assert (one.number, two.number) == (1, 2)
    assert await store.read(lambda tx: tx.reports.latest(world.week, world.nari)) == two
    assert await store.read(lambda tx: tx.reports.version(world.week, world.nari, 1)) == one
    assert await store.read(lambda tx: tx.reports.version(world.week, world.nari, 3)) is None


async def test_the_last_report_is_of_whichever_week(store: Store, world: World) -> None:
    await first(store, world)
    came = arrival(arrival_xid=2)
    later = await store.write(lambda tx: tx.reports.add(world.course, world.next_week, world.nari, 1, came))
    assert await store.read(lambda tx: tx.reports.last(world.nari)) == later
    assert await store.read(lambda tx: tx.reports.last(world.bora)) is None


async def test_nobody_sees_a_version_of_somebody_else_or_elsewhere(store: Store, world: World) -> None:
    version = await first(store, world)
    found = await store.read(
        lambda tx: (
            tx.reports.latest(world.week, world.bora),
            tx.reports.latest(world.next_week, world.nari),
            tx.reports.version(world.week, world.bora, 1),
            tx.reports.get(world.bora, version.version_id),
        )
    )
    assert found == (None,) * 4
    assert await store.read(lambda tx: tx.reports.history(world.bora, TEXT)) == []


async def test_one_interaction_makes_one_version(store: Store, world: World) -> None:
    await first(store, world)
    with pytest.raises(IntegrityError):
        await store.write(lambda tx: hand_in(tx, world, world.bora, 1))


async def test_the_history_tells_each_version_and_whether_it_is_the_text_at_hand(
    store: Store, world: World
) -> None:
    version = await first(store, world)
    await store.write(lambda tx: hand_in(tx, world, world.nari, 2, "Better."))
    other = arrival(arrival_xid=3, text=TEXT)
    await store.write(lambda tx: tx.reports.add(world.course, world.next_week, world.nari, 1, other))
    history = await store.read(lambda tx: tx.reports.history(world.nari, TEXT))
    week, next_week = world.week.week_id, world.next_week.week_id
    assert [(one.week_id, one.number, one.arrival_xid) for one in history] == [
        (week, 1, version.arrival_xid),
        (week, 2, 2),
        (next_week, 1, 3),
    ]
    assert [one.same_text for one in history] == [True, False, True]
    assert not any(one.same_text for one in await store.read(lambda tx: tx.reports.history(world.nari, "x")))


async def test_who_has_handed_in_is_counted_once(store: Store, world: World) -> None:
    def work(tx: Tx) -> None:
        for xid, member in enumerate((world.nari, world.nari, world.bora), start=1):
            hand_in(tx, world, member, xid)

    await store.write(work)
    assert await store.read(lambda tx: tx.reports.count(world.week)) == 2
    assert await store.read(lambda tx: tx.reports.count(world.next_week)) == 0
    taken = await store.read(lambda tx: tx.reports.taken(world.nari))
    assert taken == {world.week.week_id: Taken(first_received_at=OPENS + timedelta(minutes=1), versions=2)}


async def test_what_was_read_comes_back(store: Store, world: World) -> None:
    version = await first(store, world)
    read = Reading(
        language="ko",
        header=Header(1, "2031-00417", "오나리", "길", "손님"),
        findings=(
            Finding(FindingKind.UNFINISHED_SENTENCE, 47, 55),
            Finding(FindingKind.MISSING_PART, 55, 55, "느낀 점"),
        ),
        statements=(Statement(0, 46, Speaker.PRESENTER, 0.75), Statement(47, 55, Speaker.STUDENT, 0.25)),
    )
    assert await store.read(lambda tx: tx.reports.reading(version)) is None
    await store.write(lambda tx: tx.reports.save_reading(version, read))
    assert await store.read(lambda tx: tx.reports.reading(version)) == read


async def test_versions_wait_for_their_reading_in_order(store: Store, world: World) -> None:
    one = await first(store, world)
    two = await store.write(lambda tx: hand_in(tx, world, world.bora, 2))
    topic = world.week.topic
    assert await store.read(lambda tx: tx.reports.unread(9)) == [Unread(one, topic), Unread(two, topic)]
    assert await store.read(lambda tx: tx.reports.unread(1)) == [Unread(one, topic)]
    await store.write(lambda tx: tx.reports.save_reading(one, reading()))
    assert await store.read(lambda tx: tx.reports.unread(9)) == [Unread(two, topic)]


async def test_a_text_that_cannot_be_read_waits_no_more(store: Store, world: World) -> None:
    version = await first(store, world)
    await store.write(lambda tx: tx.reports.save_reading(version, None))
    assert await store.read(lambda tx: tx.reports.unread(9)) == []
    assert await store.read(lambda tx: tx.reports.reading(version)) is None


async def test_a_version_can_be_read_again(store: Store, world: World) -> None:
    version = await first(store, world)
    for read in (None, reading((0, 13)), reading((0, 46), (47, 55))):
        await save(store, version, read)
        assert await store.read(lambda tx: tx.reports.reading(version)) == read
    texts = [one.text for one in await store.read(lambda tx: tx.claims.passages(world.week))]
    assert texts == [TEXT[:46], TEXT[47:]]


async def test_statements_are_of_the_latest_version_in_whichever_order_they_are_read(
    store: Store, world: World
) -> None:
    one = await first(store, world)
    two = await store.write(lambda tx: hand_in(tx, world, world.nari, 2, "Rooms have doors. Do they?"))
    for version in (one, two, one):
        await save(store, version, reading((0, 17)))
    passages = await store.read(lambda tx: tx.claims.passages(world.week))
    assert [one.text for one in passages] == ["Rooms have doors."]


async def test_a_reading_touches_nobody_elses_statements(store: Store, world: World) -> None:
    one = await first(store, world)
    two = await store.write(lambda tx: hand_in(tx, world, world.bora, 2))
    for version in (one, two):
        await save(store, version, reading((0, 9)))
    passages = await store.read(lambda tx: tx.claims.passages(world.week))
    assert [one.member_id for one in passages] == [world.nari.member_id, world.bora.member_id]


async def test_the_same_text_is_found_in_its_course_alone(store: Store, world: World) -> None:
    def work(tx: Tx) -> list[tuple[Handed, Handed]]:
        stranger = tx.members.add(world.twin, 9003, Role.STUDENT, OPENS)
        came = arrival(arrival_xid=1, user_xid=9003, received_at=OPENS, text="Pavements are rooms.")
        tx.reports.add(world.twin, world.twin_week, stranger, 1, came)
        first, second = hand_in(tx, world, world.nari, 2), hand_in(tx, world, world.bora, 3)
        tx.reports.withdraw(world.week, world.nari, OPENS)
        assert first.received_at < second.received_at
        return tx.reports.same_texts(world.week)

    ((later, earlier),) = await store.write(work)
    assert (later.member_id, later.week, later.number) == (world.bora.member_id, 1, 1)
    assert (earlier.member_id, earlier.week, earlier.number) == (world.nari.member_id, 1, 1)
    assert earlier.received_at == OPENS + timedelta(minutes=2)


async def test_who_is_in_is_known_without_a_text(store: Store, world: World) -> None:
    version = await first(store, world)
    await store.write(lambda tx: hand_in(tx, world, world.nari, 2, "Better."))

    def known(tx: Tx) -> tuple[list[bool], dict[int, Taken], dict[int, Taken]]:
        there = [tx.reports.is_in(world.week, who) for who in (world.nari, world.bora)]
        return there, tx.reports.taken_in(world.week), tx.reports.taken_in(world.next_week)

    both = Taken(first_received_at=version.received_at, versions=2)
    assert await store.read(known) == ([True, False], {world.nari.member_id: both}, {})
    await store.write(lambda tx: tx.reports.withdraw(world.week, world.nari, OPENS))
    assert await store.read(known) == ([False, False], {}, {})
