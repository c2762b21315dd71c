"""An invitation calls those it names, and tells nothing of others."""

from __future__ import annotations

from bot.actions.claims import take_stance
from bot.actions.discussions import Changes, choose
from bot.seminar.cards import InviteCard
from bot.seminar.claims import Stance
from bot.seminar.courses import RemindBy
from bot.seminar.deliveries import Kind, Reason, State
from tests.actions.discussion.scene import EVA, MINUTE, ROOMS, cards, the_claim
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    NARI,
    School,
    ask,
)


async def test_the_invitation_pings_those_it_names_and_respects_their_choice(opened: School) -> None:
    await choose(opened.store, ask(INSTRUCTOR), Changes(names=True))
    for who, how in ((NARI, RemindBy.DIRECT), (BORA, RemindBy.NEVER), (DOHA, RemindBy.MENTION)):
        await opened.join(who, remind_by=how)
        await opened.hand_in(who, ROOMS)
    await opened.sweep(DUE)
    await opened.sweep(DUE + 2 * MINUTE)
    claim = await the_claim(opened)
    (card,) = cards(opened, InviteCard)
    assert isinstance(card, InviteCard)
    assert card.user_xids == (NARI.user_xid, DOHA.user_xid)
    (sent,) = await opened.owed(Kind.INVITE)
    assert (sent.target_xid, sent.state) == (claim.thread_xid, State.SENT)


async def test_an_invitation_does_not_tell_whose_words_are_quoted(discussed: School) -> None:
    """All three who state the claim are quoted; naming them would name the quotes' writers."""
    (row,) = await discussed.owed(Kind.INVITE)
    assert (row.state, row.reason) == (State.SKIPPED, Reason.NOBODY)
    assert cards(discussed, InviteCard) == []


async def test_those_who_hold_what_few_do_are_called(opened: School) -> None:
    for who in (NARI, BORA, DOHA):
        await opened.hand_in(who, ROOMS)
    await opened.hand_in(EVA, "P: Trees are walls.\n")
    await opened.sweep(DUE - HOUR)
    for who in (NARI, BORA, DOHA):
        await take_stance(opened.store, ask(who), 1, Stance.AGREE)
    await take_stance(opened.store, ask(EVA), 1, Stance.DISAGREE)
    await opened.sweep(DUE)
    await opened.sweep(DUE + 2 * MINUTE)
    (card,) = cards(opened, InviteCard)
    assert isinstance(card, InviteCard)
    assert card.user_xids == (NARI.user_xid, BORA.user_xid, DOHA.user_xid, EVA.user_xid)


async def test_a_course_may_call_nobody(opened: School) -> None:
    await choose(opened.store, ask(INSTRUCTOR), Changes(invites=False))
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS)
    await opened.sweep(DUE)
    assert await opened.owed(Kind.INVITE) == []
