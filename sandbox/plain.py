"""The short way through HTTP: most of what bots ask is a small request that needs none of what aiohttp does.

A connection is answered here as long as its requests are plain: JSON or nothing, to a known route, with no
fault switched on. With the first one that is not, aiohttp takes the connection over, for good.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from sandbox import rules
from sandbox.rest.routes import BASE, ROUTES, Reply, Route, answer
from sandbox.world import World

Table = dict[tuple[str, int], list[tuple[list[str], Route]]]
NEEDS_MORE = ("Transfer-Encoding", "Upgrade", "Expect", "Content-Encoding")
REASONS = {one.value: one.phrase for one in HTTPStatus}


def table() -> Table:
    """The routes by method and length, those with the fewest open places first."""
    made: Table = {}
    for one in sorted(ROUTES, key=lambda route: route.path.count("{")):
        parts = one.path[1:].split("/")
        made.setdefault((one.method, len(parts)), []).append((parts, one))
    return made


@dataclass(frozen=True, slots=True)
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
            self._transport.write(b"".join(_written(answer(self._world, route, asked, body, []))))

    def _read(self, end: int) -> tuple[Route, Plain, int] | None:
        """The head of a request, if it is plain: its route, what it says, and the size of its body."""
        first, *lines = self._waiting[:end].decode("latin-1").split("\r\n")
        method, _, rest = first.partition(" ")
        target, _, version = rest.partition(" ")
        if version != "HTTP/1.1" or "%" in target or not target.startswith(BASE) or self._world.faults.faults:
            return None
        path, _, query = target.partition("?")
        found = self._find(method, path[len(BASE) + 1 :].split("/"))
        headers = {name.title(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
        size = headers.get("Content-Length", "0")
        if found is None or not size.isdecimal() or int(size) > rules.REQUEST_BYTES or not _simple(headers):
            return None
        route, place = found
        return route, Plain(method, path, dict(parse_qsl(query)), headers, place), int(size)

    def _find(self, method: str, parts: list[str]) -> tuple[Route, dict[str, str]] | None:
        for names, route in self._routes.get((method, len(parts)), ()):
            pairs = list(zip(names, parts, strict=True))
            if all(name == part or (name[0] == "{" and part) for name, part in pairs):
                return route, {name[1:-1]: part for name, part in pairs if name[0] == "{"}
        return None

    def _hand_over(self) -> None:
        long_way = self._long_way()
        self._all.discard(self)
        self._transport.set_protocol(long_way)
        long_way.connection_made(self._transport)
        long_way.data_received(self._waiting)


def _simple(headers: dict[str, str]) -> bool:
    kind = headers.get("Content-Type", "application/json")
    open_ = headers.get("Connection", "keep-alive").lower() == "keep-alive"
    return open_ and kind == "application/json" and not any(one in headers for one in NEEDS_MORE)


def _written(reply: Reply) -> Iterator[bytes]:
    yield f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, '')}\r\n".encode()
    for name, value in reply.headers.items():
        yield f"{name}: {value}\r\n".encode()
    if reply.status != 204:
        yield f"Content-Length: {len(reply.body or b'')}\r\n".encode()
    yield b"\r\n"
    yield reply.body or b""
