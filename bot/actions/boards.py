"""The claims board: one card a week that names every thread, drawn anew as things change."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.actions.ports import Tx
from bot.actions.reminders import Hold
from bot.actions.standing import said_in
from bot.seminar.cards import BoardCard, BoardLine, Card
from bot.seminar.courses import Course
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Reason, State
from bot.seminar.stances import changed_minds
from bot.seminar.threads import BOARD_AFTER, REDRAW_AFTER
from bot.seminar.weeks import InWeek, Week

SOON = timedelta(minutes=1)
PATIENCE = timedelta(minutes=10)
"""So long the board waits for threads that do not come about."""


def board_key(week: InWeek) -> str:
    """The key of the delivery that posts the week's board."""
    return f"board:{week.week_id}"


def plan_anew(tx: Tx, course: Course, new: NewDelivery) -> None:
    """Plans it once; what was let go, because there was nothing to discuss then, is planned anew."""
    owed = tx.deliveries.with_key(course, new.key)
    if owed is not None and owed.state is State.SKIPPED:
        tx.deliveries.again(new)
    else:
        tx.deliveries.plan(new)


def plan_board(tx: Tx, course: Course, week: Week, now: datetime) -> None:
    """Posts the board a little after the week's first thread; once, whatever happens."""
    board = NewDelivery(
        guild_xid=course.guild_xid,
        course_id=course.course_id,
        kind=Kind.BOARD,
        key=board_key(week),
        target_xid=course.channel_xid,
        week_id=week.week_id,
        due_at=now + BOARD_AFTER,
        about=since(week, now),
    )
    plan_anew(tx, course, board)


def since(week: Week, now: datetime) -> dict[str, int | str]:
    """For what follows a thread: before a restore it may have been said since the week was due."""
    return {"since": int(min(week.times.due, now).timestamp())}


def redraw_board(tx: Tx, course: Course, week: InWeek, now: datetime) -> None:
    """Something that the board counts has changed; several changes are drawn at once."""
    redraw(tx, course, board_key(week), now + REDRAW_AFTER, week)


def redraw_board_now(tx: Tx, course: Course, week: InWeek, at: datetime) -> None:
    """Something must no longer be read on the board, or is news."""
    redraw(tx, course, board_key(week), at, week)


def redraw_recap(tx: Tx, course: Course, about: InWeek, at: datetime) -> None:
    """The recap names claims, too: where it was posted, it follows."""
    week = tx.weeks.get(course, about.week_id)
    for row in tx.deliveries.of_week(week) if week else ():
        if row.kind is Kind.RECAP and row.state is State.SENT:
            redraw(tx, course, row.key, at, about)


def redraw(tx: Tx, course: Course, key: str, at: datetime, about: InWeek) -> None:
    """Has the message of the delivery with this key drawn anew, where it was posted."""
    owed = tx.deliveries.with_key(course, key)
    if owed is None:
        return
    tx.deliveries.again(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.REDRAW,
            key=f"redraw:{key}",
            target_xid=owed.target_xid,
            week_id=about.week_id,
            claim_id=owed.claim_id,
            due_at=at,
            about={"of": key},
        )
    )


def redrawn(tx: Tx, course: Course, delivery: Delivery, now: datetime) -> Delivery | Reason | Hold:
    """The delivery whose message is drawn anew, why it is not, or until when that waits."""
    owed = tx.deliveries.with_key(course, str(delivery.about.get("of")))
    if owed is not None and owed.waits and owed.attempt > 0:
        # Its message may be there, but we do not know yet which it is.
        return Hold(now + SOON, Reason.SUPERSEDED)
    if owed is None or owed.state is not State.SENT or owed.message_xid is None:
        return Reason.SUPERSEDED
    return owed


def board_card(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason | Hold:
    """The week's claims that have a thread: in staff's order, then the most shared first."""
    rows = tx.deliveries.of_week(week)
    is_first = delivery.state is not State.SENT and now < delivery.due_at + PATIENCE
    if is_first and any(row.kind is Kind.CLAIM and row.waits and row.due_at <= now for row in rows):
        return Hold(now + SOON, Reason.SUPERSEDED)
    said = said_in(tx, week)
    ended = {row.claim_id for row in rows if row.kind is Kind.OUTCOME and row.state is State.SENT}
    own, of_reports = tx.discussions.openers(week), tx.reports.count(week)
    lines = [
        BoardLine(
            claim=claim,
            reports=len({passage.member_id for passage in said[claim.claim_id]}),
            of_reports=of_reports,
            stances=tx.claims.stances(claim),
            changed=changed_minds(tx.claims.held(claim)),
            posts=tx.posts.of_claim(claim),
            own=claim.claim_id in own,
            ended=claim.claim_id in ended,
            outcome=tx.discussions.outcome(claim),
        )
        for claim in tx.claims.with_threads(week)
        if claim.stands
    ]
    lines.sort(key=lambda line: (line.claim.place, -line.reports, line.claim.claim_id))
    if not lines and delivery.state is not State.SENT:
        return Reason.CLAIM_GONE
    return BoardCard(course, week, tuple(lines))
