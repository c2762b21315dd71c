"""Merged claims count as one; stances, posts and threads are kept."""

from __future__ import annotations

import pytest

from bot.actions import curation
from bot.actions.claims import take_stance
from bot.actions.weeks import plan_week
from bot.seminar.cards import Card, NoteCard
from bot.seminar.claims import Stance
from bot.seminar.deliveries import Delivery, Note
from bot.seminar.refusals import (
    NotStaff,
    OtherWeek,
    SameClaim,
    UnknownClaim,
)
from tests.actions.curation.scene import LAMPS, ROOMS, TUESDAY, merged, said, the
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    NEXT_WEEK,
    School,
    ask,
    wrote,
)
from tests.fakes import FakeMessenger


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
