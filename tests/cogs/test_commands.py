"""The commands as Discord would get them: named, described and short enough in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from discord import app_commands
from discord.ext import commands

from bot.client import Colloquy
from cogs.alike import Alike
from cogs.claims import Claims
from cogs.courses import Courses
from cogs.deliveries import Deliveries
from cogs.extensions import Excuses, Extensions
from cogs.help import Help
from cogs.members import Members
from cogs.participation import Participation
from cogs.policies import Policies
from cogs.reports import Reports
from cogs.roster import Roster
from cogs.ui.naming import Translator
from cogs.weeks import Weeks

COGS = (
    Courses,
    Weeks,
    Extensions,
    Excuses,
    Policies,
    Reports,
    Claims,
    Alike,
    Roster,
    Members,
    Participation,
    Deliveries,
    Help,
)
NAME = re.compile(r"[-_\w]{1,32}")


def listed(cog: type[commands.Cog]) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for one in cog.__cog_app_commands__:
        if isinstance(one, app_commands.Command):
            yield one


EVERY = [command for cog in COGS for command in listed(cog)]


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.qualified_name)
async def test_a_command_and_its_options_are_named_and_described_in_both_languages(
    command: app_commands.Command[Any, ..., Any],
) -> None:
    payload = await command.get_translated_payload(Colloquy().tree, Translator())
    for part in (payload, *payload["options"]):
        korean = part["name_localizations"]["ko"]
        assert part["name"] == part["name"].lower()
        assert NAME.fullmatch(part["name"])
        assert NAME.fullmatch(korean), korean
        assert korean != part["name"]
        assert 1 <= len(part["description"]) <= 100
        assert 1 <= len(part["description_localizations"]["ko"]) <= 100


def test_no_command_works_outside_a_server() -> None:
    for cog in COGS:
        guild_only = getattr(cog, "__discord_app_commands_guild_only__", False)
        assert guild_only or all(command.guild_only for command in listed(cog)), cog.__name__


def test_no_group_needs_a_permission_of_the_server_which_an_instructor_may_not_have() -> None:
    shown = {cog.__name__: getattr(cog, "__discord_app_commands_default_permissions__", None) for cog in COGS}
    assert {name for name, permissions in shown.items() if permissions is not None} == set()
