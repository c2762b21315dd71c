"""Reviews: staff look at one report at a time and mark it; two of them never have the same one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.actions.releases import counting_in, staffed_week, tell_mark
from bot.actions.versions import receipt_of
from bot.seminar.courses import Course, Member, require_staff
from bot.seminar.refusals import (
    BeingReviewed,
    NothingToReview,
    ReviewedMeanwhile,
    UnknownMember,
    UnknownReport,
)
from bot.seminar.reports import Reading, Receipt
from bot.seminar.reviews import (
    LEASE,
    Review,
    Scale,
    comment_of,
    held_by_others,
    mark_of,
    next_waiting,
    one_before,
)
from bot.seminar.weeks import Week, WeekState


@dataclass(frozen=True, slots=True)
class Report:
    """One report as staff see it: the version that counts, every receipt, and what was said of it."""

    member: Member
    receipt: Receipt
    reading: Reading | None
    source: tuple[str, bytes] | None
    receipts: tuple[Receipt, ...]
    acts: tuple[tuple[str, datetime], ...]
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """How far a week's reviewing has come, and the report that is next; None where none waits.

    `held` says who of the others has which report before them, by member_id; `goes_back`: whether a report
    comes before this one.
    """

    course: Course
    week: Week
    scale: Scale
    marked: int
    of: int
    held: Mapping[int, int]
    released_at: datetime | None
    report: Report | None
    goes_back: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every report has its mark, and students wait for theirs."""
        return self.report is None and self.marked == self.of and self.released_at is None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one of the staff says of a version, unchecked; `seen` is the review that they saw, 0 for none."""

    version_id: int
    seen: int
    given: Sequence[str]
    comment: str


async def next_report(store: Store, ask: Ask, number: int | None, after: int | None = None) -> Queue:
    """The next report that waits for a mark, kept for this person; the week defaults to the first that waits.

    Raises NotStaff, UnknownWeek, NothingToReview.
    """
    return await store.write(lambda tx: _next(tx, ask, *_week(tx, ask, number), after))


async def report_before(store: Store, ask: Ask, number: int, member_id: int) -> Queue:
    """The report before this one, marked or not; before 0 stands the last. Raises UnknownReport, ..."""

    def work(tx: Tx) -> Queue:
        course, week = _week(tx, ask, number)
        before = one_before([*counting_in(tx, week)], member_id or None, _held(tx, week, ask))
        if before is None:
            raise UnknownReport
        return _queue(tx, ask, course, week, before)

    return await store.write(work)


async def report_of(store: Store, ask: Ask, number: int, user_xid: int) -> Queue:
    """One student's report. Raises NotStaff, UnknownWeek, UnknownMember, UnknownReport, BeingReviewed."""

    def work(tx: Tx) -> Queue:
        course, week = _week(tx, ask, number)
        member = tx.members.of_user(course, user_xid)
        if member is None:
            raise UnknownMember
        if member.member_id not in counting_in(tx, week):
            raise UnknownReport
        _require_free(tx, week, ask, member.member_id)
        return _queue(tx, ask, course, week, member.member_id)

    return await store.write(work)


async def opened(store: Store, ask: Ask, number: int, member_id: int) -> Queue:
    """The report whose mark is about to be written: kept for this person anew.

    Raises NotStaff, UnknownWeek, UnknownReport, BeingReviewed.
    """

    def work(tx: Tx) -> Queue:
        course, week = _week(tx, ask, number)
        if member_id not in counting_in(tx, week):
            raise UnknownReport
        _require_free(tx, week, ask, member_id)
        return _queue(tx, ask, course, week, member_id, looks=False)

    return await store.write(work)


