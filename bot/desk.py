"""The reading desk: reads what waits, one batch at a time, whoever asks."""

from __future__ import annotations

import asyncio

from bot.actions.ports import Reader, Store
from bot.actions.reports import read_pending


class Desk:
    """Keeps two readings of one version from happening at once."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self._store = store
        self._reader = reader
        self._busy = asyncio.Lock()

    async def read(self) -> None:
        """Returns once everything that had been handed in when this was called has been read."""
        async with self._busy:
            while await read_pending(self._store, self._reader):
                pass
