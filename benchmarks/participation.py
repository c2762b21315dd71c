"""Counting: the week's table over 1,000 and 1,000,000 posts, and messages in bursts beside a bare bot.

`python -m benchmarks.participation` prints the ratio of the two tables (at most 2) and their share of
Discord's three seconds; then messages for each second of the bot's CPU, in a claim's thread and elsewhere,
and their ratio to those of a discord.py client whose handler is empty (at least 0.8).
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.interactions import open_week
from benchmarks.rig import Rig
from bot.actions.courses import Ask, CourseChoices, set_up
from bot.actions.members import link
from bot.actions.participation import week_table
from bot.actions.ports import Tx
from bot.actions.weeks import WeekChoices, plan_week
from bot.papers.tables import csv_of, pages
from bot.seminar.courses import Member, Person, RemindBy
from bot.seminar.reports import Arrival, Source
from bot.seminar.weeks import Week
from bot.store.engine import SqliteStore
from bot.store.migrate import migrate
from bot.store.seal import Seal
from bot.words.catalogues import words_for
from sandbox import posting
from sandbox.world import Channel

STUDENTS = 500
POSTS = (1_000, 1_000_000)
LOOKS = 15
LIMIT_SECONDS = 3.0
GUILD, CHANNEL, STAFF, STUDENT = 7001, 7101, 7201, 7203
PUBLIC_THREAD = 11
MESSAGES, WARM_UP = 3_000, 10
TOLD_AT_ONCE = 100
WRITERS = 50
COUNTED = """
INSERT INTO tallies SELECT week_id, member_id, guild_xid, course_id, count(*), count(partner_id),
    count(DISTINCT partner_id), 0 FROM posts GROUP BY week_id, member_id
