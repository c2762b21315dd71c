"""Versions: what was handed in, shown again, compared, taken back, and checked against its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.courses import Ask, Here, here, week_numbered
from bot.actions.ports import Store, Tx
from bot.actions.quotes import report_changed
from bot.seminar.courses import Course, Member, require_member
from bot.seminar.gates import Gate
from bot.seminar.hints import Hint, hints, other_weeks
from bot.seminar.lateness import lateness
from bot.seminar.receipts import Claimed, Sign, claimed, is_genuine
from bot.seminar.refusals import DeadlinePassed, UnknownCode, UnknownReport
from bot.seminar.reports import Filed, Header, Reading, Receipt, Version, clean, counting, digest
from bot.seminar.reviews import Review
from bot.seminar.weeks import Week, deadline_for


@dataclass(frozen=True, slots=True)
class Shown:
    """A version with its receipt and what was read in it; `reading` is None until it has been read.

    `review` is what staff said of the report, once it was released.
    """

    course: Course
    receipt: Receipt
    reading: Reading | None
    hints: tuple[Hint, ...] = ()
    source: tuple[str, bytes] | None = None
    review: Review | None = None
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Every version of one report with its receipt, the oldest first; those taken back by their numbers."""

    course: Course
    week: Week
    receipts: list[Receipt]
    withdrawn: frozenset[int]
    acts: list[tuple[str, datetime]]
    counts: int | None
    due: datetime


def receipt_of(
    tx: Tx,
    course: Course,
    week: Week,
    member: Member,
    version: Version,
    history: Sequence[Filed],
    *,
    again: bool,
) -> Receipt:
    """The receipt of a version, by the week's times and the course's policy as they are now."""
    allowance, policy = tx.weeks.allowance(week, member), tx.policies.late(course)
    due = deadline_for(week.times, allowance)
    counted = counting(history, week.week_id, due + week.times.grace)
    return Receipt(
        course=course.name,
        week=week.number,
        topic=week.topic,
        version=version,
        lateness=lateness(week.times, version.received_at, allowance, policy),
        policy=policy,
        due=due,
        counts=counted.number if counted else None,
        again=again,
    )


async def show(store: Store, ask: Ask, number: int | None, version_number: int | None) -> Shown:
    """The person's own report: the latest version, or the one named. Raises UnknownReport, UnknownWeek."""

    def work(tx: Tx) -> Shown:
        at = here(tx, ask)
        if at.member is None:
            raise UnknownReport
        week, version = _own(tx, at.course, at.member, number, version_number)
        return _shown(tx, at.course, week, at.member, version)

    return await store.read(work)


async def version_shown(store: Store, ask: Ask, version_id: int) -> Shown:
    """The person's own version, by its id: what a receipt's buttons name. Raises UnknownReport."""

    def work(tx: Tx) -> Shown:
        course, week, member, version = own_version(tx, ask, version_id)
        return _shown(tx, course, week, member, version)

    return await store.read(work)


def own_version(tx: Tx, ask: Ask, version_id: int) -> tuple[Course, Week, Member, Version]:
    """The person's own version with what it belongs to. Raises UnknownReport."""
    at = here(tx, ask)
    version = tx.reports.get(at.member, version_id) if at.member else None
    week = tx.weeks.get(at.course, version.week_id) if version else None
    if at.member is None or version is None or week is None:
        raise UnknownReport
    return at.course, week, at.member, version


def _shown(tx: Tx, course: Course, week: Week, member: Member, version: Version) -> Shown:
    history = tx.reports.history(member, version.text)
    receipt = receipt_of(tx, course, week, member, version, history, again=False)
    reading = tx.reports.reading(version)
    found = hints_of(tx, course, week, member, reading.header if reading else Header(), history)
    return Shown(
        course=course,
        receipt=receipt,
        reading=reading,
        hints=tuple(found),
        source=tx.reports.source(version),
        review=tx.reviews.released(member).get(week.week_id),
        gates=tx.policies.gates(course),
    )


def hints_of(
    tx: Tx, course: Course, week: Week, member: Member, header: Header, history: Sequence[Filed]
) -> list[Hint]:
    """What does not fit together in a hand-in of this member for this week."""
    others = [tx.weeks.get(course, week_id) for week_id in other_weeks(history, week.week_id)]
    return hints(
        header, week.number, member.student_number, [other.number for other in others if other is not None]
    )


def _own(
    tx: Tx, course: Course, member: Member, number: int | None, version_number: int | None
) -> tuple[Week, Version]:
    if number is None:
        version = tx.reports.last(member)
        week = tx.weeks.get(course, version.week_id) if version else None
    else:
        week = week_numbered(tx, course, number)
        version = tx.reports.latest(week, member)
    if week is not None and version_number is not None:
        version = tx.reports.version(week, member, version_number)
    if version is None or week is None:
        raise UnknownReport
    return week, version


