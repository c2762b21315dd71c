"""A bot of few lines on the bare wire: it registers commands and answers as a test tells it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sandbox.client import Application, Sandbox

Json = dict[str, Any]
Answer = Callable[[Json], Json]
PARROT = dict.fromkeys(("os", "browser", "device"), "parrot")


class Parrot:
    """A bot that answers each interaction with what `answer` makes of it; `heard` holds them."""

    def __init__(self, box: Sandbox, app: Application, http: aiohttp.ClientSession, answer: Answer) -> None:
        self._box, self._app, self._http, self._answer = box, app, http, answer
        self.heard: asyncio.Queue[Json] = asyncio.Queue()

    async def call(self, method: str, path: str, body: object) -> Any:
        headers = {"Authorization": f"Bot {self._app.token}"}
        async with self._http.request(method, self._box.api + path, json=body, headers=headers) as response:
            answer = await response.json() if response.status != 204 else None
            assert response.status < 300, answer
            return answer

    async def post(self, channel_id: str, **body: object) -> Json:
        made: Json = await self.call("POST", f"/channels/{channel_id}/messages", body)
        return made

    async def listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            event = json.loads(frame.data)
            if event.get("t") == "INTERACTION_CREATE":
                data = event["d"]
                path = f"/interactions/{data['id']}/{data['token']}/callback"
                await self.heard.put(data)
                await self.call("POST", path, self._answer(data))


@asynccontextmanager
async def parrot(
    box: Sandbox, app: Application, commands: list[Json], answer: Answer
) -> AsyncIterator[Parrot]:
    """A parrot that is connected."""
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{box.gateway}?v=10&encoding=json") as socket,
    ):
        bird = Parrot(box, app, http, answer)
        await bird.call("PUT", f"/applications/{app.id}/commands", commands)
        identify = {"token": app.token, "intents": 1 | 1 << 9 | 1 << 12, "properties": PARROT}
        await socket.send_json({"op": 2, "d": identify})
        listening = asyncio.create_task(bird.listen(socket))
        await app.until(connected=True)
        try:
            yield bird
        finally:
            await socket.close()
            await listening
