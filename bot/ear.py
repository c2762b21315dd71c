"""The ear: of messages in servers it takes ids alone, before anything else is made of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import discord

from bot.actions.ports import Clock, History, Store
from bot.actions.posts import complete, write_down
from bot.messenger import SEND_SECONDS, Budget, named_failures
from bot.seminar.posts import Deleted, Heard, Post, ThreadDeleted
from bot.store.engine import StoreUnavailable

log = logging.getLogger(__name__)

DEFAULT, REPLY = 0, 19
"""The kinds of messages that people write; all others tell of something that happened."""

GATHER_SECONDS = 0.05
RETRY_SECONDS = 5.0
PAGE = 100
Json = dict[str, Any]
Parser = Callable[[Any], None]
Taker = Callable[[int, Json], Heard | None]


def post_of(guild_xid: int, data: Json) -> Post | None:
    """The ids of a message as Discord tells of it; None where no person wrote it."""
    if data["type"] not in (DEFAULT, REPLY) or "webhook_id" in data or data["author"].get("bot"):
        return None
    answers: Json = data.get("referenced_message") or {}
    answered = data.get("message_reference") if data["type"] == REPLY else None
    return Post(
        guild_xid=guild_xid,
        thread_xid=int(data["channel_id"]),
        message_xid=int(data["id"]),
        user_xid=int(data["author"]["id"]),
        answers_xid=int(answers["author"]["id"]) if answered and answers else None,
        answers_message_xid=int(answered["message_id"]) if answered and "message_id" in answered else None,
    )


class Ear:
    """Hears what happens in claims' threads, and writes it down in groups."""

    def __init__(self, store: Store, history: History, clock: Clock) -> None:
        self._store, self._history, self._clock = store, history, clock
        self._heard: list[Heard] = []
        self._something, self._gap = asyncio.Event(), asyncio.Event()
        self._writing = asyncio.Lock()
        self._gone: set[int] = set()
        self._completing = False

    def hear(self, one: Heard) -> None:
        """Keeps it until it is written down, which is soon."""
        self._heard.append(one)
        self._something.set()
        if self._completing and isinstance(one, Deleted):
            self._gone.update(one.message_xids)

    def came_back(self) -> None:
        """A new session: what happened since the last one was heard by nobody."""
        self._gap.set()

    async def run(self) -> None:
        """Until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._write())
            tasks.create_task(self._complete())

    async def flush(self) -> None:
        """Writes down what is left. What cannot be written is kept."""
        async with self._writing:
            taken, self._heard = self._heard, []
            if not taken:
                return
            try:
                await write_down(self._store, taken, self._clock.now())
            except StoreUnavailable:
                self._heard = taken + self._heard
                raise

    async def _write(self) -> None:
        while True:
            await self._something.wait()
            # Those that come together share a commit.
            await asyncio.sleep(GATHER_SECONDS)
            self._something.clear()
            try:
                await self.flush()
            except StoreUnavailable as error:
                log.warning("posts could not be counted (%s); again in %.0f s", error, RETRY_SECONDS)
                await asyncio.sleep(RETRY_SECONDS)
                self._something.set()
            except Exception:
                log.exception("what was heard could not be written down")

    async def _complete(self) -> None:
        while True:
            await self._gap.wait()
            self._gap.clear()
            self._completing = True
            try:
                await complete(self._store, self._history, self._clock, self._gone)
            except Exception:
                log.exception("the counts could not be completed")
            finally:
                self._completing = False
                self._gone.clear()


class ThreadHistory:
    """The History of bot/actions/ports/, over discord.py."""

    def __init__(self, client: discord.Client, budget: Budget) -> None:
        self._client, self._budget = client, budget

    async def page(
        self, guild_xid: int, thread_xid: int, before_xid: int | None
    ) -> tuple[list[Post], int | None]:
        """A hundred messages, of which only the ids are kept."""
        self._budget.require()
        with named_failures():
            async with asyncio.timeout(SEND_SECONDS):
                found: list[Any] = await self._client.http.logs_from(thread_xid, PAGE, before=before_xid)
        posts = [post for one in found if (post := post_of(guild_xid, one))]
        return posts, min(int(one["id"]) for one in found) if len(found) == PAGE else None


def lend(ear: Ear, client: discord.Client, parsers: dict[str, Parser]) -> None:
    """Lets the ear hear the client's events first; what is said in servers goes no further than to it."""

    def before(event: str, take: Taker, channel: str = "channel_id", *, ends_here: bool = False) -> None:
        go_on = parsers[event]

        def first(data: Json) -> None:
            if "guild_id" in data:
                guild_xid = int(data["guild_id"])
                one = None if is_elsewhere(client, guild_xid, int(data[channel])) else take(guild_xid, data)
                if one is not None:
                    ear.hear(one)
                if ends_here:
                    return
            go_on(data)

        parsers[event] = first

    before("MESSAGE_CREATE", post_of, ends_here=True)
    before("MESSAGE_UPDATE", lambda _guild_xid, _data: None, ends_here=True)
    before("MESSAGE_DELETE", lambda guild_xid, data: Deleted(guild_xid, (int(data["id"]),)))
    before("MESSAGE_DELETE_BULK", lambda guild_xid, data: Deleted(guild_xid, tuple(map(int, data["ids"]))))
    before("THREAD_DELETE", lambda guild_xid, data: ThreadDeleted(guild_xid, int(data["id"])), "id")


def is_elsewhere(client: discord.Client, guild_xid: int, channel_xid: int) -> bool:
    """Whether this is surely no thread of ours; one that is not known may be ours, and was archived."""
    guild = client.get_guild(guild_xid)
    if guild is None:
        return False
    if guild.get_channel(channel_xid) is not None:
        return True
    thread = guild.get_thread(channel_xid)
    return thread is not None and client.user is not None and thread.owner_id != client.user.id
