"""The gateway is away at the start, or the clock is wrong: what is due is sent, or waits, and it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from demo import week
from demo.course import found, report
from demo.house import House
from sandbox.client import Sandbox
from tests.journeys.people import Opened, type_in

HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n"


class Line:
    """The line to the sandbox, on which the gateway can be away while all else is there."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.gateway_is_there = True
        self.refused = 0
        self.address = self.gateway = ""
        self._busy: set[asyncio.Task[None]] = set()

    @classmethod
    @asynccontextmanager
    async def to(cls, url: str) -> AsyncGenerator[Line]:
        line = cls(int(url.rpartition(":")[2]))
        api = await asyncio.start_server(line._serve, "127.0.0.1", 0)
        gateway = await asyncio.start_server(line._serve_gateway, "127.0.0.1", 0)
        line.address = f"http://127.0.0.1:{api.sockets[0].getsockname()[1]}"
        # An address of its own: a client may send what it wants over a connection that it has already.
        line.gateway = f"ws://127.0.0.1:{gateway.sockets[0].getsockname()[1]}/gateway"
        async with api, gateway:
            yield line
            for one in line._busy:
                one.cancel()

    async def _serve_gateway(self, near: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.gateway_is_there:
            await self._serve(near, writer)
        else:
            self.refused += 1
            writer.transport.abort()

    async def _serve(self, near: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        with suppress(OSError, asyncio.CancelledError):
            await self._answer(await near.readline(), near, writer)
        writer.transport.abort()
        self._busy.discard(task)

    async def _answer(self, asked: bytes, near: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if asked.startswith(b"GET /api/v10/gateway/bot "):
            found = json.dumps({"url": self.gateway}).encode()
            writer.write(HEAD.format(len(found)).encode() + found)
            await near.readuntil(b"\r\n\r\n")
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        else:
            far, sink = await asyncio.open_connection("127.0.0.1", self._port)
            sink.write(asked)
            await asyncio.gather(_copy(near, sink), _copy(far, writer))


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(2**16):
        sink.write(data)
        await sink.drain()
    sink.close()


class OnALine(House):
    """A house whose bot reaches the sandbox over a line."""

    line: Line

    def _settings(self) -> dict[str, str]:
        return {**super()._settings(), "DISCORD_API_URL": f"{self.line.address}/api/v10"}


async def test_a_gateway_that_is_away_at_the_start(tmp_path: Path) -> None:
    async with OnALine.open(tmp_path) as house, Line.to(house.box.url) as line:
        assert isinstance(house, OnALine)
        house.line = line
        await house.start()
        course = await found(house)
        await week.set_up(course)
        await week.plan(course)
        assert await house.stop() == 0

        line.gateway_is_there = False
        starting = asyncio.ensure_future(house.start())
        prompt = await week.open_week(course)  # needs no gateway
        while line.refused < 2:  # noqa: ASYNC110 (another process tells no event)
            await asyncio.sleep(0.05)
        assert not starting.done()
        line.gateway_is_there = True
        await starting
        await type_in(Opened(course, prompt), "minji", report("minji"))
        assert await house.stop() == 0
        assert house.log.count("the gateway is away") == 1
        assert house.log.count("the gateway is back") == 1
        assert " ERROR " not in house.log
        assert "Traceback" not in house.log


class WithAClock(House):
    """A house whose bot has a clock of its own, which may be wrong."""

    clock_url: str

    def _settings(self) -> dict[str, str]:
        return {**super()._settings(), "CLOCK_URL": self.clock_url}


@pytest.fixture
async def elsewhere() -> AsyncIterator[Sandbox]:
    """Another clock."""
    async with Sandbox.serve() as box:
        yield box


@pytest.mark.parametrize("hours", [2, -2])
async def test_with_a_wrong_clock_nothing_is_sent(tmp_path: Path, elsewhere: Sandbox, hours: int) -> None:
    async with WithAClock.open(tmp_path) as house:
        assert isinstance(house, WithAClock)
        house.clock_url = f"{elsewhere.url}/clock"
        course = await found(house)
        await elsewhere.clock.to(course.moment(0, "08:50"))
        await house.start()
        await week.set_up(course)
        await week.plan(course)

        await elsewhere.clock.advance(hours=hours)
        await _until(house, "nothing is sent until it is right")
        await house.box.clock.to(course.opens)
        assert not [one for one in await course.instructor.sees(course.channel) if not one.ephemeral]

        await elsewhere.clock.to(course.opens)
        await week.open_week(course)
        assert "the clock is right again" in house.log
        assert await house.stop() == 0
        assert house.log.count("nothing is sent until") == 1


async def _until(house: House, said: str) -> None:
    async with asyncio.timeout(20):
        while said not in house.log:  # noqa: ASYNC110 (a log tells no event)
            await asyncio.sleep(0.05)
