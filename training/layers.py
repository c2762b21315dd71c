"""A BERT encoder forwards and backwards in numpy: what fine-tuning needs of it, and no more.

The tokens of all sentences lie packed in one table; only attention and the mean see sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
Mask = NDArray[np.bool_]
"""For each sentence which of so many places hold a token."""
Tensors = Mapping[str, Floats]
Back = Callable[[Floats], Floats]
"""From the slope at what came out to the slope at what went in."""

HEADS = 12
SMALL = 1e-12
FAR = -1e9
ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
ERF_AT = 0.3275911 * 0.5**0.5
"""Abramowitz and Stegun, 7.1.26: right to 1.5e-7."""
DENSE = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The matrices of a layer."""


@dataclass(slots=True)
class Low:
    """What is added to a matrix of weights, `out` times `into`, of a low rank; the slopes at both."""

    into: Floats
    out: Floats
    slopes: list[Floats] = field(default_factory=list)


def prefix(number: int) -> str:
    """What the names of a layer's tensors begin with."""
    return f"encoder.layer.{number}."


def dense(given: Floats, weights: Floats, shift: Floats, low: Low | None = None) -> tuple[Floats, Back]:
    """A linear layer; going back leaves the slopes at what is added to its weights."""
    whole = weights + low.out @ low.into if low else weights

    def back(slope: Floats) -> Floats:
        if low:
            low.slopes = [(slope @ low.out).T @ given, slope.T @ (given @ low.into.T)]
        return slope @ whole

    return given @ whole.T + shift, back


def normal(given: Floats, scale: Floats, shift: Floats) -> tuple[Floats, Back]:
    """Brings each row to mean 0 and spread 1, then scales and shifts it."""
    middle = given - given.mean(1, keepdims=True)
    width = np.sqrt((middle * middle).mean(1, keepdims=True) + SMALL)
    bare = middle / width

    def back(slope: Floats) -> Floats:
        inner = slope * scale
        along = (inner * bare).mean(1, keepdims=True)
        found: Floats = (inner - inner.mean(1, keepdims=True) - bare * along) / width
        return found

    return bare * scale + shift, back


def gelu(given: Floats) -> tuple[Floats, Back]:
    """x times how probable it is that a normal draw is below x."""
    bell = np.exp(given * given * -0.5)
    near = 1 / (1 + ERF_AT * np.abs(given))
    tail = ERF[0] * near
    for one in ERF[1:]:
        tail += one
        tail *= near
    tail *= bell * 0.5
    below = np.where(given < 0, tail, 1 - tail)

    def back(slope: Floats) -> Floats:
        found: Floats = slope * (below + given * bell * float(2 * np.pi) ** -0.5)
        return found

    return given * below, back


