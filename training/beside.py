"""python -m training.beside: learns which of some claims a passage makes, by words alone.

In English from the training part of ArgKP-2021 and from corpus/seminars, half and half; in Korean from
corpus/seminars, whose passages of the presenter's stand beside their seminar's key points.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from bot.reading.beside import Near, TraitsGrid, at_first_sight, near, sensed_in, with_others
from bot.reading.language import has_korean
from bot.reading.learned import BESIDE, SENSES, Judge
from bot.reading.matching import Pool
from bot.reading.meaning import Meaning
from training import argkp
from training.__main__ import inputs
from training.corpus import CORPUS, Labelled, reports
from training.logistic import Told, learn
from training.pairs import told

LIKELY_AT = {"en": 0.5, "ko": 0.5}
"""From this probability on a passage likely makes a claim, in debates and seminars left out."""
NOTICE = (
    "Trained on corpus/seminars of this repository and on the training part of ArgKP-2021 (IBM, "
    "CDLA-Sharing-1.0), none of whose text is in it. Made by python -m training.beside."
)


@dataclass(frozen=True, slots=True)
class Case:
    """Passages beside claims: their traits, each passage's nearest, and what is known of some pairs."""

    name: str
    language: str
    traits: TraitsGrid
    near: Near
    labels: Mapping[tuple[int, int], int]


def main() -> None:
    """Learns and writes. Raises Missing where the debates are away."""
    debates = argkp.sides("train")
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in argkp.paths("train")}
    written = {
        "notice": NOTICE,
        "inputs": {**inputs(CORPUS / "seminars"), **digests, **senses_made()},
        "languages": languages(cases([*reports()]), debated(debates)),
    }
    data = json.dumps(written, indent=1, sort_keys=True) + "\n"
    BESIDE.write_text(data, encoding="utf-8")
    print(f"{BESIDE.name}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data.encode()).hexdigest()}")  # noqa: T201


def senses_made() -> dict[str, str]:
    """The SHA-256 of the vectors of words, by which passages are weighed beside claims."""
    return {SENSES.name: hashlib.sha256(SENSES.read_bytes()).hexdigest()}


def languages(
    own: Sequence[Case], debates: Sequence[Case], wanted: Sequence[str] = ("en", "ko")
) -> dict[str, dict[str, Any]]:
    """What is written of each language."""
    found = {language: taught(own, debates, language) for language in wanted}
    return {
        language: {"first": one.first, "second": one.second, "likely": one.likely}
        for language, one in found.items()
    }


def taught(own: Sequence[Case], debates: Sequence[Case], language: str) -> Judge:
    """The weights of a language, from cases of seminars and of debates."""
    sources = [
        some for source in (own, debates) if (some := [one for one in source if one.language == language])
    ]
    first = learn([[_told(one, one.traits) for one in some] for some in sources])
    second = learn(
        [[_told(one, with_others(one.traits, first, one.near)) for one in some] for some in sources]
    )
    return Judge(tuple(first), tuple(second), LIKELY_AT[language])


def _told(case: Case, traits: TraitsGrid) -> Told:
    pairs = [(traits[at][to], float(same)) for (at, to), same in case.labels.items()]
    return np.array([pair for pair, _ in pairs]), np.array([same for _, same in pairs])


def cases(found: Sequence[Labelled], second: Meaning | None = None) -> list[Case]:
    """The presenter's passages of each seminar beside its key points; with an encoder, if it is given."""
    made = []
    for seminar in sorted({one.seminar for one in found}):
        own = [one for one in found if one.seminar == seminar]
        points = key_points(seminar)
        passages = {
            text: point for _, text, point in told(own) if has_korean(text) is (own[0].language == "ko")
        }
        labels = {
            (at, to): int(point == to + 1)
            for at, point in enumerate(passages.values())
            for to in range(len(points))
        }
        made.append(_case(seminar, own[0].language, [*passages], points, own[0].topic, labels, second))
    return made


def debated(sides: Sequence[argkp.Side], second: Meaning | None = None) -> list[Case]:
    """The arguments of each side of a debate beside its key points; known is what annotators agreed on."""
    made = []
    for side in sides:
        arguments = {row["argument"]: row["arg_id"] for row in side.arguments}
        points = {row["key_point"]: row["key_point_id"] for row in side.points}
        labels = {
            (at, to): side.labels[argument, point]
            for at, argument in enumerate(arguments.values())
            for to, point in enumerate(points.values())
            if (argument, point) in side.labels
        }
        made.append(_case(side.topic, "en", [*arguments], [*points], side.topic, labels, second))
    return made


def _case(
    name: str,
    language: str,
    passages: Sequence[str],
    claims: Sequence[str],
    topic: str,
    labels: Mapping[tuple[int, int], int],
    second: Meaning | None,
) -> Case:
    pool = Pool(topic)
    pool.hold((*passages, *claims))
    sensed = sensed_in(pool, passages, topic)
    traits = at_first_sight(pool, passages, claims, sensed=sensed, second=second, topic=topic)
    return Case(name, language, traits, near(pool, passages, sensed), labels)


@cache
def key_points(seminar: str) -> list[str]:
    about = tomllib.loads((CORPUS / "seminars" / seminar / "seminar.toml").read_text(encoding="utf-8"))
    return [*about["key_points"]]


if __name__ == "__main__":
    try:
        main()
    except argkp.Missing as missing:
        sys.exit(str(missing))
