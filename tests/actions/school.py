"""What most tests of the actions start from, and how its people ask."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.actions.courses import Ask, CourseChoices, set_up
from bot.actions.deliveries import deliver_next
from bot.actions.members import link
from bot.actions.ports import Store
from bot.actions.posts import write_down
from bot.actions.readings import read_pending
from bot.actions.reports import hand_in
from bot.actions.weeks import WeekChoices, discuss_next, open_next, plan_week
from bot.seminar.claims import Claim
from bot.seminar.courses import Course, Member, Person, RemindBy
from bot.seminar.deliveries import Delivery, Kind
from bot.seminar.posts import Post
from bot.seminar.reports import Arrival, Receipt
from bot.seminar.weeks import Week
from tests.factories import (
    CHANNEL,
    GUILD,
    INSTRUCTOR_ROLE,
    MODERATOR_ROLE,
    OPENS,
    STUDENT_ROLE,
    arrival,
    person,
)
from tests.fakes import FakeMessenger, FakeReader, FrozenClock

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
MONDAY = OPENS + DAY
"""When people ask, unless a test says otherwise: the day after the week has opened."""
DUE = OPENS + 6 * DAY

OWNER = person(user_xid=9100, manages_guild=True)
INSTRUCTOR = person(INSTRUCTOR_ROLE, user_xid=9101)
MODERATOR = person(MODERATOR_ROLE, user_xid=9102)
NARI = person(STUDENT_ROLE, user_xid=9001)
BORA = person(STUDENT_ROLE, user_xid=9002)
DOHA = person(STUDENT_ROLE, user_xid=9003)
OUTSIDER = person(user_xid=9900)
OF_ANOTHER_SERVER = person(INSTRUCTOR_ROLE, STUDENT_ROLE, user_xid=9001, guild_xid=GUILD + 1)

SHARED = "P: Pavements are rooms.\n"


def ask(
    who: Person,
    at: datetime = MONDAY,
    *,
    channels: tuple[int, ...] = (CHANNEL,),
    course_id: int | None = None,
) -> Ask:
    return Ask(who, at, channels, course_id)


def in_private(who: Person, at: datetime = MONDAY, *, course_id: int | None = None) -> Ask:
    """The same person in a direct message, where Discord tells no roles."""
    return Ask(Person(who.user_xid), at, (4001,), course_id)


COURSE = CourseChoices(
    name="Cities and Streets",
    channel_xid=CHANNEL,
    instructor_role_xid=INSTRUCTOR_ROLE,
    moderator_role_xid=MODERATOR_ROLE,
    student_role_xid=STUDENT_ROLE,
    zone="Asia/Seoul",
    language="en",
)
WEEK = WeekChoices(
    number=1,
    topic="Who owns the pavement",
    opens="2026-09-07 18:00",
    due="2026-09-13 18:00",
    cutoff=None,
    grace_minutes=10,
    presenter="Jiho Baek",
    presenter_xid=None,
    prompt="What would you give up for a wider pavement?",
)
NEXT_WEEK = replace(WEEK, number=2, opens="2026-09-14 18:00", due="2026-09-20 18:00")


@dataclass
class School:
    """A course in Seoul with one planned week, and what lies outside of the actions."""

    store: Store
    course: Course
    week: Week
    reader: FakeReader = field(default_factory=FakeReader)
    messenger: FakeMessenger = field(default_factory=FakeMessenger)
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(OPENS))
    _arrivals: int = 5000

    async def sweep(self, at: datetime | None = None) -> None:
        """Everything that is due, in the bot's own order."""
        if at is not None:
            self.clock.move_to(at)
        while await read_pending(self.store, self.reader):
            pass
        while await open_next(self.store, self.clock) or await discuss_next(self.store, self.clock):
            pass
        now = self.clock.now()
        while await deliver_next(self.store, self.messenger, self.clock, now):
            pass

    def brought(self, who: Person, text: str = SHARED, at: datetime = MONDAY) -> Arrival:
        """A text with an interaction of its own."""
        self._arrivals += 1
        return arrival(arrival_xid=self._arrivals, user_xid=who.user_xid, received_at=at, text=text)

    async def hand_in(
        self, who: Person, text: str = SHARED, at: datetime = MONDAY, number: int | None = 1
    ) -> Receipt:
        return await hand_in(self.store, self.reader, ask(who, at), self.brought(who, text, at), number)

    async def join(self, who: Person, at: datetime = MONDAY, remind_by: RemindBy = RemindBy.DIRECT) -> Member:
        return await link(self.store, ask(who, at), f"2031-{who.user_xid}", "Nari Oh", remind_by)

    async def member(self, who: Person) -> Member | None:
        return await self.store.read(lambda tx: tx.members.of_user(self.course, who.user_xid))

    async def owed(self, kind: Kind | None = None) -> list[Delivery]:
        every = await self.store.read(lambda tx: tx.deliveries.of_week(self.week))
        return [delivery for delivery in every if kind in (None, delivery.kind)]


async def found(store: Store) -> School:
    course = await set_up(store, ask(OWNER, OPENS - 9 * DAY), COURSE)
    planned = await plan_week(store, ask(INSTRUCTOR, OPENS - 8 * DAY), WEEK)
    return School(store, course, planned.week)


async def wrote(school: School, claim: Claim, who: Person, message_xid: int, at: datetime) -> None:
    """A post in the claim's thread was heard of."""
    post = Post(school.course.guild_xid, claim.thread_xid or 0, message_xid, who.user_xid)
    await write_down(school.store, [post], at)


def rows(file: Path, table: str) -> int:
    """How many rows a table holds on disk."""
    with closing(sqlite3.connect(file)) as database:
        (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)
