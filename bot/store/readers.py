"""Reads on SQLite: each a snapshot, on an aiosqlite connection, in one hop to its thread."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import TypeVar

import aiosqlite
from sqlalchemy import URL, Connection, StaticPool, create_engine

from bot.store.seal import Seal
from bot.store.tx import SqlTx
from bot.store.types import attach, begin_with

T = TypeVar("T")

READERS = 2
"""Two, so that a long read holds up no short one; more would only share the interpreter."""


class Readers:
    """Opened when first needed; each reads one transaction at a time."""

    def __init__(self, url: URL, seal: Seal, busy_seconds: float) -> None:
        self._url = url
        self._seal = seal
        self._busy_seconds = busy_seconds
        self._opened: list[_Reader] = []
        self._idle: asyncio.LifoQueue[_Reader] = asyncio.LifoQueue()
        self._opening = asyncio.Lock()

    async def run(self, work: Callable[[SqlTx], T]) -> T:
        """Runs `work` on a snapshot. Raises what it raises, and SQLAlchemy's errors."""
        reader = await self._next()
        try:
            return await reader.run(work)
        finally:
            self._idle.put_nowait(reader)

    async def close(self) -> None:
        """Ends every connection and its thread."""
        async with self._opening:
            while self._opened:
                await self._opened.pop().close()

    async def _next(self) -> _Reader:
        if self._idle.empty() and len(self._opened) < READERS:
            # Whoever gives up meanwhile leaves it to the next; what is half open, nobody could close.
            await asyncio.shield(self._open())
        return await self._idle.get()

    async def _open(self) -> None:
        async with self._opening:
            if self._idle.empty() and len(self._opened) < READERS:
                reader = await _Reader.open(self._url, self._seal, self._busy_seconds)
                self._opened.append(reader)
                self._idle.put_nowait(reader)


class Glances:
    """Reads of a few rows, on the caller's own thread: the hop to another would take as long again.

    Waits for nothing: where SQLite is locked, OperationalError is raised at once.
    """

    def __init__(self, url: URL, seal: Seal) -> None:
        self._url = url
        self._seal = seal
        self._plain: Connection | None = None

    def run(self, work: Callable[[SqlTx], T]) -> T:
        """Runs `work` on a snapshot. Raises what it raises, and SQLAlchemy's errors."""
        if self._plain is None:
            connection = sqlite3.connect(str(self._url.database), timeout=0, isolation_level=None)
            self._plain = _reading(connection, self._seal)
        return _snapshot(self._plain, work)

    def close(self) -> None:
        """Ends the connection."""
        if self._plain is not None:
            self._plain.close()
            self._plain.engine.dispose()
            self._plain = None


class _Reader:
    """SQLAlchemy over the connection that an aiosqlite thread owns."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._plain: Connection

    @classmethod
    async def open(cls, url: URL, seal: Seal, busy_seconds: float) -> _Reader:
        reader = cls(await aiosqlite.connect(str(url.database), timeout=busy_seconds, isolation_level=None))
        # On the connection's own thread, as SQLite asks.
        reader._plain = await reader._do(lambda: _reading(reader._connection._conn, seal))
        return reader

    async def run(self, work: Callable[[SqlTx], T]) -> T:
        return await self._do(lambda: _snapshot(self._plain, work))

    async def close(self) -> None:
        await self._do(self._plain.close)
        await self._connection.close()

    async def _do(self, step: Callable[[], T]) -> T:
        # aiosqlite's own queue takes any function, but names none publicly: its methods would
        # hop to the thread and back for each statement, eight times for one /me status.
        result: T = await self._connection._execute(step)  # type: ignore[no-untyped-call]
        return result


def _reading(plain: sqlite3.Connection, seal: Seal) -> Connection:
    """SQLAlchemy over a connection that never writes, nor checkpoints, which is the writer's."""
    for pragma in ("query_only=ON", "wal_autocheckpoint=0"):
        plain.execute(f"PRAGMA {pragma}")
    engine = create_engine(
        "sqlite+pysqlite://", creator=lambda: plain, poolclass=StaticPool, hide_parameters=True
    )
    attach(seal, engine.dialect)
    begin_with(engine.dialect, "BEGIN")
    return engine.connect()


def _snapshot(plain: Connection, work: Callable[[SqlTx], T]) -> T:
    with plain.begin():
        return work(SqlTx(plain))
