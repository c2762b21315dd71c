"""Sets of features, weighed by how few of the pooled passages have them; passages join and leave."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Generic, TypeVar

Features = frozenset[str]
Key = TypeVar("Key")

_TOPIC_WEIGHT = 0.5


class Space:
    """The weights of features within a pool; those of `usual` ones count for less."""

    def __init__(self, usual: Features, pool: Iterable[Features] = ()) -> None:
        self._squares = _Squares(usual)
        self._lengths: dict[Features, float] = {}
        self.change(pool, ())

    def change(self, joined: Iterable[Features], left: Iterable[Features]) -> None:
        """Some sets join the pool, some of its own leave; all weights are those of the pool that results."""
        self._squares.change(joined, left)
        self._lengths.clear()

    def square(self, feature: str) -> float:
        """The weight of a pooled feature, times itself."""
        return self._squares[feature]

    def length(self, features: Features) -> float:
        known = self._lengths.get(features)
        if known is None:
            known = self._lengths[features] = self._length(features)
        return known

    def _length(self, features: Features) -> float:
        # fsum: the sum of a set must not depend on the order in which this process happens to hold it.
        return math.sqrt(math.fsum(map(self._squares.__getitem__, features)))

    def overlaps(self, one: Features, other: Features) -> tuple[float, float]:
        """The cosine, and the share of the smaller side that both have."""
        mine, theirs, both = self.length(one), self.length(other), self._length(one & other)
        return (both * both / (mine * theirs), (both / min(mine, theirs)) ** 2) if both else (0.0, 0.0)

    def share(self, one: Features, other: Features) -> float:
        """How much of one set the other has."""
        return (self._length(one & other) / self.length(one)) ** 2 if one else 0.0

    def cosine(self, one: Features, other: Features) -> float:
        lengths = self.length(one) * self.length(other)
        return self._length(one & other) ** 2 / lengths if lengths else 0.0


class _Squares(dict[str, float]):
    """The squares of weights, each reckoned when it is first asked for: most changes move all of them."""

    def __init__(self, usual: Features) -> None:
        super().__init__()
        self._usual = usual
        self._pooled = 0
        self._seen: Counter[str] = Counter()

    def change(self, joined: Iterable[Features], left: Iterable[Features]) -> None:
        for features in joined:
            self._pooled += 1
            self._seen.update(features)
        for features in left:
            self._pooled -= 1
            self._seen.subtract(features)
            for gone in [feature for feature in features if not self._seen[feature]]:
                del self._seen[gone]
        self.clear()

    def __missing__(self, feature: str) -> float:
        weight = 1 + math.log((self._pooled + 1) / (self._seen[feature] + 1))
        square = self[feature] = (weight * _TOPIC_WEIGHT if feature in self._usual else weight) ** 2
        return square


class Index(Generic[Key]):
    """Which passages hold a feature: a passage is compared only with those that share one."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._features: dict[Key, Features] = {}
        self._holders: dict[str, set[Key]] = defaultdict(set)

    def add(self, key: Key, features: Features) -> None:
        self._features[key] = features
        for feature in features:
            self._holders[feature].add(key)

    def remove(self, key: Key) -> None:
        for feature in self._features.pop(key):
            holders = self._holders[feature]
            holders.remove(key)
            if not holders:
                del self._holders[feature]

    def cosines(self, features: Features, among: AbstractSet[Key] | None = None) -> dict[Key, float]:
        """The cosine of these features to those of each passage that shares one, or of each of some."""
        shared: dict[Key, float] = defaultdict(float)
        for feature in sorted(features):
            square = self._space.square(feature)
            holders = self._holders.get(feature, set())
            for key in holders if among is None else holders & among:
                shared[key] += square
        length = self._space.length(features)
        return {
            key: both / (length * self._space.length(self._features[key])) for key, both in shared.items()
        }
