"""One child process: started when needed, given one job at a time, replaced when it fails, gone when idle."""

from __future__ import annotations

import asyncio
import io
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.seminar.reports import ReaderFailed

HOUSE = Path(__file__).parents[2]
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""What the child gets of the environment: nothing that is secret."""
OUR_VALUES = ("bot.seminar.alike", "bot.seminar.grouping", "bot.seminar.reports")
"""The modules whose values a child hands back: it reads strangers' files, and is not trusted."""
MOST_BYTES = 256 * 1024 * 1024


class Hands:
    """`idle` and `limit` are in seconds: how long an unused child stays, and how long one job may take.

    `meaning` is the folder of a sentence encoder that the child uses.
    """

    def __init__(self, *, idle: float, limit: float, meaning: Path | None = None) -> None:
        self._arguments = [str(meaning.absolute())] if meaning else []
        self._idle = idle
        self._limit = limit
        self._turn = asyncio.Lock()
        self._child: Process | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._leaving: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is no child."""
        return self._child.pid if self._child else None

    async def close(self) -> None:
        """Ends the child, whatever it is doing; from now on each job raises ReaderFailed."""
        self._closed = True
        self._cancel_rest()
        self._dismiss()
        await asyncio.gather(*self._leaving)

    async def do(self, name: str, *arguments: object) -> Any:
        """The result of a job; jobs wait for each other. Raises ReaderFailed."""
        async with self._turn:
            self._cancel_rest()
            try:
                async with asyncio.timeout(self._limit):
                    result = await self._ask(pickle.dumps((name, arguments)))
            except (TimeoutError, OSError, asyncio.IncompleteReadError, pickle.UnpicklingError) as failure:
                self._dismiss()
                raise ReaderFailed(f"{name}: {failure!r}") from failure
            except asyncio.CancelledError:
                # Its answer would be taken for that of the next job.
                self._dismiss()
                raise
            if self._closed:
                self._dismiss()
            else:
                self._rest = asyncio.get_running_loop().call_later(self._idle, self._dismiss)
            return result

    async def _ask(self, job: bytes) -> Any:
        if self._closed:
            raise ReaderFailed("closed")
        if self._child is None or self._child.returncode is not None:
            self._child = await _start(self._arguments)
        stdin, stdout = self._child.stdin, self._child.stdout
        if stdin is None or stdout is None:
            raise ReaderFailed("the child has no pipes")
        stdin.write(len(job).to_bytes(4, "big"))
        stdin.write(job)
        await stdin.drain()
        size = int.from_bytes(await stdout.readexactly(4), "big")
        if size > MOST_BYTES:
            raise OSError("too large a result")
        return Values(io.BytesIO(await stdout.readexactly(size))).load()

    def _cancel_rest(self) -> None:
        if self._rest:
            self._rest.cancel()

    def _dismiss(self) -> None:
        """Kills the child. Nobody waits for its end: on a busy machine that takes it seconds."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.returncode is None:
            child.kill()
        leaving = asyncio.get_running_loop().create_task(_gone(child))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)


class Values(pickle.Unpickler):
    """Loads our own values only: what else a pickle could name is refused."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module in OUR_VALUES else None
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


async def _start(arguments: Sequence[str]) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-B",
        "-m",
        "bot.reading.child",
        *arguments,
        cwd=HOUSE,
        env={key: os.environ[key] for key in PASSED_ON if key in os.environ},
        stdin=PIPE,
        stdout=PIPE,
    )


async def _gone(child: Process) -> None:
    await child.wait()
