"""Posts are counted, never read."""

from __future__ import annotations

import random
from datetime import timedelta

from bot.actions.ports import Store, Tx
from bot.seminar.claims import Claim, Stance
from bot.seminar.courses import Member
from bot.seminar.participation import Taken
from tests.factories import DUE, GUILD, OPENS
from tests.store.world import ELSEWHERE, World, hand_in


async def test_what_each_member_did_in_a_week(store: Store, world: World) -> None:
    def work(tx: Tx) -> None:
        version = hand_in(tx, world, world.nari, 1)
        hand_in(tx, world, world.nari, 2)
        claim, other = tx.claims.add(version, "one"), tx.claims.add(version, "other")
        for message_xid in (6001, 6002, 6002):
            tx.posts.add(claim, world.bora, message_xid, DUE)
        tx.posts.add(other, world.nari, 6003, DUE)
        tx.claims.take_stance(claim, world.bora, Stance.AGREE, DUE)
        tx.claims.take_stance(other, world.bora, Stance.UNSURE, DUE)

    await store.write(work)
    nari = Taken(first_received_at=OPENS + timedelta(minutes=1), versions=2, posts=1)
    bora = Taken(posts=2, stances=2)
    taken = await store.read(lambda tx: tx.posts.taken(world.week))
    assert taken == {world.nari.member_id: nari, world.bora.member_id: bora}
    assert await store.read(lambda tx: tx.posts.taken(world.next_week)) == {}
    assert await store.read(lambda tx: tx.posts.taken(world.twin_week)) == {}


async def test_a_post_that_is_deleted_counts_no_more(store: Store, world: World) -> None:
    def work(tx: Tx) -> None:
        claim = tx.claims.add(hand_in(tx, world, world.nari, 1), "one")
        tx.posts.add(claim, world.bora, 6001, DUE)
        tx.posts.add(claim, world.bora, 6002, DUE)

    await store.write(work)
    await store.write(lambda tx: tx.posts.remove(ELSEWHERE, 6001))
    taken = await store.read(lambda tx: tx.posts.taken(world.week))
    assert taken[world.bora.member_id].posts == 2
    await store.write(lambda tx: tx.posts.remove(GUILD, 6001))
    taken = await store.read(lambda tx: tx.posts.taken(world.week))
    assert taken[world.bora.member_id].posts == 1


async def test_posts_follow_their_claim_when_it_is_merged(store: Store, world: World) -> None:
    def work(tx: Tx) -> tuple[set[int], set[int]]:
        version = hand_in(tx, world, world.nari, 1)
        tx.claims.opened(tx.claims.add(version, "one"), 8001, DUE)
        tx.claims.opened(tx.claims.add(version, "other"), 8002, DUE)
        one, other = tx.claims.of_week(world.week)
        tx.posts.add(one, world.bora, 6001, DUE)
        tx.posts.add(one, world.bora, 6002, DUE, world.nari)
        tx.posts.add(other, world.nari, 6003, DUE)
        tx.posts.move(one, other)
        tx.posts.move(one, other)
        return tx.posts.in_thread(world.course, 8001), tx.posts.in_thread(world.course, 8002)

    assert await store.write(work) == ({6001, 6002}, {6003})
    taken = await store.read(lambda tx: tx.posts.taken(world.week))
    bora, nari = taken[world.bora.member_id], taken[world.nari.member_id]
    assert (bora.posts, bora.replies, bora.partners, bora.firsts) == (2, 1, 1, 1)
    assert (nari.posts, nari.firsts, nari.answered) == (1, 0, 0)


async def test_the_tallies_are_what_counting_all_posts_would_give(store: Store, world: World) -> None:
    draw = random.Random(3)
    members = [world.nari, world.bora]

    def work(tx: Tx) -> list[Claim]:
        version = hand_in(tx, world, world.nari, 1)
        return [tx.claims.add(version, label) for label in ("one", "other", "third")]

    claims = await store.write(work)
    there: dict[int, tuple[Member, Member | None]] = {}

    def step(tx: Tx) -> None:
        if there and draw.random() < 0.3:
            some = draw.sample(sorted(there), min(2, len(there)))
            tx.posts.remove(GUILD, *some)
            for xid in some:
                del there[xid]
        elif draw.random() < 0.1:
            tx.posts.move(*draw.sample(claims, 2))
        else:
            xid, (writer, partner) = draw.randrange(10**6), draw.sample(members, 2)
            there[xid] = writer, partner if draw.random() < 0.5 else None
            tx.posts.add(draw.choice(claims), writer, xid, DUE, there[xid][1])

    for _ in range(60):
        await store.write(step)
        taken = await store.read(lambda tx: tx.posts.taken(world.week))
        for member in members:
            own = [partner for writer, partner in there.values() if writer is member]
            replies = len([one for one in own if one])
            did = taken.get(member.member_id, Taken())
            assert (did.posts, did.replies, did.partners, did.repeated) == (
                len(own),
                replies,
                min(replies, 1),
                min(replies // 2, 1),
            )
