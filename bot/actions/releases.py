"""Releases: students get a week's marks, all at once and once; who has them is told of a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.courses import Ask, here, here_even_closed, week_numbered
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, Member, require_staff
from bot.seminar.deliveries import Kind, NewDelivery
from bot.seminar.refusals import AlreadyReleased, NothingToReview
from bot.seminar.reminders import Way, way_to
from bot.seminar.reports import counting
from bot.seminar.reviews import Review
from bot.seminar.weeks import NOTHING_GRANTED, Week, deadline_for


@dataclass(frozen=True, slots=True)
class Released:
    """A week whose marks students have now. `at` is None where nothing was, as reports wait still."""

    course: Course
    week: Week
    marked: int
    waiting: int
    told: int
    at: datetime | None


async def release(store: Store, ask: Ask, number: int, *, anyway: bool) -> Released:
    """Gives students a week's marks, all at once and once; with reports that wait only if staff say anyway.

    Raises NotStaff, UnknownWeek, NothingToReview, AlreadyReleased.
    """

    def work(tx: Tx) -> Released:
        course, week = staffed_week(tx, ask, number)
        if at := tx.reviews.releases(course).get(week.week_id):
            raise AlreadyReleased(week=week.number, at=at)
        counted, reviews, marked = counting_in(tx, week), tx.reviews.of_week(week), tx.reviews.marked(week)
        waiting = sum(marked.get(one) != version_id for one, version_id in counted.items())
        if not reviews:
            raise NothingToReview
        if waiting and not anyway:
            return Released(course, week, len(counted) - waiting, waiting, 0, None)
        tx.reviews.release(week, ask.person.user_xid, ask.at)
        members = [(tx.members.get(course, one), review) for one, review in reviews.items()]
        told = sum(tell_mark(tx, course, week, one, review, ask.at) for one, review in members if one)
        tx.trail.add(
            course, ask.person.user_xid, "review release", ask.at, week_id=week.week_id, count=len(reviews)
        )
        return Released(course, week, len(reviews), waiting, told, ask.at)

    return await store.write(work)


def staffed_week(tx: Tx, ask: Ask, number: int, *, even_closed: bool = False) -> tuple[Course, Week]:
    """The week that one of the staff names. Raises NotStaff, UnknownWeek."""
    at = here_even_closed(tx, ask) if even_closed else here(tx, ask)
    require_staff(at.role, at.course)
    week = week_numbered(tx, at.course, number)
    return at.course, week


def counting_in(tx: Tx, week: Week) -> dict[int, int]:
    """The version that counts of each report of the week, by member_id."""
    allowances, found = tx.weeks.allowances(week), {}
    for member_id, history in tx.reports.filed(week).items():
        allowance = allowances.get(member_id, NOTHING_GRANTED)
        until = deadline_for(week.times, allowance) + week.times.grace
        if version := counting(history, week.week_id, until):
            found[member_id] = version.version_id
    return found


def tell_mark(tx: Tx, course: Course, week: Week, member: Member, review: Review, at: datetime) -> bool:
    """Owes the student a direct message where they want such; whoever does not finds it in their status."""
    if way_to(member, at) is not Way.DIRECT:
        return False
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.MARK,
            key=f"mark:{review.review_id}",
            target_xid=member.user_xid,
            week_id=week.week_id,
            member_id=member.member_id,
            due_at=at,
            about={"review": review.review_id},
        )
    )
    return True
