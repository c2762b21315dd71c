"""How fast requests may follow each other: Discord takes fifty a second of one bot."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp
from yarl import URL

A_SECOND = 50
SECOND = 1.0
BEHIND = 0.1
"""Seconds that a start may make up for: a timer rings a little late each time, and the shares add up."""

UNCOUNTED = ("/interactions/", "/webhooks/")
"""Answers to people, which Discord's limit over all requests does not count; they wait for nothing."""


class Pace:
    """Lets a request pass only when no second, wherever Discord begins it, can hold more than fifty.

    A request reaches Discord between its start and its answer. So the fifty-first starts a second after
    the first was answered; and all keep a fiftieth's distance on the whole, which makes no great bursts.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._turn = asyncio.Lock()
        self._next = 0.0
        self._under_way = asyncio.Semaphore(A_SECOND)
        self._answered: deque[float] = deque([float("-inf")] * A_SECOND)

    async def start(self) -> None:
        """Returns when the next request may be sent; each start is followed by one end()."""
        await self._under_way.acquire()
        try:
            async with self._turn:
                wait = max(self._next, self._answered[0] + SECOND) - self._now()
                if wait > 0:
                    await asyncio.sleep(wait)
                self._answered.popleft()
                self._next = max(self._next, self._now() - BEHIND) + SECOND / A_SECOND
        except BaseException:
            self._under_way.release()
            raise

    def end(self) -> None:
        """A request was answered, or given up."""
        self._answered.append(self._now())
        self._under_way.release()


def traced(
    pace: Pace, date_heard: Callable[[str], object], status_heard: Callable[[int, str | None], object]
) -> aiohttp.TraceConfig:
    """What discord.py's client does around each request: keep the pace, and tell of the answer.

    `date_heard` takes its Date; `status_heard` its status, and the scope of a limit that was reached.
    """
    trace = aiohttp.TraceConfig()

    async def on_start(
        _session: object, context: SimpleNamespace, asked: aiohttp.TraceRequestStartParams
    ) -> None:
        context.counted = _is_counted(asked.url)
        if context.counted:
            await pace.start()

    async def on_end(
        _session: object, context: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        if context.counted:
            context.counted = False
            pace.end()
        headers = answer.response.headers
        status_heard(answer.response.status, headers.get("X-RateLimit-Scope"))
        if "/api/" in answer.url.path and (date := headers.get("Date")):
            date_heard(date)

    async def on_exception(_session: object, context: SimpleNamespace, _failed: object) -> None:
        if context.counted:
            context.counted = False
            pace.end()

    trace.on_request_start.append(on_start)
    trace.on_request_end.append(on_end)
    trace.on_request_exception.append(on_exception)
    return trace


def _is_counted(url: URL) -> bool:
    return "/api/" in url.path and not any(part in url.path for part in UNCOUNTED)
