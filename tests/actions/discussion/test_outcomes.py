"""The outcome: a tally, and staff's line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.actions.claims import take_stance
from bot.actions.threads import claim_here, write_outcome
from bot.seminar.cards import OutcomeCard
from bot.seminar.claims import Stance
from bot.seminar.refusals import (
    NotInThread,
    NotStaff,
)
from tests.actions.discussion.scene import LATER, MINUTE, board, cards, later, the_claim
from tests.actions.school import (
    DUE,
    HOUR,
    MODERATOR,
    NARI,
    School,
    ask,
)
from tests.factories import CHANNEL


async def test_the_outcome_is_the_tally_at_the_weeks_end(discussed: School) -> None:
    claim = await the_claim(discussed)
    await take_stance(discussed.store, ask(NARI, LATER), claim.claim_id, Stance.AGREE)
    await discussed.sweep(DUE + timedelta(days=6))
    assert cards(discussed, OutcomeCard) == []
    await discussed.sweep(DUE + timedelta(days=7))
    await later(discussed)
    (card,) = cards(discussed, OutcomeCard)
    assert isinstance(card, OutcomeCard)
    assert (card.line, card.stances[Stance.AGREE]) == (None, 1)
    assert board(discussed).lines[0].ended


async def test_staffs_line_goes_to_the_thread_and_the_board_and_can_change(discussed: School) -> None:
    claim, store = await the_claim(discussed), discussed.store
    with pytest.raises(NotStaff):
        await write_outcome(store, ask(NARI, LATER), claim.claim_id, "Yes.")
    with pytest.raises(NotInThread):
        await claim_here(store, ask(MODERATOR, LATER))
    inside = ask(MODERATOR, LATER, channels=(claim.thread_xid or 0, CHANNEL))
    assert (await claim_here(store, inside))[1] == claim
    for line, at in (("It holds for\nparks.", LATER), ("It holds.", LATER + HOUR)):
        await write_outcome(store, ask(MODERATOR, at), claim.claim_id, line)
        await discussed.sweep(at + MINUTE)
    (card,) = cards(discussed, OutcomeCard)
    assert isinstance(card, OutcomeCard)
    assert card.line == "It holds."
    assert board(discussed).lines[0].outcome == "It holds."
    await discussed.sweep(DUE + timedelta(days=8))
    assert len(cards(discussed, OutcomeCard)) == 1
