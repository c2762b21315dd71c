"""Matching on public data: arguments to key points (ArgKP-2021), and Korean sentences (KLUE-STS)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from bot.reading.beside import beside_claims
from bot.reading.learned import Judge
from bot.reading.matching import likeness
from training.argkp import SHARED, Missing, Side, sides
from training.beside import Case, cases, debated, taught
from training.corpus import reports

KEPT = 0.5
FOLDS = 4
Scores = tuple[float, float]
Using = Callable[[str], AbstractContextManager[None]]


def argkp(part: str) -> Scores:
    """The mean average precision, strict and relaxed, on "train" (out of fold by topic), "dev" or "test"."""
    if part == "train":
        return out_of_fold(cases([*reports()]), debated(sides(part)))
    return mean([scored(side) for side in sides(part)])


def as_it_is(_topic: str) -> AbstractContextManager[None]:
    return nullcontext()


def out_of_fold(own: Sequence[Case], debates: Sequence[Case], using: Using = as_it_is) -> Scores:
    """On the debates that are learned from: no side is scored by weights that have seen its topic.

    `using` is told the topic, and switches on what has not seen it, either.
    """
    found: list[Scores] = []
    told = sides("train")
    topics = sorted({side.topic for side in told})
    for fold in range(FOLDS):
        held = {*topics[fold::FOLDS]}
        judge = taught(own, [one for one in debates if one.name not in held], "en")
        for side in told:
            if side.topic in held:
                with using(side.topic):
                    found.append(scored(side, {"en": judge}))
    return mean(found)


def mean(scores: Sequence[Scores]) -> Scores:
    strict, relaxed = (sum(column) / len(column) for column in zip(*scores, strict=True))
    return strict, relaxed


def scored(side: Side, judges: Mapping[str, Judge] | None = None) -> Scores:
    """Average precision on one side of a topic, strict and relaxed; `judges` are other weights."""
    strict, relaxed = _precisions(side, judges)
    return strict, relaxed


def _precisions(side: Side, judges: Mapping[str, Judge] | None) -> Iterator[float]:
    """With a pair that annotators left open taken for wrong, then for right."""
    arguments, points = side.arguments, side.points
    table = beside_claims(
        [row["argument"] for row in arguments],
        [row["key_point"] for row in points],
        topic=side.topic,
        taught=judges,
    )
    best = sorted(
        (
            (max(row), side.labels.get((one["arg_id"], points[row.index(max(row))]["key_point_id"])))
            for one, row in zip(arguments, table, strict=True)
        ),
        key=lambda pair: -pair[0],
    )
    kept = best[: int(len(best) * KEPT)]
    for unclear in (0, 1):
        right = [unclear if label is None else label for _, label in kept]
        hits = [sum(right[: at + 1]) / (at + 1) for at, one in enumerate(right) if one]
        yield (sum(hits) / len(hits) if hits else 0.0) * sum(right) / len(right)


def klue() -> float:
    """Spearman's correlation of `likeness`, within the pool of all sentences, with what people said."""
    path = SHARED / "korean" / "klue-sts-dev.json"
    if not path.exists():
        raise Missing(f"{path} is not here; COLLOQUY_SHARED names the folder above data/")
    rows = json.loads(path.read_text(encoding="utf-8"))
    table = likeness([row["sentence1"] for row in rows], [row["sentence2"] for row in rows])
    scores = [scores[at] for at, scores in enumerate(table)]
    return _correlation(_ranks(scores), _ranks([row["labels"]["real-label"] for row in rows]))


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    places: dict[float, list[int]] = defaultdict(list)
    for rank, at in enumerate(order):
        places[values[at]].append(rank)
    return [sum(places[value]) / len(places[value]) for value in values]


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    mine, theirs = sum(one) / len(one), sum(other) / len(other)
    both = sum((a - mine) * (b - theirs) for a, b in zip(one, other, strict=True))
    spread = sum((a - mine) ** 2 for a in one) * sum((b - theirs) ** 2 for b in other)
    return float(both / spread**0.5)


def match_table(parts: Sequence[str] = ("train", "dev")) -> None:
    """What is printed of matching; the test part only where it is asked for."""
    for part in parts:
        strict, relaxed = argkp(part)
        print(f"ArgKP {part:<6} strict {strict:.3f} relaxed {relaxed:.3f}")
    print(f"KLUE-STS dev, Spearman {klue():.3f}")
