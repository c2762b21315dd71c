"""Deliveries: claim the next one that is due, send it once, and write down what became of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.claims import by_claim, view_of
from bot.actions.courses import Ask, here
from bot.actions.ports import Clock, Messenger, Store, Tx, Undelivered
from bot.seminar.cards import Card, ClaimCard, GrantCard, PromptCard, ReminderCard
from bot.seminar.courses import Course, require_staff
from bot.seminar.deliveries import Delivery, Kind, Outcome, Reason, State, after_failure
from bot.seminar.participation import is_excused
from bot.seminar.refusals import UnknownWeek
from bot.seminar.reminders import skip_reason
from bot.seminar.weeks import Week, WeekState, deadline_for

log = logging.getLogger(__name__)

NOTABLY_LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours until its lease ends, with what it says or why it is no longer wanted."""

    delivery: Delivery
    content: Card | Reason


async def deliver_next(store: Store, messenger: Messenger, clock: Clock, now: datetime) -> bool:
    """Sends the oldest delivery that is due at `now` (UTC); False where there is none.

    One sweep uses one `now`, so that no lease ends while the sweep that holds it still works. Whether
    the message is still wanted is for the clock to say.
    """
    at = clock.now()
    claimed = await store.write(lambda tx: _claim_next(tx, now, at))
    if claimed is None:
        return False
    outcome = await _attempt(claimed, messenger, now)
    await store.write(lambda tx: _record(tx, claimed, outcome, clock.now()))
    return True


async def release_leases(store: Store) -> None:
    """At start-up: what an earlier life had claimed is due now."""
    await store.write(lambda tx: tx.deliveries.release_leases())


def _claim_next(tx: Tx, now: datetime, at: datetime) -> Claimed | None:
    """Claims the next delivery that is due; writes down why those before it are not wanted.

    One that was attempted is claimed all the same: its message may be there.
    """
    while delivery := tx.deliveries.next_due(now):
        content = _compose(tx, delivery, at)
        if isinstance(content, Reason) and delivery.attempt == 0:
            tx.deliveries.skip(delivery, content, at)
        else:
            return Claimed(tx.deliveries.claim(delivery, now), content)
    return None


async def _attempt(claimed: Claimed, messenger: Messenger, now: datetime) -> Outcome:
    """Every attempt ends in an outcome, whatever goes wrong: none blocks the others."""
    delivery = claimed.delivery
    try:
        return await _send(delivery, claimed.content, messenger)
    except Undelivered as failure:
        if failure.reason is Reason.HISTORY_HIDDEN:
            return Outcome(State.UNKNOWN, failure.reason, failure.detail)
        reason, detail, lasting = failure.reason, failure.detail, failure.lasting
    except Exception as error:
        log.exception("the delivery %s failed", delivery.key)
        reason, detail, lasting = Reason.BROKEN, type(error).__name__, False
    return after_failure(delivery.attempt, reason, detail, lasting=lasting, now=now)


async def _send(delivery: Delivery, content: Card | Reason, messenger: Messenger) -> Outcome:
    """Looks at the history before every attempt but the first; Discord knows the nonce only for minutes."""
    message_xid = await messenger.find(delivery) if delivery.attempt > 1 else None
    if isinstance(content, Reason):
        state = State.SKIPPED if message_xid is None else State.SENT
        return Outcome(state, content if message_xid is None else None, message_xid=message_xid)
    if message_xid is None:
        message_xid = await messenger.post(delivery, content)
    thread_xid = None
    if isinstance(content, ClaimCard):
        thread_xid = await messenger.open_thread(delivery, content, message_xid)
    return Outcome(State.SENT, message_xid=message_xid, thread_xid=thread_xid)


def _record(tx: Tx, claimed: Claimed, outcome: Outcome, now: datetime) -> None:
    ours = tx.deliveries.record(claimed.delivery, outcome, now)
    if ours and isinstance(claimed.content, ClaimCard) and outcome.thread_xid is not None:
        tx.claims.opened(claimed.content.claim, outcome.thread_xid, now)


def _compose(tx: Tx, delivery: Delivery, now: datetime) -> Card | Reason:
    """What the delivery says now, or why it is no longer wanted."""
    course = tx.courses.get(delivery.guild_xid, delivery.course_id)
    week = tx.weeks.get(course, delivery.week_id) if course else None
    if course is None or week is None or week.state is WeekState.SKIPPED:
        return Reason.WEEK_SKIPPED
    if delivery.kind is Kind.PROMPT:
        return _prompt(tx, course, week, delivery, now)
    if delivery.kind is Kind.REMINDER:
        return _reminder(tx, course, week, delivery, now)
    if delivery.kind is Kind.GRANT:
        return _grant(tx, course, week, delivery)
    return _claim_card(tx, course, week, delivery)


def _prompt(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason:
    if delivery.expires_at is not None and now >= delivery.expires_at:
        return Reason.TOO_LATE
    late_by = now - delivery.due_at
    return PromptCard(course, week, late_by if late_by >= NOTABLY_LATE else None, tx.policies.late(course))


def _grant(tx: Tx, course: Course, week: Week, delivery: Delivery) -> Card | Reason:
    member = tx.members.get(course, delivery.member_id or 0)
    if member is None:
        return Reason.LEFT
    allowance = tx.weeks.allowance(week, member)
    return GrantCard(course, week, deadline_for(week.times, allowance), allowance.excused, allowance.reason)


def _reminder(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason:
    member = tx.members.get(course, delivery.member_id or 0)
    if member is None:
        return Reason.LEFT
    allowance = tx.weeks.allowance(week, member)
    deadline = deadline_for(week.times, allowance)
    moved = delivery.expires_at != deadline
    reason = skip_reason(
        deadline=deadline,
        now=now,
        handed_in=tx.reports.latest(week, member) is not None,
        excused=is_excused(member, week, allowance),
        remind_by=member.remind_by,
        later_one_is_due=moved or tx.deliveries.later_reminder_is_due(delivery, now),
    )
    return reason or ReminderCard(course, week, deadline, tx.reports.count(week))


def _claim_card(tx: Tx, course: Course, week: Week, delivery: Delivery) -> Card | Reason:
    for claim, said in by_claim(tx, week):
        if claim.claim_id == delivery.claim_id and said:
            view = view_of(tx, claim, said)
            return ClaimCard(
                course=course,
                week=week,
                claim=claim,
                reports=view.reports,
                of_reports=tx.reports.count(week),
                quotes=view.quotes,
                stances=view.stances,
            )
    return Reason.CLAIM_GONE


async def list_deliveries(store: Store, ask: Ask, number: int) -> tuple[Course, Week, list[Delivery]]:
    """What was and will be sent for a week, and how each ended. Raises NotStaff, UnknownWeek."""

    def work(tx: Tx) -> tuple[Course, Week, list[Delivery]]:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = tx.weeks.numbered(at.course, number)
        if week is None:
            raise UnknownWeek(week=number)
        return at.course, week, tx.deliveries.of_week(week)

    return await store.read(work)
