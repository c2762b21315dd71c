"""A logistic regression on pairs of several sources, each of which counts as much as each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.pairs import DECAY, STEPS

Floats = NDArray[np.float64]
Told = tuple[Floats, Floats]
"""The traits of pairs, and whether they claim the same."""


def learn(sources: Sequence[Sequence[Told]]) -> list[float]:
    """A weight for each trait, then the constant; each source counts as much as each other."""
    traits = np.concatenate([one for source in sources for one, _ in source])
    same = np.concatenate([one for source in sources for _, one in source])
    sizes = [sum(len(one) for _, one in source) for source in sources]
    shares = np.concatenate([np.full(size, 1 / size / len(sizes)) for size in sizes])
    mean, spread = traits.mean(0), traits.std(0) + 1e-9
    scaled = np.c_[(traits - mean) / spread, np.ones(len(traits))]
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        probable = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (shares * (probable - same)) + DECAY * weights
        curve = (scaled * (shares * probable * (1 - probable))[:, None]).T @ scaled
        weights -= np.linalg.solve(curve + DECAY * np.eye(len(weights)), slope)
    plain = weights[:-1] / spread
    return [round(float(one), 4) for one in (*plain, weights[-1] - float(plain @ mean))]
