"""Unfinished sentences, empty headings and missing parts are found; what is whole is left in peace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.report import read
from bot.seminar.reports import Finding, FindingKind

AROUND = "The presenter said that streets are slow.\n\n{}\n\nI liked the talk very much."


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in read(text).findings]


@pytest.mark.parametrize(
    "sentence",
    [
        "They spoke of buses, and .",
        "They spoke of buses, and.",
        "They were late because.",
        "They spoke of buses and of .",
        "They spoke of the",
        "And.",
        "Buses are slow because of the many stops that the company",
        "They spoke of buses,.",
        "The city should...",
        "버스는 느리고 비싸다는 문제가 있다. 그리고.",
        "버스가 느린 것은 신호등 때문에.",
    ],
)
def test_unfinished(sentence: str) -> None:
    for text in (AROUND.format(sentence), AROUND.format(f"Trains are fast. {sentence}")):
        (passage,) = found(text)
        assert sentence.endswith(passage)


@pytest.mark.parametrize(
    "sentence", ["They measured speed with", "Trains carry more people", "버스는 느리고 신호등은"]
)
def test_a_paragraph_that_breaks_off(sentence: str) -> None:
    assert found(AROUND.format(f"Trains are fast. {sentence}")) == [sentence]
    assert found(AROUND.format(sentence)) == []  # on a line of its own it may be a title


def test_a_sentence_that_trails_off_before_another() -> None:
    assert found("The presenter spoke of the... Then the bell rang. We left.") == [
        "The presenter spoke of the..."
    ]
    assert found("The presenter told us about trams... Then the bell rang.") == [
        "The presenter told us about trams..."
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "That is what we look for.",
        "It is plan A. They chose it, didn't they?",
        "They asked for the impossible and/or.",
        'The word on the door was "and".',
        "Why so slow? Because!",
        "Streets are slow: walk (or cycle)",
        "See https://example.org/streets for the maps",
        "It was fun :)",
        "I wonder whether this will last...",
        "버스는 느리다",
        "정말 좋았다... 또 듣고 싶다.",
        "They named three things:\n- buses\n- trams and\n- trains",
        "They named three things that matter to everyone who lives in the old town\n\n- buses\n- trams",
        "My reflection",
        "## Things that I thought of",
        "Date: 5 May",
        "Han Yujin\nMinji Kim\nNoor Haddad",
        "Streets, e.g. in Seoul, are used by buses etc.",
    ],
)
def test_finished(sentence: str) -> None:
    expected = ["trams and"] if "trams and\n" in sentence else []
    if "everyone who lives" in sentence:
        expected = ["They named three things that matter to everyone who lives in the old town"]
    assert found(AROUND.format(sentence)) == expected


def test_who_never_sets_stops_is_not_told_of_each() -> None:
    assert (
        found("the presenter said streets are slow and so are the buses in them\n\ni liked the talk a lot")
        == []
    )


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("# Week 6\n\n## Summary\n\n## Reflection\n\nI liked it.", ["Summary"]),
        ("# Week 6\n\n## Summary\n\nIt was slow.\n\n## Reflection\n", ["Reflection"]),
        ("# My title\n\n## Summary\n\n### The talk\n\nIt was slow.", []),
        ("# My title\n\n## Summary\n\n### The talk\n\n## 느낀 점\n\n좋았다.", ["The talk"]),
        ("# My title\n\nText.\n\n**요약**\n\n**느낀 점**\n\n좋았다.", ["요약"]),
        ("# My title\n\n## Points\n\n- one\n- two", []),
        ("# Only a title", []),
        ("", []),
    ],
)
def test_headings_without_text(text: str, empty: list[str]) -> None:
    assert [text[one.start : one.end] for one in findings_of(text, FindingKind.EMPTY_HEADING)] == empty


REPORT = "# Week 6\n\n## 1. Summary of the talk\n\nIt was slow.\n\n**II. 느낀점**\n\nQuestions: why?"


@pytest.mark.parametrize(
    ("part", "missing"),
    [
        ("Summary", False),
        ("summaries", False),
        ("느낀 점", False),
        ("Reflection / 느낀 점", False),
        ("Questions", False),
        ("Reflection", True),
        ("slow", True),
        ("why", True),
        ("요약", True),
        ("", False),
        (" / ", False),
    ],
)
def test_parts_that_a_course_wants(part: str, *, missing: bool) -> None:
    found = [one for one in read(REPORT, [part]).findings if one.kind is FindingKind.MISSING_PART]
    at_end = [(one.start, one.end, one.about) for one in found]
    assert at_end == ([(len(REPORT), len(REPORT), part)] if missing else [])


@given(st.text(alphabet="#* \n가나ab.:", max_size=60), st.lists(st.text(max_size=10), max_size=3))
def test_findings_lie_in_the_text_and_in_order(text: str, parts: list[str]) -> None:
    found = read(text, parts).findings
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


def findings_of(text: str, kind: FindingKind) -> list[Finding]:
    return [one for one in read(text).findings if one.kind is kind]
