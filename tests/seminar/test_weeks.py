"""When a week opens, is due and closes, and which week is meant."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.refusals import BadOrder, BadTime, NoOpenWeek, Refusal, WeekClosed, WeekNotOpen, WeekSkipped
from bot.seminar.weeks import (
    PROMPT_LATENESS,
    Allowance,
    Times,
    WeekState,
    closes_for,
    deadline_for,
    is_late,
    is_open,
    local_time,
    plan_times,
    prompt_expires,
    require_open,
    resolve,
    week_to_hand_in,
)
from tests.factories import CUTOFF, DUE, GRACE, OPENS, times, week

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
instants = st.integers(-20_000, 40_000).map(lambda minutes: OPENS + minutes * MINUTE)


@st.composite
def planned(draw: st.DrawFn) -> Times:
    lengths = st.integers(0, 20_000).map(lambda minutes: minutes * MINUTE)
    due = OPENS + MINUTE + draw(lengths)
    grace = draw(st.integers(0, 600)) * MINUTE
    return plan_times(OPENS, due, due + grace + draw(lengths), grace)


allowances = st.builds(Allowance, due=st.none() | instants, excused=st.booleans())


@given(planned(), allowances)
def test_an_extension_never_shortens(when: Times, allowance: Allowance) -> None:
    assert deadline_for(when, allowance) >= deadline_for(when)
    assert closes_for(when, allowance) >= closes_for(when)


@given(planned(), allowances, instants)
def test_an_extension_never_makes_a_report_late(when: Times, allowance: Allowance, at: datetime) -> None:
    assert is_late(when, at) or not is_late(when, at, allowance)


@given(planned(), allowances)
def test_what_is_on_time_is_taken(when: Times, allowance: Allowance) -> None:
    last = deadline_for(when, allowance) + when.grace
    assert not is_late(when, last, allowance)
    assert is_late(when, last + SECOND, allowance)
    assert is_open(week(when=when), last, allowance)


@given(planned(), allowances, instants, st.sampled_from(WeekState))
def test_is_open_says_what_require_open_does(
    when: Times, allowance: Allowance, at: datetime, state: WeekState
) -> None:
    one = week(when=when, state=state)
    try:
        require_open(one, at, allowance)
        taken = True
    except Refusal:
        taken = False
    assert is_open(one, at, allowance) is taken


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (OPENS - SECOND, WeekNotOpen),
        (OPENS, None),
        (CUTOFF, None),
        (CUTOFF + SECOND, WeekClosed),
    ],
)
def test_a_week_takes_reports_from_its_hour_to_its_cutoff(
    at: datetime, refused: type[Refusal] | None
) -> None:
    if refused is None:
        require_open(week(), at)
    else:
        with pytest.raises(refused):
            require_open(week(), at)


def test_a_skipped_week_takes_nothing() -> None:
    with pytest.raises(WeekSkipped):
        require_open(week(state=WeekState.SKIPPED), OPENS)


def test_refusals_name_the_instant_that_counts() -> None:
    later = Allowance(due=CUTOFF + timedelta(days=1))
    with pytest.raises(WeekNotOpen) as early:
        require_open(week(number=3), OPENS - SECOND)
    with pytest.raises(WeekClosed) as closed:
        require_open(week(number=3), CUTOFF + timedelta(days=2), later)
    assert early.value.facts == {"week": 3, "opens": OPENS}
    assert closed.value.facts == {"week": 3, "closed": CUTOFF + timedelta(days=1) + GRACE}


@pytest.mark.parametrize(
    ("received", "late"), [(DUE, False), (DUE + GRACE, False), (DUE + GRACE + SECOND, True)]
)
def test_late_begins_after_the_grace(received: datetime, late: bool) -> None:  # noqa: FBT001
    assert is_late(times(), received) is late


@pytest.mark.parametrize(
    ("opens", "due", "cutoff", "grace"),
    [
        (DUE, DUE, CUTOFF, GRACE),
        (DUE + SECOND, DUE, CUTOFF, GRACE),
        (OPENS, DUE, DUE + GRACE - SECOND, GRACE),
        (OPENS, DUE, CUTOFF, -SECOND),
    ],
)
def test_times_out_of_order_are_refused(
    opens: datetime, due: datetime, cutoff: datetime, grace: timedelta
) -> None:
    with pytest.raises(BadOrder) as refused:
        plan_times(opens, due, cutoff, grace)
    assert refused.value.facts == {"opens": opens, "due": due, "cutoff": cutoff}


def test_times_may_touch() -> None:
    assert plan_times(OPENS, DUE, DUE, timedelta(0)).cutoff == DUE


def test_a_prompt_is_worth_posting_for_a_day_but_never_after_the_deadline() -> None:
    assert prompt_expires(times()) == OPENS + PROMPT_LATENESS
    short = times(due=OPENS + MINUTE)
    assert prompt_expires(short) == short.due


def test_a_wall_time_is_read_with_any_blanks() -> None:
    assert local_time(" 2026-11-30   18:00 ") == datetime.fromisoformat("2026-11-30T18:00")


@pytest.mark.parametrize(
    "given_time",
    [
        "",
        "tomorrow",
        "2026-02-30 10:00",
        "2026-11-30",
        "2026-11-30 24:00",
        "2026-11-30 18:00:00",
        "2026-11-30 18:00\x00",
        "0001-01-01 00:00",
        "1999-12-31 23:59",
        "9999-12-31 23:59",
        "x" * 5000,
    ],
)
def test_what_is_no_time_is_refused(given_time: str) -> None:
    with pytest.raises(BadTime) as refused:
        local_time(given_time)
    assert refused.value.facts == {"given": given_time[:40]}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Seoul"])
@pytest.mark.parametrize("wall", ["2000-01-01 00:00", "2999-12-31 23:59"])
def test_every_time_that_is_read_is_an_instant_in_every_zone(wall: str, zone: str) -> None:
    there = resolve(local_time(wall), zone)
    assert abs(there.replace(tzinfo=None) - local_time(wall)) <= timedelta(hours=14)


def test_the_week_that_is_meant_is_the_earliest_due_without_a_report() -> None:
    first = week(week_id=1, number=1)
    second = week(week_id=2, number=2, when=times(due=DUE + timedelta(days=1)))
    assert week_to_hand_in([second, first], set()) == first
    assert week_to_hand_in([second, first], {1}) == second
    assert week_to_hand_in([second, first], {1, 2}) == second


def test_of_weeks_due_together_the_lower_number_is_meant() -> None:
    assert week_to_hand_in([week(week_id=2, number=2), week(week_id=3, number=1)], set()).number == 1


def test_without_an_open_week_none_is_meant() -> None:
    with pytest.raises(NoOpenWeek):
        week_to_hand_in([], set())
