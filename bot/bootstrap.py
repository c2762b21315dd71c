"""Builds the house from its settings, runs it, and takes it down in order."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncGenerator, Callable, Collection, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import discord
import tzdata

from bot.actions.deliveries import release_leases
from bot.actions.ports import TokenRefused
from bot.actions.zones import keep_wall_times
from bot.alarm import Alarm
from bot.caretaker import Caretaker, archives_of, backups_for
from bot.client import Colloquy, point_at
from bot.clock import MovableClock, SystemClock, Trust
from bot.desk import Desk
from bot.ear import Ear, ThreadHistory
from bot.erasures import Erasures
from bot.gateway import Refused, hush, stay_connected
from bot.keys import seal_for
from bot.messenger import AfterRestore, Budget, DiscordMessenger
from bot.model import ModelAdviser
from bot.pace import Pace, traced
from bot.papers.artist import Artist
from bot.presence import Presence
from bot.reading.gradebook import book_of
from bot.reading.worker import ReadingWorker
from bot.seminar.books import Book
from bot.settings import BadSettings, Settings
from bot.store.backup import CannotBackUp
from bot.store.engine import SqliteStore, StoreUnavailable, fault_of_sqlite, sqlite_file
from bot.store.lock import only_one
from bot.store.migrate import migrate
from bot.store.seal import WrongKey
from bot.sweeper import Clock, Sweeper
from cogs.ui.house import House

log = logging.getLogger(__name__)

REFUSED = "DISCORD_TOKEN was refused; take the bot's token from the developer portal."
FINISH_SECONDS = 1.5
"""How long answers that are on their way may still take when the bot is told to stop; a reading is none."""

CLOSE_SECONDS = 1.5
CANCEL_SECONDS = 0.2
LOGIN_DELAYS = (1, 2, 4)
"""Seconds before logging in again; who supervises the bot tries on after that."""

ASK_SECONDS = 10.0
Frame = asyncio.Task[Any] | None
"""The task that waits for the house to end."""


class CannotStart(Exception):
    """Why the bot cannot run, in one line for whoever runs it."""


async def run(settings: Settings) -> None:
    """Runs the bot until it is told to stop, whenever that is. Raises CannotStart."""
    if not settings.token:
        raise CannotStart("DISCORD_TOKEN is missing; copy .env.example to .env and fill it in.")
    living = asyncio.create_task(_live(settings, asyncio.current_task()), name="house")
    told: list[bool] = []

    def stop() -> None:
        if not told:
            told.append(True)
            living.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    await asyncio.wait((living,))
    if told and living.cancelled():
        log.info("stopped")
        return
    living.result()


async def _live(settings: Settings, frame: Frame) -> None:
    """The house from its first part to its last; whoever cancels this ends it in order."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened_store(settings))
        clock = await stack.enter_async_context(opened_clock(settings))
        artist = Artist()
        stack.callback(artist.close)
        reader = ReadingWorker(meaning=settings.meaning)
        stack.push_async_callback(reader.close)
        if fault := fault_of_sqlite():
            log.warning("%s", fault)
        await release_leases(store)
        erasures = Erasures(sqlite_file(settings.database_url))
        if again := await erasures.repeat(store):
            log.warning("deleted again after a backup was put back: the data of %d people", again)
        if moved := await keep_wall_times(store, clock, tzdata.IANA_VERSION):
            log.warning(
                "time zones of %s: %d weeks and personal deadlines were computed anew",
                tzdata.IANA_VERSION,
                moved,
            )
        trust = Trust(clock, lambda: ask_the_time(client))
        budget = Budget()
        client = Colloquy(traced(Pace(), trust.heard, budget.count))
        desk = Desk(store, reader)
        messenger = AfterRestore(DiscordMessenger(client, budget, artist), store.restored_at)
        presence = Presence(store, clock, client.is_reachable, restored_at=store.restored_at)
        keeper = Caretaker(backups_for(settings))
        sweeper = Sweeper(store, reader, clock, trust, desk, messenger, keeper, presence, erasures)
        alarm = Alarm(sweeper.sweep, sweeper.next_turn)
        ear = Ear(store, ThreadHistory(client, budget), clock)
        client.listen_with(ear)
        client.house = House(
            store,
            reader,
            settings.file_limit,
            desk,
            alarm.wake,
            reader.rows,
            artist,
            store.sign,
            read_book,
            archives_of(settings),
            adviser_for(settings),
        )
        await _serve(settings, client, alarm, clock, ear, desk, frame)


def adviser_for(settings: Settings) -> ModelAdviser | None:
    """The language model that the settings name; None, the default, where they name none."""
    if settings.model_url is None:
        return None
    return ModelAdviser(settings.model_url, settings.model_name, settings.model_key)


