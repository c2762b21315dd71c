"""Staff name, hide, open, close and order claims."""

from __future__ import annotations

import pytest

from bot.actions import curation
from bot.actions.claims import list_claims
from bot.seminar.cards import ClaimCard, NoteCard
from bot.seminar.claims import ClaimState
from bot.seminar.deliveries import Kind, Note, Reason, State
from bot.seminar.refusals import (
    OwnWords,
)
from tests.actions.curation.scene import LAMPS, MINE, TREES, TUESDAY, the
from tests.actions.school import (
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    SECOND,
    School,
    ask,
)


async def test_a_label_of_staff_outlives_readings_and_the_deadline(read: School) -> None:
    claim = await the(read, "Trees are walls.")
    await curation.rename(read.store, ask(INSTRUCTOR), claim.claim_id, "  Trees\nprotect  ")
    await read.hand_in(DOHA, TREES, at=TUESDAY)
    await read.sweep(DUE)
    assert (await the(read, "Trees protect")).state is ClaimState.OPEN


async def test_a_closed_or_hidden_claim_gets_no_thread_and_can_be_opened_after(read: School) -> None:
    trees, lamps = await the(read, "Trees are walls."), await the(read, "Lamps are eyes.")
    await curation.close(read.store, ask(MODERATOR), trees.claim_id)
    await curation.hide(read.store, ask(MODERATOR), lamps.claim_id)
    await read.sweep(DUE)
    seen = await list_claims(read.store, ask(NARI), 1)
    assert [view.claim.label for view in seen.views] == ["Pavements are rooms.", "Trees are walls."]
    for claim in (trees, lamps):
        await curation.open_claim(read.store, ask(MODERATOR, DUE), claim.claim_id)
        await curation.open_claim(read.store, ask(MODERATOR, DUE), claim.claim_id)
    await read.sweep(DUE + SECOND)
    assert len(await read.owed(Kind.CLAIM)) == 3
    assert len([one for one in read.messenger.messages if isinstance(one.card, ClaimCard)]) == 3


async def test_closing_what_is_planned_keeps_it_from_being_sent(read: School) -> None:
    claim = await the(read, "Trees are walls.")
    await curation.open_claim(read.store, ask(MODERATOR), claim.claim_id)
    await curation.close(read.store, ask(MODERATOR), claim.claim_id)
    await read.sweep(MONDAY)
    (owed,) = await read.owed(Kind.CLAIM)
    assert (owed.state, owed.reason) == (State.SKIPPED, Reason.CLAIM_GONE)


async def test_a_closed_thread_is_told_and_an_opened_one_again(discussed: School) -> None:
    claim = await the(discussed, "Trees are walls.")
    await curation.close(discussed.store, ask(MODERATOR, DUE), claim.claim_id)
    await discussed.sweep(DUE + SECOND)
    await curation.open_claim(discussed.store, ask(MODERATOR, DUE), claim.claim_id)
    await discussed.sweep(DUE + HOUR)
    notes = [one.card.note for one in discussed.messenger.messages if isinstance(one.card, NoteCard)]
    assert notes == [Note.CLOSED, Note.OPEN]
    assert discussed.messenger.archived == [claim.thread_xid]


async def test_a_students_own_thought_is_opened_only_under_staffs_label(read: School) -> None:
    await read.hand_in(DOHA, MINE, at=TUESDAY)
    await read.sweep(TUESDAY)
    claim = await the(read, "I like to walk.")
    with pytest.raises(OwnWords):
        await curation.open_claim(read.store, ask(MODERATOR), claim.claim_id)
    await curation.rename(read.store, ask(MODERATOR), claim.claim_id, "Walking")
    await curation.open_claim(read.store, ask(MODERATOR, TUESDAY), claim.claim_id)
    await read.sweep(TUESDAY + SECOND)
    card = read.messenger.of_class[-1].card
    assert isinstance(card, ClaimCard)
    assert (card.claim.label, card.quotes) == ("Walking", ())


async def test_staffs_order_comes_first_when_the_week_is_due(read: School) -> None:
    await read.hand_in(DOHA, "P: Rain is free.\n" + LAMPS, at=TUESDAY)
    await read.sweep(TUESDAY)
    claim = await the(read, "Rain is free.")
    await curation.order(read.store, ask(INSTRUCTOR), claim.claim_id, 1)
    await read.sweep(DUE)
    first = next(one.card for one in read.messenger.messages if isinstance(one.card, ClaimCard))
    assert first.claim.label == "Rain is free."
