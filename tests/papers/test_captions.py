"""What a picture shows, in words: whole, in both languages, and within Discord's limit."""

from __future__ import annotations

import re

import pytest

from bot.papers.captions import LIMIT, describe
from bot.seminar.claims import Stance
from bot.seminar.participation import Presence
from bot.seminar.pictures import (
    ClaimMatrix,
    ClaimRow,
    Flow,
    FlowLine,
    HeatMap,
    HeatRow,
    Interest,
    Interests,
    Pair,
    Picture,
    Replies,
    Share,
)
from bot.words.catalogues import words_for
from tests.papers import samples

IN, LATE, MISSING, EXCUSED = Presence.IN, Presence.LATE, Presence.MISSING, Presence.EXCUSED
HEAT = HeatMap(
    (1, 2),
    (
        HeatRow("A", (IN, IN)),
        HeatRow("B", (IN, LATE)),
        HeatRow("C", (MISSING, MISSING)),
        HeatRow("D", (None, EXCUSED)),
    ),
)
FLOW = Flow((FlowLine(7, 4, (-30.0, -7.0, -1.0, 5.0), 50.0),), (48.0,), 7)
REPLIES = Replies(
    tuple("ABCDEF"), (Pair(0, 1, 3), Pair(1, 0, 2), Pair(2, 3, 1), Pair(4, 4, 9), Pair(4, 0, 1))
)
CLAIMS = ClaimMatrix(
    3, 9, (ClaimRow("Streets are rooms.", frozenset({1, 2}), None), ClaimRow("*Trees*", frozenset({1}), None))
)
INTERESTS = Interests((Interest(3, Share(5, 9), Share(1, 2), Share(4, 10)),))


@pytest.mark.parametrize(
    ("picture", "english", "numbers"),
    [
        (HEAT, "Week 2: 2 of 3 handed in, 1 of them late; 1 missing, 1 excused. 1 student misses", [2, 3, 1]),
        (
            FLOW,
            "25% were in a day before, 50% six hours before, 75% at the deadline; 100% are in by now",
            [25, 50, 75, 100],
        ),
        (REPLIES, "5 people take part with 7 answers; 1 pairs answer each other", [5, 7, 1]),
        (CLAIMS, "2 of 9: Streets are rooms.", [2, 9]),
        (INTERESTS, "5 of 9 handed in before the first reminder; a peer answered 1 of 2", [5, 9, 4, 10]),
    ],
)
def test_it_tells_what_is_seen_in_both_languages(picture: Picture, english: str, numbers: list[int]) -> None:
    assert english in describe(words_for("en"), picture)
    korean = describe(words_for("ko"), picture)
    assert {*map(int, re.findall(r"\d+", korean))} >= set(numbers)
    assert re.search("[가-힣]", korean)


def test_a_claim_whose_words_may_not_be_shown_is_called_by_its_week() -> None:
    nameless = ClaimMatrix(3, 9, (ClaimRow("", frozenset({1, 2}), None),))
    assert describe(words_for("en"), nameless).endswith("2 of 9: A claim of week 3")
    turned = ClaimMatrix(3, 9, (ClaimRow("Streets \u202eare rooms.", frozenset({1, 2}), None),))
    assert describe(words_for("en"), turned).endswith("2 of 9: Streets are rooms.")


def test_the_parts_of_a_week_that_is_open_are_the_whole() -> None:
    waiting = HeatMap((1,), (HeatRow("A", (IN,)), HeatRow("B", (Presence.AWAITED,))))
    assert "1 of 2 handed in" in describe(words_for("en"), waiting)
    assert "1 student still has time." in describe(words_for("en"), waiting)
    assert "아직 시간이 있는 학생: 1명." in describe(words_for("ko"), waiting)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_any_picture_has_a_description_that_discord_takes(language: str) -> None:
    for students, weeks in ((0, 0), (0, 2), (1, 1), (10, 5), (300, 15)):
        for picture in samples.every(students, weeks):
            assert 0 < len(describe(words_for(language), picture)) <= LIMIT
    long = ClaimMatrix(1, 9, (ClaimRow("가" * 4000, frozenset({1}), ((Stance.AGREE, 9),)),))
    assert len(describe(words_for(language), long)) <= LIMIT


def test_a_week_that_is_not_due_tells_how_far_it_is() -> None:
    so_far = Flow((FlowLine(7, 4, (-30.0,), -20.0),), (48.0,), 7)
    assert "week 7 before the deadline: 25% so far" in describe(words_for("en"), so_far)


def test_a_small_group_is_told_no_more_than_shown() -> None:
    few = Replies(("A", "B"), (Pair(0, 1, 9),))
    assert describe(words_for("en"), few) == "Shown once 5 people answer each other."
