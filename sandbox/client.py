"""A client for people in the sandbox: they run commands, press buttons, fill forms and read what they see.

    async with Sandbox.serve() as box:
        prof = await box.person("Han Seo-yeon", locale="ko")
        guild = await box.guild("Seminar", owner=prof)
        general = await guild.channel("seminar")
        app = await box.application("Colloquy")
        await app.invite(guild)
        ...                                           # a bot logs in with app.token
        answer = await prof.run(general, "week add", number=6)

Every act raises RefusedError where Discord's own client would not let the person do it.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp

from sandbox.person import Answer, Form, Person, Role
from sandbox.seen import Attachment, Button, Channel, Choice, Event, Field, File, Json, Message, Select
from sandbox.server import Server
from sandbox.wire import RefusedError, Wire

__all__ = [
    "Answer",
    "Application",
    "Attachment",
    "Button",
    "Channel",
    "Choice",
    "Clock",
    "Event",
    "Field",
    "File",
    "Form",
    "Guild",
    "Message",
    "Person",
    "RefusedError",
    "Role",
    "Sandbox",
    "Select",
]


class Sandbox:
    """A running sandbox; make one with connect() or serve()."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url.rstrip("/")
        self.wire = Wire(self.url, http)
        self.clock = Clock(self.wire)

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str) -> "AsyncIterator[Sandbox]":
        """The sandbox that listens at `url`, such as http://127.0.0.1:8765."""
        forever = aiohttp.ClientTimeout(total=None)
        everything = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(timeout=forever, connector=everything, read_bufsize=2**20) as http:
            yield cls(url, http)

    @classmethod
    @asynccontextmanager
    async def serve(cls, host: str = "127.0.0.1", port: int = 0) -> "AsyncIterator[Sandbox]":
        """A new, empty sandbox in this process that ends with the block."""
        async with Server(host, port) as server, cls.connect(server.url) as box:
            yield box

    @property
    def api(self) -> str:
        """What a bot uses instead of https://discord.com/api/v10."""
        return f"{self.url}/api/v10"

    @property
    def gateway(self) -> str:
        """What a bot uses instead of wss://gateway.discord.gg/."""
        return f"{self.url.replace('http', 'ws', 1)}/gateway"

    async def person(self, name: str, *, locale: str = "en-US", inbox: bool = True) -> "Person":
        """A new person; with inbox=False nobody can send them direct messages."""
        made = await self.wire.call(
            "POST", "/people/persons", {"name": name, "locale": locale, "inbox": inbox}
        )
        return Person(self.wire, made["id"], made["name"], made["key"])

    async def guild(self, name: str, *, owner: "Person") -> "Guild":
        made = await self.wire.call("POST", "/people/guilds", {"name": name, "owner": owner.id})
        return Guild(self.wire, made["id"], made["name"])

    async def application(
        self, name: str, *, token: str | None = None, privileged: bool = False
    ) -> "Application":
        """A new application with its bot; `privileged` switches the privileged intents on."""
        wish = {"name": name, "token": token, "privileged": privileged}
        made = await self.wire.call("POST", "/people/applications", wish)
        return Application(self.wire, made["id"], made["name"], made["token"])

    async def world(self) -> Json:
        """All persons (with their keys), guilds and applications."""
        return await self.wire.call("GET", "/people/world")

    async def log(self) -> list[Json]:
        """What a bot asked for that the sandbox does not know and refused with 501."""
        entries: list[Json] = (await self.wire.call("GET", "/people/log"))["refused"]
        return entries

    async def download(self, attachment: Attachment) -> bytes:
        async with self.wire.http.get(attachment.url) as response:
            response.raise_for_status()
            return await response.read()


class Clock:
    """The sandbox's clock: the system's, moved."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self._wire.call("GET", "/clock"))["now"])

    async def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> None:
        """Move the clock on, or back with negative numbers."""
        delta = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        await self._wire.call("POST", "/clock", {"advance": delta.total_seconds()})

    async def to(self, moment: datetime) -> None:
        """Move the clock to an aware moment."""
        await self._wire.call("POST", "/clock", {"to": moment.isoformat()})


@dataclass(frozen=True)
class Guild:
    """A server of the sandbox's Discord."""

    wire: Wire = field(repr=False, compare=False)
    id: str
    name: str

    @property
    def everyone(self) -> Role:
        return Role(self.id, "@everyone")

    async def role(self, name: str, *, permissions: int = 0) -> Role:
        made = await self.wire.call(
            "POST", f"/people/guilds/{self.id}/roles", {"name": name, "permissions": permissions}
        )
        return Role(made["id"], made["name"])

    async def channel(
        self, name: str, *, overwrites: "Mapping[Role | Person | Application, tuple[int, int]] | None" = None
    ) -> Channel:
        """A new text channel; an overwrite is (allow, deny) in Discord's permission bits."""
        body = {"name": name, "overwrites": [_overwrite(*pair) for pair in (overwrites or {}).items()]}
        return Channel.of(await self.wire.call("POST", f"/people/guilds/{self.id}/channels", body))

    async def forum(self, name: str, *, tags: Sequence[str] = (), require_tag: bool = False) -> Channel:
        """A new forum with tags; with `require_tag` each post needs one of them."""
        body = {"name": name, "forum": True, "tags": list(tags), "require_tag": require_tag}
        return Channel.of(await self.wire.call("POST", f"/people/guilds/{self.id}/channels", body))

    async def overwrite(
        self, channel: Channel, target: "Role | Person | Application", allow: int = 0, deny: int = 0
    ) -> None:
        """Replace one overwrite of a channel."""
        body = _overwrite(target, (allow, deny))
        await self.wire.call("PUT", f"/people/channels/{channel.id}/overwrites/{target.id}", body)

    async def delete_channel(self, channel: Channel) -> None:
        await self.wire.call("DELETE", f"/people/channels/{channel.id}")


def _overwrite(target: "Role | Person | Application", bits: tuple[int, int]) -> Json:
    return {"id": target.id, "type": 0 if isinstance(target, Role) else 1, "allow": bits[0], "deny": bits[1]}


@dataclass(frozen=True)
class Application:
    """An application and its bot user; both have the same id."""

    wire: Wire = field(repr=False, compare=False)
    id: str
    name: str
    token: str = field(repr=False)

    async def invite(self, guild: Guild, *, permissions: int | None = None) -> None:
        """Add the bot with a managed role of these permissions (None: all that a course needs)."""
        path = f"/people/applications/{self.id}/guilds/{guild.id}"
        await self.wire.call("PUT", path, {"permissions": permissions})

    async def until(self, *, connected: bool) -> None:
        """Wait until the bot is connected to the gateway, or no longer is."""
        await self.wire.call("GET", f"/people/applications/{self.id}/connected?is={int(connected)}")

    async def remove(self, guild: Guild) -> None:
        await self.wire.call("DELETE", f"/people/applications/{self.id}/guilds/{guild.id}")
