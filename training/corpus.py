"""The labelled reports: texts, passages with their labels, and the sentences that the reading finds."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.reading.clues import clues
from bot.reading.header import is_of_header, read_header
from bot.reading.learned import KINDS, bucket, steps
from bot.reading.sentences import Sentence, sentences

CORPUS = Path(__file__).parents[1] / "corpus"
SEED = 1
PIECES = (1, 1, 2, 3, 4, 6)
"""How many sentences the short stretches of each report have that are learned from, too."""
LABEL = re.compile(r"\{([HBOR]|[PS]\d+)\}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled slice: its kind, one of KINDS, and the key point that it makes, 0 for none."""

    start: int
    end: int
    kind: str
    point: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report: where it lies, its language, its seminar's topic, its text and its passages."""

    name: str
    seminar: str
    language: str
    topic: str
    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A report as it is learned from: the places of each sentence's clues, the steps, the kinds."""

    seminar: str
    places: list[list[int]]
    steps: list[int]
    kinds: list[int]


def reports(folder: Path = CORPUS / "seminars") -> Iterator[Labelled]:
    """The reports of a part of the corpus, by seminar and number."""
    for about in sorted(folder.glob("*/seminar.toml")):
        told = tomllib.loads(about.read_text(encoding="utf-8"))
        for path in sorted(about.parent.glob("*.txt")):
            text, passages = labelled(path)
            seminar = about.parent.name
            yield Labelled(f"{seminar}/{path.stem}", seminar, told["language"], told["topic"], text, passages)


def labelled(path: Path) -> tuple[str, tuple[Passage, ...]]:
    """The text of a report without its labels, and its passages, stripped."""
    before, *parts = LABEL.split(path.read_text(encoding="utf-8"))
    text, found = before, []
    for label, passage in zip(parts[::2], parts[1::2], strict=True):
        start = len(text) + len(passage) - len(passage.lstrip())
        text += passage
        found.append(Passage(start, len(text.rstrip()), label[0], int(label[1:] or 0)))
    return text, tuple(found)


def examples(found: Sequence[Labelled]) -> list[Example]:
    """What is learned from: whole reports, and short stretches of them."""
    draw = random.Random(SEED)
    return [example(one) for report in found for one in (report, *pieces(report, draw))]


def example(report: Labelled) -> Example:
    """A report with the kind of the passage that each of its sentences shares most with."""
    found = sentences(report.text)
    head = [is_of_header(report.text, one) for one in found]
    told = clues(report.text, found, head, read_header(report.text).presenter)
    return Example(
        report.seminar,
        [sorted({*map(bucket, some)}) for some in told],
        steps(found),
        [KINDS.index(closest(report.passages, one).kind) for one in found],
    )


def pieces(report: Labelled, draw: random.Random) -> Iterator[Labelled]:
    """Short stretches of a report, as if they were all of it: where a sentence stands is not all that counts.

    The header is left out of them.
    """
    found = [one for one in sentences(report.text) if not is_of_header(report.text, one)]
    for size in PIECES:
        first = draw.randrange(len(found))
        some = found[first : first + size]
        start, end = some[0].start, some[-1].end
        inside = [one for one in report.passages if one.start < end and start < one.end]
        moved = (Passage(max(0, one.start - start), one.end - start, one.kind, one.point) for one in inside)
        yield replace(report, text=report.text[start:end], passages=tuple(moved))


def closest(passages: tuple[Passage, ...], sentence: Sentence) -> Passage:
    """The passage that shares most with a sentence; the first of equals."""
    return max(passages, key=lambda one: min(one.end, sentence.end) - max(one.start, sentence.start))
