"""What the bot asks Discord to hear: exactly three kinds of events, none of them privileged."""

from __future__ import annotations

import pytest

from demo.house import House

pytestmark = pytest.mark.shared_house

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12


async def test_the_bot_asks_for_exactly_these_intents(house: House) -> None:
    (application,) = (await house.box.world())["applications"]
    assert application["intents"] == [GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES]
