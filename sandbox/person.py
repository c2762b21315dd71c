"""A person in the sandbox: acts, and what comes back."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sandbox.seen import Channel, Choice, Event, Field, File, Json, Message, fields_of
from sandbox.wire import RefusedError, Wire

if TYPE_CHECKING:
    from sandbox.client import Application, Guild


@dataclass(frozen=True)
class Role:
    id: str
    name: str


@dataclass(frozen=True)
class Form:
    """A form that the bot opened for a person."""

    person: "Person" = field(repr=False)
    id: str
    raw: Json = field(repr=False)

    @property
    def title(self) -> str:
        return str(self.raw["title"])

    @property
    def fields(self) -> list[Field]:
        return fields_of(self.raw)

    async def submit(self, values: Mapping[str, object] | None = None) -> "Answer":
        """Send the form, fields by label or custom id; what is not named keeps its prefilled value.

        A file field takes a File or a list of them, a group of checkboxes or a select a list of values,
        a checkbox a bool.
        """
        files: list[File] = []
        ids = {name: one.custom_id for one in self.fields for name in (one.custom_id, one.label)}
        unknown = set(values or {}) - set(ids)
        if unknown:
            raise LookupError(f"no field {sorted(unknown)} in {sorted(ids)}")
        body = {"values": {ids[name]: _plain(value, files) for name, value in (values or {}).items()}}
        return await self.person.act("POST", f"/forms/{self.id}", body, files)


@dataclass(frozen=True)
class Answer:
    """What a person got for a command, a press or a form: exactly one of these, or nothing new to see."""

    message: Message | None = None
    form: Form | None = None
    failure: str | None = None


@dataclass(frozen=True)
class Person:
    """Someone who acts and sees; `key` lets another process act as them."""

    wire: Wire = field(repr=False, compare=False)
    id: str
    name: str
    key: str = field(repr=False)

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    async def join(self, guild: "Guild") -> None:
        await self.wire.call("PUT", f"/people/guilds/{guild.id}/members/{self.id}")

    async def leave(self, guild: "Guild") -> None:
        await self.wire.call("DELETE", f"/people/guilds/{guild.id}/members/{self.id}")

    async def grant(self, guild: "Guild", role: Role) -> None:
        await self.wire.call("PUT", f"/people/guilds/{guild.id}/members/{self.id}/roles/{role.id}")

    async def revoke(self, guild: "Guild", role: Role) -> None:
        await self.wire.call("DELETE", f"/people/guilds/{guild.id}/members/{self.id}/roles/{role.id}")

    async def set_inbox(self, *, accepts: bool) -> None:
        """Open or close the person's inbox for direct messages."""
        await self._call("PATCH", "", {"inbox": accepts})

    async def dm(self, application: "Application") -> Channel:
        """The direct-message channel between this person and a bot."""
        return Channel.of(await self._call("POST", "/dms", {"recipient": application.id}))

    async def channels(self) -> list[Channel]:
        """The channels, threads and direct messages that this person can see."""
        return [Channel.of(raw) for raw in (await self._call("GET", "/channels"))["channels"]]

    async def channel(self, channel: Channel) -> Channel:
        """The channel as it is now."""
        return Channel.of(await self._call("GET", f"/channels/{channel.id}"))

    async def sees(self, channel: Channel, *, limit: int = 100) -> list[Message]:
        """The newest messages of a channel, oldest first, with this person's own private answers."""
        seen = await self._call("GET", f"/channels/{channel.id}/messages?limit={limit}")
        return [Message(raw) for raw in seen["messages"]]

    async def say(
        self, channel: Channel, text: str, *, files: Sequence[File] = (), reply_to: Message | None = None
    ) -> Message:
        body = {"content": text, "reply_to": reply_to.id if reply_to else None}
        return Message(await self._call("POST", f"/channels/{channel.id}/messages", body, files))

    async def edit(self, message: Message, text: str) -> Message:
        path = f"/channels/{message.channel_id}/messages/{message.id}"
        return Message(await self._call("PATCH", path, {"content": text}))

    async def delete(self, message: Message) -> None:
        await self._call("DELETE", f"/channels/{message.channel_id}/messages/{message.id}")

    async def react(self, message: Message, emoji: str) -> None:
        await self._call("PUT", _reaction(message, emoji))

    async def unreact(self, message: Message, emoji: str) -> None:
        await self._call("DELETE", _reaction(message, emoji))

    async def post(
        self, forum: Channel, name: str, text: str, *, tags: Sequence[str] = (), files: Sequence[File] = ()
    ) -> Channel:
        """Open a post in a forum, with tags by name; the thread, whose first message has the thread's id."""
        body = {"name": name, "content": text, "tags": [forum.tags[one] for one in tags]}
        return Channel.of(await self._call("POST", f"/channels/{forum.id}/posts", body, files))

    async def events(self, guild: "Guild") -> list[Json]:
        """The scheduled events of a server, in Discord's JSON."""
        found: list[Json] = (await self._call("GET", f"/guilds/{guild.id}/events"))["events"]
        return found

    async def thread(
        self, channel: Channel, name: str, *, message: Message | None = None, private: bool = False
    ) -> Channel:
        """Open a thread in a channel, or from one of its messages."""
        body = {"name": name, "message": message.id if message else None, "private": private}
        return Channel.of(await self._call("POST", f"/channels/{channel.id}/threads", body))

    async def add(self, thread: Channel, person: "Person") -> None:
        """Add someone to a thread; adding oneself is joining."""
        await self._call("PUT", f"/channels/{thread.id}/members/{person.id}")

    async def commands(self, channel: Channel) -> list[Json]:
        """The commands that Discord offers this person in a channel, as the bots registered them.

        Their `type` is 1 for a slash command, 2 for one on a person, 3 for one on a message.
        """
        found: list[Json] = (await self._call("GET", f"/channels/{channel.id}/commands"))["commands"]
        return found

    async def run(self, channel: Channel, command: str, /, **options: object) -> Answer:
        """Run a slash command by its full name ("week add"), its options by name; waits for the answer."""
        files: list[File] = []
        body = {"command": command, "options": {key: _plain(value, files) for key, value in options.items()}}
        return await self.act("POST", f"/channels/{channel.id}/commands", body, files)

    async def use_on(
        self, target: "Message | Person", command: str, *, channel: Channel | None = None
    ) -> Answer:
        """Run a command of a message's or a person's menu; a person is met in a channel."""
        if isinstance(target, Person) and channel is None:
            raise ValueError("say in which channel the person is met")
        place = target.channel_id if isinstance(target, Message) else channel and channel.id
        return await self.act(
            "POST", f"/channels/{place}/commands", {"command": command, "target": target.id}
        )

    async def suggest(
        self, channel: Channel, command: str, option: str, typed: str, /, **others: object
    ) -> list[Choice]:
        """What the bot suggests for an option while it is typed; `others` are filled in already."""
        options = {key: _plain(value, []) for key, value in others.items()}
        body = {"command": command, "option": option, "typed": typed, "options": options}
        got = await self._call("POST", f"/channels/{channel.id}/suggestions", body)
        if got.get("failure"):
            raise RefusedError(504, got["failure"])
        return [Choice(one["name"], one["value"]) for one in got["choices"]]

    async def press(self, message: Message, button: str) -> Answer:
        """Press a button, named by its label or custom id; waits for the answer."""
        for one in message.buttons:
            if button in (one.label, one.custom_id):
                return await self._use(message, {"custom_id": one.custom_id})
        raise LookupError(f"no button {button!r} in {[one.label for one in message.buttons]}")

    async def pick(self, message: Message, *values: object, select: str | None = None) -> Answer:
        """Pick from a select, named by placeholder or custom id (None: the first); waits for the answer.

        Values of a string select are read by label or value; else they are persons, roles or channels.
        """
        for one in message.selects:
            if select in (None, one.placeholder, one.custom_id):
                plain = [_plain(value, []) for value in values]
                picked = [one.options.get(value, value) for value in plain]
                return await self._use(message, {"custom_id": one.custom_id, "values": picked})
        raise LookupError(f"no select {select!r} in {[one.placeholder for one in message.selects]}")

    async def watch(self, *, past: bool = False) -> AsyncGenerator[Event, None]:
        """What happens from now on where this person can see it; with `past`, all that happened first."""
        async for data in self.wire.stream(f"/people/me/events?past={int(past)}", key=self.key):
            yield Event(data["seq"], data["kind"], data["data"])

    async def wait_for(
        self,
        match: Callable[[Message], bool],
        *,
        timeout: float = 10,  # noqa: ASYNC109 - a client's own deadline
        after: Message | None = None,
    ) -> Message:
        """The first message, sent or edited, past or to come, that matches; with `after`, a newer one.

        Raises TimeoutError after `timeout` seconds of real time.
        """
        async with asyncio.timeout(timeout), aclosing(self.watch(past=True)) as events:
            async for event in events:
                message = event.message
                if message and (after is None or int(message.id) > int(after.id)) and match(message):
                    return message
        raise ConnectionError("the sandbox ended the stream")

    async def act(self, method: str, path: str, body: Json, files: Sequence[File] = ()) -> Answer:
        """Do something that a bot answers, and wait for what the person gets."""
        raw = await self._call(method, path, body, files)
        message = Message(raw["message"]) if raw.get("message") else None
        form = Form(self, raw["interaction"], raw["form"]) if raw.get("form") else None
        return Answer(message, form, raw.get("failure"))

    async def _use(self, message: Message, body: Json) -> Answer:
        return await self.act("POST", f"/channels/{message.channel_id}/messages/{message.id}/use", body)

    async def _call(
        self, method: str, path: str, body: Json | None = None, files: Sequence[File] = ()
    ) -> Json:
        return await self.wire.call(method, f"/people/me{path}", body, key=self.key, files=files)


def _reaction(message: Message, emoji: str) -> str:
    return f"/channels/{message.channel_id}/messages/{message.id}/reactions/{quote(emoji)}"


def _plain(value: Any, files: list[File]) -> Any:
    """A value as JSON; files are collected and named by their place in the list."""
    if isinstance(value, File):
        files.append(value)
        return {"file": len(files) - 1}
    if isinstance(value, Person | Role | Channel):
        return value.id
    if isinstance(value, list | tuple):
        return [_plain(one, files) for one in value]
    return value
