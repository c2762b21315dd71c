"""Reads in child processes with limits: one for files, one for texts, so that neither waits for the other.

Where a sentence encoder is switched on, a third one compares passages; what it cannot do, words alone do.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.reading import files
from bot.reading.hands import Hands
from bot.seminar.alike import Alike
from bot.seminar.grouping import Known, Settled
from bot.seminar.refusals import BadTable, Fact, HandIn, Refusal, TooHeavy, leaves
from bot.seminar.reports import ReaderFailed, Reading, Speaker

AT_ONCE = 64 * 1024
"""Up to how many bytes plain text is decoded at once: that takes less time than a child's answer."""

MEANING_LIMIT = 40
"""Seconds that the encoder may take for one report beside a week's passages, most of them new to it."""

log = logging.getLogger(__name__)

_REFUSALS = {leaf.code: leaf for leaf in leaves(HandIn)}


class ReadingWorker:
    """`idle` and `limit` are in seconds: how long an unused child stays, and how long one job may take.

    `meaning` is the folder of a sentence encoder; None compares by words alone.
    """

    def __init__(self, *, idle: float = 60, limit: float = 12, meaning: Path | None = None) -> None:
        self._files = Hands(idle=idle, limit=limit)
        self._texts = Hands(idle=idle, limit=limit)
        self._meant = Hands(idle=idle, limit=MEANING_LIMIT, meaning=meaning) if meaning else None
        self._tried = self._warned = self._closed = False

    @property
    def pid(self) -> int | None:
        """The process id of the child that reads texts; None while there is none."""
        return self._texts.pid

    @property
    def files_pid(self) -> int | None:
        """The process id of the child that reads files; None while there is none."""
        return self._files.pid

    @property
    def meaning_pid(self) -> int | None:
        """The process id of the child with the encoder; None while there is none."""
        return self._meant.pid if self._meant else None

    async def decode(self, name: str, data: bytes) -> str:
        """The text of a file. Raises HandIn, also where the child ends over it; the next gets another."""
        files.require_kind(name)
        files.require_size(name, len(data))
        if len(data) <= AT_ONCE and files.is_plain(name, data):
            return files.decode(name, data)
        try:
            decoded = await self._files.do("decode", name, data)
        except ReaderFailed:
            raise TooHeavy(name=name) from None
        if isinstance(decoded, str):
            return decoded
        raise refusal_of(*decoded)

    async def rows(self, name: str, data: bytes) -> list[list[str]]:
        """The rows of a table or a calendar that staff hand over. Raises BadTable."""
        try:
            rows: list[list[str]] | None = await self._files.do("rows", name, data)
        except ReaderFailed:
            rows = None
        if rows is None:
            raise BadTable(name=name)
        return rows

    async def read(self, texts: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> list[Reading]:
        """One reading for each text. Raises ReaderFailed."""
        readings: list[Reading] = await self._texts.do("read", list(texts), [tuple(names) for names in parts])
        return readings

    async def alike(self, texts: Sequence[str], set_aside: Sequence[str]) -> list[Alike]:
        """See bot.reading.alike.alike. Raises ReaderFailed."""
        found: list[Alike] = await self._texts.do("alike", list(texts), list(set_aside))
        return found

    async def likeness(
        self, passages: Sequence[str], others: Sequence[str], topic: str | None
    ) -> list[list[float]]:
        """See bot.reading.beside.beside_claims. Raises ReaderFailed."""
        scores: list[list[float]] = await self._compare("likeness", list(passages), list(others), topic)
        return scores

    async def settle(
        self,
        new: Sequence[tuple[str, Speaker]],
        known: Sequence[Known],
        topic: str | None,
        kept: dict[str, int],
    ) -> list[Settled]:
        """See bot.seminar.grouping.settle. Raises ReaderFailed."""
        settled: list[Settled] = await self._compare("settle", list(new), list(known), topic, kept)
        return settled

    async def meaning_fault(self) -> str | None:
        """Why the encoder cannot be used, in a line; None where it can, or none is wanted."""
        if self._meant is None:
            return None
        try:
            fault: str | None = await self._meant.do("meaning_fault")
        except ReaderFailed as failure:
            return f"the process of the encoder failed: {failure}"
        return fault

    async def _compare(self, name: str, *arguments: object) -> Any:
        """The job with the encoder, if there is one that works; else by words alone. Raises ReaderFailed."""
        if self._meant and not self._tried:
            fault = await self.meaning_fault()
            self._tried = True
            if fault and self._meant:
                self._warn(fault)
                await self._meant.close()
                self._meant = None
        if self._meant:
            try:
                return await self._meant.do(name, *arguments)
            except ReaderFailed as failure:
                self._warn(str(failure))
        return await self._texts.do(name, *arguments)

    def _warn(self, fault: str) -> None:
        """Once: that passages are compared by their words must not fill the log."""
        if not self._warned and not self._closed:
            self._warned = True
            log.warning("passages are compared by words alone: %s", fault)

    async def close(self) -> None:
        """Ends the children, whatever they are doing; from now on nothing is read."""
        self._closed = True
        if self._meant:
            await self._meant.close()
        await self._files.close()
        await self._texts.close()


def refusal_of(code: str, facts: dict[str, Fact]) -> Refusal:
    """The refusal that a child raised."""
    return _REFUSALS[code](**facts)
