"""A semester at random, against a plain model of the rules: who is reminded how often, and of what."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot.actions.courses import CourseChoices, set_up
from bot.actions.deliveries import deliver_next, release_leases
from bot.actions.extensions import extend
from bot.actions.members import link
from bot.actions.ports import Store, Undelivered
from bot.actions.reminders import choose
from bot.actions.reports import hand_in
from bot.actions.weeks import WeekChoices, discuss_next, next_turn, open_next, plan_week
from bot.seminar.cards import Card, MentionCard, PromptCard, ReminderCard
from bot.seminar.courses import Course, RemindBy
from bot.seminar.deliveries import Delivery, Reason
from bot.store.engine import SqliteStore
from bot.store.tx import SqlTx
from tests.actions.school import ask
from tests.actions.semester import DAY, HOUR, Away, Planned, Student, expected_prompts, expected_reminders
from tests.actions.test_histories import seal, template
from tests.conftest import LONG
from tests.factories import INSTRUCTOR_ROLE, MODERATOR_ROLE, STUDENT_ROLE, arrival, person
from tests.fakes import FakeMessenger, FakeReader, FrozenClock

T = TypeVar("T")

FIRST, END = map(int, os.environ.get("COLLOQUY_SEEDS", "0:1000" if LONG else "0:20").split(":"))
"""The seeds that are played: FROM:TO, so that a long run can be shared out and gone on with."""
WEEKS, STUDENTS = (16, 60) if LONG else (4, 18)
ZONES = ("Asia/Seoul", "Europe/Berlin", "America/New_York")
OUTAGES = (timedelta(minutes=1), HOUR, 25 * HOUR, 8 * DAY)
FIRST_MONDAY = datetime(2026, 9, 7)  # noqa: DTZ001 (a wall time)
OWNER = person(user_xid=9100, manages_guild=True)
INSTRUCTOR = person(INSTRUCTOR_ROLE, user_xid=9101)


class Post(FakeMessenger):
    """A Discord in which inboxes are closed and people leave when the play says so."""

    def __init__(self, clock: FrozenClock, students: dict[int, Student]) -> None:
        super().__init__()
        self._clock, self._students = clock, students

    async def post(self, delivery: Delivery, card: Card) -> int:
        student = self._students.get(delivery.target_xid)
        now = self._clock.now()
        if student and student.leaves is not None and student.leaves <= now:
            raise Undelivered(Reason.LEFT, "404 10013", lasting=True)
        if student and student.closes is not None and student.closes <= now:
            raise Undelivered(Reason.INBOX_CLOSED, "403 50007", lasting=True)
        return await super().post(delivery, card)


class AtOnce:
    """The store without its threads and without a flush to the disk: here only the clock goes on.

    One for all semesters: its statements are compiled once.
    """

    def __init__(self, store: SqliteStore) -> None:
        event.listen(store.engine, "connect", lambda plain, _: plain.execute("PRAGMA synchronous=OFF"))
        self._store, self._connection = store, store.engine.connect()

    async def write(self, work: Callable[[SqlTx], T]) -> T:
        with self._connection.begin():
            return work(SqlTx(self._connection, writing=True))

    async def read(self, work: Callable[[SqlTx], T]) -> T:
        return await self._store.glance(work)

    glance = read

    def sign(self, message: bytes) -> bytes:
        return self._store.sign(message)

    def empty(self) -> None:
        """Has every table as it was at first."""
        with closing(sqlite3.connect(template())) as first:
            first.backup(cast(sqlite3.Connection, self._connection.connection.dbapi_connection))

    async def close(self) -> None:
        self._connection.close()
        await self._store.close()


class Semester:
    """Courses, students and the bot, which sweeps at each turn as long as it is up."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.random = store, Random(seed)
        self.clock = FrozenClock(datetime.fromisoformat("2026-09-01T00:00+00:00"))
        self.students: dict[int, Student] = {}
        self.messenger = Post(self.clock, self.students)
        self.reader = FakeReader()
        self.courses: dict[Course, tuple[list[Planned], list[Student]]] = {}
        self.away = Away(())

    async def found(self) -> None:
        for index, zone in enumerate(ZONES):
            choices = CourseChoices(
                f"Course {index}", 7101 + index, INSTRUCTOR_ROLE, MODERATOR_ROLE, STUDENT_ROLE, zone, "en"
            )
            channel = (7101 + index,)
            course = await set_up(self.store, ask(OWNER, self.clock.now(), channels=channel), choices)
            weeks = []
            for number in range(1, WEEKS + 1):
                opens = FIRST_MONDAY + (number - 1) * timedelta(days=7) + timedelta(hours=18)
                plan = WeekChoices(
                    number, f"Topic {number}", f"{opens:%Y-%m-%d %H:%M}", f"{opens + 6 * DAY:%Y-%m-%d %H:%M}",
                    None, 10, None, None, "",
                )  # fmt: skip
                asked = ask(INSTRUCTOR, self.clock.now(), channels=channel)
                times = (await plan_week(self.store, asked, plan)).week.times
                weeks.append(Planned(number, times.opens, times.due))
            self.courses[course] = (weeks, [])
        self._draw()

    def _draw(self) -> None:
        """Who does what, and when the bot is away."""
        start, end = FIRST_MONDAY, FIRST_MONDAY + WEEKS * timedelta(days=7)
        spans, at = [], self.clock.now() + timedelta(days=8)
        for length in self.random.sample(OUTAGES, len(OUTAGES)):
            at += self.random.random() * (end - start) / 6
            spans.append((at, at + length))
            at += length + DAY
        self.away = Away(tuple(spans))
        for index in range(STUDENTS):
            course = list(self.courses)[index % len(ZONES)]
            student = self._student(10_000 + index, self.courses[course][0])
            self.students[student.who.user_xid] = student
            self.courses[course][1].append(student)

    def _moment(self, start: datetime, end: datetime) -> datetime:
        """An instant at which the bot is up, for all that people do they do with it."""
        at = start + self.random.random() * (end - start)
        at += (moment := timedelta(microseconds=self.random.randrange(1, 999_999)))
        back_at = self.away.up_at(at)
        return at if back_at == at else back_at + moment

    def _student(self, user_xid: int, weeks: list[Planned]) -> Student:
        random, first, last = self.random, weeks[0].opens, weeks[-1].due
        begin = first - timedelta(days=2)
        joins = begin if random.random() < 0.8 else self._moment(first, last)
        student = Student(person(STUDENT_ROLE, user_xid=user_xid), joins)
        if random.random() < 0.1:
            student.leaves = self._moment(joins, last)
        elif random.random() < 0.15:
            student.closes = self._moment(joins, last)
        if student.leaves is None and random.random() < 0.2:
            student.chooses = (
                self._moment(joins + HOUR, last),
                random.choice([RemindBy.NEVER, RemindBy.MENTION]),
            )
        for week in weeks:
            if week.due <= joins or (student.leaves and student.leaves < week.due):
                continue
            opened = max(self.away.up_at(week.opens), joins) + timedelta(minutes=1)
            if random.random() < 0.1 and opened < week.due - HOUR:
                until = (week.due + random.choice([24, 72]) * HOUR).replace(second=0, microsecond=0)
                student.granted[week.number] = (self._moment(opened, week.due - HOUR), until)
            if random.random() < 0.5 and opened < week.due - HOUR:
                at = self._moment(opened, week.due + DAY)
                if at < week.due + 7 * DAY:
                    student.handed_in[week.number] = at
        return student

    def acts(self) -> list[tuple[datetime, Course, Student, str, int]]:
        """Everything that people do, in its order."""
        done: list[tuple[datetime, Course, Student, str, int]] = []
        for course, (_, students) in self.courses.items():
            for one in students:
                done.append((one.joins, course, one, "join", 0))
                if one.chooses:
                    done.append((one.chooses[0], course, one, "choose", 0))
                done += [(at, course, one, "hand in", number) for number, at in one.handed_in.items()]
                done += [(at, course, one, "extend", number) for number, (at, _) in one.granted.items()]
        return sorted(done, key=lambda act: (act[0], act[2].who.user_xid))

    async def play(self) -> None:
        end = max(week.due for weeks, _ in self.courses.values() for week in weeks) + 10 * DAY
        for at, course, student, act, number in self.acts():
            await self._until(at)
            await self._act(at, course, student, act, number)
        await self._until(end)

    async def _act(self, at: datetime, course: Course, student: Student, act: str, number: int) -> None:
        asked = ask(student.who, at, channels=(course.channel_xid,))
        xid = student.who.user_xid
        if act == "join":
            await link(self.store, asked, f"2031-{xid}", "Nari Oh", RemindBy.DIRECT)
        elif act == "choose" and student.chooses:
            await choose(self.store, asked, student.chooses[1])
        elif act == "hand in":
            came = zlib.crc32(f"{xid}:{number}".encode())
            brought = arrival(arrival_xid=came, user_xid=xid, received_at=at, text=f"Report {number}.")
            await hand_in(self.store, self.reader, asked, brought, number)
        elif act == "extend":
            wall = student.granted[number][1]
            local = wall.astimezone(ZoneInfo(course.zone))
            staff = ask(INSTRUCTOR, at, channels=(course.channel_xid,))
            await extend(self.store, staff, xid, number, f"{local:%Y-%m-%d %H:%M}")

    async def _until(self, end: datetime) -> None:
        """The bot at its work: at each turn, unless it is away; then when it is back."""
        while (turn := await next_turn(self.store)) is not None:
            at = self.away.up_at(max(turn, self.clock.now()))
            if at > end:
                break
            if at > turn:
                await release_leases(self.store)
            self.clock.move_to(at)
            await self._sweep()
        self.clock.move_to(max(end, self.clock.now()))

    async def _sweep(self) -> None:
        while await open_next(self.store, self.clock) or await discuss_next(self.store, self.clock):
            pass
        while await deliver_next(self.store, self.messenger, self.clock, self.clock.now()):
            pass


