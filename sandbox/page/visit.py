"""One tab: somebody in a place. It follows what they see and does what they do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import aiohttp
from nicegui import ui
from nicegui.element import Element

from sandbox.client import Answer, Channel, File, Person, RefusedError
from sandbox.page.chat import Chat
from sandbox.page.composer import Composer
from sandbox.page.dialogs import open_form
from sandbox.page.elements import button, tag
from sandbox.page.forum import is_forum
from sandbox.page.guide import Moment
from sandbox.page.markup import times
from sandbox.page.pen import Pen
from sandbox.page.words import Words
from sandbox.seen import Event, Json, Message

if TYPE_CHECKING:
    from sandbox.page.hall import Crowd, Hall
    from sandbox.page.shell import Shell

T = TypeVar("T")
SCANNED = 30
"""So many of the newest messages of each open channel are looked through for times that lie ahead."""


class Visit:
    """A person in a tab; `here` is the channel that they look at, `offered` the bots' commands there."""

    shell: Shell

    def __init__(self, hall: Hall, crowd: Crowd, person: Person, words: Words) -> None:
        self.hall, self.crowd, self.person, self.words = hall, crowd, person, words
        self.locale = crowd.locale_of(person.id)
        self.channels: dict[str, Channel] = {}
        self.here: Channel | None = None
        self.offered: list[Json] = []
        self._towards: Channel | None = None
        self.unread: set[str] = set()
        self.client = ui.context.client
        self.pen, self.chat, self.composer = Pen(self), Chat(self), Composer(self)
        self.layer: Element | None = None
        self._notices: Element | None = None
        self._times: dict[str, set[int]] = {}
        self._task: asyncio.Task[None] | None = None

    # ---- what there is

    def named(self, kind: str) -> dict[str, str]:
        """The people, roles or channels that can be named here: what they are called, by id."""
        guilds = self.crowd.guilds_of(self.person.id)
        here = [one for one in guilds if self.here and one["id"] == self.here.guild_id] or guilds
        if kind == "user":
            ids = [one for guild in here for one in self.crowd.members_of(guild)]
            return {one: self.crowd.names[one] for one in ids if one in self.crowd.names}
        if kind == "role":
            return {role["id"]: role["name"] for guild in here for role in guild["roles"]}
        return {one.id: f"#{one.name}" for one in self.channels.values() if one.guild_id}

    async def enter(self, wish: str | None) -> None:
        """Looks around, and goes to a channel: the wished one, else the first."""
        found = await self.person.channels()
        self.channels = {one.id: one for one in found}
        rooms = [one for one in found if one.guild_id and one.parent_id is None]
        place = self.channels.get(wish or "") or next(iter(rooms + found), None)
        await asyncio.gather(*(self._scan(one) for one in found if not one.archived))
        await self.go(place.id if place else None)

    async def _scan(self, channel: Channel) -> None:
        with suppress(RefusedError):
            for message in await self.person.sees(channel, limit=SCANNED):
                self._note_times(message)

    def _note_times(self, message: Message) -> None:
        self._times[message.id] = times(message.text)

    def ahead(self, now: float) -> Moment | None:
        """The next moment that is known: one of the guide's, or a time in a message that this person sees."""
        named = [one for one in self.hall.guide.moments if one.at > now]
        told = {at for some in self._times.values() for at in some if at > now}
        spoken = {"en": "", "ko": "", self.words.language: self.words("clock.message")}
        named += [Moment(at, spoken) for at in told]
        return min(named, key=lambda one: one.at, default=None)

    # ---- what this person does

    async def go(self, channel_id: str | None) -> None:
        """Looks at a channel, a thread or a direct message."""
        there = self._towards = self.channels.get(channel_id or "")
        offered = await self._offers(there)
        if self._towards is not there:
            return  # they have gone on to another place meanwhile
        self.here, self.offered = there, offered
        self.unread.discard(channel_id or "")
        self.shell.draw_places()
        self.shell.draw_top()
        await self.chat.draw()
        self.composer.draw()
        place = f"&in={self.here.id}" if self.here else ""
        ui.navigate.history.replace(f"/?as={self.person.id}&lang={self.words.language}{place}")

    async def _offers(self, place: Channel | None) -> list[Json]:
        """The commands that Discord offers in a place."""
        with suppress(RefusedError, aiohttp.ClientError):
            return await self.person.commands(place) if place else []
        return []

    async def perform(self, doing: Awaitable[Answer]) -> bool:
        """Does what a bot answers, and shows what comes back besides messages; False where it was refused."""
        answer = await self.attempt(doing)
        if answer is None:
            return False
        if answer.failure:
            self.notice(answer.failure)
        if answer.form and self.layer:
            open_form(self, answer.form)
        return True

    async def attempt(self, doing: Awaitable[T]) -> T | None:
        """The outcome, or None where Discord would not have let the person do it, which is said."""
        try:
            return await doing
        except RefusedError as error:
            self.notice(self.words("form.refused", reason=error))
        except (aiohttp.ClientError, ConnectionError):
            self.notice(self.words("gone"))
        return None

    async def use(self, message: Message, custom_id: str, values: Sequence[str] | None = None) -> None:
        """Presses a button or picks from a select."""
        path = f"/channels/{message.channel_id}/messages/{message.id}/use"
        body = {"custom_id": custom_id, "values": list(values) if values is not None else None}
        await self.perform(self.person.act("POST", path, body))

    async def use_on(self, message: Message, command: str) -> None:
        """Runs a command of a message's menu."""
        await self.perform(self.person.use_on(message, command))

    async def react(self, message: Message, emoji: str, *, added: bool) -> None:
        """Puts an emoji on a message, or takes it away."""
        act = self.person.react if added else self.person.unreact
        await self.attempt(act(message, emoji))

    async def say(self, text: str, files: Sequence[File], reply_to: Message | None) -> bool:
        if self.here is None:
            return False
        return bool(await self.attempt(self.person.say(self.here, text, files=files, reply_to=reply_to)))

    async def delete(self, message: Message) -> None:
        await self.attempt(self.person.delete(message))

    # ---- what happens

    def follow(self) -> None:
        """Keeps the tab up to date until it is closed."""
        self._task = asyncio.create_task(self._follow())
        self.hall.watchers.add(self._tick)
        self.client.on_delete(self._leave)

    def _leave(self) -> None:
        self.hall.watchers.discard(self._tick)
        if self._task:
            self._task.cancel()

    def _tick(self) -> None:
        self.shell.draw_side()
        if self.hall.gone:
            self.notice(self.words("gone"))

    async def _follow(self) -> None:
        with suppress(aiohttp.ClientError, RefusedError):
            async for event in self.person.watch():
                await self._happened(event)

    async def _happened(self, event: Event) -> None:
        kind, data = event.kind, event.data
        if kind.startswith("message_"):
            await self._message(event)
        elif kind.startswith("reaction_"):
            if self.here and data["channel_id"] == self.here.id:
                await self.chat.reacted()
        elif kind in ("channel_deleted", "thread_deleted"):
            self.channels.pop(data["id"], None)
            if self.here and self.here.id == data["id"]:
                await self.go(next(iter(self.channels), None))
            self.shell.draw_places()
        elif kind.startswith(("channel_", "thread_")):
            self.channels[data["id"]] = Channel.of(data)
            self.shell.draw_places()
            if self.here and is_forum(self.here) and data.get("parent_id") == self.here.id:
                await self.chat.draw()

    async def _message(self, event: Event) -> None:
        place = event.data["channel_id"]
        if event.message:
            self._note_times(event.message)
            self.shell.draw_clock()
        else:
            self._times.pop(event.data["id"], None)
        if self.here and place == self.here.id:
            self.chat.happened(event)
        elif event.kind == "message_created" and event.data["author"]["id"] != self.person.id:
            if place not in self.channels:
                self.channels = {one.id: one for one in await self.person.channels()}
            self.unread.add(place)
            self.shell.draw_places()

    # ---- what is said to this person alone

    def notice(self, text: str) -> None:
        """A line above the place to write, until it is closed or the next one comes."""
        if self._notices is None or self._notices.is_deleted:
            return
        notices = self._notices
        notices.clear()
        with notices, tag("p", None, "notice", role="alert"):
            tag("span", text)
            button("×", lambda: _empty(notices), "link", aria_label=self.words("close"))

    def draw_notices(self) -> None:
        self._notices = tag("div", None, "notices")

    def run(self, call: str) -> None:
        """Calls one of the page's own functions in the browser; never with anything from outside."""
        self.client.run_javascript(call)


def _empty(element: Element) -> None:
    element.clear()
