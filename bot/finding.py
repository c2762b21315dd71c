"""Finding the message of an earlier attempt by its marker: in a history, or among a forum's posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import discord

from bot.seminar.deliveries import Delivery

HISTORY_LIMIT = 500
ARCHIVED_PAGE = 100


async def message_in(
    channel: discord.abc.Messageable, client: discord.Client, delivery: Delivery, since: datetime
) -> int | None:
    """Our message in a channel with the marker, among those since then (UTC)."""
    async for message in channel.history(limit=HISTORY_LIMIT, after=since):
        if message.author == client.user and _carries(message, delivery.marker):
            return message.id
    return None


async def post_in_forum(client: discord.Client, delivery: Delivery, since: datetime) -> int | None:
    """Our post in a forum with the marker, among those that were opened since then.

    A first attempt has none that could be archived by now.
    """
    active: Any = await client.http.get_active_threads(delivery.guild_xid)
    found = await _carrying(client, delivery, active["threads"], since)
    if found is not None or (delivery.attempt <= 1 and delivery.first_attempt_at is not None):
        return found
    return await _archived(client, delivery, since)


async def _archived(client: discord.Client, delivery: Delivery, since: datetime) -> int | None:
    """The same among the forum's archived posts, of which Discord names those archived last first.

    None that was archived before then was opened since.
    """
    before: str | None = None
    while True:
        page: Any = await client.http.get_public_archived_threads(
            delivery.target_xid, before=before, limit=ARCHIVED_PAGE
        )
        found = await _carrying(client, delivery, page["threads"], since)
        if found is not None or not page["has_more"] or not page["threads"]:
            return found
        before = page["threads"][-1]["thread_metadata"]["archive_timestamp"]
        if datetime.fromisoformat(before or "") < since:
            return None


async def _carrying(
    client: discord.Client, delivery: Delivery, threads: list[Any], since: datetime
) -> int | None:
    """The one of our posts in the delivery's forum whose first message carries its marker."""
    for thread in threads:
        xid = int(thread["id"])
        ours = client.user is not None and int(thread["owner_id"]) == client.user.id
        if not ours or int(thread["parent_id"]) != delivery.target_xid:
            continue
        if discord.utils.snowflake_time(xid) < since:
            continue
        channel = client.get_partial_messageable(xid, guild_id=delivery.guild_xid)
        try:
            message = await channel.fetch_message(xid)
        except discord.NotFound:
            continue
        if _carries(message, delivery.marker):
            return xid
    return None


def _carries(message: discord.Message, marker: str) -> bool:
    return any(custom_id.endswith(marker) for custom_id in _custom_ids(message.components))


def _custom_ids(components: Any) -> Iterator[str]:
    for component in components:
        if custom_id := getattr(component, "custom_id", None):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
