"""What is wrong with the settings, the database and the permissions, in words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import discord

from bot.bootstrap import REFUSED, CannotStart, explained, opened_clock, opened_store
from bot.client import point_at
from bot.clock import TOLERATED, said, skew_of
from bot.keys import found_seal
from bot.messenger import Budget
from bot.pace import Pace, traced
from bot.reading.meaning import weighings_of
from bot.reading.worker import ReadingWorker
from bot.seminar.courses import Course
from bot.settings import Settings
from bot.store.engine import SqliteStore, fault_of_sqlite
from bot.store.lock import is_held
from bot.words.catalogues import words_for
from cogs.courses import lacking

TROUBLE = 2


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the check. `gravity` is the exit status that it asks for."""

    gravity: int
    sign: str
    text: str

    def __str__(self) -> str:
        return f"{self.sign:<8}{self.text}"


def good(text: str) -> Remark:
    return Remark(0, "ok", text)


def warning(text: str) -> Remark:
    return Remark(0, "warning", text)


def trouble(text: str) -> Remark:
    return Remark(TROUBLE, "wrong", text)


async def check(settings: Settings) -> list[Remark]:
    """Looks at everything once; starts nothing and sends nothing."""
    remarks = [*_settings(settings), await _meaning(settings)]
    try:
        courses, found = await _database(settings)
    except CannotStart as error:
        remarks.append(trouble(str(error)))
        courses = []
    else:
        remarks.append(good(f"The database can be {found}; courses: {len(courses)}."))
    if fault := fault_of_sqlite():
        remarks.append(warning(fault))
    if settings.token:
        remarks += [remark async for remark in _discord(settings, courses)]
    return remarks


async def _database(settings: Settings) -> tuple[list[Course], str]:
    """The courses, and what can be done with the database. Raises CannotStart."""
    if not is_held(settings.database_url):
        async with opened_store(settings) as store:
            return await store.read(lambda tx: tx.courses.every()), "read and written"
    with explained():
        # A bot runs on it: it is left alone.
        store = SqliteStore(settings.database_url, found_seal(settings))
        try:
            return await store.read(lambda tx: tx.courses.every()), "read, and a bot is using it"
        finally:
            await store.close()


def _settings(settings: Settings) -> list[Remark]:
    remarks = []
    if not settings.token:
        remarks.append(trouble("DISCORD_TOKEN is missing; copy .env.example to .env and fill it in."))
    if settings.clock_url and settings.is_discord_itself:
        remarks.append(warning("CLOCK_URL is set together with Discord's own API: hours will be wrong."))
    if settings.seal_key is None:
        remarks.append(warning("SEAL_KEY is not set: the key lies beside the database; keep a copy of it."))
    if settings.model_url:
        remarks.append(
            good(f"{settings.model_name} at {settings.model_url} may propose; it is shown no name or number.")
        )
    return remarks or [good("The settings are complete.")]


async def _meaning(settings: Settings) -> Remark:
    """Whether passages are compared by a sentence encoder, which is tried once, in a process of its own."""
    if settings.meaning is None:
        return good("Passages are compared by their words; a sentence encoder (MEANING) is off.")
    worker = ReadingWorker(meaning=settings.meaning)
    try:
        fault = await worker.meaning_fault()
    finally:
        await worker.close()
    if fault:
        return warning(f"Passages are compared by their words alone: {fault}.")
    languages = ", ".join(sorted(weighings_of(settings.meaning)))
    return good(f"The sentence encoder in {settings.meaning} is on, for passages in: {languages}.")


async def _discord(settings: Settings, courses: Sequence[Course]) -> AsyncIterator[Remark]:
    skews: list[timedelta | None] = []
    try:
        async with opened_clock(settings) as clock:
            trace = traced(Pace(), lambda date: skews.append(skew_of(clock.now(), date)), Budget().count)
    except CannotStart as error:
        yield trouble(str(error))
        return
    client = discord.Client(intents=discord.Intents(guilds=True), http_trace=trace)
    try:
        if not settings.is_discord_itself:
            await point_at(client, settings.api_url, settings.token)
        await client.login(settings.token)
        yield good(f"Logged in as {client.user}.")
        wrong = next((skew for skew in skews if skew and abs(skew) > TOLERATED), None)
        if wrong is not None:
            yield trouble(f"{said(wrong).capitalize()}: the bot will send nothing.")
        for course in courses:
            async for remark in _permissions(client, course):
                yield remark
    except discord.LoginFailure:
        yield trouble(REFUSED)
    except (aiohttp.ClientError, discord.HTTPException, TimeoutError, OSError) as error:
        yield trouble(f"{settings.api_url} cannot be used: {error or type(error).__name__}")
    finally:
        await client.close()


async def _permissions(client: discord.Client, course: Course) -> AsyncIterator[Remark]:
    """What the bot lacks in the channel of a course."""
    try:
        guild = await client.fetch_guild(course.guild_xid, with_counts=False)
        channel = await guild.fetch_channel(course.channel_xid)
        me = await guild.fetch_member(client.user.id if client.user else 0)
    except (discord.NotFound, discord.Forbidden, discord.InvalidData):
        yield trouble(f"{course.name}: the bot cannot see the course's channel.")
        return
    missing = lacking(channel.permissions_for(me))
    words = words_for("en")
    for name in missing:
        yield trouble(f"{course.name}: the bot lacks a permission: {words.say(f'permission.{name}')}")
    if not missing:
        yield good(f"{course.name}: the bot has every permission that it needs.")
