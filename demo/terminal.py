"""Lines for a terminal: as wide as they look, colour only where somebody watches."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from demo.markup import Letter

WIDTH = 88


def columns(text: str) -> int:
    """How many columns a text takes: two for a Hangul syllable, none for a combining mark.

    >>> columns("한 a")
    4
    """
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def wrapped(letters: Sequence[Letter], width: int) -> Iterator[list[Letter]]:
    """The letters in lines of at most `width` columns, broken at blanks where there are any."""
    line: list[Letter] = []
    used = 0
    for word in _words(letters):
        size = sum(_columns(letter.text) for letter in word)
        if line and used + size > width:
            yield line
            line, used = [], 0
        for letter in word:
            if used + _columns(letter.text) > width:
                if letter.text == " ":
                    continue
                yield line
                line, used = [], 0
            line.append(letter)
            used += _columns(letter.text)
    yield line


def _words(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Words, each with the blanks behind it; these do not count when a line is full."""
    word: list[Letter] = []
    for letter in letters:
        if word and word[-1].text == " " and letter.text != " ":
            yield word
            word = []
        word.append(letter)
    if word:
        yield word


def painted(letters: Sequence[Letter], *, colour: bool) -> str:
    """The letters as a terminal takes them."""
    if not colour:
        return "".join(letter.text for letter in letters).rstrip()
    parts = []
    for style, run in groupby(letters, key=lambda letter: letter.style):
        text = "".join(letter.text for letter in run)
        parts.append(f"\x1b[{style}m{text}\x1b[0m" if style else text)
    return "".join(parts).rstrip()


def shows_colour() -> bool:
    """Whether somebody watches who has not asked for plain text."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
