"""The artist: has pictures drawn in a process that begins with the order and ends with it."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from pathlib import Path

from bot.seminar.pictures import Picture

HOUSE = Path(__file__).parents[2]
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""What the process gets of the environment: nothing that is secret."""


class NotDrawn(Exception):
    """The pictures could not be drawn."""


class Artist:
    """Draws one order after the other. `limit` is in seconds, for each order."""

    def __init__(self, *, limit: float = 30) -> None:
        self._limit = limit
        self._turn = asyncio.Lock()
        self._shelf: tempfile.TemporaryDirectory[str] | None = None

    async def draw(self, language: str, pictures: Sequence[Picture]) -> list[bytes]:
        """One PNG each. Raises NotDrawn."""
        order = pickle.dumps((language, list(pictures)))
        async with self._turn:
            try:
                async with asyncio.timeout(self._limit):
                    drawn = _parted(await _drawn(order, self._environment()))
            except (TimeoutError, OSError) as error:
                raise NotDrawn(repr(error)) from error
        if len(drawn) != len(pictures):
            raise NotDrawn(f"{len(drawn)} of {len(pictures)} pictures")
        return drawn

    def close(self) -> None:
        """Removes the list of fonts, which was kept for the next order."""
        if self._shelf is not None:
            self._shelf.cleanup()
            self._shelf = None

    def _environment(self) -> dict[str, str]:
        if self._shelf is None:
            self._shelf = tempfile.TemporaryDirectory(prefix="colloquy-pictures-")
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        # One thread draws; a pool of them would only reserve memory.
        return {**passed, "MPLCONFIGDIR": self._shelf.name, "OPENBLAS_NUM_THREADS": "1"}


async def _drawn(order: bytes, environment: dict[str, str]) -> bytes:
    """What the process wrote; it has ended when this returns or raises."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-B", "-m", "bot.papers.easel", cwd=HOUSE, env=environment, stdin=PIPE, stdout=PIPE
    )
    try:
        drawn, _ = await process.communicate(order)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return drawn


def _parted(drawn: bytes) -> list[bytes]:
    """The pictures, each behind its length; one that was cut off is left out."""
    parts = []
    while len(drawn) > 4:
        end = 4 + int.from_bytes(drawn[:4], "big")
        if end > len(drawn):
            break
        parts.append(drawn[4:end])
        drawn = drawn[end:]
    return parts
