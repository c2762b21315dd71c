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
from training.additions import Malformed
from training.corpus import Labelled, reports
from training.encoder import Wrong
from training.folded import Folded, folded
from training.logistic import Told, learn
from training.meaning import cases_of, debated_by, of_debates, of_seminars, weighing

HOUSE = Path(__file__).parents[2]


@cache
def encoders() -> Folded | None:
    """The encoder with what was learned of it; None where there is none, which is said."""
    folder = Path(os.environ.get("MEANING") or HOUSE / ".meaning")
    try:
        return folded(folder, meaning.loaded(folder))
    except (Unusable, Wrong, Malformed) as wrong:
        print(f"no encoder: {wrong}")
        return None


def encoder(seminar: str) -> Meaning | None:
    """The encoder for a seminar: one that was tuned without it."""
    known = encoders()
    return known.without(seminar) if known else None


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
def _debates() -> list[Told]:
    known = encoders()
    return of_debates(known, data.sides("train")) if known else []


def taught_by(known: Folded, found: Sequence[Labelled]) -> list[float]:
    """Weights from these reports alone, and from all debates where they are here."""
    own = of_seminars(known, [report for report in found if report.language == "en"])
    try:
        return learn([own, _debates()])
    except data.Missing:
        return learn([own])


def match_meant(parts: Sequence[str]) -> None:
    """The lines of `match` with the encoder; of the debates that were learned from, out of fold by topic."""
    known = encoders()
    if known is None:
        return
    for part in parts:
        if part == "train":
            strict, relaxed = _out_of_fold(known)
        else:
            with meant(known.whole):
                strict, relaxed = argkp(part)
        print(f"ArgKP {part:<6} strict {strict:.3f} relaxed {relaxed:.3f}, with the encoder")


def _out_of_fold(known: Folded) -> Scores:
    own = cases_of(known, [report for report in reports() if report.language == "en"])
    debates = debated_by(known, data.sides("train"))
    return out_of_fold(own, debates, lambda topic: meant(known.without(topic)))
