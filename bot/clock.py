"""The time by which the bot acts: the system's, or one that can be moved for trying things out."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import aiohttp

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def to_system(self, moment: datetime) -> datetime:
        """When the machine's clock will show that `moment` has come."""
        return moment


class MovableClock:
    """The machine's clock plus an offset that a server tells; follows its changes."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def to_system(self, moment: datetime) -> datetime:
        """When the machine's clock will show that `moment` has come."""
        return moment - self._offset

    async def read(self) -> None:
        """Reads the offset once. Raises aiohttp.ClientError, TimeoutError."""
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(self._url, raise_for_status=True) as response,
        ):
            self._set((await response.json())["offset"])

    async def follow(self, moved: Callable[[], None]) -> None:
        """Follows the server's changes for ever, and tells of each; connects again when it is cut off."""
        quiet = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=60)
        async with aiohttp.ClientSession(timeout=quiet, headers={"Accept": "text/event-stream"}) as session:
            while True:
                try:
                    async with session.get(self._url, raise_for_status=True) as response:
                        async for line in response.content:
                            if line.startswith(b"data:"):
                                self._set(json.loads(line[5:])["offset"])
                                moved()
                except (aiohttp.ClientError, TimeoutError) as error:
                    log.warning("the clock cannot be reached: %s", error)
                await asyncio.sleep(RETRY_SECONDS)

    def _set(self, seconds: float) -> None:
        self._offset = timedelta(seconds=seconds)
