"""Sandbox time: the system's clock, moved by an offset that anyone may read, follow and set."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from email.utils import formatdate

from aiohttp import web

from sandbox.encoding import encoded
from sandbox.errors import Json

HEARTBEAT_SECONDS = 15.0


class Clock:
    """Seconds since 1970, UTC; `offset` is how far sandbox time is ahead of the system's."""

    def __init__(self) -> None:
        self.offset = 0.0
        self._moved: set[asyncio.Event] = set()
        self._date = (0, "")

    def now(self) -> float:
        return time.time() + self.offset

    def stamp(self) -> str:
        """The time as Discord writes it in messages."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()

    def http_date(self) -> str:
        """The time for a Date header, made once a second."""
        second = int(self.now())
        if self._date[0] != second:
            self._date = (second, formatdate(second, usegmt=True))
        return self._date[1]

    def move(self, offset: float) -> None:
        self.offset = offset
        for moved in self._moved:
            moved.set()

    @asynccontextmanager
    async def follow(self) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the clock moves."""
        moved = asyncio.Event()
        self._moved.add(moved)
        try:
            yield moved
        finally:
            self._moved.discard(moved)


def moved_by(clock: Clock, wish: Json) -> float:
    """The offset after {"advance": seconds} or {"to": aware ISO 8601 time}; raises ValueError."""
    if set(wish) == {"advance"} and isinstance(wish["advance"], int | float):
        return clock.offset + wish["advance"]
    if set(wish) == {"to"} and isinstance(wish["to"], str):
        moment = datetime.fromisoformat(wish["to"])
        if moment.tzinfo:
            return moment.timestamp() - time.time()
    raise ValueError('send {"advance": seconds} or {"to": ISO 8601 time with its zone}')


STREAMS: web.AppKey[set["asyncio.Task[None]"]] = web.AppKey("streams", set)


async def sse(
    request: web.Request, feed: Callable[[web.StreamResponse], Coroutine[None, None, None]]
) -> web.StreamResponse:
    """Answer with Server-Sent Events that `feed` writes until the client or the server leaves."""
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await stream.prepare(request)
    writing = asyncio.create_task(feed(stream))
    request.app[STREAMS].add(writing)
    try:
        await asyncio.wait({writing})
    finally:
        request.app[STREAMS].discard(writing)
        writing.cancel()
    with suppress(ConnectionResetError, asyncio.CancelledError):  # which is how a stream ends
        writing.result()
    return stream


async def end_streams(app: web.Application) -> None:
    streams = app[STREAMS]
    for writing in tuple(streams):
        writing.cancel()


def data_line(data: Json) -> bytes:
    return b"data: " + encoded(data) + b"\n\n"


async def wait(event: asyncio.Event, stream: web.StreamResponse) -> None:
    """Until the event is set; a comment in the stream from time to time keeps it open."""
    while not event.is_set():
        try:
            await asyncio.wait_for(event.wait(), HEARTBEAT_SECONDS)
        except TimeoutError:
            await stream.write(b": still here\n\n")
    event.clear()
