"""Which sentences claim something, and whose claim it is: the presenter's or the student's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.clues import clues, names_of
from bot.reading.cues import Voice, cue_of
from bot.reading.findings import is_dangling
from bot.reading.header import is_of_header
from bot.reading.learned import KINDS, Weights, chain, steps
from bot.reading.sentences import Kind, Sentence, columns
from bot.seminar.reports import Speaker, Statement

FEWEST_COLUMNS = 15
LONGEST = 1500
MOST_SENTENCES = 2_000
"""What a report says after so many sentences is not looked at."""

PLAIN = 0.9
"""The strength of a cue that says in so many words who claims something: "The presenter argued that"."""
LEAST = 0.5
PERHAPS = 0.25
"""How probable a student's claim is at least that passes for one where the student speaks."""

_PRESENTER, _STUDENT = KINDS.index("P"), KINDS.index("S")
_SPEAKERS = {_PRESENTER: Speaker.PRESENTER, _STUDENT: Speaker.STUDENT}


def find(text: str, sentences: Sequence[Sentence], presenter: str | None = None) -> list[Statement]:
    """The statements in a report, in its order. `sentences` are all of it, header included.

    A weight is how probable it is that the sentence claims something in that voice.
    """
    looked_at = sentences[:MOST_SENTENCES]
    head = [is_of_header(text, sentence) for sentence in looked_at]
    called = names_of(presenter)
    found = []
    kinds = chain().probabilities(clues(text, looked_at, head, presenter), steps(looked_at))
    for sentence, of_header, kind in zip(looked_at, head, kinds, strict=True):
        heard = _heard(kind) or _plain(text, sentence, kind, called)
        if heard and not of_header and _claims(text, sentence):
            found.append(Statement(sentence.start, sentence.end, *heard))
    return found


def _heard(kind: Weights) -> tuple[Speaker, float] | None:
    """Whose claim it most probably is, and how probable that is."""
    best = kind.index(max(kind))
    return (_SPEAKERS[best], round(kind[best], 4)) if best in _SPEAKERS else None


def _plain(
    text: str, sentence: Sentence, kind: Weights, called: re.Pattern[str] | None
) -> tuple[Speaker, float] | None:
    """Whose claim a sentence says it is in plain words, where the model holds it to be nobody's."""
    if sentence.end - sentence.start > LONGEST:
        return None
    passage = text[sentence.start : sentence.end]
    cue = cue_of(called.sub("presenter", passage) if called else passage)
    if cue.voice is Voice.PRESENTER and cue.strength >= PLAIN:
        return Speaker.PRESENTER, round(max(kind[_PRESENTER], LEAST), 4)
    if cue.voice is Voice.STUDENT and cue.strength and kind[_STUDENT] >= PERHAPS:
        return Speaker.STUDENT, round(kind[_STUDENT], 4)
    return None


def _claims(text: str, sentence: Sentence) -> bool:
    """Whether a sentence can stand for a claim: no heading, no scrap, no endless run."""
    passage = text[sentence.start : sentence.end]
    if sentence.kind is Kind.HEADING or len(passage) > LONGEST:
        return False
    return columns(passage) >= FEWEST_COLUMNS and not is_dangling(passage)
