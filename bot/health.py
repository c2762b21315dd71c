"""What is wrong with the settings, the database and the permissions, in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.bootstrap import REFUSED, CannotStart, opened_store
from bot.settings import Settings

OK, WARNING, TROUBLE = 0, 0, 2
SECONDS = 10
MESSAGE_CONTENT = 1 << 18 | 1 << 19


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the check. `gravity` is the exit status that it asks for."""

    gravity: int
    sign: str
    text: str

    def __str__(self) -> str:
        return f"{self.sign} {self.text}"


def good(text: str) -> Remark:
    return Remark(OK, "ok     ", text)


def warning(text: str) -> Remark:
    return Remark(WARNING, "warning", text)


def trouble(text: str) -> Remark:
    return Remark(TROUBLE, "wrong  ", text)


async def check(settings: Settings) -> list[Remark]:
    """Looks at everything once; starts nothing and sends nothing."""
    remarks = _settings(settings)
    remarks += await _database(settings)
    if settings.token:
        remarks += [remark async for remark in _discord(settings)]
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


async def _database(settings: Settings) -> list[Remark]:
    try:
        async with opened_store(settings) as store:
            courses = await store.read(lambda tx: tx.courses.count())
    except CannotStart as error:
        return [trouble(str(error))]
    return [good(f"The database can be read and written; courses: {courses}.")]


async def _discord(settings: Settings) -> AsyncIterator[Remark]:
    headers = {"Authorization": f"Bot {settings.token}"}
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with aiohttp.ClientSession(settings.api_url + "/", headers=headers, timeout=timeout) as session:
            me = await _get(session, "users/@me")
            if me is None:
                yield trouble(REFUSED)
                return
            yield good(f"Logged in as {me['username']}.")
            guilds = await _get(session, "users/@me/guilds") or []
            yield good(f"Servers: {len(guilds)}.") if guilds else warning("The bot is in no server yet.")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        yield trouble(f"{settings.api_url} cannot be reached: {error or type(error).__name__}")


async def _get(session: aiohttp.ClientSession, path: str) -> Any:
    """What the API answers; None where the token is refused. Raises aiohttp.ClientError."""
    async with session.get(path) as response:
        if response.status == 401:
            return None
        response.raise_for_status()
        return await response.json()
