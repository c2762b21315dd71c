"""What tells of a sentence whether it claims something, and whose claim it is: general traits, as strings.

What a sentence is about does not matter here; how it is said, where it stands and what stands around it does.
Names are not told apart: what is written with a capital letter within a sentence is `Name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.reading.cues import Cue, cue_of, section_voice
from bot.reading.language import has_korean
from bot.reading.sentences import Kind, Sentence
from bot.reading.stems import stem
from bot.reading.stops import is_ended
from bot.reading.tones import tone, turns

LONGEST = 600
"""How much of a sentence is looked at, in code points."""
MOST_WORDS = 60
TITLE_LENGTH = 24

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[가-힣]+|[ㄱ-ㅣ]+|\d+|[^\w\s]")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?:-[A-Z]\w+)*")
_TITLED = re.compile(r"([가-힣]{2,4})\s?(?:박사|교수|연사|강사|선생|건축가|작가|대표|발표자|강연자|연구원)")
_QUOTED = re.compile(r"“[^“”]{1,300}”|\"[^\"]{1,300}\"|「[^」]{1,300}」")
_HANGUL = re.compile(r"[가-힣]")
_TITLES = (Kind.HEADING, Kind.LABEL)


def clues(
    text: str, sentences: Sequence[Sentence], head: Sequence[bool], presenter: str | None = None
) -> list[list[str]]:
    """The clues of each sentence, in their order. `head` tells which look like the header's."""
    called = names_of(presenter)
    passages = [text[one.start : min(one.end, one.start + LONGEST)] for one in sentences]
    if called:
        passages = [called.sub("presenter", passage) for passage in passages]
    names = _names(passages)
    words = [_words(passage, names) for passage in passages]
    cues = [cue_of(passage) for passage in passages]
    tones = [tone(passage) for passage in passages]
    places = _places(text, sentences, passages, cues, head)
    found = []
    for at, (place, turn) in enumerate(zip(places, turns(tones, cues, sentences), strict=True)):
        mine = [*_wording(passages[at], words[at]), *place, *turn]
        for step in (-2, -1, 1, 2):
            beside = at + step
            if 0 <= beside < len(sentences):
                same = sentences[beside].paragraph == sentences[at].paragraph
                mine += [f"{step}{same:d}{clue}" for clue in _outline(words[beside], cues[beside], step)]
        found.append(mine)
    return found


def names_of(presenter: str | None) -> re.Pattern[str] | None:
    """What finds the presenter's name; None where it is not known."""
    parts = [re.escape(part) for part in (presenter or "").split() if len(part) > 1]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None


def _names(passages: Sequence[str]) -> frozenset[str]:
    """Words that the writer uses as names."""
    latin = {name for passage in passages for name in _NAME.findall(passage)}
    return frozenset(latin | {name for passage in passages for name in _TITLED.findall(passage)})


def _words(passage: str, names: frozenset[str]) -> list[str]:
    words = _WORD.findall(_QUOTED.sub(' "" ', passage))[:MOST_WORDS]
    return ["Name" if word in names else "0" if word.isdigit() else word.lower() for word in words]


def _wording(passage: str, words: Sequence[str]) -> Iterator[str]:
    """How a sentence is said: its words, and in Korean above all how they end."""
    yield from _korean(words) if has_korean(passage) else _english(words)
    yield f"stop {passage[-1] if passage[-1:] in '.!?…:;)' else 'none'}"
    yield f"long {min(len(words) // 4, 9)}"
    if '""' in passage or _QUOTED.search(passage):
        yield "quotes"
    if "0" in words:
        yield "digits"


def _english(words: Sequence[str]) -> Iterator[str]:
    yield "en"
    yield from (f"w {word}" for word in dict.fromkeys(words))
    yield from (f"s {stem(word)}" for word in dict.fromkeys(words) if word.isalpha())
    yield from (f"ww {one} {other}" for one, other in pairwise(words))
    yield from (f"www {' '.join(words[at : at + 3])}" for at in range(len(words) - 2))
    yield from (f"start {' '.join(words[:size])}" for size in (1, 2, 3))
    yield from (f"end {' '.join(words[-size:])}" for size in (1, 2))


def _korean(words: Sequence[str]) -> Iterator[str]:
    yield "ko"
    for word in dict.fromkeys(words):
        yield f"k {word}"
        if len(word) > 1:
            yield f"pre {word[:2]}"
        yield from (f"suf {word[-size:]}" for size in (1, 2, 3, 4) if len(word) > size)
    yield from (f"kk {one[-2:]} {other[-2:]}" for one, other in pairwise(words))
    yield from (f"kp {one[-2:]} {other[:2]}" for one, other in pairwise(words))
    hangul = [word for word in words if _HANGUL.match(word)]
    if hangul:
        tail = " ".join(hangul[-3:])
        yield from (f"tail {tail[-size:]}" for size in range(1, 10))
        yield f"start {hangul[0]}"
        yield f"start2 {hangul[0][-1:]} {hangul[1 % len(hangul)][-1:]}"


def _places(
    text: str,
    sentences: Sequence[Sentence],
    passages: Sequence[str],
    cues: Sequence[Cue],
    head: Sequence[bool],
) -> Iterator[list[str]]:
    """Where each sentence stands, under which heading, and what its own cue is."""
    section, title = "untold", ""
    paragraphs = max((one.paragraph for one in sentences), default=0) + 1
    bulleted = any(one.kind is Kind.ITEM for one in sentences)
    since = within = 0
    for at, one in enumerate(sentences):
        if one.kind in _TITLES and not head[at]:
            section, title, since = section_voice(passages[at]).value, passages[at].lower()[:TITLE_LENGTH], 0
        within = within + 1 if at and sentences[at - 1].paragraph == one.paragraph else 0
        since += 1
        voice, fifth = cues[at].voice, at * 5 // max(1, len(sentences) - 1)
        yield [
            f"kind {one.kind}",
            f"cue {voice} {cues[at].strength}",
            f"section {section} {one.kind}",
            f"place {fifth}",
            f"place {fifth} {voice}",
            f"from the start {min(at, 5)}",
            f"from the end {min(len(sentences) - 1 - at, 4)}",
            f"in paragraph {min(within, 3)}",
            f"paragraph {min(one.paragraph, 3)} {min(paragraphs, 4)}",
            f"head {head[at]:d}",
            f"bulleted {bulleted:d} {one.kind}",
            f"ended {is_ended(passages[at]):d}",
            f"marks {text[max(0, one.start - 3) : one.start].strip()[-1:]}",
            *(_below(title) if title and since > 1 else ()),
        ]


def _below(title: str) -> Iterator[str]:
    """The words of the heading above; of a Korean one its pairs of letters, too."""
    yield from (f"below {word}" for word in _WORD.findall(title))
    if has_korean(title):
        yield from (f"below {title[at : at + 2]}" for at in range(len(title) - 1))


def _outline(words: Sequence[str], cue: Cue, step: int) -> Iterator[str]:
    """What a neighbour tells of a sentence."""
    yield f"cue {cue.voice}"
    if abs(step) == 1 and words:
        yield f"start {words[0]}"
        yield f"end {words[-1][-2:]}"
        hangul = [word for word in words if _HANGUL.match(word)]
        if hangul:
            yield f"tail {hangul[-1][-2:]}"
            yield f"tail {hangul[-1][-3:]}"
