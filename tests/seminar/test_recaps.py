"""The recap: when it comes, what it tells, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.claims import ClaimState, Stance
from bot.seminar.pictures import SMALL, Share
from bot.seminar.recaps import LATEST, SOONEST, Held, Talk, by_interest, matrix, minds_changed, recap_at
from bot.seminar.weeks import plan_times
from tests.factories import DUE, OPENS, claim

AGREE, UNSURE = Stance.AGREE, Stance.UNSURE


def talk(claim_id: int = 1, authors: int = 2, posts: dict[int, int] | None = None, *held: Held) -> Talk:
    one = replace(claim(claim_id=claim_id), state=ClaimState.OPEN, thread_xid=8000 + claim_id)
    return Talk(one, frozenset(range(1, authors + 1)), posts or {}, held)


def held(claim_id: int, member_id: int, first: Stance = AGREE, now: Stance = AGREE) -> Held:
    return Held(claim_id, member_id, first, now)


@given(cutoff=st.timedeltas(timedelta(0), timedelta(days=200)))
def test_a_discussion_is_given_its_days_and_no_more(cutoff: timedelta) -> None:
    at = recap_at(plan_times(OPENS, DUE, DUE + cutoff, timedelta(0)))
    assert SOONEST <= at - DUE <= LATEST
    if SOONEST <= cutoff <= LATEST:
        assert at == DUE + cutoff


def test_what_many_state_comes_first_then_what_was_argued() -> None:
    talks = [talk(1), talk(2, posts={7: 1}), talk(3, 5), talk(4, posts={7: 2, 8: 2})]
    assert [one.claim.claim_id for one in by_interest(talks)] == [3, 4, 2, 1]


def test_stances_of_few_are_not_counted() -> None:
    few = [held(1, member) for member in range(SMALL - 1)]
    assert talk(1, 2, None, *few).tally is None
    assert talk(1, 2, None, *few, held(1, 99, now=UNSURE)).tally == {AGREE: 4, Stance.DISAGREE: 0, UNSURE: 1}


def test_people_change_their_minds_and_each_counts_once() -> None:
    mine = [held(1, 1, AGREE, UNSURE), *(held(1, member) for member in (2, 3, 4))]
    others = [held(2, 1, AGREE, UNSURE), held(2, 5, UNSURE, UNSURE)]
    assert minds_changed([talk(1, 2, None, *mine)]) is None, "four people are too few"
    assert minds_changed([talk(1, 2, None, *mine), talk(2, 2, None, *others)]) == Share(1, 5)


def test_a_claim_is_answered_by_others_than_its_only_author() -> None:
    assert not talk(1, 1, {1: 3}).answered
    assert talk(1, 1, {1: 3, 2: 1}).answered
    assert talk(1, 2, {1: 1}).answered
    assert not talk(1, 2, {}).answered


def test_claims_by_reports_name_nobody_and_few_are_not_shown() -> None:
    shown = matrix(6, [talk(1, 2), talk(2, 6)], [1, 2, 3, 4, 9])
    assert shown is not None
    assert [row.reports for row in shown.rows] == [{0, 1}, {0, 1, 2, 3}], "a report taken back has no column"
    assert matrix(6, [talk(1, 2)], [1, 2, 3, 4]) is None
    assert matrix(6, [], [1, 2, 3, 4, 5]) is None
