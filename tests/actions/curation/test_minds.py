"""What members hold, and earned, is counted with the claim into which theirs was merged."""

from __future__ import annotations

from bot.actions import curation
from bot.actions.claims import take_stance
from bot.actions.discussions import look_at
from bot.seminar.claims import Stance
from tests.actions.curation.scene import merged, the
from tests.actions.school import BORA, DOHA, DUE, HOUR, MODERATOR, NARI, School, ask, wrote


async def test_a_mind_that_changed_after_a_merge_has_changed(discussed: School) -> None:
    gone, stays = await the(discussed, "Lamps are eyes."), await the(discussed, "Trees are walls.")
    await take_stance(discussed.store, ask(NARI, DUE + HOUR), gone.claim_id, Stance.AGREE)
    done = await merged(discussed, "Lamps are eyes.", "Trees are walls.")
    await take_stance(discussed.store, ask(NARI, DUE + 2 * HOUR), stays.claim_id, Stance.DISAGREE)
    page = await look_at(discussed.store, ask(NARI, DUE + 2 * HOUR), stays.claim_id)
    assert page.mine is not None
    assert (page.changed, page.mine.first, page.mine.now) == (1, Stance.AGREE, Stance.DISAGREE)
    (talk,) = [
        one
        for one in await discussed.store.read(lambda tx: tx.talks.of_week(discussed.week))
        if one.claim.claim_id == stays.claim_id
    ]
    assert [(one.first, one.now) for one in talk.held] == [(Stance.AGREE, Stance.DISAGREE)]
    await curation.undo(discussed.store, ask(MODERATOR, DUE + 3 * HOUR), done.act.act_id)
    page = await look_at(discussed.store, ask(NARI, DUE + 3 * HOUR), gone.claim_id)
    assert (page.mine.now if page.mine else None) is Stance.AGREE


async def test_whoever_stated_what_was_merged_has_their_claim_answered(discussed: School) -> None:
    """Doha says of lamps alone; the discussion goes on with trees, where Nari writes."""
    await merged(discussed, "Lamps are eyes.", "Trees are walls.")
    stays = await the(discussed, "Trees are walls.")
    await wrote(discussed, stays, NARI, 7001, DUE + HOUR)
    taken = await discussed.store.read(lambda tx: tx.posts.taken(discussed.week))
    doha, bora = await discussed.member(DOHA), await discussed.member(BORA)
    assert doha is not None
    assert bora is not None
    assert taken[doha.member_id].answered == 1
    assert taken[bora.member_id].answered == 1, "once, though Bora states both"
