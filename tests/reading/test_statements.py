"""Statements are given to the one who says them; what says nothing is left out."""

from __future__ import annotations

import pytest

from bot.reading.language import has_korean
from bot.reading.report import read
from bot.seminar.reports import Speaker

P, S = Speaker.PRESENTER, Speaker.STUDENT


def told(text: str) -> list[tuple[Speaker, str]]:
    return [(one.by, text[one.start : one.end]) for one in read(text).statements]


OPENING = "Week 6 Report\n2024-10001 Kim Minji\n\nThe topic was streets. "
KOREAN_OPENING = "6주차 보고서\n2024-10001 김민지\n\n주제는 거리였다. "


def told_within(sentence: str) -> list[tuple[Speaker, str]]:
    """What is told in a sentence that follows the opening of a report."""
    return told((KOREAN_OPENING if has_korean(sentence) else OPENING) + sentence)


def speakers(text: str) -> list[Speaker]:
    return [by for by, _ in told(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The presenter argued that streets are rooms.",
        "According to the speaker, streets are rooms.",
        "In the end, the lecturer pointed out how streets are rooms.",
        "The presenter, who had walked here, stressed that streets are rooms.",
        "She also believes streets are rooms.",
        "Dr. Han concluded that streets are rooms.",
        'The presenter said, "I think streets are rooms."',
        '"I think streets are rooms," she said.',
        "The presenter's main point was that streets are rooms.",
        "발표자는 거리가 방이라고 주장하였다.",
        "거리는 방이라고 말했다.",
        "발표자는 거리가 방이어야 한다고 말했다.",
        "발표자는 거리의 중요성을 강조했다.",
        "발표자는 거리가 방인 것 같다고 말했다.",
    ],
)
def test_the_presenter_says(sentence: str) -> None:
    assert told_within(sentence) == [(P, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "I think that streets are rooms.",
        "In my opinion, a street cannot be a room.",
        "However, I doubt that every street should be a room.",
        "나는 거리가 방이 될 수 없다고 생각한다.",
    ],
)
def test_the_student_says(sentence: str) -> None:
    assert told_within(sentence) == [(S, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "I really liked how the presenter argued.",
        "This made me wonder about streets.",
        "거리가 방이라는 말이 인상 깊었다.",
        "다음 주에는 옛 거리에 가 보고 싶다.",
    ],
)
def test_a_reaction_claims_nothing(sentence: str) -> None:
    assert told_within(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        'The topic of today\'s seminar was "Streets are rooms".',
        "The presenter first told us how they would talk about streets.",
        "They said they wished to share a story about streets.",
        "The presenter then moved on to the streets of Seoul.",
        "The presenter showed us three maps of the town.",
        "They then explained the structure of the town.",
        "The presenter argued that streets are rooms, and .",
        "The talk was held in the old library.",
        "The town has nine streets.",
        "Streets are rooms",
        "# The presenter argued that streets are rooms",
        "오늘 세미나의 주제는 거리였다.",
        "발표자는 먼저 자신의 도시를 소개했다.",
        "I came in late and sat at the back.",
    ],
)
def test_nobody_claims(sentence: str) -> None:
    assert told(sentence) == []


def test_the_presenters_name_is_the_presenter() -> None:
    sentence = "Yujin argued that streets are rooms."
    assert told(sentence) == []
    assert told(f"Week 6\nPresenter: Han Yujin\n\n{sentence}") == [(P, sentence)]


def test_what_follows_is_carried_on_within_the_paragraph() -> None:
    text = (
        "The presenter argued that streets are rooms. Rather than being passed, they are used. Why not?\n\n"
        "The town has nine streets.\n\n"
        "I doubt that very much. A room has a door. The presenter said that doors are habits."
    )
    assert speakers(text) == [P, P, S, S, P]


def test_a_narrated_turn_ends_what_is_carried() -> None:
    text = "The presenter argued that streets are rooms. They then described their town. It lies by the sea."
    assert len(told(text)) == 1


def test_a_paragraph_between_two_of_the_presenters() -> None:
    text = (
        "The presenter argued that streets are rooms.\n\n"
        "The cost of this is time. The presenter said that time is cheap."
    )
    assert speakers(text) == [P, P, P]
    weights = [one.weight for one in read(text).statements]
    assert weights[1] < weights[2] <= weights[0]


def test_headings_say_whose_the_items_are() -> None:
    text = (
        "## What the presenter argued\n\n- Streets are rooms for everyone.\n- Doors are only habits.\n\n"
        "## My thoughts\n\n- Rooms need to be heated too.\n- One doubt: who pays for doors\n"
    )
    assert speakers(text) == [P, P, S, S]


def test_an_opening_says_whose_the_items_are() -> None:
    text = (
        "The presenter made two points about streets in the old town:\n\n- Streets are rooms for everyone.\n"
    )
    assert "Streets are rooms for everyone." in [passage for _, passage in told(text)]
