"""What the cogs are given: the house's ports, and who asks them what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import discord

from bot.actions.courses import Ask
from bot.actions.ports import Adviser, Reader, Store
from bot.papers.artist import Artist
from bot.seminar.books import Book
from bot.seminar.courses import Person
from bot.seminar.receipts import Sign
from bot.words.catalogues import Words, words_for

Interaction = discord.Interaction[Any]


class Desk(Protocol):
    """Where reports are read once they have been taken in."""

    def receiving(self) -> AbstractContextManager[None]:
        """While a report is being taken in: its receipt comes before any reading."""

    def turn(self, user_xid: int) -> AbstractAsyncContextManager[None]:
        """One person's files are taken in one after the other, in the order in which they came."""

    async def read(self) -> bool:
        """True once everything that had been handed in when this was called has been read.

        False where the bot stops first: what waits is read after the next start.
        """


@dataclass(frozen=True, slots=True)
class House:
    """The ports that commands hand to actions."""

    store: Store
    reader: Reader
    file_limit: int
    desk: Desk
    wake: Callable[[], None]
    """Tells the sweep that something may have fallen due."""
    rows_of: Callable[[str, bytes], Awaitable[list[list[str]]]]
    """The rows of a table or a calendar that staff hand over. Raises BadTable."""
    artist: Artist
    sign: Sign
    """Signs receipts for this installation."""
    book_of: Callable[[str, bytes], Awaitable[Book]]
    """A table of marks with the place of every cell. Raises WrongKind, Unreadable."""
    archives: Path
    """The folder for archives that are too large for a message."""
    adviser: Adviser | None = None
    """A language model that may propose, where one is configured."""


class _Client(Protocol):
    house: House


def house_of(interaction: Interaction) -> House:
    """The house behind the client that received the interaction."""
    return cast(_Client, interaction.client).house


def words_of(interaction: Interaction) -> Words:
    """The reader's language."""
    return words_for(str(interaction.locale))


def ask_of(interaction: Interaction, course_id: int | None = None) -> Ask:
    """Who asks, where and when; the time is the one in the interaction's own id."""
    person = interaction.user
    roles = person.roles if isinstance(person, discord.Member) else []
    return Ask(
        person=Person(
            user_xid=person.id,
            guild_xid=interaction.guild_id,
            role_xids=frozenset(role.id for role in roles),
            manages_guild=interaction.guild_id is not None and interaction.permissions.manage_guild,
        ),
        at=interaction.created_at,
        channel_xids=_around(interaction),
        course_id=course_id,
        language=words_of(interaction).language,
    )


def _around(interaction: Interaction) -> tuple[int, ...]:
    channel = interaction.channel
    xids = [interaction.channel_id]
    if isinstance(channel, discord.Thread):
        xids.append(channel.parent_id)
    return tuple(xid for xid in xids if xid is not None)
