"""Scores: never over the cap, never lower for doing more, and full credit by more than one way."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.participation import Presence, Taken
from bot.seminar.refusals import BadScore, BadWay
from bot.seminar.scores import (
    USUAL,
    USUAL_WAYS,
    ScoreKind,
    ScorePolicy,
    Way,
    WeekScore,
    Weight,
    is_shown,
    read_ways,
    score_policy,
    term_score,
    week_score,
)
from tests.factories import DUE

POLICY = replace(USUAL, kind=ScoreKind.POINTS)
COUNTS = [field.name for field in fields(Taken) if field.name not in ("first_received_at", "versions")]
NAMES = {way.value: way for way in Way}


@st.composite
def deeds(draw: st.DrawFn) -> Taken:
    """What somebody can have done in a week."""
    posts = draw(st.integers(0, 30))
    replies = draw(st.integers(0, posts))
    partners = draw(st.integers(min(replies, 1), replies))
    repeated = draw(st.integers(0, min(partners, replies - partners)))
    more = [draw(st.integers(0, 8)) for _ in range(4)]
    stances, firsts, started, answered = more
    return Taken(None, 0, posts, stances, replies, partners, repeated, firsts, started, answered)


weights = st.builds(Weight, st.integers(0, 9), st.integers(0, 9))
policies = st.builds(
    ScorePolicy,
    st.just(ScoreKind.POINTS),
    st.integers(1, 20),
    st.integers(1, 30),
    st.booleans(),
    st.dictionaries(st.sampled_from(Way), weights),
)
presences = st.sampled_from(Presence)


@given(policies, deeds(), presences)
def test_a_week_never_gives_more_than_its_cap(policy: ScorePolicy, did: Taken, presence: Presence) -> None:
    score = week_score(policy, did, presence)
    assert 0 <= score.given <= min(policy.cap, score.earned)
    assert score.earned == sum(line.points for line in score.lines)
    for line in score.lines:
        assert line.points <= policy.ways[line.way].most


@given(policies, deeds(), presences, st.sampled_from(COUNTS), st.integers(1, 5))
def test_doing_more_never_lowers_a_score(
    policy: ScorePolicy, did: Taken, presence: Presence, what: str, more: int
) -> None:
    before = week_score(policy, did, presence)
    after = week_score(policy, replace(did, **{what: getattr(did, what) + more}), presence)
    assert after.given >= before.given


@given(policies, deeds())
def test_handing_in_never_lowers_a_score(policy: ScorePolicy, did: Taken) -> None:
    without = week_score(policy, did, Presence.MISSING).given
    assert all(week_score(policy, did, one).given >= without for one in (Presence.IN, Presence.LATE))


scores = st.lists(
    st.builds(WeekScore, st.just(()), st.just(0.0), st.integers(0, 12), st.just(10)), max_size=16
)


@given(scores, st.integers(0, 15))
def test_a_term_never_gives_more_than_full_credit_and_weeks_make_up_for_each_other(
    weeks: list[WeekScore], at: int
) -> None:
    term = term_score(weeks)
    assert term.given <= term.whole == 10 * len(weeks)
    if weeks:
        better = list(weeks)
        better[at % len(weeks)] = replace(better[at % len(weeks)], given=12)
        assert term_score(better).given >= term.given


def test_several_ways_lead_to_full_credit() -> None:
    alone_with_a_report = Taken(stances=3, started=2)
    talker = Taken(posts=6, replies=6, partners=4, firsts=2, stances=3)
    assert week_score(POLICY, alone_with_a_report, Presence.IN).given == POLICY.whole
    assert week_score(POLICY, talker, Presence.MISSING).given >= POLICY.whole
    assert week_score(POLICY, Taken(), Presence.IN).given < POLICY.whole


def test_the_same_pair_over_and_over_is_worth_one_and_a_half() -> None:
    def replies(partners: int, repeated: int) -> float:
        did = Taken(posts=9, replies=9, partners=partners, repeated=repeated)
        (line,) = week_score(replace(POLICY, ways={Way.REPLY: Weight(1, 4)}), did, Presence.IN).lines
        return line.points

    assert (replies(1, 1), replies(2, 0), replies(9, 0)) == (1.5, 2, 4)


def test_completion_asks_for_a_report_alone() -> None:
    policy = score_policy(ScoreKind.COMPLETION, 0, 0, {}, hidden=False)
    talked = Taken(posts=9, stances=3)
    given = {one: week_score(policy, talked, one).given for one in Presence}
    assert given == {**dict.fromkeys(Presence, 0), Presence.IN: 1, Presence.LATE: 1}


@pytest.mark.parametrize(("whole", "cap"), [(0, 5), (6, 5), (11, 20)])
def test_full_credit_must_be_within_reach(whole: int, cap: int) -> None:
    ways = {Way.REPORT: Weight(5, 1), Way.LATE: Weight(4, 1), Way.POST: Weight(1, 5)}
    with pytest.raises(BadScore):
        score_policy(ScoreKind.POINTS, whole, cap, ways, hidden=False)
    assert score_policy(ScoreKind.POINTS, 10, 10, ways, hidden=True).ways == ways


def test_ways_are_read_as_they_are_shown() -> None:
    shown = "\n".join(f" {way} : {one.points} × {one.times}" for way, one in USUAL_WAYS.items())
    assert read_ways(shown + "\n\n", NAMES) == USUAL_WAYS
    assert read_ways("", NAMES) == {}


@pytest.mark.parametrize("given", ["post", "post: 1", "post: 101 x 1", "walk: 1 x 1", "post: -1 x 1"])
def test_a_line_that_is_no_way_is_refused(given: str) -> None:
    with pytest.raises(BadWay):
        read_ways(given, NAMES)


def test_a_hidden_score_is_shown_from_the_deadline_on() -> None:
    hidden = replace(POLICY, hidden=True)
    before = DUE - timedelta(seconds=1)
    assert [is_shown(hidden, DUE, at) for at in (before, DUE)] == [False, True]
    assert is_shown(POLICY, DUE, before)
    assert not is_shown(USUAL, DUE, DUE)
