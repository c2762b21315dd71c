"""What happens, for the people who may see it: one numbered list of events, read as streams."""

import asyncio
from collections import deque
from dataclasses import dataclass

from aiohttp import web

from sandbox import permissions
from sandbox.clock import data_line, wait
from sandbox.errors import Json
from sandbox.world import Channel, Message, Person

KEPT = 20_000


@dataclass(frozen=True)
class Happening:
    """An event in a channel that everyone with access sees, or one for a single person."""

    seq: int
    kind: str
    data: Json
    channel: Channel | None
    only_for: str | None

    def visible_to(self, person_id: str) -> bool:
        if self.only_for is not None:
            return self.only_for == person_id
        return self.channel is not None and permissions.sees(self.channel, person_id)


class Feed:
    """The last events, and the streams that follow them."""

    def __init__(self) -> None:
        self._events: deque[Happening] = deque(maxlen=KEPT)
        self._count = 0
        self._readers: set[asyncio.Event] = set()

    def add(self, kind: str, data: Json, channel: Channel | None, only_for: str | None = None) -> None:
        self._count += 1
        self._events.append(Happening(self._count, kind, data, channel, only_for))
        for news in self._readers:
            news.set()

    def message(self, kind: str, message: Message) -> None:
        self.add(kind, dict(message.raw), message.channel, message.only_for)

    async def stream(self, person: Person, stream: web.StreamResponse, *, past: bool) -> None:
        """Write what the person may see, as it happens; with `past`, what is still kept first."""
        seen = 0 if past else self._count
        news = asyncio.Event()
        self._readers.add(news)
        try:
            while True:
                fresh = self._count - seen
                events = list(self._events)[-fresh:] if fresh else []
                seen = self._count
                for event in events:
                    if event.visible_to(person.user["id"]):
                        line = {"seq": event.seq, "kind": event.kind, "data": event.data}
                        await stream.write(data_line(line))
                await wait(news, stream)
        finally:
            self._readers.discard(news)
