"""/extension and /excuse: who gets more time in a week, and who is freed from it."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.actions import extensions
from cogs.ui.answers import answer
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options


@app_commands.guild_only()
class Extensions(commands.GroupCog, **group("extension")):
    """Personal deadlines."""

    @app_commands.command(**labels("extension_grant"))
    @options("member", "week", "until")
    async def grant(
        self,
        interaction: Interaction,
        member: discord.User,
        week: app_commands.Range[int, 1, 99],
        until: str,
    ) -> None:
        house, words = house_of(interaction), words_of(interaction)
        due = await extensions.extend(house.store, ask_of(interaction), member.id, week, until)
        house.wake()
        await answer(
            interaction, words.say("extension.granted", name=member.display_name, week=week, due=due)
        )


class Excuses(commands.Cog):
    """Freeing somebody from a week's report."""

    @app_commands.command(**labels("excuse"))
    @app_commands.guild_only()
    @options("member", "week")
    async def excuse(
        self, interaction: Interaction, member: discord.User, week: app_commands.Range[int, 1, 99]
    ) -> None:
        words = words_of(interaction)
        await extensions.excuse(house_of(interaction).store, ask_of(interaction), member.id, week)
        await answer(interaction, words.say("excuse.done", name=member.display_name, week=week))
