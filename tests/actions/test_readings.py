"""Readings: what waits is read once and joined, and a header says who an unknown student is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions.readings import read_pending, reading_of
from tests.actions.school import (
    BORA,
    NARI,
    SHARED,
    School,
)
from tests.fakes import Crash, CrashingStore


async def test_what_was_handed_in_is_read_once(opened: School) -> None:
    version = (await opened.hand_in(NARI)).version
    assert await reading_of(opened.store, version) is None
    assert await read_pending(opened.store, opened.reader)
    assert not await read_pending(opened.store, opened.reader)
    reading = await reading_of(opened.store, version)
    assert reading is not None
    assert len(reading.statements) == 1
    assert opened.reader.batches == [1]


@pytest.mark.parametrize("after", [False, True])
async def test_a_crash_while_reading_leaves_nothing_unjoined(opened: School, *, after: bool) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who)
    with pytest.raises(Crash):
        await read_pending(CrashingStore(opened.store, 1, after=after), opened.reader)
    while await read_pending(opened.store, opened.reader):
        pass
    passages = await opened.store.read(lambda tx: tx.claims.passages(opened.week))
    assert len(passages) == 2
    assert len({passage.claim_id for passage in passages} - {None}) == 1


async def test_a_text_that_cannot_be_read_takes_no_other_along(opened: School) -> None:
    opened.reader.fails_on = {"poison"}
    people = [replace(NARI, user_xid=9001 + index) for index in range(5)]
    versions = []
    for index, who in enumerate(people):
        text = "P: poison.\n" if index == 3 else SHARED
        versions.append((await opened.hand_in(who, text)).version)
    while await read_pending(opened.store, opened.reader):
        pass
    readings = [await reading_of(opened.store, version) for version in versions]
    assert [reading is None for reading in readings] == [False, False, False, True, False]


async def test_where_passages_cannot_be_compared_each_starts_a_claim(opened: School) -> None:
    opened.reader.compares = False
    for who in (NARI, BORA):
        await opened.hand_in(who, SHARED + "P: Trees are walls.\n" + SHARED)
    while await read_pending(opened.store, opened.reader):
        pass
    passages = await opened.store.read(lambda tx: tx.claims.passages(opened.week))
    assert len(passages) == 6
    assert len({passage.claim_id for passage in passages} - {None}) == 4, "a report's own repetitions aside"


# Who a header names


async def test_a_header_tells_who_an_unknown_student_is(opened: School) -> None:
    await opened.hand_in(NARI, "Number: ２０３１-00417\nName: Nari  Oh\nP: One.\n")
    await read_pending(opened.store, opened.reader)
    nari = await opened.member(NARI)
    assert nari is not None
    assert (nari.student_number, nari.name) == ("2031-00417", "Nari Oh")


async def test_a_number_that_somebody_holds_is_never_taken(opened: School) -> None:
    nari = await opened.join(NARI)
    await opened.hand_in(BORA, f"Number: {nari.student_number}\nName: Nari Oh\nP: One.\n")
    await read_pending(opened.store, opened.reader)
    bora = await opened.member(BORA)
    assert bora is not None
    assert (bora.student_number, bora.name) == (None, None)
    assert await opened.member(NARI) == nari


async def test_a_header_does_not_rename_who_is_linked(opened: School) -> None:
    nari = await opened.join(NARI)
    await opened.hand_in(NARI, "Number: 2031-777\nName: Somebody Else\nP: One.\n")
    await read_pending(opened.store, opened.reader)
    assert await opened.member(NARI) == nari


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("Number: 1\nName: Nari Oh\n", (None, None)),
        ("Number: 2031-1\nName: <@&7201>\n", ("2031-1", None)),
        ("Name: Nari Oh\n", (None, None)),
    ],
)
async def test_a_header_is_held_to_the_rules_of_what_is_typed(
    opened: School, header: str, known: tuple[str | None, str | None]
) -> None:
    await opened.hand_in(NARI, header + SHARED)
    await read_pending(opened.store, opened.reader)
    nari = await opened.member(NARI)
    assert nari is not None
    assert (nari.student_number, nari.name) == known
