"""What fine-tuning is after: a passage close to the claim that it makes, and to others that make it.

Close is told by cosines of vectors without the topic's own direction, as bot.reading.meaning has them.
"""

from __future__ import annotations

import numpy as np

from training.layers import Back, Floats, unit

MIDDLE = 0.45
"""The cosine at which a pair is as probable as not."""
STEEP = 10.0
EACH, NEAREST, ALIKE = 1.0, 0.5, 0.3
"""How much counts each pair by itself, which claim is the nearest, and which passages make the same claim."""
LEAST = 1e-9
FAR = -1e9


def without(vectors: Floats, about: Floats) -> tuple[Floats, Back]:
    """Vectors without the direction of another, at length 1; that direction is taken as it is."""
    bare, back_bare = unit(vectors - np.outer(vectors @ about, about))

    def back(slope: Floats) -> Floats:
        inner = back_bare(slope)
        found: Floats = inner - np.outer(inner @ about, about)
        return found

    return bare, back


def loss(passages: Floats, claims: Floats, labels: Floats) -> tuple[float, Floats, Floats]:
    """How wrong the cosines are, and the slopes at passages and at claims.

    `labels` are 1 where a passage makes a claim, 0 where it does not, NaN where nobody knows.
    """
    known = ~np.isnan(labels)
    made = np.where(known, labels, 0.0)
    cosines = passages @ claims.T
    each, slope = _each(cosines, known, made)
    nearest, more = _nearest(cosines, known, made)
    slope = EACH * slope + NEAREST * more
    alike, among = _alike(passages @ passages.T, known, made)
    at_passages = slope @ claims + ALIKE * (among + among.T) @ passages
    return EACH * each + NEAREST * nearest + ALIKE * alike, at_passages, slope.T @ passages


def _each(cosines: Floats, known: Floats, made: Floats) -> tuple[float, Floats]:
    """Each pair by itself, as in a logistic regression."""
    probable = 1 / (1 + np.exp(-STEEP * (cosines - MIDDLE)))
    share = known / max(1, known.sum())
    right = np.where(made > 0, probable, 1 - probable)
    return float(-(share * np.log(right + LEAST)).sum()), STEEP * share * (probable - made)


def _nearest(cosines: Floats, known: Floats, made: Floats) -> tuple[float, Floats]:
    """Of the claims of which it is known, which a passage makes: passages that make none tell nothing."""
    slope = np.zeros_like(cosines)
    rows = made.any(axis=1)
    if not rows.any():
        return 0.0, slope
    shares = _shares(cosines[rows], known[rows])
    right = shares * made[rows]
    whole = right.sum(axis=1, keepdims=True) + LEAST
    slope[rows] = STEEP * (shares - right / whole) / rows.sum()
    return float(-np.log(whole).mean()), slope


def _alike(cosines: Floats, known: Floats, made: Floats) -> tuple[float, Floats]:
    """Which other passages make the same claim as one, of those that do and those that surely do not."""
    slope = np.zeros_like(cosines)
    denied = known - made
    same = made @ made.T > 0
    np.fill_diagonal(same, val=False)
    other = (made @ denied.T > 0) & (denied @ made.T > 0) & ~same
    rows = same.any(axis=1) & other.any(axis=1)
    if not rows.any():
        return 0.0, slope
    shares = _shares(cosines[rows], (same | other)[rows])
    wanted = same[rows] / same[rows].sum(axis=1, keepdims=True)
    slope[rows] = STEEP * (shares - wanted) / rows.sum()
    return float(-(wanted * np.log(shares + LEAST)).sum(axis=1).mean()), slope


def _shares(cosines: Floats, used: Floats) -> Floats:
    sums = np.where(used, STEEP * cosines, FAR)
    shares = np.exp(sums - sums.max(axis=1, keepdims=True))
    found: Floats = shares / shares.sum(axis=1, keepdims=True)
    return found
