"""Extensions and excuses: who gets more time, who is freed, and what is written down of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.actions.extensions import excuse, extend
from bot.seminar.deliveries import Kind
from bot.seminar.refusals import BadTime, UnknownMember, UnknownWeek
from tests.actions.school import DAY, DUE, INSTRUCTOR, MONDAY, NARI, OUTSIDER, School, ask, rows
from tests.factories import OPENS


async def test_an_extension_is_told_in_utc_and_written_down(school: School, file: Path) -> None:
    await school.join(NARI)
    due = await extend(school.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-15 18:00")
    assert due == datetime(2026, 9, 15, 9, 0, tzinfo=UTC)
    assert rows(file, "trail") == 3


async def test_an_earlier_time_shortens_nobodys_week(school: School) -> None:
    await school.join(NARI)
    assert await extend(school.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-10 18:00") == DUE


async def test_an_extension_keeps_an_excuse_and_the_other_way_round(school: School) -> None:
    nari = await school.join(NARI)
    await excuse(school.store, ask(INSTRUCTOR), NARI.user_xid, 1)
    await extend(school.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-15 18:00")
    await excuse(school.store, ask(INSTRUCTOR), NARI.user_xid, 1)
    granted = await school.store.read(lambda tx: tx.weeks.allowance(school.week, nari))
    assert (granted.excused, granted.due) == (True, DUE + 2 * DAY)
    await school.sweep(OPENS)
    assert await school.owed(Kind.REMINDER) == []


async def test_granting_needs_somebody_and_a_week(school: School, file: Path) -> None:
    for grant in (
        extend(school.store, ask(INSTRUCTOR), OUTSIDER.user_xid, 1, "2026-09-15 18:00"),
        excuse(school.store, ask(INSTRUCTOR), OUTSIDER.user_xid, 1),
    ):
        with pytest.raises(UnknownMember):
            await grant
    await school.join(NARI)
    with pytest.raises(UnknownWeek):
        await excuse(school.store, ask(INSTRUCTOR), NARI.user_xid, 9)
    with pytest.raises(BadTime):
        await extend(school.store, ask(INSTRUCTOR, MONDAY), NARI.user_xid, 1, "soon")
    assert rows(file, "trail") == 2
