"""The week's table: for staff alone, and with everybody who is expected."""

from __future__ import annotations

import pytest

from bot.actions.extensions import excuse
from bot.actions.members import status
from bot.actions.participation import week_table
from bot.actions.policies import choose_late
from bot.seminar.courses import Person
from bot.seminar.lateness import LateKind
from bot.seminar.participation import Presence
from bot.seminar.refusals import NotStaff, UnknownWeek
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    OUTSIDER,
    OWNER,
    School,
    ask,
    in_private,
)
from tests.factories import OPENS, STUDENT_ROLE, person


@pytest.mark.parametrize("who", [INSTRUCTOR, MODERATOR], ids=["instructor", "moderator"])
async def test_staff_see_everybody_expected(school: School, who: Person) -> None:
    for student in (NARI, BORA, DOHA):
        await school.join(student)
    await school.sweep(OPENS)
    await school.hand_in(NARI)
    await school.hand_in(BORA, at=DUE + HOUR)
    await school.join(person(STUDENT_ROLE, user_xid=9004), at=DUE + HOUR)
    await excuse(school.store, ask(INSTRUCTOR), DOHA.user_xid, 1)
    table = await week_table(school.store, ask(who, DUE + HOUR), 1)
    seen = {line.member.user_xid: line.presence for line in table.lines}
    assert seen == {
        NARI.user_xid: Presence.IN,
        BORA.user_xid: Presence.LATE,
        DOHA.user_xid: Presence.EXCUSED,
    }


@pytest.mark.parametrize("who", [OWNER, NARI, OUTSIDER], ids=["owner", "student", "outsider"])
async def test_nobody_else_does(school: School, who: Person) -> None:
    await school.join(NARI)
    with pytest.raises(NotStaff):
        await week_table(school.store, ask(who), 1)


async def test_nobody_does_in_a_direct_message(school: School) -> None:
    with pytest.raises(NotStaff):
        await week_table(school.store, in_private(INSTRUCTOR, course_id=school.course.course_id), 1)


async def test_an_unknown_week_is_none(school: School) -> None:
    with pytest.raises(UnknownWeek):
        await week_table(school.store, ask(INSTRUCTOR), 7)


async def test_where_late_reports_are_accepted_none_is_late(school: School) -> None:
    await school.sweep(OPENS)
    await school.hand_in(NARI, at=DUE + HOUR)
    await school.join(BORA, OPENS)
    for kind, expected in ((LateKind.MARK, Presence.LATE), (LateKind.ACCEPT, Presence.IN)):
        await choose_late(school.store, ask(INSTRUCTOR), kind)
        seen = await week_table(school.store, ask(MODERATOR, DUE + HOUR), 1)
        stands = {line.member.user_xid: line.presence for line in seen.lines}
        assert stands == {NARI.user_xid: expected, BORA.user_xid: Presence.MISSING}
        own = await status(school.store, ask(NARI, DUE + HOUR))
        assert own.standings[0].presence is expected
