"""The state of the sandbox, in memory only: Discord's own JSON, held where it can be found."""

import itertools
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import shapes
from sandbox.clock import Clock
from sandbox.errors import ApiError, Json

if TYPE_CHECKING:
    from sandbox.feed import Feed
    from sandbox.gateway import Gateway
    from sandbox.interactions import Interaction

DISCORD_EPOCH_MS = 1_420_070_400_000
JITTER_MS = 5_000  # ids keep rising through steps back of the clock up to this


@dataclass
class Person:
    """Someone who acts over HTTP with their key."""

    user: Json
    key: str
    locale: str
    inbox: bool


@dataclass
class Application:
    """An application and its bot user, which share one id; commands by guild id, "" for the global ones."""

    user: Json
    token: str
    privileged: bool
    commands: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.user["id"])


@dataclass
class Guild:
    """A server."""

    raw: Json
    roles: dict[str, Json] = field(default_factory=dict)
    members: dict[str, Json] = field(default_factory=dict)
    channels: "dict[str, Channel]" = field(default_factory=dict)
    events: dict[str, Json] = field(default_factory=dict)


@dataclass
class Channel:
    """A text channel or forum, a thread (has a parent), or a direct message (has no guild, but people)."""

    raw: Json
    guild: Guild | None = None
    parent: "Channel | None" = None
    people: tuple[str, ...] = ()
    members: dict[str, Json] = field(default_factory=dict)
    messages: "dict[str, Message]" = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.raw["id"])


@dataclass
class Message:
    """A message; `only_for` is the one person who sees an ephemeral answer.

    `reactions` names who reacted, by emoji.
    """

    raw: Json
    channel: Channel
    only_for: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.raw["id"])


class World:
    """Everything there is."""

    gateway: "Gateway"
    feed: "Feed"

    def __init__(self) -> None:
        self.url = self.gateway_url = ""
        self.clock = Clock()
        self.users: dict[str, Json] = {}
        self.persons: dict[str, Person] = {}
        self.by_key: dict[str, Person] = {}
        self.applications: dict[str, Application] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.directs: dict[tuple[str, str], Channel] = {}
        self.by_token: dict[str, Application] = {}
        self.interactions: dict[str, Interaction] = {}
        self.by_hook: dict[str, Interaction] = {}
        self.files: dict[str, tuple[bytes, str]] = {}
        self.nonces: dict[tuple[str, str, str], tuple[float, str]] = {}
        self.refused: deque[Json] = deque(maxlen=1000)
        self._count = itertools.count()
        self._last_ms = 0

    def settle(self, url: str) -> None:
        """Say where the world is reached."""
        self.url, self.gateway_url = url, f"{url.replace('http', 'ws', 1)}/gateway"

    def snowflake(self) -> str:
        """A new id whose time is the sandbox's; unique whatever the clock does."""
        ms = int(self.clock.now() * 1000) - DISCORD_EPOCH_MS
        if 0 < self._last_ms - ms < JITTER_MS:
            ms = self._last_ms
        self._last_ms = ms
        return str(ms << 22 | next(self._count) & 0x3FFFFF)

    def moment(self, snowflake: str) -> float:
        """The time in an id, in seconds since 1970."""
        return ((int(snowflake) >> 22) + DISCORD_EPOCH_MS) / 1000

    def refuse(self, where: str, what: str) -> None:
        """Note something that the sandbox does not serve."""
        self.refused.append({"where": where, "what": what, "at": self.clock.stamp()})

    # ---- finding

    def channel(self, channel_id: str) -> Channel:
        if channel_id not in self.channels:
            raise ApiError(10003)
        return self.channels[channel_id]

    def guild(self, guild_id: str) -> Guild:
        if guild_id not in self.guilds:
            raise ApiError(10004)
        return self.guilds[guild_id]

    def message(self, channel: Channel, message_id: str, reader: str) -> Message:
        """A message as far as `reader` may see it; ephemeral ones are reached by interaction tokens only."""
        message = channel.messages.get(message_id)
        if message is None or message.only_for not in (None, reader):
            raise ApiError(10008)
        return message

    # ---- making

    def add_person(self, name: str, locale: str, *, inbox: bool) -> Person:
        user = shapes.user(self.snowflake(), name)
        self.users[user["id"]] = user
        person = Person(user, secrets.token_urlsafe(18), locale, inbox)
        self.persons[user["id"]] = self.by_key[person.key] = person
        return person

    def add_application(self, name: str, token: str, *, privileged: bool) -> Application:
        user = shapes.user(self.snowflake(), name, bot=True)
        self.users[user["id"]] = user
        application = Application(user, token, privileged)
        self.applications[user["id"]] = self.by_token[token] = application
        return application

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        if channel.guild:
            channel.guild.channels[channel.id] = channel
        return channel

    def direct(self, person_id: str, application_id: str) -> Channel:
        """The one direct-message channel of a person and a bot."""
        people = (person_id, application_id)
        if people not in self.directs:
            self.directs[people] = self.add_channel(Channel(shapes.direct(self.snowflake()), people=people))
        return self.directs[people]
