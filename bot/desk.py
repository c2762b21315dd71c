"""The reading desk: reads what waits, one batch at a time, and lets hand-ins pass first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from weakref import WeakValueDictionary

from bot.actions.ports import Reader, Store
from bot.actions.readings import read_pending

PATIENCE = 5.0
"""Seconds for which each batch gives way to hand-ins; the last minute of a week is all hand-ins."""


class Desk:
    """Keeps two readings of one version from happening at once."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self._store = store
        self._reader = reader
        self._busy = asyncio.Lock()
        self._receiving = 0
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._closed = False
        self._waiting: set[asyncio.Timeout] = set()

    @contextmanager
    def receiving(self) -> Generator[None]:
        """While a report is being taken in: its receipt comes before any reading."""
        self._receiving += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._receiving -= 1
            if not self._receiving:
                self._quiet.set()

    @asynccontextmanager
    async def turn(self, user_xid: int) -> AsyncGenerator[None]:
        """One person's files are taken in one after the other, in the order in which they came."""
        async with self._turns.setdefault(user_xid, asyncio.Lock()):
            yield

    async def read(self) -> bool:
        """True once everything that had been handed in when this was called has been read.

        False where the desk closes first, or has closed.
        """
        if self._closed:
            return False
        limit = asyncio.timeout(None)
        self._waiting.add(limit)
        try:
            async with limit:
                await self._read_all()
        except TimeoutError:
            if not limit.expired():
                raise
        finally:
            self._waiting.discard(limit)
        return not limit.expired()

    def close(self) -> None:
        """The bot stops: nobody waits for a reading any more. What is not read is read after the start."""
        self._closed = True
        now = asyncio.get_running_loop().time()
        for limit in self._waiting:
            limit.reschedule(now)

    async def _read_all(self) -> None:
        async with self._busy:
            await self._give_way()
            while await read_pending(self._store, self._reader):
                await self._give_way()

    async def _give_way(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._quiet.wait()
