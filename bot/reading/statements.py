"""Which sentences claim something, and whose claim it is: the presenter's or the student's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.clauses import apart, holds
from bot.reading.clues import clues, names_of
from bot.reading.cues import Voice, cue_of
from bot.reading.findings import is_dangling
from bot.reading.header import is_of_header
from bot.reading.language import has_korean
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
"""How probable it is at least that the presenter claims what no words attribute to them."""
PERHAPS = 0.4
"""How probable a student's claim is at least that passes for one where the student speaks."""
OPINED = 0.25
"""The same where the student says what they think, and not only how they feel."""
DOUBTFUL = {"ko": 0.1, "en": 0.2}
"""From this probability on that the student claims it, a sentence needs plain words to be the presenter's.

A Korean sentence often leaves out who thinks so, and is doubted sooner.
"""

_PRESENTER, _STUDENT = KINDS.index("P"), KINDS.index("S")


def find(text: str, sentences: Sequence[Sentence], presenter: str | None = None) -> list[Statement]:
    """The statements in a report, in its order. `sentences` are all of it, header included.

    A statement is a sentence, or a clause where one sentence holds both voices. A weight is how probable it
    is that it claims something in that voice.
    """
    called = names_of(presenter)
    clauses = apart(text, sentences[:MOST_SENTENCES], called)
    looked_at = [one for one, _ in clauses]
    head = [is_of_header(text, one) for one in looked_at]
    found = []
    kinds = chain().probabilities(clues(text, looked_at, head, presenter), steps(looked_at))
    for (one, voice), of_header, kind in zip(clauses, head, kinds, strict=True):
        heard = _of_clause(text, one, voice, kind) or _heard(text, one, kind, called)
        if heard and not of_header and _claims(text, one):
            found.append(Statement(one.start, one.end, *heard))
    return found


def _of_clause(text: str, clause: Sentence, voice: Voice, kind: Weights) -> tuple[Speaker, float] | None:
    """Whose claim a clause is that the other's voice stands beside: whose it is was told in plain words."""
    if voice is Voice.PRESENTER:
        return Speaker.PRESENTER, round(max(kind[_PRESENTER], LEAST), 4)
    if voice is Voice.STUDENT and holds(text[clause.start : clause.end]):
        return Speaker.STUDENT, round(max(kind[_STUDENT], LEAST), 4)
    return None


def _heard(
    text: str, sentence: Sentence, kind: Weights, called: re.Pattern[str] | None
) -> tuple[Speaker, float] | None:
    """Whose claim it most probably is, and how probable that is; else whose it says it is in plain words.

    What may well be the student's does not pass for the presenter's: it would be quoted without asking.
    """
    if sentence.end - sentence.start > LONGEST:
        return None
    passage = text[sentence.start : sentence.end]
    cue = cue_of(called.sub("presenter", passage) if called else passage)
    told = cue.strength if cue.voice is Voice.PRESENTER else 0.0
    best = kind.index(max(kind))
    doubted = kind[_STUDENT] >= DOUBTFUL["ko" if has_korean(passage) else "en"]
    probable = kind[_PRESENTER] >= LEAST and not doubted
    if told >= PLAIN or (best == _PRESENTER and (told or probable)):
        return Speaker.PRESENTER, round(max(kind[_PRESENTER], LEAST), 4)
    perhaps = OPINED if holds(passage) else PERHAPS
    opinion = cue.voice is Voice.STUDENT and cue.strength and kind[_STUDENT] >= perhaps
    if opinion or best == _STUDENT or (best == _PRESENTER and doubted):
        return Speaker.STUDENT, round(kind[_STUDENT], 4)
    return None


def _claims(text: str, sentence: Sentence) -> bool:
    """Whether a sentence can stand for a claim: no heading, no scrap, no endless run."""
    passage = text[sentence.start : sentence.end]
    if sentence.kind is Kind.HEADING or len(passage) > LONGEST:
        return False
    return columns(passage) >= FEWEST_COLUMNS and not is_dangling(passage)
