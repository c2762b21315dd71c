"""Where the sentences of a report begin and end, and in which paragraph each stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a sentence is part of."""

    PROSE = "prose"
    ITEM = "item"
    HEADING = "heading"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stripped, non-empty slice of a text. Offsets in code points; paragraphs count from 0."""

    start: int
    end: int
    kind: Kind
    paragraph: int


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in their order; they never overlap."""
    raise NotImplementedError
