"""Passages and claims of one pool as their words' vectors: how alike they are where they share no word."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Protocol

from bot.reading.senses import Senses, Vector, dot, summed, unit, without
from bot.reading.spaces import Features
from bot.reading.stems import traits


class Weights(Protocol):
    """What is known of the words of passages that are compared with each other."""

    def rarity(self, stem: str) -> float: ...


class Sensed:
    """Passages beside claims, compared at one go: what is reckoned once is kept."""

    def __init__(self, senses: Senses, pool: Weights, topic: str | None) -> None:
        self._senses, self._pool = senses, pool
        self._vectors: dict[str, Vector | None] = {}
        self._whole: dict[Features, Vector] = {}
        self._bare: dict[Features, Vector] = {}
        self._alike: dict[str, _Likeness] = {}
        self._topic = self._sum(traits(topic or "").stems)

    def pair(self, passage: Features, claim: Features) -> list[float]:
        """From their stems: the cosine, the cosine beside the topic, how much of either the other covers."""
        return [
            dot(self.whole(passage), self.whole(claim)),
            dot(self.bare(passage), self.bare(claim)),
            *self._covered(passage, claim),
        ]

    def whole(self, stems: Features) -> Vector:
        """The sum of the vectors of some stems, rare ones counting for more."""
        known = self._whole.get(stems)
        if known is None:
            known = self._whole[stems] = self._sum(stems)
        return known

    def bare(self, stems: Features) -> Vector:
        """The same without the direction of the topic."""
        known = self._bare.get(stems)
        if known is None:
            known = self._bare[stems] = without(self.whole(stems), self._topic)
        return known

    def _sum(self, stems: Features) -> Vector:
        # Sorted: the sum of a set must not depend on the order in which this process happens to hold it.
        known = [
            (vector, math.sqrt(self._pool.rarity(one)))
            for one in sorted(stems)
            if (vector := self._senses.of(one)) is not None
        ]
        return summed(known, self._senses.width)

    def _covered(self, passage: Features, claim: Features) -> tuple[float, float]:
        """Each stem of a claim counts as its nearest in the passage is like it; then the other way round."""
        rows = {one: self._likeness(one) for one in claim}
        forth = {one: max(map(row.__getitem__, passage), default=0.0) for one, row in rows.items()}
        back = {one: max((row[one] for row in rows.values()), default=0.0) for one in passage}
        return self._mean(forth), self._mean(back)

    def _mean(self, covered: Mapping[str, float]) -> float:
        weights = {one: self._pool.rarity(one) for one in covered}
        whole = math.fsum(weights.values())
        return math.fsum(weights[one] * share for one, share in covered.items()) / whole if whole else 0.0

    def _likeness(self, stem: str) -> _Likeness:
        """How like a stem of a claim others are."""
        known = self._alike.get(stem)
        if known is None:
            known = self._alike[stem] = _Likeness(stem, self._single)
        return known

    def _single(self, stem: str) -> Vector | None:
        if stem not in self._vectors:
            found = self._senses.of(stem)
            self._vectors[stem] = unit(found) if found else None
        return self._vectors[stem]


class _Likeness(dict[str, float]):
    """How like one stem others are, each reckoned when it is first asked for; 1 for itself, at least 0."""

    def __init__(self, stem: str, vector: Callable[[str], Vector | None]) -> None:
        super().__init__()
        self._vector, self._own = vector, vector(stem)
        self[stem] = 1.0

    def __missing__(self, stem: str) -> float:
        other = self._vector(stem)
        likeness = max(0.0, min(1.0, dot(self._own, other))) if self._own and other else 0.0
        self[stem] = likeness
        return likeness
