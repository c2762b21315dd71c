"""How alike passages are in meaning: a sentence encoder's likeness beside that of words, where it is on.

What counts as alike was learned for one encoder and some languages (bot/reading/models/meaning.json, or
weights.json in the encoder's own folder); passages of other languages are told by their words alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot.reading.cues import without_attribution
from bot.reading.encoders import Encoder, OnnxEncoder, Unusable, digest_of
from bot.reading.learned import MODELS, Judge, judges_in
from bot.reading.stems import Traits
from bot.seminar.grouping import LIKELY, SURE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bot.reading.encoders import Floats

    Places = NDArray[np.int64]

Found = TypeVar("Found")

SHIPPED = MODELS / "meaning.json"
OWN = "weights.json"
WEIGHTS = 18
"""Of eleven traits of words (bot.reading.matching.Pool.pair), six of meaning, and the constant."""
REMEMBERED = 8_192
"""How many passages' vectors are kept: 12 MB of an encoder that is 384 wide."""
USUAL = (0.05, 0.15)
"""Mean and spread of cosines, which count as much as PRIOR others: a small pool tells little of its own."""
PRIOR = 8
SYMMETRIC = (0, 1, 2, 3, 2, 2)
"""Which traits of `Pool.row` stand for the six where neither passage is beside the other."""
FAR = 30.0
APART = 0.0
"""Spreads above what is usual from which on a pair is weighed even where it shares no words: half of them."""
STANDING_OUT = 1.0
"""The same where thousands of passages are proposed as one at once: a sixth of them."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weights of a pair's traits, the last one constant; from which sum on it is likely and sure."""

    weights: tuple[float, ...]
    likely: float
    sure: float

    def score(self, pair: Sequence[float]) -> float:
        """How surely a pair claims the same: 0.35 where it is likely, 0.5 where it is sure."""
        summed = math.fsum((*map(float.__mul__, self.weights, pair), self.weights[-1]))
        probable = 1 / (1 + math.exp(-max(-FAR, min(FAR, summed))))
        levels = ((0.0, 0.0), (self.likely, LIKELY), (self.sure, SURE), (1.0, 1.0))
        for (low, least), (high, most) in pairwise(levels):
            if probable <= high:
                return round(least + (probable - low) / (high - low) * (most - least), 4)
        return 1.0


class Meaning:
    """An encoder, and for each language what was learned of its cosines."""

    def __init__(
        self,
        encoder: Encoder,
        weighings: Mapping[str, Weighing],
        judges: Mapping[str, Judge] | None = None,
    ) -> None:
        self.weighings = weighings
        self.judges = judges or {}
        self._encoder = encoder
        self._known: dict[str, Any] = {}

    def vectors(self, passages: Sequence[str]) -> Floats:
        """A vector for each passage, without its words of attribution; what was encoded lately is kept."""
        import numpy as np  # noqa: PLC0415  # heavy, and this is an extra

        new = [one for one in dict.fromkeys(passages) if one not in self._known]
        told = [bare(one) for one in new]
        self._known.update(zip(new, self._encoder.vectors(told) if new else (), strict=True))
        found: Floats = np.array([self._known[one] for one in passages], np.float32)
        for oldest in [*self._known][: max(0, len(self._known) - REMEMBERED)]:
            del self._known[oldest]
        return found


def bare(passage: str) -> str:
    """A passage as it is encoded: without its words of attribution, if more is left of it."""
    return without_attribution(passage).strip() or passage


