"""The board follows staff's order and late reports, after the threads have opened."""

from __future__ import annotations

from bot.actions import curation
from bot.seminar.cards import BoardCard
from tests.actions.curation.scene import the
from tests.actions.school import DOHA, DUE, HOUR, MODERATOR, School, ask


async def test_staffs_order_holds_on_the_board_too(discussed: School) -> None:
    await discussed.sweep(DUE + HOUR)
    claim = await the(discussed, "Lamps are eyes.")
    await curation.order(discussed.store, ask(MODERATOR, DUE + HOUR), claim.claim_id, 1)
    await discussed.sweep(DUE + 2 * HOUR)
    (board,) = (one.card for one in discussed.messenger.messages if isinstance(one.card, BoardCard))
    assert [line.claim.label for line in board.lines] == [
        "Lamps are eyes.",
        "Pavements are rooms.",
        "Trees are walls.",
    ]


async def test_a_report_that_comes_late_is_counted_on_the_board(discussed: School) -> None:
    await discussed.sweep(DUE + HOUR)
    await discussed.hand_in(DOHA, "P: Trees are walls.\nP: Lamps are eyes.\n", at=DUE + HOUR)
    await discussed.sweep(DUE + 2 * HOUR)
    await discussed.sweep(DUE + 3 * HOUR)
    (board,) = (one.card for one in discussed.messenger.messages if isinstance(one.card, BoardCard))
    assert {line.claim.label: line.reports for line in board.lines}["Trees are walls."] == 3
