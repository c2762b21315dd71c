"""Reports: hand one in, by whichever way; nothing that reached us is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.courses import Ask, course_of, here
from bot.actions.gates import gates_before, hold, require_passed
from bot.actions.meant import weeks_meant
from bot.actions.ports import Reader, Store, Tx
from bot.actions.versions import hints_of, receipt_of
from bot.actions.weeks import welcome
from bot.seminar.courses import Course, Member, require_student
from bot.seminar.gates import Gate
from bot.seminar.hints import Hint
from bot.seminar.links import require_more_than_a_link
from bot.seminar.refusals import Gated, HandIn, Refusal, TextAndFile, UnknownReport
from bot.seminar.reports import (
    Arrival,
    Filed,
    Header,
    Kept,
    Reading,
    Receipt,
    Source,
    Version,
    filed_before,
    next_number,
    require_text,
    standing,
)
from bot.seminar.weeks import Week, week_to_hand_in


async def hand_in(
    store: Store,
    reader: Reader,
    ask: Ask,
    arrival: Arrival,
    number: int | None,
    earlier_xid: int | None = None,
) -> Receipt:
    """Takes a report in for the week of this number, or the one that is meant.

    The text is kept before anything judges it; a refusal after that carries its `draft_id`. When it
    arrived, by Discord's clock, decides what is open and what is late. `earlier_xid` names the draft of
    the forms before the last. Raises NoCourse, WhichCourse (nothing kept); WrongKind, Unreadable,
    TextAndFile, EmptyReport, LinkOnly, NotMember, NotStudent, NoOpenWeek, UnknownWeek, WeekSkipped,
    WeekNotOpen, WeekClosed; Gated where the course does not take it like that yet; UnknownReport where the
    draft is gone.
    """
    course_id, arrival, gates = await store.write(lambda tx: _keep(tx, ask, arrival, number, earlier_xid))
    try:
        if arrival.source is Source.DRAFT:
            raise UnknownReport
        if arrival.file is not None:
            arrival = replace(arrival, text=await text_of(reader, arrival))
        if gates:
            await _pass_gates(store, reader, ask, arrival, number)
        return await store.write(lambda tx: _file(tx, ask, arrival, number))
    except Refusal as refusal:
        refusal.course_id, refusal.draft_id = course_id, arrival.arrival_xid
        raise


async def _pass_gates(store: Store, reader: Reader, ask: Ask, arrival: Arrival, number: int | None) -> None:
    """Raises Gated, and holds what arrived."""
    cleaned = replace(arrival, text=require_report(arrival.text))
    stands = await store.read(lambda tx: gates_before(tx, ask, cleaned, number))
    if stands is None:
        return
    try:
        await require_passed(reader, cleaned, stands)
    except Gated:
        await store.write(lambda tx: hold(tx, ask, arrival, stands.week.number))
        raise


async def keep_draft(
    store: Store, ask: Ask, arrival: Arrival, number: int | None, earlier_xid: int | None
) -> int:
    """Keeps what the first forms of a report brought, until the last one comes; returns the course_id."""
    draft = replace(arrival, source=Source.DRAFT)
    course_id, *_ = await store.write(lambda tx: _keep(tx, ask, draft, number, earlier_xid))
    return course_id


def _keep(
    tx: Tx, ask: Ask, arrival: Arrival, number: int | None, earlier_xid: int | None
) -> tuple[int, Arrival, tuple[Gate, ...]]:
    """Keeps what arrived, behind its draft, whose place it takes; where that is gone it stays a draft."""
    course = course_of(tx, ask)
    if earlier_xid is not None:
        earlier = tx.arrivals.get(course, earlier_xid, ask.person.user_xid)
        if earlier is None:
            arrival = replace(arrival, source=Source.DRAFT)
        else:
            arrival = replace(arrival, text=f"{earlier.arrival.text}\n\n{arrival.text}".strip("\n"))
            tx.arrivals.remove(course, earlier_xid)
    tx.arrivals.add(arrival, course, number)
    return course.course_id, arrival, tx.policies.gates(course)


async def keep(store: Store, ask: Ask, arrival: Arrival, number: int | None) -> None:
    """Keeps one of several files until their sender says which one counts. Raises NoCourse."""
    await store.write(lambda tx: tx.arrivals.add(arrival, course_of(tx, ask), number))


async def kept_arrival(store: Store, ask: Ask, arrival_xid: int) -> Kept:
    """What the person brought before, as it came. Raises UnknownReport."""

    def work(tx: Tx) -> Kept:
        kept = tx.arrivals.get(course_of(tx, ask), arrival_xid, ask.person.user_xid)
        if kept is None:
            raise UnknownReport
        return kept

    return await store.read(work)


async def hints_for(store: Store, ask: Ask, text: str, header: Header) -> list[Hint]:
    """What would not fit if this were handed in now; none where nothing could be."""

    def work(tx: Tx) -> list[Hint]:
        at = here(tx, ask)
        if at.member is None:
            return []
        weeks = weeks_meant(tx, at.course, at.member, ask.at, None)
        if not weeks:
            return []
        week = week_to_hand_in(weeks, tx.reports.taken(at.member))
        return hints_of(tx, at.course, week, at.member, header, tx.reports.history(at.member, text))

    return await store.read(work)


def require_report(text: str) -> str:
    """The cleaned text of a report. Raises EmptyReport, LinkOnly or what helps more."""
    cleaned = require_text(text)
    require_more_than_a_link(cleaned)
    return cleaned


async def text_of(reader: Reader, arrival: Arrival) -> str:
    """What was typed, or the text of the file. Raises WrongKind, Unreadable, TextAndFile."""
    if arrival.file is None:
        return arrival.text
    if arrival.text.strip():
        raise TextAndFile
    return await reader.decode(arrival.file_name or "", arrival.file)


@dataclass(frozen=True, slots=True)
class FormFor:
    """Which course, week and parts a form is opened for, with the draft that was left unfinished.

    `held` is the text that a gate holds.
    """

    course_id: int
    week: int
    parts: tuple[str, ...]
    draft: str = ""
    held: str = ""


async def form_for(store: Store, ask: Ask, number: int | None) -> FormFor:
    """The week that a form would hand in for; raises what handing in would, before anything is typed."""

    def work(tx: Tx) -> FormFor:
        at = here(tx, ask)
        require_student(at.role, ask.person, at.course)
        meant = weeks_meant(tx, at.course, at.member, ask.at, number)
        handed_in = tx.reports.taken(at.member) if at.member else {}
        week = week_to_hand_in(meant, handed_in)
        parts = tx.policies.parts(at.course)
        draft = tx.arrivals.draft(at.course, ask.person.user_xid, week.number) if parts else None
        held = tx.arrivals.held_text(at.course, ask.person.user_xid, week.number)
        return FormFor(at.course.course_id, week.number, parts, draft.text if draft else "", held)

    return await store.glance(work)


async def parts_of(store: Store, ask: Ask) -> tuple[str, ...]:
    """The parts that the course wants in a report."""
    return await store.glance(lambda tx: tx.policies.parts(course_of(tx, ask)))


def _file(tx: Tx, ask: Ask, arrival: Arrival, number: int | None) -> Receipt:
    """Makes a version of what arrived, or finds the one that holds it."""
    at = here(tx, ask)
    require_student(at.role, ask.person, at.course)
    arrival = replace(arrival, text=require_report(arrival.text))
    member = at.member or welcome(tx, at.course, ask.person.user_xid, arrival.received_at)
    history = tx.reports.history(member, arrival.text)
    # Discord may dispatch an interaction twice, the second time when the week has closed.
    held = _held(tx, at.course, member, filed_before(history, arrival.arrival_xid, ()))
    held = held or _file_anew(tx, at.course, member, history, arrival, number)
    tx.arrivals.remove(at.course, arrival.arrival_xid)
    tx.arrivals.let_go(at.course, member.user_xid, held.week.number)
    if not held.again:
        history = [*history, _filed(held.version)]
    return receipt_of(tx, at.course, held.week, member, held.version, history, again=held.again)


@dataclass(frozen=True, slots=True)
class _Held:
    """The version that holds what arrived; `again` where it did so before."""

    week: Week
    version: Version
    again: bool


def _filed(version: Version) -> Filed:
    return Filed(
        version_id=version.version_id,
        week_id=version.week_id,
        number=version.number,
        arrival_xid=version.arrival_xid,
        received_at=version.received_at,
        withdrawn=False,
        same_text=True,
    )


def _held(tx: Tx, course: Course, member: Member, filed: Filed | None) -> _Held | None:
    version = tx.reports.get(member, filed.version_id) if filed else None
    week = tx.weeks.get(course, version.week_id) if version else None
    return _Held(week, version, again=True) if week and version else None


def _file_anew(
    tx: Tx, course: Course, member: Member, history: Sequence[Filed], arrival: Arrival, number: int | None
) -> _Held:
    meant = weeks_meant(tx, course, member, arrival.received_at, number)
    same = filed_before(history, arrival.arrival_xid, {week.week_id for week in meant})
    if held := _held(tx, course, member, same):
        return held
    week = week_to_hand_in(meant, {filed.week_id for filed in standing(history)})
    version = tx.reports.add(course, week, member, next_number(history, week.week_id), arrival)
    return _Held(week, version, again=False)


async def weeks_open_to(
    store: Store, user_xid: int, at: datetime, *, missing: bool = False
) -> list[tuple[Course, Week]]:
    """Every week of every course in which this student may hand in at this instant, the earliest due first.

    For a file that comes by direct message, which names neither. `missing`: only those not handed in yet.
    """

    def work(tx: Tx) -> list[tuple[Course, Week]]:
        found = []
        for course, member in tx.members.studying(user_xid):
            if course.closed_at is not None:
                continue
            there = tx.reports.taken(member) if missing else {}
            weeks = weeks_meant(tx, course, member, at, None)
            found += [(course, week) for week in weeks if week.week_id not in there]
        return sorted(found, key=lambda one: (one[1].times.due, one[0].course_id))

    return await store.read(work)


async def kept_text(store: Store, reader: Reader, ask: Ask, arrival_xid: int) -> tuple[str, int | None]:
    """The person's own text that was refused before, and the week it was for. Raises UnknownReport."""

    kept = await kept_arrival(store, ask, arrival_xid)
    try:
        return await text_of(reader, kept.arrival), kept.week_number
    except HandIn:
        # What was refused because it cannot be read has nothing but what was typed beside it.
        return kept.arrival.text, kept.week_number


async def check(reader: Reader, arrival: Arrival, parts: Sequence[str] = ()) -> tuple[str, Reading]:
    """Reads a text without handing it in; nothing is kept. Raises HandIn, ReaderFailed."""
    text = require_report(await text_of(reader, arrival))
    (reading,) = await reader.read([text], [parts])
    return text, reading
