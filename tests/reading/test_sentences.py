"""Sentences end where a reader would say they do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.sentences import Kind, sentences


def split(text: str) -> list[str]:
    return [text[one.start : one.end] for one in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. J. Han spoke. | She paused.",
        "Rents rose by 3.5 percent. | Wages did not.",
        "Bring a map, e.g. an old one. | See Fig. 3 and No. 4.",
        "The answer was no. | They left.",
        "It was option B. | They chose it.",
        "It was written by J. K. Lee et al. in 1998. | It lasted.",
        "They sell maps, plans, etc. | Everyone comes.",
        '"Really?" she asked. | "Yes!" | He nodded.',
        'He said "Slow down. Think first." and left. | We stayed.',
        "Well... it rained. | And then… | The sun came.",
        "(It was late.) | We left!",
        "What now? | Nobody knew.",
        "It was late.| Then it rained.",
        "도시는 느리다. | 그래서 좋아요. | 걷기 편함. | 배울 점이 있음.",
        "도시는 느리다.| 그래서 좋다.",
        '"도시는 느리다." 라고 말했다. | 모두 웃었다.',
        "정말일까? | 그렇다!",
        "도시는 느리다。| 그래서 좋다。",
    ],
)
def test_stops(text: str) -> None:
    parts = [part.strip() for part in text.split("|")]
    assert split(text.replace("|", "")) == parts


def test_headings_items_and_labels_stand_alone() -> None:
    text = (
        "# Week 6\nIntro line one.\n\nMy thoughts\n\nTwo points:\n- One. And more.\n- two\n1) three\n• four\n"
    )
    found = [(text[one.start : one.end], one.kind) for one in sentences(text)]
    assert found == [
        ("Week 6", Kind.HEADING),
        ("Intro line one.", Kind.PROSE),
        ("My thoughts", Kind.LABEL),
        ("Two points:", Kind.LABEL),
        ("One.", Kind.ITEM),
        ("And more.", Kind.ITEM),
        ("two", Kind.ITEM),
        ("three", Kind.ITEM),
        ("four", Kind.ITEM),
    ]


def test_a_list_stands_in_the_paragraph_of_its_opening() -> None:
    opening, first, second, after = sentences("Points:\n- one\n- two\n\nAfterwards we left.")
    assert opening.paragraph == first.paragraph == second.paragraph != after.paragraph


def test_wrapped_lines_are_joined() -> None:
    text = (
        "The presenter argued that a street which is wide enough for\n"
        "four cars will be filled by four cars, and that nobody ever\n"
        "measured the people who walk on it. So measure\n"
        "them first.\n"
    )
    assert split(text) == [text[:156].strip(), "So measure\nthem first."]


def test_meant_line_breaks_end_a_sentence() -> None:
    lines = ["Week 6 Report", "Minji Kim 2024-10001", "Topic: Slow streets", "Presenter: Han Yujin"]
    assert split("\n".join(lines)) == lines
    lines = ["발표자는 도시의 거리가 지금보다 훨씬 더 느려야 한다고 했다", "그래서 나는 그 거리를 걸었다"]
    assert split("\n".join(lines)) == lines


@given(st.text(alphabet=st.sampled_from('aB가다 .,!?…"“”()-#*1\n\t\u3000')) | st.text())
def test_slices_are_stripped_and_in_order(text: str) -> None:
    end = 0
    for one in sentences(text):
        assert end <= one.start < one.end <= len(text)
        passage = text[one.start : one.end]
        assert passage == passage.strip()
        end = one.end
