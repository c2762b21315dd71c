"""A new key: everything opens with it and nothing with the old one; receipts stay provable."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions.ports import Tx
from bot.keys import key_file, prepared_key_file, seal_for, write_secret
from bot.seminar.decisions import ActKind
from bot.settings import load
from bot.store import rekey as rekeying
from bot.store.backup import CannotBackUp
from bot.store.engine import SqliteStore
from bot.store.migrate import migrate
from bot.store.rekey import DIGESTS, ENDED, PASSAGES, opens, rekey
from bot.store.seal import Seal, WrongKey
from bot.store.tables import metadata
from bot.store.types import Digest
from tests.factories import OPENS
from tests.store.world import World, hand_in, reading, settle_in


def opened(file: Path, seal: Seal) -> SqliteStore:
    store = SqliteStore(f"sqlite:///{file}", seal)
    store.open()
    return store


@pytest.fixture
async def world(file: Path, seal: Seal) -> World:
    store = opened(file, seal)
    world = await settle_in(store)
    await store.write(lambda tx: tx.members.identify(world.nari, "2031-00417", "Nari Oh"))
    await store.write(lambda tx: hand_in(tx, world, world.nari, 1))
    await store.write(lambda tx: tx.trail.add(world.course, 1, "excuse", OPENS, "A fever."))
    await store.close()
    return world


def test_every_digest_is_made_anew_or_ends() -> None:
    found = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.c
        if isinstance(column.type, Digest)
    }
    assert found == DIGESTS.keys() | ENDED | PASSAGES


async def test_everything_opens_with_the_new_key_alone(file: Path, seal: Seal, world: World) -> None:
    new = Seal(Seal.new_key())
    old = opened(file, seal)
    signed = old.sign(b"receipt")
    await old.close()
    rekey(file, seal, new)
    assert not opens(file, seal)
    with pytest.raises(WrongKey):
        opened(file, seal)
    store = opened(file, new)
    found = await store.read(lambda tx: tx.members.with_number(world.course, "2031-00417"))
    assert found is not None
    assert found.name == "Nari Oh"
    version = await store.read(lambda tx: tx.reports.latest(world.week, world.nari))
    assert version is not None
    assert [
        one.same_text for one in await store.read(lambda tx: tx.reports.history(found, version.text))
    ] == [True]
    assert store.sign(b"receipt") == signed, "receipts of the old key stay provable"
    await store.close()
    with closing(sqlite3.connect(file)) as database:
        (reason,) = database.execute("SELECT reason FROM trail").fetchone()
        assert new.open(reason) == b"A fever."
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            database.execute("UPDATE trail SET act = 'x'")
    rekey(file, new, Seal(key := Seal.new_key()))
    again = opened(file, Seal(key))
    assert again.sign(b"receipt") == signed
    await again.close()


async def test_what_a_student_marked_and_staff_moved_outlives_the_key(
    file: Path, seal: Seal, world: World
) -> None:
    def marked(tx: Tx) -> None:
        version = hand_in(tx, world, world.nari, 2)
        tx.claims.join(tx.claims.add(version, "one"), tx.reports.save_reading(version, reading((0, 9)))[0])
        (passage,) = tx.claims.passages(world.week)
        tx.decisions.mark(world.week, passage, OPENS)
        claim = tx.claims.add(version, "another")
        tx.decisions.place(tx.decisions.add_act(claim, ActKind.MOVE, 1, OPENS, [claim]), passage, claim)

    old = opened(file, seal)
    await old.write(marked)
    await old.close()
    new = Seal(Seal.new_key())
    rekey(file, seal, new)
    store = opened(file, new)
    (passage,) = await store.read(lambda tx: tx.claims.passages(world.week))
    version = await store.read(lambda tx: tx.reports.latest(world.week, world.nari))
    assert version is not None
    assert await store.read(lambda tx: tx.decisions.marked(world.week)) == {
        passage.claim_id: {world.nari.member_id}
    }
    kept = await store.read(lambda tx: tx.decisions.kept(version, [passage.text]))
    assert kept == {passage.text: passage.claim_id}
    await store.close()


def test_a_disk_that_is_full_leaves_the_old_key(
    file: Path, seal: Seal, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(rekeying, "to_disk", full)
    with pytest.raises(CannotBackUp, match="No space left"):
        rekey(file, seal, Seal(Seal.new_key()))
    assert opens(file, seal)
    assert [one.name for one in file.parent.iterdir() if "rekeyed" in one.name] == []


@pytest.mark.parametrize("sealed_already", [False, True])
async def test_the_power_goes_between_database_and_key(tmp_path: Path, *, sealed_already: bool) -> None:
    database = tmp_path / "colloquy.db"
    settings = load({"DATABASE_URL": f"sqlite:///{database}"}, tmp_path / "none")
    first = seal_for(settings)
    store = SqliteStore(f"sqlite:///{database}", first)
    migrate(store.engine)
    store.open()
    await store.close()
    new = Seal.new_key()
    write_secret(prepared_key_file(database), new)
    if sealed_already:
        rekey(database, first, Seal(new))
    assert opens(database, seal_for(settings))
    assert not prepared_key_file(database).exists()
    assert (key_file(database).read_text().strip() == new) is sealed_already
