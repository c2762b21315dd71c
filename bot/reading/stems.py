"""A passage as what can be compared of it: its stems, and its runs of letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a passage is compared. `negated` is None where a contrast makes it depend on the wording."""

    korean: bool
    negated: bool | None
    stems: frozenset[str]
    runs: frozenset[str]


def traits(passage: str) -> Traits:
    """The traits of a passage, without its words of attribution and its function words."""
    bare = without_attribution(passage)
    korean = has_korean(bare)
    contents = [word for word in map(str.lower, _WORD.findall(bare)) if word not in _FUNCTION_WORDS]
    size = _KOREAN_RUN if korean else _ENGLISH_RUN
    return Traits(
        korean=korean,
        negated=None if _CONTRAST.search(bare) else _NEGATION.search(bare) is not None,
        stems=frozenset(word[:_KOREAN_STEM] if korean else stem(word) for word in contents),
        runs=frozenset(run for word in contents for run in _runs(f" {word} ", size)),
    )


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
