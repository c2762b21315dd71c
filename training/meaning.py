"""python -m training.meaning [FOLDER]: learns what an encoder's cosines are worth beside words.

Of the encoder of `make meaning` the weights ship; those of another lie in its own folder. What is learned
from tuned that encoder, too, so that its cosines look better there than elsewhere: for each debate and
seminar they are taken from one that was tuned without it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.reading.encoders import OnnxEncoder, Unusable, digest_of
from bot.reading.matching import traits_meant
from bot.reading.meaning import OWN, SHIPPED, Meaning
from training import argkp
from training.__main__ import inputs
from training.additions import Malformed
from training.beside import Case, cases, debated, senses_made
from training.beside import languages as judged
from training.corpus import CORPUS, Labelled, reports
from training.encoder import WRITTEN, Wrong
from training.folded import Folded, folded
from training.logistic import Told, learn
from training.pairs import told

LIKELY_AT = 0.4
"""From this probability on more than half of the pairs are right, in seminars left out."""
SURE_AT = 0.98
"""From this one on all 27 such pairs of the seminars left out are right, and 98 in 100 of the debates'."""
NOTICE = (
    "Trained on corpus/seminars of this repository and on the training part of ArgKP-2021 (IBM, "
    "CDLA-Sharing-1.0), none of whose text is in it. Made by python -m training.meaning."
)


def main(folder: Path) -> None:
    """Learns and writes. Raises Unusable, Wrong, Malformed; Missing where weights ship without debates."""
    encoders, ours = folded(folder, Meaning(OnnxEncoder(folder), {})), digest_of(folder) == WRITTEN
    known = ("en",) if ours else ("en", "ko")
    found = [one for one in reports() if one.language in known]
    debates = _debates(needed=ours)
    languages = {}
    for language in known:
        own = of_seminars(encoders, [one for one in found if one.language == language])
        public = of_debates(encoders, debates) if language == "en" and debates else []
        weights = learn([own, public] if public else [own])
        languages[language] = weighing(weights)
    written = {
        "notice": NOTICE if debates else NOTICE.partition(" and on")[0] + ".",
        "encoder": digest_of(folder),
        "inputs": {**inputs(CORPUS / "seminars"), **(_digests() if debates else {}), **senses_made()},
        "languages": languages,
        "beside": judged(cases_of(encoders, found), debated_by(encoders, debates), known),
    }
    path = SHIPPED if ours else folder / OWN
    data = json.dumps(written, indent=1, sort_keys=True) + "\n"
    path.write_text(data, encoding="utf-8")
    print(f"{path.name}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data.encode()).hexdigest()}")  # noqa: T201


def _debates(*, needed: bool) -> list[argkp.Side]:
    try:
        return argkp.sides("train")
    except argkp.Missing:
        if needed:
            raise
        return []


def _digests() -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in argkp.paths("train")}


def cases_of(encoders: Folded, found: Sequence[Labelled]) -> list[Case]:
    """Passages of seminars beside key points, as an encoder has them that has not seen the seminar."""
    parts = encoders.parted(found, lambda one: one.seminar)
    return [case for encoder, own in parts for case in cases(own, encoder)]


def debated_by(encoders: Folded, sides: Sequence[argkp.Side]) -> list[Case]:
    """Arguments beside key points, as an encoder has them that has not seen the topic."""
    parts = encoders.parted(sides, lambda one: one.topic)
    return [case for encoder, own in parts for case in debated(own, encoder)]


def of_debates(encoders: Folded, sides: Sequence[argkp.Side]) -> list[Told]:
    """For each side of a debate its arguments beside its key points, where annotators agreed."""
    return [_side(encoders.without(side.topic), side) for side in sides]


def _side(encoder: Meaning, side: argkp.Side) -> Told:
    points = {row["key_point"]: row["key_point_id"] for row in side.points}
    arguments = {row["argument"]: row["arg_id"] for row in side.arguments}
    table = traits_meant(encoder, [*arguments], [*points], side.topic)
    pairs = [
        (traits, side.labels[argument, point])
        for argument, row in zip(arguments.values(), table, strict=True)
        for point, traits in zip(points.values(), row, strict=True)
        if (argument, point) in side.labels
    ]
    return np.array([traits for traits, _ in pairs]), np.array([float(same) for _, same in pairs])


def of_seminars(encoders: Folded, found: Sequence[Labelled]) -> list[Told]:
    """For each seminar the arguments of each report beside those of all others, as the bot compares them."""
    return [
        _seminar(encoders.without(seminar), [one for one in found if one.seminar == seminar])
        for seminar in sorted({one.seminar for one in found})
    ]


def _seminar(encoder: Meaning, own: Sequence[Labelled]) -> Told:
    passages = told(own)
    pairs = [pair for report in own for pair in _report(encoder, report, passages)]
    return np.array([traits for traits, _ in pairs]), np.array([same for _, same in pairs])


def _report(
    encoder: Meaning, report: Labelled, passages: Sequence[tuple[str, str, int]]
) -> Iterator[tuple[list[float], float]]:
    mine = {text: point for name, text, point in passages if name == report.name}
    others = {text: point for name, text, point in passages if name != report.name}
    table = traits_meant(encoder, [*mine], [*others], report.topic)
    for point, row in zip(mine.values(), table, strict=True):
        for other, traits in zip(others.values(), row, strict=True):
            yield traits, float(point == other > 0)


def weighing(weights: Sequence[float]) -> dict[str, Any]:
    """Weights with the levels that belong to them."""
    return {"weights": list(weights), "likely": LIKELY_AT, "sure": SURE_AT}


if __name__ == "__main__":
    try:
        main(Path(*sys.argv[1:2] or [".meaning"]))
    except (Unusable, Wrong, Malformed, argkp.Missing) as wrong:
        sys.exit(str(wrong))
