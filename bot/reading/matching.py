"""How surely two passages claim the same."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.reading.stems import Traits, traits

LIKELY = 0.35
SURE = 0.5

# From which mean cosine on two passages likely and surely claim the same. English: on public pairs of
# arguments and key points, nine in ten of those above the first do, and all above the second. Korean words
# are told apart by their first syllables only, so chance likeness is greater there.
_ENGLISH_LEVELS = (0.32, 0.43)
_KOREAN_LEVELS = (0.48, 0.62)

_TOPIC_WEIGHT = 0.5
_CONTRARY = 0.35
_WORTH_A_LOOK = 0.1
_FEWEST_STEMS = 2
_ROUNDING = 0.001


def likeness(
    passages: Sequence[str], others: Sequence[str], *, topic: str | None = None
) -> list[list[float]]:
    """For each passage its likeness to each of the others, in [0, 1].

    From 0.5 on they surely claim the same, from 0.35 on likely. Words that the topic or many passages share
    count for less, words of attribution for nothing. A Korean and an English passage are never alike.
    """
    known = {passage: traits(passage) for passage in dict.fromkeys((*passages, *others))}
    usual = traits(topic or "")
    stems = _Space([one.stems for one in known.values()], usual.stems)
    runs = _Space([one.runs for one in known.values()], usual.runs)
    sought = [known[other] for other in others]
    index = _Index(stems)
    for one in sought:
        index.add(one.stems)
    return [
        [
            1.0 if passage == other else _score(runs, known[passage], one, cosine)
            for other, one, cosine in zip(others, sought, index.cosines(known[passage].stems), strict=True)
        ]
        for passage in passages
    ]


def groups(passages: Sequence[str], *, topic: str | None = None) -> list[int]:
    """A group number for each passage: those of `likeness` and bot.seminar.grouping.group, for thousands.

    Each passage joins the group of its most alike predecessor where they surely claim the same.
    """
    known = {passage: traits(passage) for passage in dict.fromkeys(passages)}
    usual = traits(topic or "")
    stems = _Space([one.stems for one in known.values()], usual.stems)
    runs = _Space([one.runs for one in known.values()], usual.runs)
    distinct = [*known.values()]
    index = _Index(stems)
    found: list[int] = []
    for one in distinct:
        closest = _closest(one, distinct, index.cosines(one.stems), runs)
        found.append(max(found, default=-1) + 1 if closest is None else found[closest])
        index.add(one.stems)
    numbers = dict(zip(known, found, strict=True))
    return [numbers[passage] for passage in passages]


def _closest(one: Traits, others: Sequence[Traits], cosines: Sequence[float], runs: _Space) -> int | None:
    """The most alike of those that have a cosine, where it surely claims the same; the first of equals."""
    if not cosines:
        return None
    _, sure = _KOREAN_LEVELS if one.korean else _ENGLISH_LEVELS
    first = cosines.index(max(cosines))
    best, closest = _score(runs, one, others[first], cosines[first]), first
    # Whatever their runs, passages of a smaller cosine cannot be as alike.
    least = max(_WORTH_A_LOOK, 2 * _mean_for(max(best, SURE), sure) - 1 - _ROUNDING)
    for other, cosine in enumerate(cosines):
        if cosine >= least and other != first:
            score = _score(runs, one, others[other], cosine)
            if score > best or (score == best and other < closest):
                best, closest = score, other
    return closest if best >= SURE else None


def _score(runs: _Space, one: Traits, other: Traits, cosine: float) -> float:
    if cosine < _WORTH_A_LOOK or one.korean is not other.korean:
        return 0.0
    if len(one.stems & other.stems) < _FEWEST_STEMS and one.stems != other.stems:
        return 0.0
    mean = (cosine + runs.cosine(one.runs, other.runs)) / 2
    score = _calibrated(mean, *(_KOREAN_LEVELS if one.korean else _ENGLISH_LEVELS))
    contrary = None not in (one.negated, other.negated) and one.negated is not other.negated
    return round(score * _CONTRARY if contrary else score, 4)


def _calibrated(mean: float, likely: float, sure: float) -> float:
    """Straight lines through (0, 0), (likely, 0.35), (sure, 0.5) and (1, 1)."""
    if mean < likely:
        return mean / likely * LIKELY
    if mean < sure:
        return LIKELY + (mean - likely) / (sure - likely) * (SURE - LIKELY)
    return min(1.0, SURE + (mean - sure) / (1 - sure) * (1 - SURE))


def _mean_for(score: float, sure: float) -> float:
    """The mean cosine that is calibrated to this score, which is at least SURE."""
    return sure + (score - SURE) / (1 - SURE) * (1 - sure)


class _Space:
    """Sets of features, weighed by how few of the pooled passages have them."""

    def __init__(self, pool: Sequence[frozenset[str]], usual: frozenset[str]) -> None:
        seen = Counter(feature for features in pool for feature in features)
        self.squares: Mapping[str, float] = {
            feature: self._weight(len(pool), count, usual=feature in usual) ** 2
            for feature, count in seen.items()
        }
        self._lengths = {features: self._length(features) for features in pool}

    @staticmethod
    def _weight(pooled: int, count: int, *, usual: bool) -> float:
        weight = 1 + math.log((pooled + 1) / (count + 1))
        return weight * _TOPIC_WEIGHT if usual else weight

    def length(self, features: frozenset[str]) -> float:
        known = self._lengths.get(features)
        return self._length(features) if known is None else known

    def _length(self, features: Iterable[str]) -> float:
        # fsum: the sum of a set must not depend on the order in which this process happens to hold it.
        return math.sqrt(math.fsum(self.squares[feature] for feature in features))

    def cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        lengths = self.length(one) * self.length(other)
        return self._length(one & other) ** 2 / lengths if lengths else 0.0


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