def attention(
    asked: Floats, keys: Floats, values: Floats, mask: Mask
) -> tuple[Floats, Callable[[Floats], tuple[Floats, Floats, Floats]]]:
    """What each token hears of the others of its sentence; going back gives the slopes at all three."""
    shape = (*mask.shape, HEADS, asked.shape[1] // HEADS)

    def apart(packed: Floats) -> Floats:
        wide = np.zeros((*mask.shape, packed.shape[1]), packed.dtype)
        wide[mask] = packed
        return np.ascontiguousarray(wide.reshape(shape).transpose(0, 2, 1, 3))

    def together(wide: Floats) -> Floats:
        return wide.transpose(0, 2, 1, 3).reshape(*mask.shape, -1)[mask]

    scale = float(shape[3]) ** -0.5
    one, other, told = apart(asked), apart(keys), apart(values)
    sums = one @ other.swapaxes(2, 3) * scale
    sums += np.where(mask, 0, FAR).astype(sums.dtype)[:, None, None, :]
    shares = np.exp(sums - sums.max(3, keepdims=True))
    shares /= shares.sum(3, keepdims=True)

    def back(slope: Floats) -> tuple[Floats, Floats, Floats]:
        heard = apart(slope)
        inner = heard @ told.swapaxes(2, 3)
        inner = shares * (inner - (inner * shares).sum(3, keepdims=True)) * scale
        return (
            together(inner @ other),
            together(inner.swapaxes(2, 3) @ one),
            together(shares.swapaxes(2, 3) @ heard),
        )

    return together(shares @ told), back


def layer(
    hidden: Floats, mask: Mask, given: Tensors, name: str, lows: Mapping[str, Low]
) -> tuple[Floats, Back]:
    """One layer of the encoder; `name` is its prefix."""

    def linear(values: Floats, part: str) -> tuple[Floats, Back]:
        at = f"{name}{part}"
        return dense(values, given[f"{at}.weight"], given[f"{at}.bias"], lows.get(at))

    def scaled(values: Floats, part: str) -> tuple[Floats, Back]:
        return normal(values, given[f"{name}{part}.weight"], given[f"{name}{part}.bias"])

    asked, back_asked = linear(hidden, "attention.self.query")
    keys, back_keys = linear(hidden, "attention.self.key")
    values, back_values = linear(hidden, "attention.self.value")
    mixed, back_mixed = attention(asked, keys, values, mask)
    heard, back_heard = linear(mixed, "attention.output.dense")
    middle, back_middle = scaled(heard + hidden, "attention.output.LayerNorm")
    wide, back_wide = linear(middle, "intermediate.dense")
    bent, back_bent = gelu(wide)
    narrow, back_narrow = linear(bent, "output.dense")
    found, back_found = scaled(narrow + middle, "output.LayerNorm")

    def back(slope: Floats) -> Floats:
        slope = back_found(slope)
        slope = back_middle(slope + back_wide(back_bent(back_narrow(slope))))
        one, other, told = back_mixed(back_heard(slope))
        return slope + back_asked(one) + back_keys(other) + back_values(told)

    return found, back


def pooled(hidden: Floats, mask: Mask) -> tuple[Floats, Back]:
    """The mean over each sentence's tokens, brought to length 1."""
    sizes = mask.sum(1)
    counts = sizes[:, None].astype(hidden.dtype)
    mean = np.add.reduceat(hidden, np.cumsum(sizes) - sizes, axis=0) / counts
    bare, back_bare = unit(mean)

    def back(slope: Floats) -> Floats:
        return np.repeat(back_bare(slope) / counts, sizes, axis=0)

    return bare, back


def unit(given: Floats) -> tuple[Floats, Back]:
    """Each row brought to length 1."""
    length = np.maximum(np.linalg.norm(given, axis=1, keepdims=True), 1e-6)
    bare = given / length

    def back(slope: Floats) -> Floats:
        found: Floats = (slope - bare * (slope * bare).sum(1, keepdims=True)) / length
        return found

    return bare, back


def embedded(given: Tensors, told: Sequence[Sequence[int]]) -> tuple[Floats, Mask]:
    """What goes into the first layer, of the numbers of each sentence's tokens."""
    places = [at for one in told for at in range(len(one))]
    hidden = given["embeddings.word_embeddings.weight"][[token for one in told for token in one]]
    hidden = hidden + given["embeddings.position_embeddings.weight"][places]
    hidden = hidden + given["embeddings.token_type_embeddings.weight"][0]
    name = "embeddings.LayerNorm"
    found, _ = normal(hidden, given[f"{name}.weight"], given[f"{name}.bias"])
    return found, masked([len(one) for one in told])


def masked(sizes: Sequence[int]) -> Mask:
    """The mask of sentences of so many tokens."""
    return np.arange(max(sizes)) < np.array(sizes)[:, None]


def through(
    hidden: Floats, mask: Mask, given: Tensors, numbers: Sequence[int], lows: Mapping[str, Low] | None = None
) -> tuple[Floats, Back]:
    """Some layers, one after another."""
    backs = []
    for number in numbers:
        hidden, back = layer(hidden, mask, given, prefix(number), lows or {})
        backs.append(back)

    def back_all(slope: Floats) -> Floats:
        for back in reversed(backs):
            slope = back(slope)
        return slope

    return hidden, back_all
