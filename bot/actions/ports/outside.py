"""What lies outside of the house: the time, Discord, a language model, and the reading process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.seminar.alike import Alike
from bot.seminar.cards import Card
from bot.seminar.decisions import (
    Advice,
)
from bot.seminar.deliveries import Delivery, Reason
from bot.seminar.grouping import Known, Settled
from bot.seminar.posts import Post
from bot.seminar.reports import Reading, Speaker


class Clock(Protocol):
    """The time (UTC) by which the bot acts; it may be moved."""

    def now(self) -> datetime: ...


class Undelivered(Exception):
    """A message that could not be sent, or not be looked for; `lasting` where trying again is no use."""

    def __init__(self, reason: Reason, detail: str, *, lasting: bool) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.lasting = lasting


class TokenRefused(BaseException):
    """Discord no longer knows the bot's token: nothing can be done, and asking on is held against us."""


class Messenger(Protocol):
    """The one place that sends of its own accord. Each method raises Undelivered."""

    async def post(self, delivery: Delivery, card: Card) -> int:
        """Sends the card with the delivery's nonce and marker; returns the message's xid."""

    async def find(self, delivery: Delivery) -> int | None:
        """The message of an earlier attempt, found by its marker."""

    async def open_inbox(self, delivery: Delivery) -> int:
        """Opens the direct message channel of the person, or finds the one there is; returns its xid."""

    async def edit(self, delivery: Delivery, card: Card, message_xid: int) -> None:
        """Draws the card anew in the message that was posted with this delivery's marker."""

    async def open_thread(self, delivery: Delivery, card: Card, message_xid: int) -> int:
        """Starts the message's thread, or finds the one it has; returns the thread's xid."""

    async def archive(self, delivery: Delivery) -> None:
        """Lays the thread aside to which the delivery went."""

    async def rename_thread(self, delivery: Delivery, card: Card, thread_xid: int) -> None:
        """Gives the thread the name that its card has now."""

    async def wake_thread(self, thread_xid: int) -> None:
        """Brings an archived thread back; one that is locked stays as it is."""


class AdviserFailed(Exception):
    """The model gave no answer, or none that makes sense."""


class Adviser(Protocol):
    """A language model that may propose; it is shown passages without names, numbers or ids."""

    async def advise(self, topic: str, claims: Sequence[Sequence[str]]) -> list[Advice]:
        """Proposals about claims, each given by its passages. Raises AdviserFailed."""


class History(Protocol):
    """What stands in a thread now. Raises Undelivered."""

    async def page(
        self, guild_xid: int, thread_xid: int, before_xid: int | None
    ) -> tuple[list[Post], int | None]:
        """The latest messages before this one, and where the page before begins; None: there is none."""


class Reader(Protocol):
    """From files and texts to what they say; runs outside the bot's loop. Raises ReaderFailed."""

    async def decode(self, name: str, data: bytes) -> str:
        """The text of a file. Raises HandIn (a refusal: WrongKind, Unreadable ...), never ReaderFailed."""

    async def read(self, texts: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> list[Reading]:
        """One reading each; `parts` are, for each text, the parts that its course wants in a report."""

    async def alike(self, texts: Sequence[str], set_aside: Sequence[str]) -> list[Alike]:
        """The pairs of texts that share long passages which no text of `set_aside` holds."""

    async def likeness(self, passages: Sequence[str], others: Sequence[str], topic: str) -> list[list[float]]:
        """For each passage how surely it makes each of the others: a list of different claims."""

    async def settle(
        self, new: Sequence[tuple[str, Speaker]], known: Sequence[Known], topic: str, kept: dict[str, int]
    ) -> list[Settled]:
        """Where each new statement of a report belongs; see bot.seminar.grouping.settle."""
