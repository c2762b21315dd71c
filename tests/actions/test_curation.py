"""What staff do with claims holds, can be undone, and keeps stances and posts; threads are told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions import curation, proposals
from bot.actions.claims import by_claim, list_claims, take_stance
from bot.actions.curation import Done
from bot.actions.discussions import look_at
from bot.actions.ownclaims import open_own
from bot.actions.ports import Store
from bot.actions.privacy import erase
from bot.actions.weeks import plan_week
from bot.seminar.cards import BoardCard, Card, ClaimCard, NoteCard
from bot.seminar.claims import Claim, ClaimState, Passage, Stance
from bot.seminar.courses import Person
from bot.seminar.decisions import ActKind
from bot.seminar.deliveries import Delivery, Kind, Note, Reason, State
from bot.seminar.grouping import Known, Settled, settle
from bot.seminar.refusals import (
    BadText,
    NoCourse,
    NothingToUndo,
    NotStaff,
    OtherWeek,
    OwnWords,
    SameClaim,
    UndoLater,
    UnknownClaim,
    UnknownPassage,
    UnknownProposal,
)
from bot.seminar.reports import Speaker
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    NEXT_WEEK,
    OF_ANOTHER_SERVER,
    SECOND,
    School,
    ask,
    rows,
    wrote,
)
from tests.factories import OPENS
from tests.fakes import FakeMessenger

TUESDAY = MONDAY + 24 * HOUR
ROOMS, TREES, LAMPS = "P: Pavements are rooms.\n", "P: Trees are walls.\n", "P: Lamps are eyes.\n"
MINE = "S: I like to walk.\n"


@pytest.fixture
async def read(school: School) -> School:
    """Three reports: two claims that two share, and one that is said once."""
    await school.sweep(OPENS)
    await school.hand_in(NARI, ROOMS + TREES)
    await school.hand_in(BORA, ROOMS + TREES + LAMPS)
    await school.hand_in(DOHA, LAMPS)
    await school.sweep(MONDAY)
    return school


@pytest.fixture
async def discussed(read: School) -> School:
    """The same, with a thread for each of the three."""
    await read.sweep(DUE)
    return read


async def claims(school: School) -> dict[str, tuple[Claim, list[Passage]]]:
    found = await school.store.read(lambda tx: by_claim(tx, school.week))
    return {claim.label: (claim, said) for claim, said in found}


async def the(school: School, label: str) -> Claim:
    return (await claims(school))[label][0]


async def said(school: School) -> dict[str, int]:
    """How many reports state each claim that is stated."""
    return {
        label: len({one.member_id for one in some})
        for label, (_, some) in (await claims(school)).items()
        if some
    }


async def passage(school: School, label: str, at: int = 0) -> int:
    return (await claims(school))[label][1][at].statement_id


async def merged(school: School, gone: str, into: str, who: Person = MODERATOR) -> Done:
    one, other = await the(school, gone), await the(school, into)
    return await curation.merge(school.store, ask(who, DUE + HOUR), one.claim_id, other.claim_id)


# Merging


async def test_merged_claims_count_as_one_and_stay_merged(read: School) -> None:
    done = await merged(read, "Lamps are eyes.", "Trees are walls.")
    assert (done.claim.label, done.reports) == ("Trees are walls.", 3)
    await read.hand_in(NARI, LAMPS + ROOMS, at=TUESDAY)
    await read.sweep(TUESDAY)
    assert await said(read) == {"Pavements are rooms.": 2, "Trees are walls.": 3}


async def test_an_undone_merge_leaves_each_what_it_had_and_what_came_meanwhile(read: School) -> None:
    done = await merged(read, "Lamps are eyes.", "Trees are walls.")
    await read.hand_in(NARI, LAMPS + ROOMS, at=TUESDAY)
    await read.sweep(TUESDAY)
    await curation.undo(read.store, ask(MODERATOR), done.act.act_id)
    assert await said(read) == {"Pavements are rooms.": 2, "Trees are walls.": 1, "Lamps are eyes.": 3}


async def test_what_was_merged_before_goes_along_and_comes_back(read: School) -> None:
    await merged(read, "Lamps are eyes.", "Trees are walls.")
    done = await merged(read, "Trees are walls.", "Pavements are rooms.")
    assert await said(read) == {"Pavements are rooms.": 3}
    await curation.undo(read.store, ask(INSTRUCTOR), done.act.act_id)
    assert await said(read) == {"Pavements are rooms.": 2, "Trees are walls.": 3}


async def test_of_two_threads_one_stays_and_the_other_is_told_and_laid_aside(discussed: School) -> None:
    gone = await the(discussed, "Lamps are eyes.")
    stays = await the(discussed, "Trees are walls.")
    done = await merged(discussed, "Lamps are eyes.", "Trees are walls.")
    await discussed.sweep(DUE + HOUR)
    note = discussed.messenger.messages[-1]
    assert (note.target_xid, note.card.note, note.card.into.claim_id) == (  # type: ignore[union-attr]
        gone.thread_xid,
        Note.MERGED,
        stays.claim_id,
    )
    assert discussed.messenger.archived == [gone.thread_xid]
    await curation.undo(discussed.store, ask(MODERATOR, DUE + 2 * HOUR), done.act.act_id)
    await discussed.sweep(DUE + 2 * HOUR)
    assert discussed.messenger.messages[-1].card.note is Note.OPEN  # type: ignore[union-attr]
    assert len(discussed.messenger.archived) == 1


async def test_the_claim_with_the_only_thread_stays(read: School) -> None:
    await read.hand_in(DOHA, "P: Rain is free.\n", at=TUESDAY)
    await read.sweep(DUE)
    thread = (await the(read, "Trees are walls.")).thread_xid
    done = await merged(read, "Trees are walls.", "Rain is free.")
    assert (done.claim.label, done.claim.thread_xid, done.reports) == ("Rain is free.", thread, 3)
    await read.sweep(DUE + HOUR)
    assert not [one for one in read.messenger.messages if isinstance(one.card, NoteCard)]


async def test_stances_and_posts_are_kept_and_the_last_stance_of_a_member_counts(discussed: School) -> None:
    gone, stays = await the(discussed, "Lamps are eyes."), await the(discussed, "Trees are walls.")
    for who, claim, stance, hour in (
        (NARI, gone, Stance.AGREE, 1),
        (NARI, stays, Stance.DISAGREE, 2),
        (BORA, stays, Stance.AGREE, 1),
        (BORA, gone, Stance.UNSURE, 2),
        (DOHA, gone, Stance.AGREE, 1),
    ):
        await take_stance(discussed.store, ask(who, DUE + hour * HOUR), claim.claim_id, stance)
    for number, claim in enumerate((gone, gone, stays)):
        await wrote(discussed, claim, NARI, 1 + number, DUE)
    done = await merged(discussed, "Lamps are eyes.", "Trees are walls.")
    assert done.stances == {Stance.AGREE: 1, Stance.DISAGREE: 1, Stance.UNSURE: 1}
    assert done.posts == 3
    tally = await take_stance(discussed.store, ask(DOHA, DUE + 3 * HOUR), gone.claim_id, Stance.UNSURE)
    assert tally[Stance.UNSURE] == 2, "the button in the thread that was laid aside still counts"
    undone = await curation.undo(discussed.store, ask(MODERATOR), done.act.act_id)
    assert undone.stances == {Stance.AGREE: 1, Stance.DISAGREE: 1, Stance.UNSURE: 1}
    assert undone.posts == 1


class Slow(FakeMessenger):
    """While it makes the thread of a claim, staff merge that claim."""

    def __init__(self, school: School, claim_id: int) -> None:
        super().__init__()
        self._school, self._claim_id = school, claim_id

    async def open_thread(self, delivery: Delivery, card: Card, message_xid: int) -> int:
        if delivery.claim_id == self._claim_id:
            await merged(self._school, "Lamps are eyes.", "Trees are walls.")
        return await super().open_thread(delivery, card, message_xid)


async def test_a_thread_that_opens_while_its_claim_is_merged_is_told(read: School) -> None:
    gone = await the(read, "Lamps are eyes.")

    read.messenger = Slow(read, gone.claim_id)
    await read.sweep(DUE)
    notes = [one for one in read.messenger.messages if isinstance(one.card, NoteCard)]
    assert [one.card.note for one in notes] == [Note.MERGED]  # type: ignore[union-attr]


async def test_what_cannot_be_merged(read: School) -> None:
    trees, lamps = await the(read, "Trees are walls."), await the(read, "Lamps are eyes.")
    planned = await plan_week(read.store, ask(INSTRUCTOR), NEXT_WEEK)
    other = await read.store.write(lambda tx: tx.claims.add(planned.week, "Elsewhere."))
    store = read.store
    with pytest.raises(SameClaim):
        await curation.merge(store, ask(MODERATOR), trees.claim_id, trees.claim_id)
    with pytest.raises(OtherWeek):
        await curation.merge(store, ask(MODERATOR), trees.claim_id, other.claim_id)
    with pytest.raises(UnknownClaim):
        await curation.merge(store, ask(MODERATOR), trees.claim_id, 999)
    with pytest.raises(NotStaff):
        await curation.merge(store, ask(NARI), trees.claim_id, lamps.claim_id)
    await merged(read, "Lamps are eyes.", "Trees are walls.")
    with pytest.raises(SameClaim):
        await curation.merge(store, ask(MODERATOR), trees.claim_id, lamps.claim_id)


# Splitting and moving


async def test_a_split_stays_split_when_a_new_version_repeats_the_sentence(read: School) -> None:
    claim = await the(read, "Pavements are rooms.")
    chosen = await passage(read, "Pavements are rooms.", 1)
    done = await curation.split(read.store, ask(MODERATOR), claim.claim_id, [chosen], "Rooms, said Bora")
    assert (done.claim.label, done.reports) == ("Rooms, said Bora", 1)
    await read.hand_in(BORA, ROOMS + "P: And more.\n", at=TUESDAY)
    await read.hand_in(NARI, ROOMS, at=TUESDAY)
    await read.sweep(TUESDAY)
    found = await said(read)
    assert (found["Rooms, said Bora"], found["Pavements are rooms."]) == (1, 1)
    await curation.undo(read.store, ask(MODERATOR), done.act.act_id)
    assert (await said(read))["Pavements are rooms."] == 2


async def test_a_moved_passage_stays_moved_and_comes_back(read: School, file: Path) -> None:
    claim, into = await the(read, "Lamps are eyes."), await the(read, "Trees are walls.")
    chosen = await passage(read, "Lamps are eyes.", 1)
    done = await curation.move(read.store, ask(MODERATOR), claim.claim_id, [chosen], into.claim_id)
    assert done.reports == 3
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM placements").fetchone() == (1,)
    await read.hand_in(DOHA, LAMPS + ROOMS, at=TUESDAY)
    await read.sweep(TUESDAY)
    assert (await said(read))["Trees are walls."] == 3
    await curation.undo(read.store, ask(MODERATOR), done.act.act_id)
    assert await said(read) == {"Pavements are rooms.": 3, "Trees are walls.": 2, "Lamps are eyes.": 2}


async def test_what_cannot_be_split_or_moved(read: School) -> None:
    claim, store = await the(read, "Lamps are eyes."), read.store
    every = [one.statement_id for one in (await claims(read))["Lamps are eyes."][1]]
    foreign = await passage(read, "Trees are walls.")
    for chosen in ([], every, [foreign]):
        with pytest.raises(UnknownPassage):
            await curation.split(store, ask(MODERATOR), claim.claim_id, chosen)
    with pytest.raises(BadText):
        await curation.split(store, ask(MODERATOR), claim.claim_id, every[:1], "x" * 400)
    with pytest.raises(SameClaim):
        await curation.move(store, ask(MODERATOR), claim.claim_id, every[:1], claim.claim_id)


# Names, sight, opening and closing


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


# Undoing


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


# Proposals


class Unsure:
    """A reader for whom passages of the same last word are likely, and equal ones surely, the same."""

    def __init__(self, inner: object) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    async def likeness(self, passages: list[str], others: list[str], topic: str) -> list[list[float]]:
        return [
            [
                1.0 if one == other else 0.4 if one.split()[-1] == other.split()[-1] else 0.0
                for other in others
            ]
            for one in passages
        ]

    async def settle(
        self, new: list[tuple[str, Speaker]], known: list[Known], topic: str, kept: dict[str, int]
    ) -> list[Settled]:
        texts = [text for text, _ in new]
        rows = await self.likeness(texts, [*(one.text for one in known), *texts], topic)
        return settle(new, known, rows, kept)


@pytest.fixture
async def unsure(school: School) -> School:
    """Two reports that likely say the same; nobody is sure."""
    school.reader = Unsure(school.reader)  # type: ignore[assignment]
    await school.sweep(OPENS)
    await school.hand_in(NARI, "P: Pavements are rooms.\n")
    await school.sweep(MONDAY)
    await school.hand_in(BORA, "P: Streets are like rooms.\n")
    await school.sweep(MONDAY)
    return school


async def waiting(school: School) -> list[int]:
    found = await proposals.proposals(school.store, ask(MODERATOR), 1)
    return [one.proposal.proposal_id for one in found.waiting]


async def test_what_is_likely_the_same_waits_for_staff(unsure: School) -> None:
    assert await said(unsure) == {"Pavements are rooms.": 1, "Streets are like rooms.": 1}
    (proposal_id,) = await waiting(unsure)
    done = await proposals.accept(unsure.store, ask(MODERATOR), proposal_id)
    assert (done.act.kind, done.claim.label, done.reports) == (ActKind.MERGE, "Pavements are rooms.", 2)
    assert await waiting(unsure) == []
    await curation.undo(unsure.store, ask(MODERATOR), done.act.act_id)
    assert await waiting(unsure) == [proposal_id]


async def test_what_was_rejected_is_not_proposed_again_unless_somebody_thinks_again(unsure: School) -> None:
    (proposal_id,) = await waiting(unsure)
    await proposals.reject(unsure.store, ask(MODERATOR), proposal_id)
    await unsure.hand_in(BORA, "P: Streets are like rooms.\nP: Benches matter.\n", at=TUESDAY)
    await unsure.sweep(TUESDAY)
    assert await waiting(unsure) == []
    for act in (proposals.accept, proposals.reject):
        with pytest.raises(UnknownProposal):
            await act(unsure.store, ask(MODERATOR), proposal_id)
    await proposals.think_again(unsure.store, ask(MODERATOR), proposal_id)
    assert await waiting(unsure) == [proposal_id]
    with pytest.raises(NotStaff):
        await proposals.accept(unsure.store, ask(NARI), proposal_id)


async def test_a_proposal_goes_with_its_claim(unsure: School, file: Path) -> None:
    await unsure.hand_in(BORA, "P: Benches matter.\n", at=TUESDAY)
    await unsure.sweep(TUESDAY)
    assert rows(file, "proposals") == 0


# Hostile passages

HOSTILE = (
    "@everyone <@&7201> <@9001> [click](https://evil.example) is the key.",
    "# **Bold** claims `break` > things || hidden || and ```fences```.",
    "\u202eevil si thgir ot tfel\u202c \u2067שלום\u2069 makes claims.",
    "Long " + "word " * 790 + "claims.",
    "{label} {count} %s claims.",
)


@pytest.mark.parametrize("text", HOSTILE, ids=["mentions", "markup", "bidi", "4000", "holes"])
async def test_hostile_passages_are_moved_named_and_found_again_as_they_are(
    school: School, store: Store, text: str
) -> None:
    await school.sweep(OPENS)
    await school.hand_in(NARI, f"P: {text}\n" + ROOMS)
    await school.hand_in(BORA, f"P: {text}\n")
    await school.sweep(MONDAY)
    label = next(label for label in await claims(school) if label != "Pavements are rooms.")
    claim, into = await the(school, label), await the(school, "Pavements are rooms.")
    done = await curation.move(
        store, ask(MODERATOR), claim.claim_id, [await passage(school, label)], into.claim_id
    )
    await school.hand_in(NARI, ROOMS + f"P: {text}\n", at=TUESDAY)
    await school.sweep(TUESDAY)
    told = (await claims(school))["Pavements are rooms."][1]
    assert text.rstrip() in [one.text for one in told]
    await curation.undo(store, ask(MODERATOR), done.act.act_id)
    assert (await said(school))[label] == 2


# What the class sees of it


def board(school: School) -> dict[str, int]:
    """The claims on the week's board, and how many reports state each."""
    (card,) = (one.card for one in school.messenger.messages if isinstance(one.card, BoardCard))
    return {line.claim.label: line.reports for line in card.lines}