async def read_book(name: str, data: bytes) -> Book:
    """A table of marks, read on another thread and within limits. Raises WrongKind, Unreadable."""
    return await asyncio.to_thread(book_of, name, data)


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncGenerator[SqliteStore]:
    """The store, at the newest schema, and nobody else's meanwhile. Raises CannotStart."""
    async with AsyncExitStack() as stack:
        with explained():
            stack.enter_context(only_one(settings.database_url))
            store = SqliteStore(settings.database_url, seal_for(settings))
            stack.push_async_callback(store.close)
            migrate(store.engine, before_migration(settings))
            store.open()
        yield store


@contextmanager
def explained() -> Generator[None]:
    """Says what is wrong with the database in one line. Raises CannotStart instead."""
    try:
        yield
    except WrongKey:
        raise CannotStart("SEAL_KEY is not the key that this database was sealed with.") from None
    except (StoreUnavailable, BadSettings, OSError) as error:
        raise CannotStart(f"The database cannot be used: {error}") from error
    except CannotBackUp as error:
        raise CannotStart(f"Nothing was migrated, because there is no backup: {error}") from error


def before_migration(settings: Settings) -> Callable[[str], object] | None:
    """Makes a backup of a database that is about to be migrated."""
    backups = backups_for(settings)
    if backups is None:
        return None
    always = replace(backups, kept=max(backups.kept, 1))
    return lambda revision: always.make(datetime.now(UTC), f"before-migration-of-{revision}")


@asynccontextmanager
async def opened_clock(settings: Settings) -> AsyncGenerator[Clock]:
    """The clock that the settings name. Raises CannotStart."""
    if settings.clock_url is None:
        yield SystemClock()
        return
    clock = MovableClock(settings.clock_url)
    try:
        await clock.read()
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
        raise CannotStart(f"CLOCK_URL cannot be read: {error}") from error
    yield clock


async def ask_the_time(client: discord.Client) -> None:
    """Asks Discord for anything: its answer tells the time. Nobody there: no answer."""
    with suppress(discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        async with asyncio.timeout(ASK_SECONDS):
            await client.http.request(discord.http.Route("GET", "/gateway/bot"))


async def _serve(
    settings: Settings, client: Colloquy, alarm: Alarm, clock: Clock, ear: Ear, desk: Desk, frame: Frame
) -> None:
    """Until this is cancelled, or until one of the parts ends by itself, which none should."""
    parts: list[asyncio.Task[Any]] = []
    try:
        await _log_in(settings, client)
        # What the start has loaded is no garbage; searching it would stop everyone for milliseconds.
        gc.collect()
        gc.freeze()
        hush()
        parts += [
            asyncio.create_task(stay_connected(client), name="gateway"),
            asyncio.create_task(alarm.run(), name="alarm"),
            asyncio.create_task(ear.run(), name="ear"),
        ]
        if isinstance(clock, MovableClock):
            parts.append(asyncio.create_task(clock.follow(alarm.wake), name="clock"))
        done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        for part in done:
            if _is_token_refused(part.exception()):
                raise CannotStart(REFUSED)
            part.result()
    except Refused as error:
        raise CannotStart(str(error)) from None
    finally:
        desk.close()
        await _end(parts)
        with suppress(StoreUnavailable):
            await ear.flush()
        await _let_finish(frame)
        with suppress(TimeoutError):
            await asyncio.wait_for(client.close(), timeout=CLOSE_SECONDS)


def _is_token_refused(error: BaseException | None) -> bool:
    return isinstance(error, BaseExceptionGroup) and error.subgroup(TokenRefused) is not None


async def _let_finish(frame: Frame) -> None:
    """Lets the answers end that people wait for: each needs the store, which closes next."""
    answering = asyncio.all_tasks() - {asyncio.current_task(), frame}
    if answering:
        _, late = await asyncio.wait(answering, timeout=FINISH_SECONDS)
        await _end(late)


async def _end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancels until all have ended: a library may take one cancellation for its own time-out."""
    ending = set(tasks)
    while ending:
        for task in ending:
            task.cancel()
        _, ending = await asyncio.wait(ending, timeout=CANCEL_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)


async def _log_in(settings: Settings, client: Colloquy) -> None:
    """Tries a few times: where the power comes back, the network may come after it. Raises CannotStart."""
    for delay in (*LOGIN_DELAYS, None):
        try:
            if not settings.is_discord_itself:
                await point_at(client, settings.api_url, settings.token)
            await client.login(settings.token)
        except discord.LoginFailure:
            raise CannotStart(REFUSED) from None
        except (aiohttp.ClientError, discord.HTTPException, OSError, TimeoutError) as error:
            reason = f"{settings.api_url} cannot be used: {error or type(error).__name__}"
            if delay is None or (isinstance(error, discord.HTTPException) and error.status < 500):
                raise CannotStart(reason) from error
            log.warning("%s; again in %d s", reason, delay)
            await client.forget_login()
            await asyncio.sleep(delay)
        else:
            return
