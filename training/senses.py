"""python -m training.senses: vectors of English stems, whose sums are like an encoder's sentences.

The encoder of `make meaning`, as it is before it is tuned, is asked for single words and for sentences of
reflective diaries (CERED) and of corpus/seminars. The vectors of words are then moved as little as makes
their sums most like the sentences: a ridge regression, by conjugate gradients. No label goes in, and no
argument: of the debates only single words.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.reading.cues import without_attribution
from bot.reading.encoders import MODEL, TOKENIZER, Encoder, OnnxEncoder, Unusable
from bot.reading.learned import SENSES
from bot.reading.sentences import sentences
from bot.reading.stems import contents, stem, traits
from training import argkp, encoder
from training.__main__ import inputs
from training.corpus import CORPUS, reports
from training.encoder import Wrong

PARTS = ("train", "val", "test")
WIDTH = 128
SINGLY = 0.5
"""How much single words count, beside sentences, for which directions are kept."""
FIRM = 2.0
"""How hard it is to move a word's vector, and how long it is before: settled on debates left out."""
LONG = 2.0
STEPS = 12
LEVELS = 8
"""How many steps of rounding the numbers spread over; more made nothing better."""
LIMIT = 127
COMMON = 500
RAREST = 60_000
"""Of the forms of a stem those count most that come first in the encoder's list, which is by frequency."""
NOTICE = (
    "Made by python -m training.senses of what all-MiniLM-L6-v2 (Apache-2.0) makes of words and "
    "sentences: the words of its own list, of CERED (EduMUNI, English translation, Apache-2.0), of "
    "corpus/seminars of this repository and of the training part of ArgKP-2021 (IBM, "
    "CDLA-Sharing-1.0); the sentences of CERED and corpus/seminars. None of those sentences is in it."
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sums:
    """Which stems each sentence sums up, and with what weight: a sparse matrix, by rows and by columns."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    shape: tuple[int, int]

    def of(self, vectors: Floats) -> Floats:
        """For each sentence the sum of its stems' vectors."""
        return _gathered(self.rows, self.columns, self.values, vectors, self.shape[0])

    def back(self, sums: Floats) -> Floats:
        """For each stem the sum of its sentences' vectors."""
        return _gathered(self.columns, self.rows, self.values, sums, self.shape[1])


def main() -> None:
    """Learns and writes. Raises Unusable, Wrong and Missing where something that is needed is away."""
    with untuned() as folder:
        data = made(OnnxEncoder(folder), json.loads((folder / TOKENIZER).read_text(encoding="utf-8")))
    SENSES.write_bytes(data)
    print(f"{SENSES.name}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")  # noqa: T201


@contextmanager
def untuned() -> Iterator[Path]:
    """A folder with the encoder as it came: one that has seen labels would tell them here. Raises Wrong."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / MODEL).write_bytes(encoder.encoder(encoder.weights()))
        copyfile(encoder.found_source() / TOKENIZER, folder / TOKENIZER)
        yield folder


def made(teacher: Encoder, tokenizer: Mapping[str, Any]) -> bytes:
    """The file of all vectors. Raises Missing."""
    ranks = tokenizer["model"]["vocab"]
    told = said()
    forms = words(ranks, [*told, *(row["argument"] for one in argkp.sides("train") for row in one.arguments)])
    vectors = fitted(
        [*forms], mixed(teacher, forms, ranks), told, np.array(teacher.vectors(told), np.float64), WIDTH
    )
    return packed([*forms], vectors, {"notice": NOTICE, "inputs": digests(), "encoder": encoder.SOURCES})


def digests() -> dict[str, str]:
    """The SHA-256 of what goes in."""
    files = {f"cered {part}": cered(part) for part in PARTS}
    files |= {path.name: path for path in argkp.paths("train")}
    told = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    return {**inputs(CORPUS / "seminars"), **told}


def cered(part: str) -> Path:
    """The file of a part of CERED. Raises Missing."""
    path = argkp.SHARED / "cered" / "en" / part / "sentences.tsv"
    if not path.exists():
        raise argkp.Missing(f"{path} is not here; COLLOQUY_SHARED names the folder above data/")
    return path


def said() -> list[str]:
    """The sentences that are learned from, each once, without words of attribution."""
    found = (without_attribution(one).strip() for text in _texts() for one in _sentences(text))
    return [*dict.fromkeys(filter(None, found))]


def _texts() -> Iterator[str]:
    yield from (one.text for one in reports() if one.language == "en")
    for part in PARTS:
        with cered(part).open(encoding="utf-8", newline="") as lines:
            yield from (row["context"] for row in csv.DictReader(lines, delimiter="\t"))


def _sentences(text: str) -> Iterator[str]:
    return (text[one.start : one.end] for one in sentences(text))


def words(ranks: Mapping[str, int], told: Sequence[str]) -> dict[str, list[str]]:
    """Each stem with its forms: the whole words of the encoder's list, and those that texts have twice."""
    counts = Counter(word for text in told for word in contents(text))
    known = [
        *contents(" ".join(filter(str.isalpha, ranks))),
        *(word for word, count in counts.items() if count > 1),
    ]
    found: dict[str, set[str]] = {}
    for word in known:
        if word.isascii() and word.replace("'", "").isalpha() and len(word) > 1:
            found.setdefault(stem(word), set()).add(word)
    return {one: sorted(found[one]) for one in sorted(found)}


def mixed(encoder: Encoder, forms: Mapping[str, Sequence[str]], ranks: Mapping[str, int]) -> Floats:
    """For each stem the mean of its forms' vectors, common ones counting for more."""
    every = [form for some in forms.values() for form in some]
    vectors = dict(zip(every, encoder.vectors(every), strict=True))
    weights = {form: 1 / (ranks.get(form, RAREST) + COMMON) for form in every}
    return np.array(
        [
            np.average([vectors[form] for form in some], axis=0, weights=[weights[form] for form in some])
            for some in forms.values()
        ]
    )


def fitted(stems: Sequence[str], singly: Floats, told: Sequence[str], meant: Floats, width: int) -> Floats:
    """The vectors of stems, from those of single words and of sentences, in so many directions."""
    singly, meant = singly - singly.mean(0), meant - meant.mean(0)
    kept = np.concatenate([meant, SINGLY * singly])
    _, directions = np.linalg.eigh(kept.T @ kept)
    directions = directions[:, ::-1][:, :width]
    return moved(summing(stems, told), singly @ directions * LONG, meant @ directions)


def summing(stems: Sequence[str], told: Sequence[str]) -> Sums:
    """What sentences sum up: each of their stems, rare ones with more weight, all together of length 1."""
    places = {one: at for at, one in enumerate(stems)}
    sets = [sorted(places.keys() & traits(one).stems) for one in told]
    seen = Counter(one for some in sets for one in some)
    weights = {one: 1 + math.log((len(told) + 1) / (seen[one] + 1)) for one in seen}
    lengths = [math.sqrt(math.fsum(weights[one] ** 2 for one in some)) for some in sets]
    entries = [
        (at, places[one], weights[one] / length)
        for at, (some, length) in enumerate(zip(sets, lengths, strict=True))
        for one in some
    ]
    rows, columns, values = zip(*entries, strict=True)
    return Sums(np.array(rows), np.array(columns), np.array(values), (len(told), len(stems)))


def moved(sums: Sums, vectors: Floats, wanted: Floats) -> Floats:
    """The vectors, moved towards sums that are as wanted, by FIRM no more than the sentences bear out."""
    move = np.zeros_like(vectors)
    left = sums.back(wanted - sums.of(vectors))
    way, size = left.copy(), (left**2).sum(0)
    for _ in range(STEPS):
        bent = sums.back(sums.of(way)) + FIRM * way
        far = size / np.maximum((way * bent).sum(0), 1e-12)
        move, left = move + far * way, left - far * bent
        before, size = size, (left**2).sum(0)
        way = left + size / np.maximum(before, 1e-12) * way
    return vectors + move


def _gathered(
    to: NDArray[np.int64], of: NDArray[np.int64], values: Floats, vectors: Floats, count: int
) -> Floats:
    order = np.argsort(to, kind="stable")
    places, starts = np.unique(to[order], return_index=True)
    found = np.zeros((count, vectors.shape[1]))
    found[places] = np.add.reduceat(vectors[of[order]] * values[order, None], starts, axis=0)
    return found


def packed(stems: Sequence[str], vectors: Floats, about: Mapping[str, Any]) -> bytes:
    """The file: a line about it, the stems, an empty line, and a byte for each number."""
    unit = float(np.sqrt((vectors**2).mean())) / LEVELS
    whole = np.clip(np.rint(vectors / unit), -LIMIT, LIMIT).astype(np.int8)
    line = json.dumps({**about, "width": vectors.shape[1]}, sort_keys=True, separators=(",", ":"))
    return zlib.compress(f"{line}\n{chr(10).join(stems)}\n\n".encode("ascii") + whole.tobytes(), 9)


if __name__ == "__main__":
    try:
        main()
    except (Unusable, Wrong, argkp.Missing) as wrong:
        sys.exit(str(wrong))
