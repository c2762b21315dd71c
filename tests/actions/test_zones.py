"""A state changes the rules of its zone: the hour on the wall stays, for whatever has not come yet."""

from __future__ import annotations

import importlib.resources
import shutil
import sqlite3
import zoneinfo
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.actions.weeks import open_next
from bot.actions.zones import keep_wall_times, note_wall_times
from bot.seminar.weeks import Allowance, Week, WeekState
from bot.store.engine import SqliteStore
from tests.factories import DUE, OPENS, new_course, new_week, times
from tests.fakes import FrozenClock
from tests.store.world import World, settle_in

HOUR = timedelta(hours=1)
BEFORE = OPENS - timedelta(days=3)
OLD, NEW = "2026f", "2027a"


@contextmanager
def one_hour_ahead(folder: Path) -> Generator[None]:
    """From now on Seoul's clocks show what Vladivostok's do: UTC+10 in place of UTC+9."""
    target = folder / "Asia" / "Seoul"
    target.parent.mkdir(parents=True)
    with importlib.resources.as_file(importlib.resources.files("tzdata.zoneinfo.Asia")) as zones:
        shutil.copy(zones / "Vladivostok", target)
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=[str(folder)])
    ZoneInfo.clear_cache(only_keys=["Asia/Seoul"])
    try:
        yield
    finally:
        zoneinfo.reset_tzpath(to=before)
        ZoneInfo.clear_cache(only_keys=["Asia/Seoul"])


@pytest.fixture
async def world(store: SqliteStore) -> World:
    assert new_course().zone == "Asia/Seoul"
    return await settle_in(store)


async def weeks_of(store: SqliteStore, world: World) -> list[Week]:
    return await store.read(lambda tx: tx.weeks.of_course(world.course))


async def test_what_lies_ahead_keeps_its_hour_on_the_wall(
    store: SqliteStore, world: World, tmp_path: Path
) -> None:
    clock = FrozenClock(BEFORE)
    assert await keep_wall_times(store, clock, OLD) == 0
    assert await note_wall_times(store) == 3
    assert await note_wall_times(store) == 0
    with one_hour_ahead(tmp_path):
        assert await keep_wall_times(store, clock, NEW) == 3
        assert await keep_wall_times(store, clock, NEW) == 0
        first, second = await weeks_of(store, world)
        assert first.times == times(opens=OPENS - HOUR, due=DUE - HOUR, cutoff=world.week.times.cutoff - HOUR)
        assert second.times.due == world.next_week.times.due - HOUR
        assert await note_wall_times(store) == 0
        assert await keep_wall_times(store, clock, "2027b") == 0, "the rules are the same"


async def test_what_has_come_stays_and_its_reminders_move(
    store: SqliteStore, world: World, tmp_path: Path
) -> None:
    clock = FrozenClock(OPENS)
    await keep_wall_times(store, clock, OLD)
    await note_wall_times(store)
    while await open_next(store, clock):
        pass
    before = await store.read(lambda tx: tx.deliveries.of_week(world.week))
    with one_hour_ahead(tmp_path):
        await keep_wall_times(store, clock, NEW)
        first, _ = await weeks_of(store, world)
    assert first.times.opens == OPENS
    assert first.times.due == DUE - HOUR
    after = await store.read(lambda tx: tx.deliveries.of_week(world.week))
    assert len(after) == len(before)
    moved = {one.due_at for one in after if one.member_id == world.nari.member_id}
    assert moved == {one.due_at - HOUR for one in before if one.member_id == world.nari.member_id}
    assert moved


async def test_a_week_that_was_changed_since_is_not_changed_back(
    store: SqliteStore, world: World, tmp_path: Path
) -> None:
    clock = FrozenClock(BEFORE)
    await keep_wall_times(store, clock, OLD)
    await note_wall_times(store)
    later = times(due=DUE + HOUR, cutoff=DUE + 50 * HOUR)
    await store.write(lambda tx: tx.walls.retime(world.week, later))
    with one_hour_ahead(tmp_path):
        await keep_wall_times(store, clock, NEW)
        assert (await weeks_of(store, world))[0].times == later


async def test_rules_that_turn_the_order_around_change_nothing(
    store: SqliteStore, world: World, tmp_path: Path
) -> None:
    """Half an hour after it has opened, an hour less would be due before it opened."""
    short = times(due=OPENS + HOUR / 2, cutoff=OPENS + HOUR)
    week = await store.write(lambda tx: tx.weeks.add(world.course, new_week(number=9, when=short)))
    clock = FrozenClock(OPENS)
    await keep_wall_times(store, clock, OLD)
    await note_wall_times(store)
    with one_hour_ahead(tmp_path):
        await keep_wall_times(store, clock, NEW)
        assert next(one for one in await weeks_of(store, world) if one.number == week.number).times == short


async def allow(store: SqliteStore, world: World, due: datetime) -> None:
    """What staff grant Nari in the first week."""
    await store.write(lambda tx: tx.weeks.allow(world.course, world.week, world.nari, Allowance(due=due)))


async def nari_has_until(store: SqliteStore, world: World) -> datetime | None:
    return (await store.read(lambda tx: tx.weeks.allowance(world.week, world.nari))).due


async def test_a_deadline_granted_to_one_student_keeps_its_hour_too(
    store: SqliteStore, world: World, tmp_path: Path
) -> None:
    clock = FrozenClock(DUE + HOUR)
    await keep_wall_times(store, clock, OLD)
    await store.write(lambda tx: tx.weeks.set_state(world.week, WeekState.DISCUSSING))
    await allow(store, world, DUE + 72 * HOUR)
    await allow_another(store, world, DUE + HOUR / 2)
    with one_hour_ahead(tmp_path):
        assert await keep_wall_times(store, clock, NEW) == 1
        assert await nari_has_until(store, world) == DUE + 71 * HOUR
        assert await keep_wall_times(store, clock, "2027b") == 0, "the rules are the same"
        owed = await store.read(lambda tx: tx.deliveries.of_member(world.week, world.nari))
        assert {one.expires_at for one in owed} == {DUE + 71 * HOUR}
    bora = await store.read(lambda tx: tx.weeks.allowance(world.week, world.bora))
    assert bora.due == DUE + HOUR / 2, "what has come stays"


async def allow_another(store: SqliteStore, world: World, due: datetime) -> None:
    await store.write(lambda tx: tx.weeks.allow(world.course, world.week, world.bora, Allowance(due=due)))


async def test_deadlines_that_earlier_versions_granted_are_noted(
    store: SqliteStore, world: World, file: Path, tmp_path: Path
) -> None:
    clock = FrozenClock(OPENS)
    await keep_wall_times(store, clock, OLD)
    await allow(store, world, DUE + 24 * HOUR)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE allowances SET wall = NULL, wall_zone = NULL")
    assert await store.read(lambda tx: len(tx.walls.unnoted_grants(9))) == 1
    await note_wall_times(store)
    assert await store.read(lambda tx: tx.walls.unnoted_grants(9)) == []
    with one_hour_ahead(tmp_path):
        await keep_wall_times(store, clock, NEW)
        assert await nari_has_until(store, world) == DUE + 23 * HOUR


async def test_who_is_excused_has_no_hour_to_keep(store: SqliteStore, world: World) -> None:
    await store.write(
        lambda tx: tx.weeks.allow(world.course, world.week, world.nari, Allowance(excused=True))
    )
    await note_wall_times(store)
    assert await store.read(lambda tx: tx.walls.grants(OPENS - HOUR)) == []
