"""Discussion: threads, the board, stances before and after, quotes and objections, answers without a name."""

from __future__ import annotations

import pytest

from bot.actions.discussions import Changes, choose
from tests.actions.discussion.scene import CAPITALS, MINE, MINUTE, ROOMS
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    INSTRUCTOR,
    NARI,
    School,
    ask,
)


@pytest.fixture
async def discussed(opened: School) -> School:
    """Three reports share a claim in words of two kinds; its thread and its board are there."""
    for who, text in ((NARI, ROOMS + MINE), (BORA, CAPITALS), (DOHA, ROOMS)):
        await opened.hand_in(who, text)
    await opened.sweep(DUE)
    await opened.sweep(DUE + 2 * MINUTE)
    return opened


@pytest.fixture
async def unnamed(discussed: School) -> School:
    await choose(discussed.store, ask(INSTRUCTOR), Changes(unnamed=True))
    return discussed
