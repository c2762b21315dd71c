"""Which claims get a thread: staff's order, students' marks, then what is shared and disputed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.claims import ClaimState, Origin
from bot.seminar.keyclaims import ClaimStanding, key_claims, worth
from tests.factories import claim


def standing(claim_id: int, reports: int, marks: int = 0, disputes: int = 0, **more: Any) -> ClaimStanding:
    made = replace(claim(claim_id=claim_id), **more)
    return ClaimStanding(made, reports, 1.0, by_presenter=True, marks=marks, disputes=disputes)


standings = st.lists(
    st.builds(
        standing,
        claim_id=st.integers(1, 50),
        reports=st.integers(1, 30),
        marks=st.integers(0, 3),
        disputes=st.integers(0, 30),
        position=st.none() | st.integers(1, 3),
    ),
    unique_by=lambda one: one.claim.claim_id,
    max_size=10,
)


@given(standings, st.integers(0, 6))
def test_few_are_chosen_and_none_is_left_that_ranks_higher(some: list[ClaimStanding], limit: int) -> None:
    chosen = key_claims(some, limit)
    fit = [one for one in some if one.reports > 1 or one.marks or one.claim.position]
    assert len(chosen) == min(limit, len(fit))
    assert key_claims(some[::-1], limit) == chosen
    unplaced = [one for one in chosen if one.claim.position is None]
    assert chosen == sorted(
        (one for one in chosen if one.claim.position), key=lambda one: one.claim.position or 0
    ) or all(one.claim.position is None for one in chosen[len(chosen) - len(unplaced) :])
    assert [one.marks for one in unplaced] == sorted((one.marks for one in unplaced), reverse=True)


@given(st.integers(0, 200), st.integers(0, 200))
def test_more_reports_and_more_dispute_never_lower_the_worth(reports: int, disputes: int) -> None:
    here = worth(reports, disputes)
    assert worth(reports, disputes + 1) >= here >= 0
    assert worth(reports + 1, min(disputes, reports) + 1) >= worth(reports, min(disputes, reports))


def test_what_has_a_thread_counts_and_is_not_chosen_again() -> None:
    some = [standing(1, 9, state=ClaimState.OPEN), standing(2, 8), standing(3, 7)]
    assert [one.claim.claim_id for one in key_claims(some, 2)] == [2]
    assert key_claims(some, 1) == key_claims(some, 0) == []


@pytest.mark.parametrize(
    "more",
    [{"state": ClaimState.CLOSED}, {"hidden": True}, {"merged_into": 2}],
    ids=["closed", "hidden", "merged"],
)
def test_what_staff_took_away_gets_no_thread(more: dict[str, Any]) -> None:
    assert key_claims([standing(1, 9, marks=3, **more)], 5) == []


def test_a_students_own_thought_gets_none_and_an_expected_claim_once_it_is_stated() -> None:
    own = replace(standing(1, 9, marks=2), by_presenter=False)
    expected = replace(standing(2, 2, origin=Origin.EXPECTED), by_presenter=False)
    unsaid = replace(standing(3, 0, origin=Origin.EXPECTED, position=1), by_presenter=False)
    assert key_claims([own, expected, unsaid], 5) == [expected]
