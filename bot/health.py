"""What is wrong with the settings, the database and the permissions, in words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import aiohttp
import discord

from bot.bootstrap import REFUSED, CannotStart, opened_store
from bot.client import point_at
from bot.seminar.courses import Course
from bot.settings import Settings
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
    remarks = _settings(settings)
    try:
        async with opened_store(settings) as store:
            courses = await store.read(lambda tx: tx.courses.every())
    except CannotStart as error:
        remarks.append(trouble(str(error)))
        courses = []
    else:
        remarks.append(good(f"The database can be read and written; courses: {len(courses)}."))
    if settings.token:
        remarks += [remark async for remark in _discord(settings, courses)]
    return remarks


def _settings(settings: Settings) -> list[Remark]:
    remarks = []
    if not settings.token:
        remarks.append(trouble("DISCORD_TOKEN is missing; copy .env.example to .env and fill it in."))
    if settings.clock_url and settings.is_discord_itself:
        remarks.append(warning("CLOCK_URL is set together with Discord's own API: hours will be wrong."))
    if settings.seal_key is None:
        remarks.append(warning("SEAL_KEY is not set: the key lies beside the database; keep a copy of it."))
    return remarks or [good("The settings are complete.")]


async def _discord(settings: Settings, courses: Sequence[Course]) -> AsyncIterator[Remark]:
    client = discord.Client(intents=discord.Intents(guilds=True))
    try:
        if not settings.is_discord_itself:
            await point_at(settings.api_url, settings.token)
        await client.login(settings.token)
        yield good(f"Logged in as {client.user}.")
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
