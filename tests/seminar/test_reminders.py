"""Which reminders exist, and what becomes of one that falls due."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.courses import REMINDER_OFFSETS, RemindBy
from bot.seminar.deliveries import Reason
from bot.seminar.reminders import (
    LAST_CALL,
    OPENINGS,
    OPENINGS_WITHIN,
    PlannedReminder,
    Quiet,
    early_by,
    held_until,
    opening_allowed_at,
    plan,
    skip_reason,
)
from tests.factories import DUE

HOUR = timedelta(hours=1)
NOW = DUE - 24 * HOUR
offsets = st.lists(st.integers(-10, 80).map(lambda hours: hours * HOUR), max_size=5)
instants = st.integers(-100, 20).map(lambda hours: DUE + hours * HOUR)


@given(offsets, instants)
def test_a_reminder_lies_between_now_and_the_deadline(some: list[timedelta], now: datetime) -> None:
    planned = plan(DUE, some, now)
    assert all(now <= reminder.due_at < DUE for reminder in planned)
    assert planned == sorted(planned, key=lambda reminder: reminder.due_at)
    assert len({reminder.offset for reminder in planned}) == len(planned)


@given(offsets, instants)
def test_each_offset_that_lies_ahead_reminds_once(some: list[timedelta], now: datetime) -> None:
    ahead = {offset for offset in some if offset > timedelta(0) and DUE - offset > now}
    planned = plan(DUE, some, now)
    if ahead:
        assert {(reminder.offset, reminder.due_at) for reminder in planned} == {
            (offset, DUE - offset) for offset in ahead
        }
    else:
        assert len(planned) <= 1


@given(offsets, instants, st.integers(0, 100))
def test_more_time_never_takes_a_reminder_away(some: list[timedelta], now: datetime, hours: int) -> None:
    before = {reminder.offset for reminder in plan(DUE, some, now)}
    assert before <= {reminder.offset for reminder in plan(DUE + hours * HOUR, some, now)} or now >= DUE


@given(offsets, instants, st.integers(0, 400))
def test_neither_a_turn_nor_the_night_takes_a_reminder_whose_hour_lies_ahead(
    some: list[timedelta], now: datetime, rank: int
) -> None:
    ahead = [DUE - offset for offset in some if offset > timedelta(0) and DUE - offset > now]
    planned = plan(DUE, some, now, Quiet("Asia/Seoul", 22 * 60, 8 * 60), early_by(rank))
    assert len(planned) >= bool(ahead)
    if ahead:
        assert all(now < reminder.due_at <= max(ahead) for reminder in planned)


def test_who_is_there_from_the_start_is_reminded_at_each_offset() -> None:
    assert [reminder.due_at for reminder in plan(DUE, REMINDER_OFFSETS, DUE - 100 * HOUR)] == [
        DUE - 48 * HOUR,
        DUE - 6 * HOUR,
    ]


def test_who_joins_late_is_reminded_once_at_once_by_the_last_offset() -> None:
    now = DUE - HOUR
    assert plan(DUE, REMINDER_OFFSETS, now) == [PlannedReminder(6 * HOUR, now)]


@pytest.mark.parametrize("now", [DUE, DUE + HOUR])
def test_nobody_is_reminded_after_the_deadline(now: datetime) -> None:
    assert plan(DUE, REMINDER_OFFSETS, now) == []


def test_a_course_without_offsets_reminds_nobody() -> None:
    assert plan(DUE, [], NOW) == []


def reason(
    *,
    deadline: datetime = DUE,
    now: datetime = NOW,
    handed_in: bool = False,
    excused: bool = False,
    remind_by: RemindBy = RemindBy.DIRECT,
    later_one_is_due: bool = False,
) -> Reason | None:
    return skip_reason(
        deadline=deadline,
        now=now,
        handed_in=handed_in,
        excused=excused,
        remind_by=remind_by,
        later_one_is_due=later_one_is_due,
    )


def test_each_reason_not_to_remind() -> None:
    assert reason() is None
    assert reason(handed_in=True) is Reason.HANDED_IN
    assert reason(excused=True) is Reason.EXCUSED
    assert reason(now=DUE) is Reason.TOO_LATE
    assert reason(now=DUE - timedelta(seconds=1)) is None
    assert reason(remind_by=RemindBy.NEVER) is Reason.OPTED_OUT
    assert reason(later_one_is_due=True) is Reason.SUPERSEDED


def test_the_reason_that_staff_read_is_the_weightiest() -> None:
    """What the student did comes before what staff granted, then the clock, then choices."""
    everything = {"handed_in": True, "excused": True, "later_one_is_due": True}
    assert skip_reason(deadline=DUE, now=DUE, remind_by=RemindBy.NEVER, **everything) is Reason.HANDED_IN
    assert reason(excused=True, now=DUE, remind_by=RemindBy.NEVER) is Reason.EXCUSED
    assert reason(now=DUE, remind_by=RemindBy.NEVER, later_one_is_due=True) is Reason.TOO_LATE
    assert reason(remind_by=RemindBy.NEVER, later_one_is_due=True) is Reason.OPTED_OUT


# Quiet hours and the limit of openings

NIGHT = Quiet("Europe/Berlin", 22 * 60, 8 * 60)
minutes = st.integers(0, 60 * 24 * 400).map(lambda count: DUE + count * timedelta(minutes=1))


@given(minutes)
def test_what_moves_out_of_the_night_moves_earlier_and_lands_in_the_day(moment: datetime) -> None:
    for moved in (NIGHT.before(moment), NIGHT.earlier(moment)):
        assert moved <= moment
        assert NIGHT.around(moved) is None
        local = moved.astimezone(ZoneInfo(NIGHT.zone))
        assert 8 <= local.hour < 22 or (local.hour, local.minute, local.second) == (22, 0, 0)


@given(minutes, st.integers(0, 30))
def test_what_is_held_goes_in_the_morning_and_an_hour_before_the_deadline(now: datetime, hours: int) -> None:
    until = held_until(NIGHT, now + hours * HOUR, now)
    if until is not None:
        assert now < until <= now + hours * HOUR - LAST_CALL
        assert until.astimezone(ZoneInfo(NIGHT.zone)).hour == 8


@given(st.lists(st.integers(0, 1200), max_size=60))
def test_never_more_than_ten_openings_in_ten_minutes(wishes: list[int]) -> None:
    openings: list[datetime] = []
    for wish in sorted(wishes):
        now = max([DUE + wish * timedelta(seconds=1), *openings[-1:]])
        openings.append(opening_allowed_at(openings, None, now))
    for earlier, later in zip(openings, openings[OPENINGS:], strict=False):
        assert later - earlier >= OPENINGS_WITHIN


def test_a_class_is_spread_over_the_time_before_the_offsets_hour() -> None:
    night = Quiet("Asia/Seoul", 22 * 60, 8 * 60)
    hours = [plan(DUE, [6 * HOUR], DUE - 99 * HOUR, night, early_by(rank))[0].due_at for rank in range(400)]
    assert hours[0] == DUE - 6 * HOUR
    assert hours == sorted(hours, reverse=True)
    assert all(night.around(hour) is None for hour in hours)
    assert all(one - other >= OPENINGS_WITHIN for one, other in zip(hours, hours[OPENINGS:], strict=False))