class Pool:
    """Passages of one language beside others: what is usual among them tells less."""

    def __init__(
        self, meaning: Meaning, passages: Sequence[str], others: Sequence[str], topic: str | None
    ) -> None:
        import numpy as np  # noqa: PLC0415

        self._places = {passage: at for at, passage in enumerate(dict.fromkeys((*passages, *others)))}
        vectors = meaning.vectors([*self._places])
        bare = vectors
        if topic:
            (about,) = meaning.vectors([topic])
            bare = vectors - np.outer(vectors @ about, about)
            bare /= np.maximum(np.linalg.norm(bare, axis=1, keepdims=True), 1e-6)
        self._vectors, self._bare = vectors, bare
        self._among_all = _usual(bare, np.arange(len(bare)))
        self._among_others = _usual(bare, self._at(others))
        self._among_passages = _usual(bare, self._at(passages))

    def row(self, passage: str, others: Sequence[str]) -> Floats:
        """The traits of a passage beside each of some others.

        The cosine; the cosine without what both share with the topic; and by how many spreads that one is
        above what is usual for both, for the one that is less surprised, for the passage among the others,
        and for the other among the passages.
        """
        import numpy as np  # noqa: PLC0415

        (one,), to = self._at([passage]), self._at(others)
        plain = self._vectors[to] @ self._vectors[one]
        bare = self._bare[to] @ self._bare[one]
        means, spreads = self._among_all
        mine, theirs = (bare - means[one]) / spreads[one], (bare - means[to]) / spreads[to]
        by_row = (bare - self._among_others[0][one]) / self._among_others[1][one]
        by_column = (bare - self._among_passages[0][to]) / self._among_passages[1][to]
        found: Floats = np.stack(
            [plain, bare, (mine + theirs) / 2, np.minimum(mine, theirs), by_row, by_column], axis=1
        )
        return found

    def _at(self, passages: Sequence[str]) -> Places:
        import numpy as np  # noqa: PLC0415

        return np.array([self._places[one] for one in dict.fromkeys(passages)], np.int64)


class Words(Protocol):
    """What is known of the words of passages that are compared with each other."""

    known: dict[str, Traits]

    def pair(self, one: Traits, other: Traits) -> list[float]: ...


class Beside:
    """A pool of words, and the meaning of its passages beside it, for each language that was learned."""

    def __init__(
        self,
        meaning: Meaning,
        words: Words,
        passages: Sequence[str],
        others: Sequence[str],
        topic: str | None,
    ) -> None:
        self._words = words
        self._weighings = meaning.weighings
        self._others = {language: self._of(language, others) for language in meaning.weighings}
        self._pools = {
            language: Pool(meaning, own, some, topic)
            for language, some in self._others.items()
            if some and (own := self._of(language, passages))
        }

    def _of(self, language: str, passages: Sequence[str]) -> list[str]:
        return [one for one in dict.fromkeys(passages) if _language(self._words.known[one]) == language]

    def scores(self, passage: str, shared: AbstractSet[str]) -> dict[str, float]:
        """How surely a passage claims the same as others; without those that it surely does not.

        `shared` are those that are to be weighed however far they are.
        """
        one = self._words.known[passage]
        language = _language(one)
        if language not in self._pools:
            return {}
        others, weighing = self._others[language], self._weighings[language]
        rows = self._pools[language].row(passage, others).tolist()
        return {
            other: weighing.score([*self._words.pair(one, self._words.known[other]), *row])
            for other, row in zip(others, rows, strict=True)
            if other != passage and (row[2] >= APART or other in shared)
        }

    def knows(self, passage: str) -> bool:
        """Whether passages of this one's language were learned."""
        return _language(self._words.known[passage]) in self._pools

    def nearness(
        self, passage: str, others: Sequence[str], shared: AbstractSet[str] | None
    ) -> dict[str, float]:
        """How surely a passage claims the same as some others of the pool, the same in either order.

        `shared` are those that are weighed however far they are; None weighs all.
        """
        one = self._words.known[passage]
        language = _language(one)
        own = self._of(language, others)
        rows = self._pools[language].row(passage, own)[:, SYMMETRIC].tolist() if own else []
        weighing = self._weighings[language]
        return {
            other: weighing.score([*self._words.pair(one, self._words.known[other]), *row])
            for other, row in zip(own, rows, strict=True)
            if shared is None or other in shared or row[2] >= STANDING_OUT
        }


def _language(one: Traits) -> str:
    return "ko" if one.korean else "en"


