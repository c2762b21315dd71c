"""docs/guide.md and its Korean form: the commands and buttons that they name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.words.catalogues import words_for
from tests.test_house import commands

DOCS = Path(__file__).parents[1] / "docs"
GUIDES = {"en": "guide.md", "ko": "guide.ko.md"}
BUTTONS = ("button.submit", "button.correct", "button.replace", "button.claims")


@pytest.mark.parametrize("language", GUIDES)
def test_every_command_of_a_guide_exists(language: str) -> None:
    text = (DOCS / GUIDES[language]).read_text(encoding="utf-8")
    named = {one[1:] for one in re.findall(r"`(/[^`]+)`", text)}
    assert named - commands(language) == set()
    assert len(named) > 40


@pytest.mark.parametrize("language", GUIDES)
def test_every_button_of_a_guide_exists(language: str) -> None:
    words = words_for(language)
    text = (DOCS / GUIDES[language]).read_text(encoding="utf-8")
    cells = "".join(line for line in text.splitlines() if line.startswith("|"))
    pressed = set(re.findall(r"\*\*(.+?)\*\*", cells))
    assert pressed == {words.say(key) for key in BUTTONS}


def test_both_guides_name_as_much() -> None:
    counts = [len(re.findall(r"`/", (DOCS / name).read_text(encoding="utf-8"))) for name in GUIDES.values()]
    assert abs(counts[0] - counts[1]) <= 2
