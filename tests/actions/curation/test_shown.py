"""Board, cards and recaps follow what staff do."""

from __future__ import annotations

import pytest

from bot.actions import curation
from bot.actions.claims import take_stance
from bot.actions.discussions import look_at
from bot.actions.ownclaims import open_own
from bot.actions.privacy import erase
from bot.seminar.cards import BoardCard, ClaimCard
from bot.seminar.claims import Stance
from bot.seminar.refusals import (
    NoCourse,
    UnknownClaim,
)
from tests.actions.curation.scene import LAMPS, ROOMS, TUESDAY, merged, the
from tests.actions.school import (
    BORA,
    DUE,
    HOUR,
    MODERATOR,
    MONDAY,
    NARI,
    OF_ANOTHER_SERVER,
    School,
    ask,
    wrote,
)
from tests.factories import OPENS


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
    assert (page.claim.claim_id, page.changed) == (trees.claim_id, 1)
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
