"""Likeness is sure of paraphrases, unsure of neighbours, and knows no from yes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import matching
from bot.reading.matching import LIKELY, SURE, groups, likeness
from bot.reading.spaces import Features, Space
from bot.seminar.grouping import group

# Three talks, retold: passages in one row say the same, passages of different rows do not.
NOUNS = ["river", "town", "street", "school", "market", "garden", "harbour", "teacher", "engine", "letter"]
TALKS: dict[str, list[list[str]]] = {
    "Streets are rooms": [
        [
            "The presenter argued that widening a road only attracts more cars.",
            "They said that a road attracts more cars whenever it is widened.",
        ],
        [
            "The presenter claimed that shops earn more where people walk slowly.",
            "According to the presenter, slow walking makes the shops earn more.",
        ],
        [
            "They stressed that children need streets they can cross alone.",
            "It was emphasized that a child should be able to cross the street alone.",
        ],
        ["The presenter mentioned that parking takes a third of the land downtown."],
        ["They also said that trees cool a street by several degrees in August."],
    ],
    "How languages die": [
        [
            "The presenter said that a language dies when parents stop speaking it to children.",
            "They argued that languages die once parents no longer speak them to their children.",
        ],
        [
            "The presenter pointed out that recordings alone cannot keep a language alive.",
            "A language is not kept alive by recordings alone.",
        ],
        ["They mentioned that half of the languages may be gone in a century."],
        ["The presenter proposed that schools should teach in the grandmothers' language."],
    ],
    "천천히 걷는 도시": [
        [
            "발표자는 도로를 넓히면 자동차가 더 많아진다고 주장하였다.",
            "도로를 넓히면 오히려 자동차가 더 많아진다고 말했다.",
        ],
        ["발표자는 사람들이 천천히 걷는 거리에서 가게가 더 많이 번다고 말했다."],
        ["나무가 거리의 온도를 몇 도나 낮춘다고 설명했다."],
        ["발표자는 아이가 혼자 건널 수 있는 길이 필요하다고 강조했다."],
    ],
}


@pytest.mark.parametrize("topic", TALKS)
def test_paraphrases_are_sure_and_other_claims_are_not(topic: str) -> None:
    claims = TALKS[topic]
    passages = [(row, passage) for row, same in enumerate(claims) for passage in same]
    scores = likeness([text for _, text in passages], [text for _, text in passages], topic=topic)
    for (i, (row, one)), (j, (other_row, other)) in combinations(enumerate(passages), 2):
        assert (scores[i][j] >= SURE) is (row == other_row), (one, other, scores[i][j])


def test_the_words_of_attribution_do_not_count() -> None:
    said = ["The presenter argued that rivers need room.", "They also pointed out that rivers need room."]
    others = [*said, "The presenter argued that taxes feed armies."]
    assert likeness(said[:1], others)[0] == [1.0, 1.0, 0.0]
    korean = likeness(
        ["발표자는 강에는 넓은 자리가 필요하다고 주장하였다."],
        ["발표자는 세금은 군대를 먹인다고 주장하였다."],
    )
    assert korean[0][0] < LIKELY


def test_a_denial_is_never_surely_the_same() -> None:
    claim = "Reading aloud helps children to learn new words."
    denial = "Reading aloud does not help children to learn new words."
    assert likeness([claim], [denial])[0][0] < LIKELY < likeness([claim], [claim + " Often."])[0][0]
    korean = "소리 내어 읽으면 아이들이 새로운 단어를 배운다."
    assert likeness([korean], ["소리 내어 읽으면 아이들이 새로운 단어를 배우지 않는다."])[0][0] < SURE


def test_the_topics_words_weigh_less() -> None:
    one, other = "Slow streets cool the town.", "Slow streets feed the shops."
    bare, informed = likeness([one], [other])[0][0], likeness([one], [other], topic="Slow streets")[0][0]
    assert informed < bare


def test_korean_and_english_are_never_alike() -> None:
    assert likeness(["scaling은 emergence를 낳는다고 했다"], ["scaling emergence scaling emergence"]) == [
        [0.0]
    ]


def test_empty_sides() -> None:
    assert likeness([], ["a"]) == []
    assert likeness(["a"], []) == [[]]
    assert likeness(["", "the of"], ["...", "Slow streets"]) == [[0.0, 0.0], [0.0, 0.0]]


WORDS = st.sampled_from(
    [
        "the",
        "street",
        "slow",
        "not",
        "never",
        "cars",
        "widening",
        "도로",
        "넓히면",
        "자동차",
        "않는다",
        ".",
        "presenter",
        "argued",
        "that",
    ]
)
PASSAGE = st.one_of(st.text(), st.lists(WORDS).map(" ".join))


@given(st.lists(PASSAGE, max_size=5), PASSAGE)
def test_scores_are_symmetric_and_bounded(passages: list[str], topic: str) -> None:
    scores = likeness(passages, passages, topic=topic)
    for i, j in combinations(range(len(passages)), 2):
        assert scores[i][j] == scores[j][i]
        assert 0 <= scores[i][j] <= 1
    assert all(scores[i][i] == 1 for i in range(len(passages)))


def test_the_same_scores_in_every_process() -> None:
    passages = [passage for same in TALKS["Streets are rooms"] for passage in same]
    code = f"from bot.reading.matching import likeness; print(likeness({passages!r}, {passages!r}))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert seen == {f"{likeness(passages, passages)}\n"}


SAID = st.one_of(
    PASSAGE, st.sampled_from([text for talk in TALKS.values() for rows in talk for text in rows])
)
ASKED = st.tuples(
    st.lists(SAID, max_size=4), st.lists(SAID, max_size=6), st.sampled_from([None, "Slow streets"])
)


@given(st.lists(ASKED, min_size=2, max_size=6))
def test_what_was_compared_before_changes_no_score(
    asked: list[tuple[list[str], list[str], str | None]],
) -> None:
    one_by_one = [likeness(passages, others, topic=topic) for passages, others, topic in asked]
    for (passages, others, topic), scores in zip(asked, one_by_one, strict=True):
        matching.forget()
        assert likeness(passages, others, topic=topic) == scores


def test_only_what_is_new_is_weighed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[tuple[int, int]] = []
    change = Space.change

    def counted(space: Space, joined: Iterable[Features], left: Iterable[Features]) -> None:
        came, went = [*joined], [*left]
        weighed.append((len(came), len(went)))
        change(space, came, went)

    passages = [f"Street {number} feeds {number} shops." for number in range(30)]
    matching.forget()
    likeness(passages[:1], passages[:29], topic="Streets")
    monkeypatch.setattr(Space, "change", counted)
    likeness(passages[29:], passages[1:], topic="Streets")
    assert weighed == [(1, 1)] * 3


def test_a_large_class_is_quick() -> None:
    tails = [
        "grows",
        "falls",
        "waits",
        "costs",
        "teaches",
        "carries",
        "divides",
        "repeats",
        "answers",
        "forgets",
    ]
    texts = [
        f"The presenter argued that every {NOUNS[i % 10]} number {i} {tails[i // 10 % 10]} before the "
        f"{NOUNS[i // 7 % 10]} of case {i * 7919 % 4500} {tails[i // 3 % 10]} in the {NOUNS[i // 11 % 10]}."
        for i in range(4500)
    ]
    start = time.process_time()
    likeness(texts, texts[:200], topic="How a town grows")
    assert time.process_time() - start < 15  # seconds; a few on an idle machine


@given(
    st.lists(
        st.sampled_from([passage for talk in TALKS.values() for rows in talk for passage in rows]),
        max_size=12,
    )
)
def test_groups_are_those_of_the_whole_table(passages: list[str]) -> None:
    assert groups(passages, topic="Streets") == group(likeness(passages, passages, topic="Streets"))


WORDY = st.lists(
    st.sampled_from(
        ["streets", "roads", "slow", "feed", "not", "shops", "trees", "느린", "거리는", "가게를", "않다"]
    ),
    max_size=7,
)


@given(st.lists(WORDY.map(" ".join), max_size=12))
def test_groups_of_any_passages(passages: list[str]) -> None:
    assert groups(passages) == group(likeness(passages, passages))
