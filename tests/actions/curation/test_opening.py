"""Opening a claim can be undone, and what staff do leaves no discussion without a beginning or an end."""

from __future__ import annotations

from bot.actions import curation
from bot.actions.threads import write_outcome
from bot.seminar.cards import BoardCard, ClaimCard, NoteCard, OutcomeCard
from bot.seminar.claims import Claim, ClaimState
from bot.seminar.deliveries import Note
from tests.actions.curation.scene import merged, the
from tests.actions.school import DAY, DOHA, DUE, HOUR, MODERATOR, MONDAY, School, ask


def opened(school: School) -> list[str]:
    return [one.card.claim.label for one in school.messenger.messages if isinstance(one.card, ClaimCard)]


def outcomes(school: School) -> list[str | None]:
    return [one.card.line for one in school.messenger.messages if isinstance(one.card, OutcomeCard)]


async def late(school: School) -> Claim:
    """A claim of one report that came when the others had their threads."""
    await school.hand_in(DOHA, "P: Rain is free.\nP: Lamps are eyes.\n", at=DUE + HOUR)
    await school.sweep(DUE + HOUR)
    return await the(school, "Rain is free.")


async def test_an_opening_that_is_undone_in_time_opens_no_thread_until_the_week_is_due(read: School) -> None:
    claim = await the(read, "Lamps are eyes.")
    done = await curation.open_claim(read.store, ask(MODERATOR), claim.claim_id)
    await curation.undo(read.store, ask(MODERATOR), done.act.act_id)
    await read.sweep(MONDAY + HOUR)
    assert opened(read) == []
    await read.sweep(DUE)
    assert len(opened(read)) == 3


async def test_what_was_opened_closed_and_left_to_the_rule_again_gets_its_thread(read: School) -> None:
    claim = await the(read, "Lamps are eyes.")
    acts = [
        await act(read.store, ask(MODERATOR), claim.claim_id) for act in (curation.open_claim, curation.close)
    ]
    await read.sweep(MONDAY + HOUR)
    for done in reversed(acts):
        await curation.undo(read.store, ask(MODERATOR), done.act.act_id)
    await read.sweep(MONDAY + 2 * HOUR)
    assert opened(read) == []
    await read.sweep(DUE)
    assert len(opened(read)) == 3


async def test_an_opening_that_is_undone_too_late_closes_the_thread(discussed: School) -> None:
    claim = await late(discussed)
    done = await curation.open_claim(discussed.store, ask(MODERATOR, DUE + HOUR), claim.claim_id)
    await discussed.sweep(DUE + 2 * HOUR)
    assert (await the(discussed, "Rain is free.")).state is ClaimState.OPEN
    await curation.undo(discussed.store, ask(MODERATOR, DUE + 2 * HOUR), done.act.act_id)
    await discussed.sweep(DUE + 3 * HOUR)
    assert (await the(discussed, "Rain is free.")).state is ClaimState.CLOSED
    assert [one.card.note for one in discussed.messenger.messages if isinstance(one.card, NoteCard)] == [
        Note.CLOSED
    ]


async def test_a_merge_that_is_undone_after_the_weeks_end_leaves_no_discussion_without_an_outcome(
    discussed: School,
) -> None:
    done = await merged(discussed, "Lamps are eyes.", "Trees are walls.")
    await discussed.sweep(DUE + 8 * DAY)
    assert outcomes(discussed) == [None, None]
    await curation.undo(discussed.store, ask(MODERATOR, DUE + 8 * DAY), done.act.act_id)
    await discussed.sweep(DUE + 8 * DAY + HOUR)
    assert outcomes(discussed) == [None, None, None]


async def test_staffs_line_is_posted_in_a_thread_whose_outcome_had_been_let_go(discussed: School) -> None:
    claim = await the(discussed, "Lamps are eyes.")
    await curation.hide(discussed.store, ask(MODERATOR, DUE + HOUR), claim.claim_id)
    await discussed.sweep(DUE + 8 * DAY)
    await curation.open_claim(discussed.store, ask(MODERATOR, DUE + 8 * DAY), claim.claim_id)
    await write_outcome(discussed.store, ask(MODERATOR, DUE + 8 * DAY), claim.claim_id, "It holds.")
    await discussed.sweep(DUE + 8 * DAY + HOUR)
    assert outcomes(discussed) == [None, None, "It holds."]


async def test_claims_that_were_hidden_before_the_board_came_get_one_when_they_are_opened(
    discussed: School,
) -> None:
    for label in ("Pavements are rooms.", "Trees are walls.", "Lamps are eyes."):
        claim = await the(discussed, label)
        await curation.hide(discussed.store, ask(MODERATOR, DUE), claim.claim_id)
    await discussed.sweep(DUE + HOUR)
    await curation.open_claim(discussed.store, ask(MODERATOR, DUE + HOUR), claim.claim_id)
    await discussed.sweep(DUE + 2 * HOUR)
    (board,) = (one.card for one in discussed.messenger.messages if isinstance(one.card, BoardCard))
    assert [line.claim.label for line in board.lines] == ["Lamps are eyes."]
