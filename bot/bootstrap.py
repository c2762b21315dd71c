"""Builds the house from its settings, runs it, and takes it down in order."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncGenerator, Collection
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from typing import Any

import aiohttp
import discord

from bot.actions.deliveries import deliver_next, release_leases
from bot.actions.notices import beat, come_back
from bot.actions.ports import TokenRefused
from bot.actions.weeks import discuss_next, next_turn, open_next
from bot.alarm import Alarm
from bot.client import Colloquy, point_at
from bot.clock import MovableClock, SystemClock
from bot.desk import Desk
from bot.keys import seal_for
from bot.messenger import Budget, DiscordMessenger
from bot.reading.sheets import rows_of
from bot.reading.worker import ReadingWorker
from bot.settings import BadSettings, Settings
from bot.store.engine import SqliteStore, StoreUnavailable
from bot.store.migrate import migrate
from bot.store.seal import WrongKey
from cogs.ui.house import House

log = logging.getLogger(__name__)

REFUSED = "DISCORD_TOKEN was refused; take the bot's token from the developer portal."
SENDERS = 4
"""Deliveries on their way at the same time."""
FINISH_SECONDS = 1.5
"""How long answers that are on their way may still take when the bot is told to stop."""


class CannotStart(Exception):
    """Why the bot cannot run, in one line for whoever runs it."""


async def run(settings: Settings) -> None:
    """Runs the bot until it is told to stop. Raises CannotStart."""
    if not settings.token:
        raise CannotStart("DISCORD_TOKEN is missing; copy .env.example to .env and fill it in.")
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened_store(settings))
        clock = await stack.enter_async_context(_clock(settings))
        reader = ReadingWorker()
        stack.push_async_callback(reader.close)
        budget = Budget()
        client = Colloquy(budget.trace)
        desk, messenger = Desk(store, reader), DiscordMessenger(client, budget)
        await release_leases(store)
        await come_back(store, clock)

        async def sweep() -> None:
            await client.wait_until_ready()
            await beat(store, clock)
            await desk.read()
            while await open_next(store, clock) or await discuss_next(store, clock):
                pass
            now = clock.now()
            async with asyncio.TaskGroup() as senders:
                for _ in range(SENDERS):
                    senders.create_task(_deliver_all(store, messenger, clock, now))

        async def turn() -> datetime | None:
            moment = await next_turn(store)
            return None if moment is None else clock.to_system(moment)

        alarm = Alarm(sweep, turn)
        client.house = House(store, reader, settings.file_limit, desk, alarm.wake, read_rows, store.sign)
        refused = False
        try:
            await _serve(settings, client, alarm, clock)
        except* TokenRefused:
            refused = True
        if refused:
            raise CannotStart(REFUSED)


async def read_rows(name: str, data: bytes) -> list[list[str]]:
    """The rows of a table, read on another thread and within limits. Raises WrongKind, Unreadable."""
    return await asyncio.to_thread(rows_of, name, data)


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncGenerator[SqliteStore]:
    """The store, at the newest schema. Raises CannotStart."""
    try:
        store = SqliteStore(settings.database_url, seal_for(settings))
        migrate(store.engine)
        store.open()
    except (StoreUnavailable, BadSettings, OSError) as error:
        raise CannotStart(f"The database cannot be used: {error}") from error
    except WrongKey:
        raise CannotStart("SEAL_KEY is not the key that this database was sealed with.") from None
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def _clock(settings: Settings) -> AsyncGenerator[SystemClock | MovableClock]:
    if settings.clock_url is None:
        yield SystemClock()
        return
    clock = MovableClock(settings.clock_url)
    try:
        await clock.read()
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
        raise CannotStart(f"CLOCK_URL cannot be read: {error}") from error
    yield clock


async def _deliver_all(
    store: SqliteStore, messenger: DiscordMessenger, clock: SystemClock | MovableClock, now: datetime
) -> None:
    while await deliver_next(store, messenger, clock, now):
        pass


async def _serve(
    settings: Settings, client: Colloquy, alarm: Alarm, clock: SystemClock | MovableClock
) -> None:
    """Until a signal, or until one of the parts ends by itself, which none should."""
    await _log_in(settings, client)
    # What the start has loaded is no garbage; searching it would stop everyone for milliseconds.
    gc.collect()
    gc.freeze()
    parts: list[asyncio.Task[object]] = [
        asyncio.create_task(client.connect(), name="gateway"),
        asyncio.create_task(alarm.run()),
    ]
    if isinstance(clock, MovableClock):
        parts.append(asyncio.create_task(clock.follow(alarm.wake)))
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    parts.append(asyncio.create_task(stopped.wait()))
    try:
        done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        for part in done:
            part.result()
    finally:
        await _end(parts)
        await _let_finish()
        with suppress(TimeoutError):
            await asyncio.wait_for(client.close(), timeout=2)
        log.info("stopped")


async def _let_finish() -> None:
    """Lets the answers end that people wait for: each needs the store, which closes next."""
    answering = asyncio.all_tasks() - {asyncio.current_task()}
    if answering:
        _, late = await asyncio.wait(answering, timeout=FINISH_SECONDS)
        await _end(late)


async def _end(tasks: Collection[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _log_in(settings: Settings, client: Colloquy) -> None:
    try:
        if not settings.is_discord_itself:
            await point_at(settings.api_url, settings.token)
        await client.login(settings.token)
    except discord.LoginFailure:
        await client.close()
        raise CannotStart(REFUSED) from None
    except (aiohttp.ClientError, discord.HTTPException, OSError, TimeoutError) as error:
        await client.close()
        raise CannotStart(f"{settings.api_url} cannot be used: {error or type(error).__name__}") from error
