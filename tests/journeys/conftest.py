"""A bot and a sandbox for the journeys, as processes; neither may have anything to complain of afterwards.

A journey has them for itself, so that it may kill and stop the bot. Those marked `shared_house` use one
house after the other, each with a server and people of its own: they neither stop the bot nor look at what
is not theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo import week
from demo.course import Course, found
from demo.house import House
from sandbox.client import Application, Sandbox
from sandbox.record import VARIABLE
from tests.journeys.people import Opened

WORDS = (b'"brought"', b"INTERACTION_CREATE", b"MESSAGE_CREATE")
"""What stands in the lines of a record that bring somebody's words."""


@pytest.fixture
def house(request: pytest.FixtureRequest) -> House:
    """A running bot in a sandbox, which is empty unless it is shared."""
    shared = request.node.get_closest_marker("shared_house")
    running: House = request.getfixturevalue("a_shared_house" if shared else "own_house")
    return running


@pytest.fixture
async def own_house(tmp_path: Path) -> AsyncIterator[House]:
    async with House.open(tmp_path) as house:
        await house.start()
        yield house
        refused = await house.box.log()
        status = await house.stop()
    print(house.log)
    assert refused == [], "the bot asked for what the sandbox does not know"
    assert status in (None, 0)
    no_complaint(house.log)


@dataclass
class Standing:
    """The house that is shared, the record of what passes its sandbox, and where the last test began."""

    house: House
    record: Path
    last: int = 0

    def hand_over(self, passed: int, ours: Path) -> None:
        """What passed in this test goes to its own record, after the words that the last one brought.

        A receipt may gain what was read after the journey has ended, and quotes these.
        """
        with self.record.open("rb") as whole, ours.open("ab") as kept:
            whole.seek(self.last)
            earlier = whole.read(passed - self.last).splitlines(keepends=True)
            kept.writelines(line for line in earlier if any(word in line for word in WORDS))
            kept.write(whole.read())
        self.last = passed


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """The house that is shared, from the first test that needs it until the last test of all."""
    folder = tmp_path_factory.mktemp("house")
    record = folder / "record.jsonl"
    with (
        asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner,
        pytest.MonkeyPatch.context() as environment,
    ):
        environment.setenv(VARIABLE, str(record))
        stack = AsyncExitStack()
        house = runner.run(stack.enter_async_context(House.open(folder)))
        try:
            runner.run(house.start())
            environment.undo()
            yield Standing(house, record)
            status = runner.run(house.stop())
        finally:
            runner.run(stack.aclose())
    assert status == 0
    no_complaint(house.log)


@pytest.fixture
async def a_shared_house(standing: Standing, wire: Path) -> AsyncIterator[House]:
    """The shared house, reached from this test's loop; what passes meanwhile goes into the test's record."""
    house, bot = standing.house, standing.house.application
    said, passed = len(house.log), standing.record.stat().st_size
    async with Sandbox.connect(house.box.url) as box:
        asked = len(await box.log())
        yield House(house.folder, box, Application(box.wire, bot.id, bot.name, bot.token))
        refused = (await box.log())[asked:]
    standing.hand_over(passed, wire)
    print(house.log[said:])
    assert refused == [], "the bot asked for what the sandbox does not know"
    no_complaint(house.log[said:])


def no_complaint(log: str) -> None:
    assert " ERROR " not in log
    assert "Traceback" not in log


@pytest.fixture
async def course(house: House) -> AsyncIterator[Course]:
    """A course with week 6 planned, ten minutes before its hour; where others follow, the bot leaves it."""
    made = await found(house)
    await week.set_up(made)
    await week.plan(made)
    yield made
    await house.application.remove(made.guild)


@pytest.fixture
async def opened(course: Course) -> Opened:
    """The same, with week 6 open."""
    return Opened(course, await week.open_week(course))
