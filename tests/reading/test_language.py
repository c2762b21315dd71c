"""The language of a text is that of most of its letters."""

from __future__ import annotations

import pytest

from bot.reading.language import has_korean, language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The city is slow.", "en"),
        ("Café naïve", "en"),
        ("도시는 느리다.", "ko"),
        ("도시는 slow하고 조용하다.", "ko"),
        ("The city (도시) is slow.", "en"),
        ("Город медленный", None),
        ("1234 ... !!", None),
        ("", None),
    ],
)
def test_majority(text: str, expected: str | None) -> None:
    assert language(text) == expected


def test_korean_with_many_english_terms_is_korean_to_read() -> None:
    passage = "scaling law는 emergent ability보다 중요하다고 말했다"
    assert language(passage) == "en"
    assert has_korean(passage)
    assert not has_korean("The city (도시) is slow.")