async def mark(store: Store, ask: Ask, number: int, member_id: int, opinion: Opinion) -> Queue:
    """Keeps a mark, and shows the next report that waits. Who has had a mark already is told of the change.

    Raises NotStaff, UnknownWeek, UnknownReport, BeingReviewed, ReviewedMeanwhile, BadMark.
    """

    def work(tx: Tx) -> Queue:
        course, week = _week(tx, ask, number)
        member = tx.members.get(course, member_id)
        version = tx.reports.get(member, opinion.version_id) if member else None
        if member is None or version is None or version.week_id != week.week_id:
            raise UnknownReport
        _require_free(tx, week, ask, member_id)
        earlier = tx.reviews.history(week, member_id)
        if earlier and earlier[-1].review_id != opinion.seen:
            raise ReviewedMeanwhile(user_xid=earlier[-1].reviewer_xid)
        given = mark_of(tx.policies.scale(course), opinion.given)
        who, said = ask.person.user_xid, comment_of(opinion.comment)
        review = tx.reviews.add(week, member_id, version.version_id, who, given, said, ask.at)
        if week.week_id in tx.reviews.releases(course):
            tell_mark(tx, course, week, member, review, ask.at)
        ids = {"week_id": week.week_id, "member_id": member_id, "review_id": review.review_id}
        tx.trail.add(course, who, "review mark", ask.at, None, **ids)
        return _next(tx, ask, course, week, member_id)

    return await store.write(work)


def _week(tx: Tx, ask: Ask, number: int | None) -> tuple[Course, Week]:
    if number is not None:
        return staffed_week(tx, ask, number)
    at = here(tx, ask)
    require_staff(at.role, at.course)
    return at.course, _first_that_waits(tx, at.course, ask.at)


def _first_that_waits(tx: Tx, course: Course, at: datetime) -> Week:
    """The first week that is due and has reports without a mark, else the last with reports."""
    past = [
        week
        for week in tx.weeks.of_course(course)
        if week.state is not WeekState.SKIPPED and week.times.due + week.times.grace <= at
    ]
    handed_in = [(week, counting_in(tx, week)) for week in past]
    for week, counted in handed_in:
        marked = tx.reviews.marked(week)
        if any(marked.get(one) != version_id for one, version_id in counted.items()):
            return week
    last = [week for week, counted in handed_in if counted]
    if not last:
        raise NothingToReview
    return last[-1]


def _held(tx: Tx, week: Week, ask: Ask) -> dict[int, int]:
    return held_by_others(tx.reviews.leases(week), ask.person.user_xid, ask.at)


def _require_free(tx: Tx, week: Week, ask: Ask, member_id: int) -> None:
    if holder := _held(tx, week, ask).get(member_id):
        raise BeingReviewed(user_xid=holder)


def _next(tx: Tx, ask: Ask, course: Course, week: Week, after: int | None) -> Queue:
    counted = counting_in(tx, week)
    if not counted:
        raise NothingToReview
    found = next_waiting(counted, tx.reviews.marked(week), _held(tx, week, ask), after)
    return _queue(tx, ask, course, week, found)


def _queue(
    tx: Tx, ask: Ask, course: Course, week: Week, member_id: int | None, *, looks: bool = True
) -> Queue:
    """The report of this member, kept for who asks, and how far the week has come."""
    who = ask.person.user_xid
    tx.reviews.give_back(week, who)
    counted, marked, held = counting_in(tx, week), tx.reviews.marked(week), _held(tx, week, ask)
    report = None
    if member_id is not None and (member := tx.members.get(course, member_id)):
        tx.reviews.lease(week, member_id, who, ask.at + LEASE)
        report = _report(tx, course, week, member, counted[member_id])
        if looks:
            ids = {"week_id": week.week_id, "member_id": member_id}
            tx.trail.add(course, who, "review look", ask.at, None, **ids)
    return Queue(
        course=course,
        week=week,
        scale=tx.policies.scale(course),
        marked=sum(marked.get(one) == version_id for one, version_id in counted.items()),
        of=len(counted),
        held=held,
        released_at=tx.reviews.releases(course).get(week.week_id),
        report=report,
        goes_back=one_before([*counted], member_id, held) is not None,
    )


def _report(tx: Tx, course: Course, week: Week, member: Member, version_id: int) -> Report:
    filed = tx.reports.history(member, "")
    every = [
        receipt_of(tx, course, week, member, version, filed, again=False)
        for version, _ in tx.reports.versions(week, member)
    ]
    receipt = next(one for one in every if one.version.version_id == version_id)
    return Report(
        member=member,
        receipt=receipt,
        reading=tx.reports.reading(receipt.version),
        source=tx.reports.source(receipt.version),
        receipts=tuple(every),
        acts=tuple(tx.reports.withdrawals(week, member)),
        reviews=tuple(tx.reviews.history(week, member.member_id)),
    )
