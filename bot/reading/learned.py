"""What was learned from the corpus, as files of weights: read once in a process, where it is needed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import Any

from bot.reading.sentences import Kind, Sentence

MODELS = Path(__file__).with_name("models")
STATEMENTS = MODELS / "statements.bin"
MATCHING = MODELS / "matching.json"
BESIDE = MODELS / "beside.json"
SENSES = MODELS / "senses.bin"

KINDS = "HBOPSR"
"""Heading, background, organisation, presenter's argument, student's claim, student's reaction."""
BUCKETS = 1 << 16
STEPS = 5
"""How many kinds of step from one sentence to the next there are."""

Weights = tuple[float, ...]


def bucket(clue: str) -> int:
    """Where a clue's weights lie; several clues may share a place."""
    return zlib.crc32(clue.encode("utf-8", "surrogatepass")) % BUCKETS


def steps(sentences: Sequence[Sentence]) -> list[int]:
    """How each sentence follows the one before: 0 for the first one, else by paragraph and heading."""
    found = [0] * min(1, len(sentences))
    for before, one in pairwise(sentences):
        title = one.kind in (Kind.HEADING, Kind.LABEL)
        found.append(1 + (before.paragraph != one.paragraph) + 2 * title)
    return found


@dataclass(frozen=True, slots=True)
class Chain:
    """Weights of clues for each kind, and of each kind after each other, by the kind of step."""

    places: dict[int, Weights]
    first: Weights
    moves: tuple[tuple[Weights, ...], ...]

    def probabilities(self, clues: Sequence[Sequence[str]], steps: Sequence[int]) -> list[Weights]:
        """For each sentence the probability of each kind, in the order of KINDS."""
        if not clues:
            return []
        shown = [self._shown(some) for some in clues]
        ahead = [_scaled(map(_times, shown[0], map(exp, self.first)))]
        for seen, step in zip(shown[1:], steps[1:], strict=True):
            table = self.moves[step]
            reached = [sum(map(_times, ahead[-1], column)) for column in zip(*table, strict=True)]
            ahead.append(_scaled(map(_times, reached, seen)))
        back: Weights = (1.0,) * len(KINDS)
        found = [_scaled(ahead[-1])]
        for at in range(len(clues) - 2, -1, -1):
            seen = tuple(map(_times, shown[at + 1], back))
            back = _scaled(sum(map(_times, row, seen)) for row in self.moves[steps[at + 1]])
            found.append(_scaled(map(_times, ahead[at], back)))
        return found[::-1]

    def _shown(self, clues: Sequence[str]) -> Weights:
        """How much the clues alone speak for each kind; each place counts once."""
        known = [self.places[place] for place in {*map(bucket, clues)} if place in self.places]
        sums = [sum(column) for column in zip(*known, strict=True)] if known else [0.0] * len(KINDS)
        most = max(sums)
        return tuple(exp(one - most) for one in sums)


def _times(one: float, other: float) -> float:
    return one * other


def _scaled(values: Any) -> Weights:
    found = tuple(values)
    whole = sum(found)
    return tuple(one / whole for one in found)


@cache
def chain() -> Chain:
    """The model that tells statements; about 10 MB in memory."""
    head, _, packed = zlib.decompress(STATEMENTS.read_bytes()).partition(b"\n")
    about = json.loads(head)
    unit = about["unit"]
    width = len(KINDS)
    signed = memoryview(packed).cast("b")
    places = {
        at: tuple(value * unit for value in signed[at * width : (at + 1) * width])
        for at in range(BUCKETS)
        if any(signed[at * width : (at + 1) * width])
    }
    first = tuple(value * unit for value in about["first"])
    moves = tuple(
        tuple(tuple(exp(value * unit) for value in row) for row in table) for table in about["moves"]
    )
    return Chain(places, first, moves)


@dataclass(frozen=True, slots=True)
class Kinship:
    """The weights of a pair's traits, the last one constant, and from which probability on it is likely."""

    weights: Weights
    likely: float


@cache
def kinships() -> dict[str, Kinship]:
    """The model that tells whether two passages claim the same, by "ko" and "en"."""
    about = json.loads(MATCHING.read_text(encoding="utf-8"))
    return {
        language: Kinship(tuple(one["weights"]), one["likely"])
        for language, one in about["languages"].items()
    }


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of a passage beside a claim among others: at first sight, then with what the first sight told.

    The last of each is the constant; `likely` is the probability from which on the passage makes the claim.
    """

    first: Weights
    second: Weights
    likely: float


def judges_in(told: Any) -> dict[str, Judge]:
    """Judges from a file's part, by language. Raises KeyError, TypeError, ValueError, AttributeError."""
    return {
        language: Judge(
            tuple(map(float, one["first"])), tuple(map(float, one["second"])), float(one["likely"])
        )
        for language, one in told.items()
    }


@cache
def judges() -> dict[str, Judge]:
    """The model that tells which of some claims a passage makes, by "ko" and "en"."""
    return judges_in(json.loads(BESIDE.read_text(encoding="utf-8"))["languages"])
