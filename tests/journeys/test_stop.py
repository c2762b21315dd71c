"""The bot is told to stop at any moment while students hand in: it ends in order, and keeps its receipts."""

from __future__ import annotations

import asyncio
import os
import random
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest

from demo import week
from demo.course import Course, found
from demo.house import House
from sandbox.client import File
from tests.journeys.people import shown

STOPS, A_FEW = 10, 2
LATEST = 2.5
IN_TIME = 5.0
TERM = 15
LAST_ANSWERS = 4.0
HAND_INS = ("minji", "junho", "sora", "haeun")

Receipt = tuple[str, int, str]
"""Whose, which version, and the text."""


@pytest.mark.long
@pytest.mark.timeout(240)
async def test_stopped_at_any_moment(tmp_path: Path, *, full_count: bool) -> None:
    seed = int(os.environ.get("COLLOQUY_SEED") or random.SystemRandom().randrange(10**6))
    print(f"COLLOQUY_SEED={seed}")
    draw = random.Random(seed)
    kept: list[Receipt] = []
    async with House.open(tmp_path) as house:
        await house.start()
        course = await found(house)
        await week.set_up(course)
        await week.plan(course)
        await week.open_week(course)
        assert await house.stop() == 0
        for life in range(STOPS if full_count else A_FEW):
            kept += await _stopped(house, course, life, draw.uniform(0, LATEST))
        await house.start()
        for key, version, text in kept:
            assert (await shown(course, key, version=version))[1] == text
        assert await house.stop() == 0
        print(house.log, len(kept))
        assert " ERROR " not in house.log
        assert "Traceback" not in house.log


async def _stopped(house: House, course: Course, life: int, after: float) -> list[Receipt]:
    """A life of the bot of so many seconds, and what it gave receipts for."""
    receipts: list[Receipt] = []
    starting = asyncio.ensure_future(house.start())
    await _listens(house)
    handing = [asyncio.ensure_future(_hands_in(course, key, life, receipts)) for key in HAND_INS]
    await asyncio.sleep(after)  # the moment is what is tried
    began = time.monotonic()
    assert await house.stop() == 0, f"after {after:.2f} s"
    assert time.monotonic() - began < IN_TIME
    await asyncio.wait(handing, timeout=LAST_ANSWERS)
    for one in (starting, *handing):  # who still waits, waits for a bot that never came
        one.cancel()
    await asyncio.gather(starting, *handing, return_exceptions=True)
    return receipts


async def _hands_in(course: Course, key: str, life: int, receipts: list[Receipt]) -> None:
    """One text after the other, until the bot is gone."""
    await course.house.application.until(connected=True)
    for number in range(100):
        text = f"The presenter argued that {key} is in life {life} for the {number}th time."
        file = File("r.txt", text.encode())
        answer = await course.students[key].run(course.channel, "report submit", file=file)
        if answer.failure is not None or answer.message is None:
            return
        version = re.search(r"version (\d+)", answer.message.text)
        if version is None:  # the house is closing, and says so
            return
        receipts.append((key, int(version[1]), text))


async def _listens(house: House) -> None:
    """Until the process can be told to stop: before, it is the interpreter that starts."""
    async with asyncio.timeout(20):
        while not (house._bot and _catches(house._bot.pid)):  # noqa: ASYNC110 (a process tells no event)
            await asyncio.sleep(0.005)


def _catches(process: int) -> bool:
    with suppress(FileNotFoundError):
        status = Path(f"/proc/{process}/status").read_text()
        caught = next((line for line in status.splitlines() if line.startswith("SigCgt:")), "SigCgt: 0")
        return bool(int(caught.split()[1], 16) >> (TERM - 1) & 1)
    return False
