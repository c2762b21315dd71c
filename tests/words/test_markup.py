"""Hostile words stay words: no mention, no link, no heading, and still readable as they were written."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.words.catalogues import LANGUAGES, Fact, words_for
from bot.words.markup import Raw, escape, unescape

PIECES = [
    "@everyone", "@here", "<@123>", "<@!123>", "<@&123>", "<#123>", "<t:1:R>", "<:x:1>", "<a:x:1>",
    "</help:1>", "<id:guide>", "<https://a.example>", "https://a.example/a_b", "[it](https://a.example)",
    "# ", "## ", "-# ", "- ", "+ ", "* ", "1. ", "12) ", "> ", ">>> ", "**", "__", "~~", "||", "`",
    "```py\n", "\\", "\n", "\r", " ", "\u2028", "\u200b", "\ufeff", "\u3000", ":tada:", ":100:", "_", "a",
    "가", "12:30", "@", "<", "]", "(", "1", "-",
]  # fmt: skip
hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)

ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
LIVE = re.compile(
    r"@everyone|@here|<[@#:/at]|<id:|<https?:|https?://|[\\*_~`|\[\]]|:[0-9A-Za-z_~+-]+:"
    r"|(?:\A|(?<=[\n\r\u2028\u2029]))[\s\ufeff]*(?:#|>|(?:[-+]|\d+[.)])(?:\s|\Z))"
)
"""Whatever Discord would act on, in text that has lost its escaped characters."""
MOMENT = datetime(2026, 11, 30, tzinfo=UTC)
STYLED: dict[str, Fact] = {**dict.fromkeys("tTdDfFR", MOMENT), "MB": 1}


def live(text: str) -> list[str]:
    """The markup that Discord would act on: an escaped character is as good as a letter."""
    return [found[0] for found in LIVE.finditer(ESCAPED.sub("\u25a1", text))]


@given(hostile)
def test_nothing_is_live(text: str) -> None:
    assert live(escape(text)) == []


@given(hostile)
def test_what_pings_is_gone_even_for_who_ignores_backslashes(text: str) -> None:
    bare = escape(text).replace("\\", "")
    assert not re.search(r"@everyone|@here|<@|<#|<t:|<:|<a:|</|<id:", bare)


@given(hostile)
def test_the_words_are_still_there(text: str) -> None:
    assert unescape(escape(text)) == text


@given(hostile)
def test_only_marks_are_added(text: str) -> None:
    added = iter(escape(text))
    assert all(letter in added for letter in text)
    assert len(escape(text)) - len(text) <= escape(text).count("\\") + escape(text).count("\u200b")


@pytest.mark.parametrize(
    "text", ["2026-10482", "Kim Min-ji", "홍길동", "at 12:30 sharp", "3.5 (about)", "It's 5 o'clock."]
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize("language", LANGUAGES)
@given(fact=hostile)
@example(fact="```py\n1")
def test_no_sentence_lets_a_fact_act(language: str, fact: str) -> None:
    words = words_for(language)
    for key, sentence in words.sentences.items():
        fixed: dict[str, Fact] = {hole.name: STYLED[hole.style] for hole in sentence.holes if hole.style}
        fixed["count"] = 2
        names = {hole.name for hole in sentence.holes}
        plain = words.say(key, **dict.fromkeys(names, Raw("\u25a1")) | fixed)
        assert live(words.say(key, **dict.fromkeys(names, fact) | fixed)) == live(plain), key
