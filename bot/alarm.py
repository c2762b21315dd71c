"""The alarm clock: wakes the sweep at the next due row and at a steady beat; remembers nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

log = logging.getLogger(__name__)

BEAT_SECONDS = 30
"""Of time that passes, whatever the clock shows: a clock set back holds up an interval of the scheduler."""

NEXT_TURN = "next turn"


class Alarm:
    """Runs `sweep` again and again; `next_turn` tells the system time at which it is needed next."""

    def __init__(
        self, sweep: Callable[[], Awaitable[None]], next_turn: Callable[[], Awaitable[datetime | None]]
    ) -> None:
        self._sweep = sweep
        self._next_turn = next_turn
        self._wanted = asyncio.Event()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True}
        )

    def wake(self) -> None:
        """Asks for a sweep as soon as the one at work has ended."""
        self._wanted.set()

    async def run(self) -> None:
        """Sweeps until cancelled; a sweep that fails is logged, and the next beat tries again."""
        self._scheduler.start()
        self.wake()
        try:
            while True:
                with suppress(TimeoutError):
                    # wait_for() of Python 3.11 forgets a cancellation that comes together with the event.
                    async with asyncio.timeout(BEAT_SECONDS):
                        await self._wanted.wait()
                self._wanted.clear()
                try:
                    await self._sweep()
                    await self._set(await self._next_turn())
                except Exception:
                    log.exception("the sweep failed; the next beat tries again")
        finally:
            self._scheduler.shutdown(wait=False)

    async def _ring(self) -> None:
        self.wake()

    async def _set(self, turn: datetime | None) -> None:
        if turn is not None:
            self._scheduler.add_job(self._ring, DateTrigger(turn), id=NEXT_TURN, replace_existing=True)
        elif self._scheduler.get_job(NEXT_TURN):
            self._scheduler.remove_job(NEXT_TURN)