async def test_board_card_and_recap_follow_what_staff_do(discussed: School) -> None:
    await discussed.sweep(DUE + HOUR)
    assert board(discussed) == {"Pavements are rooms.": 2, "Trees are walls.": 2, "Lamps are eyes.": 2}
    lamps, trees = await the(discussed, "Lamps are eyes."), await the(discussed, "Trees are walls.")
    await take_stance(discussed.store, ask(NARI, DUE + HOUR), lamps.claim_id, Stance.AGREE)
    await merged(discussed, "Lamps are eyes.", "Trees are walls.")
    await take_stance(discussed.store, ask(NARI, DUE + 2 * HOUR), lamps.claim_id, Stance.DISAGREE)
    await wrote(discussed, lamps, NARI, 6900, DUE + 2 * HOUR)
    pavements = await the(discussed, "Pavements are rooms.")
    await curation.hide(discussed.store, ask(MODERATOR, DUE + 2 * HOUR), pavements.claim_id)
    await discussed.sweep(DUE + 3 * HOUR)
    assert board(discussed) == {"Trees are walls.": 3}
    shown = [one.card for one in discussed.messenger.messages if isinstance(one.card, ClaimCard)]
    assert {card.claim.label: card.reports for card in shown}["Trees are walls."] == 3
    for claim_id, who in ((pavements.claim_id, NARI), (lamps.claim_id, OF_ANOTHER_SERVER)):
        with pytest.raises((UnknownClaim, NoCourse)):
            await look_at(discussed.store, ask(who, DUE + 3 * HOUR), claim_id)
    page = await look_at(discussed.store, ask(NARI, DUE + 3 * HOUR), lamps.claim_id)
    assert (page.claim.claim_id, page.changed) == (trees.claim_id, 0)
    (talk,) = await discussed.store.read(lambda tx: tx.talks.of_week(discussed.week))
    assert (talk.claim.claim_id, len(talk.authors), sum(talk.posts.values())) == (trees.claim_id, 3, 1)
    assert [one.now for one in talk.held] == [Stance.DISAGREE]
    (thread,) = await discussed.store.read(lambda tx: tx.talks.threads(discussed.course))
    assert (len(thread.authors), len(thread.writers)) == (3, 1)


