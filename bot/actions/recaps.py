"""Recaps: a week's discussion summed up in the course's channel, once, where the course wants it."""

from __future__ import annotations

from datetime import datetime

from bot.actions.ports import Tx
from bot.seminar.cards import RecapCard
from bot.seminar.courses import Course
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Reason, State
from bot.seminar.recaps import WORTH_POSTING, by_interest, matrix, minds_changed, recap_at
from bot.seminar.weeks import Week


def plan_recap(tx: Tx, course: Course, week: Week) -> None:
    """Owes the course a recap of the week; one whose deadline is moved is owed another in its place."""
    due_at = recap_at(week.times)
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.RECAP,
            key=_key(week),
            target_xid=course.channel_xid,
            week_id=week.week_id,
            due_at=due_at,
            expires_at=due_at + WORTH_POSTING,
        )
    )


def recap(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> RecapCard | Reason:
    """What the week's discussion came to, or why nothing is said of it."""
    if delivery.state is not State.SENT and (why_not := _why_not(tx, course, week, delivery, now)):
        return why_not
    talks = by_interest(tx.talks.of_week(week))
    if not talks and delivery.state is not State.SENT:
        return Reason.NOTHING_TO_TELL
    writers = sorted(tx.reports.first_received(course).get(week.week_id, {}))
    return RecapCard(
        course=course,
        week=week,
        of_reports=len(writers),
        talks=tuple(talks),
        changed=minds_changed(talks),
        matrix=matrix(week.number, talks, writers),
    )


def _why_not(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Reason | None:
    if not tx.policies.recaps(course):
        return Reason.SWITCHED_OFF
    if not delivery.key.startswith(_key(week)):
        return Reason.SUPERSEDED
    owed = [one for one in tx.deliveries.of_week(week) if one.kind is Kind.RECAP]
    if any(one.state is State.SENT and one.delivery_id != delivery.delivery_id for one in owed):
        return Reason.SUMMED_UP
    if delivery.expires_at is not None and now >= delivery.expires_at:
        return Reason.TOO_LATE
    return None


def _key(week: Week) -> str:
    return f"recap:{week.week_id}:{week.times.due.timestamp():.0f}"
