"""What lies outside the actions, written by hand: a clock, a Discord, a reader, a store that crashes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import TypeVar

from bot.actions.ports import Store, Tx, Undelivered
from bot.seminar.alike import Alike, Shared
from bot.seminar.cards import Card, ClaimCard, DigestCard, NoticeCard
from bot.seminar.deliveries import Delivery, Reason
from bot.seminar.grouping import Known, Settled, settle
from bot.seminar.refusals import EmptyReport, Unreadable, WrongKind
from bot.seminar.reports import (
    Finding,
    FindingKind,
    Header,
    ReaderFailed,
    Reading,
    Speaker,
    Statement,
    require_text,
)

T = TypeVar("T")

CLOSED = Undelivered(Reason.INBOX_CLOSED, "403 50007", lasting=True)
UNREACHABLE = Undelivered(Reason.UNREACHABLE, "503 0", lasting=False)
FORBIDDEN = Undelivered(Reason.NO_PERMISSION, "403 50013", lasting=True)
REFUSED = Undelivered(Reason.REFUSED, "400 50035", lasting=True)
TOO_FAST = Undelivered(Reason.OPENINGS_PAUSED, "403 40003", lasting=False)
AUTOMOD = Undelivered(Reason.AUTOMOD, "400 200000", lasting=True)
GONE = Undelivered(Reason.LEFT, "404 10013", lasting=True)
DELETED = Undelivered(Reason.DELETED, "404 10008", lasting=True)
CHANNEL_GONE = Undelivered(Reason.CHANNEL_GONE, "404 10003", lasting=True)
HIDDEN = Undelivered(Reason.HISTORY_HIDDEN, "403 50001", lasting=True)


class Crash(BaseException):
    """The process ends here."""


class FrozenClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        self._now = moment

    def advance(self, by: timedelta) -> None:
        self._now += by


@dataclass(frozen=True)
class Message:
    """What a channel or an inbox holds."""

    message_xid: int
    target_xid: int
    marker: str
    card: Card
    key: str


@dataclass(frozen=True)
class Fault:
    """What goes wrong in one call: before it has taken effect, or after, so that only the reply is lost."""

    error: BaseException
    after: bool = False
    target_xid: int | None = None


class FakeMessenger:
    """A Discord that keeps no nonce: whoever posts twice is seen to."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.threads: list[int] = []
        self.archived: list[int] = []
        self.inboxes: list[int] = []
        self.calls: list[str] = []
        self.names: dict[int, str] = {}
        self.woken: list[int] = []
        self._faults: dict[str, list[Fault]] = {}

    def fail(
        self,
        call: str,
        error: BaseException,
        *,
        after: bool = False,
        target_xid: int | None = None,
        times: int = 1,
    ) -> None:
        """Makes the next calls of this name fail, or those to one target."""
        self._faults.setdefault(call, []).extend([Fault(error, after, target_xid)] * times)

    async def post(self, delivery: Delivery, card: Card) -> int:
        fault = self._next("post", delivery)
        if fault and not fault.after:
            raise fault.error
        message_xid = 6001 + len(self.messages)
        self.messages.append(Message(message_xid, delivery.target_xid, delivery.marker, card, delivery.key))
        if fault:
            raise fault.error
        return message_xid

    async def open_inbox(self, delivery: Delivery) -> int:
        fault = self._next("open_inbox", delivery)
        if fault and not fault.after:
            raise fault.error
        self.inboxes.append(delivery.target_xid)
        if fault:
            raise fault.error
        return delivery.target_xid + 100_000

    async def edit(self, delivery: Delivery, card: Card, message_xid: int) -> None:
        if fault := self._next("edit", delivery):
            raise fault.error
        for index, message in enumerate(self.messages):
            if message.message_xid == message_xid:
                self.messages[index] = replace(message, card=card)

    async def find(self, delivery: Delivery) -> int | None:
        if fault := self._next("find", delivery):
            raise fault.error
        found = (
            message.message_xid
            for message in self.messages
            if message.target_xid == delivery.target_xid and message.marker == delivery.marker
        )
        return next(found, None)

    async def open_thread(self, delivery: Delivery, card: Card, message_xid: int) -> int:
        fault = self._next("open_thread", delivery)
        if fault and not fault.after:
            raise fault.error
        if message_xid not in self.threads:
            self.threads.append(message_xid)
        if fault:
            raise fault.error
        return message_xid

    async def archive(self, delivery: Delivery) -> None:
        if fault := self._next("archive", delivery):
            raise fault.error
        self.archived.append(delivery.target_xid)

    async def rename_thread(self, delivery: Delivery, card: Card, thread_xid: int) -> None:
        if fault := self._next("rename_thread", delivery):
            raise fault.error
        assert isinstance(card, ClaimCard)
        self.names[thread_xid] = card.claim.label

    async def wake_thread(self, thread_xid: int) -> None:
        self.woken.append(thread_xid)

    def _next(self, call: str, delivery: Delivery) -> Fault | None:
        self.calls.append(call)
        waiting = self._faults.get(call, [])
        for fault in waiting:
            if fault.target_xid in (None, delivery.target_xid):
                waiting.remove(fault)
                return fault
        return None

    @property
    def of_class(self) -> list[Message]:
        """What students see; not what staff are told."""
        return [one for one in self.messages if not isinstance(one.card, NoticeCard | DigestCard)]

    @property
    def told(self) -> list[Card]:
        """What staff are told."""
        return [one.card for one in self.messages if isinstance(one.card, NoticeCard | DigestCard)]

    @property
    def keys(self) -> list[str]:
        return [message.key for message in self.messages]


