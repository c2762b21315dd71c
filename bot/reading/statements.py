"""Which sentences claim something, and whose claim it is: the presenter's or the student's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.clues import clues
from bot.reading.findings import is_dangling
from bot.reading.header import is_of_header
from bot.reading.learned import KINDS, Weights, chain, steps
from bot.reading.sentences import Kind, Sentence, columns
from bot.seminar.reports import Speaker, Statement

FEWEST_COLUMNS = 15
LONGEST = 1500
MOST_SENTENCES = 2_000
"""What a report says after so many sentences is not looked at."""

_SPEAKERS = {KINDS.index("P"): Speaker.PRESENTER, KINDS.index("S"): Speaker.STUDENT}


def find(text: str, sentences: Sequence[Sentence], presenter: str | None = None) -> list[Statement]:
    """The statements in a report, in its order. `sentences` are all of it, header included.

    A weight is how probable it is that the sentence claims something in that voice.
    """
    looked_at = sentences[:MOST_SENTENCES]
    head = [is_of_header(text, sentence) for sentence in looked_at]
    found = []
    kinds = chain().probabilities(clues(text, looked_at, head, presenter), steps(looked_at))
    for sentence, of_header, kind in zip(looked_at, head, kinds, strict=True):
        heard = _heard(kind)
        if heard and not of_header and _claims(text, sentence):
            found.append(Statement(sentence.start, sentence.end, *heard))
    return found


def _heard(kind: Weights) -> tuple[Speaker, float] | None:
    """Whose claim it most probably is, and how probable that is."""
    best = kind.index(max(kind))
    return (_SPEAKERS[best], round(kind[best], 4)) if best in _SPEAKERS else None


def _claims(text: str, sentence: Sentence) -> bool:
    """Whether a sentence can stand for a claim: no heading, no scrap, no endless run."""
    passage = text[sentence.start : sentence.end]
    if sentence.kind is Kind.HEADING or len(passage) > LONGEST:
        return False
    return columns(passage) >= FEWEST_COLUMNS and not is_dangling(passage)
