"""Shared passages are found after small edits, in both languages; what all hold, or a prompt, is none."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.alike import alike
from bot.seminar.alike import Alike, Shared

ENGLISH = (
    "The presenter argued that a street is a room whose walls are its houses, and that whoever widens it "
    "moves the walls apart until nobody feels at home in it any longer."
)
EDITED = (
    "The speaker argued that each street is a room whose walls are its houses, and said that whoever widens "
    "it moves these walls apart until nobody feels at home in it anymore."
)
KOREAN = (
    "발표자는 거리가 하나의 방이고 집들이 그 벽이라고 주장하였다. 거리를 넓히는 사람은 벽을 서로 "
    "멀어지게 하고 결국 아무도 그곳을 집처럼 느끼지 못하게 된다고 말했다."
)
KOREAN_EDITED = (
    "발표자께서는 거리는 하나의 방이며 집들이 그 벽이라고 주장했다. 그리고 거리를 넓히는 사람이 벽을 서로 "
    "멀어지게 하고 결국 아무도 그곳을 집처럼 느끼지 못하게 한다고 말하였다."
)
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def filler(seed: int, words: int = 80) -> str:
    """Words that no other seed makes."""
    draw = random.Random(seed)
    return " ".join("".join(draw.choices(ALPHABET, k=draw.randint(3, 9))) for _ in range(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [(ENGLISH, ENGLISH), (ENGLISH, EDITED), (KOREAN, KOREAN), (KOREAN, KOREAN_EDITED)],
    ids=["english", "english edited", "korean", "korean edited"],
)
def test_a_passage_is_found_where_it_stands_in_either_text(one: str, other: str) -> None:
    texts = [f"{filler(1)}. {one} {filler(2)}", f"{other} {filler(3)}", filler(4)]
    (pair,) = alike(texts, [])
    assert (pair.one, pair.other) == (0, 1)
    (shared,) = pair.shared
    found, other_found = texts[0][shared.start : shared.end], texts[1][shared.other_start : shared.other_end]
    assert found in one
    assert other_found in other
    assert len(found) > 0.6 * len(one)


def test_two_passages_in_another_order_are_two() -> None:
    texts = [f"{ENGLISH} {filler(1)} {KOREAN}", f"{KOREAN} {filler(2)} {ENGLISH}"]
    (pair,) = alike(texts, [])
    assert [texts[0][one.start : one.end] for one in pair.shared] == [ENGLISH[:-1], KOREAN[:-1]]
    assert [texts[1][one.other_start : one.other_end] for one in pair.shared] == [ENGLISH[:-1], KOREAN[:-1]]


def test_what_the_prompt_says_is_set_aside() -> None:
    texts = [f"“{ENGLISH}” {filler(1)}", f"{filler(2)} {ENGLISH}"]
    assert alike(texts, [f"Discuss: {ENGLISH}"]) == []
    assert alike(texts, [KOREAN]) != []


def test_what_many_reports_quote_is_no_sign() -> None:
    quoting = [f"{filler(number)} {ENGLISH} {filler(100 + number)}" for number in range(20)]
    assert alike(quoting, []) == []
    assert len(alike(quoting[:3] + [filler(number) for number in range(200, 220)], [])) == 3


def test_short_phrases_and_refrains_are_none() -> None:
    phrase = "the presenter argued that it is important to"
    assert alike([f"{filler(1)} {phrase} {filler(2)}", f"{filler(3)} {phrase} {filler(4)}"], []) == []
    assert alike(["so it goes on " * 200, "so it goes on " * 300], []) == []


def test_the_most_alike_come_first() -> None:
    texts = [f"{ENGLISH} {filler(1)}", f"{ENGLISH} {KOREAN}", f"{filler(2)} {KOREAN} {ENGLISH}"]
    assert [(pair.one, pair.other) for pair in alike(texts, [])] == [(1, 2), (0, 1), (0, 2)]


WORDS = st.sampled_from(["slow", "street", "room", "wall", "house", "거리는", "방이다", "나무가", "넓은"])
TEXTS = st.lists(st.lists(WORDS, max_size=60).map(" ".join), max_size=5)


def turned(pair: Alike, last: int) -> Alike:
    """A pair as it is where the texts stand in the opposite order."""
    shared = (Shared(one.other_start, one.other_end, one.start, one.end) for one in pair.shared)
    return Alike(last - pair.other, last - pair.one, tuple(sorted(shared, key=lambda one: one.start)))


@given(TEXTS)
def test_the_order_of_the_texts_makes_no_difference(texts: list[str]) -> None:
    found, opposite = alike(texts, []), alike(texts[::-1], [])
    by_pair = {(pair.one, pair.other): pair for pair in (turned(one, len(texts) - 1) for one in opposite)}
    assert {(pair.one, pair.other): pair for pair in found} == by_pair


@given(st.lists(st.text(max_size=200), max_size=4), st.lists(st.text(max_size=50), max_size=2))
def test_passages_lie_in_their_texts_and_apart(texts: list[str], set_aside: list[str]) -> None:
    for pair in alike(texts, set_aside):
        assert 0 <= pair.one < pair.other < len(texts)
        ends = [0] + [one.end for one in pair.shared]
        assert all(end <= one.start < one.end for end, one in zip(ends, pair.shared, strict=False))
        assert all(one.other_start < one.other_end <= len(texts[pair.other]) for one in pair.shared)


@given(st.integers(0, 10**6), st.integers(3, 12))
def test_an_edit_in_every_few_words_does_not_hide_a_copy(seed: int, every: int) -> None:
    source = filler(seed, 60)
    words = source.split()
    for at in range(every, len(words), 8):
        words[at] = "edited"
    assert alike([source, " ".join(words)], []) != []


@given(st.integers(0, 10**6))
def test_texts_of_their_own_are_not_found(seed: int) -> None:
    assert alike([filler(2 * seed), filler(2 * seed + 1)], []) == []


def test_a_large_class_takes_seconds() -> None:
    # 300 reports of a thousand words each that share their vocabulary.
    draw = random.Random(7)
    vocabulary = filler(8, 900).split()
    texts = [" ".join(draw.choices(vocabulary, k=1000)) for _ in range(300)]
    texts[17] += f" {ENGLISH}"
    texts[251] = f"{EDITED} {texts[251]}"
    start = time.process_time()
    assert [(pair.one, pair.other) for pair in alike(texts, [])] == [(17, 251)]
    assert time.process_time() - start < 8
