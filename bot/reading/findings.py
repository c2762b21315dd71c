"""Passages that may need a second look: unfinished sentences, empty headings, parts that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.reading.parts import empty_headings, missing_parts
from bot.reading.sentences import Kind, Sentence
from bot.reading.stops import is_ellipsis, is_ended, words
from bot.seminar.reports import Finding, FindingKind

_STOPS = ".!?…。"
_LAST_WORD = re.compile(r"[\w'’]+$")

_NEVER_LAST = words(
    "and or but nor because although whereas unless the a an my our your their every than whose "
    "그리고 그러나 하지만 그래서 따라서 때문에 왜냐하면 또는 혹은 및"
)
_SELDOM_LAST = _NEVER_LAST | words(
    "to of in on at by for with from as that which who if when while is are was were be its his her this "
    "also so then since into about between should would could will can may might must"
)
_CITES = tuple("/\"“'‘-")
_KOREAN_CLOSE = frozenset("다요죠까함음임네")


def find(text: str, sentences: Sequence[Sentence], parts: Sequence[str] = ()) -> list[Finding]:
    """The findings in a report, in its order. `sentences` are those below its header, `parts` are wanted."""
    found = [*_unfinished(text, sentences), *empty_headings(text, sentences), *missing_parts(text, parts)]
    return sorted(found, key=lambda one: one.start)


def _unfinished(text: str, sentences: Sequence[Sentence]) -> list[Finding]:
    punctuated = _ends_with_stops(text, sentences)
    return [
        Finding(FindingKind.UNFINISHED_SENTENCE, one.start, one.end)
        for before, one, after in _neighbours(sentences)
        if _is_unfinished(text, before, one, after, punctuated=punctuated)
    ]


def is_dangling(passage: str) -> bool:
    """Whether a passage ends in a word that asks for more, as in "..., and." or "그리고."."""
    before, blank, stop = _parts(passage)
    before = before[-20:]
    if stop.endswith(("?", "!")):
        return False
    if before.endswith(","):
        return bool(stop)
    found = _LAST_WORD.search(before)
    if found is None or len(before) == 1 or before[: found.start()][-1:] in _CITES:
        return False
    # A capital letter alone is a name, as in "plan A".
    word = found[0] if len(found[0]) == 1 else found[0].lower()
    # A blank before the stop, or a trail of dots, tells that a word is missing there.
    gap = stop and (blank or is_ellipsis(stop))
    return word in (_SELDOM_LAST if gap else _NEVER_LAST)


def _parts(passage: str) -> tuple[str, bool, str]:
    """What stands before the stop, whether a blank follows it, and the stop, which may be empty."""
    body = passage.rstrip(_STOPS)
    before = body.rstrip()
    return before, len(before) < len(body), passage[len(body) :]


def _neighbours(
    sentences: Sequence[Sentence],
) -> Iterator[tuple[Sentence | None, Sentence, Sentence | None]]:
    """Each sentence between those beside it in its paragraph; what opens a list goes on with it."""
    padded = [None, *sentences, None]
    for before, one, after in zip(padded, sentences, padded[2:], strict=False):
        yield (
            before if before and before.paragraph == one.paragraph else None,
            one,
            after if after and after.paragraph == one.paragraph else None,
        )


def _ends_with_stops(text: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the writer ends paragraphs with a stop, as a rule."""
    lasts = [one for _, one, after in _neighbours(sentences) if after is None and one.kind is Kind.PROSE]
    ended = sum(is_ended(text[one.start : one.end]) for one in lasts)
    return 3 * ended >= 2 * len(lasts)


def _is_unfinished(
    text: str, before: Sentence | None, one: Sentence, after: Sentence | None, *, punctuated: bool
) -> bool:
    passage = text[one.start : one.end]
    if one.kind is Kind.HEADING:
        return False
    if is_dangling(passage):
        return True
    if one.kind is not Kind.PROSE:
        return False
    if after is None:
        # Below a line without a stop, another one is a line of a list.
        among_prose = before is None or is_ended(text[before.start : before.end])
        return punctuated and among_prose and _breaks_off(passage)
    body, _, stop = _parts(passage)
    return is_ellipsis(stop) and body[-1] not in _KOREAN_CLOSE


def _breaks_off(passage: str) -> bool:
    """Whether a passage ends in the middle of a phrase, as far as its last letter tells."""
    if "://" in passage[-200:].rsplit(maxsplit=1)[-1]:
        return False
    return (passage[-1].isalnum() or passage[-1] == ",") and passage[-1] not in _KOREAN_CLOSE
