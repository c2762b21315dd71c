"""What English words mean: vectors that a sentence encoder taught, in models/senses.bin.

Words that mean much the same point much the same way, and so do the sums of the words of passages.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from operator import mul

from bot.reading import learned

ENDINGS = 3
"""How many letters an unknown stem may have more than a known one and still be taken for it."""
SHORTEST = 5
"""How many letters that one has at least."""
SHORTEST_PART = 3
"""How many letters each of the two known stems has that make up an unknown one."""

Vector = tuple[float, ...]


class Senses:
    """A vector for each of many stems, and for what is plainly made of them."""

    def __init__(self, places: Mapping[str, int], numbers: memoryview, width: int) -> None:
        self.width = width
        self._places, self._numbers = places, numbers

    def of(self, stem: str) -> Vector | None:
        """The vector of a stem, of the known one that it begins with, or of the two it consists of."""
        known = self._places
        if stem in known:
            return self._at(stem)
        for end in range(len(stem) - 1, max(SHORTEST, len(stem) - ENDINGS) - 1, -1):
            if stem[:end] in known:
                return self._at(stem[:end])
        for end in range(len(stem) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            if stem[:end] in known and stem[end:] in known:
                return tuple(map(float.__add__, self._at(stem[:end]), self._at(stem[end:])))
        return None

    def _at(self, stem: str) -> Vector:
        start = self._places[stem] * self.width
        return tuple(map(float, self._numbers[start : start + self.width]))


@cache
def senses() -> Senses:
    """Those that ship; about 4 MB in memory. Raises OSError or ValueError where the file is away or torn."""
    try:
        head, _, rest = zlib.decompress(learned.SENSES.read_bytes()).partition(b"\n")
        about = json.loads(head)
        names, _, numbers = rest.partition(b"\n\n")
        stems, width = names.decode("ascii").split("\n"), int(about["width"])
        if len(numbers) != len(stems) * width:
            raise ValueError("vectors are lacking")
    except (zlib.error, KeyError, TypeError, ValueError) as torn:
        raise ValueError(f"{learned.SENSES} is torn: lay it anew, or run make models-senses") from torn
    return Senses({stem: at for at, stem in enumerate(stems)}, memoryview(numbers).cast("b"), width)


def summed(vectors: Sequence[tuple[Vector, float]], width: int) -> Vector:
    """The sum of vectors, each times its weight, at length 1; nothing where there are none."""
    whole = [0.0] * width
    for vector, weight in vectors:
        whole = [one + weight * other for one, other in zip(whole, vector, strict=True)]
    return unit(whole)


def unit(vector: Sequence[float]) -> Vector:
    """A vector at length 1; one of no length stays so."""
    length = math.sqrt(dot(vector, vector))
    return tuple(one / length for one in vector) if length else tuple(vector)


def without(vector: Vector, direction: Vector) -> Vector:
    """What a vector has beside a direction, at length 1."""
    shared = dot(vector, direction)
    return unit([one - shared * other for one, other in zip(vector, direction, strict=True)])


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of two vectors of length 1."""
    found: float = sum(map(mul, one, other))
    return found
