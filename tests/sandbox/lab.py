"""A classroom in which one thing at a time is done wrong, in Discord's own JSON."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord

from sandbox.client import Answer, Application, Channel, Message, Person
from sandbox.world import World
from tests.sandbox.conftest import Bot, Classroom, Login

Json = dict[str, Any]
V2 = 1 << 15
COMMAND: Json = {
    "name": "go",
    "description": "Go",
    "options": [{"type": 3, "name": "where", "description": "Where", "autocomplete": True}],
}


class Collector(Bot):
    """A bot that leaves every answer to the test."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: asyncio.Queue[discord.Interaction] = asyncio.Queue()

    async def setup_hook(self) -> None:
        """There is nothing to sync."""

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.asked.put_nowait(interaction)


@dataclass(frozen=True)
class Lab:
    """What a test of a rule works with. `code` is Discord's of an answer, 0 where there is none."""

    room: Classroom
    login: Login
    world: World
    http: aiohttp.ClientSession

    @property
    def messages(self) -> str:
        return f"/channels/{self.room.general.id}/messages"

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str | None = None,
        file: bytes | None = None,
    ) -> tuple[int, Any]:
        """One request as the bot; the status and the JSON that came back."""
        headers = {"Authorization": f"Bot {self.room.app.token if token is None else token}"}
        sent: dict[str, Any] = {"json": body}
        if file is not None:
            form = aiohttp.FormData({"payload_json": json.dumps(body)})
            form.add_field("files[0]", io.BytesIO(file), filename="a.txt")
            sent = {"data": form}
        async with self.http.request(method, self.room.box.api + path, headers=headers, **sent) as response:
            return response.status, await response.json() if response.status != 204 else {}

    async def code(self, method: str, path: str, body: object = None, **more: Any) -> int:
        """The code of the error that this brings."""
        status, answer = await self.ask(method, path, body, **more)
        assert status >= 400, answer
        return int(answer["code"])

    async def made(self, method: str, path: str, body: object = None, **more: Any) -> Any:
        """What this brings when it goes well."""
        status, answer = await self.ask(method, path, body, **more)
        assert status < 300, answer
        return answer

    async def say(self, text: str = "x") -> str:
        """The id of a message of the bot's."""
        return str((await self.made("POST", self.messages, {"content": text}))["id"])

    async def thread(self) -> str:
        """The id of a thread of the bot's."""
        thread = {"name": "Claim"}
        return str((await self.made("POST", f"{self.messages}/{await self.say()}/threads", thread))["id"])

    async def invited(self, name: str) -> Application:
        """A second bot."""
        app = await self.room.box.application(name)
        await app.invite(self.room.guild)
        return app

    @asynccontextmanager
    async def asked(
        self, act: Callable[[Person], Any] | None = None, *, commands: Json = COMMAND
    ) -> AsyncIterator[tuple[discord.Interaction, "asyncio.Task[Answer]"]]:
        """An interaction that waits for its answer, and what the person gets."""
        await self.made("PUT", f"/applications/{self.room.app.id}/commands", [commands])
        run = act or (lambda minji: minji.run(self.room.general, "go"))
        bot = Collector()
        async with self.login(bot, self.room.app):
            waiting = asyncio.ensure_future(run(self.room.minji))
            try:
                yield await asyncio.wait_for(bot.asked.get(), 10), waiting
            finally:
                waiting.cancel()
                with suppress(asyncio.CancelledError):
                    await waiting

    def callback(self, one: discord.Interaction) -> str:
        return f"/interactions/{one.id}/{one.token}/callback"

    def hook(self, one: discord.Interaction) -> str:
        return f"/webhooks/{self.room.app.id}/{one.token}"

    async def seen(self, person: Person, channel: Channel | None = None) -> list[Message]:
        return await person.sees(channel or self.room.general)
