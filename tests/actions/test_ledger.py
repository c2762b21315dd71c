"""The ledger: staff see what is owed of a week, and nobody else does."""

from __future__ import annotations

import pytest

from bot.actions import ledger
from bot.actions.weeks import plan_week
from bot.seminar.deliveries import Kind
from bot.seminar.refusals import NotStaff, UnknownWeek
from tests.actions.school import (
    DAY,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    NEXT_WEEK,
    School,
    ask,
)
from tests.factories import OPENS


async def test_staff_see_what_is_owed(school: School) -> None:
    await school.sweep(OPENS)
    for who in (INSTRUCTOR, MODERATOR):
        course, week, owed = await ledger.list_deliveries(school.store, ask(who), 1)
        assert (course, week.week_id) == (school.course, school.week.week_id)
        assert [one.kind for one in owed] == [Kind.PROMPT]


async def test_nobody_else_does(school: School) -> None:
    await school.join(NARI)
    with pytest.raises(NotStaff):
        await ledger.list_deliveries(school.store, ask(NARI), 1)
    with pytest.raises(UnknownWeek):
        await ledger.list_deliveries(school.store, ask(MODERATOR), 7)


async def test_weeks_do_not_share_their_ledger(school: School) -> None:
    await plan_week(school.store, ask(INSTRUCTOR), NEXT_WEEK)
    await school.sweep(OPENS + 7 * DAY)
    _, _, owed = await ledger.list_deliveries(school.store, ask(INSTRUCTOR), 2)
    assert [one.kind for one in owed] == [Kind.PROMPT]
