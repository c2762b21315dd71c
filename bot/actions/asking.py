"""Asking presenters, once a week is due, whether what reports ascribe to them is what they claimed."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.actions.confirming import unanswered
from bot.actions.ports import Tx
from bot.actions.reminders import Hold, openings_allowed_at
from bot.seminar.cards import Card, ConfirmCard
from bot.seminar.courses import Course, Member, RemindBy
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Reason
from bot.seminar.reminders import Quiet, Way, is_gone, may_mention, way_to
from bot.seminar.weeks import Week

ASKED_WITHIN = timedelta(days=3)
"""After the deadline. Whoever is asked later than that has the talk no longer in mind."""


def plan_questions(tx: Tx, course: Course, week: Week) -> None:
    """Owes each presenter of the week one question; where no member presents, the row tells that."""
    presenting = [tx.members.get(course, one.member_id) for one in week.presenters if one.member_id]
    members = [member for member in presenting if member is not None]
    asked: list[Member | None] = [*members] or [None]
    for member in asked:
        tx.deliveries.plan(
            NewDelivery(
                guild_xid=course.guild_xid,
                course_id=course.course_id,
                kind=Kind.CONFIRM,
                key=f"confirm:{week.week_id}" + (f":{member.member_id}" if member else ""),
                target_xid=member.user_xid if member else course.channel_xid,
                week_id=week.week_id,
                member_id=member.member_id if member else None,
                due_at=week.times.due,
                expires_at=week.times.due + ASKED_WITHIN,
            )
        )


def ask_in_channel(tx: Tx, course: Course, delivery: Delivery, member: Member, now: datetime) -> None:
    """Asks in the course's channel instead, once, who chose that or whose inbox is closed."""
    key = f"confirm:{delivery.week_id}:{member.member_id}:mention"
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.CONFIRM,
            key=key,
            target_xid=course.channel_xid,
            week_id=delivery.week_id,
            due_at=now,
            expires_at=delivery.expires_at,
            about={"member": member.member_id, "since": int(delivery.due_at.timestamp())},
        )
    )
    tx.deliveries.gather(delivery, key)


def question(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason | Hold:
    """What a presenter is asked, why they are not, or until when that waits."""
    member_id = delivery.member_id or int(delivery.about.get("member", 0))
    if not member_id:
        return Reason.NOBODY
    member = tx.members.get(course, member_id)
    if member is None or is_gone(member, now):
        return Reason.LEFT
    if all(one.member_id != member_id for one in week.presenters):
        return Reason.SUPERSEDED
    if member.remind_by is RemindBy.NEVER:
        return Reason.OPTED_OUT
    if delivery.expires_at is not None and now >= delivery.expires_at:
        return Reason.TOO_LATE
    waiting = len(unanswered(tx, week, member_id))
    if not waiting:
        return Reason.NOTHING_TO_TELL
    if around := Quiet.of(course).around(now):
        return Hold(around[1], Reason.QUIET)
    if not delivery.direct:
        named = ConfirmCard(course, week, course.language, waiting, (member.user_xid,))
        return named if may_mention(member) else Reason.OPTED_OUT
    return _directly(tx, course, member, delivery, now) or ConfirmCard(
        course, week, member.language or course.language, waiting
    )


def _directly(
    tx: Tx, course: Course, member: Member, delivery: Delivery, now: datetime
) -> Reason | Hold | None:
    """Why the question does not go to the member's inbox, or not yet."""
    way = way_to(member, now)
    if way is Way.MENTION and delivery.attempt == 0:
        ask_in_channel(tx, course, delivery, member, now)
        return Reason.MENTIONED
    if way is not Way.DIRECT:
        return Reason.INBOX_CLOSED
    allowed_at = openings_allowed_at(tx, now) if member.inbox_xid is None else now
    return Hold(allowed_at, Reason.OPENINGS_PAUSED) if allowed_at > now else None
