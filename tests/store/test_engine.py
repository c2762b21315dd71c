"""Transactions: what shares a commit, what is undone, and what a full or locked database does."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import IntegrityError

from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course
from bot.store import engine
from bot.store.engine import GROUP_LIMIT, SqliteStore, StoreUnavailable
from bot.store.seal import Seal
from tests.factories import GUILD, OPENS, arrival, new_course, new_week
from tests.store.world import World

LARGE = "Pavements are rooms. " * 20_000
PATIENCE = 20.0


class Refused(Exception):
    """What a work of ours raises."""


def add_course(tx: Tx, channel_xid: int) -> Course:
    return tx.courses.add(new_course(channel_xid=channel_xid), OPENS)


async def adds(store: Store, channel_xid: int) -> Course:
    return await store.write(lambda tx: add_course(tx, channel_xid))


async def channels(store: Store) -> list[int]:
    return [course.channel_xid for course in await store.read(lambda tx: tx.courses.of_guild(GUILD))]


@asynccontextmanager
async def writer_busy(store: Store) -> AsyncIterator[None]:
    """Keeps the writer in a transaction of its own; what is asked for meanwhile waits together."""
    entered, leave = threading.Event(), threading.Event()

    def work(_tx: Tx) -> None:
        entered.set()
        leave.wait(PATIENCE)

    busy = asyncio.create_task(store.write(work))
    assert await asyncio.to_thread(entered.wait, PATIENCE)
    try:
        yield
    finally:
        leave.set()
        await busy


async def asked(*writes: asyncio.Task[Course]) -> None:
    """Lets the tasks put their writes in the writer's queue."""
    await asyncio.sleep(0)
    assert not any(write.done() for write in writes)


@pytest.fixture
def commits(store: SqliteStore) -> list[Connection]:
    """One entry for each commit from now on."""
    seen: list[Connection] = []
    event.listen(store.engine, "commit", seen.append)
    return seen


async def test_a_write_can_be_read_once_it_has_returned(store: SqliteStore) -> None:
    for channel_xid in range(1, 21):
        await adds(store, channel_xid)
        assert (await channels(store))[-1] == channel_xid


async def test_writes_that_wait_together_share_a_commit(
    store: SqliteStore, commits: list[Connection]
) -> None:
    async with writer_busy(store):
        waiting = [asyncio.create_task(adds(store, xid)) for xid in range(GROUP_LIMIT)]
        await asked(*waiting)
    await asyncio.gather(*waiting)
    assert len(commits) == 2
    assert await channels(store) == list(range(GROUP_LIMIT))


async def test_a_group_has_its_limit(store: SqliteStore, commits: list[Connection]) -> None:
    async with writer_busy(store):
        waiting = [asyncio.create_task(adds(store, xid)) for xid in range(GROUP_LIMIT + 1)]
        await asked(*waiting)
    await asyncio.gather(*waiting)
    assert len(commits) == 3


async def test_an_exception_undoes_its_own_writes_alone(
    store: SqliteStore, commits: list[Connection]
) -> None:
    def breaks(tx: Tx) -> Course:
        add_course(tx, 2)
        raise Refused

    def repeats(tx: Tx) -> Course:
        add_course(tx, 3)
        return add_course(tx, 1)

    async with writer_busy(store):
        waiting = [
            asyncio.create_task(store.write(work))
            for work in (lambda tx: add_course(tx, 1), breaks, repeats, lambda tx: add_course(tx, 4))
        ]
        await asked(*waiting)
    first, second, third, fourth = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(second, Refused)
    assert isinstance(third, IntegrityError)
    assert [one.channel_xid for one in (first, fourth) if isinstance(one, Course)] == [1, 4]
    assert await channels(store) == [1, 4]
    assert len(commits) == 2


async def test_an_exception_undoes_its_writes_also_where_nobody_else_writes(store: SqliteStore) -> None:
    def breaks(tx: Tx) -> Course:
        add_course(tx, 1)
        raise Refused

    with pytest.raises(Refused):
        await store.write(breaks)
    await store.write(lambda tx: add_course(tx, 2))
    assert await channels(store) == [2]


async def test_who_is_cancelled_takes_nobody_along(store: SqliteStore) -> None:
    """A cancelled caller's write may have begun or not; the writer goes on either way."""
    async with writer_busy(store):
        waiting = [asyncio.create_task(adds(store, xid)) for xid in (1, 2, 3)]
        await asked(*waiting)
        waiting[1].cancel()
        await asyncio.wait([waiting[1]])
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(done[1], asyncio.CancelledError)
    assert await channels(store) == [1, 3]
    await adds(store, 4)


async def test_who_is_cancelled_while_writing_takes_nobody_along(store: SqliteStore) -> None:
    entered, leave = threading.Event(), threading.Event()

    def work(tx: Tx) -> None:
        entered.set()
        leave.wait(PATIENCE)
        add_course(tx, 1)

    writing = asyncio.create_task(store.write(work))
    assert await asyncio.to_thread(entered.wait, PATIENCE)
    writing.cancel()
    await asyncio.wait([writing])
    leave.set()
    await adds(store, 2)
    assert await channels(store) == [1, 2]


async def test_reads_neither_wait_for_a_write_nor_see_it_half_done(store: SqliteStore) -> None:
    written, leave = threading.Event(), threading.Event()

    def work(tx: Tx) -> None:
        add_course(tx, 1)
        written.set()
        leave.wait(PATIENCE)

    writing = asyncio.create_task(store.write(work))
    assert await asyncio.to_thread(written.wait, PATIENCE)
    assert await channels(store) == []
    leave.set()
    await writing
    assert await channels(store) == [1]


