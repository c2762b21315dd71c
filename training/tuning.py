"""python -m training.tuning [PART ...]: fine-tunes the encoder of `make meaning`, on debates and seminars.

Learned is what is added to the matrices of its upper layers (training/additions.py): from everything for
what ships, and four times without a quarter of the topics and seminars, so that what is learned of its
cosines, and what is measured, goes by texts that did not tune it. A PART is "all" or such a quarter's number.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.reading.encoders import LONGEST
from bot.reading.meaning import bare
from training import argkp
from training.__main__ import inputs
from training.additions import FOLDER, FOLDS, Narrow, narrow, packed, path_of
from training.beside import key_points
from training.closeness import loss, without
from training.corpus import CORPUS, Labelled, reports
from training.encoder import LAYERS, SOURCES, Wrong, found_source, weights
from training.layers import DENSE, Floats, Low, Tensors, embedded, masked, pooled, prefix, through
from training.pairs import told

FROZEN = 3
"""How many layers stay as they are: what comes out of them is reckoned once."""
RANK = 8
ROUNDS = 2
AT_ONCE = 32
"""About so many passages of one case beside all its claims make a step."""
SEMINARS = 2
"""How often a round goes over the seminars; over the debates, which are ten times as many, it goes once."""
PACE = 5e-4
WARM = 20
"""Steps until the pace is reached; from there it falls to nought."""
KEPT = (0.9, 0.99)
"""How much of the slopes' mean and of their squares' is kept from step to step (Adam)."""
DECAY = 0.01
SMALL = 1e-8
SEED = 1
TABLES = 32
NOTICE = (
    "What is added to the weights of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), trained on "
    "corpus/seminars of this repository and on the training part of ArgKP-2021 (IBM, CDLA-Sharing-1.0), none "
    "of whose text is in it. Made by python -m training.tuning."
)


@dataclass(frozen=True, slots=True)
class Case:
    """Passages beside claims that differ: which makes which, NaN where nobody knows."""

    name: str
    topic: str
    passages: list[str]
    claims: list[str]
    labels: Floats


@dataclass(frozen=True, slots=True)
class Tables:
    """For each text what comes out of the frozen layers: a row for each token."""

    rows: Mapping[str, Floats]

    def of(self, texts: Sequence[str]) -> tuple[Floats, Any]:
        """The rows of some texts, packed, and their mask."""
        found = [self.rows[one] for one in texts]
        return np.concatenate(found), masked([len(one) for one in found])


class Moved:
    """Moves what is added against its slopes (Adam), and pulls it to nought besides."""

    def __init__(self, low: Low) -> None:
        self._low = low
        self._means = self._squares = [np.zeros_like(one) for one in (low.into, low.out)]
        self._count = 0

    def move(self, pace: float) -> None:
        self._count += 1
        slopes, (first, second) = self._low.slopes, KEPT
        self._means = [
            one + (1 - first) * (slope - one) for one, slope in zip(self._means, slopes, strict=True)
        ]
        self._squares = [
            one + (1 - second) * (slope * slope - one)
            for one, slope in zip(self._squares, slopes, strict=True)
        ]
        self._low.into, self._low.out = (
            values - pace * (self._step(mean, square) + DECAY * values)
            for values, mean, square in zip(
                (self._low.into, self._low.out), self._means, self._squares, strict=True
            )
        )

    def _step(self, mean: Floats, square: Floats) -> Floats:
        first, second = KEPT
        found: Floats = mean / (1 - first**self._count)
        return found / (np.sqrt(square / (1 - second**self._count)) + SMALL)


def main(parts: Sequence[str]) -> None:
    """Learns and writes. Raises Wrong, and Missing where the debates are away."""
    given = weights()
    debates, own = of_debates(argkp.sides("train")), of_seminars([*reports()])
    tables = frozen(given, texts((*debates, *own)), str(found_source() / "tokenizer.json"))
    FOLDER.mkdir(exist_ok=True)
    for part in parts or ("all", *map(str, range(FOLDS))):
        fold = None if part == "all" else int(part)
        away = left_out([one.name for one in debates], fold) | left_out(names_of_seminars(), fold)
        cases = [one for one in (*debates, *own * SEMINARS) if one.name not in away]
        data = packed(about(away), tuned(cases, tables, given))
        path_of(fold).write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        print(f"{path_of(fold).name}: {len(data):,} bytes, SHA-256 {digest}", flush=True)  # noqa: T201


def left_out(names: Iterable[str], fold: int | None) -> set[str]:
    """The names that a fold leaves out: a quarter of them; none where the fold is None."""
    return set() if fold is None else {*sorted({*names})[fold::FOLDS]}


def names_of_seminars() -> list[str]:
    """All of them, in either language: that is how they are parted in what is measured."""
    return [*inputs(CORPUS / "seminars")]


def about(away: Iterable[str]) -> dict[str, Any]:
    """What a file tells of itself: its inputs' digests, and what was left out of them."""
    debates = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in argkp.paths("train")}
    return {
        "notice": NOTICE,
        "inputs": {**seminars(), **debates, **SOURCES},
        "left_out": sorted(away),
    }


