"""python -m training: writes the models anew, the same bytes from the same corpus."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.reading.learned import KINDS, MATCHING, STATEMENTS
from training import chain, pairs
from training.corpus import CORPUS, Labelled, examples, reports

UNIT = 1 / 32
LIMIT = 127
NOTICE = (
    "Trained on corpus/seminars of this repository, invented reports under the project's licence; "
    "no other text went in. Made by python -m training."
)


def main() -> None:
    """Learns both models, and says what it wrote."""
    found = list(reports())
    about = {"notice": NOTICE, "inputs": inputs(CORPUS / "seminars")}
    write_statements(STATEMENTS, found, about)
    write_matching(MATCHING, found, about)
    for path in (STATEMENTS, MATCHING):
        data = path.read_bytes()
        print(f"{path.name}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")  # noqa: T201


def inputs(folder: Path) -> dict[str, str]:
    """For each seminar the SHA-256 of its files, one after another by name."""
    return {
        seminar.name: hashlib.sha256(
            b"".join(path.read_bytes() for path in sorted(seminar.iterdir()))
        ).hexdigest()
        for seminar in sorted(folder.iterdir())
    }


def write_statements(path: Path, found: Sequence[Labelled], about: dict[str, Any]) -> None:
    """Weights in steps of UNIT, so that the last digits of a sum do not reach the file."""
    learned = chain.learn(examples(found))
    head = {
        **about,
        "kinds": KINDS,
        "unit": UNIT,
        "first": whole(learned.first).tolist(),
        "moves": whole(learned.moves).tolist(),
    }
    weights = np.clip(whole(learned.places), -LIMIT, LIMIT).astype(np.int8)
    line = json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
    path.write_bytes(zlib.compress(line + b"\n" + weights.tobytes(), 9))


def whole(weights: chain.Floats) -> np.typing.NDArray[np.int64]:
    """Weights as whole numbers of UNIT."""
    return np.rint(weights / UNIT).astype(np.int64)


def write_matching(path: Path, found: Sequence[Labelled], about: dict[str, Any]) -> None:
    """Weights and levels, by language."""
    languages = {
        language: {
            "weights": pairs.learn(pairs.pairs_of([one for one in found if one.language == language])),
            "likely": pairs.LIKELY_AT,
        }
        for language in ("en", "ko")
    }
    told = {**about, "languages": languages}
    path.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
