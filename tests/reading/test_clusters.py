"""What is proposed as one: the most alike on average, never Korean with English, never what is sure apart."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import clusters as module
from bot.reading.clusters import clusters, linked, moved
from bot.reading.language import has_korean
from bot.reading.matching import groups, neighbours
from tests.reading.test_matching import NOUNS, PASSAGE, SAID, TALKS

Table = list[dict[int, float]]


def slowly(near: Sequence[dict[int, float]], level: float) -> list[int]:
    """Average linkage as it is defined: of all pairs of clusters the most alike become one."""
    parts = [[at] for at in range(len(near))]

    def mean(one: list[int], other: list[int]) -> float:
        pairs = [(max(here, there), min(here, there)) for here in one for there in other]
        return sum(near[later].get(earlier, 0.0) for later, earlier in pairs) / len(pairs)

    while len(parts) > 1:
        best, one, other = max(
            (mean(parts[one], parts[other]), one, other)
            for other in range(len(parts))
            for one in range(other)
        )
        if best < level:
            break
        parts[one] += parts.pop(other)
    return [next(min(part) for part in parts if at in part) for at in range(len(near))]


@pytest.mark.parametrize("seed", range(30))
def test_linking_is_average_linkage(seed: int) -> None:
    draw = random.Random(seed)
    count = draw.randint(1, 14)
    table: Table = [{at: draw.random() for at in range(to) if draw.random() < 0.6} for to in range(count)]
    for level in (0.1, 0.3, 0.6):
        assert linked(table, [*range(count)], level) == slowly(table, level)


def test_a_chain_of_likenesses_is_no_cluster() -> None:
    chain: Table = [{}, {0: 0.3}, {1: 0.3}, {2: 0.3}]
    assert linked(chain, [0, 1, 2, 3], 0.2) == [0, 0, 2, 2]


def test_retellings_in_other_words_are_proposed_where_nothing_is_sure() -> None:
    passages = [
        "She argued that salt decides which microbes may live in the jar.",
        "Salt is a doorkeeper, picking the microbes that are let in.",
        "He said that the liking for strong smells is learned by children at the table.",
        "Families teach their children to like such smells; nobody is born with it.",
    ]
    assert groups(passages, topic="Fermentation") == [0, 1, 2, 3]
    assert clusters(passages, topic="Fermentation") == [0, 0, 1, 1]


@pytest.mark.parametrize("topic", TALKS)
def test_what_is_sure_is_together(topic: str) -> None:
    for same in TALKS[topic]:
        assert len(set(clusters(same, topic=topic))) == 1


@given(st.lists(SAID, max_size=8), st.sampled_from([None, "Slow streets"]))
def test_clusters_hold_whole_groups_of_one_language(passages: list[str], topic: str | None) -> None:
    found = clusters(passages, topic=topic)
    assert len(found) == len(passages)
    assert [*dict.fromkeys(found)] == [*range(len(set(found)))]
    for group, cluster in zip(groups(passages, topic=topic), found, strict=True):
        assert {found[at] for at, one in enumerate(groups(passages, topic=topic)) if one == group} == {
            cluster
        }
    for cluster in set(found):
        assert len({has_korean(one) for one, of in zip(passages, found, strict=True) if of == cluster}) == 1


@given(st.lists(PASSAGE, max_size=6, unique=True))
def test_neighbours_come_before_and_are_somewhat_alike(passages: list[str]) -> None:
    for at, near in enumerate(neighbours(passages, range(len(passages)))):
        assert all(0 <= other < at and 0 < likeness <= 1 for other, likeness in near.items())


def test_two_passages_of_one_report_are_not_proposed() -> None:
    passages = [
        "She argued that salt decides which microbes may live in the jar.",
        "Salt is a doorkeeper, picking the microbes that are let in.",
    ]
    assert clusters(passages, topic="Fermentation", origins=["minji", "sora"]) == [0, 0]
    assert clusters(passages, topic="Fermentation", origins=["minji", "minji"]) == [0, 1]


def test_too_many_passages_are_only_joined_where_that_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    passages = [passage for same in TALKS["Streets are rooms"] for passage in same]
    monkeypatch.setattr(module, "MOST", 3)
    assert clusters(passages) == groups(passages)


def test_a_seminar_is_quick() -> None:
    passages = [
        f"Every {NOUNS[i % 10]} number {i} feeds the {NOUNS[i // 7 % 10]} of case {i * 7919 % 450}."
        for i in range(300)
    ]
    start = time.process_time()
    clusters(passages, topic="How a town grows")
    assert time.process_time() - start < 15  # seconds; two on an idle machine


def test_a_passage_goes_where_it_is_most_at_home() -> None:
    near: Table = [{}, {0: 0.9}, {1: 0.2}, {2: 0.8}, {2: 0.8, 3: 0.8}]
    assert moved(near, range(5), [0, 0, 0, 3, 3], 0.08) == [0, 0, 2, 2, 2]
    assert moved(near, range(5), [0, 0, 0, 3, 3], 0.5) == [0, 1, 2, 3, 4]
    assert moved(near, [0, 0, 2, 2, 2], [0, 0, 2, 2, 2], 0.5) == [0, 0, 2, 2, 2]


def test_where_everything_is_alike_it_takes_more() -> None:
    alike: Table = [dict.fromkeys(range(at), 0.2) for at in range(100)]
    evened = module.evened(alike, [True] * 100)
    assert evened[99][0] == pytest.approx(0.11, abs=0.01)
    assert module.evened(alike[:4], [True] * 4)[3][0] > 0.19
    usual: Table = [dict.fromkeys(range(at), 0.09) for at in range(100)]
    assert module.evened(usual, [False] * 100) == usual
