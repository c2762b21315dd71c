"""Tables of a plan: names of columns in both languages, and whatever a spreadsheet made of a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.seminar.planfiles import read_plan
from bot.seminar.plans import MOST_WEEKS, Wanted
from bot.seminar.refusals import (
    BadPlan,
    BadRecurrence,
    BadTime,
    BadWeekNumber,
    BadZone,
    DayOrMonth,
    EndlessEvent,
    Refusal,
    TooManyWeeks,
)

SEOUL = "Asia/Seoul"
NINE = datetime(2026, 9, 7, 9, tzinfo=UTC)
"""18:00 in Seoul."""


def one(columns: list[str], cells: list[str]) -> Wanted:
    (wanted,) = read_plan([columns, cells], SEOUL)
    return wanted


def opens(cell: str, *others: str) -> Wanted:
    """A week that opens as this cell says, in a table with these beside it."""
    rows = [["week", "opens"], ["1", cell], *(["2", other] for other in others)]
    return read_plan(rows, SEOUL)[0]


@pytest.mark.parametrize(
    "columns",
    [
        ["Week", "Topic", "Presenter", "Opens", "Due", "Prompt", "Grace", "Cut-off"],
        ["주차", "주제", "발표자", "시작 일시", "마감 일시", "질문", "유예(분)", "늦은 제출"],
        ["No.", "TITLE", " speaker ", "Start", "Deadline", "Questions", "유예 분", "Cutoff"],
    ],
)
def test_columns_in_both_languages(columns: list[str]) -> None:
    cells = [
        "3",
        "Streets",
        "Jiho Baek",
        "2026-09-07 18:00",
        "2026-09-08 18:00",
        "Why?",
        "10",
        "2026-09-09 18:00",
    ]
    day = timedelta(days=1)
    assert one(columns, cells) == Wanted(
        place=2,
        number=3,
        topic="Streets",
        prompt="Why?",
        presenters=("Jiho Baek",),
        opens=NINE,
        due=NINE + day,
        cutoff=NINE + 2 * day,
        grace=timedelta(minutes=10),
    )


def test_what_is_empty_says_nothing() -> None:
    assert one(["week", "topic", "presenter", "due", "skipped"], ["2", "", " ", ""]) == Wanted(2, 2)


@pytest.mark.parametrize(
    "cell", ["3", "3.0", "3주차", "제3주", "Week 3", "week #3", "３", "3 주 차", "3회차"]
)
def test_a_week_is_numbered_in_many_ways(cell: str) -> None:
    assert one(["week", "topic"], [cell, "x"]).number == 3


@pytest.mark.parametrize("cell", ["", "three", "0", "100", "-1", "3-4", "1e3"])
def test_what_is_no_number(cell: str) -> None:
    assert isinstance(one(["week", "topic"], [cell, "x"]).refusal, BadWeekNumber)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-09-07 18:00",
        "2026-09-07T18:00:00",
        "2026-09-07 18:00:00.000",
        "2026/9/7 18:00",
        "2026. 9. 7. 18:00",
        "2026. 9. 7. (월) 오후 6:00",
        "2026-09-07 오후 6:00:00",
        "2026년 9월 7일 18시",
        "2026년 9월 7일 오후 6시 0분",
        "9/7/2026 18:00",
        "9/7/2026 6:00 PM",
        "9/7/2026 6pm",
        "Mon 2026-09-07 18:00",
        "월 2026-09-07 18:00",
        "Monday, 9/7/2026, 6:00 PM",
        "2026년 9월 7일 월요일 오후 6:00",
        "46272.75",
        "2026-09-07 09:00 Z",
        "2026-09-07T18:00:00+09:00",
        "2026-09-07 11:00 Europe/Berlin",
        "2026-09-07 11:00 Europe/Monaco",
    ],
)
def test_how_spreadsheets_write_a_time(cell: str) -> None:
    assert opens(cell, "9/25/2026 18:00").opens == NINE


@pytest.mark.parametrize(
    "cell",
    [
        "Monday",
        "2026-09-07",
        "2026-13-07 18:00",
        "2026-02-30 18:00",
        "2026-09-07 25:00",
        "2026-09-07 18:61",
        "1026-09-07 18:00",
        "2026-09-07 18:00, please",
        "18:00",
    ],
)
def test_what_is_no_time(cell: str) -> None:
    assert isinstance(opens(cell).refusal, BadTime)


def test_midnight_at_either_end_of_a_day() -> None:
    assert opens("2026-09-07 24:00").opens == opens("2026-09-08 00:00").opens
    assert opens("2026-09-07 12:30 am").opens == opens("2026-09-07 00:30").opens
    assert opens("2026-09-07 오후 12:30").opens == opens("2026-09-07 12:30").opens


def test_days_and_months_are_told_apart_by_the_whole_table_or_not_at_all() -> None:
    assert opens("7/9/2026 18:00", "25/9/2026 18:00").opens == NINE
    assert opens("9/7/2026 18:00", "9/25/2026 18:00").opens == NINE
    for others in ((), ("3/4/2026 18:00",), ("25/9/2026 18:00", "9/25/2026 18:00")):
        assert isinstance(opens("9/7/2026 18:00", *others).refusal, DayOrMonth)
    assert opens("9/9/2026 18:00").opens == NINE + timedelta(days=2)


def test_an_unknown_zone_is_no_time_of_the_course() -> None:
    assert isinstance(opens("2026-09-07 18:00 Nowhere/Bad").refusal, BadZone)


def test_several_presenters() -> None:
    def named(cell: str) -> tuple[str, ...] | None:
        return one(["week", "presenter"], ["1", cell]).presenters

    assert named("Jiho Baek; Nari Oh") == ("Jiho Baek", "Nari Oh")
    assert named("백지호, 오나리") == ("백지호", "오나리")
    assert named("Baek, Jiho") == ("Baek, Jiho",)


def test_a_week_that_is_left_out() -> None:
    cells = {"휴강": True, "yes": True, "O": True, "아니요": False, "no": False, "": None}
    assert {cell: one(["week", "휴강"], ["1", cell]).skipped for cell in cells} == cells
    assert isinstance(one(["week", "휴강"], ["1", "maybe"]).refusal, BadTime)


def test_a_title_may_stand_above_the_columns_and_rows_are_counted_as_they_are_seen() -> None:
    rows = [["Cities and Streets", ""], ["week", "topic"], ["1", "a"], ["x", "b"]]
    assert [(one.place, one.number) for one in read_plan(rows, SEOUL)] == [(3, 1), (4, 0)]


@pytest.mark.parametrize("rows", [[], [["week"]], [["topic", "due"]], [["week", "topic"]], [["x"]] * 20])
def test_what_is_no_plan(rows: list[list[str]]) -> None:
    with pytest.raises(BadPlan):
        read_plan(rows, SEOUL)


def test_more_weeks_than_a_term_has() -> None:
    with pytest.raises(TooManyWeeks):
        read_plan([["week", "topic"], *([["1", "x"]] * (MOST_WEEKS + 1))], SEOUL)


@pytest.mark.parametrize(
    ("problem", "refusal"),
    [("endless:A", EndlessEvent), ("recurrence:A", BadRecurrence), ("zone:A", BadZone), ("time:A", BadTime)],
)
def test_what_was_wrong_with_an_event(problem: str, refusal: type[Refusal]) -> None:
    found = one(["week", "topic", "!problem"], ["", "", problem])
    assert type(found.refusal) is refusal
    assert found.refusal is not None
    assert found.refusal.facts == {"given": "A"}
