"""Claims: what joins them, which get a thread, the stances on them and the posts in their threads."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.actions.claims import WeekClaims, list_claims, take_stance
from bot.seminar.cards import ClaimCard
from bot.seminar.claims import Claim, ClaimState, Stance
from bot.seminar.courses import Person
from bot.seminar.deliveries import Kind, State
from bot.seminar.refusals import ClaimClosed, NotMember, NotStudent, UnknownClaim, UnknownWeek
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    OUTSIDER,
    SECOND,
    SHARED,
    School,
    ask,
    in_private,
    rows,
)
from tests.factories import person

TUESDAY = MONDAY + 24 * HOUR
ROOMS, TREES, MINE = "P: Pavements are rooms.\n", "P: Trees are walls.\n", "S: I like to walk.\n"


@pytest.fixture
async def discussed(opened: School) -> School:
    """Two reports share one claim, which has its thread."""
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS + MINE)
    await opened.sweep(DUE)
    return opened


async def claims(school: School) -> list[Claim]:
    return await school.store.read(lambda tx: tx.claims.of_week(school.week))


async def the_open_one(school: School) -> Claim:
    (claim,) = [claim for claim in await claims(school) if claim.state is ClaimState.OPEN]
    return claim


async def said(school: School) -> dict[str, int]:
    """How many reports state each claim, by its label."""
    seen = await list_claims(school.store, ask(INSTRUCTOR), 1)
    return {view.claim.label: view.reports for view in seen.views}


# What joins


async def test_what_says_the_same_is_one_claim(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS + TREES)
    await opened.sweep(MONDAY)
    await opened.hand_in(BORA, "P: pavements are ROOMS\n")
    await opened.sweep(TUESDAY)
    assert await said(opened) == {"Pavements are rooms.": 2, "Trees are walls.": 1}


async def test_one_report_counts_once_however_often_it_says_so(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS * 3)
    await opened.sweep(MONDAY)
    assert await said(opened) == {"Pavements are rooms.": 1}


async def test_a_passage_is_a_slice_of_its_version(opened: School) -> None:
    text = "학교 앞 보도 🌳\n" + ROOMS
    await opened.hand_in(NARI, text)
    await opened.sweep(MONDAY)
    (passage,) = await opened.store.read(lambda tx: tx.claims.passages(opened.week))
    assert passage.text == "Pavements are rooms."
    assert passage.text in text


async def test_a_replaced_version_leaves_its_claims(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS + TREES + "P: Lamps are eyes.\n")
    await opened.hand_in(BORA, ROOMS)
    await opened.sweep(MONDAY)
    await opened.hand_in(NARI, TREES, at=TUESDAY)
    await opened.sweep(TUESDAY)
    assert await said(opened) == {"Pavements are rooms.": 1, "Trees are walls.": 1}


@pytest.mark.parametrize("last", ["Nothing is claimed here.", "P: poison\n"], ids=["nothing", "unreadable"])
async def test_a_version_that_states_nothing_leaves_no_claim_behind(opened: School, last: str) -> None:
    opened.reader.fails_on = {"poison"}
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(MONDAY)
    await opened.hand_in(NARI, last, at=TUESDAY)
    await opened.sweep(TUESDAY)
    assert await claims(opened) == []


async def test_a_claim_outlives_a_correction_of_its_only_report(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(MONDAY)
    before = await claims(opened)
    await opened.hand_in(NARI, TREES + ROOMS, at=TUESDAY)
    await opened.sweep(TUESDAY)
    assert before[0] in await claims(opened)


async def test_an_opened_claim_stays_though_nobody_states_it_any_more(discussed: School) -> None:
    claim = await the_open_one(discussed)
    for who in (NARI, BORA):
        await discussed.hand_in(who, TREES, at=DUE + HOUR)
    await discussed.sweep(DUE + HOUR)
    there = next(one for one in await claims(discussed) if one.claim_id == claim.claim_id)
    assert there == replace(claim, label=""), "whose words it was has taken them back"
    assert (await said(discussed))[""] == 0


async def test_weeks_and_courses_do_not_share_claims(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(MONDAY)
    (compared,) = opened.reader.compared
    assert compared == (["Pavements are rooms."], ["Pavements are rooms."], opened.week.topic)


# Which get a thread


async def test_the_key_claims_are_planned_once(discussed: School) -> None:
    claim = await the_open_one(discussed)
    await discussed.hand_in(DOHA, ROOMS + TREES, at=DUE + HOUR)
    await discussed.sweep(DUE + HOUR)
    (owed,) = await discussed.owed(Kind.CLAIM)
    assert (owed.claim_id, owed.state) == (claim.claim_id, State.SENT)


async def test_the_card_quotes_the_presenter_word_for_word_and_counts(discussed: School) -> None:
    card = discussed.messenger.messages[-1].card
    assert isinstance(card, ClaimCard)
    assert (card.reports, card.of_reports) == (2, 2)
    assert card.quotes == ("Pavements are rooms.",) * 2


async def test_a_students_own_reflection_gets_no_thread(opened: School) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who, MINE)
    await opened.sweep(DUE)
    assert await opened.owed(Kind.CLAIM) == []


async def test_at_most_five_claims_a_week_the_most_shared_first(opened: School) -> None:
    shared = [f"P: Claim number {letter}.\n" for letter in "abcdef"]
    for who in (NARI, BORA):
        await opened.hand_in(who, "".join(shared))
    await opened.hand_in(DOHA, shared[-1])
    await opened.sweep(DUE)
    opened_ones = [claim.label for claim in await claims(opened) if claim.state is ClaimState.OPEN]
    assert len(opened_ones) == 5
    assert "Claim number f." in opened_ones
    assert "Claim number e." not in opened_ones


# Who sees them


async def seen_by(school: School, who: Person) -> WeekClaims:
    return await list_claims(school.store, ask(who), 1)


async def test_students_see_what_has_a_thread_and_staff_see_all(discussed: School) -> None:
    assert [view.claim.label for view in (await seen_by(discussed, DOHA)).views] == ["Pavements are rooms."]
    for who in (INSTRUCTOR, MODERATOR):
        assert len((await seen_by(discussed, who)).views) == 2
    with pytest.raises(NotMember):
        await seen_by(discussed, OUTSIDER)
    with pytest.raises(UnknownWeek):
        await list_claims(discussed.store, ask(NARI), 7)


# Stances


async def test_a_stance_can_change_and_the_first_is_kept(discussed: School, file: Path) -> None:
    claim = await the_open_one(discussed)
    await take_stance(discussed.store, ask(NARI), claim.claim_id, Stance.AGREE)
    tally = await take_stance(discussed.store, ask(NARI, TUESDAY), claim.claim_id, Stance.UNSURE)
    assert tally == {Stance.AGREE: 0, Stance.DISAGREE: 0, Stance.UNSURE: 1}
    tally = await take_stance(discussed.store, ask(BORA), claim.claim_id, Stance.AGREE)
    assert tally == {Stance.AGREE: 1, Stance.DISAGREE: 0, Stance.UNSURE: 1}
    with closing(sqlite3.connect(file)) as database:
        held = database.execute("SELECT first_stance, stance FROM stances ORDER BY member_id").fetchall()
    assert held == [("agree", "unsure"), ("agree", "agree")]


async def test_only_members_take_a_stance(discussed: School, file: Path) -> None:
    claim = await the_open_one(discussed)
    for who, refusal in ((OUTSIDER, NotMember), (INSTRUCTOR, NotStudent)):
        with pytest.raises(refusal):
            await take_stance(discussed.store, ask(who), claim.claim_id, Stance.AGREE)
    stranger = in_private(OUTSIDER, course_id=discussed.course.course_id)
    with pytest.raises(NotMember):
        await take_stance(discussed.store, stranger, claim.claim_id, Stance.AGREE)
    assert rows(file, "stances") == 0


async def test_no_stance_on_what_is_not_there_or_has_ended(discussed: School, file: Path) -> None:
    claim = await the_open_one(discussed)
    with pytest.raises(UnknownClaim):
        await take_stance(discussed.store, ask(NARI), 99, Stance.AGREE)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE claims SET state = ?", (ClaimState.CLOSED,))
    with pytest.raises(ClaimClosed):
        await take_stance(discussed.store, ask(NARI), claim.claim_id, Stance.AGREE)


# Posts


async def test_a_thread_that_opens_late_still_counts_from_its_reports(opened: School) -> None:
    for who in (NARI, BORA, DOHA):
        await opened.hand_in(who, SHARED)
    await opened.sweep(DUE - SECOND)
    await opened.sweep(DUE + 24 * HOUR)
    card = opened.messenger.of_class[-1].card
    assert isinstance(card, ClaimCard)
    assert (card.reports, card.of_reports) == (3, 3)
    everyone = person(7203, user_xid=9004)
    assert (await seen_by(opened, everyone)).of_reports == 3