async def test_a_read_sees_one_moment(store: SqliteStore) -> None:
    """A write that is committed between two queries of one read is not seen by the second."""
    name = str(store.engine.url.database)
    with closing(sqlite3.connect(name, check_same_thread=False)) as other:

        def work(tx: Tx) -> tuple[int, int]:
            before = len(tx.courses.of_guild(GUILD))
            other.execute("UPDATE courses SET guild_xid = 1")
            other.commit()
            return before, len(tx.courses.of_guild(GUILD))

        await adds(store, 1)
        assert await store.read(work) == (1, 1)
    assert await channels(store) == []


async def test_a_read_cannot_write(store: SqliteStore) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        await store.read(lambda tx: add_course(tx, 1))
    assert await channels(store) == []


async def test_an_exception_in_a_read_reaches_the_caller(store: SqliteStore) -> None:
    def work(_tx: Tx) -> None:
        raise Refused

    for _ in range(10):
        with pytest.raises(Refused):
            await store.read(work)


async def test_cancelled_reads_leave_room_for_others(store: SqliteStore) -> None:
    for _ in range(5):
        reading = [asyncio.create_task(channels(store)) for _ in range(8)]
        await asyncio.sleep(0)
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
    assert await channels(store) == []


async def test_a_full_disk_fails_all_that_waits_and_nothing_after(store: SqliteStore, world: World) -> None:
    """The limit stands for a disk: it is set at each transaction's beginning, and lifted in the end."""
    pages = [0]

    @event.listens_for(store.engine, "begin")
    def limit(connection: Connection) -> None:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages[0] or used + 4}")

    def large(tx: Tx) -> Course:
        tx.arrivals.add(arrival(text=LARGE), world.course, None)
        return world.course

    async with writer_busy(store):
        works = (lambda tx: add_course(tx, 1), large, lambda tx: add_course(tx, 2))
        waiting = [asyncio.create_task(store.write(work)) for work in works]
        await asked(*waiting)
    failed = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in failed] == [StoreUnavailable] * 3
    assert {str(one) for one in failed} == {"database or disk is full"}
    before = await channels(store)
    assert before == [world.course.channel_xid, world.twin.channel_xid]

    pages[0] = 1_000_000
    await store.write(large)
    await adds(store, 3)
    assert await channels(store) == [*before, 3]
    kept = await store.read(lambda tx: tx.arrivals.get(world.course, 5001, 9001))
    assert kept is not None
    assert kept.arrival.text == LARGE


async def test_a_lock_that_is_held_too_long_fails_the_write_and_nothing_after(
    file: Path, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    store = SqliteStore(f"sqlite:///{file}", seal)
    store.open()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = [asyncio.create_task(adds(store, xid)) for xid in (1, 2)]
        failed = await asyncio.gather(*waiting, return_exceptions=True)
        assert [str(one) for one in failed] == ["database is locked"] * 2
        assert {type(one) for one in failed} == {StoreUnavailable}
        other.execute("ROLLBACK")
    await adds(store, 3)
    assert await channels(store) == [3]
    await store.close()


async def test_a_write_holds_the_lock_from_its_first_query_on(file: Path, store: SqliteStore) -> None:
    """What it has read cannot change before it writes; a lock taken later would fail on a stale snapshot."""

    def work(tx: Tx) -> None:
        tx.courses.of_guild(GUILD)
        with closing(sqlite3.connect(file, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("DELETE FROM courses")
        add_course(tx, 1)

    await store.write(work)
    assert await channels(store) == [1]


async def test_a_lock_that_is_released_in_time_delays_the_write(file: Path, store: SqliteStore) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(adds(store, 1))
        await asked(writing)
        other.execute("ROLLBACK")
    await writing
    assert await channels(store) == [1]


async def test_closing_ends_after_the_last_write(file: Path, seal: Seal) -> None:
    store = SqliteStore(f"sqlite:///{file}", seal)
    store.open()
    async with writer_busy(store):
        writing = asyncio.create_task(adds(store, 1))
        await asked(writing)
        closing_store = asyncio.create_task(store.close())
        await asyncio.sleep(0)
        with pytest.raises(StoreUnavailable, match="not open"):
            await adds(store, 2)
    await closing_store
    assert (await writing).channel_xid == 1
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT channel_xid FROM courses").fetchall() == [(1,)]


async def test_a_store_that_is_not_open_takes_no_write(file: Path, seal: Seal) -> None:
    store = SqliteStore(f"sqlite:///{file}", seal)
    with pytest.raises(StoreUnavailable, match="not open"):
        await adds(store, 1)
    await store.close()


def test_closing_leaves_no_thread(file: Path, seal: Seal) -> None:
    async def life() -> None:
        store = SqliteStore(f"sqlite:///{file}", seal)
        store.open()
        await adds(store, 1)
        await asyncio.gather(*(channels(store) for _ in range(6)))
        await store.close()
        await store.close()

    before = set(threading.enumerate())
    asyncio.run(life())
    assert set(threading.enumerate()) - before == set()


async def test_what_the_file_promises(store: SqliteStore) -> None:
    """Every commit is on the disk before it is acknowledged, and rows point at rows."""
    found: dict[str, object] = {}

    @event.listens_for(store.engine, "begin")
    def look(connection: Connection) -> None:
        for pragma in ("journal_mode", "synchronous", "foreign_keys"):
            found[pragma] = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()

    await adds(store, 1)
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_an_error_names_no_value_that_was_written(store: SqliteStore, world: World) -> None:
    with pytest.raises(IntegrityError) as refused:
        await store.write(lambda tx: tx.weeks.add(world.course, new_week()))
    assert "weeks.number" in str(refused.value)
    assert new_week().topic not in str(refused.value)
