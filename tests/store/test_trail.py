"""The trail is only added to: the database itself refuses anything else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions.ports import Store
from tests.factories import GUILD, OPENS
from tests.store.world import World


@pytest.fixture
async def database(store: Store, world: World, file: Path) -> None:
    await store.write(
        lambda tx: tx.trail.add(world.twin, 9100, "extension", OPENS, member_id=world.nari.member_id)
    )


@pytest.fixture
def plain(database: None, file: Path) -> Iterator[sqlite3.Connection]:
    """The file as anybody with SQLite opens it."""
    with closing(sqlite3.connect(file)) as connection:
        yield connection


def test_what_staff_did_is_written_down(plain: sqlite3.Connection, world: World) -> None:
    (row,) = plain.execute("SELECT guild_xid, course_id, actor_xid, act, detail FROM trail")
    assert row[:4] == (GUILD, world.twin.course_id, 9100, "extension")
    assert json.loads(row[4]) == {"member_id": world.nari.member_id}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail SET act = 'nothing'",
        "UPDATE trail SET detail = '{}' WHERE trail_id = 1",
        "DELETE FROM trail",
        "DELETE FROM trail WHERE trail_id = 1",
    ],
)
def test_the_trail_is_neither_changed_nor_shortened(plain: sqlite3.Connection, statement: str) -> None:
    before = plain.execute("SELECT * FROM trail").fetchall()
    assert before
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        plain.execute(statement)
    assert plain.execute("SELECT * FROM trail").fetchall() == before
