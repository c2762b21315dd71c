"""Posts: write down what was heard of claims' threads, and complete it from their history."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.actions.ports import Clock, History, Store, Tx, Undelivered
from bot.seminar.claims import Claim
from bot.seminar.courses import Course, Member
from bot.seminar.deliveries import Reason
from bot.seminar.posts import Counted, Deleted, Heard, Post, ThreadDeleted, written_at

log = logging.getLogger(__name__)

TERM = timedelta(days=120)
"""Threads of weeks that were due longer ago are not looked at again."""

THREADS = 500
PAGES = 20
"""Of each thread the latest so many pages, a hundred messages each."""

ATTEMPTS = 3


@dataclass
class _Book:
    """Whose a thread and a member are, looked up once for many posts."""

    tx: Tx
    claims: dict[tuple[int, int], tuple[Course, Claim] | None] = field(default_factory=dict)
    members: dict[tuple[int, int], Member | None] = field(default_factory=dict)
    written: dict[int, Member] = field(default_factory=dict)

    def claim(self, guild_xid: int, thread_xid: int) -> tuple[Course, Claim] | None:
        key = guild_xid, thread_xid
        if key not in self.claims:
            self.claims[key] = self.tx.claims.of_thread(*key)
        return self.claims[key]

    def member(self, course: Course, user_xid: int | None) -> Member | None:
        if user_xid is None:
            return None
        key = course.course_id, user_xid
        if key not in self.members:
            self.members[key] = self.tx.members.of_user(course, user_xid)
        return self.members[key]

    def counted(self, post: Post) -> Counted | None:
        """The post as it counts; None where it is in no claim's thread, not a member's, or late."""
        found = self.claim(post.guild_xid, post.thread_xid)
        member = self.member(found[0], post.user_xid) if found else None
        if found is None or member is None or found[0].closed_at is not None:
            return None
        partner = self._answered(found[0], post)
        if partner == member:
            partner = None
        self.written[post.message_xid] = member
        at = written_at(post.message_xid)
        return Counted(found[1], member, post.message_xid, at, post.thread_xid, partner)

    def _answered(self, course: Course, post: Post) -> Member | None:
        """Whose post this one answers; Discord does not always tell, but what was counted is known."""
        answers = post.answers_message_xid
        if post.answers_xid is None and answers is not None:
            return self.written.get(answers) or self.tx.posts.writer(course, answers)
        return self.member(course, post.answers_xid)


async def write_down(store: Store, heard: Sequence[Heard], at: datetime) -> None:
    """Counts the posts that were heard of, and counts no more what was deleted (`at`: now, UTC).

    A thread that is deleted while its week takes reports takes its posts along; later the week is settled.
    """

    def work(tx: Tx) -> None:
        book = _Book(tx)
        gone = {xid for one in heard if isinstance(one, Deleted) for xid in one.message_xids}
        said = [one for one in heard if isinstance(one, Post) and one.message_xid not in gone]
        tx.posts.add_all([counted for one in said if (counted := book.counted(one))])
        for one in heard:
            if isinstance(one, Deleted):
                tx.posts.remove(one.guild_xid, *one.message_xids)
            elif isinstance(one, ThreadDeleted):
                _forget(tx, book, one, at)

    await store.write(work)


def _forget(tx: Tx, book: _Book, thread: ThreadDeleted, at: datetime) -> None:
    found = book.claim(thread.guild_xid, thread.thread_xid)
    if found is None:
        return
    course, claim = found
    week = tx.weeks.get(course, claim.week_id)
    if week is not None and at < week.times.cutoff:
        tx.posts.remove_thread(course, thread.thread_xid)


async def complete(store: Store, history: History, clock: Clock, gone: Collection[int]) -> int:
    """Makes the counts true again after an absence; returns how many threads could be read.

    Reads what stands in claims' threads now, one page after the other. `gone` holds the messages of whose
    deletion the bot hears meanwhile.
    """
    due_after = clock.now() - TERM
    left = await store.read(lambda tx: tx.posts.threads(due_after, THREADS))
    read = 0
    for _ in range(ATTEMPTS):
        again = []
        for guild_xid, thread_xid in left:
            try:
                await _complete_one(store, history, guild_xid, thread_xid, gone)
                read += 1
            except Undelivered as failure:
                if failure.reason is Reason.CHANNEL_GONE:
                    await write_down(store, [ThreadDeleted(guild_xid, thread_xid)], clock.now())
                elif not failure.lasting:
                    again.append((guild_xid, thread_xid))
        left = again
    if left:
        log.warning("the history of %d threads could not be read; their counts may lack posts", len(left))
    return read


async def _complete_one(
    store: Store, history: History, guild_xid: int, thread_xid: int, gone: Collection[int]
) -> None:
    def known_before(tx: Tx) -> set[int]:
        found = tx.claims.of_thread(guild_xid, thread_xid)
        return tx.posts.in_thread(found[0], thread_xid) if found else set()

    known = await store.read(known_before)
    there: list[Post] = []
    before: int | None = None
    for _ in range(PAGES):
        page, before = await history.page(guild_xid, thread_xid, before)
        there += page
        if before is None:
            break

    def work(tx: Tx) -> None:
        book = _Book(tx)
        stands = [
            one for one in sorted(there, key=lambda post: post.message_xid) if one.message_xid not in gone
        ]
        lost = {xid for xid in known if xid >= (before or 0)} - {one.message_xid for one in stands}
        tx.posts.remove(guild_xid, *lost)
        tx.posts.add_all([counted for one in stands if (counted := book.counted(one))])

    await store.write(work)
