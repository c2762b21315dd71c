"""What goes wrong on purpose, as discord.py meets it."""

from __future__ import annotations

import asyncio
import errno
from collections import Counter

import aiohttp
import discord
import pytest

from sandbox.client import Channel, RefusedError
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.test_messages import place

POST = "POST /channels/*/messages"


class Listener(Bot):
    """Tells what it hears, and how its connection goes."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: asyncio.Queue[str] = asyncio.Queue()  # type: ignore[assignment]
        self.went: asyncio.Queue[str] = asyncio.Queue()

    async def on_message(self, message: discord.Message) -> None:
        self.heard.put_nowait(str(message.id))

    async def on_resumed(self) -> None:
        self.went.put_nowait("resumed")

    async def on_ready(self) -> None:
        self.went.put_nowait("ready")


@pytest.fixture
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py tries again at once."""
    sleep = asyncio.sleep
    monkeypatch.setattr("discord.http.asyncio.sleep", lambda _seconds: sleep(0))
    monkeypatch.setattr(discord.backoff.ExponentialBackoff, "delay", lambda _self: 0.0)


async def said(room: Classroom, channel: Channel) -> list[str]:
    return [one.text for one in await room.minji.sees(channel)]


@pytest.mark.parametrize("status", ["500", "502", "504"])
async def test_a_status_that_discord_py_tries_again(
    room: Classroom, login: Login, no_backoff: None, status: str
) -> None:
    async with login(Bot(), room.app) as bot:
        await room.box.faults.add(status, where=POST, count=2)
        await place(bot, room).send("third time")
    assert await said(room, room.general) == ["third time"]
    path = f"POST /channels/{room.general.id}/messages"
    assert await room.box.faults.done() == [{"what": path, "kind": status}] * 2


async def test_a_status_that_discord_py_does_not_try_again(room: Classroom, login: Login) -> None:
    async with login(Bot(), room.app) as bot:
        await room.box.faults.add("503", where=POST, count=1)
        with pytest.raises(discord.DiscordServerError):
            await place(bot, room).send("never")
    assert await said(room, room.general) == []


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_limit_of_each_scope(room: Classroom, login: Login, scope: str) -> None:
    async with login(Bot(), room.app) as bot:
        await room.box.faults.add(f"429 {scope}", where=POST, count=1, seconds=0.3)
        begin = asyncio.get_running_loop().time()
        await place(bot, room).send("later")
        assert asyncio.get_running_loop().time() - begin >= 0.3
    assert await said(room, room.general) == ["later"]


async def test_a_reset_connection_leaves_nothing_done(
    room: Classroom, login: Login, no_backoff: None
) -> None:
    async with login(Bot(), room.app) as bot:
        await room.box.faults.add("reset", where=POST, count=1)
        with pytest.raises(aiohttp.ClientOSError) as caught:
            await place(bot, room).send("never")
        assert caught.value.errno == errno.ECONNRESET
    assert await said(room, room.general) == []


async def test_a_lost_answer_leaves_the_work_done(room: Classroom, login: Login, no_backoff: None) -> None:
    async with login(Bot(), room.app) as bot:
        await room.box.faults.add("lost", where=POST, count=1)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await place(bot, room).send("done")
    assert await said(room, room.general) == ["done"]


@pytest.mark.parametrize(("kind", "seen"), [("slow", []), ("late", ["in time"])])
async def test_slow_work_and_a_late_answer(room: Classroom, login: Login, kind: str, seen: list[str]) -> None:
    async with login(Bot(), room.app) as bot:
        await room.box.faults.add(kind, where=POST, count=1, seconds=0.4)
        begin = asyncio.get_running_loop().time()
        sending = asyncio.ensure_future(place(bot, room).send("in time"))
        while not await room.box.faults.done():
            pass
        assert await said(room, room.general) == seen
        await sending
        assert asyncio.get_running_loop().time() - begin >= 0.4


