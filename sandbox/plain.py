"""The short way through HTTP: most of what bots ask is a small request that needs none of what aiohttp does.

A connection is answered here as long as its requests are plain: JSON or nothing, to a known route, with no
fault switched on. With the first one that is not, aiohttp takes the connection over, for good.
"""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import parse_qsl

from sandbox.rest.routes import BASE, ROUTES, Reply, Route, answer
from sandbox.world import World

Table = dict[str, list[tuple[re.Pattern[str], Route]]]
HEAD = re.compile(f"([A-Z]+) ({BASE}/[^?%]*)([?][^%]*)? HTTP/1.1")
SIZE = re.compile("[0-9]{1,7}")
NEEDS_MORE = ("Transfer-Encoding", "Upgrade", "Expect", "Content-Encoding")
REASONS = {one.value: one.phrase for one in HTTPStatus}


def table() -> Table:
    """The routes by method, those with the fewest open places first."""
    made: Table = {}
    for one in sorted(ROUTES, key=lambda route: route.path.count("{")):
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(BASE + one.path))
        made.setdefault(one.method, []).append((re.compile(pattern), one))
    return made


@dataclass(slots=True)
class Plain:
    """A request that has been read."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    match_info: dict[str, str]


class ShortWay(asyncio.Protocol):
    """A connection; `long_way` makes the protocol that it is handed over to."""

    def __init__(
        self, world: World, routes: Table, long_way: Callable[[], asyncio.Protocol], all_: "set[ShortWay]"
    ) -> None:
        self._world, self._routes, self._long_way, self._all = world, routes, long_way, all_
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(transport)
        self._transport = transport
        self._all.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._all.discard(self)

    def close(self) -> None:
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while self._waiting:
            end = self._waiting.find(b"\r\n\r\n")
            read = self._read(end) if end > 0 else None
            if read is None:
                self._hand_over()
                return
            route, asked, size = read
            begin = end + 4
            if len(self._waiting) < begin + size:
                return
            try:
                body = json.loads(self._waiting[begin : begin + size]) if size else {}
            except ValueError:
                self._hand_over()
                return
            self._waiting = self._waiting[begin + size :]
            self._transport.write(_written(answer(self._world, route, asked, body, [])))

    def _read(self, end: int) -> tuple[Route, Plain, int] | None:
        """The head of a request, if it is plain: its route, what it says, and the size of its body."""
        first, _, lines = self._waiting[:end].partition(b"\r\n")
        asked, headers = HEAD.fullmatch(first.decode("latin-1")), _headers(lines)
        if asked is None or headers is None or self._world.faults.faults:
            return None
        method, path, query = asked.groups()
        for pattern, route in self._routes.get(method, ()):
            if found := pattern.fullmatch(path):
                plain = Plain(method, path, _query(query or ""), headers, found.groupdict())
                return route, plain, int(headers.get("Content-Length", "0"))
        return None

    def _hand_over(self) -> None:
        long_way = self._long_way()
        self._all.discard(self)
        self._transport.set_protocol(long_way)
        long_way.connection_made(self._transport)
        long_way.data_received(self._waiting)


@lru_cache(maxsize=1024)  # a bot sends the same ones again and again
def _headers(lines: bytes) -> dict[str, str] | None:
    """The headers of a request, unless they ask for more than a short answer."""
    pairs = (line.partition(":") for line in lines.decode("latin-1").split("\r\n"))
    headers = {name.title(): value.strip() for name, _, value in pairs}
    plain = (
        not any(one in headers for one in NEEDS_MORE)
        and headers.get("Connection", "keep-alive").lower() == "keep-alive"
        and headers.get("Content-Type", "application/json") == "application/json"
        and SIZE.fullmatch(headers.get("Content-Length", "0"))
    )
    return headers if plain else None


@lru_cache(maxsize=1024)
def _query(text: str) -> dict[str, str]:
    return dict(parse_qsl(text[1:]))


def _written(reply: Reply) -> bytes:
    body = reply.body or b""
    size = "" if reply.status == 204 else f"Content-Length: {len(body)}\r\n"
    lines = "".join([f"{name}: {value}\r\n" for name, value in reply.headers.items()])
    return f"HTTP/1.1 {reply.status} {REASONS[reply.status]}\r\n{lines}{size}\r\n".encode() + body
