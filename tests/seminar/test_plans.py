"""A weekly slot with its holidays, and what a plan changes in the weeks there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.plans import (
    Change,
    Line,
    Wanted,
    fingerprint,
    judged,
)
from bot.seminar.refusals import (
    BadHoliday,
    BadName,
    BadOrder,
    BadText,
    Refusal,
    TooManyWeeks,
    WeekIncomplete,
    WeekPast,
    WeekPosted,
    WeekTwice,
)
from bot.seminar.slots import Slot, holidays, occurrences, wanted_by
from bot.seminar.weeks import CUTOFF_AFTER, Presenter, Week, WeekState, moved_to
from tests.factories import DUE, OPENS, week

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST = datetime.fromisoformat("2026-09-07T18:00")
BEFORE = OPENS - 20 * DAY
TERM = Slot(FIRST, FIRST + 6 * DAY, weeks=15)
PLANNED = week(state=WeekState.PLANNED, presenters=(Presenter("Jiho Baek", 7),))
POSTED = week()


def judge(wanted: Wanted, there: Week | None = None, at: datetime = BEFORE) -> Line:
    posted = there is not None and there.state in (WeekState.OPEN, WeekState.DISCUSSING)
    (line,) = judged([wanted], [there] if there else [], lambda _: posted, at, {"Nari Oh": 3})
    return line


def refusal(line: Line) -> type[Refusal]:
    assert line.change is Change.REFUSED
    return type(line.refusal) if line.refusal else Refusal


def shown(slot: Slot) -> list[str]:
    return [f"{one.number or '-'}{'!' * one.holiday} {one.opens:%m-%d}" for one in occurrences(slot)]


def test_a_holiday_pushes_what_follows_by_a_week() -> None:
    off = replace(TERM, weeks=3, holidays=holidays("2026-09-14..2026-09-15"))
    assert shown(off) == ["1 09-07", "-! 09-14", "2 09-21", "3 09-28"]


def test_a_week_that_is_left_out_keeps_its_number() -> None:
    off = replace(TERM, weeks=3, holidays=holidays("2026-09-14"), drops=True)
    assert shown(off) == ["1 09-07", "2! 09-14", "3 09-21"]
    states = [judge(one).state for one in wanted_by(off, "Asia/Seoul", "Open", None)]
    assert states == [WeekState.PLANNED, WeekState.SKIPPED, WeekState.PLANNED]


def test_a_deadline_on_a_holiday_counts_and_a_day_between_does_not() -> None:
    assert shown(replace(TERM, weeks=1, holidays=holidays("2026-09-13"))) == ["-! 09-07", "1 09-14"]
    assert shown(replace(TERM, weeks=1, holidays=holidays("2026-09-10"))) == ["1 09-07"]


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ("", []),
        ("2026-09-24", [(24, 24)]),
        ("2026-09-24..2026-09-26", [(24, 26)]),
        ("2026. 9. 26. ~ 2026. 9. 28., 2026/9/24", [(24, 24), (26, 28)]),
        ("2026년 9월 24일 - 2026년 9월 26일", [(24, 26)]),
        ("2026-09-24 to 2026-09-25; 2026-09-30\n", [(24, 25), (30, 30)]),
    ],
)
def test_how_holidays_are_written(given: str, days: list[tuple[int, int]]) -> None:
    assert [(one.first.day, one.last.day) for one in holidays(given)] == days


@pytest.mark.parametrize(
    "given", ["Chuseok", "2026-09-31", "2026-09-26..2026-09-24", "09-24", "2026-09-24 2026-09-25", "1,"]
)
def test_what_is_no_holiday(given: str) -> None:
    with pytest.raises(BadHoliday):
        holidays(given)


def test_a_year_of_holidays_is_no_term() -> None:
    with pytest.raises(BadHoliday):
        occurrences(replace(TERM, holidays=holidays("2026-01-01..2029-12-31")))
    for much in (replace(TERM, weeks=61), replace(TERM, first_number=86), replace(TERM, first_number=0)):
        with pytest.raises(TooManyWeeks):
            occurrences(much)


def test_an_hour_on_the_wall_stays_over_a_change_of_the_clocks() -> None:
    wanted = wanted_by(TERM, "Europe/Berlin", "Open", None)
    place = ZoneInfo("Europe/Berlin")
    assert {one.opens.astimezone(place).time() for one in wanted if one.opens} == {FIRST.time()}
    assert {one.opens.time() for one in wanted if one.opens} == {
        FIRST.time().replace(hour=h) for h in (16, 17)
    }


days = st.dates(FIRST.date() - 9 * DAY, FIRST.date() + 90 * DAY)


@given(st.lists(st.tuples(days, st.integers(0, 9)), max_size=9), st.integers(1, 15), st.booleans())
def test_no_week_falls_on_a_holiday_and_none_is_lost(
    off: list[tuple[date, int]],
    weeks: int,
    drops: bool,  # noqa: FBT001
) -> None:
    text = ",".join(f"{day:%Y-%m-%d}..{day + length * DAY:%Y-%m-%d}" for day, length in off)
    slot = replace(TERM, weeks=weeks, holidays=holidays(text), drops=drops)
    found = occurrences(slot)
    free = {day + step * DAY for day, length in off for step in range(length + 1)}
    for one in found:
        assert one.holiday == bool({one.opens.date(), one.due.date()} & free)
        assert (one.number is None) == (one.holiday and not drops)
        assert (one.opens - FIRST) % (7 * DAY) == timedelta(0)
    assert [one.number for one in found if one.number] == list(range(1, weeks + 1))


def test_a_new_week_needs_a_topic_and_both_times() -> None:
    whole = Wanted(1, 1, topic="Streets", opens=OPENS, due=DUE)
    line = judge(whole)
    assert line.change is Change.ADDED
    assert line.after is not None
    assert line.after.times.cutoff == DUE + CUTOFF_AFTER
    for lacking in (replace(whole, topic=None), replace(whole, opens=None), replace(whole, due=None)):
        assert refusal(judge(lacking)) is WeekIncomplete
    assert refusal(judge(replace(whole, due=OPENS))) is BadOrder
    assert refusal(judge(replace(whole, topic="x" * 201))) is BadText
    assert refusal(judge(replace(whole, prompt="x" * 1501))) is BadText
    assert refusal(judge(replace(whole, presenters=("<@9001>",)))) is BadName


def test_a_new_week_whose_hour_has_passed_opens_at_once_unless_it_is_over() -> None:
    whole = Wanted(1, 1, topic="Streets", opens=OPENS, due=DUE)
    late = judge(whole, at=OPENS + HOUR).after
    assert late is not None
    assert late.times.opens == OPENS + HOUR
    assert refusal(judge(whole, at=DUE)) is WeekPast
    assert judge(replace(whole, skipped=True), at=DUE).state is WeekState.SKIPPED


def test_what_is_not_said_stays() -> None:
    assert judge(Wanted(1, 1), PLANNED).change is Change.SAME
    same = Wanted(1, 1, PLANNED.topic, PLANNED.prompt, ("Jiho Baek",), OPENS, DUE, unnamed="Open")
    assert judge(same, PLANNED).change is Change.SAME
    line = judge(replace(same, topic="Bridges"), PLANNED)
    assert line.change is Change.CHANGED
    assert line.after is not None
    assert line.after.presenters == PLANNED.presenters, "the presenter stays the member"


def test_a_presenter_is_a_member_only_where_the_name_is_sure() -> None:
    after = judge(Wanted(1, 1, presenters=("Nari Oh", "Doha Kim")), PLANNED).after
    assert after is not None
    assert after.presenters == (Presenter("Nari Oh", 3), Presenter("Doha Kim", None))


def test_a_later_deadline_takes_the_cutoff_along() -> None:
    after = judge(Wanted(1, 1, due=DUE + DAY), PLANNED).after
    assert after is not None
    assert after.times == moved_to(PLANNED.times, DUE + DAY)


def test_the_same_minute_is_the_same_time() -> None:
    """A week that was posted at once opened between two minutes, and files know none of that."""
    exact = replace(POSTED, times=replace(POSTED.times, opens=OPENS + timedelta(seconds=31)))
    assert judge(Wanted(1, 1, opens=OPENS, due=DUE), exact).change is Change.SAME


def test_what_was_posted_is_not_moved_by_a_plan() -> None:
    line = judge(Wanted(1, 1, topic="Bridges", opens=OPENS, due=DUE), POSTED)
    assert line.change is Change.CHANGED
    for moved in (Wanted(1, 1, due=DUE + DAY), Wanted(1, 1, opens=OPENS - DAY), Wanted(1, 1, skipped=True)):
        assert refusal(judge(moved, POSTED)) is WeekPosted
    assert judge(Wanted(1, 1, due=DUE + DAY), PLANNED).change is Change.CHANGED


def test_a_week_that_was_left_out_and_never_posted_can_take_place() -> None:
    left_out = replace(PLANNED, state=WeekState.SKIPPED)
    assert judge(Wanted(1, 1), left_out).change is Change.SAME
    assert judge(Wanted(1, 1, skipped=True), left_out).change is Change.SAME
    again = judge(Wanted(1, 1, skipped=False), left_out)
    assert (again.change, again.state) == (Change.CHANGED, WeekState.PLANNED)
    assert refusal(judge(Wanted(1, 1, skipped=False), left_out, at=DUE)) is WeekPast


def test_a_number_stands_in_a_plan_once() -> None:
    wanted = [Wanted(2, 1, topic="One"), Wanted(3, 1, topic="Other"), Wanted(4, 0, refusal=BadOrder())]
    lines = judged(wanted, [PLANNED], lambda _: False, BEFORE, {})
    assert [line.change for line in lines] == [Change.CHANGED, Change.REFUSED, Change.REFUSED]
    assert isinstance(lines[1].refusal, WeekTwice)


def test_the_fingerprint_changes_with_the_plan() -> None:
    assert fingerprint([PLANNED]) == fingerprint([replace(PLANNED)])
    assert fingerprint([PLANNED]) != fingerprint([POSTED])
    assert fingerprint([PLANNED]) != fingerprint([replace(PLANNED, topic="Bridges")])
    assert fingerprint([]) == fingerprint(())
