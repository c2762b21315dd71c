"""An answer without a name is counted, bounded, and not kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions import curation
from bot.actions.answers import (
    answer_unnamed,
    author_of,
    take_back_answer,
)
from bot.actions.discussions import Changes, choose
from bot.actions.posts import complete, write_down
from bot.seminar.deliveries import Kind
from bot.seminar.posts import Deleted, Post, ThreadDeleted
from bot.seminar.refusals import (
    BadText,
    NotMember,
    NotStaff,
    UnnamedOff,
    UnnamedSpent,
)
from bot.seminar.threads import UNNAMED_A_DAY, UNNAMED_LIMIT
from tests.actions.discussion.scene import LATER, MINUTE, answers, board, later, the_claim
from tests.actions.school import (
    BORA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    OUTSIDER,
    School,
    ask,
)


async def test_an_answer_without_a_name_is_posted_counted_and_not_kept(unnamed: School, file: Path) -> None:
    claim = await the_claim(unnamed)
    await answer_unnamed(unnamed.store, ask(NARI, LATER), claim.claim_id, "@everyone, walls!\n\nNo.")
    await unnamed.sweep(LATER)
    assert answers(unnamed) == [(1, "@everyone, walls!\n\nNo.")]
    (owed,) = await unnamed.owed(Kind.ANSWER)
    assert (owed.target_xid, owed.member_id) == (claim.thread_xid, None)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT text FROM answers").fetchall() == [(None,)]
        acts = database.execute("SELECT act FROM trail WHERE actor_xid = ?", (NARI.user_xid,)).fetchall()
    assert acts == []
    await later(unnamed)
    assert board(unnamed).lines[0].posts == 1


async def test_staff_can_look_up_who_wrote_and_that_is_noted(unnamed: School, file: Path) -> None:
    claim = await the_claim(unnamed)
    made = await answer_unnamed(unnamed.store, ask(NARI, LATER), claim.claim_id, "Walls.")
    for who in (NARI, BORA):
        with pytest.raises(NotStaff):
            await author_of(unnamed.store, ask(who, LATER), made.answer_id)
    author = await author_of(unnamed.store, ask(MODERATOR, LATER), made.answer_id)
    assert author.user_xid == NARI.user_xid
    with closing(sqlite3.connect(file)) as database:
        acts = database.execute("SELECT actor_xid FROM trail WHERE act = 'answer author'").fetchall()
    assert acts == [(MODERATOR.user_xid,)]


async def test_its_writer_and_staff_take_an_answer_back(unnamed: School) -> None:
    claim, store = await the_claim(unnamed), unnamed.store
    made = await answer_unnamed(store, ask(NARI, LATER), claim.claim_id, "Walls.")
    with pytest.raises(NotStaff):
        await take_back_answer(store, ask(BORA, LATER), made.answer_id)
    await unnamed.sweep(LATER)
    await take_back_answer(store, ask(NARI, LATER), made.answer_id)
    await unnamed.sweep(LATER + 2 * MINUTE)
    assert answers(unnamed) == [(1, None)]
    assert board(unnamed).lines[0].posts == 0
    second = await answer_unnamed(store, ask(NARI, LATER + HOUR), claim.claim_id, "Doors.")
    await take_back_answer(store, ask(INSTRUCTOR, LATER + HOUR), second.answer_id)
    await unnamed.sweep(LATER + HOUR)
    assert len(answers(unnamed)) == 1, "what is taken back in time is never posted"


async def test_answers_without_a_name_are_bounded(unnamed: School) -> None:
    claim, store = await the_claim(unnamed), unnamed.store
    for text in ("x" * (UNNAMED_LIMIT + 1), "  ", "\u2800"):
        with pytest.raises(BadText):
            await answer_unnamed(store, ask(NARI, LATER), claim.claim_id, text)
    for _ in range(UNNAMED_A_DAY):
        await answer_unnamed(store, ask(NARI, LATER), claim.claim_id, "Walls.")
    with pytest.raises(UnnamedSpent):
        await answer_unnamed(store, ask(NARI, LATER), claim.claim_id, "Walls.")
    await answer_unnamed(store, ask(NARI, LATER + 25 * HOUR), claim.claim_id, "Walls.")
    await choose(store, ask(INSTRUCTOR), Changes(unnamed=False))
    with pytest.raises(UnnamedOff):
        await answer_unnamed(store, ask(BORA, LATER), claim.claim_id, "Walls.")
    with pytest.raises(NotMember):
        await answer_unnamed(store, ask(OUTSIDER, LATER), claim.claim_id, "Walls.")


class FakeHistory:
    """A thread in which only the bot has written: its own messages are no posts."""

    async def page(
        self, guild_xid: int, thread_xid: int, before_xid: int | None
    ) -> tuple[list[Post], int | None]:
        return [], None


async def test_an_answer_without_a_name_still_counts_after_an_absence(unnamed: School) -> None:
    claim, store = await the_claim(unnamed), unnamed.store
    await answer_unnamed(store, ask(NARI, LATER), claim.claim_id, "Walls.")
    await unnamed.sweep(LATER)
    assert await complete(store, FakeHistory(), unnamed.clock, ()) == 1
    assert await store.read(lambda tx: tx.posts.of_claim(claim)) == 1
    (sent,) = await unnamed.owed(Kind.ANSWER)
    await write_down(store, [Deleted(unnamed.course.guild_xid, (sent.message_xid or 0,))], LATER)
    assert await store.read(lambda tx: tx.posts.of_claim(claim)) == 0


async def test_an_answer_counts_in_the_thread_in_which_it_stands(unnamed: School) -> None:
    """The claim was merged while its answer waited; then the old thread is deleted, then the other one."""
    other = await unnamed.store.write(lambda tx: tx.claims.add(unnamed.week, "Trees are walls."))
    await unnamed.store.write(lambda tx: tx.claims.opened(other, 6900, DUE))
    claim, store = await the_claim(unnamed), unnamed.store
    await answer_unnamed(store, ask(NARI, LATER), other.claim_id, "Walls.")
    await curation.merge(store, ask(MODERATOR, LATER), other.claim_id, claim.claim_id)
    await unnamed.sweep(LATER)
    for thread_xid, left in ((6900, 1), (claim.thread_xid or 0, 0)):
        await write_down(store, [ThreadDeleted(unnamed.course.guild_xid, thread_xid)], LATER)
        assert await store.read(lambda tx: tx.posts.of_claim(claim)) == left
