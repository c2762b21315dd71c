"""The gateway as it stands on the wire: log-in, compression, intents, resuming."""

import json
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest
import zstandard

from sandbox.server import Server
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.test_messages import place

Json = dict[str, Any]
WHO = {"os": "linux", "browser": "test", "device": "test"}
INTENTS = 1 | 1 << 9 | 1 << 12


class Wire:
    """A client that only knows the protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, decode: Callable[[bytes], str]) -> None:
        self._socket, self._decode = socket, decode

    async def send(self, op: int, d: object) -> None:
        await self._socket.send_str(json.dumps({"op": op, "d": d}))

    async def next(self) -> Json:
        message = await self._socket.receive(timeout=5)
        if message.type is aiohttp.WSMsgType.CLOSE:
            return {"closed": message.data}
        if message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR):
            return {"closed": None}
        text = message.data if message.type is aiohttp.WSMsgType.TEXT else self._decode(message.data)
        frame: Json = json.loads(text)
        return frame

    async def until(self, event: str) -> Json:
        while (frame := await self.next()).get("t") != event:
            pass
        return frame

    async def drop(self) -> None:
        await self._socket.close(code=4000)


def decoder(name: str) -> Callable[[bytes], str]:
    if name == "zlib-stream":
        inflate = zlib.decompressobj()
        return lambda data: inflate.decompress(data).decode()
    unpack = zstandard.ZstdDecompressor().decompressobj()
    return lambda data: unpack.decompress(data).decode()


@asynccontextmanager
async def connect(room: Classroom, compress: str = "") -> AsyncIterator[Wire]:
    url = f"{room.box.gateway}/?v=10&encoding=json" + (f"&compress={compress}" if compress else "")
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
        wire = Wire(socket, decoder(compress))
        assert (await wire.next())["op"] == 10
        yield wire


def identify(room: Classroom, intents: int = INTENTS) -> Json:
    return {"token": room.app.token, "intents": intents, "properties": WHO}


@pytest.mark.parametrize("compress", ["", "zlib-stream", "zstd-stream"])
async def test_log_in_and_heartbeat(room: Classroom, compress: str) -> None:
    async with connect(room, compress) as wire:
        await wire.send(1, None)
        assert (await wire.next())["op"] == 11
        await wire.send(2, identify(room))
        ready = await wire.next()
        assert (ready["t"], ready["s"], ready["d"]["user"]["id"]) == ("READY", 1, room.app.id)
        assert ready["d"]["resume_gateway_url"].startswith("ws://127.0.0.1:")
        guild = (await wire.next())["d"]
        assert [one["name"] for one in guild["channels"]] == ["seminar"]
        assert [one["user"]["id"] for one in guild["members"]] == [room.app.id]


async def test_wrong_tokens_and_privileged_intents_are_turned_away(room: Classroom) -> None:
    async with connect(room) as wire:
        await wire.send(2, {**identify(room), "token": "wrong"})
        assert await wire.next() == {"closed": 4004}
    async with connect(room) as wire:
        await wire.send(2, identify(room, INTENTS | 1 << 15))
        assert await wire.next() == {"closed": 4014}


async def test_a_session_that_comes_back_misses_nothing(room: Classroom) -> None:
    async with connect(room) as wire:
        await wire.send(2, identify(room))
        session = (await wire.until("READY"))["d"]["session_id"]
        seq = (await wire.until("GUILD_CREATE"))["s"]
        await wire.drop()
    await room.minji.say(room.general, "while you were away")
    resume = {"token": room.app.token, "session_id": session, "seq": seq}
    async with connect(room) as wire:
        await wire.send(6, resume)
        missed = await wire.next()
        assert (missed["t"], missed["s"], missed["d"]["content"]) == ("MESSAGE_CREATE", seq + 1, "")
        resumed = await wire.next()
        assert (resumed["t"], resumed["d"]) == ("RESUMED", {})
        await room.minji.say(room.general, "and now")
        assert (await wire.next())["t"] == "MESSAGE_CREATE"
    async with connect(room) as wire:
        await wire.send(6, {**resume, "session_id": "unknown"})
        invalid = await wire.next()
        assert (invalid["op"], invalid["d"]) == (9, False)


async def test_intents_decide_what_is_heard(room: Classroom) -> None:
    curious = await room.box.application("Curious", privileged=True)
    await curious.invite(room.guild)
    everything = {**identify(room, INTENTS | 1 << 1 | 1 << 15), "token": curious.token}
    async with connect(room) as wire, connect(room) as deaf, connect(room) as nosy:
        await wire.send(2, identify(room))
        await deaf.send(2, identify(room, 1))
        await nosy.send(2, everything)
        for one in (wire, deaf, nosy):
            await one.until("GUILD_CREATE")
        jun = await room.box.person("Jun")
        await jun.join(room.guild)
        await jun.say(room.general, "hello")
        await room.guild.channel("end")
        assert (await wire.next())["t"] == "MESSAGE_CREATE"
        assert (await deaf.next())["t"] == "CHANNEL_CREATE"
        assert (await nosy.next())["t"] == "GUILD_MEMBER_ADD"
        assert (await nosy.next())["d"]["content"] == "hello"


async def test_discord_py_with_all_intents_lists_the_members(room: Classroom, login: Login) -> None:
    app = await room.box.application("Curious", privileged=True)
    await app.invite(room.guild)
    async with login(Bot(discord.Intents.all()), app) as bot:
        guild = bot.get_guild(int(room.guild.id))
        assert guild is not None
        assert {one.display_name for one in guild.members} == {"Han Seo-yeon", "Minji", "Colloquy", "Curious"}


async def test_a_bot_hears_what_mentions_it(room: Classroom, login: Login) -> None:
    bot = Bot()
    heard: list[str] = []

    @bot.event
    async def on_message(message: discord.Message) -> None:
        heard.append(message.content)

    async with login(bot, room.app):
        await room.minji.say(room.general, "not for you")
        await room.minji.say(room.general, f"<@{room.app.id}> hello")
        await place(bot, room).send("my own")
        await room.minji.wait_for(lambda one: one.text == "my own")
    assert heard == ["", f"<@{room.app.id}> hello", "my own"]


@pytest.mark.parametrize(
    ("sends", "code"),
    [
        ([(99, None)], 4001),
        ([(2, {"token": None})], 4002),
        ([(2, {"token": "x", "intents": 1, "padding": "x" * 4096})], 4002),
        ([(8, {"guild_id": "1", "query": "", "limit": 0})], 4003),
        ([(2, {"token": "wrong", "intents": 1})], 4004),
        ([(6, {"token": "wrong", "session_id": "1", "seq": 1})], 4004),
        ([(2, INTENTS), (2, INTENTS)], 4005),
        ([(1, None)] * 121, 4008),
        ([(2, 1 << 30)], 4013),
    ],
)
async def test_how_the_gateway_hangs_up(room: Classroom, sends: list[tuple[int, Any]], code: int) -> None:
    async with connect(room) as wire:
        for op, d in sends:
            await wire.send(op, identify(room, d) if op == 2 and isinstance(d, int) else d)
        while "closed" not in (frame := await wire.next()):
            pass
        assert frame == {"closed": code}


async def test_a_wrong_version_and_a_frame_that_is_no_json(room: Classroom) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(f"{room.box.gateway}/?v=6&encoding=json") as socket:
            assert [one async for one in socket if "heartbeat" not in one.data] == []
            assert socket.close_code == 4012
        async with http.ws_connect(room.box.gateway) as socket:
            await socket.send_str("{")
            assert [one async for one in socket if "heartbeat" not in one.data] == []
            assert socket.close_code == 4002


async def test_who_sends_no_heartbeat_is_dropped_and_its_session_is_gone(
    room: Classroom, server: Server
) -> None:
    gateway, hours = server.world.gateway, 0.0
    gateway.now = lambda: hours * 3600
    async with connect(room) as wire, connect(room) as living:
        await wire.send(2, identify(room))
        ready = await wire.until("READY")
        await wire.until("GUILD_CREATE")
        hours = 1.0
        await living.send(1, None)
        assert (await living.next())["op"] == 11
        gateway.drop_silent()
        assert await wire.next() == {"closed": 4009}
        await living.send(6, {"token": room.app.token, "session_id": ready["d"]["session_id"], "seq": 1})
        invalid = await living.next()
        assert (invalid["op"], invalid["d"]) == (9, False)


async def test_a_sequence_from_the_future_and_one_that_is_forgotten(room: Classroom) -> None:
    async with connect(room) as wire:
        await wire.send(2, identify(room))
        session = (await wire.until("READY"))["d"]["session_id"]
        await wire.drop()
    async with connect(room) as wire:
        await wire.send(6, {"token": room.app.token, "session_id": session, "seq": 99})
        assert await wire.next() == {"closed": 4007}


async def test_what_is_no_longer_kept_cannot_be_replayed(room: Classroom, server: Server) -> None:
    async with connect(room) as wire:
        await wire.send(2, identify(room))
        session = (await wire.until("READY"))["d"]["session_id"]
        await wire.drop()
    (kept,) = server.world.gateway.of(room.app.id)
    kept.sent.popleft()
    async with connect(room) as wire:
        await wire.send(6, {"token": room.app.token, "session_id": session, "seq": 0})
        invalid = await wire.next()
        assert (invalid["op"], invalid["d"]) == (9, False)


async def test_who_resumes_takes_the_place_of_a_connection_that_still_stands(room: Classroom) -> None:
    async with connect(room) as wire, connect(room) as again:
        await wire.send(2, identify(room))
        session = (await wire.until("READY"))["d"]["session_id"]
        seq = (await wire.until("GUILD_CREATE"))["s"]
        await again.send(6, {"token": room.app.token, "session_id": session, "seq": seq})
        assert (await again.next())["t"] == "RESUMED"
        await room.minji.say(room.general, "once")
        assert (await again.next())["t"] == "MESSAGE_CREATE"
        assert await wire.next() == {"closed": None}
