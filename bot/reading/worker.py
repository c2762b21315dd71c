"""Reads in a child process, with limits, that is gone when idle."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.reading import files
from bot.seminar.alike import Alike
from bot.seminar.reports import ReaderFailed, Reading

HOUSE = Path(__file__).parents[2]
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""What the child gets of the environment: nothing that is secret."""


class ReadingWorker:
    """One child process at a time, started at first use; jobs wait for each other.

    `idle` and `limit` are in seconds: how long an unused child stays, and how long one job may take.
    """

    def __init__(self, *, idle: float = 60, limit: float = 15) -> None:
        self._idle = idle
        self._limit = limit
        self._turn = asyncio.Lock()
        self._child: Process | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is no child."""
        return self._child.pid if self._child else None

    async def decode(self, name: str, data: bytes) -> str:
        """The text of a file. Raises WrongKind and Unreadable."""
        return files.decode(name, data)

    async def read(self, texts: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> list[Reading]:
        """One reading for each text. Raises ReaderFailed."""
        readings: list[Reading] = await self._do("read", list(texts), [tuple(names) for names in parts])
        return readings

    async def alike(self, texts: Sequence[str], set_aside: Sequence[str]) -> list[Alike]:
        """See bot.reading.alike.alike. Raises ReaderFailed."""
        found: list[Alike] = await self._do("alike", list(texts), list(set_aside))
        return found

    async def likeness(
        self, passages: Sequence[str], others: Sequence[str], topic: str | None
    ) -> list[list[float]]:
        """See bot.reading.matching.likeness. Raises ReaderFailed."""
        scores: list[list[float]] = await self._do("likeness", list(passages), list(others), topic)
        return scores

    async def close(self) -> None:
        """Ends the child, whatever it is doing; from now on each call raises ReaderFailed."""
        self._closed = True
        self._cancel_rest()
        if self._leaving:
            await self._leaving
        await _end(self._take_child())

    async def _do(self, name: str, *arguments: object) -> Any:
        async with self._turn:
            self._cancel_rest()
            try:
                async with asyncio.timeout(self._limit):
                    result = await self._ask(pickle.dumps((name, arguments)))
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as failure:
                await _end(self._take_child())
                raise ReaderFailed(f"{name}: {failure!r}") from failure
            except asyncio.CancelledError:
                # Its answer would be taken for that of the next job.
                await _end(self._take_child())
                raise
            if self._closed:
                await _end(self._take_child())
            else:
                self._rest = asyncio.get_running_loop().call_later(self._idle, self._retire)
            return result

    async def _ask(self, job: bytes) -> Any:
        if self._closed:
            raise ReaderFailed("closed")
        if self._child is None or self._child.returncode is not None:
            self._child = await _start()
        stdin, stdout = self._child.stdin, self._child.stdout
        if stdin is None or stdout is None:
            raise ReaderFailed("the child has no pipes")
        stdin.write(len(job).to_bytes(4, "big") + job)
        await stdin.drain()
        length = await stdout.readexactly(4)
        return pickle.loads(await stdout.readexactly(int.from_bytes(length, "big")))  # noqa: S301  # our child

    def _cancel_rest(self) -> None:
        if self._rest:
            self._rest.cancel()

    def _take_child(self) -> Process | None:
        child, self._child = self._child, None
        return child

    def _retire(self) -> None:
        self._leaving = asyncio.get_running_loop().create_task(_end(self._take_child()))


async def _start() -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.reading.child",
        cwd=HOUSE,
        env={key: os.environ[key] for key in PASSED_ON if key in os.environ},
        stdin=PIPE,
        stdout=PIPE,
    )


async def _end(child: Process | None) -> None:
    if child is None:
        return
    if child.returncode is None:
        child.kill()
    await child.wait()
