"""Catalogues: the sentences of one language, found by key and filled with facts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.words.markup import Raw, escape

LOCALES = Path(__file__).parents[2] / "locales"
DOMAIN = "colloquy"
LANGUAGES = ("en", "ko")
FALLBACK = "en"

Fact = str | int | datetime

NAME = re.compile(r"[a-z][a-z_]*")
MEGABYTE = 1_000_000
MEGABYTE_STYLE = "MB"
STYLES = frozenset({None, "", "t", "T", "d", "D", "f", "F", "R", MEGABYTE_STYLE})
UNSAFE_BEFORE_FACT = ("<", "@", "\\")


class BadCatalogue(Exception):
    """A catalogue holds a sentence that cannot be said."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a sentence for a fact.

    `style` is for a time how Discord writes it (t, T, d, D, f, F, R), and MB for bytes in megabytes.
    """

    name: str
    style: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its plural forms, each taken apart: literal text and holes in turn."""

    forms: tuple[tuple[str | Hole, ...], ...]

    @property
    def holes(self) -> frozenset[Hole]:
        """Every hole of every form."""
        return frozenset(part for form in self.forms for part in form if isinstance(part, Hole))


class Words:
    """What the bot says, in one language."""

    def __init__(self, language: str, sentences: Mapping[str, Sentence]) -> None:
        self.language = language
        self.sentences = sentences
        self._plural_form = Locale.parse(language).plural_form

    def say(self, key: str, /, **facts: Fact) -> Raw:
        """The sentence with its facts. Raises KeyError for an unknown key or a missing fact.

        Strings are escaped unless they are Raw, as what `say` returns is. A datetime, which must be
        aware (ValueError), is shown by Discord in each reader's own zone. `count` picks the plural form.
        """
        form = self._form(self.sentences[key], facts)
        return Raw("".join(part if isinstance(part, str) else _fill(part, facts[part.name]) for part in form))

    def _form(self, sentence: Sentence, facts: Mapping[str, Fact]) -> tuple[str | Hole, ...]:
        if len(sentence.forms) == 1:
            return sentence.forms[0]
        count = facts["count"]
        if not isinstance(count, int):
            raise TypeError("count: only a number picks a plural form")
        return sentence.forms[0 if self._plural_form(count) == "one" else 1]


def words_for(language: str) -> Words:
    """The words for a course's language or Discord's locale: "ko" is Korean, any other is English."""
    return _load(language if language in LANGUAGES else FALLBACK)


@cache
def _load(language: str) -> Words:
    return Words(language, read_catalogue(LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po", language))


def read_catalogue(path: Path, language: str) -> dict[str, Sentence]:
    """The sentences of one file. Raises BadCatalogue, and Babel's PoFileError for a broken file."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    return dict(_sentence(message) for message in catalogue if message.id)


def _sentence(message: Message) -> tuple[str, Sentence]:
    key = message.id if isinstance(message.id, str) else message.id[0]
    texts = (message.string,) if isinstance(message.string, str) else message.string or ("",)
    return key, Sentence(tuple(tuple(_parts(key, text)) for text in texts))


def _parts(key: str, text: str) -> Iterator[str | Hole]:
    """The literal text and the holes of one form. Raises BadCatalogue."""
    if not text.strip():
        raise BadCatalogue(f"{key}: there is nothing to say")
    for literal, name, style, conversion in Formatter().parse(text):
        if literal:
            yield literal
        if name is None:
            continue
        if not NAME.fullmatch(name) or conversion or style not in STYLES:
            raise BadCatalogue(f"{key}: {{{name}}} is no plain name, or its style is unknown")
        if literal.endswith(UNSAFE_BEFORE_FACT):
            raise BadCatalogue(f"{key}: what stands before {{{name}}} would undo its escaping")
        yield Hole(name, style or "")


def _fill(hole: Hole, fact: Fact) -> str:
    """The fact as Discord shows it. Raises TypeError for a style that the fact has not."""
    if isinstance(fact, datetime) and hole.style != MEGABYTE_STYLE:
        if fact.tzinfo is None:
            raise ValueError(f"{hole.name}: a time without a zone")
        return f"<t:{math.floor(fact.timestamp())}:{hole.style or 'f'}>"
    if hole.style == MEGABYTE_STYLE and isinstance(fact, int):
        return f"{fact / MEGABYTE:.3g} MB"
    if hole.style:
        raise TypeError(f"{hole.name}: {hole.style} is no style of {type(fact).__name__}")
    return escape(fact) if isinstance(fact, str) and not isinstance(fact, Raw) else str(fact)
