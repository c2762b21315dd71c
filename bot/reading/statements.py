"""Which sentences claim something, and whose claim it is: the presenter's or the student's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.reading.cues import Cue, Voice, cue_of, section_voice
from bot.reading.findings import is_dangling
from bot.reading.sentences import Kind, Sentence, columns
from bot.seminar.reports import Speaker, Statement

CARRIED = 0.5
BETWEEN = 0.3
FEWEST_COLUMNS = 15
LONGEST = 1500

_SPEAKERS = {Voice.PRESENTER: Speaker.PRESENTER, Voice.STUDENT: Speaker.STUDENT}
_UNTOLD = Cue(Voice.UNTOLD)


def find(text: str, sentences: Sequence[Sentence], presenter: str | None = None) -> list[Statement]:
    """The statements in the body of a report, in its order. `sentences` are those below its header."""
    names = _names(presenter)
    cues = [_cue(text, sentence, names) for sentence in sentences]
    return [
        Statement(sentence.start, sentence.end, _SPEAKERS[heard.voice], heard.strength)
        for sentence, cue, heard in zip(sentences, cues, _carried(text, sentences, cues), strict=True)
        if heard.strength and heard.voice in _SPEAKERS and _claims(text[sentence.start : sentence.end], cue)
    ]


def _names(presenter: str | None) -> re.Pattern[str] | None:
    parts = [re.escape(part) for part in (presenter or "").split() if len(part) > 1]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None


def _cue(text: str, sentence: Sentence, names: re.Pattern[str] | None) -> Cue:
    if sentence.end - sentence.start > LONGEST:
        return _UNTOLD
    passage = text[sentence.start : sentence.end]
    return cue_of(names.sub("presenter", passage) if names else passage)


def _claims(passage: str, cue: Cue) -> bool:
    """Whether a passage can stand for a claim: no scrap, no endless run, no question of nobody's."""
    if cue.voice is Voice.UNTOLD and passage.endswith("?"):
        return False
    return len(passage) <= LONGEST and columns(passage) >= FEWEST_COLUMNS and not is_dangling(passage)


def _carried(text: str, sentences: Sequence[Sentence], cues: Sequence[Cue]) -> Iterator[Cue]:
    """The cue of each sentence, where it has none that of the sentences around it in its paragraph."""
    opening = _openings(sentences, cues)
    voice = before = section = Voice.UNTOLD
    previous: Sentence | None = None
    for sentence, cue in zip(sentences, cues, strict=True):
        if sentence.kind in (Kind.HEADING, Kind.LABEL):
            voice = section = section_voice(text[sentence.start : sentence.end])
            yield _UNTOLD
        else:
            if previous is not None and previous.paragraph != sentence.paragraph:
                before = voice
                voice = voice if text[previous.end - 1] == ":" else section
            voice, heard = _hear(cue, voice, before, opening.get(sentence.paragraph))
            if heard.voice is Voice.NARRATION and text[sentence.end - 1] == ":":
                voice = Voice.PRESENTER
            yield heard
        previous = sentence


def _hear(cue: Cue, voice: Voice, before: Voice, opening: Voice | None) -> tuple[Voice, Cue]:
    """The voice that goes on after a sentence, and its own cue."""
    if cue.voice in _SPEAKERS:
        return cue.voice, cue
    if cue.voice is Voice.NARRATION and voice is not Voice.STUDENT:
        return Voice.UNTOLD, cue
    if voice in _SPEAKERS:
        return voice, Cue(voice, CARRIED)
    if before is opening is Voice.PRESENTER:
        return voice, Cue(Voice.PRESENTER, BETWEEN)
    return voice, cue


def _openings(sentences: Sequence[Sentence], cues: Sequence[Cue]) -> dict[int, Voice]:
    """The first voice that each paragraph names."""
    named: dict[int, Voice] = {}
    for sentence, cue in zip(sentences, cues, strict=True):
        if cue.voice is not Voice.UNTOLD:
            named.setdefault(sentence.paragraph, cue.voice)
    return named
