"""Whatever way the bot's permissions come back, a paused channel is asked again at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from cogs.deliveries import Deliveries
from cogs.ui.house import House
from tests.actions.conftest import empty_database, file, school, seal, store
from tests.actions.school import School
from tests.factories import CHANNEL, GUILD, OPENS
from tests.fakes import FORBIDDEN

__all__ = ["empty_database", "file", "school", "seal", "store"]

ME = SimpleNamespace(id=1)
SERVER = SimpleNamespace(id=GUILD, me=ME)
ME.guild = SERVER
SOMEBODY = SimpleNamespace(id=2, guild=SERVER)
Tell = Callable[[Any], Awaitable[None]]

CHANGES: dict[str, Tell] = {
    "the channel": lambda cog: cog.on_guild_channel_update(None, SimpleNamespace(guild=SERVER)),
    "a role": lambda cog: cog.on_guild_role_update(None, SimpleNamespace(guild=SERVER)),
    "the bot's roles": lambda cog: cog.on_member_update(None, ME),
    "a new session": lambda cog: cog.on_guild_available(SERVER),
}


@pytest.mark.parametrize("tell", CHANGES.values(), ids=CHANGES)
async def test_a_channel_that_was_paused_is_asked_at_once(school: School, tell: Tell) -> None:
    school.messenger.fail("post", FORBIDDEN, target_xid=CHANNEL)
    await school.sweep(OPENS)
    assert school.messenger.of_class == []
    woken: list[bool] = []
    cog = Deliveries(cast(House, SimpleNamespace(store=school.store, wake=lambda: woken.append(True))))
    await cog.on_member_update(cast(Any, None), cast(Any, SOMEBODY))
    assert woken == []
    for _ in range(2):
        await tell(cog)
    assert woken == [True]
    await school.sweep()
    assert len(school.messenger.of_class) == 1