async def test_an_undone_act_is_drawn_as_well(discussed: School) -> None:
    done = await merged(discussed, "Lamps are eyes.", "Trees are walls.")
    await discussed.sweep(DUE + 2 * HOUR)
    await curation.undo(discussed.store, ask(MODERATOR, DUE + 2 * HOUR), done.act.act_id)
    await discussed.sweep(DUE + 3 * HOUR)
    assert board(discussed) == {"Pavements are rooms.": 2, "Trees are walls.": 2, "Lamps are eyes.": 2}


async def test_whoever_goes_leaves_no_words_in_what_staff_did(discussed: School) -> None:
    await merged(discussed, "Lamps are eyes.", "Trees are walls.")
    for who in (NARI, BORA):
        await erase(discussed.store, ask(who, DUE + 2 * HOUR))
    left = await discussed.store.read(lambda tx: tx.claims.of_week(discussed.week))
    assert {claim.label for claim in left} == {"", "Lamps are eyes."}, "Doha says so, too"
    (act,) = await discussed.store.read(lambda tx: tx.decisions.acts(discussed.course))
    assert {claim.label for claim in act.before} == {""}


async def test_a_claim_that_a_member_opened_is_discussed_though_it_was_merged_before(school: School) -> None:
    """Its thread was to open when the week is due; the claim that takes it in gets one instead."""
    await school.sweep(OPENS)
    await school.hand_in(NARI, ROOMS)
    await school.hand_in(BORA, LAMPS)
    await school.sweep(MONDAY)
    _, own = await open_own(school.store, ask(BORA, TUESDAY), 1, None, "Who sweeps the rooms?")
    await merged(school, own.label, "Pavements are rooms.")
    for minutes in (-HOUR, 0 * HOUR, HOUR):
        await school.sweep(DUE + minutes)
    opened = [one.card for one in school.messenger.messages if isinstance(one.card, ClaimCard)]
    assert [card.claim.label for card in opened] == ["Pavements are rooms."], (
        "one report alone makes no thread"
    )


