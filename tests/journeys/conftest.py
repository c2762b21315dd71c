"""A bot and a sandbox for each journey, as processes; afterwards neither may have anything to complain of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from demo import week
from demo.course import Course, found
from demo.house import House
from tests.journeys.people import Opened


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A running bot in an empty sandbox."""
    async with House.open(tmp_path) as house:
        await house.start()
        yield house
        refused = await house.box.log()
        status = await house.stop()
    print(house.log)
    assert refused == [], "the bot asked for what the sandbox does not know"
    assert status in (None, 0)
    assert " ERROR " not in house.log
    assert "Traceback" not in house.log


@pytest.fixture
async def course(house: House) -> Course:
    """A course with week 6 planned, ten minutes before its hour."""
    made = await found(house)
    await week.set_up(made)
    await week.plan(made)
    return made


@pytest.fixture
async def opened(course: Course) -> Opened:
    """The same, with week 6 open."""
    return Opened(course, await week.open_week(course))
