"""Reports: hand one in, read what was handed in, show it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.actions.claims import join_claims, settle_statements
from bot.actions.courses import Ask, course_of, here
from bot.actions.ports import Reader, Store, Tx
from bot.actions.weeks import welcome
from bot.seminar.courses import Course, Member, person_name, require_student, student_number
from bot.seminar.refusals import HandIn, Linking, Refusal, TextAndFile, UnknownReport, UnknownWeek
from bot.seminar.reports import (
    Arrival,
    Filed,
    Header,
    Kept,
    ReaderFailed,
    Reading,
    Receipt,
    Unread,
    Version,
    filed_before,
    next_number,
    require_text,
)
from bot.seminar.weeks import (
    NOTHING_GRANTED,
    Allowance,
    Week,
    deadline_for,
    is_late,
    is_open,
    require_open,
    week_to_hand_in,
)

BATCH = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """A version with its receipt and what was read in it; `reading` is None until it has been read."""

    course: Course
    receipt: Receipt
    reading: Reading | None


async def hand_in(store: Store, reader: Reader, ask: Ask, arrival: Arrival, number: int | None) -> Receipt:
    """Takes a report in for the week of this number, or the one that is meant.

    The text is kept before anything judges it; a refusal after that carries its `draft_id`. When it
    arrived, by Discord's clock, decides what is open and what is late. Raises
    NoCourse, WhichCourse (nothing kept); WrongKind, Unreadable, TextAndFile, EmptyReport, NotMember,
    NotStudent, NoOpenWeek, UnknownWeek, WeekSkipped, WeekNotOpen, WeekClosed.
    """
    course_id = await store.write(lambda tx: _keep_arrival(tx, ask, arrival, number))
    try:
        if arrival.file is not None:
            arrival = replace(arrival, text=await text_of(reader, arrival))
        return await store.write(lambda tx: _file(tx, ask, arrival, number))
    except Refusal as refusal:
        refusal.course_id, refusal.draft_id = course_id, arrival.arrival_xid
        raise


def _keep_arrival(tx: Tx, ask: Ask, arrival: Arrival, number: int | None) -> int:
    course = course_of(tx, ask)
    tx.arrivals.add(arrival, course, number)
    return course.course_id


async def text_of(reader: Reader, arrival: Arrival) -> str:
    """What was typed, or the text of the file. Raises WrongKind, Unreadable, TextAndFile."""
    if arrival.file is None:
        return arrival.text
    if arrival.text.strip():
        raise TextAndFile
    return await reader.decode(arrival.file_name or "", arrival.file)


@dataclass(frozen=True, slots=True)
class FormFor:
    """Which course and week a form is opened for."""

    course_id: int
    week: int


async def form_for(store: Store, ask: Ask, number: int | None) -> FormFor:
    """The week that a form would hand in for; raises what handing in would, before anything is typed."""

    def work(tx: Tx) -> FormFor:
        at = here(tx, ask)
        require_student(at.role, ask.person, at.course)
        meant = _weeks_meant(tx, at.course, at.member, ask.at, number)
        handed_in = tx.reports.taken(at.member) if at.member else {}
        return FormFor(at.course.course_id, week_to_hand_in(meant, handed_in).number)

    return await store.glance(work)


def _file(tx: Tx, ask: Ask, arrival: Arrival, number: int | None) -> Receipt:
    """Makes a version of what arrived, or finds the one that holds it."""
    at = here(tx, ask)
    require_student(at.role, ask.person, at.course)
    arrival = replace(arrival, text=require_text(arrival.text))
    member = at.member or welcome(tx, at.course, ask.person.user_xid, arrival.received_at)
    history = tx.reports.history(member, arrival.text)
    # Discord may dispatch an interaction twice, the second time when the week has closed.
    held = _held(tx, at.course, member, filed_before(history, arrival.arrival_xid, ()))
    held = held or _file_anew(tx, at.course, member, history, arrival, number)
    tx.arrivals.remove(at.course, arrival.arrival_xid)
    allowance = tx.weeks.allowance(held.week, member)
    return receipt_for(at.course, held.week, allowance, held.version, again=held.again)


@dataclass(frozen=True, slots=True)
class _Held:
    """The version that holds what arrived; `again` where it did so before."""

    week: Week
    version: Version
    again: bool


def _held(tx: Tx, course: Course, member: Member, filed: Filed | None) -> _Held | None:
    version = tx.reports.get(member, filed.version_id) if filed else None
    week = tx.weeks.get(course, version.week_id) if version else None
    return _Held(week, version, again=True) if week and version else None


def _file_anew(
    tx: Tx, course: Course, member: Member, history: Sequence[Filed], arrival: Arrival, number: int | None
) -> _Held:
    meant = _weeks_meant(tx, course, member, arrival.received_at, number)
    same = filed_before(history, arrival.arrival_xid, {week.week_id for week in meant})
    if held := _held(tx, course, member, same):
        return held
    week = week_to_hand_in(meant, {filed.week_id for filed in history})
    version = tx.reports.add(course, week, member, next_number(history, week.week_id), arrival)
    return _Held(week, version, again=False)


def _weeks_meant(
    tx: Tx, course: Course, member: Member | None, at: datetime, number: int | None
) -> list[Week]:
    """The weeks for which a report may be meant. Raises what handing in for the one named would."""
    if number is None:
        weeks = tx.weeks.taking(course, at)
        return [week for week in weeks if is_open(week, at, _allowance(tx, week, member))]
    week = tx.weeks.numbered(course, number)
    if week is None:
        raise UnknownWeek(week=number)
    require_open(week, at, _allowance(tx, week, member))
    return [week]


def _allowance(tx: Tx, week: Week, member: Member | None) -> Allowance:
    return tx.weeks.allowance(week, member) if member else NOTHING_GRANTED


def receipt_for(
    course: Course, week: Week, allowance: Allowance, version: Version, *, again: bool
) -> Receipt:
    """The receipt of a version."""
    return Receipt(
        course=course.name,
        week=week.number,
        topic=week.topic,
        version=version,
        late=is_late(week.times, version.received_at, allowance),
        due=deadline_for(week.times, allowance),
        again=again,
    )


async def kept_text(store: Store, reader: Reader, ask: Ask, arrival_xid: int) -> tuple[str, int | None]:
    """The person's own text that was refused before, and the week it was for. Raises UnknownReport."""

    def work(tx: Tx) -> Kept:
        kept = tx.arrivals.get(course_of(tx, ask), arrival_xid, ask.person.user_xid)
        if kept is None:
            raise UnknownReport
        return kept

    kept = await store.read(work)
    try:
        return await text_of(reader, kept.arrival), kept.week_number
    except HandIn:
        # What was refused because it cannot be read has nothing but what was typed beside it.
        return kept.arrival.text, kept.week_number


