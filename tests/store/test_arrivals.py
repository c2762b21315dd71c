"""Texts that reached us and that no version holds: nothing of them is lost or changed."""

from __future__ import annotations

import pytest

from bot.actions.ports import Store
from bot.seminar.reports import Arrival, Kept
from tests.factories import arrival
from tests.store.world import World

TEXT = "발표자는 길이 방이라고 했다.\r\n"


@pytest.mark.parametrize(
    "came",
    [
        arrival(text=TEXT),
        arrival(text=""),
        arrival(text="NUL \x00, a lone surrogate \ud800, \ufeff"),
        arrival(text="", file_name="3주차 보고서.docx", file=bytes(range(256))),
    ],
    ids=["form", "empty", "broken", "file"],
)
async def test_what_arrived_comes_back_as_it_came(store: Store, world: World, came: Arrival) -> None:
    await store.write(lambda tx: tx.arrivals.add(came, world.course, 3))
    kept = await store.read(lambda tx: tx.arrivals.get(world.course, came.arrival_xid, came.user_xid))
    assert kept == Kept(came, 3)


async def test_what_arrives_twice_is_kept_once_as_it_came_first(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.arrivals.add(arrival(), world.course, None))
    await store.write(lambda tx: tx.arrivals.add(arrival(text="other"), world.course, 2))
    kept = await store.read(lambda tx: tx.arrivals.get(world.course, 5001, 9001))
    assert kept == Kept(arrival(), None)


async def test_a_text_is_its_authors_alone(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.arrivals.add(arrival(), world.course, None))
    assert await store.read(lambda tx: tx.arrivals.get(world.course, 5001, 9002)) is None
    assert await store.read(lambda tx: tx.arrivals.get(world.twin, 5001, 9001)) is None


async def test_what_is_removed_is_gone_from_its_course_alone(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.arrivals.add(arrival(), world.course, None))
    await store.write(lambda tx: tx.arrivals.add(arrival(arrival_xid=5002), world.course, None))
    await store.write(lambda tx: tx.arrivals.remove(world.twin, 5001))
    assert await store.read(lambda tx: tx.arrivals.get(world.course, 5001, 9001)) is not None
    await store.write(lambda tx: tx.arrivals.remove(world.course, 5001))
    assert await store.read(lambda tx: tx.arrivals.get(world.course, 5001, 9001)) is None
    assert await store.read(lambda tx: tx.arrivals.get(world.course, 5002, 9001)) is not None
