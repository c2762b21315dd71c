"""Buttons: what one says it does is in its custom id, with or without a delivery's marker."""

from __future__ import annotations

from typing import Any

import pytest

from bot.client import BUTTONS, SELECTS
from bot.seminar.claims import Stance
from bot.words.catalogues import words_for
from cogs.claims import ClaimsButton
from cogs.corrections import CopyButton, CorrectButton
from cogs.handin import ContinueButton, NextButton, ReplaceButton, SubmitButton
from cogs.inbox import FileSelect, KeptSelect, WeekSelect
from cogs.members import StatusButton
from cogs.reports import RestoreButton
from cogs.roster import AnswerButton, JoinButton, LeaveButton
from cogs.stances import StanceButton
from cogs.ui.buttons import Button
from cogs.ui.selects import Select

WORDS = words_for("ko")
MARKER = "~abcdefghijklmnop"
MADE: list[Button] = [
    SubmitButton.of(3, 6, WORDS, MARKER),
    SubmitButton.of(3, 6, WORDS),
    ContinueButton.of(3, 2**63 - 1, WORDS),
    StatusButton.of(3, WORDS),
    ClaimsButton.of(3, 6, WORDS),
    StanceButton.of(3, 7, Stance.UNSURE, WORDS, MARKER),
    NextButton.of(3, None, 2, 2**63 - 1, WORDS),
    ReplaceButton.of(3, 2**40, WORDS),
    CorrectButton.of(3, 2**40, WORDS),
    CopyButton.of(3, 2**40, WORDS),
    RestoreButton.of(3, 6, WORDS),
    JoinButton("roster:join:3:abcdefghjk"),
    LeaveButton.of(3, WORDS),
    AnswerButton("roster:answer:3:7:1"),
]


@pytest.mark.parametrize("button", MADE, ids=lambda button: button.custom_id)
async def test_exactly_one_kind_knows_a_button_by_its_custom_id(button: Button) -> None:
    found: list[Any] = [
        kind for kind in BUTTONS if kind.__discord_ui_compiled_template__.fullmatch(button.custom_id)
    ]
    assert found == [type(button)]
    assert len(button.custom_id) <= 100


LARGEST = 2**63 - 1
PICKED: list[Select] = [
    FileSelect(f"inbox:file:{LARGEST}:{LARGEST}:{10**9}:99"),
    WeekSelect(f"inbox:week:{LARGEST}:{LARGEST}:{LARGEST}"),
    KeptSelect(f"inbox:kept:{10**9}:99"),
]


@pytest.mark.parametrize("select", PICKED, ids=lambda select: type(select).__name__)
def test_a_select_is_known_by_its_custom_id_alone(select: Select) -> None:
    assert len(select.custom_id) <= 100
    found = [kind for kind in SELECTS if kind.__discord_ui_compiled_template__.fullmatch(select.custom_id)]
    assert found == [type(select)]
    assert set(Select.__subclasses__()) == set(SELECTS)


def test_the_bot_knows_every_kind_of_button() -> None:
    assert set(Button.__subclasses__()) == set(BUTTONS)
