"""Reads in a child process, with limits, that is gone when idle."""

from __future__ import annotations

from collections.abc import Sequence

from bot.seminar.reports import Reading


class ReaderFailed(Exception):
    """The child took too long over a job, or died of it."""


class ReadingWorker:
    """One child process at a time, started at first use; jobs wait for each other.

    `idle` and `limit` are in seconds: how long an unused child stays, and how long one job may take.
    """

    def __init__(self, *, idle: float = 60, limit: float = 15) -> None:
        self._idle = idle
        self._limit = limit

    def decode(self, name: str, data: bytes) -> str:
        """The text of a file, at once. Raises WrongKind, Unreadable and EmptyReport."""
        raise NotImplementedError

    async def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading for each text. Raises ReaderFailed."""
        raise NotImplementedError

    async def likeness(
        self, passages: Sequence[str], others: Sequence[str], topic: str | None
    ) -> list[list[float]]:
        """See bot.reading.matching.likeness. Raises ReaderFailed."""
        raise NotImplementedError

    async def close(self) -> None:
        """Ends the child, and whatever it was doing."""
        raise NotImplementedError
