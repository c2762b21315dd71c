"""No act of staff, and no undoing of one, brings back words that may not be shown."""

from __future__ import annotations

from bot.actions import curation
from bot.actions.quotes import object_to
from bot.seminar.cards import BoardCard, ClaimCard
from bot.seminar.quotes import fingerprint
from tests.actions.curation.scene import merged, the
from tests.actions.discussion.scene import EVA
from tests.actions.school import BORA, DOHA, DUE, HOUR, MODERATOR, NARI, School, ask
from tests.fakes import DELETED

TREES = "Trees are walls."
LATER = DUE + HOUR


class Watched(list[str]):
    """Every label that was ever drawn from now on, in cards, boards and names of threads."""

    def __init__(self, school: School) -> None:
        super().__init__()
        edit = school.messenger.edit

        async def noting(delivery: object, card: object, message_xid: int) -> None:
            if isinstance(card, BoardCard):
                self.extend(line.claim.label for line in card.lines)
            elif isinstance(card, ClaimCard):
                self.append(card.claim.label)
            await edit(delivery, card, message_xid)  # type: ignore[arg-type]

        school.messenger.edit = noting  # type: ignore[method-assign]


async def test_a_label_that_its_writers_object_to_does_not_come_back_by_an_undoing(discussed: School) -> None:
    await discussed.sweep(LATER)
    claim = await the(discussed, TREES)
    named = await curation.rename(discussed.store, ask(MODERATOR, LATER), claim.claim_id, "Trees protect")
    await discussed.sweep(LATER + HOUR)
    for who in (NARI, BORA):
        await object_to(discussed.store, ask(who, LATER + HOUR), claim.claim_id, fingerprint(TREES))
    await discussed.sweep(LATER + 2 * HOUR)
    drawn = Watched(discussed)
    await curation.undo(discussed.store, ask(MODERATOR, LATER + 2 * HOUR), named.act.act_id)
    await discussed.sweep(LATER + 3 * HOUR)
    assert drawn
    assert TREES not in drawn


async def test_a_reflection_does_not_become_the_name_of_a_thread_by_a_merge(discussed: School) -> None:
    """The claim is named by whoever said it first: a student in their own name, who gave no leave."""
    await discussed.sweep(LATER)
    await discussed.hand_in(DOHA, "S: I like to walk.\nP: Lamps are eyes.\n", at=LATER)
    await discussed.sweep(LATER)
    await discussed.hand_in(EVA, "P: I LIKE TO WALK!!\n", at=LATER)
    await discussed.sweep(LATER)
    drawn = Watched(discussed)
    done = await merged(discussed, TREES, "I like to walk.")
    assert done.claim.thread_xid is not None
    await discussed.sweep(LATER + HOUR)
    assert "I LIKE TO WALK!!" in drawn
    assert "I like to walk." not in drawn


async def test_words_leave_the_threads_name_though_its_card_was_deleted(discussed: School) -> None:
    await discussed.sweep(LATER)
    claim = await the(discussed, TREES)
    for who in (NARI, BORA):
        await object_to(discussed.store, ask(who, LATER), claim.claim_id, fingerprint(TREES))
    discussed.messenger.fail("edit", DELETED)
    await discussed.sweep(LATER + HOUR)
    assert discussed.messenger.names[claim.thread_xid or 0] == ""
