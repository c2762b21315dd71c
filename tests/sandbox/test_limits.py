"""Rate limits as a bot meets them: headers, 429, what is exempt, and the window of a nonce."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
from discord import app_commands

from sandbox.client import Sandbox
from sandbox.limits import LIMITS, LimitedError, Limits
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.test_messages import place

POST = "POST /channels/{channel}/messages"
GET = "GET /channels/{channel}"


@pytest.fixture(autouse=True)
async def limited(box: Sandbox) -> None:
    await box.limits(on=True)


@pytest.fixture
async def http(room: Classroom) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {room.app.token}"}) as session:
        yield session


def test_a_bucket_fills_and_empties() -> None:
    now = 0.0
    limits = Limits(lambda: now)
    left = [limits.take("bot", POST, {"channel": "1"})["X-RateLimit-Remaining"] for _ in range(5)]
    assert left == ["4", "3", "2", "1", "0"]
    now = 4.0
    with pytest.raises(LimitedError) as caught:
        limits.take("bot", POST, {"channel": "1"})
    assert (caught.value.body["retry_after"], caught.value.body["global"]) == (1.0, False)
    told = caught.value.headers
    assert (told["Retry-After"], told["X-RateLimit-Scope"], told["Via"]) == ("1", "user", "1.1 google")
    assert (told["X-RateLimit-Remaining"], told["X-RateLimit-Reset-After"]) == ("0", "1.000")
    assert "X-RateLimit-Global" not in told
    now = 5.0
    assert limits.take("bot", POST, {"channel": "1"})["X-RateLimit-Remaining"] == "4"


def test_other_places_and_other_bots_have_buckets_of_their_own() -> None:
    limits = Limits(lambda: 0.0)
    for bot, channel in (("a", "1"), ("a", "2"), ("b", "1")):
        for _ in range(LIMITS[POST][0]):
            limits.take(bot, POST, {"channel": channel})


def test_fifty_a_second_over_all_routes_but_not_for_interactions() -> None:
    now = 0.0
    limits = Limits(lambda: now)
    for number in range(25):
        limits.take("bot", GET, {"channel": str(number)})
        limits.take("bot", POST, {"channel": str(number)})
    with pytest.raises(LimitedError) as caught:
        limits.take("bot", GET, {"channel": "99"})
    assert caught.value.body["global"] is True
    assert caught.value.headers["X-RateLimit-Scope"] == "global"
    assert caught.value.headers["X-RateLimit-Global"] == "true"
    limits.take("bot", "POST /interactions/{interaction}/{token}/callback", {"token": "t"})
    limits.take("bot", "POST /webhooks/{application}/{token}", {"token": "t"})
    now = 1.0
    limits.take("bot", GET, {"channel": "99"})


async def test_headers_and_429_on_the_wire(room: Classroom, http: aiohttp.ClientSession) -> None:
    url = f"{room.box.api}/channels/{room.general.id}/messages"
    async with http.post(url, json={"content": "1"}) as response:
        assert response.headers["X-RateLimit-Limit"] == "5"
        assert response.headers["X-RateLimit-Remaining"] == "4"
        assert 0 < float(response.headers["X-RateLimit-Reset-After"]) <= 5
        bucket = response.headers["X-RateLimit-Bucket"]
    async with http.post(url, json={"content": ""}) as response:
        assert (response.status, response.headers["X-RateLimit-Remaining"]) == (400, "3")
    for number in range(3):
        (await http.post(url, json={"content": str(number)})).close()
    async with http.post(url, json={"content": "over"}) as response:
        assert (response.status, response.headers["X-RateLimit-Bucket"]) == (429, bucket)
        assert response.headers["Via"]
        assert (await response.json())["retry_after"] > 4
    await room.box.limits(on=False)
    async with http.post(url, json={"content": "over"}) as response:
        assert response.status == 200


async def test_discord_py_waits_for_its_bucket(
    room: Classroom, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six messages where five are allowed: the sixth comes later."""
    monkeypatch.setitem(LIMITS, POST, (5, 1.0))
    async with login(Bot(), room.app) as bot:
        begin = time.monotonic()
        await asyncio.gather(*(place(bot, room).send(str(number)) for number in range(6)))
        assert time.monotonic() - begin > 0.9
    assert len(await room.minji.sees(room.general)) == 6


async def test_the_window_of_a_nonce_is_sandbox_time(room: Classroom, http: aiohttp.ClientSession) -> None:
    async def send() -> str:
        url = f"{room.box.api}/channels/{room.general.id}/messages"
        body = {"content": "once", "nonce": "n", "enforce_nonce": True}
        async with http.post(url, json=body) as response:
            return str((await response.json())["id"])

    first = await send()
    await room.box.clock.advance(minutes=4)
    assert await send() == first
    await room.box.clock.advance(minutes=2)
    assert await send() != first


async def test_a_burst_of_interactions_is_not_limited(room: Classroom, login: Login) -> None:
    bot = Bot()

    @bot.tree.command(description="Answers")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong", ephemeral=True)

    assert isinstance(ping, app_commands.Command)
    async with login(bot, room.app):
        answers = await asyncio.gather(*(room.minji.run(room.general, "ping") for _ in range(60)))
    assert {one.message.text for one in answers if one.message} == {"pong"}
    assert len([one for one in answers if one.message]) == 60
