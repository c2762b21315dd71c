"""An absence is noticed while the bot runs, too: the gateway was away, or the machine slept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.presence import Presence
from bot.seminar.cards import NoticeCard
from bot.seminar.deliveries import Notice
from bot.store.seal import Seal
from tests.actions.school import DUE, HOUR, School, found
from tests.factories import OPENS
from tests.store.world import migrated


@pytest.fixture
async def school(tmp_path: Path) -> AsyncIterator[School]:
    store = migrated(tmp_path / "colloquy.db", Seal(Seal.new_key()))
    store.open()
    try:
        yield await found(store)
    finally:
        await store.close()


class Time:
    """The machine's clock, and the course's with it."""

    def __init__(self, school: School, at: datetime = DUE - 2 * HOUR) -> None:
        self._school, self.seconds, self.reachable = school, 0.0, True
        school.clock.move_to(at)
        self.presence = Presence(school.store, school.clock, lambda: self.reachable, lambda: self.seconds)

    async def passes(self, by: timedelta, *, noted: bool = True) -> None:
        self.seconds += by.total_seconds()
        self._school.clock.advance(by)
        if noted:
            await self.presence.note()

    async def is_moved(self, by: timedelta) -> None:
        """As in a play: the course's clock alone."""
        self._school.clock.advance(by)
        await self.presence.note()

    async def told(self) -> list[Notice]:
        await self._school.sweep()
        return [card.notice for card in self._school.messenger.told if isinstance(card, NoticeCard)]


async def test_a_gateway_that_was_away_over_the_deadline(school: School) -> None:
    await school.sweep(OPENS)
    time = Time(school)
    await time.passes(timedelta(seconds=30))
    time.reachable = False
    for _ in range(10):
        await time.passes(timedelta(minutes=20))
    assert await time.told() == []
    time.reachable = True
    await time.passes(timedelta(seconds=30))
    assert await time.told() == [Notice.AWAY]


async def test_a_machine_that_slept(school: School) -> None:
    await school.sweep(OPENS)
    time = Time(school)
    await time.passes(timedelta(seconds=30))
    await time.passes(timedelta(hours=3))
    assert await time.told() == [Notice.AWAY]
    await time.passes(timedelta(seconds=30))
    assert await time.told() == [Notice.AWAY]


async def test_time_that_is_moved_in_a_play_is_no_absence(school: School) -> None:
    await school.sweep(OPENS)
    time = Time(school)
    await time.passes(timedelta(seconds=30))
    await time.is_moved(timedelta(hours=3))
    assert await time.told() == []


async def test_who_starts_again_after_a_deadline_says_so_at_the_first_sweep(school: School) -> None:
    await school.sweep(OPENS)
    await Time(school).passes(timedelta(seconds=30))
    again = Time(school, DUE + HOUR)
    await again.passes(timedelta(seconds=5))
    assert await again.told() == [Notice.AWAY]


async def test_a_clock_that_was_wrong_and_is_put_right_is_no_absence(school: School) -> None:
    """Nine hours behind, as where a machine takes local time for UTC; people could hand in all the while."""
    await school.sweep(OPENS)
    time = Time(school)
    await time.passes(timedelta(seconds=30))
    time.presence.doubt()
    await time.passes(timedelta(hours=9))
    await time.passes(timedelta(seconds=30))
    assert await time.told() == []
