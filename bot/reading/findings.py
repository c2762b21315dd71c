"""Passages that may need a second look: sentences that look unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.reading.sentences import Kind, Sentence
from bot.reading.stops import is_ellipsis, is_ended
from bot.seminar.reports import Finding, FindingKind

_STOPS = ".!?…。"
_LAST_WORD = re.compile(r"[\w'’]+$")

_NEVER_LAST = frozenset(
    "and or but nor because although whereas unless the a an my our your their every than whose "
    "그리고 그러나 하지만 그래서 따라서 때문에 왜냐하면 또는 혹은 및".split()
)
_SELDOM_LAST = _NEVER_LAST | frozenset(
    "to of in on at by for with from as that which who if when while is are was were be its his her this "
    "also so then since into about between".split()
)
_CITES = tuple("/\"“'‘-")
_KOREAN_CLOSE = frozenset("다요죠까함음임네")


def find(text: str, sentences: Sequence[Sentence]) -> list[Finding]:
    """The findings in the body of a report, in its order. `sentences` are those below its header."""
    punctuated = _ends_with_stops(text, sentences)
    return [
        Finding(FindingKind.UNFINISHED_SENTENCE, sentence.start, sentence.end)
        for sentence, last in _with_lasts(sentences)
        if _is_unfinished(
            text[sentence.start : sentence.end], sentence.kind, last=last, punctuated=punctuated
        )
    ]


def is_dangling(passage: str) -> bool:
    """Whether a passage ends in a word that asks for more, as in "..., and." or "그리고."."""
    before, blank, stop = _parts(passage)
    before = before[-20:]
    if before.endswith(","):
        return bool(stop)
    word = _LAST_WORD.search(before)
    if word is None or before[: word.start()][-1:] in _CITES:
        return False
    # A blank before the stop, or a trail of dots, tells that a word is missing there.
    gap = stop and (blank or is_ellipsis(stop))
    return word[0] in (_SELDOM_LAST if gap else _NEVER_LAST)


def _parts(passage: str) -> tuple[str, bool, str]:
    """What stands before the stop, whether a blank follows it, and the stop, which may be empty."""
    body = passage.rstrip(_STOPS)
    before = body.rstrip()
    return before, len(before) < len(body), passage[len(body) :]


def _with_lasts(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, bool]]:
    """Each sentence, and whether its paragraph ends with it; what opens a list goes on."""
    for index, sentence in enumerate(sentences):
        following = sentences[index + 1] if index + 1 < len(sentences) else None
        yield sentence, following is None or following.paragraph != sentence.paragraph


def _ends_with_stops(text: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the writer ends paragraphs with a stop, as a rule."""
    lasts = [one for one, last in _with_lasts(sentences) if last and one.kind is Kind.PROSE]
    ended = sum(is_ended(text[one.start : one.end]) for one in lasts)
    return 3 * ended >= 2 * len(lasts)


def _is_unfinished(passage: str, kind: Kind, *, last: bool, punctuated: bool) -> bool:
    if kind is Kind.HEADING or is_dangling(passage):
        return kind is not Kind.HEADING
    if kind is not Kind.PROSE:
        return False
    if last:
        return punctuated and _breaks_off(passage)
    before, _, stop = _parts(passage)
    return is_ellipsis(stop) and before[-1] not in _KOREAN_CLOSE


def _breaks_off(passage: str) -> bool:
    """Whether a passage ends in the middle of a phrase, as far as its last letter tells."""
    if "://" in passage[-200:].split()[-1]:
        return False
    return (passage[-1].isalnum() or passage[-1] == ",") and passage[-1] not in _KOREAN_CLOSE
