"""How surely two passages claim the same."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from bot.reading import meaning
from bot.reading.learned import kinships
from bot.reading.spaces import Index, Space
from bot.reading.stems import Traits, traits

LIKELY = 0.35
SURE = 0.5

# From which mean cosine on two passages likely and surely claim the same. English: on public pairs of
# arguments and key points, nine in ten of those above the first do, and all above the second. Korean words
# are told apart by their first syllables only, so chance likeness is greater there.
_ENGLISH_LEVELS = (0.32, 0.43)
_KOREAN_LEVELS = (0.48, 0.62)

_CONTRARY = 0.35
_WORTH_A_LOOK = 0.1
_FAR = 0.07
_UNSURE = 0.499
_FEWEST_STEMS = 2
_ROUNDING = 0.001

CONTRADICTED = LIKELY * _CONTRARY
"""From this score on, a pair of which one denies would be likely by its words, if none did."""

FEW = 600
"""Of so many passages at most, all pairs are weighed at once: what shares no stem may share letters."""
POOLS = 4
"""How many topics' pools are kept: a week's reports come one by one, and most of its passages stay."""


def likeness(
    passages: Sequence[str], others: Sequence[str], *, topic: str | None = None
) -> list[list[float]]:
    """For each passage its likeness to each of the others, in [0, 1].

    From 0.5 on they surely claim the same, from 0.35 on likely: what is sure is told by words in common, what
    is likely was learned. Words that the topic or many passages share count for less, words of attribution
    for nothing. A Korean and an English passage are never alike.
    """
    return [*rows(passages, others, topic=topic)]


def rows(
    passages: Sequence[str], others: Sequence[str], *, topic: str | None = None
) -> Iterator[list[float]]:
    """The rows of `likeness`, one at a time: a long report's do not all fit into memory."""
    pool = _pool_of(topic)
    pool.hold((*passages, *others))
    sought = {*others}
    second = meaning.current()
    beside = meaning.Beside(second, pool, passages, others, topic) if second else None
    for passage in passages:
        row = {**pool.scores(passage, sought), passage: 1.0}
        if beside:
            row = pool.mixed(passage, row, beside.scores(passage, row.keys()))
        yield [row.get(other, 0.0) for other in others]


def neighbours(
    passages: Sequence[str], origins: Sequence[object], *, topic: str | None = None
) -> Iterator[dict[int, float]]:
    """For each of distinct passages its nearness to those before it of other origins, by place.

    Few passages are also weighed against those that they share hardly a stem with, unlike in `likeness`.
    """
    pool = Pool(topic)
    pool.hold(passages)
    second = meaning.current()
    beside = meaning.Beside(second, pool, passages, passages, topic) if second else None
    places = {passage: at for at, passage in enumerate(passages)}
    for at, passage in enumerate(passages):
        others = [
            other for other, origin in zip(passages[:at], origins, strict=False) if origin != origins[at]
        ]
        near = pool.nearness(passage, others, everything=len(passages) <= FEW, beside=beside)
        yield {places[other]: score for other, score in near.items() if score}


def groups(passages: Sequence[str], *, topic: str | None = None) -> list[int]:
    """A group number for each passage: those of `likeness` and bot.seminar.grouping.group, for thousands.

    Each passage joins the group of its most alike predecessor where they surely claim the same.
    """
    known = {passage: traits(passage) for passage in dict.fromkeys(passages)}
    usual = traits(topic or "")
    stems = Space(usual.stems, (one.stems for one in known.values()))
    runs = Space(usual.runs, (one.runs for one in known.values()))
    distinct = [*known.values()]
    index = Index[int](stems)
    found: list[int] = []
    for number, one in enumerate(distinct):
        closest = _closest(one, distinct, index.cosines(one.stems), runs)
        found.append(max(found, default=-1) + 1 if closest is None else found[closest])
        index.add(number, one.stems)
    numbers = dict(zip(known, found, strict=True))
    return [numbers[passage] for passage in passages]


