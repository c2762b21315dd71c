"""A course in whose channel the bot may post, but open no threads."""

from __future__ import annotations

from bot.seminar.cards import BoardCard, ClaimCard
from bot.seminar.claims import ClaimState
from tests.actions.discussion.scene import CAPITALS, MINUTE, ROOMS, cards, the_claim
from tests.actions.school import BORA, DUE, HOUR, NARI, School
from tests.fakes import FORBIDDEN


async def test_a_card_whose_thread_may_not_be_opened_is_posted_once(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.hand_in(BORA, CAPITALS)
    opened.messenger.fail("open_thread", FORBIDDEN, times=3)
    for hours in (0, 7, 14, 21):
        await opened.sweep(DUE + hours * HOUR)
        assert len(cards(opened, ClaimCard)) == 1
    await opened.sweep(DUE + 30 * HOUR)
    await opened.sweep(DUE + 30 * HOUR + 2 * MINUTE)
    claim = await the_claim(opened)
    assert claim.state is ClaimState.OPEN
    assert opened.messenger.threads == [claim.thread_xid]
    assert len(cards(opened, ClaimCard)) == len(cards(opened, BoardCard)) == 1
