"""What staff hide is read nowhere: not on its card, in its thread's name, on the board or in the recap."""

from __future__ import annotations

import pytest

from bot.actions import curation
from bot.seminar.cards import BoardCard, ClaimCard, RecapCard
from tests.actions.curation.scene import merged, the
from tests.actions.school import DAY, DUE, HOUR, MODERATOR, School, ask

LABELS = ("Pavements are rooms.", "Trees are walls.", "Lamps are eyes.")


def shown(school: School, kind: type[BoardCard] | type[RecapCard]) -> list[str]:
    """The labels in the one card of a kind."""
    (card,) = (one.card for one in school.messenger.messages if isinstance(one.card, kind))
    claims = [line.claim for line in card.lines] if isinstance(card, BoardCard) else []
    claims += [talk.claim for talk in card.talks] if isinstance(card, RecapCard) else []
    return [claim.label for claim in claims]


def cards(school: School) -> dict[int, ClaimCard]:
    found = [one.card for one in school.messenger.messages if isinstance(one.card, ClaimCard)]
    return {card.claim.claim_id: card for card in found}


async def test_a_hidden_claims_card_and_thread_lose_its_words_and_get_them_back(discussed: School) -> None:
    claim = await the(discussed, "Trees are walls.")
    assert cards(discussed)[claim.claim_id].quotes
    await curation.hide(discussed.store, ask(MODERATOR, DUE + HOUR), claim.claim_id)
    await discussed.sweep(DUE + HOUR)
    hidden = cards(discussed)[claim.claim_id]
    assert (hidden.claim.label, hidden.quotes, hidden.claim.hidden) == ("", (), True)
    assert discussed.messenger.names[claim.thread_xid or 0] == ""
    await curation.open_claim(discussed.store, ask(MODERATOR, DUE + 2 * HOUR), claim.claim_id)
    await discussed.sweep(DUE + 2 * HOUR)
    assert cards(discussed)[claim.claim_id].quotes == ("Trees are walls.",) * 2
    assert discussed.messenger.names[claim.thread_xid or 0] == "Trees are walls."


async def test_the_last_claim_that_is_hidden_leaves_the_board_and_the_recap_empty(discussed: School) -> None:
    await discussed.sweep(DUE + HOUR)
    await discussed.sweep(DUE + 6 * DAY)
    assert len(shown(discussed, BoardCard)) == len(shown(discussed, RecapCard)) == 3
    for label in LABELS:
        claim = await the(discussed, label)
        await curation.hide(discussed.store, ask(MODERATOR, DUE + 6 * DAY), claim.claim_id)
        await discussed.sweep(DUE + 6 * DAY + HOUR)
    assert shown(discussed, BoardCard) == shown(discussed, RecapCard) == []


@pytest.mark.parametrize("into", ["Rain is free.", "Trees are walls."])
async def test_a_hidden_claim_hides_no_other_into_which_it_is_merged(discussed: School, into: str) -> None:
    claim = await the(discussed, "Lamps are eyes.")
    await discussed.store.write(lambda tx: tx.claims.add(discussed.week, "Rain is free."))
    await curation.hide(discussed.store, ask(MODERATOR, DUE + HOUR), claim.claim_id)
    done = await merged(discussed, "Lamps are eyes.", into)
    assert (done.claim.label, done.claim.hidden) == (into, False)
