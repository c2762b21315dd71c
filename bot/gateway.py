"""The connection over which Discord tells what happens: tried again until it stands, and never stormed."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import deque

import aiohttp
import discord

log = logging.getLogger(__name__)

TRUSTED = 3
"""Log-ins within WINDOW_SECONDS that wait for nothing; each one more waits twice as long as the last."""

WINDOW_SECONDS = 3600.0
FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0
RETRY_FIRST, RETRY_LONGEST = 1.0, 60.0
TOKEN_REFUSED = 4004
FAILURES = (OSError, TimeoutError, aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound)


class Refused(Exception):
    """Discord does not take the bot's token, or its intents; the text says which."""


class Identifies:
    """How long the next log-in to the gateway waits: Discord resets a token after a thousand in a day."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds to wait before the log-in that is asked for at `now`, which counts from here on."""
        while self._times and self._times[0] <= now - WINDOW_SECONDS:
            self._times.popleft()
        more = len(self._times) - TRUSTED
        self._times.append(now)
        return 0.0 if more < 0 else min(FIRST_WAIT * 2.0**more, LONGEST_WAIT)


async def stay_connected(client: discord.Client) -> None:
    """Connects, and again when that fails; ends only when the client is closed. Raises Refused.

    discord.py connects again by itself once it has been connected; a first attempt that fails ends it,
    some with an AttributeError, because there is no connection yet whose sequence it could take over.
    """
    delay = RETRY_FIRST
    while not client.is_closed():
        try:
            await client.connect()
        except discord.ConnectionClosed as error:
            raise Refused(_refusal(error)) from None
        except discord.PrivilegedIntentsRequired:
            raise Refused(
                "The gateway refuses the bot's intents; Colloquy asks for no privileged one."
            ) from None
        except (*FAILURES, AttributeError) as error:
            if isinstance(error, AttributeError) and client.ws is not None:
                raise
            log.warning("the gateway cannot be reached (%s); again in %.0f s", type(error).__name__, delay)
            await asyncio.sleep(delay * random.uniform(0.8, 1.2))
            delay = min(delay * 2, RETRY_LONGEST)


class Standing:
    """Whether the gateway is there; says so in the log once, not at each attempt."""

    def __init__(self) -> None:
        self._away_since: float | None = None

    @property
    def is_away(self) -> bool:
        return self._away_since is not None

    def lost(self) -> None:
        if self._away_since is None:
            self._away_since = time.monotonic()
            log.warning("the gateway is away; reports are still read, and what is due is still sent")

    def found(self) -> None:
        if self._away_since is not None:
            log.warning("the gateway is back after %.0f s", time.monotonic() - self._away_since)
            self._away_since = None


def hush() -> None:
    """discord.py tells each attempt to connect again as an error with its whole stack; we say it once."""
    logging.getLogger("discord.client").addFilter(
        lambda record: not str(record.msg).startswith("Attempting a reconnect")
    )


def _refusal(error: discord.ConnectionClosed) -> str:
    if error.code == TOKEN_REFUSED:
        return "DISCORD_TOKEN was refused by the gateway; take the bot's token from the developer portal."
    return f"The gateway closed the connection for good, with code {error.code}."