def said(messenger: FakeMessenger) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
    """How often each person was reminded of each week, and which prompts were posted where."""
    reminded: Counter[tuple[int, int]] = Counter()
    prompts: Counter[tuple[int, int]] = Counter()
    for message in messenger.messages:
        card = message.card
        if isinstance(card, ReminderCard):
            reminded[message.target_xid, card.week.number] += 1
        elif isinstance(card, MentionCard):
            reminded.update((xid, card.week.number) for xid in card.user_xids)
        elif isinstance(card, PromptCard):
            prompts[message.target_xid, card.week.number] += 1
    return reminded, prompts


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtOnce]:
    store = AtOnce(SqliteStore(f"sqlite:///{tmp_path_factory.mktemp('semester') / 'colloquy.db'}", seal))
    yield store
    asyncio.run(store.close())


@pytest.mark.long
@pytest.mark.parametrize("seed", range(FIRST, END))
async def test_a_semester_sends_what_the_rules_say(at_once: AtOnce, seed: int) -> None:
    at_once.empty()
    semester = Semester(at_once, seed)
    await semester.found()
    await semester.play()
    reminded, prompts = said(semester.messenger)
    wanted: Counter[tuple[int, int]] = Counter()
    for course, (weeks, students) in semester.courses.items():
        shown = {number for channel, number in prompts if channel == course.channel_xid}
        assert shown == expected_prompts(weeks, semester.away)
        for student in students:
            for week in weeks:
                if count := expected_reminders(student, week, semester.away, course.zone):
                    wanted[student.who.user_xid, week.number] = count
    assert reminded == wanted
    assert set(prompts.values()) <= {1}
    assert len(semester.messenger.keys) == len(set(semester.messenger.keys))
