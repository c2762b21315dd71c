"""A sandbox with a small class in it, and discord.py bots that log in to it over the socket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import discord
import pytest
import yarl
from discord import app_commands

from sandbox.client import Application, Channel, Guild, Person, Sandbox
from sandbox.server import Server
from sandbox.world import World


@dataclass(frozen=True)
class Classroom:
    """One server with its owner, a student and a bot that has been invited."""

    box: Sandbox
    guild: Guild
    general: Channel
    prof: Person
    minji: Person
    app: Application


class Bot(discord.Client):
    """A bot with a command tree; sync happens at log-in."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            guild_ready_timeout=0.01,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[tuple[str, object]] = []

    async def setup_hook(self) -> None:
        await self.tree.sync()


Login = Callable[..., AbstractAsyncContextManager[Bot]]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A sandbox without rate limits, so that nothing waits."""
    async with Server("127.0.0.1", 0) as running:
        running.world.limits.on = False
        yield running


@pytest.fixture
def world(server: Server) -> World:
    """The state behind the sandbox, for what no person can bring about, such as an aged token."""
    return server.world


@pytest.fixture
async def box(server: Server) -> AsyncIterator[Sandbox]:
    async with Sandbox.connect(server.url) as connected:
        yield connected


@pytest.fixture
async def room(box: Sandbox) -> Classroom:
    prof = await box.person("Han Seo-yeon", locale="ko")
    minji = await box.person("Minji")
    guild = await box.guild("Seminar", owner=prof)
    await minji.join(guild)
    app = await box.application("Colloquy")
    await app.invite(guild)
    return Classroom(box, guild, await guild.channel("seminar"), prof, minji, app)


@pytest.fixture
def login(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Login:
    """Run a bot against the sandbox inside a block; it is ready when the block begins."""
    monkeypatch.setattr(discord.http.Route, "BASE", box.api)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(box.gateway))

    @asynccontextmanager
    async def run(bot: Bot, app: Application) -> AsyncIterator[Bot]:
        running = asyncio.create_task(bot.start(app.token))
        ready = asyncio.create_task(bot.wait_until_ready())
        try:
            await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            yield bot
        finally:
            ready.cancel()
            await bot.close()
            await running

    return run