async def show(store: Store, ask: Ask, number: int | None, version_number: int | None) -> Shown:
    """The person's own report: the latest version, or the one named. Raises UnknownReport, UnknownWeek."""

    def work(tx: Tx) -> Shown:
        at = here(tx, ask)
        if at.member is None:
            raise UnknownReport
        week, version = _own(tx, at.course, at.member, number, version_number)
        allowance = tx.weeks.allowance(week, at.member)
        receipt = receipt_for(at.course, week, allowance, version, again=False)
        return Shown(at.course, receipt, tx.reports.reading(version))

    return await store.read(work)


async def reading_of(store: Store, version: Version) -> Reading | None:
    """What was read in a version; None until it has been read."""
    return await store.read(lambda tx: tx.reports.reading(version))


def _own(
    tx: Tx, course: Course, member: Member, number: int | None, version_number: int | None
) -> tuple[Week, Version]:
    if number is None:
        version = tx.reports.last(member)
        week = tx.weeks.get(course, version.week_id) if version else None
    else:
        week = tx.weeks.numbered(course, number)
        if week is None:
            raise UnknownWeek(week=number)
        version = tx.reports.latest(week, member)
    if version is not None and week is not None and version_number is not None:
        version = tx.reports.version(week, member, version_number)
    if version is None or week is None:
        raise UnknownReport
    return week, version


async def check(reader: Reader, arrival: Arrival) -> tuple[str, Reading]:
    """Reads a text without handing it in; nothing is kept. Raises HandIn, ReaderFailed."""
    text = require_text(await text_of(reader, arrival))
    (reading,) = await reader.read([text])
    return text, reading


async def read_pending(store: Store, reader: Reader) -> bool:
    """Reads the versions that wait for it and joins their statements to claims; False where none waits.

    What was read in a version and what it joins are written at once, so that a crash leaves it waiting.
    """
    waiting = await store.read(lambda tx: tx.reports.unread(BATCH))
    if not waiting:
        return False
    for unread, reading in zip(waiting, await _read(reader, waiting), strict=True):
        settled = await settle_statements(store, reader, unread, reading.statements if reading else ())
        await store.write(partial(_keep_reading, version=unread.version, reading=reading, settled=settled))
    return True


async def _read(reader: Reader, waiting: Sequence[Unread]) -> list[Reading | None]:
    """One reading each; None for a text on which the reader gives up even alone."""
    try:
        return [*await reader.read([unread.version.text for unread in waiting])]
    except ReaderFailed:
        if len(waiting) == 1:
            return [None]
        halves = waiting[: len(waiting) // 2], waiting[len(waiting) // 2 :]
        return [reading for half in halves for reading in await _read(reader, half)]


def _keep_reading(tx: Tx, *, version: Version, reading: Reading | None, settled: list[int]) -> None:
    statement_ids = tx.reports.save_reading(version, reading)
    if reading is None or not statement_ids:
        tx.claims.prune(version)
    else:
        join_claims(tx, version, reading.statements, statement_ids, settled)
    if reading is not None:
        _introduce(tx, version, reading.header)


def _introduce(tx: Tx, version: Version, header: Header) -> None:
    """The header tells who an unknown student is, unless somebody holds that number."""
    course = tx.courses.get(version.guild_xid, version.course_id)
    member = tx.members.get(course, version.member_id) if course else None
    if course is None or member is None or member.student_number is not None:
        return
    number = _told(student_number, header.student_number)
    if number is not None and tx.members.with_number(course, number) is None:
        tx.members.identify(member, number, member.name or _told(person_name, header.name))


def _told(rule: Callable[[str], str], given: str | None) -> str | None:
    """What a header says, by the rule for what is typed; None where it breaks that rule."""
    try:
        return rule(given) if given else None
    except Linking:
        return None
