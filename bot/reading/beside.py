"""How surely passages make each of some claims, weighed beside each other: which claim is the nearest tells.

For a list of claims that say different things. Passages that may say the same are compared in
bot.reading.matching: among them the second-best is no rival.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from bot.reading import meaning
from bot.reading.learned import Judge, judges
from bot.reading.matching import CONTRADICTED, SURE, Pool, below_sure, is_contrary, logistic
from bot.reading.sensed import Sensed
from bot.reading.senses import dot, senses
from bot.reading.spaces import Features
from bot.reading.stems import Traits

WORDS = range(6)
"""The traits by words (bot.reading.matching.Pool.pair) that are weighed beside each other: the overlaps."""
MEANT = range(2)
"""Those by meaning (bot.reading.meaning.Pool.row): the cosines."""
USUAL = (0.1, 0.1)
"""Mean and spread of overlaps, which count as much as PRIOR others: a short list tells little of its own."""
USUAL_SENSES = ((0.1, 0.15), (0.1, 0.15), (0.5, 0.15), (0.5, 0.15))
"""The same of what English words' vectors tell (bot.reading.sensed.Sensed.pair)."""
PRIOR = 4
WITH_ENCODER = {"en": 85, "ko": 61}
"""How many traits there are at first sight with an encoder: weights that were made of others are none."""
NEAR = 8
"""How many of the passages that are most like one are asked what they were told to claim."""
ASKED = 600
"""Of so many passages at most, all others are looked at for that; of more, SOME that share most stems."""
SOME = 32
FEW = 0.5
LEAST = 1e-3
FAR = 30.0
DOUBT = 0.69
"""By this the greatest score below SURE becomes one below LIKELY."""

Grid = list[list[float]]
"""A number for each passage and each claim."""
TraitsGrid = list[list[list[float]]]
Near = list[dict[int, float]]
"""For each passage its nearest others, by place, and how much each of them counts."""


def beside_claims(
    passages: Sequence[str],
    claims: Sequence[str],
    *,
    topic: str | None = None,
    taught: Mapping[str, Judge] | None = None,
) -> list[list[float]]:
    """For each passage how surely it makes each of the claims, in [0, 1]; likely from 0.35 on.

    From 0.5 on it is sure, which only words in common tell, as in bot.reading.matching.likeness. Below, each
    score depends on all passages and claims given, on neither's order. `taught` are other weights.
    """
    pool = Pool(topic)
    pool.hold((*passages, *claims))
    second = meaning.current()
    scores: dict[tuple[str, str], float] = {}
    for korean, language in ((False, "en"), (True, "ko")):
        mine = sorted({one for one in passages if pool.known[one].korean is korean})
        theirs = sorted({one for one in claims if pool.known[one].korean is korean})
        if mine and theirs:
            meant = second if second and _fits(second.judges.get(language), language) else None
            judge = (taught or {}).get(language) or (meant.judges if meant else judges())[language]
            table = _judged(pool, mine, theirs, judge, meant, topic)
            scores |= {
                (one, claim): score
                for one, row in zip(mine, table, strict=True)
                for claim, score in zip(theirs, row, strict=True)
            }
    return [[scores.get((one, claim), 0.0) for claim in claims] for one in passages]


def _fits(judge: Judge | None, language: str) -> bool:
    return judge is not None and len(judge.first) == WITH_ENCODER[language] + 1


def _judged(
    pool: Pool,
    passages: Sequence[str],
    claims: Sequence[str],
    judge: Judge,
    second: meaning.Meaning | None,
    topic: str | None,
) -> Grid:
    sensed = sensed_in(pool, passages, topic)
    first = at_first_sight(pool, passages, claims, sensed=sensed, second=second, topic=topic)
    again = with_others(first, judge.first, near(pool, passages, sensed))
    known = [pool.known[claim] for claim in claims]
    return [
        [
            _score(
                pool,
                pool.known[one],
                claim,
                probable=logistic(judge.second, pair),
                judge=judge,
                meant=bool(second or sensed),
            )
            for claim, pair in zip(known, row, strict=True)
        ]
        for one, row in zip(passages, again, strict=True)
    ]


def _score(pool: Pool, one: Traits, claim: Traits, *, probable: float, judge: Judge, meant: bool) -> float:
    """What denies in much the same words is never likely; nor what shares none, if no meaning is known."""
    score, words = below_sure(judge.likely, probable), pool.by_words(one, claim)
    if words >= SURE:
        return words
    denied = words >= CONTRADICTED and is_contrary(one, claim)
    return score * DOUBT if denied or not (meant or one.stems & claim.stems) else score


def sensed_in(pool: Pool, passages: Sequence[str], topic: str | None) -> Sensed | None:
    """What English words mean, for passages of one language; None of Korean ones."""
    korean = any(pool.known[one].korean for one in passages)
    return None if korean else Sensed(senses(), pool, topic)


