"""Acts are undone from the last, each once, and by staff alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions import curation
from bot.seminar.cards import NoteCard
from bot.seminar.courses import Person
from bot.seminar.deliveries import Note
from bot.seminar.refusals import (
    NoCourse,
    NothingToUndo,
    NotStaff,
    UndoLater,
)
from tests.actions.curation.scene import the
from tests.actions.school import (
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    OF_ANOTHER_SERVER,
    School,
    ask,
    rows,
)


async def test_acts_are_undone_from_the_last_and_each_once(read: School, file: Path) -> None:
    claim, store = await the(read, "Trees are walls."), read.store
    named = await curation.rename(store, ask(MODERATOR), claim.claim_id, "One")
    again = await curation.rename(store, ask(INSTRUCTOR), claim.claim_id, "Two")
    with pytest.raises(UndoLater):
        await curation.undo(store, ask(MODERATOR), named.act.act_id)
    undone = await curation.undo(store, ask(MODERATOR), claim_id=claim.claim_id)
    assert (undone.act.act_id, undone.claim.label) == (again.act.act_id, "One")
    assert (await curation.undo(store, ask(MODERATOR))).claim.label == "Trees are walls."
    for refused in (ask(MODERATOR), ask(INSTRUCTOR)):
        with pytest.raises(NothingToUndo):
            await curation.undo(store, refused)
    with pytest.raises(NothingToUndo):
        await curation.undo(store, ask(MODERATOR), named.act.act_id)
    with closing(sqlite3.connect(file)) as database:
        acts = [act for (act,) in database.execute("SELECT act FROM trail WHERE act LIKE 'claim %'")]
    assert acts == ["claim rename", "claim rename", "claim undo", "claim undo"]


@pytest.mark.parametrize("who", [NARI, OF_ANOTHER_SERVER])
async def test_only_staff_of_the_course_act(read: School, file: Path, who: Person) -> None:
    claim, store = await the(read, "Trees are walls."), read.store
    course_id = read.course.course_id
    asks = ask(who, course_id=course_id if who is NARI else None)
    for act in (curation.close, curation.hide, curation.open_claim):
        with pytest.raises((NotStaff, NoCourse)):
            await act(store, asks, claim.claim_id)
    assert rows(file, "claim_acts") == 0


async def test_a_claim_that_is_hidden_twice_is_seen_again_after_one_undoing(discussed: School) -> None:
    """Two of the staff press at the same time."""
    claim = await the(discussed, "Lamps are eyes.")
    first = await curation.hide(discussed.store, ask(MODERATOR, DUE + HOUR), claim.claim_id)
    second = await curation.hide(discussed.store, ask(MODERATOR, DUE + HOUR), claim.claim_id)
    assert second.act == first.act
    undone = await curation.undo(discussed.store, ask(MODERATOR, DUE + HOUR), second.act.act_id)
    assert not undone.claim.hidden
    await discussed.sweep(DUE + 2 * HOUR)
    notes = [one.card.note for one in discussed.messenger.messages if isinstance(one.card, NoteCard)]
    assert Note.CLOSED not in notes
