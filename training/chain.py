"""Learns the weights of a linear chain: which kind a sentence is, from its clues and the kinds around it.

A conditional random field, trained report by report with AdaGrad and averaged over the later half. What a
student claims costs extra where it passes for the presenter's. Clues of a single seminar are left out, and
of the others some at random in each round, so that none is relied on alone. The order of the reports and what
is left out are drawn by a seed; how good the weights are hangs on it, so those of several are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.reading.learned import BUCKETS, KINDS, STEPS
from training.corpus import Example

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

ROUNDS = 12
RATE = 0.15
DECAY = 4e-5
DROPPED = 0.3
COST = 5.0
FEWEST_SEMINARS = 2
SEEDS = (1, 2, 3)
_PRESENTER, _STUDENT = KINDS.index("P"), KINDS.index("S")


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights by place and kind; of each kind to open a report; of each kind after each other, by step."""

    places: Floats
    first: Floats
    moves: Floats


def learn(examples: Sequence[Example]) -> Learned:
    """The weights; the same for the same examples in the same order."""
    kept = _kept(examples)
    told = [
        [np.array([place for place in some if kept[place]], np.int64) for some in one.places]
        for one in examples
    ]
    drawn = [_drawn(examples, told, seed) for seed in SEEDS]
    places, first, moves = (sum(some[1:], some[0]) / len(drawn) for some in zip(*drawn, strict=True))
    return Learned(places * (1 - DROPPED), first, moves)


def _drawn(examples: Sequence[Example], told: Sequence[Sequence[Places]], seed: int) -> list[Floats]:
    """The weights of one seed, the mean over the later rounds."""
    trainer = _Trainer()
    draw = np.random.default_rng(seed)
    summed = [np.zeros_like(one) for one in trainer.weights]
    for turn in range(ROUNDS):
        for at in draw.permutation(len(examples)):
            some = [places[draw.random(len(places)) > DROPPED] for places in told[at]]
            trainer.see(some, examples[at].steps, np.array(examples[at].kinds))
        if turn >= ROUNDS // 2:
            summed = [whole + now for whole, now in zip(summed, trainer.weights, strict=True)]
    return [one / (ROUNDS - ROUNDS // 2) for one in summed]


def _kept(examples: Sequence[Example]) -> NDArray[np.bool_]:
    """Which places hold clues of several seminars."""
    seen = np.zeros(BUCKETS, int)
    for seminar in sorted({one.seminar for one in examples}):
        held = {place for one in examples if one.seminar == seminar for some in one.places for place in some}
        seen[sorted(held)] += 1
    return seen >= FEWEST_SEMINARS


class _Trainer:
    def __init__(self) -> None:
        width = len(KINDS)
        self.places: Floats = np.zeros((BUCKETS, width))
        self.first: Floats = np.zeros(width)
        self.moves: Floats = np.zeros((STEPS, width, width))
        self._seen = [np.full_like(one, 1e-2) for one in (self.places, self.first, self.moves)]

    @property
    def weights(self) -> tuple[Floats, Floats, Floats]:
        return self.places, self.first, self.moves

    def see(self, told: Sequence[Places], steps: Sequence[int], kinds: NDArray[np.int_]) -> None:
        """Learns from one report."""
        length = len(kinds)
        if not length:
            return
        shown = np.array([self.places[some].sum(0) for some in told])
        shown[kinds == _STUDENT, _PRESENTER] += COST
        ahead, back, whole = forward_backward(shown, self.first, self.moves, steps)
        wrong = np.exp(ahead + back - whole)
        wrong[np.arange(length), kinds] -= 1
        moved = np.zeros_like(self.moves)
        for at, (before, now) in enumerate(pairwise(kinds), 1):
            table = ahead[at - 1][:, None] + self.moves[steps[at]] + (shown[at] + back[at])[None, :]
            pairs = np.exp(table - whole)
            pairs[before, now] -= 1
            moved[steps[at]] += pairs
        self._step(2, self.moves, slice(None), moved + DECAY * length * self.moves)
        self._step(1, self.first, slice(None), wrong[0] + DECAY * length * self.first)
        unique, inverse = np.unique(np.concatenate(told), return_inverse=True)
        gradient = np.zeros((len(unique), len(KINDS)))
        np.add.at(gradient, inverse, np.repeat(wrong, [len(some) for some in told], axis=0))
        self._step(0, self.places, unique, gradient + DECAY * length * self.places[unique])

    def _step(self, which: int, weights: Floats, at: Places | slice, gradient: Floats) -> None:
        self._seen[which][at] += gradient * gradient
        weights[at] -= RATE * gradient / np.sqrt(self._seen[which][at])


def forward_backward(
    shown: Floats, first: Floats, moves: Floats, steps: Sequence[int]
) -> tuple[Floats, Floats, float]:
    """Log sums over all ways up to and after each sentence, and over all ways whatsoever."""
    ahead, back = np.zeros_like(shown), np.zeros_like(shown)
    ahead[0] = shown[0] + first
    for at in range(1, len(shown)):
        ahead[at] = shown[at] + _log_sum(ahead[at - 1][:, None] + moves[steps[at]], 0)
    for at in range(len(shown) - 2, -1, -1):
        back[at] = _log_sum(moves[steps[at + 1]] + (shown[at + 1] + back[at + 1])[None, :], 1)
    return ahead, back, float(_log_sum(ahead[-1][None, :], 1)[0])


def _log_sum(values: Floats, axis: int) -> Floats:
    most = values.max(axis=axis, keepdims=True)
    summed: Floats = (most + np.log(np.exp(values - most).sum(axis=axis, keepdims=True))).squeeze(axis)
    return summed
