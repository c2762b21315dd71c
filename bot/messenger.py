"""The one place that sends of the bot's own accord; Discord's refusals get their names here."""

from __future__ import annotations

import asyncio
import io
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import discord

from bot import finding
from bot.actions.ports import Messenger, TokenRefused, Undelivered
from bot.papers.artist import Artist, NotDrawn
from bot.papers.captions import describe
from bot.seminar.cards import Card, ClaimCard, ConfirmCard, InviteCard, MentionCard, RecapCard
from bot.seminar.deliveries import Delivery, Reason
from bot.seminar.threads import Tag, tag_for
from bot.words.catalogues import words_for
from cogs.ui.answers import NOBODY
from cogs.ui.cards import draw, thread_name
from cogs.ui.recaps import PICTURE

log = logging.getLogger(__name__)

SEND_SECONDS = 15.0
HISTORY_MARGIN = timedelta(seconds=60)
ARCHIVE_MINUTES: Final = 10080

FORBIDDEN = frozenset({50001, 50013})
LASTING = {
    50007: Reason.INBOX_CLOSED,
    50278: Reason.INBOX_CLOSED,
    10003: Reason.CHANNEL_GONE,
    10004: Reason.CHANNEL_GONE,
    10007: Reason.LEFT,
    10013: Reason.LEFT,
    50001: Reason.NO_PERMISSION,
    50013: Reason.NO_PERMISSION,
    10008: Reason.DELETED,
    200000: Reason.AUTOMOD,
}
"""What Discord's codes say, where asking again at once is no use."""
OPENING_TOO_FAST = 40003
THREAD_EXISTS = 160004
ARCHIVED = 50083
REQUIRES_TAG = 1 << 4
"""A forum's flag: each post needs a tag."""
INVALID = frozenset({401, 403, 429})
INVALID_LIMIT = 500
INVALID_WITHIN = 600.0
"""Seconds. Discord shuts out an address after 10,000 invalid requests in ten minutes."""


