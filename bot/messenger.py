"""The one place that sends of the bot's own accord; Discord's refusals get their names here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import discord

from bot.actions.ports import Messenger, Undelivered
from bot.seminar.cards import Card, ClaimCard
from bot.seminar.deliveries import Delivery, Kind, Reason
from cogs.ui.answers import NOBODY
from cogs.ui.cards import draw, thread_name

SEND_SECONDS = 15.0
HISTORY_MARGIN = timedelta(seconds=60)
HISTORY_LIMIT = 500
ARCHIVE_MINUTES: Final = 10080

CLOSED_INBOX = frozenset({50007, 50278})
GONE = frozenset({10003, 10004, 10013})
FORBIDDEN = frozenset({50001, 50013})
THREAD_EXISTS = 160004


class DiscordMessenger:
    """The Messenger of bot/actions/ports.py, over discord.py."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def post(self, delivery: Delivery, card: Card) -> int:
        """Sends the card with the delivery's nonce; discord.py asks Discord to enforce it."""
        with _named_failures():
            async with asyncio.timeout(SEND_SECONDS):
                channel = await self._channel(delivery)
                message = await channel.send(
                    view=draw(card, delivery.marker), nonce=delivery.nonce, allowed_mentions=NOBODY
                )
        return message.id

    async def find(self, delivery: Delivery) -> int | None:
        """The message of an earlier attempt: among our own since then, the one with the marker."""
        since = (delivery.first_attempt_at or delivery.due_at) - HISTORY_MARGIN
        try:
            async with asyncio.timeout(SEND_SECONDS):
                channel = await self._channel(delivery)
                async for message in channel.history(limit=HISTORY_LIMIT, after=since):
                    if message.author == self._client.user and _carries(message, delivery.marker):
                        return message.id
        except discord.HTTPException as error:
            if error.code in FORBIDDEN:
                raise Undelivered(Reason.HISTORY_HIDDEN, error.text, lasting=True) from error
            raise _named(error) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise _named(error) from error
        return None

    async def open_thread(self, delivery: Delivery, card: Card, message_xid: int) -> int:
        """Starts the message's thread; a message has at most one, and it bears the message's id."""
        name = thread_name(card) if isinstance(card, ClaimCard) else delivery.key
        with _named_failures():
            async with asyncio.timeout(SEND_SECONDS):
                try:
                    thread = await self._client.http.start_thread_with_message(
                        delivery.target_xid, message_xid, name=name, auto_archive_duration=ARCHIVE_MINUTES
                    )
                except discord.HTTPException as error:
                    if error.code == THREAD_EXISTS:
                        return message_xid
                    raise
        return int(thread["id"])

    async def _channel(self, delivery: Delivery) -> discord.abc.Messageable:
        if delivery.kind is Kind.REMINDER:
            return await self._client.create_dm(discord.Object(delivery.target_xid))
        return self._client.get_partial_messageable(delivery.target_xid, guild_id=delivery.guild_xid)


class AfterRestore:
    """A messenger whose database was put back from a backup: what was due before then may have been sent.

    So its first attempt looks at the history as well, as every later one does.
    """

    def __init__(self, messenger: Messenger, restored_at: datetime | None) -> None:
        self._messenger = messenger
        self._restored_at = restored_at
        self.find, self.open_thread = messenger.find, messenger.open_thread

    async def post(self, delivery: Delivery, card: Card) -> int:
        """Sends the card, unless it is there."""
        if self._restored_at and delivery.due_at <= self._restored_at and delivery.attempt <= 1:
            found = await self._messenger.find(replace(delivery, first_attempt_at=None))
            if found is not None:
                return found
        return await self._messenger.post(delivery, card)


class _named_failures:  # noqa: N801 (reads as what it does)
    """Turns what discord.py raises into Undelivered."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, discord.HTTPException | TimeoutError | aiohttp.ClientError | OSError):
            raise _named(error) from error


def _named(error: Exception) -> Undelivered:
    """The failure by Discord's code; whatever is not known to last is tried again."""
    if not isinstance(error, discord.HTTPException):
        return Undelivered(Reason.UNREACHABLE, type(error).__name__, lasting=False)
    detail = f"{error.status} {error.code}: {error.text}"[:200]
    if error.code in CLOSED_INBOX:
        return Undelivered(Reason.INBOX_CLOSED, detail, lasting=True)
    if error.code in GONE:
        return Undelivered(Reason.CHANNEL_GONE, detail, lasting=True)
    if error.code in FORBIDDEN:
        return Undelivered(Reason.NO_PERMISSION, detail, lasting=True)
    if error.status >= 500 or error.status == 429:
        return Undelivered(Reason.UNREACHABLE, detail, lasting=False)
    return Undelivered(Reason.REFUSED, detail, lasting=True)


def _carries(message: discord.Message, marker: str) -> bool:
    return any(custom_id.endswith(marker) for custom_id in _custom_ids(message.components))


def _custom_ids(components: Any) -> Iterator[str]:
    for component in components:
        if custom_id := getattr(component, "custom_id", None):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
