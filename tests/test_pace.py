"""No second, wherever it begins, holds more than fifty requests, and a busy one hardly fewer."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

import pytest

from bot.pace import A_SECOND, Pace


class Loop(asyncio.SelectorEventLoop):
    """A loop whose time passes by itself whenever nobody has anything to do."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0.0
        select = self._selector.select  # type: ignore[attr-defined]

        def at_once(timeout: float | None) -> object:
            if timeout:
                self._ahead += timeout
            return select(0)

        self._selector.select = at_once  # type: ignore[attr-defined]

    def time(self) -> float:
        return super().time() + self._ahead


def arrivals(count: int, latency: Callable[[], float]) -> list[float]:
    """When so many requests, all wanted at once, reach Discord: somewhere between start and answer."""
    loop = Loop()

    async def all_of_them() -> list[float]:
        pace = Pace(loop.time)
        reached = []

        async def one() -> None:
            await pace.start()
            whole = latency()
            way = whole * random.random()
            await asyncio.sleep(way)
            reached.append(loop.time())
            await asyncio.sleep(whole - way)
            pace.end()

        await asyncio.gather(*(one() for _ in range(count)))
        return sorted(reached)

    try:
        return loop.run_until_complete(all_of_them())
    finally:
        loop.close()


@pytest.mark.parametrize("longest", [0.005, 0.1, 0.5, 2.0])
def test_no_second_holds_more_than_fifty(longest: float) -> None:
    reached = arrivals(400, lambda: random.uniform(0, longest))
    for first, later in zip(reached, reached[A_SECOND:], strict=False):
        assert later - first > 1.0 - 1e-6


def test_nearly_all_of_the_fifty_are_used() -> None:
    reached = arrivals(1000, lambda: 0.01)
    assert 999 / (reached[-1] - reached[0]) > 0.95 * A_SECOND


async def test_who_gives_up_waiting_takes_no_place() -> None:
    pace = Pace()
    for _ in range(3):
        waiting = asyncio.ensure_future(pace.start())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.wait_for(pace.start(), 1)
    pace.end()
