"""What a person sees, as small values over the JSON that the sandbox sends: messages, forms, events."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

EPHEMERAL = 1 << 6
BUTTON, TEXT_INPUT, TEXT_DISPLAY, FILE, LABEL, FILE_UPLOAD = 2, 4, 10, 13, 18, 19
SELECTS = {3: "string", 5: "user", 6: "role", 7: "mentionable", 8: "channel"}


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component of a message or form, parents before children, in reading order."""
    for part in components:
        yield part
        yield from walk(part.get("components") or [])
        yield from walk([part[key] for key in ("accessory", "component") if part.get(key)])


@dataclass(frozen=True)
class File:
    """A file to send."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Attachment:
    """A file that a message carries."""

    id: str
    name: str
    size: int
    url: str


@dataclass(frozen=True)
class Button:
    """A button as drawn; `custom_id` is None for a link."""

    label: str
    custom_id: str | None
    disabled: bool
    url: str | None


@dataclass(frozen=True)
class Select:
    """A choice in a message; `options` maps what is read to its value, and is empty unless kind is string."""

    custom_id: str
    kind: str
    placeholder: str
    options: dict[str, str]
    disabled: bool


@dataclass(frozen=True)
class Choice:
    """A suggestion for an option: what is read, and the value that it stands for."""

    name: str
    value: str | int | float


@dataclass(frozen=True)
class Message:
    """One message as its reader sees it; `raw` is Discord's JSON."""

    raw: Json = field(repr=False)

    def __repr__(self) -> str:
        return f"Message({self.id}, by {self.author}, {self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def channel_id(self) -> str:
        return str(self.raw["channel_id"])

    @property
    def author_id(self) -> str:
        return str(self.raw["author"]["id"])

    @property
    def author(self) -> str:
        """The author's display name."""
        return str(self.raw["author"]["global_name"] or self.raw["author"]["username"])

    @property
    def text(self) -> str:
        """All that can be read, in order: content, then text displays; not the labels of buttons."""
        texts = [self.raw["content"]]
        texts += [part["content"] for part in walk(self.raw["components"]) if part["type"] == TEXT_DISPLAY]
        return "\n".join(text for text in texts if text)

    @property
    def ephemeral(self) -> bool:
        return bool(self.raw.get("flags", 0) & EPHEMERAL)

    @property
    def attachments(self) -> list[Attachment]:
        files = self.raw["attachments"]
        return [Attachment(one["id"], one["filename"], one["size"], one["url"]) for one in files]

    @property
    def buttons(self) -> list[Button]:
        return [
            Button(part.get("label", ""), part.get("custom_id"), part.get("disabled", False), part.get("url"))
            for part in walk(self.raw["components"])
            if part["type"] == BUTTON
        ]

    @property
    def selects(self) -> list[Select]:
        return [
            Select(
                part["custom_id"],
                SELECTS[part["type"]],
                part.get("placeholder", ""),
                {option["label"]: option["value"] for option in part.get("options", [])},
                part.get("disabled", False),
            )
            for part in walk(self.raw["components"])
            if part["type"] in SELECTS
        ]

    @property
    def reactions(self) -> dict[str, int]:
        """How many put each emoji on it."""
        return {one["emoji"]["name"]: one["count"] for one in self.raw.get("reactions", [])}

    @property
    def thread(self) -> "Channel | None":
        """The thread that was started from this message."""
        return Channel.of(self.raw["thread"]) if "thread" in self.raw else None

    @property
    def reply_to(self) -> str | None:
        """The id of the message that this one answers."""
        reference = self.raw.get("message_reference")
        return str(reference["message_id"]) if reference else None


@dataclass(frozen=True)
class Channel:
    """A text channel, a forum, a thread or a direct message."""

    id: str
    name: str
    guild_id: str | None
    parent_id: str | None
    raw: Json = field(repr=False, compare=False)

    @classmethod
    def of(cls, raw: Json) -> "Channel":
        return cls(raw["id"], raw.get("name") or "", raw.get("guild_id"), raw.get("parent_id"), raw)

    @property
    def tags(self) -> dict[str, str]:
        """The tags of a forum: their ids by name."""
        return {one["name"]: one["id"] for one in self.raw.get("available_tags", [])}

    @property
    def applied_tags(self) -> list[str]:
        """The ids of the tags of a forum's post."""
        return list(self.raw.get("applied_tags", []))

    @property
    def archived(self) -> bool:
        return bool(self.raw.get("thread_metadata", {}).get("archived", False))

    @property
    def locked(self) -> bool:
        return bool(self.raw.get("thread_metadata", {}).get("locked", False))


@dataclass(frozen=True)
class Field:
    """One input of a form; `value` is what it is prefilled with, `raw` its component."""

    custom_id: str
    label: str
    type: int
    required: bool
    value: str
    raw: Json = field(repr=False)


def fields_of(form: Json) -> list[Field]:
    """The inputs of a form's JSON, in reading order."""
    found = []
    for label in form["components"]:
        if label["type"] == LABEL:
            part = label["component"]
            found.append(
                Field(
                    part["custom_id"],
                    label["label"],
                    part["type"],
                    part.get("required", True),
                    part.get("value", ""),
                    part,
                )
            )
    return found


@dataclass(frozen=True)
class Event:
    """Something that happened where a person could see it.

    `kind` is message_created, message_updated, message_deleted, thread_created, thread_updated,
    thread_deleted, channel_created, channel_updated, channel_deleted, reaction_added, reaction_removed
    (their data: user_id, channel_id, message_id, emoji), form or failure.
    """

    seq: int
    kind: str
    data: Json

    @property
    def message(self) -> Message | None:
        """The message of message_created and message_updated."""
        return Message(self.data) if self.kind in ("message_created", "message_updated") else None
