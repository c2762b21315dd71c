"""What was split or moved stays so, whatever is read later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions import curation
from bot.seminar.refusals import (
    BadText,
    SameClaim,
    UnknownPassage,
)
from tests.actions.curation.scene import LAMPS, ROOMS, TUESDAY, claims, passage, said, the
from tests.actions.school import (
    BORA,
    DOHA,
    MODERATOR,
    NARI,
    School,
    ask,
)


async def test_a_split_stays_split_when_a_new_version_repeats_the_sentence(read: School) -> None:
    claim = await the(read, "Pavements are rooms.")
    chosen = await passage(read, "Pavements are rooms.", 1)
    done = await curation.split(read.store, ask(MODERATOR), claim.claim_id, [chosen], "Rooms, said Bora")
    assert (done.claim.label, done.reports) == ("Rooms, said Bora", 1)
    await read.hand_in(BORA, ROOMS + "P: And more.\n", at=TUESDAY)
    await read.hand_in(NARI, ROOMS, at=TUESDAY)
    await read.sweep(TUESDAY)
    found = await said(read)
    assert (found["Rooms, said Bora"], found["Pavements are rooms."]) == (1, 1)
    await curation.undo(read.store, ask(MODERATOR), done.act.act_id)
    assert (await said(read))["Pavements are rooms."] == 2


async def test_a_moved_passage_stays_moved_and_comes_back(read: School, file: Path) -> None:
    claim, into = await the(read, "Lamps are eyes."), await the(read, "Trees are walls.")
    chosen = await passage(read, "Lamps are eyes.", 1)
    done = await curation.move(read.store, ask(MODERATOR), claim.claim_id, [chosen], into.claim_id)
    assert done.reports == 3
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM placements").fetchone() == (1,)
    await read.hand_in(DOHA, LAMPS + ROOMS, at=TUESDAY)
    await read.sweep(TUESDAY)
    assert (await said(read))["Trees are walls."] == 3
    await curation.undo(read.store, ask(MODERATOR), done.act.act_id)
    assert await said(read) == {"Pavements are rooms.": 3, "Trees are walls.": 2, "Lamps are eyes.": 2}


async def test_what_cannot_be_split_or_moved(read: School) -> None:
    claim, store = await the(read, "Lamps are eyes."), read.store
    every = [one.statement_id for one in (await claims(read))["Lamps are eyes."][1]]
    foreign = await passage(read, "Trees are walls.")
    for chosen in ([], every, [foreign]):
        with pytest.raises(UnknownPassage):
            await curation.split(store, ask(MODERATOR), claim.claim_id, chosen)
    with pytest.raises(BadText):
        await curation.split(store, ask(MODERATOR), claim.claim_id, every[:1], "x" * 400)
    with pytest.raises(SameClaim):
        await curation.move(store, ask(MODERATOR), claim.claim_id, every[:1], claim.claim_id)
