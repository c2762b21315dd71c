"""One person in all tables: each table has a fate, a copy is whole, and what goes is gone from the file."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.seminar.claims import Stance
from bot.seminar.reports import Header
from bot.seminar.weeks import Allowance
from bot.store.engine import SqliteStore
from bot.store.persons import BLANKS, FATES, Fate, _own
from bot.store.tables import metadata
from bot.store.tx import SqlTx
from bot.store.types import SealedBytes, SealedText
from tests.factories import DUE, OPENS, arrival
from tests.store.world import DAY, World, hand_in, reading, settle_in

WORDS = "Pavements are rooms without a roof."


@pytest.fixture
async def world(store: SqliteStore) -> World:
    world = await settle_in(store)
    await store.write(lambda tx: _busy(tx, world))
    return world


def _busy(tx: SqlTx, world: World) -> None:
    """Nari has left a trace in every table that can hold one; so has Bora in some."""
    for number, member in enumerate((world.nari, world.bora), 1):
        tx.members.identify(member, f"2031-0041{number}", "Nari Oh" if number == 1 else "Bora Kim")
        version = hand_in(tx, world, member, number, WORDS)
        (statement_id,) = tx.reports.save_reading(version, reading((0, 19)))
        if number == 1:
            claim = tx.claims.add(version, WORDS[:19])
        tx.claims.join(claim, statement_id)
        tx.claims.take_stance(claim, member, Stance.AGREE, OPENS)
        tx.posts.add(claim, member, 800 + number, OPENS)
        tx.weeks.allow(world.course, world.week, member, Allowance(due=DUE + DAY, reason="A fever."))
    tx.reports.correct(version, Header(name="Nari Oh"), OPENS)
    tx.arrivals.add(arrival(arrival_xid=99, user_xid=9001, text="A draft."), world.course, 1)


def test_every_table_has_a_fate() -> None:
    assert set(FATES) == set(metadata.tables)
    assert {name for name, fate in FATES.items() if fate is Fate.BLANKED} == set(BLANKS)


def test_what_holds_words_of_a_person_does_not_stay() -> None:
    kept = {
        "installation.key_proof": "proves the key",
        "installation.receipt_key": "signs receipts",
        "claims.label": "the action gives it other words",
        "claim_acts.before": "the action takes labels out of it",
        "claim_proposals.label": "the action removes it",
        "outcomes.line": "in the words of staff",
        "trail.reason": "in the words of staff",
    }
    for table in metadata.tables.values():
        for column in table.c:
            if isinstance(column.type, SealedText | SealedBytes) and FATES[table.name] is Fate.STAYS:
                assert f"{table.name}.{column.name}" in kept
            elif isinstance(column.type, SealedText | SealedBytes) and FATES[table.name] is Fate.BLANKED:
                assert column.name in BLANKS[table.name]


async def test_every_table_with_a_fate_finds_its_rows(world: World) -> None:
    for name, fate in FATES.items():
        if fate is not Fate.STAYS:
            assert _own(metadata.tables[name], world.nari) is not None, name


async def test_a_copy_holds_everything_of_one_person_and_nothing_of_another(
    store: SqliteStore, world: World
) -> None:
    nari = await store.read(lambda tx: tx.members.get(world.course, world.nari.member_id))
    assert nari is not None
    found = await store.read(lambda tx: tx.persons.rows(nari))
    told = json.dumps(found, default=str)
    assert {"members", "versions", "readings", "statements", "stances", "posts", "arrivals"} <= set(found)
    assert "Nari Oh" in told
    assert WORDS in told
    assert "A draft." in told
    assert "Bora" not in told
    assert "2031-00412" not in told


async def test_who_goes_leaves_times_and_counts(store: SqliteStore, world: World) -> None:
    nari = await store.read(lambda tx: tx.members.get(world.course, world.nari.member_id))
    assert nari is not None
    await store.write(lambda tx: tx.persons.erase(nari, OPENS + DAY))

    def look(tx: SqlTx) -> tuple[object, ...]:
        left = tx.members.get(world.course, nari.member_id)
        assert left is not None
        version = tx.reports.latest(world.week, left)
        assert version is not None
        passages = [one.member_id for one in tx.claims.passages(world.week)]
        return (
            left.name,
            left.student_number,
            left.user_xid,
            version.text,
            tx.reports.count(world.week),
            passages,
        )

    assert await store.read(look) == (None, None, -nari.member_id, "", 2, [world.bora.member_id])
    assert await store.read(lambda tx: tx.members.of_user(world.course, 9001)) is None
    (erased,) = await store.read(lambda tx: tx.persons.erased())
    assert (erased.member_id, erased.at) == (nari.member_id, OPENS + DAY)


async def test_what_was_being_read_meanwhile_does_not_come_back(store: SqliteStore, world: World) -> None:
    version = await store.write(lambda tx: hand_in(tx, world, world.nari, 50, "My name is Nari Oh."))
    await store.write(lambda tx: tx.persons.erase(world.nari, OPENS + DAY))
    assert await store.write(lambda tx: tx.reports.save_reading(version, reading((0, 5)))) == []
    assert await store.read(lambda tx: tx.reports.reading(version)) is None


async def test_a_course_that_goes_takes_no_other_with_it(
    store: SqliteStore, world: World, file: Path
) -> None:
    for course in (world.course, world.twin):
        await store.write(lambda tx, course=course: tx.trail.add(course, 1, "week add", OPENS))  # type: ignore[misc]
    await store.write(lambda tx: tx.persons.forget(world.course, OPENS))
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT course_id FROM trail").fetchall() == [(world.twin.course_id,)]
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            database.execute("DELETE FROM trail")
    assert await store.read(lambda tx: tx.courses.by_id(world.course.course_id)) is None
    assert await store.read(lambda tx: tx.weeks.of_course(world.course)) == []
    assert len(await store.read(lambda tx: tx.weeks.of_course(world.twin))) == 1


async def test_a_course_ends_so_many_days_after_its_last_week(store: SqliteStore, world: World) -> None:
    end = max(week.times.cutoff for week in (world.week, world.next_week)) + timedelta(days=30)
    await store.write(lambda tx: tx.courses.keep(world.course, 30))
    assert await store.read(lambda tx: tx.persons.ending(end - timedelta(seconds=1))) == []
    ((course, until),) = await store.read(lambda tx: tx.persons.ending(end))
    assert (course.course_id, until) == (world.course.course_id, end)