class FakeReader:
    """Reads the lines `P: ` (the presenter says), `S: ` (the student says), `Number: ` and `Name: `.

    A line `U: ` is an unfinished sentence.
    Passages are alike where they hold the same letters. It gives up on whatever holds a word of `fails_on`.
    """

    def __init__(self) -> None:
        self.fails_on: set[str] = set()
        self.compares = True
        self.batches: list[int] = []
        self.compared: list[tuple[list[str], list[str], str]] = []

    async def decode(self, name: str, data: bytes) -> str:
        if not name.endswith(".md"):
            raise WrongKind(name=name)
        try:
            return require_text(data.decode())
        except (UnicodeDecodeError, EmptyReport):
            raise Unreadable(name=name) from None

    async def read(self, texts: Sequence[str], parts: Sequence[Sequence[str]] = ()) -> list[Reading]:
        self.batches.append(len(texts))
        if any(word in text for word in self.fails_on for text in texts):
            raise ReaderFailed("gave up")
        return [_read(text) for text in texts]

    async def alike(self, texts: Sequence[str], set_aside: Sequence[str]) -> list[Alike]:
        """Texts share each of their lines that holds a blank."""
        lines = [{line for line in text.split("\n") if " " in line} - {*set_aside} for text in texts]
        found = []
        for (one, mine), (other, theirs) in combinations(enumerate(lines), 2):
            both = sorted(mine & theirs, key=texts[one].index)
            spans = [(texts[one].index(line), texts[other].index(line), len(line)) for line in both]
            shared = tuple(Shared(here, here + size, there, there + size) for here, there, size in spans)
            found += [Alike(one, other, shared)] if shared else []
        return found

    async def likeness(self, passages: Sequence[str], others: Sequence[str], topic: str) -> list[list[float]]:
        self.compared.append(([*passages], [*others], topic))
        if not self.compares:
            raise ReaderFailed("gave up")
        return [[1.0 if _letters(one) == _letters(other) else 0.0 for other in others] for one in passages]

    async def settle(
        self, new: Sequence[tuple[str, Speaker]], known: Sequence[Known], topic: str, kept: dict[str, int]
    ) -> list[Settled]:
        texts = [text for text, _ in new]
        rows = await self.likeness(texts, [*(one.text for one in known), *texts], topic)
        return settle(new, known, rows, kept)


def _read(text: str) -> Reading:
    statements, findings, found = [], [], {}
    start = 0
    for line in text.splitlines(keepends=True):
        label, _, rest = line.partition(": ")
        if label in ("P", "S"):
            speaker = Speaker.PRESENTER if label == "P" else Speaker.STUDENT
            statements.append(Statement(start + 3, start + 3 + len(rest.rstrip()), speaker, 0.5))
        elif label == "U":
            findings.append(Finding(FindingKind.UNFINISHED_SENTENCE, start + 3, start + len(line.rstrip())))
        elif rest:
            found[label] = rest.strip()
        start += len(line)
    header = Header(student_number=found.get("Number"), name=found.get("Name"))
    return Reading("en", header, tuple(findings), tuple(statements))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


class CrashingStore:
    """A store whose process ends at its write number `at`, just before it or just after it is on disk."""

    def __init__(self, store: Store, at: int, *, after: bool) -> None:
        self._store = store
        self._left = at
        self._after = after

    async def write(self, work: Callable[[Tx], T]) -> T:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Crash
        result = await self._store.write(work)
        if self._left == 0:
            raise Crash
        return result

    async def read(self, work: Callable[[Tx], T]) -> T:
        return await self._store.read(work)

    async def glance(self, work: Callable[[Tx], T]) -> T:
        return await self._store.glance(work)
