"""The artist: draws outside of the bot, holds up nobody, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.papers.artist import HOUSE, Artist, NotDrawn
from bot.seminar.participation import Presence
from bot.seminar.pictures import HeatMap, HeatRow
from tests.papers import samples

LONGEST_WORK = 0.1


@pytest.fixture
async def artist() -> AsyncIterator[Artist]:
    artist = Artist(limit=60)
    yield artist
    artist.close()


class Beats:
    """The longest work of this thread between two beats of its loop, in seconds of its own computing."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.thread_time()
        self._next: asyncio.TimerHandle | None = None

    def __enter__(self) -> Beats:
        self._beat()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._next is not None
        self._next.cancel()

    def _beat(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now
        self._next = asyncio.get_running_loop().call_later(0.005, self._beat)


async def test_a_large_class_is_drawn_and_the_loop_goes_on(artist: Artist) -> None:
    pictures = samples.every(300, 15)[:2]
    with Beats() as beats:
        drawn = await artist.draw("ko", pictures)
    assert len(drawn) == len(pictures)
    assert all(png.startswith(b"\x89PNG") for png in drawn)
    assert beats.longest < LONGEST_WORK


async def test_two_who_ask_at_once_get_their_own(artist: Artist) -> None:
    few, many = (HeatMap((1,), (HeatRow("A", (Presence.IN,)),) * count) for count in (1, 12))
    (one,), (other,) = await asyncio.gather(artist.draw("en", [few]), artist.draw("en", [many]))
    assert one[16:24] < other[16:24], "the width and height in its header"


async def test_what_takes_too_long_is_ended_and_the_next_order_is_drawn() -> None:
    others = set(children())
    artist = Artist(limit=0.01)
    with pytest.raises(NotDrawn):
        await artist.draw("en", samples.every(300, 15))
    assert set(children()) <= others
    artist._limit = 30
    assert len(await artist.draw("en", [HeatMap((), ())])) == 1
    assert set(children()) <= others
    artist.close()


async def test_an_order_that_cannot_be_drawn_says_so(
    artist: Artist, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NotDrawn, match="0 of 1"):
        await artist.draw("en", ["no picture"])  # type: ignore[list-item]
    assert "KeyError" in capfd.readouterr().err


async def test_nothing_stays_behind() -> None:
    artist = Artist()
    await artist.draw("en", [HeatMap((), ())])
    assert artist._shelf is not None
    shelf = Path(artist._shelf.name)
    assert kept(shelf)
    artist.close()
    assert not kept(shelf)


def test_the_bot_itself_loads_no_library_that_draws() -> None:
    asked = "import sys, bot.bootstrap; print(sys.modules.keys() & {'matplotlib', 'numpy', 'PIL'} or 'none')"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "none"


def kept(shelf: Path) -> list[Path]:
    """What lies in the folder."""
    return [*shelf.iterdir()] if shelf.exists() else []


def children() -> list[str]:
    """The processes that this one has started and that are still there."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return listed.read_text().split() if listed.exists() else []
