"""Posts: counted by their ids, once; taken back when they are deleted; completed after an absence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.actions.participation import week_table
from bot.actions.ports import Undelivered
from bot.actions.posts import ATTEMPTS, complete, write_down
from bot.seminar.claims import ClaimState
from bot.seminar.courses import Person
from bot.seminar.deliveries import Reason
from bot.seminar.participation import Taken
from bot.seminar.posts import Deleted, Post, ThreadDeleted
from tests.actions.school import BORA, DOHA, DUE, HOUR, INSTRUCTOR, NARI, OUTSIDER, School, ask, rows
from tests.factories import GUILD, OPENS
from tests.fakes import UNREACHABLE

ROOMS = "P: Pavements are rooms.\n"
IDS_AND_TIMES = {"BIGINT", "INTEGER"}


class FakeHistory:
    """What stands in threads, in pages of two."""

    def __init__(self, *posts: Post) -> None:
        self.posts = list(posts)
        self.failures: list[Undelivered] = []
        self.asked: list[int] = []

    async def page(
        self, guild_xid: int, thread_xid: int, before_xid: int | None
    ) -> tuple[list[Post], int | None]:
        self.asked.append(thread_xid)
        if self.failures:
            raise self.failures.pop()
        older = [one for one in self.posts if before_xid is None or one.message_xid < before_xid]
        page = sorted(older, key=lambda one: -one.message_xid)[:2]
        return page, page[-1].message_xid if len(page) == 2 else None


@pytest.fixture
async def discussed(school: School) -> School:
    """Two reports share one claim, which has its thread; a third student has joined."""
    await school.sweep(OPENS)
    for who in (NARI, BORA):
        await school.hand_in(who, ROOMS)
    await school.join(DOHA)
    await school.sweep(DUE)
    return school


async def thread(school: School) -> int:
    found = await school.store.read(lambda tx: tx.claims.of_week(school.week))
    (xid,) = [one.thread_xid for one in found if one.state is ClaimState.OPEN]
    assert xid is not None
    return xid


async def wrote(school: School, message_xid: int, who: Person, answers: Person | None = None) -> Post:
    there = await thread(school)
    return Post(GUILD, there, message_xid, who.user_xid, answers.user_xid if answers else None)


async def taken(school: School, who: Person) -> Taken:
    table = await week_table(school.store, ask(INSTRUCTOR, DUE + HOUR), 1)
    return next(line.taken for line in table.lines if line.member.user_xid == who.user_xid)


async def test_posts_of_members_in_a_claims_thread_are_counted_once(discussed: School, file: Path) -> None:
    first, second = await wrote(discussed, 1, NARI), await wrote(discussed, 2, NARI)
    await write_down(discussed.store, [first, second, second], DUE)
    await write_down(discussed.store, [second], DUE)
    assert (await taken(discussed, NARI)).posts == 2
    assert (await taken(discussed, BORA)).posts == 0
    assert rows(file, "posts") == 2


async def test_replies_are_counted_by_whom_they_answer(discussed: School) -> None:
    heard = [
        await wrote(discussed, 1, NARI),
        await wrote(discussed, 2, BORA, NARI),
        await wrote(discussed, 3, BORA, NARI),
        await wrote(discussed, 4, BORA, DOHA),
        await wrote(discussed, 5, BORA, BORA),
        await wrote(discussed, 6, BORA, OUTSIDER),
    ]
    await write_down(discussed.store, heard, DUE)
    bora = await taken(discussed, BORA)
    assert (bora.posts, bora.replies, bora.partners, bora.repeated) == (5, 3, 2, 1)
    assert ((await taken(discussed, NARI)).firsts, bora.firsts) == (1, 0)


async def test_whose_post_was_answered_is_known_where_discord_does_not_tell(discussed: School) -> None:
    first = await wrote(discussed, 1, NARI)
    of_first = replace(await wrote(discussed, 2, BORA), answers_message_xid=1)
    await write_down(discussed.store, [first, of_first], DUE)
    await write_down(discussed.store, [replace(of_first, message_xid=3)], DUE)
    await write_down(discussed.store, [replace(of_first, message_xid=4, answers_message_xid=99)], DUE)
    bora = await taken(discussed, BORA)
    assert (bora.posts, bora.replies, bora.partners) == (3, 2, 1)


async def test_claims_earn_for_those_who_stated_them(discussed: School) -> None:
    await write_down(discussed.store, [await wrote(discussed, 1, NARI)], DUE)
    nari, bora = await taken(discussed, NARI), await taken(discussed, BORA)
    assert (nari.started, bora.started) == (1, 0), "of two at the same time, the first to join"
    assert (nari.answered, bora.answered) == (0, 1), "nobody answers themselves"
    await write_down(discussed.store, [await wrote(discussed, 2, DOHA)], DUE)
    assert (await taken(discussed, NARI)).answered == 1


@pytest.mark.parametrize(
    ("guild_xid", "thread_xid", "who"),
    [(GUILD, 8999, NARI), (GUILD + 1, None, NARI), (GUILD, None, OUTSIDER), (GUILD, None, INSTRUCTOR)],
)
async def test_nothing_else_is_counted(
    discussed: School, file: Path, guild_xid: int, thread_xid: int | None, who: Person
) -> None:
    there = thread_xid or await thread(discussed)
    await write_down(discussed.store, [Post(guild_xid, there, 1, who.user_xid)], DUE)
    assert rows(file, "posts") == 0


async def test_a_deleted_post_no_longer_counts(discussed: School) -> None:
    said = [await wrote(discussed, xid, who) for xid, who in ((1, NARI), (2, BORA), (3, NARI), (4, NARI))]
    await write_down(discussed.store, said, DUE)
    await write_down(discussed.store, [Deleted(GUILD + 1, (1,))], DUE)
    assert (await taken(discussed, NARI)).posts == 3
    await write_down(discussed.store, [Deleted(GUILD, (1,))], DUE)
    assert ((await taken(discussed, NARI)).firsts, (await taken(discussed, BORA)).firsts) == (0, 1)
    for _ in range(2):
        await write_down(discussed.store, [Deleted(GUILD, (3, 4, 77))], DUE)
        assert (await taken(discussed, NARI)).posts == 0
    await write_down(discussed.store, [await wrote(discussed, 9, DOHA), Deleted(GUILD, (9,))], DUE)
    assert (await taken(discussed, DOHA)).posts == 0


async def test_a_thread_takes_its_posts_along_until_its_week_is_settled(discussed: School) -> None:
    await write_down(discussed.store, [await wrote(discussed, 1, NARI)], DUE)
    gone = ThreadDeleted(GUILD, await thread(discussed))
    await write_down(discussed.store, [gone], discussed.week.times.cutoff)
    assert (await taken(discussed, NARI)).posts == 1
    await write_down(discussed.store, [gone, ThreadDeleted(GUILD, 8999)], DUE + HOUR)
    assert (await taken(discussed, NARI)).posts == 0


async def test_what_was_missed_is_completed_from_the_history(discussed: School) -> None:
    said = [await wrote(discussed, xid, NARI) for xid in range(1, 4)]
    await write_down(discussed.store, said, DUE)
    missed = [await wrote(discussed, 4, BORA, NARI), await wrote(discussed, 5, DOHA)]
    history = FakeHistory(*said[1:], *missed)  # meanwhile the first was deleted
    for _ in range(2):
        assert await complete(discussed.store, history, discussed.clock, set()) == 1
        assert [(await taken(discussed, who)).posts for who in (NARI, BORA, DOHA)] == [2, 1, 1]
        assert (await taken(discussed, BORA)).replies == 1
    assert (await taken(discussed, BORA)).firsts == 0


async def test_a_thread_whose_posts_are_all_gone_counts_none(discussed: School) -> None:
    await write_down(discussed.store, [await wrote(discussed, 1, NARI)], DUE)
    await complete(discussed.store, FakeHistory(), discussed.clock, set())
    assert (await taken(discussed, NARI)).posts == 0


async def test_what_is_deleted_while_the_history_is_read_stays_deleted(discussed: School) -> None:
    history = FakeHistory(await wrote(discussed, 1, NARI), await wrote(discussed, 2, NARI))
    await complete(discussed.store, history, discussed.clock, {2})
    assert (await taken(discussed, NARI)).posts == 1


async def test_only_so_much_of_a_thread_is_read(discussed: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.actions.posts.PAGES", 2)
    said = [await wrote(discussed, xid, NARI) for xid in range(1, 10)]
    await write_down(discussed.store, said[:3], DUE)
    history = FakeHistory(*said)
    await complete(discussed.store, history, discussed.clock, set())
    assert len(history.asked) == 2
    assert (await taken(discussed, NARI)).posts == 3 + 4, "what lies before is left as it is"


async def test_a_history_that_cannot_be_read_is_asked_for_again(discussed: School) -> None:
    history = FakeHistory(await wrote(discussed, 1, NARI))
    history.failures = [UNREACHABLE] * (ATTEMPTS - 1)
    assert await complete(discussed.store, history, discussed.clock, set()) == 1
    history.failures = [UNREACHABLE] * ATTEMPTS
    assert await complete(discussed.store, history, discussed.clock, set()) == 0
    history.failures = [Undelivered(Reason.CHANNEL_GONE, "404 10003", lasting=True)]
    assert await complete(discussed.store, history, discussed.clock, set()) == 0
    assert (await taken(discussed, NARI)).posts == 0, "the thread was deleted meanwhile"


async def test_no_column_can_hold_what_was_said(discussed: School, file: Path) -> None:
    await write_down(discussed.store, [await wrote(discussed, 1, NARI)], DUE)
    with closing(sqlite3.connect(file)) as database:
        for table in ("posts", "tallies"):
            columns = database.execute(f"PRAGMA table_info({table})").fetchall()
            assert {kind for _, _, kind, *_ in columns} <= IDS_AND_TIMES
    assert set(Post.__dataclass_fields__) == {
        "guild_xid",
        "thread_xid",
        "message_xid",
        "user_xid",
        "answers_xid",
        "answers_message_xid",
    }
