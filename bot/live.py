"""Tries what Colloquy assumes of Discord, in channels of its own in one server, and cleans up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import discord

from bot import assumptions
from bot.actions.ports import Undelivered
from bot.bench import Assumption, Bench, Differs, NotChecked
from bot.bootstrap import REFUSED, CannotStart, opened_store, read_book
from bot.caretaker import archives_of
from bot.client import Colloquy, intents, point_at
from bot.clock import MovableClock, SystemClock
from bot.desk import Desk
from bot.papers.artist import Artist
from bot.reading.worker import ReadingWorker
from bot.seminar.deliveries import Reason
from bot.settings import Settings
from cogs.ui.house import House

CHANNEL = "colloquy-check"
TROUBLE = 2
MANAGE_CHANNELS = (
    "The bot needs the permission Manage Channels in this server: the check makes a channel of its own and "
    "removes it. Give it the permission, run the check, and take the permission away again."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of the check: in which server, with whoever runs it, and whose inbox is closed."""

    guild_xid: int
    with_me: bool = False
    closed_inbox: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check. `gravity` is the exit status that it asks for."""

    gravity: int
    sign: str
    name: str
    seen: str
    assumed: str = ""

    def __str__(self) -> str:
        assumed = f" Assumed: {self.assumed}" if self.gravity else ""
        return f"{self.sign:<13}{self.name}: {self.seen}.{assumed}"


class Visitor(discord.Client):
    """A client that keeps what people press for whoever asks."""

    def __init__(self) -> None:
        super().__init__(intents=intents())
        self.presses: asyncio.Queue[discord.Interaction[Any]] = asyncio.Queue()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        self.presses.put_nowait(interaction)


class Furnished(Colloquy):
    """The bot with all its commands, of which Discord is not told."""

    async def setup_hook(self) -> None:
        await self.furnish()


async def check_live(
    settings: Settings,
    asked: Asked,
    tell: Callable[[Finding], None],
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> int:
    """Tries each assumption and tells what it found; 0 where nothing differs, else 1. Raises CannotStart.

    It takes ten minutes, for which it waits with `wait`.
    """
    worst = 0

    def note(finding: Finding) -> None:
        nonlocal worst
        worst = max(worst, finding.gravity)
        tell(finding)

    try:
        async with _bench(settings, asked, wait, note) as bench:
            for assumption in assumptions.TABLE:
                if assumption.asks and bench.presses is not None:
                    note(Finding(0, "please", assumption.name, assumption.asks))
                note(await _try(assumption, bench))
    except discord.LoginFailure:
        raise CannotStart(REFUSED) from None
    except (aiohttp.ClientError, discord.HTTPException, OSError, TimeoutError) as error:
        raise CannotStart(f"{settings.api_url} cannot be used: {error or type(error).__name__}") from error
    return worst


async def _try(assumption: Assumption, bench: Bench) -> Finding:
    name = assumption.name
    try:
        return Finding(0, "ok", name, await assumption.attempt(bench))
    except NotChecked as why:
        return Finding(0, "not checked", name, str(why))
    except Differs as seen:
        return Finding(1, "differs", name, str(seen), assumption.sentence)
    except discord.Forbidden as error:
        return Finding(0, "not checked", name, f"the bot lacks a permission for it ({error.code})")
    except (discord.HTTPException, Undelivered) as error:
        if isinstance(error, Undelivered) and error.reason is Reason.NO_PERMISSION:
            return Finding(0, "not checked", name, f"the bot lacks a permission for it ({error.detail})")
        return Finding(1, "differs", name, f"Discord refused: {error}", assumption.sentence)


@asynccontextmanager
async def _bench(
    settings: Settings,
    asked: Asked,
    wait: Callable[[float], Awaitable[None]],
    note: Callable[[Finding], None],
) -> AsyncGenerator[Bench]:
    async with AsyncExitStack() as stack:
        client = Visitor()
        if not settings.is_discord_itself:
            await point_at(client, settings.api_url, settings.token)
        await stack.enter_async_context(_logged_in(client, settings))
        guild = await _guild(client, asked.guild_xid)
        made: list[discord.TextChannel] = []
        stack.push_async_callback(_clean_up, made, note)
        made.append(channel := await _channel(client, guild))
        made.append(quiet := await _channel(client, guild, send_messages=False))
        if asked.with_me:
            await stack.enter_async_context(_connected(client))
        yield Bench(
            settings.api_url,
            client,
            guild,
            channel,
            quiet,
            now=await _now(settings),
            wait=wait,
            again=lambda: _logged_in(Visitor(), settings),
            furnished=lambda: _furnished(settings),
            presses=client.presses if asked.with_me else None,
            closed_inbox=asked.closed_inbox,
        )


async def _guild(client: discord.Client, guild_xid: int) -> discord.Guild:
    try:
        return await client.fetch_guild(guild_xid, with_counts=False)
    except (discord.NotFound, discord.Forbidden):
        raise CannotStart(f"The bot is not in the server {guild_xid}.") from None


async def _channel(client: discord.Client, guild: discord.Guild, **denied: bool) -> discord.TextChannel:
    """A channel that only the bot sees, and whoever sees every channel."""
    everyone = discord.Object(guild.id, type=discord.Role)
    me = discord.Object(client.user.id if client.user else 0, type=discord.Member)
    hidden = discord.PermissionOverwrite(view_channel=False)
    mine = discord.PermissionOverwrite(view_channel=True, **denied)
    try:
        return await guild.create_text_channel(CHANNEL, overwrites={everyone: hidden, me: mine})
    except discord.Forbidden:
        raise CannotStart(MANAGE_CHANNELS) from None


async def _clean_up(made: list[discord.TextChannel], note: Callable[[Finding], None]) -> None:
    for channel in made:
        try:
            await channel.delete()
        except (aiohttp.ClientError, discord.HTTPException, OSError) as error:
            seen = f"the channel {CHANNEL} ({channel.id}) is still there; please delete it: {error}"
            note(Finding(1, "differs", "cleaning up", seen, "The bot can delete what it has made."))


@asynccontextmanager
async def _logged_in(client: Visitor, settings: Settings) -> AsyncGenerator[Visitor]:
    try:
        await client.login(settings.token)
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def _connected(client: Visitor) -> AsyncGenerator[None]:
    connection = asyncio.create_task(client.connect())
    try:
        await client.wait_until_ready()
        yield
    finally:
        connection.cancel()
        with suppress(asyncio.CancelledError):
            await connection


@asynccontextmanager
async def _furnished(settings: Settings) -> AsyncGenerator[Colloquy]:
    async with opened_store(settings) as store:
        client, reader = Furnished(), ReadingWorker()
        client.house = House(
            store,
            reader,
            settings.file_limit,
            Desk(store, reader),
            wake=lambda: None,
            rows_of=reader.rows,
            artist=Artist(),
            sign=store.sign,
            book_of=read_book,
            archives=archives_of(settings),
        )
        try:
            await client.login(settings.token)
            yield client
        finally:
            await client.close()
            await reader.close()


async def _now(settings: Settings) -> Callable[[], datetime]:
    if settings.clock_url is None:
        return SystemClock().now
    clock = MovableClock(settings.clock_url)
    await clock.read()
    return clock.now
