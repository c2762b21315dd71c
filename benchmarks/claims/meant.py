"""What a sentence encoder adds to the tables, where there is one: MEANING, else that of `make meaning`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from benchmarks.claims.public import Scores, argkp, out_of_fold
from bot.reading import meaning
from bot.reading.encoders import Unusable
from bot.reading.matching import forget
from bot.reading.meaning import Meaning, Weighing
from training import argkp as data
from training.beside import cases, debated
from training.corpus import Labelled, reports
from training.logistic import Told, learn
from training.meaning import of_debates, of_seminars, weighing

HOUSE = Path(__file__).parents[2]


@cache
def encoder() -> Meaning | None:
    """The encoder with what was learned of it; None where there is none, which is said."""
    try:
        return meaning.loaded(Path(os.environ.get("MEANING") or HOUSE / ".meaning"))
    except Unusable as unusable:
        print(f"no encoder: {unusable}")
        return None


@contextmanager
def meant(one: Meaning, weights: Sequence[float] | None = None) -> Iterator[None]:
    """The encoder in use, for English with other weights where they are given."""
    kept = one.weighings
    if weights:
        told = weighing(weights)
        one.weighings = {**kept, "en": Weighing(tuple(told["weights"]), told["likely"], told["sure"])}
    meaning.use(one)
    try:
        yield
    finally:
        one.weighings = kept
        meaning.switch_on(None)
        forget()


@cache
def _debates(one: Meaning) -> tuple[list[data.Side], list[Told]]:
    sides = data.sides("train")
    return sides, of_debates(one, sides)


def taught_by(one: Meaning, found: Sequence[Labelled]) -> list[float]:
    """Weights from these reports alone, and from all debates where they are here."""
    own = of_seminars(one, [report for report in found if report.language == "en"])
    try:
        return learn([own, _debates(one)[1]])
    except data.Missing:
        return learn([own])


def match_meant(parts: Sequence[str]) -> None:
    """The lines of `match` with the encoder; of the debates that were learned from, out of fold by topic."""
    one = encoder()
    if one is None:
        return
    for part in parts:
        if part == "train":
            strict, relaxed = _out_of_fold(one)
        else:
            with meant(one):
                strict, relaxed = argkp(part)
        print(f"ArgKP {part:<6} strict {strict:.3f} relaxed {relaxed:.3f}, with the encoder")


def _out_of_fold(one: Meaning) -> Scores:
    own = cases([report for report in reports() if report.language == "en"], one)
    with meant(one):
        return out_of_fold(own, debated(data.sides("train"), one))
