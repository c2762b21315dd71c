"""A sentence of two voices is taken apart where the voice changes, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.clauses import LONGEST, apart
from bot.reading.clues import names_of
from bot.reading.language import has_korean
from bot.reading.report import read
from bot.reading.sentences import sentences
from bot.seminar.reports import Speaker
from tests.reading.hostile import fuzzed

P, S = Speaker.PRESENTER, Speaker.STUDENT

PRESENTER_FIRST = [
    "The presenter argued that streets are rooms|, but |I think that a room needs a door.",
    "The presenter argued that streets are rooms| but |I think that a room needs a door.",
    "While the speaker claimed that shops earn more on slow streets|, |I believe that the rent eats it up.",
    "She insisted that trees cool a street|; |in my opinion, awnings would do the same for less.",
    "According to the speaker, trees cool a street|, although |I doubt that it is by much.",
    "The lecturer concluded that cars should leave the town| – yet |I believe that somebody has to deliver.",
    "발표자는 거리가 방이라고 주장했지만| |나는 방에는 문이 있어야 한다고 생각한다.",
    "발표자는 거리가 방이라고 주장했으나|, |방에는 문이 있어야 할 것 같다.",
    "연사는 나무가 거리를 식힌다고 강조하셨는데|, |내 생각에는 차양이 더 싸고 빠르다.",
    "교수님은 차가 도심에서 나가야 한다고 주장하셨지만| |저는 배달할 길은 남아야 한다고 생각합니다.",
]
STUDENT_FIRST = [
    "I think that a room needs a door|, but |the presenter argued that streets are rooms.",
    "I believe that the rent eats it up|, whereas |the speaker claimed that shops earn more on slow streets.",
    "Although I doubt that a street can be a room|, |the lecturer insisted that every street is one.",
    "나는 방에는 문이 있어야 한다고 생각하지만| |발표자는 거리가 방이라고 주장했다.",
    "저는 배달할 길은 남아야 한다고 생각하지만|, |교수님은 차가 도심에서 나가야 한다고 주장하셨다.",
]
OF_ONE_VOICE = [
    "The presenter argued that streets are rooms, but that rooms need doors.",
    'The presenter said, "Streets are rooms, but I think that doors are dull."',
    "The presenter claimed that you and I think of streets as pipes.",
    "I agree with the presenter that streets are rooms.",
    "I liked it when the presenter argued that streets are rooms, and I want to go there.",
    "I think that streets are rooms, but my sister says that they are pipes.",
    "발표자는 길을 넓혔지만 차가 늘었다고 주장했다.",
    '발표자는 "거리는 방이지만 나는 문을 달겠다"고 말했다.',
    "나는 발표자가 거리는 방이라고 했지만 동의하지 않는다.",
    "나는 거리가 방이라고 생각하지만 문은 있어야 한다고 본다.",
]


def clauses(text: str, presenter: str | None = None) -> list[str]:
    return [text[one.start : one.end] for one, _ in apart(text, sentences(text), names_of(presenter))]


def told(sentence: str) -> list[tuple[Speaker, str]]:
    """What is told in a sentence that stands within a report."""
    opening = (
        "6주차 보고서\n2024-10001 김민지\n\n주제는 거리였다. "
        if has_korean(sentence)
        else ("Week 6 Report\n2024-10001 Kim Minji\n\nThe topic was streets. ")
    )
    text = opening + sentence
    return [(one.by, text[one.start : one.end]) for one in read(text).statements]


@pytest.mark.parametrize("marked", PRESENTER_FIRST)
def test_the_presenter_argues_and_the_student_thinks_otherwise(marked: str) -> None:
    first, _, second = marked.split("|")
    assert clauses(marked.replace("|", "")) == [first, second]
    assert told(marked.replace("|", "")) == [(P, first), (S, second)]


@pytest.mark.parametrize("marked", STUDENT_FIRST)
def test_the_student_thinks_and_the_presenter_argues_otherwise(marked: str) -> None:
    first, _, second = marked.split("|")
    assert clauses(marked.replace("|", "")) == [first, second]
    assert told(marked.replace("|", "")) == [(S, first), (P, second)]


@pytest.mark.parametrize("sentence", OF_ONE_VOICE)
def test_one_voice_stays_whole(sentence: str) -> None:
    assert clauses(sentence) == [sentence]


def test_a_presenter_is_known_by_name() -> None:
    sentence = "Yujin argued that streets are rooms, but I think that a room needs a door."
    assert clauses(sentence) == [sentence]
    assert clauses(sentence, "Han Yujin") == [
        "Yujin argued that streets are rooms",
        "I think that a room needs a door.",
    ]


def test_an_endless_sentence_stays_whole_and_costs_little() -> None:
    sentence = "The presenter argued that streets are rooms, " + "but I think, and they said, " * 30_000
    start = time.process_time()
    assert clauses(sentence) == [sentence.strip()]
    assert time.process_time() - start < 5  # seconds; far less on an idle machine
    dense = ("발표자는 방이라고 했지만 나는 " * 200)[: LONGEST - 1]
    assert "".join(clauses(dense)).replace(" ", "") == dense.replace(" ", "")


PIECES = st.sampled_from(
    [piece for marked in PRESENTER_FIRST + STUDENT_FIRST for piece in marked.split("|")]
    + [", ", " ", ". ", "\n", '"', "I think ", "- ", "나는 ", "했지만 ", "\u200b", "🚗", "|"]
)


@given(st.lists(PIECES, max_size=8).map("".join) | st.text())
def test_clauses_are_slices_of_their_sentences(text: str) -> None:
    whole = sentences(text)
    ended = 0
    for one, _ in apart(text, whole, None):
        assert ended <= one.start < one.end
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        assert any(of.start <= one.start and one.end <= of.end and of.kind == one.kind for of in whole)
        ended = one.end


def test_of_any_text_the_statements_are_slices_in_order() -> None:
    for seed in range(60):
        text = fuzzed(seed)
        ended = 0
        for one in read(text).statements:
            assert ended <= one.start < one.end <= len(text)
            ended = one.end
