"""Reminders: what one says when it falls due, who is mentioned instead, and what students choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.seminar.cards import Card, MentionCard, ReminderCard
from bot.seminar.claims import Claim, ClaimState
from bot.seminar.courses import Course, Member, RemindBy
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Reason
from bot.seminar.participation import is_excused
from bot.seminar.refusals import TooLateToSnooze, UnknownMember, UnknownWeek
from bot.seminar.reminders import (
    GATHER,
    LAST_CALL,
    MENTIONS,
    OPENINGS_WITHIN,
    Quiet,
    Way,
    held_until,
    is_gone,
    may_mention,
    opening_allowed_at,
    skip_reason,
    snoozed_until,
    way_to,
)
from bot.seminar.roster import Enrolment
from bot.seminar.weeks import Allowance, Week, WeekState, deadline_for


@dataclass(frozen=True, slots=True)
class Hold:
    """A delivery that waits until then (UTC)."""

    until: datetime
    reason: Reason


def reminder(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason | Hold:
    """What a reminder says, why it is not sent, or until when it waits."""
    member = tx.members.get(course, delivery.member_id or 0)
    if member is None or is_gone(member, now):
        return Reason.LEFT
    if has_withdrawn(tx, member):
        return Reason.WITHDRAWN
    allowance = tx.weeks.allowance(week, member)
    deadline = deadline_for(week.times, allowance)
    reason = _unwanted(tx, week, member, allowance, delivery, now)
    if reason is not None:
        return reason
    if until := held_until(Quiet.of(course), deadline, now):
        return Hold(until, Reason.QUIET)
    way = way_to(member, now)
    if way is Way.DIRECT and member.inbox_xid is None:
        allowed_at = openings_allowed_at(tx, now)
        if now < allowed_at <= deadline - LAST_CALL - GATHER:
            return Hold(allowed_at, Reason.OPENINGS_PAUSED)
        if allowed_at > now:
            way = Way.MENTION if may_mention(member) else Way.DIRECT
    if way is Way.MENTION:
        mention_instead(tx, delivery, course, now)
        return Reason.MENTIONED
    if way is Way.NONE:
        return Reason.INBOX_CLOSED
    return ReminderCard(course, week, deadline, tx.reports.count(week), _waiting_claim(tx, week, delivery))


def has_withdrawn(tx: Tx, member: Member) -> bool:
    """Whether the member takes the course no more: their reports stay, and nobody asks for others."""
    one = tx.roster.of_member(member)
    return one is not None and one.state is Enrolment.WITHDRAWN


def _unwanted(
    tx: Tx, week: Week, member: Member, allowance: Allowance, delivery: Delivery, now: datetime
) -> Reason | None:
    deadline = deadline_for(week.times, allowance)
    moved, handed_in = delivery.expires_at != deadline, tx.reports.is_in(week, member)
    return skip_reason(
        deadline=deadline,
        now=now,
        handed_in=handed_in,
        excused=is_excused(member, week, allowance),
        remind_by=member.remind_by,
        later_one_is_due=moved or (not handed_in and tx.deliveries.later_reminder_is_due(delivery, now)),
    )


def openings_allowed_at(tx: Tx, now: datetime) -> datetime:
    """The first instant (UTC) at which one more direct message channel may be opened."""
    recent = tx.members.openings_since(now - OPENINGS_WITHIN)
    return opening_allowed_at(recent, tx.watch.openings_resume_at(), now)


def mention_instead(tx: Tx, delivery: Delivery, course: Course, now: datetime) -> None:
    """Ties the reminder to a post in the course's channel that mentions several at once."""
    open_posts = [
        post for post in tx.deliveries.gathering(delivery) if len(tx.deliveries.gathered(post)) < MENTIONS
    ]
    key = open_posts[0].key if open_posts else _post_key(tx, delivery, course)
    if not open_posts:
        tx.deliveries.plan(
            NewDelivery(
                guild_xid=course.guild_xid,
                course_id=course.course_id,
                kind=Kind.MENTION,
                key=key,
                target_xid=course.channel_xid,
                week_id=delivery.week_id,
                due_at=now + GATHER,
                expires_at=delivery.expires_at,
                about={"since": int(delivery.due_at.timestamp())},
            )
        )
    tx.deliveries.gather(delivery, key)


def _post_key(tx: Tx, delivery: Delivery, course: Course) -> str:
    """Names the post by what it says: so it is found after a restore, where rows have other numbers."""
    expires = f"{delivery.expires_at.timestamp():.0f}" if delivery.expires_at else ""
    beginning = f"mention:{delivery.week_id}:{expires}:{delivery.key.rpartition(':')[2]}"
    keys = (f"{beginning}:{number}" for number in count(1))
    return next(key for key in keys if tx.deliveries.with_key(course, key) is None)


