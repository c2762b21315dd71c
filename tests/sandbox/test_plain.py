"""A bot's connection is answered the short way or by aiohttp, and the bot cannot tell which."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sandbox.server import Server
from tests.sandbox.conftest import Classroom


class Line:
    """One connection, on which requests are written by hand."""

    def __init__(self, room: Classroom, server: Server) -> None:
        self.room, self._server = room, server

    @classmethod
    @asynccontextmanager
    async def open(cls, room: Classroom, server: Server) -> AsyncIterator[Line]:
        line = cls(room, server)
        host, _, port = server.url.removeprefix("http://").partition(":")
        line._reader, line._writer = await asyncio.open_connection(host, int(port))
        try:
            yield line
        finally:
            line._writer.close()
            await line._writer.wait_closed()

    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter

    @property
    def short(self) -> bool:
        """Whether the one connection that bots have is still answered the short way."""
        return bool(self._server._short)

    async def ask(self, request: str, body: str = "", *, more: str = "", apart: bool = False) -> int:
        """Send one request, in one piece or in three; the status of its answer."""
        head = f"{request} HTTP/1.1\r\nHost: x\r\nAuthorization: Bot {self.room.app.token}\r\n{more}"
        if body and "Transfer-Encoding" not in more:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        whole = f"{head}\r\n{body}".encode()
        for part in (whole[:-5], whole[-5:-2], whole[-2:]) if apart else (whole,):
            self._writer.write(part)
            await self._writer.drain()
            await asyncio.sleep(0)
        first, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        sizes = [line.split(":")[1] for line in lines if line.lower().startswith("content-length")]
        await self._reader.readexactly(int(sizes[0]) if sizes else 0)
        return int(first.split()[1])


@pytest.fixture
async def line(room: Classroom, server: Server) -> AsyncIterator[Line]:
    async with Line.open(room, server) as opened:
        await opened.ask("GET /api/v10/users/@me")
        assert opened.short
        yield opened


async def test_small_requests_go_the_short_way(line: Line) -> None:
    channel = f"/api/v10/channels/{line.room.general.id}"
    assert await line.ask(f"POST {channel}/messages", '{"content":"hello"}', apart=True) == 200
    assert await line.ask(f"GET {channel}/messages?limit=5") == 200
    assert await line.ask(f"GET {channel}/messages?limit=500") == 400
    assert await line.ask("GET /api/v10/channels/1") == 404
    assert await line.ask(f"PUT {channel}/thread-members/@me") == 400
    assert await line.ask(f"GET {channel}?invented=1") == 501
    assert line.short
    assert [one.text for one in await line.room.minji.sees(line.room.general)] == ["hello"]


@pytest.mark.parametrize(
    ("request_", "body", "more", "status"),
    [
        ("GET /people/world", "", "", 200),
        ("GET /api/v10/no/such/route", "", "", 501),
        ("GET /api/v10/users/%40me", "", "", 200),
        ("POST /api/v10/users/@me/channels", "{", "", 400),
        ("POST /api/v10/users/@me/channels", "2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n", 400),
        ("GET /api/v10/users/@me", "", "Connection: close\r\n", 200),
        ("GET /api/v10/users/@me", "", "Content-Length: x\r\n", 400),
    ],
)
async def test_anything_else_is_aiohttps(
    line: Line, request_: str, body: str, more: str, status: int
) -> None:
    assert await line.ask(request_, body, more=more) == status
    assert not line.short


async def test_a_connection_that_was_handed_over_goes_on(line: Line) -> None:
    assert await line.ask("GET /people/world") == 200
    assert await line.ask("GET /api/v10/users/@me") == 200
    assert await line.ask("GET /api/v10/gateway", apart=True) == 200


async def test_faults_reach_a_connection_that_stands(line: Line) -> None:
    await line.room.box.faults.add("503", where="GET /users/@me", count=1)
    assert await line.ask("GET /api/v10/users/@me") == 503
    assert await line.ask("GET /api/v10/users/@me") == 200
