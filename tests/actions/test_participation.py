"""The week's table: for staff alone, and with everybody who is expected."""

from __future__ import annotations

import pytest

from bot.actions.extensions import excuse
from bot.actions.members import status
from bot.actions.participation import overview, week_table
from bot.actions.plan import skip_week
from bot.actions.policies import choose_late
from bot.actions.ports import Tx
from bot.actions.weeks import plan_week
from bot.seminar.courses import Person
from bot.seminar.lateness import LateKind
from bot.seminar.participation import Presence
from bot.seminar.refusals import NoOpenWeek, NotStaff, UnknownWeek, WeekNotOpen, WeekSkipped
from tests.actions.school import (
    BORA,
    DAY,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    NEXT_WEEK,
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


async def test_the_overview_shows_the_course_up_to_a_week(school: School) -> None:
    for student in (NARI, BORA, DOHA):
        await school.join(student)
    await plan_week(school.store, ask(INSTRUCTOR), NEXT_WEEK)
    await school.sweep(OPENS)
    await school.hand_in(NARI)
    await school.hand_in(BORA, at=DUE + HOUR)
    await school.sweep(DUE + 2 * DAY)
    await school.hand_in(DOHA, at=DUE + 2 * DAY, number=2)
    shown = await overview(school.store, ask(MODERATOR, DUE + 2 * DAY), None)
    assert (shown.week.number, shown.heat.weeks, shown.flow.chosen) == (2, (1, 2), 2)
    assert [row.cells for row in shown.heat.rows] == [
        (Presence.IN, Presence.AWAITED),
        (Presence.LATE, Presence.AWAITED),
        (Presence.MISSING, Presence.IN),
    ]
    assert [(one.week, one.early.part, one.early.whole) for one in shown.interests.weeks] == [(1, 1, 3)]
    first = await overview(school.store, ask(MODERATOR, DUE + 2 * DAY), 1)
    assert (first.week.number, first.heat.weeks, first.flow.chosen) == (1, (1,), 1)


async def test_the_overview_shows_who_answers_whom(school: School) -> None:
    nari, bora = await school.join(NARI), await school.join(BORA)
    await school.sweep(OPENS)
    version = (await school.hand_in(NARI)).version

    def answered(tx: Tx) -> None:
        claim = tx.claims.add(version, "Pavements are rooms.")
        for xid, partner in ((1, None), (2, nari), (3, nari)):
            tx.posts.add(claim, bora, xid, DUE, partner)

    await school.store.write(answered)
    shown = (await overview(school.store, ask(MODERATOR, DUE + DAY), None)).replies
    assert [(shown.names[one.who], shown.names[one.whom], one.count) for one in shown.pairs] == [
        ("Nari Oh ·9002", "Nari Oh ·9001", 2)
    ]


@pytest.mark.parametrize("who", [OWNER, NARI, OUTSIDER], ids=["owner", "student", "outsider"])
async def test_the_overview_is_for_staff_alone(school: School, who: Person) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    with pytest.raises(NotStaff):
        await overview(school.store, ask(who), None)


async def test_an_overview_needs_a_week_that_has_opened(school: School) -> None:
    with pytest.raises(NoOpenWeek):
        await overview(school.store, ask(INSTRUCTOR), None)
    with pytest.raises(WeekNotOpen):
        await overview(school.store, ask(INSTRUCTOR), 1)
    with pytest.raises(UnknownWeek):
        await overview(school.store, ask(INSTRUCTOR), 9)
    await skip_week(school.store, ask(INSTRUCTOR), 1)
    with pytest.raises(WeekSkipped):
        await overview(school.store, ask(INSTRUCTOR), 1)
