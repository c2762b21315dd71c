"""Plain text and Markdown, in the encodings that students' editors write."""

from __future__ import annotations

import codecs
import re
import unicodedata

CONTROL_SHARE = 0.05
RARE_SHARE = 0.1
EUC_KR_FIRST = 0xA1
USUAL_SHARE = 0.95

_USUAL = re.compile(r"[\t\n\r -~\u00a0-\u017f\u2010-\u203b\u3000-\u301f\uac00-\ud7a3]")


def text_of(data: bytes) -> str | None:
    """The text of bytes in UTF-8, UTF-16 or CP949 (which holds EUC-KR); None where they are none of these.

    UTF-16 without a byte-order mark is believed where one byte order makes usual letters of nearly all of it.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _utf_16(data)
    else:
        text = _unmarked_utf_16(data) or _bytewise(data)
    return None if text is None or _is_binary(text) else text


def _unmarked_utf_16(data: bytes) -> str | None:
    # Blanks and line ends have a zero byte in UTF-16, and in no other encoding of text.
    if len(data) % 2 or b"\0" not in data:
        return None
    texts = [text for order in ("utf-16-le", "utf-16-be") if (text := _strictly(data, order)) is not None]
    usual = [text for text in texts if len(_USUAL.findall(text)) >= USUAL_SHARE * len(text)]
    return usual[0] if len(usual) == 1 else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


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
