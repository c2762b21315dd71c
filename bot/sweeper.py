"""One sweep after the other: read, turn the weeks whose hour has come, send what is due."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import datetime

from bot.actions.deliveries import deliver_next
from bot.actions.ports import Messenger, Reader, Store
from bot.actions.privacy import retire
from bot.actions.release import release_held
from bot.actions.weeks import discuss_next, next_turn, open_next
from bot.actions.zones import note_wall_times
from bot.caretaker import Caretaker
from bot.clock import MovableClock, SystemClock, Trust
from bot.desk import Desk
from bot.erasures import Erasures
from bot.presence import Presence

log = logging.getLogger(__name__)

SENDERS = 16
"""Deliveries on their way at the same time: fifty a second, where an answer takes a third of one."""

NOTE_SECONDS = 600.0
Clock = SystemClock | MovableClock


class Sweeper:
    """One sweep after the other: read, turn the weeks whose hour has come, send what is due."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        clock: Clock,
        trust: Trust,
        desk: Desk,
        messenger: Messenger,
        caretaker: Caretaker,
        presence: Presence,
        erasures: Erasures,
    ) -> None:
        self._store, self._reader = store, reader
        self._clock, self._trust = clock, trust
        self._desk, self._messenger, self._caretaker = desk, messenger, caretaker
        self._presence, self._erasures = presence, erasures
        self._noted_at = float("-inf")
        self._noting: asyncio.Task[None] | None = None

    async def sweep(self) -> None:
        """Needs no gateway; with a clock that is wrong it only reads."""
        await self._erasures.keep(self._store)
        await self._desk.read()
        if not await self._trust.holds():
            self._presence.doubt()
            return
        await self._presence.note()
        if await release_held(self._store, self._reader, self._clock):
            await self._desk.read()
        await self._turn_and_send()
        if time.monotonic() - self._noted_at > NOTE_SECONDS:
            self._noted_at = time.monotonic()
            # Beside the sweep: a term that is imported has many weeks, and what is due does not wait.
            self._noting = asyncio.create_task(self._note_wall_times())
            if gone := await retire(self._store, self._clock):
                log.info("%d courses went, whose time of keeping was over", gone)
        self._caretaker.look(self._clock.now())

    async def next_turn(self) -> datetime | None:
        """When (by the machine's clock) the sweep is needed next; None: at the next beat."""
        moment = None if self._trust.wrong else await next_turn(self._store)
        return None if moment is None else self._clock.to_system(moment)

    async def _turn_and_send(self) -> None:
        """Sends while weeks turn: each that has turned calls one sender more, as far as there are any."""
        now = self._clock.now()
        sending: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as work:

            def send() -> None:
                if len(sending) < SENDERS:
                    sender = work.create_task(self._deliver_all(now))
                    sending.add(sender)
                    sender.add_done_callback(sending.discard)

            while await open_next(self._store, self._clock) or await discuss_next(self._store, self._clock):
                send()
            for _ in range(SENDERS):
                send()

    async def _note_wall_times(self) -> None:
        try:
            await note_wall_times(self._store)
        except Exception:
            log.exception("the wall times could not be noted; again later")

    async def _deliver_all(self, now: datetime) -> None:
        while await deliver_next(self._store, self._messenger, self._clock, now):
            pass
