"""Passages beside a list of claims: the nearest claim is told, in any order, and no is not yes."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import meaning
from bot.reading.beside import WITH_ENCODER, at_first_sight, beside_claims, sensed_in
from bot.reading.learned import Judge
from bot.reading.matching import LIKELY, SURE, Pool, likeness
from bot.reading.meaning import Meaning
from bot.reading.senses import Senses
from tests.reading.test_matching import TALKS
from tests.reading.test_meaning import ByMeaning

TOPIC = "How a town moves"
CLAIMS = [
    "Wider roads draw more cars into the town.",
    "Shops earn more where people walk slowly.",
    "Children need streets that they can cross alone.",
    "Trees cool a street in summer.",
]
SAID = [
    "They said that a road which is widened soon draws still more cars.",
    "People who walk slowly buy more, so the shops on such streets earn well.",
    "A child has to be able to cross alone.",
    "In summer it is cooler where trees stand.",
    "Parking takes a third of the land.",
]
KOREAN = ["도로를 넓히면 자동차가 늘어난다.", "나무는 여름에 거리를 식힌다."]
PASSAGES = [passage for talk in TALKS.values() for rows in talk for passage in rows]


def test_each_passage_is_nearest_to_the_claim_that_it_makes() -> None:
    table = beside_claims(SAID, CLAIMS, topic=TOPIC)
    assert [row.index(max(row)) for row in table[:4]] == [0, 1, 2, 3]
    assert all(max(row) >= LIKELY for row in table[:4])
    assert max(table[4]) < LIKELY


def test_a_rival_claim_makes_another_less_sure() -> None:
    said = ["The town should plant trees along each street."]
    alone = beside_claims(said, ["Trees cool a street in summer.", CLAIMS[0]], topic=TOPIC)
    rival = ["Trees cool a street in summer.", CLAIMS[0], "The town should plant trees along its streets."]
    assert beside_claims(said, rival, topic=TOPIC)[0][0] < alone[0][0]


@pytest.mark.parametrize("talk", TALKS)
def test_what_is_sure_is_what_words_in_common_make_sure(talk: str) -> None:
    passages = [one for rows in TALKS[talk] for one in rows]
    claims = [rows[0] for rows in TALKS[talk]]
    by_words = likeness(passages, claims, topic=talk)
    for row, before in zip(beside_claims(passages, claims, topic=talk), by_words, strict=True):
        for score, words in zip(row, before, strict=True):
            assert (score >= SURE) is (words >= SURE)
            assert words < SURE or score == words


def test_what_is_said_in_other_words_is_nearer_than_what_is_about_something_else() -> None:
    said = ["Physicians cure illness.", "Automobiles pollute cities."]
    claims = ["Doctors heal the sick.", "Cars make towns dirty."]
    table = beside_claims(said, claims)
    assert [row.index(max(row)) for row in table] == [0, 1]
    assert all(max(row) > 2 * min(row) and max(row) < SURE for row in table)


def test_a_topic_is_no_likeness() -> None:
    pool = Pool("Animal testing")
    passages = ["Animals suffer pain.", "Animals are tested cheaply."]
    pool.hold(passages)
    sensed = sensed_in(pool, passages, "Animal testing")
    assert sensed is not None
    plain, bare, *_ = sensed.pair(*(pool.known[one].stems for one in passages))
    assert bare < plain


def test_a_stem_that_is_not_known_is_taken_for_what_it_is_made_of() -> None:
    numbers = memoryview(bytes([1, 2, 3, 4])).cast("b")
    known = Senses({"legal": 0, "home": 1}, numbers, 2)
    assert known.of("legaliz") == known.of("legal") == (1.0, 2.0)
    assert known.of("homelegal") == (4.0, 6.0)
    assert known.of("legalistical") is known.of("hom") is known.of("") is None


def test_a_denial_is_never_likely() -> None:
    said = ["Trees do not cool a street in summer."]
    assert beside_claims(said, CLAIMS, topic=TOPIC)[0][3] < LIKELY
    assert beside_claims(["Trees cool a street in summer too."], CLAIMS, topic=TOPIC)[0][3] >= LIKELY


def test_languages_are_weighed_apart() -> None:
    both = beside_claims([*SAID, *KOREAN], [*CLAIMS, KOREAN[0]], topic=TOPIC)
    assert all(row[-1] == 0.0 for row in both[: len(SAID)])
    assert all(max(row[:-1]) == 0.0 for row in both[len(SAID) :])
    assert both[-2][-1] >= SURE


@given(st.lists(st.sampled_from(PASSAGES), max_size=8), st.lists(st.sampled_from(PASSAGES), max_size=5))
def test_order_and_repetition_make_no_difference(passages: list[str], claims: list[str]) -> None:
    table = beside_claims(passages, claims, topic=TOPIC)
    scores = dict(
        zip(
            ((one, claim) for one in passages for claim in claims),
            (score for row in table for score in row),
            strict=True,
        )
    )
    assert all(0 <= score <= 1 for score in scores.values())
    chance = random.Random(len(passages))
    mixed, turned = chance.sample(passages, len(passages)) * 2, claims[::-1]
    assert beside_claims(mixed, turned, topic=TOPIC) == [
        [scores[one, claim] for claim in turned] for one in mixed
    ]


@pytest.mark.parametrize("odd", ["", " ", "\ud800", "?!", "the and of", "🙂" * 50, "a" * 5000, "@everyone"])
def test_any_text_has_scores(odd: str) -> None:
    table = beside_claims([odd, *SAID], [odd, *CLAIMS], topic=odd)
    assert all(0 <= score <= 1 for row in table for score in row)


def test_weights_that_were_made_of_other_traits_are_not_used(encoder: Meaning) -> None:
    by_meaning = beside_claims(SAID, CLAIMS)
    meaning.use(Meaning(ByMeaning(), {}, {"en": Judge((0.0,) * 62, (0.0,) * 69, likely=0.5)}))
    with_old = beside_claims(SAID, CLAIMS)
    meaning.switch_on(None)
    assert with_old == beside_claims(SAID, CLAIMS) != by_meaning


def test_the_traits_with_an_encoder_are_as_many_as_is_said() -> None:
    for language, passages in (("en", SAID), ("ko", KOREAN)):
        pool = Pool(None)
        pool.hold(passages)
        made = Meaning(ByMeaning(), {})
        sensed = sensed_in(pool, passages, None)
        table = at_first_sight(pool, passages, passages, sensed=sensed, second=made, topic=None)
        assert {len(pair) for row in table for pair in row} == {WITH_ENCODER[language]}


@pytest.fixture
def encoder() -> Iterator[Meaning]:
    """In use: the first sight asks for the cosine alone, the second for that first sight."""
    first = (*(0.0,) * 19, 10.0, *(0.0,) * 65, -5.0)
    second = (*(0.0,) * 85, 1.0, *(0.0,) * 6, 0.0)
    made = Meaning(ByMeaning(), {}, {"en": Judge(first, second, likely=0.5)})
    meaning.use(made)
    yield made
    meaning.switch_on(None)


def test_an_encoder_finds_what_is_said_in_other_words_and_makes_nothing_sure(encoder: Meaning) -> None:
    claims = ["The doctor heals.", "Rivers flood."]
    table = beside_claims(["A physician cures.", "Streams drown."], claims)
    assert [row.index(max(row)) for row in table] == [0, 1]
    assert all(LIKELY <= max(row) < SURE for row in table)
    assert np.isfinite(table).all()
    assert beside_claims(KOREAN, KOREAN)[0][0] >= SURE