def mention(tx: Tx, course: Course, week: Week, post: Delivery, now: datetime) -> Card | Reason | Hold:
    """Who is still to be mentioned in the channel's post, and what it says."""
    if post.expires_at is None or now >= post.expires_at:
        return Reason.TOO_LATE
    if until := held_until(Quiet.of(course), post.expires_at, now):
        return Hold(until, Reason.QUIET)
    named = {}
    for row in tx.deliveries.gathered(post):
        member = tx.members.get(course, row.member_id or 0)
        if member is None or is_gone(member, now) or not may_mention(member):
            continue
        if not has_withdrawn(tx, member) and _still_missing(tx, week, member, post.expires_at):
            named[member.user_xid] = member
    if not named:
        return Reason.HANDED_IN
    return MentionCard(course, week, post.expires_at, tx.reports.count(week), tuple(named))


def _still_missing(tx: Tx, week: Week, member: Member, deadline: datetime) -> bool:
    allowance = tx.weeks.allowance(week, member)
    return (
        deadline_for(week.times, allowance) == deadline
        and not is_excused(member, week, allowance)
        and not tx.reports.is_in(week, member)
    )


def _waiting_claim(tx: Tx, week: Week, delivery: Delivery) -> Claim | None:
    """For all but the first reminder: the claim of the week before that has the fewest answers."""
    before = tx.weeks.before(week) if tx.deliveries.earlier_reminder(delivery) else None
    if before is None:
        return None
    claims = [
        claim for claim in tx.claims.with_threads(before) if claim.state is ClaimState.OPEN and claim.stands
    ]
    return min(claims, key=lambda claim: sum(tx.claims.stances(claim).values()), default=None)


def plan_opening(tx: Tx, course: Course, member: Member, at: datetime) -> None:
    """Has the member's direct message channel opened, in its turn, well before a reminder needs it."""
    if member.inbox_xid is not None or way_to(member, at) is not Way.DIRECT:
        return
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.OPENING,
            key=f"opening:{member.member_id}:{at.timestamp():.0f}",
            target_xid=member.user_xid,
            week_id=None,
            member_id=member.member_id,
            due_at=at,
        )
    )


async def choose(store: Store, ask: Ask, how: RemindBy) -> Course:
    """Changes how the person is reminded. Raises UnknownMember."""

    def work(tx: Tx) -> Course:
        at = here(tx, ask)
        if at.member is None:
            raise UnknownMember
        tx.members.remind_by(at.member, how)
        # Whoever chooses a way is here, and may have opened their inbox since.
        tx.members.left(at.member, None)
        tx.members.closed(at.member, None)
        if chosen := tx.members.get(at.course, at.member.member_id):
            plan_opening(tx, at.course, chosen, ask.at)
        return at.course

    return await store.write(work)


async def snooze(store: Store, ask: Ask, number: int) -> datetime:
    """Reminds the person of a week again later, and not before; returns when (UTC).

    Raises UnknownMember, UnknownWeek, TooLateToSnooze.
    """

    def work(tx: Tx) -> datetime:
        at = here(tx, ask)
        week = tx.weeks.numbered(at.course, number)
        if at.member is None:
            raise UnknownMember
        if week is None or week.state not in (WeekState.OPEN, WeekState.DISCUSSING):
            raise UnknownWeek(week=number)
        deadline = deadline_for(week.times, tx.weeks.allowance(week, at.member))
        until = snoozed_until(Quiet.of(at.course), ask.at)
        if until > deadline - LAST_CALL:
            raise TooLateToSnooze(due=deadline)
        _replace_reminders(tx, at.course, week, at.member, deadline, until, ask.at)
        return until

    return await store.write(work)


def _replace_reminders(
    tx: Tx, course: Course, week: Week, member: Member, deadline: datetime, until: datetime, now: datetime
) -> None:
    for row in tx.deliveries.of_member(week, member):
        if row.kind is Kind.REMINDER and row.waits and row.attempt == 0 and row.due_at <= until:
            tx.deliveries.skip(row, Reason.SNOOZED, now)
    tx.deliveries.plan(snoozed(course, week, member, deadline, until))


def snoozed(course: Course, week: Week, member: Member, deadline: datetime, until: datetime) -> NewDelivery:
    """The reminder that somebody wants then (UTC)."""
    return NewDelivery(
        guild_xid=course.guild_xid,
        course_id=course.course_id,
        kind=Kind.REMINDER,
        key=f"reminder:{week.week_id}:{member.member_id}:{deadline.timestamp():.0f}:at{until.timestamp():.0f}",
        target_xid=member.user_xid,
        week_id=week.week_id,
        member_id=member.member_id,
        due_at=until,
        expires_at=deadline,
        about={"snoozed": 1},
    )


def snoozed_to(tx: Tx, week: Week, member: Member) -> datetime | None:
    """When (UTC) the member wants to be reminded of the week, where that lies ahead."""
    own = tx.deliveries.of_member(week, member)
    waiting = [row.due_at for row in own if row.about.get("snoozed") and row.waits and row.attempt == 0]
    return max(waiting, default=None)
