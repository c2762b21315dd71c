"""A member opens a claim of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions.discussions import Changes, choose
from bot.actions.ownclaims import open_own, own_sentences
from bot.actions.quotes import my_quotes
from bot.seminar.cards import ClaimCard
from bot.seminar.claims import ClaimState
from bot.seminar.refusals import (
    BadText,
    HasThread,
    NotHandedIn,
    NotStudent,
    OwnClaimsSpent,
    WeekOver,
)
from tests.actions.discussion.scene import LATER, MINE, MINUTE, ROOMS, board, cards
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MONDAY,
    NARI,
    School,
    ask,
)


async def test_an_own_claim_opens_with_the_others_and_only_once(opened: School) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS + MINE)
    await opened.sweep(MONDAY)
    with pytest.raises(NotStudent):
        await own_sentences(opened.store, ask(INSTRUCTOR), 1)
    await opened.join(DOHA)
    with pytest.raises(NotHandedIn):
        await open_own(opened.store, ask(DOHA), 1, None, "Doors are walls.")
    with pytest.raises(BadText):
        await open_own(opened.store, ask(NARI), 1, None, "\u3164 …")
    _, claim = await open_own(opened.store, ask(NARI), 1, None, "Doors are\u202e walls.")
    with pytest.raises(OwnClaimsSpent):
        await open_own(opened.store, ask(NARI), 1, None, "Another one.")
    await opened.sweep(DUE - HOUR)
    assert cards(opened, ClaimCard) == []
    await opened.sweep(DUE)
    await opened.sweep(DUE + 2 * MINUTE)
    own = [card for card in cards(opened, ClaimCard) if isinstance(card, ClaimCard) and card.own]
    assert [(card.claim.claim_id, card.claim.label, card.quotes) for card in own] == [
        (claim.claim_id, "Doors are walls.", ())
    ]
    assert [line.own for line in board(opened).lines] == [False, True]


async def test_a_sentence_of_ones_own_report_becomes_its_claim(discussed: School) -> None:
    course_id, sentences = await own_sentences(discussed.store, ask(NARI, LATER), 1)
    assert (course_id, [one.text for one in sentences]) == (1, ["I like to walk."])
    statement_id = sentences[0].statement_id
    await choose(discussed.store, ask(INSTRUCTOR), Changes(own_claims=2))
    _, claim = await open_own(discussed.store, ask(NARI, LATER), 1, statement_id, " ")
    assert claim.claim_id == sentences[0].claim_id
    with pytest.raises(HasThread):
        await open_own(discussed.store, ask(NARI, LATER), 1, statement_id, "")
    await discussed.sweep(LATER)
    opened_now = await discussed.store.read(lambda tx: tx.claims.get(discussed.course, claim.claim_id))
    assert opened_now is not None
    assert opened_now == replace(claim, state=ClaimState.OPEN, thread_xid=opened_now.thread_xid)
    quoted = (await my_quotes(discussed.store, ask(NARI, LATER))).quoted
    assert "I like to walk." in [one.quote.text for one in quoted], "their words are the thread's name"
    with pytest.raises(WeekOver):
        await open_own(discussed.store, ask(NARI, DUE + 8 * 24 * HOUR), 1, None, "Too late.")
