"""Deliveries: claim the next one that is due, send it once, and write down what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions import asking, notes, notices, recaps, reminders, threads
from bot.actions.answers import answer_card, answered, thread_for
from bot.actions.boards import board_card, redraw_board, redrawn
from bot.actions.endings import settle, skipped
from bot.actions.ports import Clock, Messenger, Store, Tx
from bot.actions.reminders import Hold, openings_allowed_at
from bot.actions.sending import Claimed, attempt
from bot.seminar.cards import Card, ClaimCard, GrantCard, MarkCard, OutcomeCard, PromptCard
from bot.seminar.courses import Course
from bot.seminar.deliveries import Delivery, Kind, Outcome, Reason, State
from bot.seminar.reminders import Quiet, Way, way_to
from bot.seminar.weeks import Week, WeekState, deadline_for

NOTABLY_LATE = timedelta(minutes=10)
SOON = timedelta(minutes=1)
DRAWN_ANEW = frozenset({Kind.EDIT, Kind.REDRAW})
"""A closed course sends nothing more, but what stands loses the words and names of who wants them gone."""


async def deliver_next(store: Store, messenger: Messenger, clock: Clock, now: datetime) -> bool:
    """Sends the oldest delivery that is due at `now` (UTC); False where there is none.

    One sweep uses one `now`, so that no lease ends while the sweep that holds it still works. Whether
    the message is still wanted is for the clock to say.
    """
    at = clock.now()
    claimed = await store.write(lambda tx: _claim_next(tx, now, at))
    if claimed is None:
        return False
    outcome = await attempt(claimed, messenger, now)
    await store.write(lambda tx: _record(tx, claimed, outcome, clock.now()))
    return True


async def release_leases(store: Store) -> None:
    """At start-up: what an earlier life had claimed is due now."""
    await store.write(lambda tx: tx.deliveries.release_leases())


def _claim_next(tx: Tx, now: datetime, at: datetime) -> Claimed | None:
    """Claims the next delivery that is due; writes down why those before it wait or are not wanted.

    One that was attempted is claimed all the same: its message may be there.
    """
    while delivery := tx.deliveries.next_due(now):
        course = tx.courses.get(delivery.guild_xid, delivery.course_id)
        content = _compose(tx, course, delivery, at)
        if isinstance(content, Hold):
            tx.deliveries.hold(delivery, max(content.until, now + SOON), content.reason)
        elif isinstance(content, Reason) and delivery.attempt == 0:
            tx.deliveries.skip(delivery, content, at)
            skipped(tx, delivery, content, at)
        else:
            return _claim(tx, course, delivery, content, now, at)
    return None


def _claim(
    tx: Tx,
    course: Course | None,
    delivery: Delivery,
    content: Card | Reason | None,
    now: datetime,
    at: datetime,
) -> Claimed:
    if course is not None and delivery.kind is Kind.CLAIM and delivery.attempt == 0:
        # A thread opens where the course has its threads by then.
        forum_xid = tx.discussions.of(course).forum_xid
        tx.deliveries.retarget(delivery, forum_xid or course.channel_xid, forum=forum_xid is not None)
    if course is not None and delivery.kind is Kind.ANSWER and delivery.attempt == 0:
        # The claim may have been merged since, and is discussed elsewhere.
        thread_xid = thread_for(tx, course, delivery) or delivery.target_xid
        tx.deliveries.retarget(delivery, thread_xid, forum=False)
    claimed = tx.deliveries.claim(delivery, now)
    member = tx.members.get(course, delivery.member_id) if course and delivery.member_id else None
    if course is None or not delivery.direct:
        return Claimed(claimed, content, edits=_edited(tx, course, delivery))
    inbox_xid = course.owner_inbox_xid if member is None else member.inbox_xid
    opens = inbox_xid is None and not isinstance(content, Reason)
    if opens and member is not None:
        tx.members.asked(member, at)
    elif opens:
        tx.courses.owner_asked(course, at)
    return Claimed(replace(claimed, inbox_xid=inbox_xid), content, opens)


def _edited(tx: Tx, course: Course | None, delivery: Delivery) -> Delivery | None:
    if course is not None and delivery.kind is Kind.EDIT:
        return tx.deliveries.with_key(course, f"prompt:{delivery.week_id}")
    if course is not None and delivery.kind is Kind.REDRAW:
        return tx.deliveries.with_key(course, str(delivery.about.get("of")))
    return None


def _record(tx: Tx, claimed: Claimed, outcome: Outcome, now: datetime) -> None:
    if not tx.deliveries.record(claimed.delivery, outcome, now):
        return
    content = claimed.content
    if isinstance(content, ClaimCard) and outcome.thread_xid is not None:
        threads.opened(tx, content.course, content.week, content.claim, outcome.thread_xid, now)
    if isinstance(content, OutcomeCard) and outcome.state is State.SENT:
        redraw_board(tx, content.course, content.week, now)
    course = tx.courses.get(claimed.delivery.guild_xid, claimed.delivery.course_id)
    if course is None:
        return
    if claimed.delivery.kind is Kind.ANSWER:
        answered(tx, course, claimed.delivery, outcome, now)
    settle(tx, course, claimed.delivery, outcome, now)


def _compose(tx: Tx, course: Course | None, delivery: Delivery, now: datetime) -> Card | Reason | Hold | None:
    """What the delivery says now, why it is no longer wanted, or until when it waits."""
    if course is None:
        return Reason.WEEK_SKIPPED
    if course.closed_at is not None and delivery.kind not in DRAWN_ANEW:
        return Reason.COURSE_CLOSED
    if not delivery.direct and delivery.target_xid == course.channel_xid and _is_paused(course, now):
        content = _of_course(tx, course, delivery, now)
        waits = Hold(course.paused_until or now, Reason.NO_PERMISSION)
        return content if isinstance(content, Reason) else waits
    return _of_course(tx, course, delivery, now)


def _is_paused(course: Course, now: datetime) -> bool:
    return course.paused_until is not None and now < course.paused_until


def _of_course(tx: Tx, course: Course, delivery: Delivery, now: datetime) -> Card | Reason | Hold | None:
    if delivery.kind is Kind.OPENING:
        return _opening(tx, course, delivery, now)
    if delivery.direct and delivery.member_id is None and course.owner_inbox_xid is None:
        wait = _until_openings_are_allowed(tx, now)
        if wait is not None:
            return wait
    if delivery.kind is Kind.NOTICE:
        return notices.notice(tx, course, delivery)
    week = tx.weeks.get(course, delivery.week_id or 0)
    if week is None or (week.state is WeekState.SKIPPED and delivery.kind not in (Kind.EDIT, Kind.REDRAW)):
        return Reason.WEEK_SKIPPED
    return _of_week(tx, course, week, delivery, now)


def _of_week(
    tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime
) -> Card | Reason | Hold | None:
    if delivery.kind is Kind.REDRAW:
        owed = redrawn(tx, course, delivery, now)
        return _drawn(tx, course, week, owed, now) if isinstance(owed, Delivery) else owed
    if delivery.kind is Kind.WAKE:
        return threads.wake_wanted(tx, course, delivery)
    if delivery.kind is Kind.EDIT:
        return _edit(tx, course, week, now)
    return _drawn(tx, course, week, delivery, now)


def _drawn(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason | Hold:
    if delivery.kind is Kind.NOTE:
        return notes.note_card(tx, course, week, delivery)
    if delivery.kind is Kind.ANSWER:
        return answer_card(tx, course, delivery)
    return DRAWN[delivery.kind](tx, course, week, delivery, now)


def _opening(tx: Tx, course: Course, delivery: Delivery, now: datetime) -> Reason | Hold | None:
    member = tx.members.get(course, delivery.member_id or 0)
    if member is None:
        return Reason.LEFT
    if member.inbox_xid is not None:
        return Reason.SUPERSEDED
    if way_to(member, now) is not Way.DIRECT:
        return Reason.OPTED_OUT
    return _until_openings_are_allowed(tx, now)


def _until_openings_are_allowed(tx: Tx, now: datetime) -> Hold | None:
    allowed_at = openings_allowed_at(tx, now)
    return Hold(allowed_at, Reason.OPENINGS_PAUSED) if allowed_at > now else None


def _prompt(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason:
    if delivery.expires_at is not None and now >= delivery.expires_at:
        return Reason.TOO_LATE
    # A prompt that is sent again by hand is due anew; its hour was another.
    late_by = now - week.times.opens
    notably = late_by if late_by >= NOTABLY_LATE else None
    return PromptCard(course, week, notably, tx.policies.late(course), tx.policies.gates(course))


def _grant(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason | Hold:
    member = tx.members.get(course, delivery.member_id or 0)
    if member is None:
        return Reason.LEFT
    if member.inbox_xid is None and (wait := _until_openings_are_allowed(tx, now)):
        return wait
    allowance = tx.weeks.allowance(week, member)
    return GrantCard(course, week, deadline_for(week.times, allowance), allowance.excused, allowance.reason)


def _mark(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason | Hold:
    member = tx.members.get(course, delivery.member_id or 0)
    if member is None:
        return Reason.LEFT
    if way_to(member, now) is not Way.DIRECT:
        return Reason.OPTED_OUT
    review = tx.reviews.released(member).get(week.week_id)
    if review is None or review.review_id != delivery.about["review"]:
        return Reason.SUPERSEDED
    if around := Quiet.of(course).around(now):
        return Hold(around[1], Reason.QUIET)
    if member.inbox_xid is None and (wait := _until_openings_are_allowed(tx, now)):
        return wait
    released_at = tx.reviews.releases(course)[week.week_id]
    return MarkCard(course, week, review, changed=review.reviewed_at > released_at)


def _edit(tx: Tx, course: Course, week: Week, now: datetime) -> Card | Reason | Hold:
    posted = tx.deliveries.with_key(course, f"prompt:{week.week_id}")
    if posted is not None and posted.waits and posted.attempt > 0:
        return Hold(now + SOON, Reason.SUPERSEDED)
    if posted is None or posted.state is not State.SENT or posted.message_xid is None:
        return Reason.SUPERSEDED
    late_by = (posted.ended_at or posted.due_at) - week.times.opens
    notably = late_by if late_by >= NOTABLY_LATE else None
    return PromptCard(course, week, notably, tx.policies.late(course), tx.policies.gates(course))


DRAWN: dict[Kind, Callable[[Tx, Course, Week, Delivery, datetime], Card | Reason | Hold]] = {
    Kind.PROMPT: _prompt,
    Kind.REMINDER: reminders.reminder,
    Kind.MENTION: reminders.mention,
    Kind.DIGEST: notices.digest,
    Kind.RECAP: recaps.recap,
    Kind.GRANT: _grant,
    Kind.MARK: _mark,
    Kind.CONFIRM: asking.question,
    Kind.CLAIM: threads.claim_card,
    Kind.BOARD: board_card,
    Kind.INVITE: threads.invite_card,
    Kind.OUTCOME: threads.outcome_card,
}
"""What a delivery of the week says, by its kind."""