def at_first_sight(
    pool: Pool,
    passages: Sequence[str],
    claims: Sequence[str],
    *,
    sensed: Sensed | None,
    second: meaning.Meaning | None,
    topic: str | None,
) -> TraitsGrid:
    """The traits of each passage beside each claim, and how its overlaps stand out among all others."""
    pairs = [
        [pool.pair(one, other) + pool.held(one, other) for other in map(pool.known.__getitem__, claims)]
        for one in map(pool.known.__getitem__, passages)
    ]
    standing = [grid for at in WORDS for grid in _standing_out(_part(pairs, at))]
    if sensed:
        told = [[sensed.pair(_stems(pool, one), _stems(pool, claim)) for claim in claims] for one in passages]
        standing += [
            grid for at, usual in enumerate(USUAL_SENSES) for grid in _standing_out(_part(told, at), usual)
        ]
        pairs = _joined(pairs, told)
    if second:
        meant = meaning.Pool(second, passages, claims, topic)
        rows = [meant.row(one, claims).tolist() for one in passages]
        standing += [grid for at in MEANT for grid in _standing_out(_part(rows, at))]
        pairs = _joined(pairs, rows)
    return _joined(pairs, _stacked(standing))


def near(pool: Pool, passages: Sequence[str], sensed: Sensed | None) -> Near:
    """The passages that are most like each, by the stems they share and by what these mean."""
    places = {one: at for at, one in enumerate(passages)}
    found = []
    for one in passages:
        likeness = _likenesses(pool, one, places.keys() - {one}, sensed)
        best = sorted(likeness, key=lambda other: (-likeness[other], other))[:NEAR]
        found.append({places[other]: likeness[other] ** 2 for other in best})
    return found


def _likenesses(pool: Pool, one: str, others: AbstractSet[str], sensed: Sensed | None) -> Mapping[str, float]:
    shared = pool.stems_shared(one, others)
    if sensed is None:
        return shared
    if len(others) < ASKED:
        asked = [*others]
    else:
        asked = sorted(shared, key=lambda other: (-shared[other], other))[:SOME]
    mine = sensed.bare(_stems(pool, one))
    return {
        other: likeness
        for other in asked
        if (likeness := (shared.get(other, 0.0) + max(0.0, dot(mine, sensed.bare(_stems(pool, other))))) / 2)
    }


def _stems(pool: Pool, passage: str) -> Features:
    return pool.known[passage].stems


def with_others(first: TraitsGrid, weights: Sequence[float], near: Near) -> TraitsGrid:
    """The traits; how probable the first sight makes a pair, beside its rivals; what the nearest claim."""
    sums = [[_sum(weights, pair) for pair in row] for row in first]
    probable = [[1 / (1 + math.exp(-one)) for one in row] for row in sums]
    usual = [math.fsum(column) / len(probable) for column in zip(*probable, strict=True)]
    asked = [
        [math.log(_mean(usual[at], some, probable, at) + LEAST) for at in range(len(usual))] for some in near
    ]
    grids = [
        sums,
        probable,
        asked,
        [_margins(row) for row in asked],
        [_ranks(row) for row in asked],
        [_margins(row) for row in sums],
        [_margins(row) for row in probable],
    ]
    return _joined(first, _stacked(grids))


def _sum(weights: Sequence[float], pair: Sequence[float]) -> float:
    return max(-FAR, min(FAR, math.fsum((*map(float.__mul__, weights, pair), weights[-1]))))


def _mean(usual: float, some: Mapping[int, float], probable: Grid, at: int) -> float:
    """How probable a claim is for the passages nearest to one, drawn to what is usual for all."""
    whole = math.fsum(share * probable[place][at] for place, share in some.items())
    return (whole + FEW * usual) / (math.fsum(some.values()) + FEW)


def _standing_out(grid: Grid, usual: tuple[float, float] = USUAL) -> list[Grid]:
    """By how many spreads each is above what is usual for the passage and for the claim, margins, ranks."""
    columns = [[*column] for column in zip(*grid, strict=True)]
    return [
        [_spreads(row, usual) for row in grid],
        _turned([_spreads(column, usual) for column in columns]),
        [_margins(row) for row in grid],
        _turned([_margins(column) for column in columns]),
        [_ranks(row) for row in grid],
    ]


def _spreads(values: Sequence[float], usual: tuple[float, float]) -> list[float]:
    mean, spread = usual
    count = len(values) + PRIOR
    middle = (math.fsum(values) + PRIOR * mean) / count
    squares = math.fsum(one * one for one in values) + PRIOR * (spread**2 + mean**2)
    width = math.sqrt(max(squares / count - middle**2, 1e-4))
    return [(one - middle) / width for one in values]


def _margins(values: Sequence[float]) -> list[float]:
    """How much each is above the best of the others; 0 where there are none."""
    if len(values) < 2:
        return [0.0] * len(values)
    *_, second, best = sorted(values)
    return [one - (second if one == best else best) for one in values]


def _ranks(values: Sequence[float]) -> list[float]:
    """1 for the greatest, a half for the next, a third ...: equals share the better place."""
    places: dict[float, int] = {}
    for place, one in enumerate(sorted(values, reverse=True), start=1):
        places.setdefault(one, place)
    return [1 / places[one] for one in values]


def _part(grid: TraitsGrid, at: int) -> Grid:
    return [[pair[at] for pair in row] for row in grid]


def _turned(grid: Grid) -> Grid:
    return [[*row] for row in zip(*grid, strict=True)]


def _stacked(grids: Sequence[Grid]) -> TraitsGrid:
    return [[[*pair] for pair in zip(*rows, strict=True)] for rows in zip(*grids, strict=True)]


def _joined(one: TraitsGrid, other: TraitsGrid) -> TraitsGrid:
    return [
        [mine + theirs for mine, theirs in zip(*rows, strict=True)] for rows in zip(one, other, strict=True)
    ]
