"""Reactions under a message: who has put which emoji there, and one's own, by a press."""

from functools import partial
from typing import TYPE_CHECKING

from nicegui.element import Element

from sandbox.page.elements import button, tag
from sandbox.seen import Json, Message

if TYPE_CHECKING:
    from sandbox.page.visit import Visit

OFFERED = ("👍", "❤️", "😄", "🎉", "🤔", "👀")


def draw_picker(visit: "Visit", message: Message) -> None:
    """A few emoji to react with, folded."""
    say = visit.words
    with tag("details", None, "react"):
        tag("summary", say("chat.react"), aria_label=f"{say('chat.react')}: {message.text[:40]}")
        with tag("div", None, "emoji"):
            for one in OFFERED:
                button(one, partial(visit.react, message, one, added=True), data_shuts=True)


class Reactions:
    """The line under one message; `place` makes room for it."""

    def __init__(self, visit: "Visit", message: Message) -> None:
        self._visit, self._message = visit, message
        self._line: Element | None = None
        self._shown: list[Json] = []

    def place(self) -> None:
        self._line = tag("div", None, "reactions")
        self._draw()

    def became(self, message: Message) -> None:
        """Draws what has changed; only a message that was read has reactions, not one that was told."""
        found = message.raw.get("reactions", [])
        if found != self._shown:
            self._shown = found
            self._draw()

    def _draw(self) -> None:
        if self._line is None:
            return
        self._line.clear()
        with self._line:
            for one in self._shown:
                emoji, mine = one["emoji"]["name"], bool(one["me"])
                button(
                    f"{emoji} {one['count']}",
                    partial(self._visit.react, self._message, emoji, added=not mine),
                    "reaction",
                    aria_pressed="true" if mine else "false",
                    aria_label=self._visit.words("chat.reaction", emoji=emoji, count=one["count"]),
                    data_focus=f"{self._message.id}/{emoji}",
                )
