"""Learns whether two passages claim the same: for each language a logistic regression on pairs.

Two reports' passages that make the same key point claim the same, all others do not. The level that counts
as likely is set where pairs of seminars that were not learned from are mostly right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bot.reading.matching import pairs
from training.corpus import Labelled

Floats = NDArray[np.float64]

LIKELY_AT = 0.4
"""From this probability on a pair is likely: more than half of them are right, in seminars left out."""
DECAY = 1e-3
STEPS = 30


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of one seminar's passages, of different reports: their places, traits and whether they agree."""

    seminar: str
    places: list[tuple[int, int]]
    traits: Floats
    same: Floats


def told(reports: Sequence[Labelled]) -> list[tuple[str, str, int]]:
    """The presenter's arguments of reports: the report, the passage and the key point."""
    return [
        (report.name, report.text[one.start : one.end], one.point)
        for report in reports
        for one in report.passages
        if one.kind == "P"
    ]


def pairs_of(reports: Sequence[Labelled]) -> list[Pairs]:
    """The pairs of each seminar."""
    found = []
    for seminar in sorted({one.seminar for one in reports}):
        own = [one for one in reports if one.seminar == seminar]
        passages = told(own)
        places = [
            (at, to) for (at, one), (to, other) in combinations(enumerate(passages), 2) if one[0] != other[0]
        ]
        same = [float(passages[at][2] == passages[to][2] > 0) for at, to in places]
        traits = pairs([passage for _, passage, _ in passages], places, own[0].topic)
        found.append(Pairs(seminar, places, np.array(traits), np.array(same)))
    return found


def learn(some: Sequence[Pairs]) -> list[float]:
    """A weight for each trait, then the constant; found by Newton's steps on scaled traits."""
    traits = np.concatenate([one.traits for one in some])
    same = np.concatenate([one.same for one in some])
    mean, spread = traits.mean(0), traits.std(0) + 1e-9
    scaled = np.c_[(traits - mean) / spread, np.ones(len(traits))]
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        probable = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (probable - same) / len(same) + DECAY * weights
        curve = (scaled * (probable * (1 - probable))[:, None]).T @ scaled / len(same)
        weights -= np.linalg.solve(curve + DECAY * np.eye(len(weights)), slope)
    plain = weights[:-1] / spread
    return [round(float(one), 4) for one in (*plain, weights[-1] - float(plain @ mean))]
