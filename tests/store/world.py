"""What most tests of the store start from: two courses of one server, a third elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, Member, Role
from bot.seminar.reports import Header, Reading, Speaker, Statement, Version
from bot.seminar.weeks import Week
from bot.store.engine import SqliteStore
from bot.store.migrate import migrate
from bot.store.seal import Seal
from tests.factories import DUE, GUILD, OPENS, arrival, new_course, new_week, times

ELSEWHERE = GUILD + 1
DAY = timedelta(days=1)


@dataclass(frozen=True)
class World:
    """A course with two weeks and two students; `twin` and `foreign` are courses to be kept apart from it."""

    course: Course
    week: Week
    next_week: Week
    nari: Member
    bora: Member
    twin: Course
    twin_week: Week
    foreign: Course


def migrated(file: Path, seal: Seal) -> SqliteStore:
    """A store that is not open yet, over a file with all tables."""
    store = SqliteStore(f"sqlite:///{file}", seal)
    migrate(store.engine)
    return store


async def settle_in(store: Store) -> World:
    return await store.write(_settle_in)


def _settle_in(tx: Tx) -> World:
    course = tx.courses.add(new_course(), OPENS)
    twin = tx.courses.add(new_course(channel_xid=7102, name="Words"), OPENS)
    foreign = tx.courses.add(new_course(guild_xid=ELSEWHERE), OPENS)
    later = times(opens=OPENS + 7 * DAY, due=DUE + 7 * DAY, cutoff=DUE + 9 * DAY)
    return World(
        course=course,
        week=tx.weeks.add(course, new_week()),
        next_week=tx.weeks.add(course, new_week(number=2, when=later)),
        nari=tx.members.add(course, 9001, Role.STUDENT, OPENS),
        bora=tx.members.add(course, 9002, Role.STUDENT, OPENS),
        twin=twin,
        twin_week=tx.weeks.add(twin, new_week()),
        foreign=foreign,
    )


def hand_in(
    tx: Tx, world: World, member: Member, arrival_xid: int, text: str = "Pavements are rooms."
) -> Version:
    """A new version of the member's report for the world's week."""
    latest = tx.reports.latest(world.week, member)
    number = latest.number + 1 if latest else 1
    received_at = OPENS + timedelta(minutes=arrival_xid)
    came = arrival(arrival_xid=arrival_xid, user_xid=member.user_xid, received_at=received_at, text=text)
    return tx.reports.add(world.course, world.week, member, number, came)


def reading(*slices: tuple[int, int]) -> Reading:
    """A reading with a statement of the presenter for each slice."""
    statements = tuple(Statement(start, end, Speaker.PRESENTER, 0.5) for start, end in slices)
    return Reading("en", Header(week=1, name="Nari Oh"), (), statements)
