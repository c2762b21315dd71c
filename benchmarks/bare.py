"""The reference: a discord.py bot with one command and nothing else; `messages` lets it hear these too."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import aiohttp
import discord
from discord import app_commands
from yarl import URL


class Bare(discord.Client):
    """Answers /ping."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(description="Answers")
        async def ping(interaction: discord.Interaction[Any]) -> None:
            await interaction.response.send_message("pong", ephemeral=True)

        await self.tree.sync()


class Listening(Bare):
    """Hears every message in servers, and does nothing."""

    def __init__(self) -> None:
        discord.Client.__init__(self, intents=discord.Intents(guilds=True, guild_messages=True))
        self.tree = app_commands.CommandTree(self)

    async def on_message(self, message: discord.Message) -> None:
        """Nothing."""


async def main(api_url: str, token: str) -> None:
    """Runs until it is killed."""
    discord.http.Route.BASE = api_url
    headers = {"Authorization": f"Bot {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{api_url}/gateway/bot") as response,
    ):
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL((await response.json())["url"])
    async with Listening() if "messages" in sys.argv else Bare() as bot:
        await bot.start(token)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(os.environ["DISCORD_API_URL"], os.environ["DISCORD_TOKEN"])))
