"""Lateness: days begin one after another, nothing falls below the floor, and grace only forgives."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.lateness import (
    LateKind,
    LatePolicy,
    closes_under,
    is_taken,
    late_policy,
    lateness,
    require_taken,
)
from bot.seminar.refusals import BadPolicy, WeekClosed
from bot.seminar.weeks import NOTHING_GRANTED, Allowance
from tests.factories import CUTOFF, DUE, GRACE, times, week

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
policies = st.builds(LatePolicy, st.sampled_from(LateKind), st.integers(1, 100), st.integers(0, 99))
moments = st.timedeltas(timedelta(-3), timedelta(30)).map(lambda by: DUE + by)
allowances = st.one_of(
    st.just(NOTHING_GRANTED), st.timedeltas(timedelta(-3), timedelta(9)).map(lambda by: Allowance(DUE + by))
)


@given(policies, moments, moments, allowances)
def test_later_is_never_worth_more(
    policy: LatePolicy, one: datetime, other: datetime, granted: Allowance
) -> None:
    earlier, later = (lateness(times(), at, granted, policy) for at in sorted((one, other)))
    assert earlier.worth >= later.worth >= policy.floor
    assert earlier.days <= later.days
    if policy.kind is not LateKind.DEDUCT:
        assert later.worth == 100


@given(policies, moments, allowances)
def test_whoever_is_on_time_keeps_everything(policy: LatePolicy, at: datetime, granted: Allowance) -> None:
    found = lateness(times(), at, granted, policy)
    assert found.late == (at > max(DUE, granted.due or DUE) + GRACE)
    if not found.late:
        assert found.worth == 100


def test_where_late_reports_are_refused_the_week_closes_with_its_grace() -> None:
    refuse = LatePolicy(LateKind.REFUSE)
    assert is_taken(week(), DUE + GRACE, NOTHING_GRANTED, refuse)
    assert not is_taken(week(), DUE + GRACE + SECOND, NOTHING_GRANTED, refuse)
    assert is_taken(week(), DUE + DAY + GRACE, Allowance(due=DUE + DAY), refuse)
    with pytest.raises(WeekClosed) as refused:
        require_taken(week(), DUE + GRACE + SECOND, NOTHING_GRANTED, refuse)
    assert refused.value.facts == {"week": 1, "closed": DUE + GRACE}
    for kind in (LateKind.ACCEPT, LateKind.MARK, LateKind.DEDUCT):
        assert closes_under(times(), NOTHING_GRANTED, LatePolicy(kind)) == CUTOFF


@pytest.mark.parametrize(("per_day", "floor"), [(0, 50), (101, 50), (10, -1), (10, 100)])
def test_percentages_that_cannot_be_meant(per_day: int, floor: int) -> None:
    with pytest.raises(BadPolicy):
        late_policy(LateKind.DEDUCT, per_day, floor)
