"""The gateway drops, resumes, repeats and forgets while students hand in: no report is doubled or lost."""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

import pytest

from demo import week
from demo.course import found
from demo.house import House
from sandbox.client import Channel, File, Person
from tests.journeys.people import rows, shown

KINDS = ("drop", "stall", "reconnect", "invalid resumable", "duplicate")
HAND_INS = ("minji", "junho", "sora", "haeun")
TRIES = 20
STALL_SECONDS = 0.3
EACH = 5
"""Disturbances of the kinds in a row between which students hand in."""


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_no_report_is_doubled_or_lost(tmp_path: Path, *, full_count: bool) -> None:
    count = 500 if full_count else 20
    seed = int(os.environ.get("COLLOQUY_SEED") or random.SystemRandom().randrange(10**6))
    print(f"COLLOQUY_SEED={seed}")
    draw = random.Random(seed)
    async with House.open(tmp_path) as house:
        await house.start()
        course = await found(house, tries=TRIES)
        await week.set_up(course)
        await week.plan(course)
        await week.open_week(course)
        await house.box.faults.begin(seed)
        await house.box.faults.add("duplicate", where="GATEWAY INTERACTION_CREATE", chance=0.5)
        for number in range(count // EACH):
            key = HAND_INS[number % len(HAND_INS)]
            handing = asyncio.ensure_future(_hands_in(house, course.students[key], course.channel, number))
            for _ in range(EACH):
                await asyncio.sleep(draw.uniform(0, 0.1))
                await house.application.until(connected=True)
                await house.application.disturb(draw.choice(KINDS), seconds=STALL_SECONDS)
            await handing
        await house.box.faults.end()
        texts = [text_of(number) for number in range(count // EACH)]
        assert rows(house, "versions") == len(texts)
        for key, turn in zip(HAND_INS, range(len(HAND_INS)), strict=True):
            for version, text in enumerate(texts[turn :: len(HAND_INS)], start=1):
                assert (await shown(course, key, version=version))[1] == text
        assert await house.stop() == 0
        print(house.log)
        assert " ERROR " not in house.log
        assert "Traceback" not in house.log


def text_of(number: int) -> str:
    return f"The presenter argued for the {number}th time that a line may be cut."


async def _hands_in(house: House, person: Person, channel: Channel, number: int) -> None:
    """Until there is a receipt; the same text again makes no second version."""
    for _ in range(TRIES):
        await house.application.until(connected=True)
        file = File("r.txt", text_of(number).encode())
        answer = await person.run(channel, "report submit", file=file)
        if answer.failure is None:
            return
    raise AssertionError("no receipt")
