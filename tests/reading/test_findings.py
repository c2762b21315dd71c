"""Unfinished sentences are found; finished ones are left in peace."""

from __future__ import annotations

import pytest

from bot.reading.report import read

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
