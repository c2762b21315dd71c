"""Gists: slices of what was said, that speak of nobody who told it, and nothing where that is unclear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.gists import gist

ENGLISH = "They|The presenter|also|said|that|maps lie|.|?|\n|\u202e"
KOREAN = "발표자는|그는|또한|지도가|틀리다고|틀린다고|주장했다.|말했다"
PIECES = st.sampled_from([*ENGLISH.split("|"), *KOREAN.split("|")])


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("The presenter claimed that a copy is not a record.", "A copy is not a record."),
        ("Finally, she also pointed out that old maps lie.", "Old maps lie."),
        ("Dr. Vale warned that nobody reads the manual.", "Nobody reads the manual."),
        ("그래서 발표자님은 고르는 일이 중요하다고 강조했다.", "고르는 일이 중요하다"),
        ("이제는 설명부터 쓰자고 제안하셨습니다.", "이제는 설명부터 쓰자"),
    ],
)
def test_who_told_it_is_left_out(passage: str, expected: str) -> None:
    assert gist(passage) == expected


@pytest.mark.parametrize(
    "passage",
    [
        "A copy is not a record.",
        "They said that.",
        "They said that it is.",
        "It is said that they lie to us about maps.",
        "발표자는 사본은 기록이 아니라고 말했다.",
        "그러나 그는 사람들이 그렇게 살지 않는다고 말했다. 그리고 웃었다.",
        "또한 사본이 늘수록 그는 더 불안해진다고 말했다.",
    ],
)
def test_what_is_unclear_stays_whole(passage: str) -> None:
    assert gist(passage) == passage


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=60))
def test_a_gist_is_a_slice_but_for_its_first_letter(passage: str) -> None:
    found = gist(passage)
    assert found[1:] in passage
    assert found == passage.strip() or len(found) >= 8
