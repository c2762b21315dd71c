"""Whose words stand in a thread, by whose leave, and how they go."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions.answers import (
    answer_unnamed,
)
from bot.actions.deliveries import release_leases
from bot.actions.discussions import Changes, choose
from bot.actions.quotes import forget_quotes, let_quote, my_quotes, object_to
from bot.actions.versions import withdraw
from bot.seminar.cards import Card, ClaimCard
from bot.seminar.deliveries import Delivery
from bot.seminar.quotes import fingerprint
from bot.seminar.refusals import (
    NotHandedIn,
    NotInstructor,
    UnknownClaim,
)
from tests.actions.discussion.scene import (
    CAPITALS,
    EVA,
    LATER,
    MINUTE,
    ROOMS,
    answers,
    board,
    claim_card,
    member_id,
    the_claim,
)
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    School,
    ask,
)
from tests.factories import STUDENT_ROLE, person
from tests.fakes import Crash


async def test_names_stand_at_quotes_only_where_the_course_says_so(discussed: School) -> None:
    assert claim_card(discussed).names == ()
    with pytest.raises(NotInstructor):
        await choose(discussed.store, ask(MODERATOR), Changes(names=True))
    await choose(discussed.store, ask(INSTRUCTOR), Changes(names=True))
    await discussed.join(NARI)
    await let_quote(discussed.store, ask(NARI, LATER), 1, allow=True)
    claim = await the_claim(discussed)
    quoted = (await my_quotes(discussed.store, ask(DOHA, LATER))).quoted
    await object_to(discussed.store, ask(DOHA, LATER), claim.claim_id, fingerprint(quoted[-1].quote.text))
    await discussed.sweep(LATER)
    assert claim_card(discussed).names == ("Nari Oh", "")
    await choose(discussed.store, ask(INSTRUCTOR, LATER), Changes(names=False))
    await discussed.sweep(LATER)
    assert claim_card(discussed).names == ()


async def test_an_objection_takes_the_words_from_the_message_the_name_and_the_board(
    discussed: School,
) -> None:
    claim = await the_claim(discussed)
    assert claim.label == "Pavements are rooms."
    for who in (NARI, DOHA):
        (mine,) = (await my_quotes(discussed.store, ask(who, LATER))).quoted
        await object_to(discussed.store, ask(who, LATER), mine.claim.claim_id, fingerprint(mine.quote.text))
    await discussed.sweep(LATER)
    assert claim_card(discussed).quotes == ("PAVEMENTS ARE ROOMS!!",)
    assert board(discussed).lines[0].claim.label == "PAVEMENTS ARE ROOMS!!"
    assert discussed.messenger.names[claim.thread_xid or 0] == "PAVEMENTS ARE ROOMS!!"
    assert (await my_quotes(discussed.store, ask(NARI, LATER))).quoted == []
    await object_to(discussed.store, ask(BORA, LATER), claim.claim_id, fingerprint(CAPITALS[3:-1]))
    await discussed.sweep(LATER + MINUTE)
    assert (claim_card(discussed).quotes, board(discussed).lines[0].claim.label) == ((), "")
    with pytest.raises(UnknownClaim):
        await object_to(discussed.store, ask(BORA, LATER), claim.claim_id, fingerprint(CAPITALS[3:-1]))


@pytest.mark.parametrize("call", ["edit", "rename_thread"])
async def test_the_bot_may_die_while_words_are_taken_out(discussed: School, call: str) -> None:
    claim = await the_claim(discussed)
    for who in (NARI, DOHA):
        await object_to(discussed.store, ask(who, LATER), claim.claim_id, fingerprint(ROOMS[3:-1]))
    discussed.messenger.fail(call, Crash())
    with pytest.raises(Crash):
        await discussed.sweep(LATER)
    await release_leases(discussed.store)
    await discussed.sweep(LATER + MINUTE)
    assert claim_card(discussed).quotes == ("PAVEMENTS ARE ROOMS!!",)
    assert discussed.messenger.names[claim.thread_xid or 0] == "PAVEMENTS ARE ROOMS!!"
    assert board(discussed).lines[0].claim.label == "PAVEMENTS ARE ROOMS!!"


async def test_who_objects_is_never_taken_to_mean_other_words(discussed: School) -> None:
    """They saw a list; what stands in the thread by the time they choose is something else."""
    claim = await the_claim(discussed)
    seen = (await my_quotes(discussed.store, ask(BORA, LATER))).quoted[0].quote.text
    await discussed.hand_in(BORA, ROOMS, at=LATER)
    await discussed.sweep(LATER)
    with pytest.raises(UnknownClaim):
        await object_to(discussed.store, ask(BORA, LATER), claim.claim_id, fingerprint(seen))
    assert [one.quote.text for one in (await my_quotes(discussed.store, ask(BORA, LATER))).quoted]


async def test_another_passage_takes_the_place_and_what_stands_stays(opened: School) -> None:
    others = [person(STUDENT_ROLE, user_xid=9010 + number) for number in range(4)]
    for who in others:
        await opened.hand_in(who, ROOMS)
    await opened.sweep(DUE)
    before = await opened.store.read(lambda tx: tx.quotes.of(tx.claims.of_week(opened.week)[0]))
    assert len(before) == 3
    ids = [await member_id(opened, who) for who in others]
    gone = others[ids.index(before[1].member_id)]
    await object_to(opened.store, ask(gone, LATER), 1, fingerprint(ROOMS[3:-1]))
    await opened.sweep(LATER)
    after = await opened.store.read(lambda tx: tx.quotes.of(tx.claims.of_week(opened.week)[0]))
    assert len(after) == 3
    assert [one.member_id for one in after[:2]] == [before[0].member_id, before[2].member_id]


async def test_an_objection_while_the_card_is_on_its_way_still_counts(opened: School) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS if who is NARI else CAPITALS)
    await opened.sweep(DUE - HOUR)
    passages = await opened.store.read(lambda tx: tx.claims.passages(opened.week))
    nari = await opened.member(NARI)
    assert nari is not None
    post = opened.messenger.post

    async def objecting(delivery: Delivery, card: Card) -> int:
        if isinstance(card, ClaimCard):
            text = passages[0].text
            await opened.store.write(lambda tx: tx.quotes.object(opened.week, nari, text, DUE))
        return await post(delivery, card)

    opened.messenger.post = objecting  # type: ignore[method-assign]
    await opened.sweep(DUE)
    await opened.sweep(DUE + MINUTE)
    assert claim_card(opened).quotes == ("PAVEMENTS ARE ROOMS!!",)


async def test_a_reflection_is_quoted_with_a_yes_and_no_longer_without(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.hand_in(BORA, CAPITALS)
    await opened.hand_in(DOHA, "S: Pavements... are rooms!\n")
    await opened.sweep(DUE)
    assert claim_card(opened).quotes == ("Pavements are rooms.", "PAVEMENTS ARE ROOMS!!")
    await opened.join(EVA)
    with pytest.raises(NotHandedIn):
        await let_quote(opened.store, ask(EVA, LATER), 1, allow=True)
    await let_quote(opened.store, ask(DOHA, LATER), 1, allow=True)
    await opened.sweep(LATER)
    assert claim_card(opened).quotes[2:] == ("Pavements... are rooms!",)
    await let_quote(opened.store, ask(DOHA, LATER), 1, allow=False)
    await opened.sweep(LATER + MINUTE)
    assert len(claim_card(opened).quotes) == 2


async def test_words_that_left_the_report_leave_the_thread(discussed: School) -> None:
    await discussed.hand_in(BORA, "P: Trees are walls.\n", at=DUE + HOUR)
    await discussed.sweep(LATER)
    assert claim_card(discussed).quotes == ("Pavements are rooms.",) * 2


async def test_a_report_taken_back_takes_its_words_along(opened: School) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS if who is NARI else CAPITALS)
    await opened.sweep(DUE)
    assert claim_card(opened).claim.label == "Pavements are rooms."
    await withdraw(opened.store, ask(NARI, DUE + MINUTE), 1)
    await opened.sweep(DUE + 2 * MINUTE)
    assert claim_card(opened).quotes == ("PAVEMENTS ARE ROOMS!!",)
    claim = await the_claim(opened)
    assert claim.label == claim_card(opened).claim.label == "PAVEMENTS ARE ROOMS!!"
    assert opened.messenger.names[claim.thread_xid or 0] == "PAVEMENTS ARE ROOMS!!"
    await withdraw(opened.store, ask(BORA, DUE + 2 * MINUTE), 1)
    await opened.sweep(DUE + 4 * MINUTE)
    assert (claim_card(opened).quotes, (await the_claim(opened)).label) == ((), "")


async def test_whoever_is_forgotten_is_quoted_nowhere(discussed: School, file: Path) -> None:
    await choose(discussed.store, ask(INSTRUCTOR), Changes(unnamed=True))
    claim = await the_claim(discussed)
    await answer_unnamed(discussed.store, ask(BORA, LATER), claim.claim_id, "They are corridors.")
    await discussed.sweep(LATER)
    bora = await discussed.member(BORA)
    assert bora is not None
    await discussed.store.write(lambda tx: forget_quotes(tx, discussed.course, bora, [], LATER))
    await discussed.sweep(LATER + MINUTE)
    assert "PAVEMENTS ARE ROOMS!!" not in claim_card(discussed).quotes
    assert answers(discussed) == [(1, None)]
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT text FROM answers").fetchall() == [(None,)]
