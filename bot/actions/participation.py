"""Participation: the week's table and pictures for staff, a student's history, and a press to remind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.actions.courses import Ask, Here, here, week_numbered
from bot.actions.members import Status, standings_of, with_scores
from bot.actions.ports import Store, Tx
from bot.actions.reminders import has_withdrawn
from bot.seminar.courses import Course, Member, Role, require_staff
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, State
from bot.seminar.overview import Gathered, flow, heat_map, interests, replies
from bot.seminar.participation import Attendance, Presence, table
from bot.seminar.pictures import Flow, HeatMap, Interests, Replies
from bot.seminar.refusals import NoOpenWeek, UnknownMember, UnknownWeek, WeekNotOpen, WeekSkipped
from bot.seminar.reminders import Way, is_unreachable, way_to
from bot.seminar.roster import Enrolled, Enrolment
from bot.seminar.scores import ScoreKind, WeekScore, week_score
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, Week, WeekState, deadline_for

LATELY = timedelta(hours=6)
"""Whoever was reminded within this time, or will be, is not reminded on request as well."""


@dataclass(frozen=True, slots=True)
class WeekTable:
    """Who is in, late, excused or missing in one week, and whose report a gate holds.

    `unreachable` are the ids of those lines' members whom nothing of ours reaches; `unlinked` are of the
    roster, but nobody here has proved to be them. `scores` are by member; none where the course has none.
    """

    course: Course
    week: Week
    lines: list[Attendance]
    held: tuple[Member, ...] = ()
    role: Role = Role.MODERATOR
    unreachable: frozenset[int] = frozenset()
    unlinked: tuple[Enrolled, ...] = ()
    scores: dict[int, WeekScore] | None = None


class Asked(StrEnum):
    """What came of one request to remind a student."""

    PLANNED = "planned"
    ALREADY = "already"
    UNWANTED = "unwanted"
    UNREACHABLE = "unreachable"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Reminded:
    """What came of a request to remind everyone who is missing; how many for each ending."""

    course: Course
    week: Week
    counts: dict[Asked, int]


async def week_table(store: Store, ask: Ask, number: int) -> WeekTable:
    """The table of one week. Raises NotStaff, UnknownWeek."""

    def work(tx: Tx) -> WeekTable:
        at, week = _week(tx, ask, number)
        members = tx.members.students(at.course)
        lines = table(
            members,
            week,
            tx.weeks.allowances(week),
            tx.posts.taken(week),
            ask.at,
            tx.policies.late(at.course),
        )
        waiting = {held.user_xid for held in tx.arrivals.held_in(at.course, number)}
        policy = tx.policies.score(at.course)
        scores = {line.member.member_id: week_score(policy, line.taken, line.presence) for line in lines}
        return WeekTable(
            course=at.course,
            week=week,
            lines=lines,
            held=tuple(line.member for line in lines if line.member.user_xid in waiting),
            role=at.role or Role.MODERATOR,
            unreachable=frozenset(one.member_id for one in members if is_unreachable(one, ask.at)),
            unlinked=_unlinked(tx, at.course),
            scores=None if policy.kind is ScoreKind.OFF else scores,
        )

    return await store.read(work)


@dataclass(frozen=True, slots=True)
class Overview:
    """What staff look at: the course up to one week, as pictures."""

    course: Course
    week: Week
    heat: HeatMap
    flow: Flow
    interests: Interests
    replies: Replies


async def overview(store: Store, ask: Ask, number: int | None) -> Overview:
    """The course up to a week, or up to the last that has opened. Raises NotStaff, UnknownWeek, ..."""

    def work(tx: Tx) -> Overview:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        weeks = _up_to(tx, at.course, number)
        members = tx.members.students(at.course)
        handed_in = tx.reports.first_received(at.course)
        policy = tx.policies.late(at.course)
        gathered = [
            Gathered(week, handed_in.get(week.week_id, {}), tx.weeks.allowances(week), policy)
            for week in weeks
        ]
        return Overview(
            course=at.course,
            week=weeks[-1],
            heat=heat_map(gathered, members, ask.at),
            flow=flow(gathered, members, at.course, ask.at),
            interests=interests(gathered, members, at.course, tx.talks.threads(at.course), ask.at),
            replies=replies(tx.posts.pairs(at.course), members),
        )

    return await store.read(work)


def _up_to(tx: Tx, course: Course, number: int | None) -> list[Week]:
    """The weeks that have opened, in their order, up to this one; at least one."""
    every = sorted(tx.weeks.of_course(course), key=lambda week: week.number)
    opened = [week for week in every if week.state in (WeekState.OPEN, WeekState.DISCUSSING)]
    if number is None:
        if not opened:
            raise NoOpenWeek
        return opened
    asked = next((week for week in every if week.number == number), None)
    if asked is None:
        raise UnknownWeek(week=number)
    if asked.state is WeekState.SKIPPED:
        raise WeekSkipped(week=number)
    if asked not in opened:
        raise WeekNotOpen(week=number, opens=asked.times.opens)
    return opened[: opened.index(asked) + 1]


async def history(store: Store, ask: Ask, user_xid: int) -> Status:
    """A student's weeks as staff see them; that somebody looked is written down.

    Raises NotStaff, UnknownMember.
    """

    def work(tx: Tx) -> Status:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        member = tx.members.of_user(at.course, user_xid)
        if member is None:
            raise UnknownMember
        tx.trail.add(
            at.course, ask.person.user_xid, "participation student", ask.at, member_id=member.member_id
        )
        status = Status(at.course, member.role, member, standings_of(tx, at.course, member, ask.at))
        return with_scores(tx, status, tx.policies.score(at.course), ask.at, staff=True)

    return await store.write(work)


async def remind_missing(store: Store, ask: Ask, number: int) -> Reminded:
    """Owes a reminder to everyone whose report is missing and whose own deadline lies ahead.

    Each goes the way of every reminder: in no quiet hours, to nobody who has chosen none, and once a day
    at most, however often staff ask. Raises NotStaff, UnknownWeek, WeekSkipped, WeekNotOpen.
    """

    def work(tx: Tx) -> Reminded:
        at, week = _week(tx, ask, number)
        if week.state is WeekState.SKIPPED:
            raise WeekSkipped(week=week.number)
        if ask.at < week.times.opens:
            raise WeekNotOpen(week=week.number, opens=week.times.opens)
        members = tx.members.students(at.course)
        granted, rows = tx.weeks.allowances(week), tx.deliveries.of_week(week)
        lately = {row.member_id for row in rows if _is_lately(row, ask.at)}
        counts: Counter[Asked] = Counter()
        for line in table(members, week, granted, tx.posts.taken(week), ask.at, tx.policies.late(at.course)):
            if line.presence in (Presence.AWAITED, Presence.MISSING):
                allowance = granted.get(line.member.member_id, NOTHING_GRANTED)
                counts[_ask_one(tx, at.course, week, line.member, allowance, lately, ask.at)] += 1
        detail = {"week_id": week.week_id, "count": counts[Asked.PLANNED]}
        tx.trail.add(at.course, ask.person.user_xid, "participation remind", ask.at, None, **detail)
        return Reminded(at.course, week, dict(counts))

    return await store.write(work)


def _ask_one(
    tx: Tx,
    course: Course,
    week: Week,
    member: Member,
    granted: Allowance,
    lately: set[int | None],
    at: datetime,
) -> Asked:
    deadline = deadline_for(week.times, granted)
    if at >= deadline:
        return Asked.PAST
    if is_unreachable(member, at):
        return Asked.UNREACHABLE
    if way_to(member, at) is Way.NONE or has_withdrawn(tx, member):
        return Asked.UNWANTED
    if member.member_id in lately:
        return Asked.ALREADY
    day = at.astimezone(ZoneInfo(course.zone)).date()
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.REMINDER,
            key=f"reminder:{week.week_id}:{member.member_id}:{deadline.timestamp():.0f}:asked{day}",
            target_xid=member.user_xid,
            week_id=week.week_id,
            member_id=member.member_id,
            due_at=at,
            expires_at=deadline,
        )
    )
    return Asked.PLANNED


def _is_lately(row: Delivery, at: datetime) -> bool:
    """Whether this reminder came just now, or comes soon, so that another one would be one too many."""
    if row.kind is not Kind.REMINDER:
        return False
    if row.waits:
        return row.due_at <= at + LATELY
    if row.batch is not None:
        return at - LATELY < row.due_at
    return row.state is State.SENT and row.ended_at is not None and row.ended_at > at - LATELY


def _unlinked(tx: Tx, course: Course) -> tuple[Enrolled, ...]:
    return tuple(
        one
        for one in tx.roster.of_course(course)
        if one.state is Enrolment.ENROLLED and one.member_id is None
    )


def _week(tx: Tx, ask: Ask, number: int) -> tuple[Here, Week]:
    at = here(tx, ask)
    require_staff(at.role, at.course)
    week = week_numbered(tx, at.course, number)
    return at, week
