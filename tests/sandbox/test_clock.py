"""The clock: what moves with it, who hears of it, and the process around the server."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import discord
import pytest

from sandbox.client import RefusedError, Sandbox
from sandbox.world import World
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.test_messages import place


async def test_messages_ids_and_dates_follow_the_clock(room: Classroom, login: Login) -> None:
    due = datetime(2027, 3, 5, 14, 0, tzinfo=UTC)
    async with login(Bot(), room.app) as bot:
        earlier = await place(bot, room).send("before")
        await room.box.clock.to(due)
        sent = await place(bot, room).send("due")
        for moment in (sent.created_at, discord.utils.snowflake_time(sent.id), await room.box.clock.now()):
            assert timedelta(0) <= moment - due < timedelta(seconds=30)
        async with aiohttp.ClientSession() as http, http.get(f"{room.box.api}/gateway") as response:
            assert abs(parsedate_to_datetime(response.headers["Date"]) - due) < timedelta(seconds=30)
        await room.box.clock.advance(days=-1000)
        back = await place(bot, room).send("after")
    assert back.id < earlier.id < sent.id


async def test_ids_are_unique_and_rise_through_small_steps_back(world: World) -> None:
    ids = []
    for step in range(200):
        world.clock.move(-step / 1000)
        ids += [int(world.snowflake()) for _ in range(50)]
    assert ids == sorted(set(ids))


async def test_the_stream_tells_the_offset_and_its_changes(box: Sandbox) -> None:
    stream: AsyncGenerator[dict[str, float], None] = box.wire.stream("/clock")
    offsets = [(await anext(stream))["offset"]]
    for hours in (24, -1):
        await box.clock.advance(hours=hours)
        offsets.append((await anext(stream))["offset"])
    await stream.aclose()
    assert offsets == [0.0, 86400.0, 82800.0]


@pytest.mark.parametrize("wish", [{}, {"advance": "soon"}, {"to": "2027-03-05T14:00:00"}, {"to": "tomorrow"}])
async def test_the_clock_takes_nothing_vague(box: Sandbox, wish: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        await box.wire.call("POST", "/clock", wish)


async def test_the_process_says_where_it_is_and_ends_when_asked() -> None:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "sandbox", stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    where = json.loads(await process.stdout.readline())
    assert set(where) == {"url", "api", "gateway", "clock"}
    async with Sandbox.connect(where["url"]) as box:
        assert (box.api, box.gateway) == (where["api"], where["gateway"])
        stream = box.wire.stream("/clock")
        assert await anext(stream) == {"offset": 0.0}
        waiting = asyncio.ensure_future(anext(stream, None))
        process.send_signal(signal.SIGTERM)
        assert await waiting is None
    output, errors = await process.communicate()
    assert (process.returncode, output, errors) == (0, b"", b"")
