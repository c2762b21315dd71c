"""Which claim a statement joins, what waits for staff, and which words are words of doubt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.grouping import (
    LIKELY,
    SAME,
    SURE,
    SURE_ACROSS,
    Known,
    Settled,
    group,
    has_doubt,
    is_sure,
    language_of,
    settle,
)
from bot.seminar.reports import Speaker

scores = st.sampled_from([0.0, 0.25, LIKELY, SURE - 0.01, SURE, 0.75, SURE_ACROSS, SAME, 1.0])
ENGLISH, KOREAN = "Streets are rooms", "길은 방이다"


@st.composite
def squares(draw: st.DrawFn) -> list[list[float]]:
    size = draw(st.integers(0, 8))
    row = st.lists(scores, min_size=size, max_size=size)
    return draw(st.lists(row, min_size=size, max_size=size))


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


@given(squares(), st.integers(0, 3), st.lists(st.booleans(), min_size=8, max_size=8))
def test_settling_joins_proposes_or_starts_by_the_two_thresholds(
    likeness: list[list[float]], known: int, korean: list[bool]
) -> None:
    known = min(known, len(likeness))
    texts = [f"{KOREAN if flag else ENGLISH} {at}" for at, flag in enumerate(korean)]
    old = [Known(11 + at, texts[at]) for at in range(known)]
    new = [(texts[at], Speaker.PRESENTER) for at in range(known, len(likeness))]
    settled = settle(new, old, likeness[known:])
    ids = [one.claim_id for one in old] + [one.claim_id for one in settled]
    for at, one in enumerate(settled, start=known):
        row, before = likeness[at][:at], ids[:at]
        sure = {
            claim_id
            for score, text, claim_id in zip(row, texts, before, strict=False)
            if is_sure(score, texts[at], text)
        }
        if one.claim_id in before:
            assert one.claim_id in sure
            assert one.likely is None
            continue
        assert one.claim_id < 0
        assert all(before.count(claim_id) > 1 for claim_id in sure), "one that is alone needs nobody's word"
        if one.likely is not None:
            assert one.likely > 0
            assert one.likeness == max(row) >= LIKELY


def test_across_languages_nothing_joins_that_is_not_sure_there() -> None:
    known = [Known(7, ENGLISH)]
    for score, expected in ((SURE, -1), (SURE_ACROSS - 0.01, -1), (SURE_ACROSS, 7)):
        (one,) = settle([(KOREAN, Speaker.PRESENTER)], known, [[score, 1.0]])
        assert one.claim_id == expected
        assert one.likely == (7 if expected < 0 else None)


def test_what_the_report_said_before_stays_where_staff_put_it() -> None:
    known = [Known(7, ENGLISH), Known(8, "Trees are walls")]
    assert settle([(ENGLISH, Speaker.PRESENTER)], known, [[1.0, 0.0, 1.0]], {ENGLISH: 8}) == [Settled(8)]


def test_what_a_report_repeats_goes_where_it_went_first_and_is_proposed_once() -> None:
    known = [Known(7, "Roads are rooms")]
    said = [(ENGLISH, Speaker.PRESENTER)] * 3
    first, *others = settle(said, known, [[LIKELY, 1.0, 1.0, 1.0]] * 3)
    assert (first.claim_id, first.likely, first.likeness) == (-1, 7, LIKELY)
    assert others == [Settled(-1)] * 2


def test_a_passage_after_a_repeated_one_is_compared_with_each_of_its_places() -> None:
    said = [(ENGLISH, Speaker.PRESENTER), (ENGLISH, Speaker.PRESENTER), (KOREAN, Speaker.PRESENTER)]
    rows = [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, SAME, 1.0]]
    assert [one.claim_id for one in settle(said, [], rows)] == [-1, -1, -1]


def test_hundreds_of_statements_that_are_all_alike_are_compared_a_row_at_a_time() -> None:
    said = [(f"{ENGLISH}, said {number}", Speaker.PRESENTER) for number in range(600)]
    looked: list[int] = []

    def rows() -> Iterator[list[float]]:
        for number in range(600):
            looked.append(number)
            yield [SURE] * 600

    assert {one.claim_id for one in settle(said, [], rows())} == {-1}
    assert looked == [*range(600)], "one row at a time"


def test_an_expected_claim_comes_before_a_more_alike_passage() -> None:
    known = [Known(8, "Roads are rooms"), Known(7, "Streets are a kind of room", expected=True)]
    (one,) = settle([(ENGLISH, Speaker.PRESENTER)], known, [[0.9, SURE, 1.0]])
    assert one.claim_id == 7


def test_a_statement_joins_the_claim_that_agrees_most_not_the_one_most_alike_passage() -> None:
    known = [Known(7, "Roads are rooms"), Known(8, "Streets are halls"), Known(8, "Lanes are chambers")]
    (one,) = settle([(ENGLISH, Speaker.PRESENTER)], known, [[0.7, 0.6, 0.55, 1.0]])
    assert one.claim_id == 8
    (one,) = settle([(ENGLISH, Speaker.PRESENTER)], known, [[SAME, 0.6, 0.55, 1.0]])
    assert one.claim_id == 7, "the same words"


def test_among_others_one_alike_passage_is_enough_only_where_the_words_are_the_same() -> None:
    known = [Known(7, "Roads are rooms"), Known(7, "Trees are walls")]
    for score, expected in ((SAME - 0.01, -1), (SAME, 7)):
        (one,) = settle([(ENGLISH, Speaker.PRESENTER)], known, [[score, 0.1, 1.0]])
        assert (one.claim_id, one.likely) == (expected, 7 if expected < 0 else None)


def test_a_students_doubt_is_about_what_it_likely_speaks_of() -> None:
    doubt = "I doubt that streets are rooms"
    for score, claim_id, about in ((0.9, 7, 7), (LIKELY, -1, 7), (0.2, -1, None)):
        (one,) = settle([(doubt, Speaker.STUDENT)], [Known(7, ENGLISH)], [[score, 1.0]])
        assert (one.claim_id, one.doubts) == (claim_id, about)
    (told,) = settle([(doubt, Speaker.PRESENTER)], [Known(7, ENGLISH)], [[0.9, 1.0]])
    assert told.doubts is None


@pytest.mark.parametrize(
    "passage",
    [
        "I'm not sure this holds for small towns.",
        "I don't really agree with him.",
        "This seems overstated to me.",
        "그러나 이 주장은 설득력이 부족하다.",
        "정말 그런지 의문이다.",
        "나는 이 생각에 반대한다.",
    ],
)
def test_words_of_doubt(passage: str) -> None:
    assert has_doubt(passage)


@pytest.mark.parametrize(
    "passage", ["I am sure this holds.", "The redoubt stands.", "매우 설득력 있는 주장이다.", ""]
)
def test_words_without_doubt(passage: str) -> None:
    assert not has_doubt(passage)


def test_a_foreign_name_does_not_change_the_language() -> None:
    assert language_of("발표자는 Jane Jacobs의 생각을 빌려 거리가 방이라고 했다") == "ko"
    assert language_of("He called it a 골목, an alley") == "en"
    assert language_of("") == "en"
