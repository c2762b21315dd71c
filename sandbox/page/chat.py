"""The messages of the place that somebody looks at, kept as they are."""

from contextlib import suppress
from typing import TYPE_CHECKING

import aiohttp
from nicegui.element import Element

from sandbox.client import RefusedError
from sandbox.page.elements import set_attributes, tag
from sandbox.page.forum import draw_posts, is_forum
from sandbox.page.reactions import Reactions
from sandbox.seen import Event, Message

if TYPE_CHECKING:
    from sandbox.page.visit import Visit

SHOWN = 50
TOGETHER_MS = 7 * 60_000
"""Messages of one author with less time between them go under one head."""


class Chat:
    """The list of messages."""

    def __init__(self, visit: "Visit") -> None:
        self._visit = visit
        self._log: Element | None = None
        self._rows: dict[str, tuple[Element, bool]] = {}
        self._reactions: dict[str, Reactions] = {}
        self._last: Message | None = None
        self._waiting: list[Event] | None = None

    def place(self) -> None:
        """Makes room for the messages in the current place."""
        with tag("div", None, "scroll"):
            self._log = tag("div", None, "log", id="messages", role="log", tabindex="0")

    async def draw(self) -> None:
        """Everything anew; what happens while the messages are fetched is drawn after them."""
        visit, say, log = self._visit, self._visit.words, self._log
        if log is None:
            return
        waiting: list[Event] = []
        self._waiting = waiting
        log.clear()
        self._rows, self._reactions, self._last = {}, {}, None
        messages: list[Message] = []
        refused = False
        if visit.here:
            try:
                messages = await self._start() + await visit.person.sees(visit.here, limit=SHOWN)
            except (RefusedError, aiohttp.ClientError):
                refused = True
        if self._waiting is not waiting:
            return  # somebody has gone on to another place meanwhile
        set_attributes(log, aria_label=say("chat.messages", channel=visit.here.name if visit.here else ""))
        if refused or not messages:
            with log:
                self._draw_instead(refused=refused)
        for message in messages:
            self._append(message)
        self._react(messages)
        self._waiting = None
        for event in waiting:
            self.happened(event)

    def _draw_instead(self, *, refused: bool) -> None:
        """What is there where there are no messages."""
        visit = self._visit
        if visit.here is None:
            visit.shell.draw_doors()
        elif refused:
            tag("p", visit.words("chat.closed"), "nothing")
        elif is_forum(visit.here):
            draw_posts(visit, visit.here)
        else:
            tag("p", visit.words("chat.empty"), "nothing")

    async def _start(self) -> list[Message]:
        """The message from which a thread was started; both have the same id."""
        here = self._visit.here
        parent = self._visit.channels.get(here.parent_id or "") if here else None
        if here is None or parent is None:
            return []
        return [one for one in await self._visit.person.sees(parent) if one.id == here.id]

    def _append(self, message: Message) -> None:
        if self._log is None:
            return
        if not self._rows and self._last is None:
            for child in [one for one in self._log if "nothing" in one.classes]:
                child.delete()
        grouped = self._goes_on(message)
        with self._log:
            row = tag("article", None, "message", aria_label=message.author)
        self._rows[message.id] = (row, grouped)
        self._last = message
        self._fill(row, message, grouped=grouped)

    def _goes_on(self, message: Message) -> bool:
        last = self._last
        if last is None or last.author_id != message.author_id or message.raw["type"] != 0:
            return False
        near = (int(message.id) >> 22) - (int(last.id) >> 22) < TOGETHER_MS
        return near and not last.ephemeral and not last.raw["components"]

    def _fill(self, row: Element, message: Message, *, grouped: bool) -> None:
        row.classes(
            add="grouped" if grouped else "",
            remove="" if message.ephemeral else "ephemeral",
        )
        if message.ephemeral:
            row.classes(add="ephemeral")
        with row:
            self._visit.pen.message(message, grouped=grouped)
            if not message.ephemeral:
                self._reactions.setdefault(message.id, Reactions(self._visit, message)).place()

    async def reacted(self) -> None:
        """Somebody reacted here; the messages are read again, as what is told has no counts."""
        here = self._visit.here
        if here is None or self._waiting is not None:
            return
        with suppress(RefusedError, aiohttp.ClientError):
            self._react(await self._visit.person.sees(here, limit=SHOWN))

    def _react(self, messages: list[Message]) -> None:
        for one in messages:
            if one.id in self._reactions:
                self._reactions[one.id].became(one)

    def happened(self, event: Event) -> None:
        """A message of this place came, changed or went."""
        if self._waiting is not None:
            self._waiting.append(event)
            return
        known = self._rows.get(event.data["id"])
        if event.message and known:
            known[0].clear()
            self._fill(known[0], event.message, grouped=known[1])
        elif event.message and event.kind == "message_created":
            self._append(event.message)
        elif event.kind == "message_deleted" and known:
            del self._rows[event.data["id"]]
            self._reactions.pop(event.data["id"], None)
            known[0].delete()
