"""The board names every thread, and follows what changes."""

from __future__ import annotations

from bot.actions.claims import take_stance
from bot.seminar.claims import Stance
from bot.seminar.deliveries import Kind, State
from tests.actions.discussion.scene import LATER, MINUTE, board, the_claim
from tests.actions.school import (
    BORA,
    NARI,
    School,
    ask,
    wrote,
)
from tests.fakes import DELETED


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
