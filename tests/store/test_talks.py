"""What was said of claims is counted: by students, in the threads of this course alone."""

from __future__ import annotations

from bot.actions.ports import Store, Tx
from bot.seminar.claims import Stance
from bot.seminar.courses import Role
from bot.seminar.interests import Thread
from bot.seminar.recaps import Held
from tests.factories import DUE
from tests.store.world import World, hand_in, reading


async def test_a_claim_with_a_thread_and_what_was_said_of_it(store: Store, world: World) -> None:
    nari, bora = world.nari.member_id, world.bora.member_id

    def work(tx: Tx) -> int:
        version = hand_in(tx, world, world.nari, 1)
        (statement,) = tx.reports.save_reading(version, reading((0, 9)))
        claim, silent = tx.claims.add(version, "one"), tx.claims.add(version, "without a thread")
        tx.claims.join(claim, statement)
        tx.claims.opened(claim, 8001, DUE)
        teacher = tx.members.add(world.course, 9003, Role.AUDITOR, DUE)
        for xid, member in ((6001, world.bora), (6002, world.bora), (6003, teacher)):
            tx.posts.add(claim, member, xid, DUE)
        tx.posts.add(silent, world.bora, 6004, DUE)
        tx.claims.take_stance(claim, world.bora, Stance.AGREE, DUE)
        tx.claims.take_stance(claim, world.bora, Stance.UNSURE, DUE)
        return claim.claim_id

    claim_id = await store.write(work)
    (talk,) = await store.read(lambda tx: tx.talks.of_week(world.week))
    assert talk.claim.claim_id == claim_id
    assert talk.authors == {nari}
    assert talk.posts == {bora: 2}, "an auditor is no student"
    assert talk.held == (Held(claim_id, bora, Stance.AGREE, Stance.UNSURE),)
    thread = Thread(world.week.week_id, frozenset({nari}), frozenset({bora}))
    assert await store.read(lambda tx: tx.talks.threads(world.course)) == [thread]
    for elsewhere in (world.next_week, world.twin_week):
        found = await store.read(lambda tx, week=elsewhere: tx.talks.of_week(week))  # type: ignore[misc]
        assert found == []
    assert await store.read(lambda tx: tx.talks.threads(world.twin)) == []


async def test_who_handed_in_first_and_when(store: Store, world: World) -> None:
    def work(tx: Tx) -> None:
        hand_in(tx, world, world.nari, 1)
        hand_in(tx, world, world.nari, 2)
        hand_in(tx, world, world.bora, 3)
        tx.reports.withdraw(world.week, world.bora, DUE)

    await store.write(work)
    first = await store.read(lambda tx: tx.reports.first_received(world.course))
    taken = await store.read(lambda tx: tx.reports.taken(world.nari))
    came = taken[world.week.week_id].first_received_at
    assert first == {world.week.week_id: {world.nari.member_id: came}}
    assert await store.read(lambda tx: tx.reports.first_received(world.twin)) == {}
