"""Buttons: what one says it does is in its custom id, with or without a delivery's marker."""

from __future__ import annotations

from typing import Any

import pytest

from bot.client import BUTTONS
from bot.seminar.claims import Stance
from bot.words.catalogues import words_for
from cogs.claims import ClaimsButton, StanceButton
from cogs.handin import ContinueButton, SubmitButton
from cogs.members import StatusButton
from cogs.ui.buttons import Button

WORDS = words_for("ko")
MARKER = "~abcdefghijklmnop"
MADE: list[Button] = [
    SubmitButton.of(3, 6, WORDS, MARKER),
    SubmitButton.of(3, 6, WORDS),
    ContinueButton.of(3, 2**63 - 1, WORDS),
    StatusButton.of(3, WORDS),
    ClaimsButton.of(3, 6, WORDS),
    StanceButton.of(3, 7, Stance.UNSURE, WORDS, MARKER),
]


@pytest.mark.parametrize("button", MADE, ids=lambda button: button.custom_id)
async def test_exactly_one_kind_knows_a_button_by_its_custom_id(button: Button) -> None:
    found: list[Any] = [
        kind for kind in BUTTONS if kind.__discord_ui_compiled_template__.fullmatch(button.custom_id)
    ]
    assert found == [type(button)]
    assert len(button.custom_id) <= 100


def test_the_bot_knows_every_kind_of_button() -> None:
    assert set(Button.__subclasses__()) == set(BUTTONS)