def traits_of(
    meaning: Meaning, words: Words, passages: Sequence[str], others: Sequence[str], topic: str | None
) -> list[list[list[float]]]:
    """The traits of each passage beside each of the others, which are all different: what is learned from."""
    pool = Pool(meaning, passages, others, topic)
    return [
        [
            [*words.pair(words.known[passage], words.known[other]), *row]
            for other, row in zip(others, pool.row(passage, others).tolist(), strict=True)
        ]
        for passage in passages
    ]


def _usual(vectors: Floats, places: Places) -> tuple[Floats, Floats]:
    """Mean and spread of each vector's cosines to those at some places but itself, drawn to what is usual."""
    import numpy as np  # noqa: PLC0415

    some, (mean, spread) = vectors[places], USUAL
    itself = np.isin(np.arange(len(vectors)), places)
    sums = vectors @ some.sum(axis=0) - itself
    squares = np.sum((vectors @ (some.T @ some)) * vectors, axis=1) - itself
    whole = len(places) - itself + PRIOR
    means = (sums + PRIOR * mean) / whole
    spreads = np.sqrt(np.maximum((squares + PRIOR * (spread**2 + mean**2)) / whole - means**2, 1e-4))
    return means, spreads


class _Switch:
    """The encoder of this process: named early, loaded when it is first asked for, and tried once."""

    folder: Path | None = None
    meaning: Meaning | None = None
    fault: str | None = None


def switch_on(folder: Path | None) -> None:
    """From now on this process uses the encoder of a folder, where it can; None for words alone."""
    _Switch.folder, _Switch.meaning, _Switch.fault = folder, None, None


def use(meaning: Meaning) -> None:
    """From now on this process uses an encoder that is there already."""
    _Switch.folder, _Switch.meaning, _Switch.fault = None, meaning, None


def current() -> Meaning | None:
    """The encoder in use; loads it where it is asked for the first time."""
    if _Switch.folder and _Switch.meaning is None and _Switch.fault is None:
        try:
            _Switch.meaning = loaded(_Switch.folder)
        except Unusable as unusable:
            _Switch.fault = str(unusable)
    return _Switch.meaning


def tried(folder: Path | None, way: Callable[[], Found]) -> tuple[Found, str | None]:
    """What is found with a folder's encoder, else by words alone; then also why so, in a line."""
    switch_on(folder)
    try:
        return way(), fault()
    except Unusable as unusable:
        switch_on(None)
        return way(), str(unusable)


def fault() -> str | None:
    """Why the encoder cannot be used; None where it can, or none is wanted."""
    current()
    return _Switch.fault


def loaded(folder: Path) -> Meaning:
    """The encoder of a folder, with its weights. Raises Unusable."""
    weighings, judges = weights_of(folder)
    return Meaning(OnnxEncoder(folder), weighings, judges)


def weighings_of(folder: Path) -> dict[str, Weighing]:
    """What was learned of a folder's encoder. Raises Unusable where nothing was."""
    weighings, _ = weights_of(folder)
    return weighings


def weights_of(folder: Path) -> tuple[dict[str, Weighing], dict[str, Judge]]:
    """The same, and its judges of passages beside claims, if they were learned. Raises Unusable."""
    digest = digest_of(folder)
    for path in (folder / OWN, SHIPPED):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            if told["encoder"] == digest:
                if any(len(one["weights"]) != WEIGHTS for one in told["languages"].values()):
                    raise ValueError(f"{WEIGHTS} weights are wanted")
                weighings = {
                    language: Weighing(tuple(map(float, one["weights"])), one["likely"], one["sure"])
                    for language, one in told["languages"].items()
                }
                return weighings, judges_in(told.get("beside", {}))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise Unusable(f"{path} holds no weights: run python -m training.meaning {folder}") from None
    raise Unusable(
        f"no weights are known for the encoder in {folder}: run make meaning, "
        f"or python -m training.meaning {folder} for one of your own"
    )