def _closest(one: Traits, others: Sequence[Traits], cosines: Mapping[int, float], runs: Space) -> int | None:
    """The most alike of those that have a cosine, where it surely claims the same; the first of equals."""
    if not cosines:
        return None
    _, sure = _KOREAN_LEVELS if one.korean else _ENGLISH_LEVELS
    first = max(cosines, key=cosines.__getitem__)
    best, closest = _score(runs, one, others[first], cosines[first]), first
    # Whatever their runs, passages of a smaller cosine cannot be as alike.
    least = max(_WORTH_A_LOOK, 2 * _mean_for(max(best, SURE), sure) - 1 - _ROUNDING)
    for other, cosine in cosines.items():
        if cosine >= least and other != first:
            score = _score(runs, one, others[other], cosine)
            if score > best or (score == best and other < closest):
                best, closest = score, other
    return closest if best >= SURE else None


class Pool:
    """Passages that are compared with each other: what they share tells less."""

    def __init__(self, topic: str | None) -> None:
        usual = traits(topic or "")
        self.known: dict[str, Traits] = {}
        self._stems, self._runs, self._parts = Space(usual.stems), Space(usual.runs), Space(usual.parts)
        self._index = Index[str](self._stems)

    def hold(self, passages: Iterable[str]) -> None:
        """From now on the pool holds these passages; only those that join or leave cost anything much."""
        wanted = dict.fromkeys(passages)
        joined = {passage: traits(passage) for passage in wanted if passage not in self.known}
        left = {passage: one for passage, one in self.known.items() if passage not in wanted}
        came, went = [*joined.values()], [*left.values()]
        self._stems.change((one.stems for one in came), (one.stems for one in went))
        self._runs.change((one.runs for one in came), (one.runs for one in went))
        self._parts.change((one.parts for one in came), (one.parts for one in went))
        for passage, one in joined.items():
            self.known[passage] = one
            self._index.add(passage, one.stems)
        for passage in left:
            del self.known[passage]
            self._index.remove(passage)

    def scores(self, passage: str, others: AbstractSet[str]) -> dict[str, float]:
        """How surely a passage claims the same as others; without those that it surely does not."""
        one = self.known[passage]
        return {
            other: self.score(one, self.known[other], cosine)
            for other, cosine in self._index.cosines(one.stems, others).items()
            if cosine >= _FAR
        }

    def nearness(
        self,
        passage: str,
        others: Sequence[str],
        *,
        everything: bool,
        beside: meaning.Beside | None = None,
    ) -> dict[str, float]:
        """How surely a passage claims the same as others, or all others that share a stem.

        By meaning, where that is beside the words and knows the language. Unlike in `score`, a denial is no
        more than one of the traits that were learned from.
        """
        one = self.known[passage]
        cosines = self._index.cosines(one.stems, {*others})
        if beside and beside.knows(passage):
            found = beside.nearness(passage, others, None if everything else cosines.keys())
        else:
            found = {
                other: self.probability(one, self.known[other])
                for other in (others if everything else cosines)
                if one.korean is self.known[other].korean
            }
        for other, cosine in cosines.items():
            if (score := _score(self._runs, one, self.known[other], cosine)) >= SURE:
                found[other] = score
        return found

    def score(self, one: Traits, other: Traits, cosine: float) -> float:
        """How surely two passages claim the same, from 0 to 1; `cosine` is that of their stems."""
        score = _score(self._runs, one, other, cosine)
        if score >= SURE or cosine < _FAR or one.korean is not other.korean:
            return score
        probable = self.probability(one, other)
        return round(probable * _CONTRARY if is_contrary(one, other) else probable, 4)

    def mixed(self, passage: str, words: Mapping[str, float], meant: Mapping[str, float]) -> dict[str, float]:
        """Likeness by words, and by meaning where that was weighed: what words make sure stays so."""
        mixed = dict(words)
        for other, score in meant.items():
            if words.get(other, 0.0) < SURE:
                contrary = is_contrary(self.known[passage], self.known[other])
                mixed[other] = round(score * _CONTRARY, 4) if contrary else score
        return mixed

    def probability(self, one: Traits, other: Traits) -> float:
        """What was learned of such a pair, below SURE."""
        kinship = kinships()["ko" if one.korean else "en"]
        return below_sure(kinship.likely, logistic(kinship.weights, self.pair(one, other)))

    def pair(self, one: Traits, other: Traits) -> list[float]:
        """The traits of a pair, the same in either order."""
        few, many = sorted((len(one.stems), len(other.stems)))
        return [
            *self._stems.overlaps(one.stems, other.stems),
            *self._runs.overlaps(one.runs, other.runs),
            *self._parts.overlaps(one.parts, other.parts),
            math.log1p(few),
            math.log1p(many),
            float(is_contrary(one, other)),
            float(bool(one.numbers ^ other.numbers)),
            math.log1p(len(one.stems & other.stems)),
        ]

    def held(self, one: Traits, other: Traits) -> list[float]:
        """How much of a passage's stems a claim has, the reverse, and how long each is."""
        return [
            self._stems.share(one.stems, other.stems),
            self._stems.share(other.stems, one.stems),
            math.log1p(len(one.stems)),
            math.log1p(len(other.stems)),
        ]

    def rarity(self, stem: str) -> float:
        """The weight of a stem among these passages, times itself."""
        return self._stems.square(stem)

    def stems_shared(self, passage: str, others: AbstractSet[str]) -> dict[str, float]:
        """The cosine of a passage's stems to those of each of others that shares one."""
        return self._index.cosines(self.known[passage].stems, others)

    def by_words(self, one: Traits, other: Traits) -> float:
        """The score by words in common alone."""
        return _score(self._runs, one, other, self._stems.cosine(one.stems, other.stems))