class Budget:
    """Counts the requests that Discord holds against us, and ends sending before it does."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._spent: deque[float] = deque()

    def count(self, status: int, scope: str | None = None) -> None:
        """One answer of Discord; a limit that others share with us is not held against us."""
        if status in INVALID and scope != "shared":
            self._spent.append(self._seconds())

    def require(self) -> None:
        """Raises Undelivered where the budget of the past ten minutes is spent."""
        while self._spent and self._spent[0] <= self._seconds() - INVALID_WITHIN:
            self._spent.popleft()
        if len(self._spent) >= INVALID_LIMIT:
            raise Undelivered(Reason.BUDGET_SPENT, f"{len(self._spent)} invalid requests", lasting=False)


class DiscordMessenger:
    """The Messenger of bot/actions/ports/, over discord.py."""

    def __init__(
        self, client: discord.Client, budget: Budget | None = None, artist: Artist | None = None
    ) -> None:
        self._client = client
        self._budget = budget or Budget()
        self._artist = artist

    async def post(self, delivery: Delivery, card: Card) -> int:
        """Sends the card with the delivery's nonce; discord.py asks Discord to enforce it."""
        self._budget.require()
        picture = await self._picture(card)
        with named_failures():
            async with asyncio.timeout(SEND_SECONDS):
                channel = await self._channel(delivery)
                if delivery.in_forum and isinstance(card, ClaimCard):
                    return await self._open_post(delivery, card)
                try:
                    return await _post(channel, delivery, card, picture)
                except discord.HTTPException as error:
                    if error.code != ARCHIVED:
                        raise
                await self._unarchive(delivery.target_xid)
                return await _post(channel, delivery, card, picture)

    async def _open_post(self, delivery: Delivery, card: ClaimCard) -> int:
        """Opens a forum's post: its thread has the xid of its first message."""
        forum: Any = await self._client.http.get_channel(delivery.target_xid)
        tags = [Tag(int(one["id"]), one["name"], one["moderated"]) for one in forum["available_tags"]]
        tag = tag_for(card.week.number, tags, required=bool(forum["flags"] & REQUIRES_TAG))
        thread: dict[str, Any] = {"name": thread_name(card), "auto_archive_duration": ARCHIVE_MINUTES}
        if tag is not None:
            thread["applied_tags"] = [str(tag.tag_xid)]
        with discord.http.handle_message_parameters(
            view=draw(card, delivery.marker),
            flags=discord.MessageFlags(components_v2=True),
            allowed_mentions=NOBODY,
            channel_payload=thread,
        ) as parameters:
            made = await self._client.http.start_thread_in_forum(delivery.target_xid, params=parameters)
        return int(made["id"])

    async def _unarchive(self, thread_xid: int) -> None:
        """Brings a thread back; one that was locked as well says so."""
        try:
            await self._client.http.edit_channel(thread_xid, archived=False)
        except discord.HTTPException as error:
            if error.code in FORBIDDEN:
                raise Undelivered(Reason.THREAD_LOCKED, error.text, lasting=True) from error
            raise

    async def open_inbox(self, delivery: Delivery) -> int:
        """The xid of the person's direct message channel; Discord returns the one there is, or a new one."""
        self._budget.require()
        with named_failures():
            async with asyncio.timeout(SEND_SECONDS):
                opened = await self._client.http.start_private_message(delivery.target_xid)
        return int(opened["id"])

    async def edit(self, delivery: Delivery, card: Card, message_xid: int) -> None:
        """Draws the card anew in the delivery's message."""
        self._budget.require()
        picture = await self._picture(card)
        with named_failures():
            async with asyncio.timeout(SEND_SECONDS):
                place_xid = message_xid if delivery.in_forum else delivery.target_xid
                channel = self._client.get_partial_messageable(place_xid, guild_id=delivery.guild_xid)
                message = channel.get_partial_message(message_xid)
                try:
                    await _edit(message, delivery, card, picture)
                except discord.HTTPException as error:
                    if error.code != ARCHIVED:
                        raise
                    await self._unarchive(place_xid)
                    await _edit(message, delivery, card, picture)

    async def rename_thread(self, delivery: Delivery, card: Card, thread_xid: int) -> None:
        """Gives the thread the name that its card has now; Discord counts each change of a name.

        One that is archived stays so: nobody has answered.
        """
        if not isinstance(card, ClaimCard):
            return
        with named_failures():
            async with asyncio.timeout(SEND_SECONDS):
                try:
                    thread: Any = await self._client.http.get_channel(thread_xid)
                    if thread["name"] == thread_name(card):
                        return
                    was: dict[str, Any] = {"archived": True} if thread["thread_metadata"]["archived"] else {}
                    if was:
                        await self._unarchive(thread_xid)
                    await self._client.http.edit_channel(thread_xid, name=thread_name(card), **was)
                except discord.NotFound:
                    return

    async def wake_thread(self, thread_xid: int) -> None:
        """Brings an archived thread back; one that is locked stays as it is."""
        self._budget.require()
        with named_failures():
            async with asyncio.timeout(SEND_SECONDS):
                thread: Any = await self._client.http.get_channel(thread_xid)
                state = thread["thread_metadata"]
                if state["archived"] and not state.get("locked"):
                    await self._client.http.edit_channel(thread_xid, archived=False)

    async def find(self, delivery: Delivery) -> int | None:
        """The message of an earlier attempt: among our own since then, the one with the marker."""
        self._budget.require()
        since = (delivery.first_attempt_at or delivery.due_at) - HISTORY_MARGIN
        try:
            async with asyncio.timeout(SEND_SECONDS):
                if delivery.in_forum:
                    return await finding.post_in_forum(self._client, delivery, since)
                channel = await self._channel(delivery)
                return await finding.message_in(channel, self._client, delivery, since)
        except discord.HTTPException as error:
            if error.code in FORBIDDEN:
                raise Undelivered(Reason.HISTORY_HIDDEN, error.text, lasting=True) from error
            raise _named(error) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise _named(error) from error

    async def open_thread(self, delivery: Delivery, card: Card, message_xid: int) -> int:
        """Starts the message's thread; a message has at most one, and it bears the message's id.

        A forum's post is a thread already.
        """
        if delivery.in_forum:
            return message_xid
        name = thread_name(card) if isinstance(card, ClaimCard) else delivery.key
        with named_failures():
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

    async def archive(self, delivery: Delivery) -> None:
        """Archives the thread to which the delivery went; whoever writes there wakes it."""
        self._budget.require()
        with named_failures():
            async with asyncio.timeout(SEND_SECONDS):
                await self._client.http.edit_channel(delivery.target_xid, archived=True)

    async def _picture(self, card: Card) -> bytes | None:
        """What is sent with a card; one that cannot be drawn holds up no message."""
        if not isinstance(card, RecapCard) or card.matrix is None or self._artist is None:
            return None
        try:
            (drawn,) = await self._artist.draw(card.course.language, [card.matrix])
        except NotDrawn as failure:
            log.warning("the recap of week %s goes without its picture: %s", card.week.week_id, failure)
            return None
        return drawn

    async def _channel(self, delivery: Delivery) -> discord.abc.Messageable:
        if delivery.direct and delivery.inbox_xid is not None:
            return self._client.get_partial_messageable(delivery.inbox_xid)
        if delivery.direct:
            return await self._client.create_dm(discord.Object(delivery.target_xid))
        return self._client.get_partial_messageable(delivery.target_xid, guild_id=delivery.guild_xid)


