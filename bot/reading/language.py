"""Which language a text is written in: Korean or English, by the majority of its letters."""

from __future__ import annotations

import re

_HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def language(text: str) -> str | None:
    """ "ko" or "en" where more than half of the letters are Hangul or Latin; otherwise None."""
    letters = sum(map(str.isalpha, text))
    if 2 * len(_HANGUL.findall(text)) > letters:
        return "ko"
    if 2 * len(_LATIN.findall(text)) > letters:
        return "en"
    return None


def has_korean(passage: str) -> bool:
    """Whether a passage is written in Korean, be it with many English terms."""
    return 4 * len(_HANGUL.findall(passage)) > sum(map(str.isalpha, passage))
