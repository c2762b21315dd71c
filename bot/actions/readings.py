"""Readings: what was read in a version, and what its writer corrects in that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.actions.claims import join_claims, settle_statements
from bot.actions.courses import Ask
from bot.actions.ports import Reader, Store, Tx
from bot.actions.quotes import report_changed
from bot.actions.versions import own_version
from bot.seminar.courses import person_name, student_number
from bot.seminar.grouping import Settled
from bot.seminar.refusals import Linking
from bot.seminar.reports import Header, ReaderFailed, Reading, Unread, Version

BATCH = 16


async def reading_of(store: Store, version: Version) -> Reading | None:
    """What was read in a version; None until it has been read."""
    return await store.read(lambda tx: tx.reports.reading(version))


async def correct(store: Store, ask: Ask, version_id: int, given: Header) -> None:
    """The writer says what the header means: the reading changes, never the version or its time.

    Raises UnknownReport, BadNumber, BadName.
    """

    def work(tx: Tx) -> None:
        _, _, _, version = own_version(tx, ask, version_id)
        header = replace(
            given,
            student_number=student_number(given.student_number) if given.student_number else None,
            name=person_name(given.name) if given.name else None,
        )
        tx.reports.correct(version, header, ask.at)
        _introduce(tx, version, header)

    await store.write(work)


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
        texts = [unread.version.text for unread in waiting]
        return [*await reader.read(texts, [unread.parts for unread in waiting])]
    except ReaderFailed:
        if len(waiting) == 1:
            return [None]
        halves = waiting[: len(waiting) // 2], waiting[len(waiting) // 2 :]
        return [reading for half in halves for reading in await _read(reader, half)]


def _keep_reading(tx: Tx, *, version: Version, reading: Reading | None, settled: list[Settled]) -> None:
    statement_ids = tx.reports.save_reading(version, reading)
    if reading is None or not statement_ids:
        tx.claims.prune(version)
    else:
        join_claims(tx, version, reading.statements, statement_ids, settled)
    report_changed(tx, version, version.member_id, version.received_at)
    if reading is not None:
        _introduce(tx, version, reading.header)


def _introduce(tx: Tx, version: Version, header: Header) -> None:
    """The header tells who an unknown student is, unless somebody holds that number."""
    course = tx.courses.get(version.guild_xid, version.course_id)
    member = tx.members.get(course, version.member_id) if course else None
    if course is None or member is None or member.student_number is not None:
        return
    if member.user_xid < 0:
        return  # They had their data deleted while the report was being read.
    number = _told(student_number, header.student_number)
    if number is None or tx.roster.with_number(course, number) is not None:
        return  # A header is no proof of being a person of the roster.
    if tx.members.with_number(course, number) is None:
        tx.members.identify(member, number, member.name or _told(person_name, header.name))


def _told(rule: Callable[[str], str], given: str | None) -> str | None:
    """What a header says, by the rule for what is typed; None where it breaks that rule."""
    try:
        return rule(given) if given else None
    except Linking:
        return None