async def _post(
    channel: discord.abc.Messageable, delivery: Delivery, card: Card, picture: bytes | None
) -> int:
    files, said = _files(card, picture)
    view = draw(card, delivery.marker, said)
    message = await channel.send(
        view=view, files=files, nonce=delivery.nonce, allowed_mentions=_allowed(card)
    )
    return message.id


async def _edit(
    message: discord.PartialMessage, delivery: Delivery, card: Card, picture: bytes | None
) -> None:
    """A picture takes the place of the one before it; where none is drawn, that goes."""
    files, said = _files(card, picture)
    view = draw(card, delivery.marker, said)
    if isinstance(card, RecapCard):
        await message.edit(view=view, attachments=files, allowed_mentions=NOBODY)
    else:
        await message.edit(view=view, allowed_mentions=NOBODY)


def _files(card: Card, picture: bytes | None) -> tuple[list[discord.File], str | None]:
    """The picture as a file, and what it shows in words."""
    if picture is None or not isinstance(card, RecapCard) or card.matrix is None:
        return [], None
    said = describe(words_for(card.course.language), card.matrix)
    return [discord.File(io.BytesIO(picture), filename=PICTURE, description=said)], said


def _allowed(card: Card) -> discord.AllowedMentions:
    """A post that is to reach somebody pings exactly those; anything else pings nobody."""
    if not isinstance(card, MentionCard | InviteCard | ConfirmCard) or not card.user_xids:
        return NOBODY
    named = [discord.Object(xid) for xid in card.user_xids]
    return discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=named)


class AfterRestore:
    """A messenger whose database was put back from a backup: what was owed before then may have been sent.

    So its first attempt looks at the history as well, as every later one does.
    """

    def __init__(self, messenger: Messenger, restored_at: datetime | None) -> None:
        self._messenger = messenger
        self._restored_at = restored_at
        self.find, self.open_thread = messenger.find, messenger.open_thread
        self.open_inbox, self.edit = messenger.open_inbox, messenger.edit
        self.archive = messenger.archive
        self.rename_thread, self.wake_thread = messenger.rename_thread, messenger.wake_thread

    async def post(self, delivery: Delivery, card: Card) -> int:
        """Sends the card, unless it is there."""
        if self._restored_at and delivery.owed_since <= self._restored_at and delivery.attempt <= 1:
            found = await self._messenger.find(replace(delivery, first_attempt_at=delivery.owed_since))
            if found is not None:
                return found
        return await self._messenger.post(delivery, card)


class named_failures:  # noqa: N801 (reads as what it does)
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
    if error.status == 401:
        raise TokenRefused(detail) from error
    if error.code in LASTING:
        return Undelivered(LASTING[error.code], detail, lasting=True)
    if error.code == OPENING_TOO_FAST:
        return Undelivered(Reason.OPENINGS_PAUSED, detail, lasting=False)
    if error.status >= 500 or error.status == 429:
        return Undelivered(Reason.UNREACHABLE, detail, lasting=False)
    return Undelivered(Reason.REFUSED, detail, lasting=True)
