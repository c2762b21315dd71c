"""How surely two passages claim the same."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.reading.learned import Kinship, kinships
from bot.reading.stems import Traits, traits

LIKELY = 0.35
SURE = 0.5

TRAITS = 11
"""How many numbers describe a pair."""

_TOPIC_WEIGHT = 0.5
_CONTRARY = 0.35
_WORTH_A_LOOK = 0.04
_FEWEST_STEMS = 2


def likeness(
    passages: Sequence[str], others: Sequence[str], *, topic: str | None = None
) -> list[list[float]]:
    """For each passage its likeness to each of the others, in [0, 1].

    From 0.5 on they surely claim the same, from 0.35 on likely. Words that the topic or many passages share
    count for less, words of attribution for nothing. A Korean and an English passage are never alike.
    """
    pool = _Pool((*passages, *others), topic)
    sought = [pool.known[other] for other in others]
    index = _Index(pool.stems)
    for one in sought:
        index.add(one.stems)
    return [
        [
            1.0 if passage == other else pool.score(pool.known[passage], one, cosine)
            for other, one, cosine in zip(
                others, sought, index.cosines(pool.known[passage].stems), strict=True
            )
        ]
        for passage in passages
    ]


def groups(passages: Sequence[str], *, topic: str | None = None) -> list[int]:
    """A group number for each passage: those of `likeness` and bot.seminar.claims.group, for thousands.

    Each passage joins the group of its most alike predecessor where they surely claim the same.
    """
    pool = _Pool(passages, topic)
    distinct = [*pool.known.values()]
    index = _Index(pool.stems)
    found: list[int] = []
    for one in distinct:
        scores = [
            pool.score(one, other, cosine) if cosine >= _WORTH_A_LOOK else 0.0
            for other, cosine in zip(distinct, index.cosines(one.stems), strict=False)
        ]
        best = max(scores, default=0.0)
        found.append(found[scores.index(best)] if best >= SURE else max(found, default=-1) + 1)
        index.add(one.stems)
    numbers = dict(zip(pool.known, found, strict=True))
    return [numbers[passage] for passage in passages]


class _Pool:
    """Passages that are compared with each other: what they share tells less."""

    def __init__(self, passages: Sequence[str], topic: str | None) -> None:
        self.known = {passage: traits(passage) for passage in dict.fromkeys(passages)}
        usual = traits(topic or "")
        self.stems = _Space([one.stems for one in self.known.values()], usual.stems)
        self._runs = _Space([one.runs for one in self.known.values()], usual.runs)
        self._parts = _Space([one.parts for one in self.known.values()], usual.parts)

    def score(self, one: Traits, other: Traits, cosine: float) -> float:
        """How surely two passages claim the same, from 0 to 1; `cosine` is that of their stems."""
        if one.stems == other.stems and one.runs == other.runs and one.stems and not self.contrary(one, other):
            return 1.0
        if cosine < _WORTH_A_LOOK or one.korean is not other.korean:
            return 0.0
        if len(one.stems & other.stems) < _FEWEST_STEMS and one.stems != other.stems:
            return 0.0
        kinship = kinships()["ko" if one.korean else "en"]
        score = calibrated(kinship, probability(kinship.weights, self.pair(one, other)))
        return round(score * _CONTRARY if self.contrary(one, other) else score, 4)

    @staticmethod
    def contrary(one: Traits, other: Traits) -> bool:
        """Whether one passage denies and the other does not."""
        return None not in (one.negated, other.negated) and one.negated is not other.negated

    def pair(self, one: Traits, other: Traits) -> list[float]:
        """The traits of a pair, the same in either order."""
        few, many = sorted((len(one.stems), len(other.stems)))
        return [
            *self.stems.overlaps(one.stems, other.stems),
            *self._runs.overlaps(one.runs, other.runs),
            *self._parts.overlaps(one.parts, other.parts),
            math.log1p(few),
            math.log1p(many),
            float(self.contrary(one, other)),
            float(bool(one.numbers ^ other.numbers)),
            math.log1p(len(one.stems & other.stems)),
        ]


def pairs(passages: Sequence[str], chosen: Iterable[tuple[int, int]], topic: str | None) -> list[list[float]]:
    """The traits of the chosen pairs among passages that are compared with each other: what is learned from."""
    pool = _Pool(passages, topic)
    return [pool.pair(pool.known[passages[one]], pool.known[passages[other]]) for one, other in chosen]


def probability(weights: Sequence[float], pair: Sequence[float]) -> float:
    """How probable it is that a pair claims the same; the last weight is the constant."""
    z = math.fsum((*map(float.__mul__, weights, pair), weights[-1]))
    return 1 / (1 + math.exp(-z))


def calibrated(kinship: Kinship, probable: float) -> float:
    """Straight lines through (0, 0), (likely, 0.35), (sure, 0.5) and (1, 1)."""
    likely, sure = kinship.likely, kinship.sure
    if probable < likely:
        return probable / likely * LIKELY
    if probable < sure:
        return LIKELY + (probable - likely) / (sure - likely) * (SURE - LIKELY)
    return min(1.0, SURE + (probable - sure) / (1 - sure) * (1 - SURE))


class _Space:
    """Sets of features, weighed by how few of the pooled passages have them."""

    def __init__(self, pool: Sequence[frozenset[str]], usual: frozenset[str]) -> None:
        seen = Counter(feature for features in pool for feature in features)
        self.squares: Mapping[str, float] = {
            feature: self._weight(len(pool), count, usual=feature in usual) ** 2
            for feature, count in seen.items()
        }
        self._sums = {features: self._sum(features) for features in pool}

    @staticmethod
    def _weight(pooled: int, count: int, *, usual: bool) -> float:
        weight = 1 + math.log((pooled + 1) / (count + 1))
        return weight * _TOPIC_WEIGHT if usual else weight

    def length(self, features: frozenset[str]) -> float:
        return math.sqrt(self._sums[features])

    def _sum(self, features: Iterable[str]) -> float:
        # fsum: the sum of a set must not depend on the order in which this process happens to hold it.
        return math.fsum(map(self.squares.__getitem__, features))

    def overlaps(self, one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
        """The cosine, and the share of the smaller side that both have."""
        mine, theirs, both = self._sums[one], self._sums[other], self._sum(one & other)
        return (both / math.sqrt(mine * theirs), both / min(mine, theirs)) if both else (0.0, 0.0)


class _Index:
    """Which passages hold a feature: a passage is compared only with those that share one."""

    def __init__(self, space: _Space) -> None:
        self._space = space
        self._lengths: list[float] = []
        self._holders: dict[str, list[int]] = defaultdict(list)

    def add(self, features: frozenset[str]) -> None:
        for feature in features:
            self._holders[feature].append(len(self._lengths))
        self._lengths.append(self._space.length(features))

    def cosines(self, features: frozenset[str]) -> list[float]:
        """The cosine of these features to those of each passage."""
        shared = [0.0] * len(self._lengths)
        for feature in sorted(features):
            square = self._space.squares[feature]
            for number in self._holders.get(feature, ()):
                shared[number] += square
        length = self._space.length(features)
        return [
            both / (length * other) if both else 0.0
            for both, other in zip(shared, self._lengths, strict=True)
        ]