async def test_a_clock_that_jumps(room: Classroom, login: Login) -> None:
    async with login(Bot(), room.app) as bot:
        await room.box.faults.add("jump", where=POST, count=1, seconds=3600)
        before = await place(bot, room).send("an hour later")
        assert before.created_at.timestamp() - (await room.box.clock.now()).timestamp() < 5
    assert (await room.box.clock.now() - discord.utils.utcnow()).total_seconds() > 3500


async def test_a_dropped_socket_is_resumed_and_nothing_is_missed(
    room: Classroom, login: Login, no_backoff: None
) -> None:
    async with login(bot := Listener(), room.app):
        assert await bot.went.get() == "ready"
        await room.box.faults.add("drop", where="GATEWAY MESSAGE_CREATE", count=1)
        first = await room.minji.say(room.general, "as the line breaks")
        assert await bot.went.get() == "resumed"
        await room.app.disturb("drop")
        second = await room.minji.say(room.general, "while it is away")
        assert [await bot.heard.get() for _ in range(2)] == [first.id, second.id]


async def test_an_interaction_waits_for_a_bot_that_comes_back(
    room: Classroom, login: Login, no_backoff: None
) -> None:
    bot = Listener()

    @bot.tree.command(description="Answers")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong")

    async with login(bot, room.app):
        await room.app.disturb("drop")
        answer = await room.minji.run(room.general, "ping")
    assert answer.message
    assert answer.message.text == "pong"


async def test_a_stalled_socket_tells_everything_later(room: Classroom, login: Login) -> None:
    async with login(bot := Listener(), room.app):
        begin = asyncio.get_running_loop().time()
        await room.app.disturb("stall", seconds=0.4)
        told = [(await room.minji.say(room.general, str(number))).id for number in range(3)]
        assert bot.heard.empty()
        assert [await bot.heard.get() for _ in range(3)] == told
        assert asyncio.get_running_loop().time() - begin >= 0.4


async def test_opcode_7_makes_a_bot_resume(room: Classroom, login: Login, no_backoff: None) -> None:
    async with login(bot := Listener(), room.app):
        assert await bot.went.get() == "ready"
        await room.app.disturb("reconnect")
        assert await bot.went.get() == "resumed"
        message = await room.minji.say(room.general, "hello again")
        assert await bot.heard.get() == message.id


@pytest.mark.parametrize(("kind", "then"), [("invalid", "ready"), ("invalid resumable", "resumed")])
async def test_opcode_9(room: Classroom, login: Login, no_backoff: None, kind: str, then: str) -> None:
    async with login(bot := Listener(), room.app):
        assert await bot.went.get() == "ready"
        await room.app.disturb(kind)
        assert await bot.went.get() == then
        message = await room.minji.say(room.general, "hello again")
        assert await bot.heard.get() == message.id


async def test_an_event_that_comes_twice(room: Classroom, login: Login) -> None:
    async with login(bot := Listener(), room.app):
        await room.box.faults.add("duplicate", where="GATEWAY MESSAGE_CREATE", count=1)
        told = [(await room.minji.say(room.general, str(number))).id for number in range(2)]
        assert [await bot.heard.get() for _ in range(3)] == [told[0], *told]


async def test_the_same_seed_disturbs_the_same(room: Classroom) -> None:
    async def play(seed: int) -> list[str]:
        assert await room.box.faults.begin(seed) == seed
        await room.box.faults.add("500", "502", where="GET /gateway", chance=0.3)
        async with aiohttp.ClientSession() as http:
            for _ in range(40):
                (await http.get(f"{room.box.api}/gateway")).close()
        return [one["kind"] for one in await room.box.faults.done()]

    played = await play(7)
    assert played == await play(7)
    assert played != await play(8)
    assert set(Counter(played)) == {"500", "502"}
    assert 5 < len(played) < 20
    await room.box.faults.end()
    assert await room.box.faults.begin() != await room.box.faults.begin()


@pytest.mark.parametrize(
    "wish",
    [{}, {"kinds": ["drop"]}, {"kinds": ["500"], "where": "GATEWAY *"}, {"kinds": ["500"], "chance": 2}],
)
async def test_a_switch_that_means_nothing(room: Classroom, wish: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        await room.box.wire.call("POST", "/people/faults", wish)
