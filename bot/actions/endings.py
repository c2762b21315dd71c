"""Endings: what Discord's answer to one delivery means for the person, the channel and the course."""

from __future__ import annotations

from datetime import datetime

from bot.actions.asking import ask_in_channel
from bot.actions.notices import tell_directly, tell_staff
from bot.actions.ports import Store, Tx
from bot.actions.reminders import mention_instead
from bot.seminar.courses import Course, Member
from bot.seminar.deliveries import PAUSES, Delivery, Kind, Notice, Outcome, Reason, State
from bot.seminar.reminders import may_mention

TO_STAFF = frozenset({Kind.NOTICE, Kind.DIGEST})
CHANNEL_REFUSALS = frozenset({Reason.NO_PERMISSION, Reason.CHANNEL_GONE})


def settle(tx: Tx, course: Course, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Remembers what the outcome tells beyond the delivery itself, and has staff told what concerns them."""
    if outcome.reason is Reason.OPENINGS_PAUSED:
        tx.watch.pause_openings(now + PAUSES[Reason.OPENINGS_PAUSED])
        tell_staff(tx, course, Notice.OPENINGS_PAUSED, now)
    member = tx.members.get(course, delivery.member_id) if delivery.member_id else None
    if member is not None:
        _person(tx, course, member, delivery, outcome, now)
    elif delivery.kind in TO_STAFF:
        _staff(tx, course, delivery, outcome, now)
    else:
        _channel(tx, course, delivery, outcome, now)


def skipped(tx: Tx, delivery: Delivery, reason: Reason, now: datetime) -> None:
    """A prompt that nobody saw is something that staff should know of."""
    if delivery.kind is not Kind.PROMPT or reason is not Reason.TOO_LATE:
        return
    course = tx.courses.get(delivery.guild_xid, delivery.course_id)
    week = tx.weeks.get(course, delivery.week_id) if course and delivery.week_id else None
    if course and week:
        tell_staff(tx, course, Notice.PROMPT_SKIPPED, now, week.week_id, week=week.number)


def _person(
    tx: Tx, course: Course, member: Member, delivery: Delivery, outcome: Outcome, now: datetime
) -> None:
    if outcome.inbox_xid is not None and outcome.inbox_xid != member.inbox_xid:
        tx.members.opened(member, outcome.inbox_xid)
    if outcome.state is State.SENT and delivery.kind is not Kind.OPENING and member.closed_at is not None:
        tx.members.closed(member, None)
    if outcome.reason is Reason.INBOX_CLOSED and outcome.state is State.FAILED:
        tx.members.closed(member, now)
        if delivery.kind is Kind.REMINDER and may_mention(member):
            mention_instead(tx, delivery, course, now)
        if delivery.kind is Kind.CONFIRM and may_mention(member):
            ask_in_channel(tx, course, delivery, member, now)
    if outcome.reason is Reason.LEFT and outcome.state is State.FAILED:
        tx.members.left(member, now)
        tell_staff(tx, course, Notice.MEMBERS_LEFT, now)


def _channel(tx: Tx, course: Course, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    in_channel = delivery.target_xid == course.channel_xid
    if outcome.state is State.SENT and in_channel and course.paused_until is not None:
        tx.courses.pause(course, None)
    elif outcome.reason in CHANNEL_REFUSALS and in_channel:
        tx.courses.pause(course, now + PAUSES[outcome.reason])
        tell_staff(tx, course, Notice.CHANNEL_PAUSED, now, outcome.reason, reason=outcome.reason.value)
    elif outcome.state is State.SKIPPED and outcome.reason is not None:
        skipped(tx, delivery, outcome.reason, now)
    elif outcome.state in (State.FAILED, State.UNKNOWN) and outcome.reason is not None:
        tell_staff(
            tx,
            course,
            Notice.NOT_DELIVERED,
            now,
            f"{delivery.kind}:{outcome.reason}",
            kind=delivery.kind.value,
            reason=outcome.reason.value,
        )


def _staff(tx: Tx, course: Course, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    if delivery.direct and outcome.inbox_xid not in (None, course.owner_inbox_xid):
        tx.courses.owner_opened(course, outcome.inbox_xid or 0)
    if outcome.state is State.FAILED or outcome.reason in CHANNEL_REFUSALS:
        tell_directly(tx, course, delivery, now)


async def permissions_changed(store: Store, guild_xid: int) -> bool:
    """Asks anew in the paused channels of a server; whether there were any."""

    def paused(tx: Tx) -> list[Course]:
        return [course for course in tx.courses.of_guild(guild_xid) if course.paused_until is not None]

    def work(tx: Tx) -> bool:
        found = paused(tx)
        for course in found:
            tx.courses.pause(course, None)
            tx.deliveries.resume(course)
        return bool(found)

    # Discord tells of many changes, and hardly any is of a paused channel.
    return bool(await store.glance(paused)) and await store.write(work)
