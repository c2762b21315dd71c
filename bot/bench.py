"""Where assumptions about Discord are tried, and the table in which they stand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord

from bot.client import Colloquy

HOST_SECONDS = 180
"""How long the host has for each of pressing the button and sending the form."""

Interaction = discord.Interaction[Any]


class Differs(Exception):
    """Discord behaves otherwise; the text is what was seen."""


class NotChecked(Exception):
    """It could not be tried; the text is why."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where assumptions are tried: channels of the bot's own, removed afterwards. It may not send in `quiet`.

    `wait` takes seconds. `again` logs in anew, and `furnished` with all the commands. `presses` is what the
    host does, None where no host takes part.
    """

    api_url: str
    client: discord.Client
    guild: discord.Guild
    channel: discord.TextChannel
    quiet: discord.TextChannel
    now: Callable[[], datetime]
    wait: Callable[[float], Awaitable[None]]
    again: Callable[[], AbstractAsyncContextManager[discord.Client]]
    furnished: Callable[[], AbstractAsyncContextManager[Colloquy]]
    presses: asyncio.Queue[Interaction] | None
    closed_inbox: int | None

    def host(self) -> asyncio.Queue[Interaction]:
        """What the host does. Raises NotChecked where none takes part."""
        if self.presses is None:
            raise NotChecked("give --with-me, and press a button when asked")
        return self.presses

    async def pressed(self) -> Interaction:
        """What the host does next. Raises NotChecked."""
        try:
            return await asyncio.wait_for(self.host().get(), HOST_SECONDS)
        except TimeoutError:
            raise NotChecked(f"nothing was pressed or sent for {HOST_SECONDS} seconds") from None


Trial = Callable[[Bench], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Assumption:
    """`attempt` returns what it saw; it raises Differs, NotChecked, or what discord.py raises.

    `asks` is what the host is asked to do.
    """

    name: str
    sentence: str
    attempt: Trial
    asks: str = ""


TABLE: list[Assumption] = []


def assumes(name: str, sentence: str, asks: str = "") -> Callable[[Trial], Trial]:
    """Puts a function into the table."""

    def declare(attempt: Trial) -> Trial:
        TABLE.append(Assumption(name, sentence, attempt, asks))
        return attempt

    return declare


def must(holds: bool, seen: str) -> str:  # noqa: FBT001 (reads as a sentence)
    """What was seen. Raises Differs unless it holds."""
    if not holds:
        raise Differs(seen)
    return seen


async def refusal(request: Awaitable[object]) -> int:
    """The code with which Discord refuses. Raises Differs where it does not."""
    try:
        await request
    except discord.HTTPException as error:
        return error.code
    raise Differs("it was not refused")