def seminars() -> dict[str, str]:
    """The digests of the English seminars."""
    english = {one.seminar for one in reports() if one.language == "en"}
    return {name: digest for name, digest in inputs(CORPUS / "seminars").items() if name in english}


def of_debates(sides: Sequence[argkp.Side]) -> list[Case]:
    """Each side of a debate: its arguments beside its key points."""
    found = []
    for side in sides:
        points = [row["key_point_id"] for row in side.points]
        labels = [
            [side.labels.get((row["arg_id"], point), np.nan) for point in points] for row in side.arguments
        ]
        arguments = [row["argument"] for row in side.arguments]
        claims = [row["key_point"] for row in side.points]
        found.append(Case(side.topic, side.topic, arguments, claims, np.array(labels, np.float32)))
    return found


def of_seminars(found: Sequence[Labelled]) -> list[Case]:
    """Each English seminar: the presenter's passages beside its key points."""
    made = []
    for seminar in sorted({one.seminar for one in found if one.language == "en"}):
        own = [one for one in found if one.seminar == seminar]
        claims, passages = key_points(seminar), told(own)
        numbers = np.arange(len(claims)) + 1
        labels = np.array([point == numbers for _, _, point in passages], np.float32)
        made.append(Case(seminar, own[0].topic, [text for _, text, _ in passages], claims, labels))
    return made


def texts(cases: Iterable[Case]) -> list[str]:
    return [*dict.fromkeys(text for one in cases for text in (*one.passages, *one.claims, one.topic))]


def frozen(given: Tensors, wanted: Sequence[str], tokenizer: str) -> Tables:
    """What comes out of the lower layers for each text, cut as the bot cuts it."""
    from tokenizers import Tokenizer  # noqa: PLC0415  # an extra

    cutter = Tokenizer.from_file(tokenizer)
    cutter.enable_truncation(LONGEST)
    cutter.no_padding()
    numbers = {text: cutter.encode(bare(text)).ids for text in wanted}
    order = sorted(numbers, key=lambda text: len(numbers[text]))
    rows: dict[str, Floats] = {}
    for at in range(0, len(order), TABLES):
        some = order[at : at + TABLES]
        hidden, mask = embedded(given, [numbers[text] for text in some])
        hidden, _ = through(hidden, mask, given, range(FROZEN))
        rows.update(zip(some, np.split(hidden, np.cumsum(mask.sum(1))[:-1]), strict=True))
    return Tables(rows)


def tuned(cases: Sequence[Case], tables: Tables, given: Tensors) -> dict[str, Narrow]:
    """What is to be added to the matrices, by their names."""
    draw = np.random.default_rng(SEED)
    lows = started(given, draw)
    steps = [*_steps(cases, draw)]
    moved = [Moved(low) for low in lows.values()]
    for number, (case, chosen) in enumerate(steps):
        slopes(case, chosen, tables, given, lows)
        pace = PACE * min(1, (number + 1) / WARM) * (1 - number / len(steps))
        for one in moved:
            one.move(pace)
    return {name: narrow(low.into, low.out) for name, low in lows.items()}


def started(given: Tensors, draw: np.random.Generator) -> dict[str, Low]:
    """Matrices whose products are nought."""
    lows = {}
    for number in range(FROZEN, LAYERS):
        for part in DENSE:
            height, width = given[f"{prefix(number)}{part}.weight"].shape
            into = draw.normal(0, width**-0.5, (RANK, width)).astype(np.float32)
            lows[f"{prefix(number)}{part}"] = Low(into, np.zeros((height, RANK), np.float32))
    return lows


def _steps(cases: Sequence[Case], draw: np.random.Generator) -> Iterator[tuple[Case, Any]]:
    """In each round every passage once, in any order, beside others of its case."""
    for _ in range(ROUNDS):
        found = []
        for case in cases:
            order = draw.permutation(len(case.passages))
            found += [(case, some) for some in np.array_split(order, max(1, round(len(order) / AT_ONCE)))]
        yield from (found[at] for at in draw.permutation(len(found)))


def slopes(case: Case, chosen: Any, tables: Tables, given: Tensors, lows: Mapping[str, Low]) -> float:
    """Leaves the slopes at what is added; how wrong it is so far."""
    wanted = [*(case.passages[at] for at in chosen), *case.claims, case.topic]
    hidden, mask = tables.of(wanted)
    hidden, back_layers = through(hidden, mask, given, range(FROZEN, LAYERS), lows)
    vectors, back_pooled = pooled(hidden, mask)
    beside, back_beside = without(vectors[:-1], vectors[-1])
    wrong, *both = loss(beside[: len(chosen)], beside[len(chosen) :], case.labels[chosen])
    slope = np.zeros_like(vectors)
    slope[:-1] = back_beside(np.concatenate(both).astype(vectors.dtype))
    back_layers(back_pooled(slope))
    return wrong


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Wrong, argkp.Missing) as wrong:
        sys.exit(str(wrong))
