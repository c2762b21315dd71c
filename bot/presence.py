"""Whether people can reach the bot; where they long could not, staff are told what that touched."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.actions.notices import AWAY_AFTER, beat, come_back
from bot.actions.ports import Clock, Store


class Presence:
    """Notes at each sweep that the bot is there, as long as its gateway is.

    A machine that slept and a gateway that was away look the same to people: nothing that they pressed
    arrived. How long that was is told by the machine's own clock, which nobody moves in a play.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        reachable: Callable[[], bool],
        seconds: Callable[[], float] = time.time,
    ) -> None:
        self._store, self._clock = store, clock
        self._reachable, self._seconds = reachable, seconds
        self._noted_at = seconds()

    async def note(self) -> None:
        """Notes that the bot is there, and where it is back after a while, has staff told."""
        if not self._reachable():
            return
        now = self._seconds()
        if now - self._noted_at >= AWAY_AFTER.total_seconds():
            await come_back(self._store, self._clock)
        else:
            await beat(self._store, self._clock)
        self._noted_at = now
