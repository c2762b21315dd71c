"""The time by which the bot acts, the system's or one that can be moved; and whether it is right."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
TOLERATED = timedelta(seconds=60)
JUMP = timedelta(seconds=5)
FRESH_SECONDS = 600.0
"""How long the comparison with Discord's clock holds while nothing speaks against it."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def to_system(self, moment: datetime) -> datetime:
        """When the machine's clock will show that `moment` has come."""
        return moment

    async def read(self) -> None:
        """There is nothing to read."""


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


class Trust:
    """Whether the bot's clock may be acted upon: it is compared with the Date of Discord's answers.

    A comparison is asked for at the start, after a jump of the clock against the time that has passed,
    when an answer in passing looked wrong, while the clock is wrong, and every ten minutes.
    """

    def __init__(
        self,
        clock: SystemClock | MovableClock,
        ask: Callable[[], Awaitable[object]],
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._ask = ask
        self._passed = passed
        self._offset = self._ahead()
        self._heard_at = float("-inf")
        self._skew = timedelta()
        self._doubtful = True
        self.wrong = False

    def heard(self, date: str) -> None:
        """Takes note of an answer's Date header."""
        skew = skew_of(self._clock.now(), date)
        if skew is None:
            return
        self._heard_at, self._skew = self._passed(), skew
        self._doubtful = self._doubtful or abs(skew) > TOLERATED

    async def holds(self) -> bool:
        """Whether to act now; asks Discord for the time where that is in doubt.

        Where Discord cannot be asked, the last comparison holds.
        """
        if not (self._jumped() or self._doubtful or self.wrong or self._is_stale()):
            return True
        self._doubtful = False
        asked_at = self._passed()
        await self._ask()
        if abs(self._skew) > TOLERATED:
            # The clock's own news may be on its way.
            await self._clock.read()
            await self._ask()
        if self._heard_at >= asked_at:
            self._judge()
        else:
            self._doubtful = True
        return not self.wrong

    def _judge(self) -> None:
        before, self.wrong = self.wrong, abs(self._skew) > TOLERATED
        self._doubtful = False
        if self.wrong and not before:
            log.error("%s; nothing is sent until it is right", said(self._skew))
        elif before and not self.wrong:
            log.warning("the clock is right again; what is due is sent")

    def _jumped(self) -> bool:
        """Whether the clock has moved otherwise than time has passed."""
        ahead = self._ahead()
        jump = timedelta(seconds=ahead - self._offset)
        if abs(jump) <= JUMP:
            return False
        self._offset = ahead
        level = logging.INFO if isinstance(self._clock, MovableClock) else logging.WARNING
        log.log(level, "the clock has jumped by %+.0f s", jump.total_seconds())
        return True

    def _ahead(self) -> float:
        return self._clock.now().timestamp() - self._passed()

    def _is_stale(self) -> bool:
        return self._passed() - self._heard_at > FRESH_SECONDS


def skew_of(now: datetime, date: str) -> timedelta | None:
    """How far `now` is ahead of a Date header, which tells whole seconds; None for one that is none."""
    try:
        told = parsedate_to_datetime(date)
    except ValueError:
        return None
    return now - told if told.tzinfo else None


def said(skew: timedelta) -> str:
    """A wrong clock in words."""
    seconds = skew.total_seconds()
    return f"the clock is {abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} Discord's"
