"""Where the sentences of a report begin and end, and in which paragraph each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from bot.reading import stops

LABEL_COLUMNS = 60
LABEL_WORDS = 8
WRAPPED_COLUMNS = range(50, 121)

_HEADING = re.compile(r"#{1,6}(?:\s|$)|(?:\*\*[^*]+\*\*|__[^_]+__):?$")
_MARKS = "#*_ \t"
_BULLET = re.compile(r"(?:[-*+]|\(?\d{1,2}[.)]|\([A-Za-z가-힣]\))\s+|[•·‣◦▪○●※①-⑳]\s*")
_RULE = re.compile(r"[-=*_~\s]*$")
_KOREAN_END = re.compile(r"(?<![보마])다$|(?<!필)요$")
_KOREAN_CLOSE = re.compile(r"\S+\s+\S+\s.*[다요]$")


class Kind(StrEnum):
    """What a sentence is part of; a label is a short line of its own without an end: a title, a name."""

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


Span = tuple[int, int]


@dataclass(slots=True)
class _Block:
    """Lines that belong together: a paragraph, a list's item or a heading."""

    kind: Kind
    paragraph: int
    lines: list[Span] = field(default_factory=list)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in their order; they never overlap. A list shares its opening's paragraph."""
    return [sentence for block in _blocks(text) for sentence in _sentences_of(text, block)]


def _sentences_of(text: str, block: _Block) -> Iterator[Sentence]:
    kind = Kind.LABEL if _is_label(text, block) else block.kind
    whole = kind in (Kind.HEADING, Kind.LABEL)
    for start, end in _runs(text, block.lines):
        for one in [(start, end)] if whole else stops.split(text, start, end):
            begin, finish = strip(text, *one)
            if any(map(str.isalnum, text[begin:finish])):
                yield Sentence(begin, finish, kind, block.paragraph)


def strip(text: str, start: int, end: int) -> Span:
    """The span without the blanks at its ends."""
    inner = text[start:end]
    return end - len(inner.lstrip()), start + len(inner.rstrip())


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block(Kind.PROSE, 0)
    for start, end in _lines(text):
        line = text[start:end]
        bullet = _BULLET.match(line)
        if _RULE.match(line):
            fresh = _Block(Kind.PROSE, block.paragraph + 1)
        elif _HEADING.match(line):
            fresh = _Block(Kind.HEADING, block.paragraph + 1, [_bare(text, start, end)])
        elif bullet:
            fresh = _Block(Kind.ITEM, block.paragraph, [(start + bullet.end(), end)])
        elif block.kind is Kind.HEADING:
            fresh = _Block(Kind.PROSE, block.paragraph + 1, [(start, end)])
        else:
            block.lines.append((start, end))
            continue
        if block.lines:
            yield block
        block = fresh
    if block.lines:
        yield block


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield strip(text, start, start + len(line)) if line.strip() else (start, start)
        start += len(line) + 1


def _bare(text: str, start: int, end: int) -> Span:
    """A heading without its marks."""
    inner = text[start:end]
    return end - len(inner.lstrip(_MARKS)), start + len(inner.rstrip(_MARKS))


def _is_label(text: str, block: _Block) -> bool:
    if block.kind is not Kind.PROSE or len(block.lines) != 1:
        return False
    line = text[slice(*block.lines[0])]
    if columns(line) > LABEL_COLUMNS or len(line.split()) > LABEL_WORDS:
        return False
    one_piece = len(list(stops.split(line, 0, len(line)))) == 1
    return one_piece and not stops.is_ended(line) and not _KOREAN_CLOSE.match(line)


def columns(line: str) -> int:
    """How wide a line is where Hangul takes two columns."""
    return len(line) + sum(letter >= "\u1100" for letter in line)


def _runs(text: str, lines: list[Span]) -> Iterator[Span]:
    """Joins lines that an editor wrapped; a line break that somebody meant ends a run."""
    width = max(columns(text[slice(*line)]) for line in lines)
    start = lines[0][0]
    for one, following in pairwise(lines):
        if not _is_wrapped(text[slice(*one)], text[slice(*following)], width):
            yield start, one[1]
            start = following[0]
    yield start, lines[-1][1]


def _is_wrapped(line: str, following: str, width: int) -> bool:
    if following[0].islower():
        return not stops.is_ended(line)
    if _KOREAN_END.search(line, max(0, len(line) - 2)):
        return False
    word = following.split(maxsplit=1)[0]
    return width in WRAPPED_COLUMNS and columns(line) + 1 + columns(word) > width