def _own_week(tx: Tx, ask: Ask, number: int | None) -> tuple[Here, Week, Member]:
    """The week that is named, else that of the person's last report. Raises UnknownReport, UnknownWeek."""
    at = here(tx, ask)
    if at.member is None:
        raise UnknownReport
    if number is None:
        last, _ = _own(tx, at.course, at.member, None, None)
        return at, last, at.member
    week = week_numbered(tx, at.course, number)
    return at, week, at.member


async def history_of(store: Store, ask: Ask, number: int | None) -> History:
    """Every version of the person's own report. Raises UnknownReport, UnknownWeek."""

    def work(tx: Tx) -> History:
        at, week, member = _own_week(tx, ask, number)
        versions = tx.reports.versions(week, member)
        if not versions:
            raise UnknownReport
        filed = tx.reports.history(member, "")
        receipts = [
            receipt_of(tx, at.course, week, member, version, filed, again=False) for version, _ in versions
        ]
        return History(
            course=at.course,
            week=week,
            receipts=receipts,
            withdrawn=frozenset(version.number for version, withdrawn in versions if withdrawn),
            acts=tx.reports.withdrawals(week, member),
            counts=receipts[0].counts,
            due=receipts[0].due,
        )

    return await store.read(work)


async def two_versions(
    store: Store, ask: Ask, number: int | None, first: int | None, second: int | None
) -> tuple[Week, Version, Version]:
    """Two versions of the person's own report: those named, else the last two. Raises UnknownReport."""

    def work(tx: Tx) -> tuple[Week, Version, Version]:
        _, week, member = _own_week(tx, ask, number)
        every = {version.number: version for version, _ in tx.reports.versions(week, member)}
        last = second or max(every, default=0)
        pair = every.get(first or last - 1), every.get(last)
        if pair[0] is None or pair[1] is None:
            raise UnknownReport
        return week, pair[0], pair[1]

    return await store.read(work)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A report that was taken back, or stands again; it can be undone until `until` (UTC).

    No `versions`: only a gate had held something, which is not handed in any more.
    """

    course: Course
    week: Week
    versions: int
    until: datetime


async def withdraw(store: Store, ask: Ask, number: int | None) -> Withdrawn:
    """Takes the person's own report back, with a trace. Raises UnknownReport, UnknownWeek, DeadlinePassed."""

    def work(tx: Tx) -> Withdrawn:
        at, week, member = _own_week(tx, ask, number)
        until = _until(tx, week, member, ask.at)
        held = tx.arrivals.let_go(at.course, member.user_xid, week.number)
        count = tx.reports.withdraw(week, member, ask.at)
        if not count and not held:
            raise UnknownReport
        tx.claims.prune(week)
        report_changed(tx, week, member.member_id, ask.at)
        return Withdrawn(at.course, week, count, until)

    return await store.write(work)


async def restore(store: Store, ask: Ask, number: int) -> Withdrawn:
    """Undoes the last withdrawal. Raises UnknownReport, UnknownWeek, DeadlinePassed."""

    def work(tx: Tx) -> Withdrawn:
        at, week, member = _own_week(tx, ask, number)
        until = _until(tx, week, member, ask.at)
        count = tx.reports.restore(week, member, ask.at)
        if not count:
            raise UnknownReport
        return Withdrawn(at.course, week, count, until)

    return await store.write(work)


def _until(tx: Tx, week: Week, member: Member, at: datetime) -> datetime:
    """The person's own deadline with its grace. Raises DeadlinePassed."""
    until = deadline_for(week.times, tx.weeks.allowance(week, member)) + week.times.grace
    if at > until:
        raise DeadlinePassed(week=week.number, due=until)
    return until


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of checking a receipt's code. `same_text` is None where no text was given."""

    course: Course
    said: Claimed
    genuine: bool
    same_text: bool | None


async def verify(store: Store, sign: Sign, ask: Ask, code: str, text: str | None) -> Verified:
    """Whether this course gave out the code, and for this text. Raises NotMember, UnknownCode.

    A code proves itself with the text alone; without it, the version that it names is looked up.
    """
    said = claimed(code)
    if said is None:
        raise UnknownCode

    def work(tx: Tx) -> tuple[Course, Version | None]:
        at = here(tx, ask)
        require_member(at.role, at.course)
        return at.course, tx.reports.in_course(at.course, said.version_id)

    course, version = await store.read(work)
    place = (course.guild_xid, course.course_id)
    stored = version is not None and is_genuine(sign, said, *place, digest(version.text))
    same = is_genuine(sign, said, *place, digest(clean(text))) if text is not None else None
    return Verified(course, said, stored or bool(same), same)
