"""Claims, the passages that state them, and the stances on them."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.ports import Store, Tx
from bot.seminar.claims import Claim, ClaimState, Stance
from bot.seminar.deliveries import Kind, NewDelivery
from tests.factories import DUE, GUILD
from tests.store.world import ELSEWHERE, World, hand_in, reading

THREAD = 8001
TEXT = "Streets are rooms. 길은 방이다. Rooms have doors."


def stated(tx: Tx, world: World) -> Claim:
    """Nari's report with three passages; the first states the claim that is returned."""
    version = hand_in(tx, world, world.nari, 1, TEXT)
    tx.reports.save_reading(version, reading((0, 18), (19, 26), (27, 44)))
    claim = tx.claims.add(version, TEXT[:18])
    tx.claims.join(claim, tx.claims.passages(world.week)[0].statement_id)
    return claim


async def test_passages_are_slices_of_the_stored_text_in_code_points(store: Store, world: World) -> None:
    claim = await store.write(lambda tx: stated(tx, world))
    passages = await store.read(lambda tx: tx.claims.passages(world.week))
    assert [(one.text, one.claim_id) for one in passages] == [
        ("Streets are rooms.", claim.claim_id),
        ("길은 방이다.", None),
        ("Rooms have doors.", None),
    ]
    assert await store.read(lambda tx: tx.claims.passages(world.next_week)) == []


async def test_a_claim_is_found_in_its_own_course_and_week(store: Store, world: World) -> None:
    claim = await store.write(lambda tx: stated(tx, world))
    assert (claim.label, claim.state, claim.thread_xid) == (TEXT[:18], ClaimState.FOUND, None)
    assert await store.read(lambda tx: tx.claims.get(world.course, claim.claim_id)) == claim
    assert await store.read(lambda tx: tx.claims.get(world.twin, claim.claim_id)) is None
    assert await store.read(lambda tx: tx.claims.of_week(world.week)) == [claim]
    assert await store.read(lambda tx: tx.claims.of_week(world.next_week)) == []


async def test_an_opened_claim_is_found_by_its_thread(store: Store, world: World) -> None:
    claim = await store.write(lambda tx: stated(tx, world))
    await store.write(lambda tx: tx.claims.relabel(claim, "Rooms"))
    await store.write(lambda tx: tx.claims.opened(claim, THREAD, DUE))
    opened = replace(claim, label="Rooms", state=ClaimState.OPEN, thread_xid=THREAD)
    assert await store.read(lambda tx: tx.claims.of_thread(GUILD, THREAD)) == (world.course, opened)
    assert await store.read(lambda tx: tx.claims.of_thread(ELSEWHERE, THREAD)) is None
    assert await store.read(lambda tx: tx.claims.of_thread(GUILD, THREAD + 1)) is None


async def test_pruning_keeps_what_is_stated_and_what_was_opened(store: Store, world: World) -> None:
    def work(tx: Tx) -> list[Claim]:
        said = stated(tx, world)
        version = hand_in(tx, world, world.bora, 2)
        opened, unsaid = tx.claims.add(version, "opened"), tx.claims.add(version, "unsaid")
        tx.claims.opened(opened, THREAD, DUE)
        return [said, opened, unsaid]

    said, opened, _unsaid = await store.write(work)
    await store.write(lambda tx: tx.claims.prune(world.next_week))
    assert len(await store.read(lambda tx: tx.claims.of_week(world.week))) == 3
    await store.write(lambda tx: tx.claims.prune(world.week))
    left = await store.read(lambda tx: tx.claims.of_week(world.week))
    assert [claim.claim_id for claim in left] == [said.claim_id, opened.claim_id]


async def test_a_claim_that_nobody_states_any_more_can_be_pruned(store: Store, world: World) -> None:
    await store.write(lambda tx: stated(tx, world))

    def work(tx: Tx) -> None:
        tx.reports.save_reading(hand_in(tx, world, world.nari, 2, "New."), reading())
        tx.claims.prune(world.week)

    await store.write(work)
    assert await store.read(lambda tx: tx.claims.of_week(world.week)) == []


async def test_pruning_spares_what_a_delivery_or_a_stance_names(store: Store, world: World) -> None:
    """A thread that is owed, or somebody's stance, must not break a later hand-in."""

    def work(tx: Tx) -> list[int]:
        version = hand_in(tx, world, world.nari, 1)
        owed, held = tx.claims.add(version, "owed"), tx.claims.add(version, "held")
        tx.claims.add(version, "neither")
        tx.claims.take_stance(held, world.bora, Stance.AGREE, DUE)
        tx.deliveries.plan(
            NewDelivery(
                guild_xid=GUILD,
                course_id=world.course.course_id,
                kind=Kind.CLAIM,
                key="claim:1",
                target_xid=world.course.channel_xid,
                week_id=world.week.week_id,
                due_at=DUE,
                claim_id=owed.claim_id,
            )
        )
        tx.claims.prune(world.week)
        return [owed.claim_id, held.claim_id]

    kept = await store.write(work)
    assert [claim.claim_id for claim in await store.read(lambda tx: tx.claims.of_week(world.week))] == kept


async def test_a_stance_can_be_changed_and_counts_once(store: Store, world: World) -> None:
    claim = await store.write(lambda tx: stated(tx, world))
    none = dict.fromkeys(Stance, 0)
    assert await store.read(lambda tx: tx.claims.stances(claim)) == none
    await store.write(lambda tx: tx.claims.take_stance(claim, world.nari, Stance.AGREE, DUE))
    await store.write(lambda tx: tx.claims.take_stance(claim, world.bora, Stance.AGREE, DUE))
    await store.write(lambda tx: tx.claims.take_stance(claim, world.nari, Stance.UNSURE, DUE))
    held = await store.read(lambda tx: tx.claims.stances(claim))
    assert held == none | {Stance.AGREE: 1, Stance.UNSURE: 1}


async def test_claims_are_ranked_by_who_states_them_without_those_that_were_merged(
    store: Store, world: World
) -> None:
    def work(tx: Tx) -> None:
        alone, gone = tx.claims.add(world.week, "Alone."), tx.claims.add(world.week, "Gone.")
        shared, elsewhere = stated(tx, world), tx.claims.add(world.next_week, "Elsewhere.")
        assert tx.claims.ranked(world.week) == [shared.claim_id, alone.claim_id, gone.claim_id]
        tx.claims.put(replace(gone, merged_into=shared.claim_id))
        assert tx.claims.ranked(world.week) == [shared.claim_id, alone.claim_id]
        assert tx.claims.ranked(world.next_week) == [elsewhere.claim_id]
        assert len(tx.claims.passages(world.week, [shared.claim_id])) == 1
        assert tx.claims.passages(world.week, [alone.claim_id]) == []

    await store.write(work)
