"""Which stops end a sentence: not those of abbreviations, initials, decimals and quoted sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator


def words(line: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(line.split())


CLOSERS = "\"'”’」』》〉)]*_"

_STOP = re.compile(rf"[.!?…。！？]+[{re.escape(CLOSERS)}]*")
_END = re.compile(rf"[.!?…。！？][{re.escape(CLOSERS)}]*$")
_QUOTED = re.compile(r"“[^“”]{1,300}”|「[^「」]{1,300}」|『[^『』]{1,300}』|(?<!\w)\"(?=\S)[^\"]{1,300}\"")
_WORD = re.compile(r"\w+")
_QUOTATIVE = re.compile(r"라[고며는]|하[고며는]|이라|고\s")

_NEVER_LAST = words("dr mr mrs ms prof vs cf e.g i.e approx st")
_BEFORE_NUMBERS = words("no nos fig figs eq sec ch vol p pp")
_SELDOM_LAST = words("etc al inc ltd co jr sr")
_DOTTED = re.compile(r"(?:[a-z]\.)*[a-z]$")
_OPENERS = words(
    "a after an and as at but by for he however her his i if in it its my of on our she so that the their "
    "then there these they this those thus to we what when while with you"
)


def is_ended(passage: str) -> bool:
    """Whether a passage closes with the stop of a sentence."""
    return _END.search(passage, max(0, len(passage) - 10)) is not None


def is_ellipsis(stop: str) -> bool:
    """Whether a stop is one of "..", "...", "…" and longer ones."""
    return stop not in ("", ".") and set(stop) <= {".", "…"}


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences between two offsets, not yet stripped."""
    quotes = [(found.start(), found.end()) for found in _QUOTED.finditer(text, start, end)]
    quotes.reverse()
    for stop in _STOP.finditer(text, start, end):
        while quotes and quotes[-1][1] <= stop.start():
            quotes.pop()
        quoted = bool(quotes) and quotes[-1][0] < stop.start() and stop.end() < quotes[-1][1]
        if not quoted and _ends_sentence(text, start, stop, end):
            yield start, stop.end()
            start = stop.end()
    if start < end:
        yield start, end


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    after = text[stop.end() : stop.end() + 40].lstrip() if stop.end() < end else ""
    if not after:
        return True
    if not text[stop.end()].isspace():
        return _lacks_blank(text[max(start, stop.start() - 2) : stop.start()], stop.group(), after)
    if stop.group()[-1] in CLOSERS or is_ellipsis(stop.group()):
        return not after[0].islower() and not _QUOTATIVE.match(after)
    return stop.group() != "." or not _is_abbreviation(_last_word(text, start, stop.start()), after)


def _lacks_blank(before: str, stop: str, after: str) -> bool:
    """Whether a sentence ends although no blank follows its stop, as in "길다.짧다" or "long.Short"."""
    if stop[-1] in "。！？":
        return True
    if stop != ".":
        return False
    if before[-1:] in tuple("다요음함임죠까"):
        return after[0].isalpha() or after[0] in "\"'“‘("
    return before.isascii() and before.islower() and len(before) == 2 and after[:2].istitle()


def _last_word(text: str, start: int, end: int) -> str:
    tail = text[max(start, end - 12) : end].split()
    return tail[-1].lstrip("(\"'“‘[") if tail else ""


def _is_abbreviation(word: str, after: str) -> bool:
    lower = word.lower()
    if lower in _NEVER_LAST:
        return True
    if lower in _BEFORE_NUMBERS:
        return after[0].isdigit()
    if lower in _SELDOM_LAST:
        return not after[0].isupper()
    opener = _WORD.match(after)
    if _DOTTED.match(lower) and (word.isupper() or "." in word):
        return opener is None or opener.group().lower() not in _OPENERS
    return False
