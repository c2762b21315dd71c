"""Weeks: planned once, opened at their hour, turned to discussion, with what was granted in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions.extensions import excuse, extend
from bot.actions.weeks import (
    WeekChoices,
    discuss_next,
    list_weeks,
    next_turn,
    open_next,
    plan_week,
)
from bot.seminar.courses import Person
from bot.seminar.deliveries import Kind, Reason, State
from bot.seminar.refusals import (
    BadName,
    BadOrder,
    BadText,
    BadTime,
    NotInstructor,
    NotMember,
    Refusal,
    WeekExists,
)
from bot.seminar.weeks import CUTOFF_AFTER, WeekState
from tests.actions.school import (
    BORA,
    DAY,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    NEXT_WEEK,
    OUTSIDER,
    OWNER,
    SECOND,
    WEEK,
    School,
    ask,
)
from tests.factories import OPENS
from tests.fakes import CrashingStore


async def state(school: School) -> WeekState:
    week = await school.store.read(lambda tx: tx.weeks.get(school.course, school.week.week_id))
    assert week is not None
    return week.state


async def test_a_week_is_planned_in_the_courses_zone(school: School) -> None:
    times = school.week.times
    assert (times.opens, times.due) == (OPENS, DUE)
    assert times.cutoff == DUE + times.grace + CUTOFF_AFTER
    assert [one.name for one in school.week.presenters] == ["Jiho Baek"]


@pytest.mark.parametrize(
    ("choices", "refusal"),
    [
        (WEEK, WeekExists),
        (replace(NEXT_WEEK, opens="tomorrow"), BadTime),
        (replace(NEXT_WEEK, due="2026-13-01 10:00"), BadTime),
        (replace(NEXT_WEEK, due="2026-09-14 17:59"), BadOrder),
        (replace(NEXT_WEEK, cutoff="2026-09-20 17:00"), BadOrder),
        (replace(NEXT_WEEK, topic=" \n"), BadText),
        (replace(NEXT_WEEK, topic="x" * 201), BadText),
        (replace(NEXT_WEEK, prompt="x" * 1501), BadText),
        (replace(NEXT_WEEK, presenter="<@9001>"), BadName),
        (replace(NEXT_WEEK, presenter="@everyone", presenter_xid=9003), BadName),
    ],
)
async def test_what_cannot_be_planned_leaves_nothing(
    school: School, choices: WeekChoices, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await plan_week(school.store, ask(INSTRUCTOR), choices)
    _, weeks = await list_weeks(school.store, ask(INSTRUCTOR))
    assert [week.number for week in weeks] == [1]
    assert await school.member(DOHA) is None


@pytest.mark.parametrize("who", [OWNER, MODERATOR, NARI, OUTSIDER], ids=lambda who: str(who.user_xid))
async def test_only_an_instructor_plans_and_grants(school: School, who: Person) -> None:
    await school.join(NARI)
    for act in (
        plan_week(school.store, ask(who), NEXT_WEEK),
        extend(school.store, ask(who), NARI.user_xid, 1, "2026-09-15 18:00"),
        excuse(school.store, ask(who), NARI.user_xid, 1),
    ):
        with pytest.raises(NotInstructor):
            await act


async def test_a_presenter_becomes_a_student_who_is_reminded_of_what_is_open(school: School) -> None:
    await school.sweep(OPENS)
    await plan_week(school.store, ask(INSTRUCTOR), replace(NEXT_WEEK, presenter_xid=DOHA.user_xid))
    doha = await school.member(DOHA)
    assert doha is not None
    assert {one.member_id for one in await school.owed(Kind.REMINDER)} == {doha.member_id}


async def test_who_presents_is_not_reminded_that_week(school: School) -> None:
    planned = await plan_week(school.store, ask(INSTRUCTOR), replace(NEXT_WEEK, presenter_xid=DOHA.user_xid))
    await school.join(NARI)
    await school.sweep(OPENS + 7 * DAY)
    owed = await school.store.read(lambda tx: tx.deliveries.of_week(planned.week))
    assert {one.target_xid for one in owed if one.kind is Kind.REMINDER} == {NARI.user_xid}


async def test_outsiders_do_not_see_the_plan(school: School) -> None:
    with pytest.raises(NotMember):
        await list_weeks(school.store, ask(OUTSIDER))


async def test_a_week_opens_once_at_its_hour(school: School) -> None:
    school.clock.move_to(OPENS - SECOND)
    assert not await open_next(school.store, school.clock)
    school.clock.move_to(OPENS)
    assert await open_next(school.store, school.clock)
    assert not await open_next(school.store, school.clock)
    assert await state(school) is WeekState.OPEN
    assert [one.key for one in await school.owed(Kind.PROMPT)] == [f"prompt:{school.week.week_id}"]


async def test_a_week_turns_to_discussion_once_it_is_due(school: School) -> None:
    school.clock.move_to(DUE)
    assert not await discuss_next(school.store, school.clock), "it has not opened"
    await open_next(school.store, school.clock)
    school.clock.move_to(DUE - SECOND)
    assert not await discuss_next(school.store, school.clock)
    school.clock.move_to(DUE)
    assert await discuss_next(school.store, school.clock)
    assert not await discuss_next(school.store, school.clock)
    assert await state(school) is WeekState.DISCUSSING


async def test_the_next_turn_is_the_earliest(school: School) -> None:
    assert await next_turn(school.store) == OPENS
    await school.sweep(OPENS)
    assert await next_turn(school.store) == DUE
    await school.join(NARI)
    assert await next_turn(school.store) == MONDAY, "an inbox is to be opened"
    await school.sweep(MONDAY)
    assert await next_turn(school.store) == DUE - 48 * HOUR
    await school.sweep(DUE)
    assert await next_turn(school.store) == DUE + school.week.times.grace, "the digest"
    await school.sweep(DUE + HOUR)
    assert await next_turn(school.store) == DUE + 144 * HOUR, "the recap"
    await school.sweep(DUE + 144 * HOUR)
    assert await next_turn(school.store) is None


async def test_after_a_week_of_downtime_both_weeks_stand_where_they_should(school: School) -> None:
    await school.join(NARI)
    await plan_week(school.store, ask(INSTRUCTOR), NEXT_WEEK)
    await school.sweep(OPENS + 7 * DAY + HOUR)
    assert await state(school) is WeekState.DISCUSSING
    owed = [one for one in await school.owed() if one.kind not in (Kind.DIGEST, Kind.RECAP, Kind.CONFIRM)]
    assert [(one.state, one.reason) for one in owed] == [(State.SKIPPED, Reason.TOO_LATE)] * 3
    assert [message.key for message in school.messenger.of_class] == [f"prompt:{school.week.week_id + 1}"]


async def test_a_newcomer_is_reminded_once_and_at_once(school: School) -> None:
    await school.sweep(OPENS)
    await school.join(BORA, at=DUE - HOUR)
    await school.sweep(DUE - HOUR)
    assert [message.target_xid for message in school.messenger.messages[1:]] == [BORA.user_xid]
    assert len(await school.owed(Kind.REMINDER)) == 1


async def test_a_newcomer_is_not_reminded_of_what_is_past(school: School) -> None:
    await school.sweep(OPENS)
    await school.join(BORA, at=DUE + SECOND)
    assert await school.owed(Kind.REMINDER) == []


async def test_a_short_week_does_not_remind_with_its_prompt(school: School) -> None:
    short = replace(NEXT_WEEK, opens="2026-09-20 17:00")
    planned = await plan_week(school.store, ask(INSTRUCTOR), short)
    await school.join(NARI)
    await school.sweep(planned.week.times.opens)
    owed = await school.store.read(lambda tx: tx.deliveries.of_week(planned.week))
    assert [one.kind for one in owed] == [Kind.PROMPT]


async def test_where_no_week_turns_nothing_is_written(school: School) -> None:
    school.clock.move_to(school.week.times.opens - SECOND)
    store = CrashingStore(school.store, 1, after=False)
    assert not await open_next(store, school.clock)
    assert not await discuss_next(store, school.clock)
