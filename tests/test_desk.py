"""The reading desk closes when the bot stops: nobody waits there any more, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.seminar.reports import Reading
from bot.store.seal import Seal
from tests.actions.school import BORA, NARI, School, found
from tests.fakes import FakeReader
from tests.store.world import migrated


@pytest.fixture
async def school(tmp_path: Path) -> AsyncIterator[School]:
    store = migrated(tmp_path / "colloquy.db", Seal(Seal.new_key()))
    store.open()
    try:
        yield await found(store)
    finally:
        await store.close()


class SlowReader(FakeReader):
    """Begins to read, and never ends."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()

    async def read(self, texts: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> list[Reading]:
        self.begun.set()
        await asyncio.Event().wait()
        return await super().read(texts, parts)


async def test_the_stop_waits_for_no_reading_and_the_next_start_reads_it(school: School) -> None:
    reader = SlowReader()
    desk = Desk(school.store, reader)
    for who in (NARI, BORA):
        await school.hand_in(who)
    waiting = [asyncio.create_task(desk.read()) for _ in range(2)]
    await reader.begun.wait()

    desk.close()

    assert await asyncio.gather(*waiting) == [False, False]
    assert not await desk.read()
    assert await Desk(school.store, school.reader).read()
    assert school.reader.batches == [2]
    assert await school.store.read(lambda tx: tx.reports.unread(9)) == []


async def test_a_reading_of_its_own_that_takes_too_long_is_no_closing(school: School) -> None:
    class Late(FakeReader):
        async def read(self, texts: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> list[Reading]:
            raise TimeoutError

    await school.hand_in(NARI)
    with pytest.raises(TimeoutError):
        await Desk(school.store, Late()).read()
