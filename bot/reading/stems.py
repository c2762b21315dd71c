"""A passage as what can be compared of it: its stems, and its runs of letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.cues import without_attribution
from bot.reading.language import has_korean
from bot.reading.stops import words

_FUNCTION_WORDS = words(
    "a about after all also although am an and any as at be because been before being both but by can could "
    "did do does done down each either even ever every few for from further get gets got had has have having "
    "he her here him his how however i if in instead into is it its itself just make makes made many may me "
    "might more most much must my myself need of off often on once one only onto or other our out over own "
    "quite rather really same she should since so some still such than that the their them themselves then "
    "there therefore these they thing things this those though thus to too towards under until up upon us "
    "very was way we well were what when where whether which while who whose why will with would yet you your"
)
REMEMBERED = 4_096
"""How many passages' traits are kept: a week's claims are compared with each new report."""
_SUFFIXES = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ions",
    "ion",
    "ies",
    "ied",
    "ers",
    "er",
    "ed",
    "es",
    "ly",
    "s",
    "e",
    "y",
)
_SHORTEST_STEM = 3
_ENGLISH_RUN = 4
_KOREAN_RUN = 2
_KOREAN_STEM = 2

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NEGATION = re.compile(
    r"\b(?:not|never|cannot|nor)\b|n['’]t\b|않|없|못\s?[하한했할해]|아니|(?:^|\s)안\s", re.IGNORECASE
)
_CONTRAST = re.compile(r"\b(?:instead of|rather than|not only|unlike)\b|대신|뿐만 아니라|보다", re.IGNORECASE)


_NUMBER = re.compile(r"\d+")
_PARTICLE = re.compile(
    r"(?<=[가-힣])(?:에서는|에게서|으로는|으로써|이라는|이라고|에서|에게|으로|부터|까지|처럼|보다|이나|이며|라는|라고"
    r"|다고|는데|하는|하고|해서|하지|되는|된다|한다|했다|하면|이다|들이|들은|들을|들의|[은는이가을를의에도로와과만나]"
    r"|[고며서면지게다요한할된될해])$"
)
_PARTICLES = 2
_PART = 3
_SYLLABLES = range(0xAC00, 0xD7A4)


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a passage is compared. `negated` is None where a contrast makes it depend on the wording.

    `parts` are runs of three letters; of a Korean word three of the letters that its syllables are made of,
    without its particles and endings.
    """

    korean: bool
    negated: bool | None
    numbers: frozenset[str]
    stems: frozenset[str]
    runs: frozenset[str]
    parts: frozenset[str]


@lru_cache(maxsize=REMEMBERED)
def traits(passage: str) -> Traits:
    """The traits of a passage, without its words of attribution and its function words."""
    bare = without_attribution(passage)
    korean = has_korean(bare)
    found = contents(bare)
    size = _KOREAN_RUN if korean else _ENGLISH_RUN
    return Traits(
        korean=korean,
        negated=None if _CONTRAST.search(bare) else _NEGATION.search(bare) is not None,
        numbers=frozenset(_NUMBER.findall(bare)),
        stems=frozenset(word[:_KOREAN_STEM] if korean else stem(word) for word in found),
        runs=frozenset(run for word in found for run in _runs(f" {word} ", size)),
        parts=frozenset(part for word in found for part in _runs(f" {_letters(word)} ", _PART)),
    )


def contents(text: str) -> list[str]:
    """The words of a text but its function words, in small letters."""
    return [word for word in map(str.lower, _WORD.findall(text)) if word not in _FUNCTION_WORDS]


def stem(word: str) -> str:
    """The stem of an English word, roughly.

    >>> stem("planning"), stem("planned"), stem("plans")
    ('plan', 'plan', 'plan')
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word.removesuffix(suffix)
            break
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2]
    return word[:-1] if doubled else word


def _runs(word: str, size: int) -> list[str]:
    return [word[at : at + size] for at in range(max(1, len(word) - size + 1))]


def _letters(word: str) -> str:
    """A word as its letters; a Korean one without particles, each syllable taken apart."""
    for _ in range(_PARTICLES):
        word = _PARTICLE.sub("", word, count=1)
    return "".join(_taken_apart(letter) for letter in word)


def _taken_apart(letter: str) -> str:
    at = ord(letter) - _SYLLABLES.start
    if ord(letter) not in _SYLLABLES:
        return letter
    last = chr(0x11A7 + at % 28) if at % 28 else ""
    return chr(0x1100 + at // 588) + chr(0x1161 + at % 588 // 28) + last
