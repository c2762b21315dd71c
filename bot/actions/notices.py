"""Notices: what staff are told, once, and how a week stands at its deadline."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.actions.ports import Clock, Store, Tx
from bot.seminar.cards import Card, DigestCard, NoticeCard
from bot.seminar.courses import Course, Member
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Notice, Reason
from bot.seminar.participation import Presence, table
from bot.seminar.reminders import was_reached
from bot.seminar.weeks import Week, WeekState, deadline_for, more_time

log = logging.getLogger(__name__)

AWAY_AFTER = timedelta(minutes=10)
"""Shorter absences cost nobody anything: Discord lets people press again."""


def tell_staff(
    tx: Tx, course: Course, notice: Notice, at: datetime, subject: int | str = "", **about: int | str
) -> None:
    """Owes staff a notice; one of its kind, subject and day is enough."""
    _owe(
        tx,
        course,
        Kind.NOTICE,
        f"notice:{course.course_id}:{notice}:{subject}:{at:%Y-%m-%d}",
        at,
        None,
        {"notice": notice.value, **about},
    )


def plan_digest(tx: Tx, course: Course, week: Week) -> None:
    """Owes staff the week's digest, once the grace is over."""
    due_at = week.times.due + week.times.grace
    key = f"digest:{week.week_id}:{week.times.due.timestamp():.0f}"
    _owe(tx, course, Kind.DIGEST, key, due_at, week.week_id, {})


def tell_directly(tx: Tx, course: Course, delivery: Delivery, at: datetime) -> None:
    """Where the staff's channel takes nothing, who set the course up is told."""
    if course.owner_xid is None or delivery.direct:
        return
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=delivery.kind,
            key=f"{delivery.key}:direct",
            target_xid=course.owner_xid,
            week_id=delivery.week_id,
            due_at=at,
            to_person=True,
            about=delivery.about,
        )
    )


def _owe(
    tx: Tx,
    course: Course,
    kind: Kind,
    key: str,
    due_at: datetime,
    week_id: int | None,
    about: dict[str, int | str],
) -> None:
    target_xid = course.staff_channel_xid or course.owner_xid
    if target_xid is None:
        log.warning("course %s has nowhere to tell its staff of %s", course.course_id, key)
        return
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=kind,
            key=key,
            target_xid=target_xid,
            week_id=week_id,
            due_at=due_at,
            to_person=course.staff_channel_xid is None,
            about=about,
        )
    )


def notice(tx: Tx, course: Course, delivery: Delivery) -> Card:
    """What a notice says now."""
    kind, members = Notice(str(delivery.about["notice"])), list[Member]()
    if kind is Notice.MEMBERS_LEFT:
        members = [one for one in tx.members.students(course) if one.left_at is not None]
    elif kind is Notice.AWAY_OWN and (week := tx.weeks.numbered(course, int(delivery.about["week"]))):
        since, until = (datetime.fromtimestamp(int(delivery.about[name]), UTC) for name in ("since", "until"))
        members = _touched(tx, course, week, since, until)
    return NoticeCard(course, kind, delivery.about, tuple(members))


def digest(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason:
    """How the week stands; one whose deadline was moved meanwhile has another digest."""
    if delivery.due_at != week.times.due + week.times.grace and not delivery.key.endswith(":direct"):
        return Reason.SUPERSEDED
    students = tx.members.students(course)
    taken = tx.reports.taken_in(week)
    lines = table(students, week, tx.weeks.allowances(week), taken, now, tx.policies.late(course))
    count = {presence: sum(line.presence is presence for line in lines) for presence in Presence}
    missing = tuple(line.member for line in lines if line.presence is Presence.MISSING)
    return DigestCard(
        course=course,
        week=week,
        in_time=count[Presence.IN],
        late=count[Presence.LATE],
        awaited=count[Presence.AWAITED],
        missing=missing,
        unreached=tuple(
            one for one in missing if not any(map(was_reached, tx.deliveries.of_member(week, one)))
        ),
    )


async def beat(store: Store, clock: Clock) -> None:
    """Notes that the bot is at work."""
    at = clock.now()
    await store.write(lambda tx: tx.watch.seen(at))


async def come_back(store: Store, clock: Clock, restored_at: datetime | None = None) -> timedelta:
    """At start-up: how long the bot was away; staff are told where that touched a deadline.

    And, at the first start after the database was put back from a backup, what that means.
    """
    at = clock.now()

    def work(tx: Tx) -> timedelta:
        since = tx.watch.seen_at()
        tx.watch.seen(at)
        if since is not None and restored_at is not None and since < restored_at:
            _tell_of_restore(tx, since, restored_at, at)
        if since is None or at - since < AWAY_AFTER:
            return timedelta(0)
        for course in tx.courses.every():
            for week in tx.weeks.of_course(course):
                _propose(tx, course, week, since, at)
        return at - since

    return await store.write(work)


def _tell_of_restore(tx: Tx, since: datetime, until: datetime, at: datetime) -> None:
    """What people did between the two is not there any more, and only people know of it."""
    for course in tx.courses.every():
        if course.closed_at is None:
            span = {"since": int(since.timestamp()), "until": int(until.timestamp())}
            tell_staff(tx, course, Notice.RESTORED, at, span["until"], **span)


def _touched(tx: Tx, course: Course, week: Week, since: datetime, until: datetime) -> list[Member]:
    """Whose own, later deadline an absence touched, and whose report is not in."""
    found = []
    for member_id, allowance in tx.weeks.allowances(week).items():
        due = deadline_for(week.times, allowance)
        if (
            due == week.times.due
            or allowance.excused
            or more_time(replace(week.times, due=due), since, until) is None
        ):
            continue
        member = tx.members.get(course, member_id)
        if member is not None and not tx.reports.is_in(week, member):
            found.append(member)
    return found


def _propose(tx: Tx, course: Course, week: Week, since: datetime, at: datetime) -> None:
    if week.state in (WeekState.OPEN, WeekState.DISCUSSING) and _touched(tx, course, week, since, at):
        span = {"since": int(since.timestamp()), "until": int(at.timestamp())}
        tell_staff(
            tx,
            course,
            Notice.AWAY_OWN,
            at,
            f"{week.week_id}:{since.timestamp():.0f}",
            week=week.number,
            **span,
        )
    proposed = None if week.state is WeekState.SKIPPED else more_time(week.times, since, at)
    if proposed is not None:
        tell_staff(
            tx,
            course,
            Notice.AWAY,
            at,
            f"{week.week_id}:{since.timestamp():.0f}",
            week=week.number,
            since=int(since.timestamp()),
            until=int(at.timestamp()),
            due=int(week.times.due.timestamp()),
            proposed=int(proposed.timestamp()),
        )
