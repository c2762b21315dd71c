"""Differences: both versions can be told from what is shown, and little else is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.differences import MOST_LINES, difference
from bot.seminar.parts import apart, joined

lines = st.lists(st.sampled_from(["One.", "Two.", "Three.", "", "- Four."]), max_size=12).map("\n".join)


@given(lines, lines)
def test_every_line_that_went_or_came_is_shown(old: str, new: str) -> None:
    shown = difference(old, new)
    went = [line[2:] for line in shown if line.startswith("- ")]
    came = [line[2:] for line in shown if line.startswith("+ ")]
    before, after = old.split("\n"), new.split("\n")
    assert len(before) - len(went) == len(after) - len(came)
    assert bool(shown) == (old != new)
    for line in went:
        assert line in before
    for line in came:
        assert line in after


def test_a_text_of_very_many_lines_is_shown_whole() -> None:
    shown = difference("a\n" * (MOST_LINES + 1), "b")
    assert shown[-1] == "+ b"
    assert len(shown) == MOST_LINES + 3


def test_one_change_in_a_text_of_very_many_lines_is_shown_alone() -> None:
    many = [f"Line {number}." for number in range(3 * MOST_LINES)]
    changed = [*many[:700], "Else.", *many[701:]]
    assert difference("\n".join(many), "\n".join(changed)) == [
        "…",
        "  Line 699.",
        "- Line 700.",
        "+ Else.",
        "  Line 701.",
        "…",
    ]


parts = st.lists(st.sampled_from(["Claim", "Evidence", "Reflection"]), min_size=1, unique=True)
words = st.text(alphabet="ab .\n가", max_size=30).map(lambda text: text.strip("\n"))


@given(parts.flatmap(lambda names: st.tuples(st.just(names), st.lists(words, min_size=3, max_size=3))))
def test_parts_come_apart_as_they_were_joined(given_parts: tuple[list[str], list[str]]) -> None:
    names, texts = given_parts
    texts = texts[: len(names)]
    found = apart(names, joined(names, texts))
    assert [one.strip() for one in found] == [text.strip() for text in texts]