async def test_a_merge_that_is_undone_before_the_week_is_due_leaves_each_its_own(school: School) -> None:
    await school.sweep(OPENS)
    await school.hand_in(NARI, ROOMS)
    await school.hand_in(BORA, LAMPS)
    await school.sweep(MONDAY)
    _, own = await open_own(school.store, ask(BORA, TUESDAY), 1, None, "Who sweeps the rooms?")
    await merged(school, own.label, "Pavements are rooms.")
    await curation.undo(school.store, ask(MODERATOR, TUESDAY))
    await school.sweep(DUE)
    opened = [one.card for one in school.messenger.messages if isinstance(one.card, ClaimCard)]
    assert [card.claim.label for card in opened] == [own.label]


async def test_staff_open_a_members_own_claim_before_the_week_is_due(school: School) -> None:
    await school.sweep(OPENS)
    await school.hand_in(BORA, LAMPS)
    await school.sweep(MONDAY)
    _, own = await open_own(school.store, ask(BORA, TUESDAY), 1, None, "Who sweeps the rooms?")
    await school.sweep(TUESDAY)
    assert not [one for one in school.messenger.messages if isinstance(one.card, ClaimCard)]
    await curation.open_claim(school.store, ask(MODERATOR, TUESDAY + HOUR), own.claim_id)
    for at in (TUESDAY + HOUR, DUE, DUE + HOUR):
        await school.sweep(at)
        opened = [one.card for one in school.messenger.messages if isinstance(one.card, ClaimCard)]
        assert [card.claim.label for card in opened] == [own.label]
