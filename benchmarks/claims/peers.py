"""Simpler ways to find statements: cue words, the first of each paragraph, what is central in a report."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from bot.reading.cues import Cue, Voice, cue_of, section_voice
from bot.reading.header import is_of_header
from bot.reading.sentences import Kind, Sentence, sentences
from bot.reading.stems import traits
from bot.seminar.reports import Speaker

Told = list[tuple[int, int, Speaker]]
SPEAKERS = {Voice.PRESENTER: Speaker.PRESENTER, Voice.STUDENT: Speaker.STUDENT}
CENTRAL_SHARE = 0.4
DAMPING = 0.85
ROUNDS = 30


def body(text: str) -> list[Sentence]:
    """The sentences that could be statements: no header, no headings."""
    return [
        one for one in sentences(text) if one.kind in (Kind.PROSE, Kind.ITEM) and not is_of_header(text, one)
    ]


def all_sentences(text: str) -> Told:
    return [(one.start, one.end, Speaker.PRESENTER) for one in body(text)]


def first_sentences(text: str) -> Told:
    seen: set[int] = set()
    found = []
    for one in body(text):
        if one.paragraph not in seen:
            found.append((one.start, one.end, Speaker.PRESENTER))
        seen.add(one.paragraph)
    return found


def cue_rules(text: str) -> Told:
    """The voice that a sentence's own words tell, else the one before in its paragraph or its heading's."""
    whole = [one for one in sentences(text) if not is_of_header(text, one)]
    return [(one.start, one.end, SPEAKERS[voice]) for one, voice in _voices(text, whole) if voice in SPEAKERS]


def _voices(text: str, whole: Sequence[Sentence]) -> Iterator[tuple[Sentence, Voice]]:
    voice = section = Voice.UNTOLD
    paragraph = -1
    for one in whole:
        passage = text[one.start : one.end]
        if one.kind in (Kind.HEADING, Kind.LABEL):
            voice = section = section_voice(passage)
            continue
        if one.paragraph != paragraph:
            voice, paragraph = section, one.paragraph
        cue: Cue = cue_of(passage)
        if cue.voice in SPEAKERS and not cue.strength:
            yield one, Voice.UNTOLD
            continue
        if cue.voice is Voice.NARRATION and voice is not Voice.STUDENT:
            voice = Voice.UNTOLD
        elif cue.voice in SPEAKERS:
            voice = cue.voice
        yield one, voice


def centroid(text: str) -> Told:
    """The sentences that are most like all of the report."""
    found = body(text)
    table = _table(text, found)
    return _best(found, [sum(row) for row in table])


def textrank(text: str) -> Told:
    """The sentences in which a walk from like to like stays longest."""
    found = body(text)
    table = _table(text, found)
    sums = [sum(row) or 1.0 for row in table]
    ranks = [1.0] * len(found)
    for _ in range(ROUNDS):
        ranks = [
            1
            - DAMPING
            + DAMPING * sum(table[other][at] * ranks[other] / sums[other] for other in range(len(found)))
            for at in range(len(found))
        ]
    return _best(found, ranks)


def _table(text: str, found: Sequence[Sentence]) -> list[list[float]]:
    stems = [traits(text[one.start : one.end]).stems for one in found]
    return [
        [
            len(one & other) / math.sqrt(len(one) * len(other)) if one and other and at != to else 0.0
            for to, other in enumerate(stems)
        ]
        for at, one in enumerate(stems)
    ]


def _best(found: Sequence[Sentence], scores: Sequence[float]) -> Told:
    order = sorted(range(len(found)), key=lambda at: (-scores[at], at))
    chosen = sorted(order[: math.ceil(CENTRAL_SHARE * len(found))])
    return [(found[at].start, found[at].end, Speaker.PRESENTER) for at in chosen]


PEERS: dict[str, Callable[[str], Told]] = {
    "first of each paragraph": first_sentences,
    "all sentences": all_sentences,
    "centroid": centroid,
    "TextRank": textrank,
    "cue rules": cue_rules,
}