@lru_cache(maxsize=POOLS)
def _pool_of(topic: str | None) -> Pool:
    return Pool(topic)


def forget() -> None:
    """Lets go of the pools that are kept; no score depends on them."""
    _pool_of.cache_clear()


def pairs(passages: Sequence[str], chosen: Iterable[tuple[int, int]], topic: str | None) -> list[list[float]]:
    """The traits of chosen pairs among passages that are compared with each other: what is learned from."""
    pool = Pool(topic)
    pool.hold(passages)
    return [pool.pair(pool.known[passages[one]], pool.known[passages[other]]) for one, other in chosen]


def traits_meant(
    second: meaning.Meaning, passages: Sequence[str], others: Sequence[str], topic: str | None
) -> list[list[list[float]]]:
    """The traits of passages beside others, by words and by meaning: what is learned from."""
    pool = Pool(topic)
    pool.hold((*passages, *others))
    return meaning.traits_of(second, pool, passages, others, topic)


def logistic(weights: Sequence[float], pair: Sequence[float]) -> float:
    """How probable it is that a pair claims the same; the last weight is the constant."""
    return 1 / (1 + math.exp(-math.fsum((*map(float.__mul__, weights, pair), weights[-1]))))


def below_sure(likely: float, probable: float) -> float:
    """Straight lines through (0, 0), (likely, 0.35) and (1, just below 0.5)."""
    if probable < likely:
        return probable / likely * LIKELY
    return LIKELY + (probable - likely) / (1 - likely) * (_UNSURE - LIKELY)


def is_contrary(one: Traits, other: Traits) -> bool:
    """Whether one passage denies and the other does not."""
    return None not in (one.negated, other.negated) and one.negated is not other.negated


def _score(runs: Space, one: Traits, other: Traits, cosine: float) -> float:
    if cosine < _WORTH_A_LOOK or one.korean is not other.korean:
        return 0.0
    if len(one.stems & other.stems) < _FEWEST_STEMS and one.stems != other.stems:
        return 0.0
    mean = (cosine + runs.cosine(one.runs, other.runs)) / 2
    score = _calibrated(mean, *(_KOREAN_LEVELS if one.korean else _ENGLISH_LEVELS))
    return round(score * _CONTRARY if is_contrary(one, other) else score, 4)


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
