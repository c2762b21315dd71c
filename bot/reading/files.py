"""From a file to its text: plain text and Markdown, in the encodings that students' editors write."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import PurePath

from bot.seminar.refusals import EmptyReport, Unreadable, WrongKind
from bot.seminar.reports import require_text

KINDS = (".txt", ".md")
CONTROL_SHARE = 0.05
RARE_SHARE = 0.1
EUC_KR_FIRST = 0xA1


def decode(name: str, data: bytes) -> str:
    """The cleaned text of a file: UTF-8, UTF-16 with a byte-order mark, or CP949 (which holds EUC-KR).

    Raises WrongKind (not .txt or .md) and Unreadable (no text, or in another encoding).
    """
    if PurePath(name).suffix.lower() not in KINDS:
        raise WrongKind(name=name)
    text = _utf_16(data) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else _bytewise(data)
    if text is None or _is_binary(text):
        raise Unreadable(name=name)
    try:
        return require_text(text)
    except EmptyReport:
        raise Unreadable(name=name) from None


def _utf_16(data: bytes) -> str | None:
    # Lone surrogates pass: cleaning marks each, and the rest of the report stays readable.
    try:
        return data.decode("utf-16", "surrogatepass")
    except UnicodeDecodeError:
        return None


def _bytewise(data: bytes) -> str | None:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return _korean(data)


def _korean(data: bytes) -> str | None:
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return None
    # Western bytes often make valid pairs, but of syllables that Korean hardly uses and EUC-KR lacks.
    foreign = [letter for letter in text if not letter.isascii()]
    rare = sum(min(letter.encode("cp949")) < EUC_KR_FIRST for letter in foreign)
    return text if rare <= RARE_SHARE * len(foreign) else None


def _is_binary(text: str) -> bool:
    controls = sum(unicodedata.category(letter) == "Cc" and not letter.isspace() for letter in text)
    return controls > CONTROL_SHARE * len(text)
