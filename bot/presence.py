"""Whether people can reach the bot; where they long could not, staff are told what that touched."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from bot.actions.notices import AWAY_AFTER, beat, come_back
from bot.actions.ports import Clock, Store


class Presence:
    """Notes at each sweep that the bot is there, as long as its gateway is; the first time, that it is back.

    A machine that slept and a gateway that was away look the same to people: nothing that they pressed
    arrived. How long that was is told by the machine's own clock, which nobody moves in a play.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        reachable: Callable[[], bool],
        seconds: Callable[[], float] = time.time,
        restored_at: datetime | None = None,
    ) -> None:
        self._store, self._clock = store, clock
        self._reachable, self._seconds = reachable, seconds
        self._noted_at, self._restored_at = seconds(), restored_at
        self._is_new, self._doubted = True, False

    def doubt(self) -> None:
        """The clock is wrong: until it is right nothing is noted by it, and its correction is no absence."""
        self._doubted = True

    async def note(self) -> None:
        """Notes that the bot is there, and where it is back after a while, has staff told."""
        if not self._reachable():
            return
        now = self._seconds()
        was_away = now - self._noted_at >= AWAY_AFTER.total_seconds() and not self._doubted
        if self._is_new or was_away:
            await come_back(self._store, self._clock, self._restored_at)
        else:
            await beat(self._store, self._clock)
        self._noted_at, self._is_new, self._doubted = now, False, False