"""


async def run() -> None:
    """Both comparisons."""
    seconds = await _tables()
    print(f"/participation week, {STUDENTS} students, median of {LOOKS}")
    for count, took in zip(POSTS, seconds, strict=True):
        print(f"  {count:>9,} posts {took * 1000:8.1f} ms, {took / LIMIT_SECONDS:6.1%} of three seconds")
    print(f"  ratio {seconds[1] / seconds[0]:.2f}")
    bare = await _burst(["-m", "benchmarks.bare", "messages"], "ping")
    ours = await _burst(["-m", "bot", "run"], "help")
    print(f"\nmessages a second of CPU, {MESSAGES:,} in a burst")
    for name, reference, rate in zip(("in a claim's thread", "elsewhere"), bare, ours, strict=True):
        print(f"  {name:<20} bare {reference:8.0f}, Colloquy {rate:8.0f} ({rate / reference:.2f})")


async def _tables() -> list[float]:
    """Seconds for the table of a week with so many posts; looked at in turn, so that a load hits both."""
    took: list[list[float]] = [[] for _ in POSTS]
    asks = Ask(Person(1, GUILD, frozenset({STAFF, STUDENT}), manages_guild=True), _now(), (CHANNEL,))
    with tempfile.TemporaryDirectory() as folder:
        stores = [await _filled(Path(folder) / f"{count}.db", asks, count) for count in POSTS]
        for _ in range(LOOKS):
            for seconds, store in zip(took, stores, strict=True):
                seconds.append(await _look(store, asks))
        for store in stores:
            await store.close()
    return [statistics.median(seconds) for seconds in took]


async def _filled(file: Path, asks: Ask, count: int) -> SqliteStore:
    """A store with a course in which so much was written in one week."""
    store = SqliteStore(f"sqlite:///{file}", Seal(Seal.new_key()))
    migrate(store.engine)
    store.open()
    await _course(store, asks)
    with closing(sqlite3.connect(file)) as database, database:
        database.executemany(
            "INSERT INTO posts (message_xid, guild_xid, course_id, week_id, claim_id, member_id,"
            " posted_at, thread_xid, partner_id) VALUES (?, ?, 1, 1, ?, ?, 0, ?, ?)",
            _posts(count),
        )
        database.execute(COUNTED)
    return store


async def _look(store: SqliteStore, asks: Ask) -> float:
    start = time.perf_counter()
    found = await week_table(store, asks, 1)
    words = words_for("en")
    pages(words, found.lines)
    csv_of(words, found.lines, found.course.zone)
    return time.perf_counter() - start


def _posts(count: int) -> Iterator[tuple[int, ...]]:
    draw = random.Random(1)
    for xid in range(1, count + 1):
        claim = draw.randint(1, 5)
        yield xid, GUILD, claim, draw.randint(1, STUDENTS), 8000 + claim, draw.randint(1, STUDENTS)


async def _course(store: SqliteStore, asks: Ask) -> None:
    """A week with five discussed claims, in which every student has handed in."""
    await set_up(store, asks, CourseChoices("Bench", CHANNEL, STAFF, None, STUDENT, "UTC", "en"))
    due = f"{_now() + timedelta(days=7):%Y-%m-%d %H:%M}"
    opens = f"{_now():%Y-%m-%d %H:%M}"
    week = (await plan_week(store, asks, WeekChoices(1, "Bench", opens, due, None, 0, None, None, ""))).week
    for number in range(STUDENTS):
        student = Ask(Person(9000 + number, GUILD, frozenset({STUDENT})), _now(), (CHANNEL,))
        member = await link(store, student, f"2031-{number}", "Nari Oh", RemindBy.DIRECT)
        came = Arrival(10**6 + number, 9000 + number, _now(), Source.FORM, f"Pavements {number}")
        await store.write(partial(_hand_in, week=week, member=member, came=came))
    await store.write(lambda tx: _open_claims(tx, range(8001, 8006)))


def _hand_in(tx: Tx, week: Week, member: Member, came: Arrival) -> None:
    if course := tx.courses.by_id(1):
        tx.reports.add(course, week, member, 1, came)


def _open_claims(tx: Tx, threads: Iterable[int]) -> None:
    course = tx.courses.by_id(1)
    weeks = tx.weeks.of_course(course) if course else []
    version = tx.reports.latest_of_all(weeks[0])[0]
    for xid in threads:
        tx.claims.opened(tx.claims.add(version, "Pavements are rooms."), xid, _now())


async def _burst(arguments: list[str], command: str) -> list[float]:
    """Messages for each second of the bot's CPU: in a thread of its own, and in its course's channel."""
    key = Seal.new_key()
    with tempfile.TemporaryDirectory() as folder:
        async with Rig.running(arguments, Path(folder), WRITERS, {"SEAL_KEY": key}) as rig:
            await rig.until_ready(command)
            channel = rig.world.channels[rig.channel.id]
            thread = posting.open_thread(
                rig.world, channel, rig.app.id, {"name": "A claim", "type": PUBLIC_THREAD}
            )
            if command == "help":
                await _discuss(rig, Path(folder), key, int(thread.id))
            rates = [await _heard(rig, one) for one in (thread, channel)]
        if command == "help":
            _require_all(Path(folder) / "bench.db")
    return rates


def _require_all(file: Path) -> None:
    """A post that was not counted costs nothing, and would be no figure. Raises SystemExit."""
    with closing(sqlite3.connect(file)) as database:
        (counted,) = database.execute("SELECT count(*) FROM posts").fetchone()
    if counted != MESSAGES + MESSAGES // WARM_UP:
        raise SystemExit(f"{counted} posts were counted")


async def _discuss(rig: Rig, folder: Path, key: str, thread_xid: int) -> None:
    """Makes the thread that of a claim, whose members are the writers."""
    await open_week(rig)
    store = SqliteStore(f"sqlite:///{folder / 'bench.db'}", Seal(key))
    store.open()
    await store.write(lambda tx: _open_claims(tx, [thread_xid]))
    await store.close()


async def _heard(rig: Rig, channel: Channel) -> float:
    people = [rig.world.persons[one.id].user for one in rig.people]
    draw, before = random.Random(2), None
    for count in (MESSAGES // WARM_UP, MESSAGES):
        await rig.until_quiet()
        cpu = rig.cpu()
        for number in range(count):
            message = posting.draft(rig.world, channel, draw.choice(people))
            if before is not None and number % 2:
                posting.refer(rig.world, message, before)
            posting.write(rig.world, message, {"content": "I would rather keep the bench."}, [])
            before = posting.send(rig.world, message).id
            if number % TOLD_AT_ONCE == 0:
                await asyncio.sleep(0)
        await rig.until_quiet()
    return MESSAGES / (rig.cpu() - cpu)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    asyncio.run(run())
