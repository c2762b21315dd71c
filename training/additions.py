"""What fine-tuning adds to an encoder's matrices: for each a product of two narrow ones, in eight bits.

Reading and adding need no more than numpy, and come to the same bits on every machine: products are of whole
numbers, and sums are made one element at a time in one order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).with_name("tuned")
FOLDS = 4
"""How many additions there are, beside the one that ships, each of which was learned without some texts."""
LIMIT = 127
SMALL = 1e-12

Tensors = Mapping[str, NDArray[Any]]
Whole = NDArray[np.int8]


class Malformed(Exception):
    """The file holds no addition; the message names it."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """`out` times `into`, each of their pairs of a column and a row times its step."""

    into: Whole
    out: Whole
    steps: tuple[float, ...]

    def product(self) -> NDArray[np.float64]:
        """What is added to the matrix."""
        found = np.zeros((len(self.out), self.into.shape[1]))
        for column, row, step in zip(self.out.T, self.into, self.steps, strict=True):
            found += np.multiply.outer(column.astype(np.int32), row.astype(np.int32)) * step
        return found


def path_of(fold: int | None) -> Path:
    """Where the addition lies that was learned without a fold; None for the one that was learned from all."""
    return FOLDER / ("all.bin" if fold is None else f"without-{fold}.bin")


def narrow(into: NDArray[Any], out: NDArray[Any]) -> Narrow:
    """Two matrices in eight bits."""
    rows, row_steps = _rounded(into)
    columns, column_steps = _rounded(out.T)
    steps = tuple(float(one) for one in row_steps.astype(np.float64) * column_steps.astype(np.float64))
    return Narrow(rows, columns.T, steps)


def _rounded(values: NDArray[Any]) -> tuple[Whole, NDArray[Any]]:
    steps = np.maximum(np.abs(values).max(axis=1) / LIMIT, SMALL)
    return np.rint(values / steps[:, None]).astype(np.int8), steps


def packed(about: Mapping[str, Any], told: Mapping[str, Narrow]) -> bytes:
    """A file: a line that names what is in it, then its whole numbers."""
    shapes = {name: [len(one.out), one.into.shape[1], [*one.steps]] for name, one in told.items()}
    line = json.dumps({**about, "matrices": shapes}, sort_keys=True, separators=(",", ":"))
    parts = [one.into.tobytes() + one.out.tobytes() for _, one in sorted(told.items())]
    return b"\n".join([line.encode(), b"".join(parts)])


def unpacked(path: Path) -> tuple[dict[str, Any], dict[str, Narrow]]:
    """What a file tells of itself, and its additions by the names of matrices. Raises Malformed."""
    try:
        line, _, rest = path.read_bytes().partition(b"\n")
        about = json.loads(line)
        whole, told, at = np.frombuffer(rest, np.int8), {}, 0
        for name, (height, width, steps) in sorted(about.pop("matrices").items()):
            middle, end = at + len(steps) * width, at + len(steps) * (width + height)
            into, out = whole[at:middle].reshape(len(steps), width), whole[middle:end]
            told[name] = Narrow(into, out.reshape(height, len(steps)), tuple(map(float, steps)))
            at = end
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Malformed(f"{path} holds no addition to the encoder: {type(wrong).__name__}") from wrong
    return about, told


def added(given: Tensors, told: Mapping[str, Narrow]) -> dict[str, NDArray[Any]]:
    """The tensors, with what is added to some of them."""
    changed = {
        f"{name}.weight": (given[f"{name}.weight"].astype(np.float64) + one.product()).astype(np.float32)
        for name, one in told.items()
    }
    return {**given, **changed}
