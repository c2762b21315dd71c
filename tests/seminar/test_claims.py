"""Which passages say the same, which claims matter most, and whose words stand for one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.claims import (
    QUOTES,
    SURE,
    THREAD_NAME_LIMIT,
    ClaimStanding,
    Passage,
    closest,
    group,
    key_claims,
    label_of,
    one_line,
    quotes,
    representatives,
    settle,
)
from bot.seminar.reports import Speaker
from tests.factories import claim, passage

scores = st.sampled_from([0.0, 0.25, SURE - 0.01, SURE, 0.75, 1.0])


@st.composite
def squares(draw: st.DrawFn) -> list[list[float]]:
    size = draw(st.integers(0, 8))
    row = st.lists(scores, min_size=size, max_size=size)
    return draw(st.lists(row, min_size=size, max_size=size))


passages = st.lists(
    st.builds(
        Passage,
        statement_id=st.integers(1, 500),
        member_id=st.integers(1, 4),
        text=st.text("abc ", min_size=1, max_size=8),
        by=st.sampled_from(Speaker),
        weight=scores,
        claim_id=st.none() | st.integers(1, 3),
    ),
    unique_by=lambda one: one.statement_id,
    max_size=12,
)


@given(st.lists(st.tuples(scores, st.integers(1, 3)), max_size=8))
def test_the_closest_group_is_that_of_a_most_alike_passage(pairs: list[tuple[float, int]]) -> None:
    found = closest([score for score, _ in pairs], [number for _, number in pairs])
    best = max((score for score, _ in pairs), default=0.0)
    if best < SURE:
        assert found is None
    else:
        assert found == next(number for score, number in pairs if score == best)


@given(squares())
def test_groups_are_numbered_in_the_order_of_their_first_passage(likeness: list[list[float]]) -> None:
    groups = group(likeness)
    assert list(dict.fromkeys(groups)) == list(range(len(set(groups))))
    assert len(groups) == len(likeness)


@given(squares())
def test_a_passage_is_alone_unless_a_predecessor_is_surely_alike(likeness: list[list[float]]) -> None:
    groups = group(likeness)
    for index, number in enumerate(groups):
        before = likeness[index][:index]
        if max(before, default=0.0) >= SURE:
            assert number == groups[before.index(max(before))]
        else:
            assert number not in groups[:index]


@given(squares(), st.integers(0, 3))
def test_settling_joins_known_claims_and_numbers_new_ones_below_zero(
    likeness: list[list[float]], known: int
) -> None:
    known = min(known, len(likeness))
    new, claim_ids = likeness[known:], list(range(11, 11 + known))
    settled = settle(new, claim_ids)
    assert len(settled) == len(new)
    started = [number for number in dict.fromkeys(settled) if number < 0]
    assert started == list(range(-1, -1 - len(started), -1))
    for index, number in enumerate(settled):
        row = new[index][: known + index]
        expected = [*claim_ids, *settled[:index]]
        if max(row, default=0.0) >= SURE:
            assert number == expected[row.index(max(row))]
        else:
            assert number not in expected


def test_the_first_passages_of_a_week_start_claims() -> None:
    assert settle([[1, 0.1, 0.9], [0.1, 1, 0.1], [0.9, 0.1, 1]], []) == [-1, -2, -1]


@given(passages, st.integers(1, 3))
def test_a_claim_is_represented_by_its_first_passages(some: list[Passage], per_claim: int) -> None:
    chosen = representatives(some, per_claim)
    for claim_id in (1, 2, 3):
        said = [one for one in some if one.claim_id == claim_id]
        assert [one for one in chosen if one.claim_id == claim_id] == said[:per_claim]
    assert all(one.claim_id is not None for one in chosen)


def standing(claim_id: int, reports: int, *, weight: float = 1.0, by_presenter: bool = True) -> ClaimStanding:
    return ClaimStanding(claim(claim_id=claim_id), reports, weight, by_presenter)


standings = st.lists(
    st.builds(
        standing,
        claim_id=st.integers(1, 50),
        reports=st.integers(1, 5),
        weight=scores,
        by_presenter=st.booleans(),
    ),
    unique_by=lambda one: one.claim.claim_id,
    max_size=10,
)


@given(standings, st.integers(0, 6))
def test_key_claims_are_shared_told_by_the_presenter_and_few(some: list[ClaimStanding], limit: int) -> None:
    chosen = key_claims(some, limit)
    fit = [one for one in some if one.by_presenter and one.reports >= 2]
    assert len(chosen) == min(limit, len(fit))
    assert all(one in fit for one in chosen)
    left = [one.reports for one in fit if one not in chosen]
    assert min((one.reports for one in chosen), default=9) >= max(left, default=0)
    assert key_claims(some[::-1], limit) == chosen


def test_the_most_shared_claim_comes_first_then_the_weightier_then_the_older() -> None:
    some = [standing(4, 2, weight=0.5), standing(3, 2, weight=0.5), standing(2, 2), standing(1, 3)]
    assert [one.claim.claim_id for one in key_claims(some, 9)] == [1, 2, 3, 4]


@given(passages)
def test_quotes_are_the_presenters_and_one_from_each_report(some: list[Passage]) -> None:
    chosen = quotes(some)
    told = {one.member_id for one in some if one.by is Speaker.PRESENTER}
    assert len(chosen) == min(QUOTES, len(told))
    assert len({one.member_id for one in chosen}) == len(chosen)
    for one in chosen:
        assert one in some
        assert one.by is Speaker.PRESENTER
        own = [o.weight for o in some if o.member_id == one.member_id and o.by is Speaker.PRESENTER]
        assert one.weight == max(own)
    assert [one.weight for one in chosen] == sorted((one.weight for one in chosen), reverse=True)


@given(passages.filter(bool))
def test_the_presenters_words_name_the_claim(some: list[Passage]) -> None:
    named = label_of(some)
    assert named in some
    if any(one.by is Speaker.PRESENTER for one in some):
        assert named.by is Speaker.PRESENTER
    assert named.weight == max(one.weight for one in some if one.by is named.by)
    assert label_of(some[::-1]) == named


@pytest.mark.parametrize(
    "other",
    [
        passage(by=Speaker.STUDENT, weight=1.0),
        passage(weight=0.4),
        passage(text="Pavements are rooms, and more."),
        passage(statement_id=9),
    ],
)
def test_what_makes_a_passage_the_label(other: Passage) -> None:
    best = replace(passage(), statement_id=2)
    rival = replace(other, statement_id=1) if other.statement_id == 1 else other
    assert label_of([rival, best]) == best


@given(st.text(), st.integers(1, 120))
def test_a_label_in_one_line_is_short_and_its_own_beginning(label: str, limit: int) -> None:
    line = one_line(label, limit)
    assert len(line) <= limit
    assert "\n" not in line
    folded = " ".join(label.split())
    assert line == folded or (line.endswith("…") and folded.startswith(line[:-1]) and len(folded) > limit)


def test_a_thread_takes_a_hundred_characters() -> None:
    assert one_line("x" * THREAD_NAME_LIMIT) == "x" * 100
    assert one_line("x" * 101) == "x" * 99 + "…"
