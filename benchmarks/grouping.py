"""`python -m benchmarks.grouping [REPORTS]`: how long a week's reports take to join its claims."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

from benchmarks.crowd import TOPIC, report
from bot.actions.ports import Tx
from bot.actions.readings import read_pending
from bot.reading.worker import ReadingWorker
from bot.seminar.courses import NewCourse, Role
from bot.seminar.grouping import REPRESENTATIVES
from bot.seminar.reports import Arrival, Source
from bot.seminar.weeks import NewWeek, Times, Week
from bot.store.engine import SqliteStore
from bot.store.migrate import migrate
from bot.store.seal import Seal

REPORTS = 300
OPENS = datetime(2026, 9, 7, 9, tzinfo=UTC)
COURSE = NewCourse(1, "Streets", 2, 3, None, None, "Asia/Seoul", "en")


async def run(count: int) -> None:
    """Hands the reports in, reads them one after another, and prints what a report took at the end."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(f"sqlite:///{folder}/bench.db", Seal(Seal.new_key()))
        migrate(store.engine)
        store.open()
        reader = ReadingWorker()
        try:
            await _measure(store, reader, count)
        finally:
            await reader.close()
            await store.close()


async def _measure(store: SqliteStore, reader: ReadingWorker, count: int) -> None:
    week = await store.write(_plan)
    began = time.perf_counter()
    last = 0.0
    for number in range(count):
        await store.write(lambda tx, number=number: _hand_in(tx, week, number))  # type: ignore[misc]
        started = time.perf_counter()
        await read_pending(store, reader)
        last = time.perf_counter() - started
    took = time.perf_counter() - began
    claims = await store.read(lambda tx: tx.claims.of_week(week))
    started = time.perf_counter()
    await store.read(lambda tx: _compared(tx, week))
    opening = time.perf_counter() - started
    print(f"{count} reports, {len(claims)} claims")
    print(f"{'all reports, s':<44}{took:>10.2f}")
    print(f"{'the last report, ms':<44}{last * 1000:>10.1f}")
    print(f"{'of these, what it is compared with, ms':<44}{opening * 1000:>10.1f}")


def _compared(tx: Tx, week: Week) -> int:
    return len(tx.claims.known(week, REPRESENTATIVES))


def _plan(tx: Tx) -> Week:
    course = tx.courses.add(COURSE, OPENS)
    times = Times(OPENS, OPENS + timedelta(days=6), timedelta(0), OPENS + timedelta(days=9))
    return tx.weeks.add(course, NewWeek(1, TOPIC, "", (), times))


def _hand_in(tx: Tx, week: Week, number: int) -> None:
    course = tx.courses.by_id(week.course_id)
    assert course is not None
    member = tx.members.add(course, 9000 + number, Role.STUDENT, OPENS)
    came = Arrival(5000 + number, member.user_xid, OPENS, Source.FORM, report(number))
    tx.reports.add(course, week, member, 1, came)


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS))
