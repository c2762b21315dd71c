"""Which parts a report has: headings that have no text below them, and parts that are wanted and missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from bot.reading import stops
from bot.reading.sentences import LABEL_COLUMNS, Kind, Sentence, columns
from bot.reading.stems import stem
from bot.seminar.reports import Finding, FindingKind

_MARKS = re.compile(r"^(#{1,6})\s")
_LEAD = re.compile(r"^[\s#>*_\-+•·]*(?:\(?(?:\d{1,2}|[A-Za-z가-힣]|[IVX]{1,4})[.)]\s*)?[*_]*")
_MARK_LETTERS = "#*_ \t\n"
_HANGUL = re.compile(r"[가-힣]")
_WORD = re.compile(r"\w+")
_LOWEST = 7


def empty_headings(text: str, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """The headings with neither text nor a deeper heading below. `sentences` are those below the header.

    What opens the report is its title, with whatever below.
    """
    for one, below in zip_longest(sentences, sentences[1:]):
        if one.kind is not Kind.HEADING or not text[: one.start].strip(_MARK_LETTERS):
            continue
        if below is None or (below.kind is Kind.HEADING and _level(text, below) <= _level(text, one)):
            yield Finding(FindingKind.EMPTY_HEADING, one.start, one.end)


def missing_parts(text: str, parts: Sequence[str]) -> Iterator[Finding]:
    """The wanted parts that no heading names; a part may have several wordings: "Reflection / 느낀 점"."""
    titles = [_title(line) for line in text.split("\n") if line.strip()] if parts else []
    for part in parts:
        wordings = [wording for wording in part.split("/") if wording.strip()]
        if wordings and not any(_names(title, wording) for title in titles for wording in wordings):
            yield Finding(FindingKind.MISSING_PART, len(text), len(text), part)


def _level(text: str, heading: Sentence) -> int:
    """How deep a heading is: by its number signs; a bold line is deeper than all."""
    line = text[text.rfind("\n", 0, heading.start) + 1 : heading.end]
    marks = _MARKS.match(line.lstrip())
    return len(marks[1]) if marks else _LOWEST


def _title(line: str) -> str:
    """What a line says as a heading: what stands before its colon, or all of a short one without a stop."""
    label, colon, _ = _LEAD.sub("", line, count=1).partition(":")
    is_title = colon or not stops.is_ended(label.rstrip())
    return label if is_title and columns(label) <= LABEL_COLUMNS else ""


def _names(title: str, wording: str) -> bool:
    if _HANGUL.search(wording):
        # Blanks are a matter of taste: 느낀점, 느낀 점.
        return "".join(wording.split()) in "".join(title.split())
    sought, found = _stems(wording), _stems(title)
    return any(found[at : at + len(sought)] == sought for at in range(len(found)))


def _stems(line: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(line.lower())]
