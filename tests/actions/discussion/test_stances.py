"""A mind that is changed by the discussion is told from one before it."""

from __future__ import annotations

import pytest

from bot.actions.claims import list_claims, take_stance
from bot.actions.discussions import look_at
from bot.seminar.claims import Stance
from bot.seminar.refusals import (
    NotMember,
    UnknownClaim,
)
from tests.actions.discussion.scene import LATER, MINE, MINUTE, ROOMS, board, the_claim
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    MODERATOR,
    MONDAY,
    NARI,
    OUTSIDER,
    School,
    ask,
)


async def test_who_has_handed_in_reads_the_claims_before_the_threads_open(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS + MINE)
    await opened.hand_in(BORA, ROOMS + "S: I like to run.\n")
    await opened.sweep(MONDAY)
    seen = await list_claims(opened.store, ask(NARI), 1)
    assert [view.claim.label for view in seen.views] == ["Pavements are rooms.", "I like to walk."]
    assert (await list_claims(opened.store, ask(DOHA), 1)).views == []
    rooms = seen.views[0].claim.claim_id
    await opened.join(DOHA)
    with pytest.raises(UnknownClaim):
        await take_stance(opened.store, ask(DOHA), rooms, Stance.AGREE)
    with pytest.raises(NotMember):
        await look_at(opened.store, ask(OUTSIDER), rooms)
    assert len((await list_claims(opened.store, ask(MODERATOR), 1)).views) == 3


async def test_a_mind_is_changed_by_the_discussion_not_before_it(opened: School) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS)
    await opened.sweep(MONDAY)
    (view,) = (await list_claims(opened.store, ask(NARI), 1)).views
    claim_id = view.claim.claim_id
    for stance in (Stance.AGREE, Stance.DISAGREE):
        await take_stance(opened.store, ask(NARI), claim_id, stance)
    await opened.sweep(DUE)
    await opened.sweep(DUE + 2 * MINUTE)
    assert (await look_at(opened.store, ask(NARI, LATER), claim_id)).changed == 0
    await take_stance(opened.store, ask(NARI, LATER), claim_id, Stance.UNSURE)
    page = await look_at(opened.store, ask(NARI, LATER), claim_id)
    assert page.mine is not None
    assert (page.changed, page.mine.first, page.mine.now) == (1, Stance.DISAGREE, Stance.UNSURE)
    await opened.sweep(LATER + MINUTE)
    assert board(opened).lines[0].changed == 1


async def test_a_stance_brings_an_archived_thread_back(discussed: School) -> None:
    claim = await the_claim(discussed)
    await take_stance(discussed.store, ask(NARI, LATER), claim.claim_id, Stance.AGREE)
    await discussed.sweep(LATER)
    assert discussed.messenger.woken == [claim.thread_xid]
