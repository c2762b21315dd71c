"""Whose words stand for a claim."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.claims import (
    QUOTES,
    THREAD_NAME_LIMIT,
    Passage,
    label_of,
    one_line,
    quotes,
)
from bot.seminar.reports import Speaker
from tests.factories import passage

passages = st.lists(
    st.builds(
        Passage,
        statement_id=st.integers(1, 500),
        member_id=st.integers(1, 4),
        text=st.text("abc ", min_size=1, max_size=8),
        by=st.sampled_from(Speaker),
        weight=st.sampled_from([0.25, 0.5, 0.75, 1.0]),
        claim_id=st.none() | st.integers(1, 3),
    ),
    unique_by=lambda one: one.statement_id,
    max_size=12,
)


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
