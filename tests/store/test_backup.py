"""Backups are whole, taken beside the work, few enough; and they come back without overwriting anything."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command

from bot.store import backup as backing
from bot.store.backup import Backups, CannotBackUp, back_up, restore
from bot.store.engine import SqliteStore, StoreUnavailable, may_corrupt
from bot.store.migrate import config, migrate, revision_of
from bot.store.seal import Seal, WrongKey
from tests.factories import GUILD, OPENS, new_course
from tests.store.world import World, hand_in

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def courses_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        (count,) = database.execute("SELECT count(*) FROM courses").fetchone()
        return int(count)


async def test_a_backup_is_taken_while_others_write(store: SqliteStore, world: World, file: Path) -> None:
    del world
    async with asyncio.TaskGroup() as together:
        for number in range(200):
            together.create_task(
                store.write(lambda tx, number=number: tx.courses.add(new_course(channel_xid=number), OPENS))  # type: ignore[misc]
            )
        copying = together.create_task(asyncio.to_thread(back_up, file, file.with_name("copy.db")))
    assert copying.done()
    copy = file.with_name("copy.db")
    assert 3 <= courses_in(copy) <= 203
    assert courses_in(file) == 203
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert leftovers(file) == []


def test_a_backup_overwrites_nothing(file: Path) -> None:
    target = file.with_name("copy.db")
    target.write_text("precious")
    with pytest.raises(CannotBackUp, match="overwrites nothing"):
        back_up(file, target)
    assert target.read_text() == "precious"


def test_a_backup_that_fails_leaves_nothing_of_its_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing, "to_disk", full)
    with pytest.raises(CannotBackUp, match="No space left"):
        back_up(file, file.with_name("copy.db"))
    assert sorted(one.name for one in file.parent.glob("copy*")) == []


@pytest.fixture
def backups(file: Path) -> Backups:
    return Backups(file, file.parent / "backups", kept=3)


async def test_one_a_day_is_made_and_so_many_are_kept(backups: Backups, store: SqliteStore) -> None:
    assert backups.due(OPENS)
    assert backups.make(OPENS) is None, "there is nothing to lose yet"
    await store.write(lambda tx: tx.courses.add(new_course(), OPENS))
    made = []
    for hours in range(0, 24 * 6, 6):
        now = OPENS + hours * HOUR
        if backups.due(now):
            made.append(backups.make(now))
    assert len(made) == 6
    assert sorted(backups.folder.iterdir()) == made[-3:]


async def test_backups_of_another_kind_are_kept_apart(
    backups: Backups, store: SqliteStore, world: World
) -> None:
    del store, world
    before = backups.make(OPENS, "before-migration-of-0001")
    foreign = backups.folder / "notes-20261124T000000Z.db"
    foreign.touch()
    for day in range(1, 6):
        backups.make(OPENS + day * DAY)
    assert before is not None
    assert before.exists()
    assert foreign.exists()
    assert len(list(backups.folder.iterdir())) == 5


async def test_what_a_killed_process_left_does_not_fill_the_disk(
    backups: Backups, store: SqliteStore, world: World
) -> None:
    del store, world
    backups.make(OPENS)
    left, young, foreign = (
        backups.folder / f"{name}.partial" for name in ("colloquy-1.db", "colloquy-2.db", "x.db")
    )
    for file, age in ((left, 25), (young, 23), (foreign, 25)):
        put(file, b"half")
        at = (OPENS + DAY - timedelta(hours=age)).timestamp()
        os.utime(file, (at, at))
    backups.make(OPENS + DAY)
    assert [is_there(file) for file in (left, young, foreign)] == [False, True, True]


async def test_a_backup_from_the_future_does_not_stop_the_next(
    backups: Backups, store: SqliteStore, world: World
) -> None:
    del store, world
    backups.make(OPENS + 365 * DAY)
    assert backups.due(OPENS)


def log_of(file: Path) -> Path:
    """Its write-ahead log."""
    return Path(f"{file}-wal")


def bytes_of(file: Path) -> bytes:
    return file.read_bytes()


def put(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def lose(file: Path) -> None:
    file.unlink()


def is_there(file: Path) -> bool:
    return file.exists()


def leftovers(file: Path) -> list[Path]:
    return list(file.parent.glob("*.partial*"))


async def saved(store: SqliteStore, world: World, file: Path) -> Path:
    """A backup with one report; a second comes after it."""
    copy = file.with_name("copy.db")
    await store.write(lambda tx: hand_in(tx, world, world.nari, 1, "Before."))
    back_up(file, copy)
    await store.write(lambda tx: hand_in(tx, world, world.bora, 2, "After."))
    await store.close()
    return copy


async def test_a_restored_database_is_what_was_saved(
    store: SqliteStore, world: World, file: Path, seal: Seal
) -> None:
    copy = await saved(store, world, file)
    aside = restore(copy, file, seal, OPENS + DAY, replace=True)
    again = SqliteStore(f"sqlite:///{file}", seal)
    again.open()
    try:
        assert await again.read(lambda tx: tx.reports.count(world.week)) == 1
        assert again.restored_at == OPENS + DAY
        latest = await again.read(lambda tx: tx.reports.latest(world.week, world.nari))
        assert latest is not None
        assert latest.text == "Before."
    finally:
        await again.close()
    assert aside is not None
    with closing(sqlite3.connect(aside)) as old:
        assert old.execute("SELECT count(*) FROM versions").fetchone() == (2,)


async def test_a_database_is_never_overwritten_unasked(
    store: SqliteStore, world: World, file: Path, seal: Seal
) -> None:
    copy = await saved(store, world, file)
    before = bytes_of(file)
    with pytest.raises(CannotBackUp, match="--replace"):
        restore(copy, file, seal, OPENS, replace=False)
    assert bytes_of(file) == before


async def test_the_log_of_a_lost_database_does_not_reach_the_restored_one(
    store: SqliteStore, world: World, file: Path, seal: Seal
) -> None:
    """The file is lost, but not its write-ahead log: SQLite would write that into whatever has its name."""
    copy = file.with_name("copy.db")
    back_up(file, copy)
    await store.write(lambda tx: hand_in(tx, world, world.nari, 1))
    left = bytes_of(log_of(file))
    await store.close()
    lose(file)
    put(log_of(file), left)
    assert restore(copy, file, seal, OPENS, replace=False) is None
    assert not is_there(log_of(file))
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM versions").fetchone() == (0,)


async def test_what_cannot_be_used_is_refused_before_anything_is_touched(
    store: SqliteStore, world: World, file: Path, seal: Seal
) -> None:
    copy = await saved(store, world, file)
    before = bytes_of(file)
    whole = bytes_of(copy)
    damaged, foreign, newer = (file.with_name(name) for name in ("damaged.db", "foreign.db", "newer.db"))
    put(damaged, whole[:8192] + bytes(len(whole) - 8192))
    with closing(sqlite3.connect(foreign)) as database:
        database.execute("CREATE TABLE notes (text)")
    put(newer, whole)
    with closing(sqlite3.connect(newer)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    for wrong, reason in (
        (damaged, "damaged|malformed"),
        (foreign, "no database of Colloquy"),
        (newer, "newer Colloquy .schema 9999"),
        (file.with_name("nowhere.db"), "does not exist"),
    ):
        with pytest.raises((CannotBackUp, StoreUnavailable), match=reason):
            restore(wrong, file, seal, OPENS, replace=True)
    with pytest.raises(WrongKey):
        restore(copy, file, Seal(Seal.new_key()), OPENS, replace=True)
    assert bytes_of(file) == before
    assert not leftovers(file)


def at_first_revision(file: Path, seal: Seal) -> SqliteStore:
    """A database as the first release left it, with a course."""
    store = SqliteStore(f"sqlite:///{file}", seal)
    with store.engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        connection.exec_driver_sql("INSERT INTO installation VALUES (1, ?)", (seal.close(b"colloquy"),))
        connection.exec_driver_sql(
            f"INSERT INTO courses VALUES (1, {GUILD}, 'Cities', 2, 3, NULL, NULL, 'UTC', 'en', '[]', 5, 0)"
        )
    store.engine.dispose()
    return store


def test_a_migration_is_preceded_by_a_backup(tmp_path: Path, seal: Seal) -> None:
    file = tmp_path / "old.db"
    store = at_first_revision(file, seal)
    backups = Backups(file, tmp_path / "backups", kept=3)
    seen: list[str] = []

    def before(revision: str) -> None:
        seen.append(revision)
        backups.make(OPENS, f"before-migration-of-{revision}")

    migrate(store.engine, before)
    migrate(store.engine, before)
    assert seen == ["0001"]
    (made,) = backups.folder.iterdir()
    assert revision_of(made) == (True, "0001")
    assert courses_in(made) == 1


def test_a_migration_without_its_backup_does_not_begin(tmp_path: Path, seal: Seal) -> None:
    file = tmp_path / "old.db"
    store = at_first_revision(file, seal)

    def fails(_revision: str) -> None:
        raise CannotBackUp("no room")

    with pytest.raises(CannotBackUp):
        migrate(store.engine, fails)
    assert revision_of(file) == (True, "0001")


def test_a_backup_of_an_older_schema_is_restored_at_the_newest(tmp_path: Path, seal: Seal) -> None:
    old = tmp_path / "old.db"
    at_first_revision(old, seal)
    file = tmp_path / "colloquy.db"
    restore(old, file, seal, datetime.fromisoformat("2026-11-24T12:00:00+00:00"), replace=False)
    assert courses_in(file) == 1
    assert revision_of(old) == (True, "0001")
    assert revision_of(file)[1] != "0001"


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_which_sqlite_has_the_fault(version: tuple[int, ...], *, faulty: bool) -> None:
    assert may_corrupt(version) is faulty
