"""Discussion: threads, the board, stances before and after, quotes and objections, answers without a name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.answers import (
    answer_unnamed,
    author_of,
    look_at_unposted,
    post_again,
    take_back_answer,
)
from bot.actions.claims import list_claims, take_stance
from bot.actions.curation import close, open_claim
from bot.actions.deliveries import release_leases
from bot.actions.discussions import Changes, choose, look_at, report_of, reports_on
from bot.actions.ledger import send_again
from bot.actions.ownclaims import open_own, own_sentences
from bot.actions.quotes import forget_quotes, let_quote, my_quotes, object_to
from bot.actions.threads import claim_here, write_outcome
from bot.actions.versions import withdraw
from bot.seminar.cards import AnswerCard, BoardCard, Card, ClaimCard, InviteCard, OutcomeCard
from bot.seminar.claims import Claim, ClaimState, Stance
from bot.seminar.courses import Person, RemindBy
from bot.seminar.deliveries import Delivery, Kind, Reason, State
from bot.seminar.quotes import fingerprint
from bot.seminar.refusals import (
    BadText,
    ClaimClosed,
    HasThread,
    NotHandedIn,
    NotInstructor,
    NotInThread,
    NotMember,
    NotStaff,
    NotStudent,
    OwnClaimsSpent,
    UnknownClaim,
    UnnamedOff,
    UnnamedSpent,
    WeekOver,
)
from bot.seminar.threads import UNNAMED_A_DAY, UNNAMED_LIMIT
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
    School,
    ask,
    wrote,
)
from tests.factories import CHANNEL, OPENS, STUDENT_ROLE, new_course, person
from tests.fakes import AUTOMOD, DELETED, HIDDEN, UNREACHABLE, Crash

ROOMS, CAPITALS, MINE = "P: Pavements are rooms.\n", "P: PAVEMENTS ARE ROOMS!!\n", "S: I like to walk.\n"
MINUTE = timedelta(minutes=1)
LATER = DUE + 2 * HOUR
EVA = person(STUDENT_ROLE, user_xid=9004)


@pytest.fixture
async def opened(school: School) -> School:
    await school.sweep(OPENS)
    return school


@pytest.fixture
async def discussed(opened: School) -> School:
    """Three reports share a claim in words of two kinds; its thread and its board are there."""
    for who, text in ((NARI, ROOMS + MINE), (BORA, CAPITALS), (DOHA, ROOMS)):
        await opened.hand_in(who, text)
    await opened.sweep(DUE)
    await opened.sweep(DUE + 2 * MINUTE)
    return opened


async def the_claim(school: School) -> Claim:
    every = await school.store.read(lambda tx: tx.claims.of_week(school.week))
    return next(claim for claim in every if claim.state is ClaimState.OPEN)


def cards(school: School, kind: type[Card]) -> list[Card]:
    return [one.card for one in school.messenger.messages if isinstance(one.card, kind)]


def answers(school: School) -> list[tuple[int, str | None]]:
    shown = (one.card for one in school.messenger.messages)
    return [(card.answer_id, card.text) for card in shown if isinstance(card, AnswerCard)]


def claim_card(school: School) -> ClaimCard:
    (card,) = cards(school, ClaimCard)
    assert isinstance(card, ClaimCard)
    return card


def board(school: School) -> BoardCard:
    (card,) = cards(school, BoardCard)
    assert isinstance(card, BoardCard)
    return card


async def later(school: School, by: timedelta = MINUTE) -> None:
    await school.sweep(school.clock.now() + by)


async def member_id(school: School, who: Person) -> int:
    member = await school.member(who)
    assert member is not None
    return member.member_id


# The board


async def test_the_board_names_every_thread_once_and_counts_anew(discussed: School) -> None:
    claim = await the_claim(discussed)
    (line,) = board(discussed).lines
    assert (line.claim, line.reports, line.of_reports, line.posts) == (claim, 3, 3, 0)
    edits = discussed.messenger.calls.count("edit")
    for who, stance in ((NARI, Stance.AGREE), (BORA, Stance.UNSURE)):
        await take_stance(discussed.store, ask(who, LATER), claim.claim_id, stance)
    await wrote(discussed, claim, NARI, 1, LATER)
    await discussed.sweep(LATER + MINUTE)
    (line,) = board(discussed).lines
    assert (line.stances[Stance.AGREE], line.stances[Stance.UNSURE], line.posts) == (1, 1, 1)
    assert discussed.messenger.calls.count("edit") == edits + 1, "three changes, one drawing"


async def test_a_change_while_the_board_is_drawn_is_not_lost(discussed: School) -> None:
    """The row was claimed, and something changes before the outcome is written down."""
    claim, store = await the_claim(discussed), discussed.store
    await take_stance(store, ask(NARI, LATER), claim.claim_id, Stance.AGREE)
    owed = await store.read(lambda tx: tx.deliveries.with_key(discussed.course, "redraw:board:1"))
    assert owed is not None
    held = await store.write(lambda tx: tx.deliveries.claim(owed, LATER + MINUTE))
    await take_stance(store, ask(BORA, LATER + MINUTE), claim.claim_id, Stance.AGREE)
    anew = await store.read(lambda tx: tx.deliveries.with_key(discussed.course, "redraw:board:1"))
    assert anew is not None
    assert anew.state is State.PLANNED
    assert anew.fence > held.fence
    await discussed.sweep(LATER + 3 * MINUTE)
    assert board(discussed).lines[0].stances[Stance.AGREE] == 2


async def test_a_board_that_staff_deleted_is_not_posted_again(discussed: School) -> None:
    claim = await the_claim(discussed)
    discussed.messenger.fail("edit", DELETED)
    await take_stance(discussed.store, ask(NARI, LATER), claim.claim_id, Stance.AGREE)
    await discussed.sweep(LATER + MINUTE)
    assert discussed.messenger.keys.count("board:1") == 1
    assert [one.state for one in await discussed.owed(Kind.REDRAW)] == [State.SENT]
    assert not discussed.messenger.told[1:], "nobody is bothered with that"


# Before and after


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


# Quotes


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


# Who is called in


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


# Claims of one's own


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


# Answers without a name


@pytest.fixture
async def unnamed(discussed: School) -> School:
    await choose(discussed.store, ask(INSTRUCTOR), Changes(unnamed=True))
    return discussed


async def test_an_answer_without_a_name_is_posted_counted_and_not_kept(unnamed: School, file: Path) -> None:
    claim = await the_claim(unnamed)
    await answer_unnamed(unnamed.store, ask(NARI, LATER), claim.claim_id, "@everyone, walls!\n\nNo.")
    await unnamed.sweep(LATER)
    assert answers(unnamed) == [(1, "@everyone, walls!\n\nNo.")]
    (owed,) = await unnamed.owed(Kind.ANSWER)
    assert (owed.target_xid, owed.member_id) == (claim.thread_xid, None)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT text FROM answers").fetchall() == [(None,)]
        acts = database.execute("SELECT act FROM trail WHERE actor_xid = ?", (NARI.user_xid,)).fetchall()
    assert acts == []
    await later(unnamed)
    assert board(unnamed).lines[0].posts == 1


async def test_staff_can_look_up_who_wrote_and_that_is_noted(unnamed: School, file: Path) -> None:
    claim = await the_claim(unnamed)
    made = await answer_unnamed(unnamed.store, ask(NARI, LATER), claim.claim_id, "Walls.")
    for who in (NARI, BORA):
        with pytest.raises(NotStaff):
            await author_of(unnamed.store, ask(who, LATER), made.answer_id)
    author = await author_of(unnamed.store, ask(MODERATOR, LATER), made.answer_id)
    assert author.user_xid == NARI.user_xid
    with closing(sqlite3.connect(file)) as database:
        acts = database.execute("SELECT actor_xid FROM trail WHERE act = 'answer author'").fetchall()
    assert acts == [(MODERATOR.user_xid,)]


async def test_its_writer_and_staff_take_an_answer_back(unnamed: School) -> None:
    claim, store = await the_claim(unnamed), unnamed.store
    made = await answer_unnamed(store, ask(NARI, LATER), claim.claim_id, "Walls.")
    with pytest.raises(NotStaff):
        await take_back_answer(store, ask(BORA, LATER), made.answer_id)
    await unnamed.sweep(LATER)
    await take_back_answer(store, ask(NARI, LATER), made.answer_id)
    await unnamed.sweep(LATER + 2 * MINUTE)
    assert answers(unnamed) == [(1, None)]
    assert board(unnamed).lines[0].posts == 0
    second = await answer_unnamed(store, ask(NARI, LATER + HOUR), claim.claim_id, "Doors.")
    await take_back_answer(store, ask(INSTRUCTOR, LATER + HOUR), second.answer_id)
    await unnamed.sweep(LATER + HOUR)
    assert len(answers(unnamed)) == 1, "what is taken back in time is never posted"


async def test_answers_without_a_name_are_bounded(unnamed: School) -> None:
    claim, store = await the_claim(unnamed), unnamed.store
    for text in ("x" * (UNNAMED_LIMIT + 1), "  ", "\u2800"):
        with pytest.raises(BadText):
            await answer_unnamed(store, ask(NARI, LATER), claim.claim_id, text)
    for _ in range(UNNAMED_A_DAY):
        await answer_unnamed(store, ask(NARI, LATER), claim.claim_id, "Walls.")
    with pytest.raises(UnnamedSpent):
        await answer_unnamed(store, ask(NARI, LATER), claim.claim_id, "Walls.")
    await answer_unnamed(store, ask(NARI, LATER + 25 * HOUR), claim.claim_id, "Walls.")
    await choose(store, ask(INSTRUCTOR), Changes(unnamed=False))
    with pytest.raises(UnnamedOff):
        await answer_unnamed(store, ask(BORA, LATER), claim.claim_id, "Walls.")
    with pytest.raises(NotMember):
        await answer_unnamed(store, ask(OUTSIDER, LATER), claim.claim_id, "Walls.")


# How it ends


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


# A forum, and what only staff see


async def test_threads_open_in_a_forum_if_the_course_has_one(opened: School) -> None:
    forum_xid = 7777
    await choose(opened.store, ask(INSTRUCTOR), Changes(forum_xid=forum_xid))
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS)
    await opened.sweep(DUE)
    (owed,) = await opened.owed(Kind.CLAIM)
    assert (owed.target_xid, owed.in_forum, owed.state) == (forum_xid, True, State.SENT)
    assert opened.messenger.calls.count("find") == 1, "a forum's post has no nonce: it is looked for first"
    await opened.store.write(lambda tx: tx.courses.add(new_course(channel_xid=7102), DUE))
    thread_xid = (await the_claim(opened)).thread_xid or 0
    found, _ = await claim_here(opened.store, ask(MODERATOR, DUE, channels=(thread_xid, forum_xid)))
    assert found == opened.course, "a thread in a forum tells its course"
    await opened.sweep(DUE + 2 * MINUTE)
    assert next(one for one in opened.messenger.messages if one.key == "board:1").target_xid == CHANNEL


async def test_only_staff_read_the_reports_behind_a_claim(discussed: School) -> None:
    claim, store = await the_claim(discussed), discussed.store
    with pytest.raises(NotStaff):
        await reports_on(store, ask(NARI, LATER), claim.claim_id)
    found = await reports_on(store, ask(MODERATOR, LATER), claim.claim_id)
    assert len(found) == 3
    member, version = await report_of(store, ask(MODERATOR, LATER), claim.claim_id, found[1][0].member_id)
    assert (member.user_xid, version.text) == (BORA.user_xid, CAPITALS)


async def test_nothing_is_doubled_where_the_sweep_repeats(discussed: School) -> None:
    moment: datetime = LATER
    for hours in (0, 30, 60, 200):
        await discussed.sweep(moment + hours * HOUR)
        await discussed.sweep(moment + hours * HOUR)
    assert len(discussed.messenger.keys) == len(set(discussed.messenger.keys))


# An answer that no thread took


async def failed_answer(school: School, text: str = "Walls.\nAnd doors.") -> int:
    """Discord refuses what Nari answers without her name."""
    claim = await the_claim(school)
    school.messenger.fail("post", AUTOMOD, target_xid=claim.thread_xid)
    made = await answer_unnamed(school.store, ask(NARI, LATER), claim.claim_id, text)
    await school.sweep(LATER)
    assert answers(school) == []
    return made.answer_id


async def unposted(school: School, who: Person = NARI) -> list[tuple[str | None, bool, Reason | None]]:
    found = (await my_quotes(school.store, ask(who, LATER))).unposted
    return [(one.answer.text, one.waits, one.why) for one in found]


async def test_its_writer_sees_that_an_answer_was_not_posted_and_why_and_sends_it_again(
    unnamed: School,
) -> None:
    answer_id = await failed_answer(unnamed)
    assert await unposted(unnamed) == [("Walls.\nAnd doors.", False, Reason.AUTOMOD)]
    assert await unposted(unnamed, BORA) == []
    for _ in range(2):
        await post_again(unnamed.store, ask(NARI, LATER + HOUR), answer_id)
    assert await unposted(unnamed) == [("Walls.\nAnd doors.", True, None)]
    await unnamed.sweep(LATER + HOUR)
    assert answers(unnamed) == [(answer_id, "Walls.\nAnd doors.")]
    assert await unposted(unnamed) == []
    with pytest.raises(UnknownClaim):
        await post_again(unnamed.store, ask(NARI, LATER + HOUR), answer_id)
    await take_back_answer(unnamed.store, ask(NARI, LATER + HOUR), answer_id)
    await unnamed.sweep(LATER + 2 * HOUR)
    assert answers(unnamed) == [(answer_id, None)], "what was sent again is taken back as any other"


async def test_an_answer_that_may_have_arrived_is_looked_for_before_it_is_sent_again(unnamed: School) -> None:
    claim = await the_claim(unnamed)
    unnamed.messenger.fail("post", UNREACHABLE, after=True, target_xid=claim.thread_xid)
    unnamed.messenger.fail("find", HIDDEN, target_xid=claim.thread_xid)
    made = await answer_unnamed(unnamed.store, ask(NARI, LATER), claim.claim_id, "Walls.")
    for hours in (0, 1):
        await unnamed.sweep(LATER + hours * HOUR)
    assert await unposted(unnamed) == [("Walls.", False, Reason.HISTORY_HIDDEN)]
    await post_again(unnamed.store, ask(NARI, LATER + 2 * HOUR), made.answer_id)
    await unnamed.sweep(LATER + 2 * HOUR)
    assert answers(unnamed) == [(made.answer_id, "Walls.")]
    assert await unposted(unnamed) == []


async def test_its_writer_drops_an_answer_and_nobody_else_looks_at_it(unnamed: School) -> None:
    answer_id = await failed_answer(unnamed)
    for call in (post_again, look_at_unposted):
        with pytest.raises(UnknownClaim):
            await call(unnamed.store, ask(BORA, LATER), answer_id)
        with pytest.raises(NotStudent):
            await call(unnamed.store, ask(MODERATOR, LATER), answer_id)
    assert not await take_back_answer(unnamed.store, ask(NARI, LATER), answer_id)
    assert await unposted(unnamed) == []
    with pytest.raises(UnknownClaim):
        await post_again(unnamed.store, ask(NARI, LATER), answer_id)
    await later(unnamed)
    assert answers(unnamed) == []


async def test_what_is_closed_meanwhile_takes_no_answer_and_says_so(unnamed: School) -> None:
    claim = await the_claim(unnamed)
    made = await answer_unnamed(unnamed.store, ask(NARI, LATER), claim.claim_id, "Walls.")
    await close(unnamed.store, ask(MODERATOR, LATER), claim.claim_id)
    await unnamed.sweep(LATER)
    assert (answers(unnamed), await unposted(unnamed)) == (
        [],
        [("Walls.", False, Reason.DISCUSSION_OVER)],
    )
    with pytest.raises(ClaimClosed):
        await post_again(unnamed.store, ask(NARI, LATER), made.answer_id)
    await open_claim(unnamed.store, ask(MODERATOR, LATER), claim.claim_id)
    await post_again(unnamed.store, ask(NARI, LATER), made.answer_id)
    await later(unnamed)
    assert answers(unnamed) == [(made.answer_id, "Walls.")]


async def test_staff_who_send_an_answer_again_leave_it_to_be_taken_back(unnamed: School) -> None:
    answer_id = await failed_answer(unnamed)
    (owed,) = await unnamed.owed(Kind.ANSWER)
    again = await send_again(unnamed.store, ask(MODERATOR, LATER), owed.delivery_id)
    assert again.key == owed.key
    await later(unnamed)
    await take_back_answer(unnamed.store, ask(NARI, LATER + HOUR), answer_id)
    await unnamed.sweep(LATER + HOUR)
    assert answers(unnamed) == [(answer_id, None)]
