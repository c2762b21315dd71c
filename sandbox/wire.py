"""How the clients speak to a sandbox: JSON requests, files, event streams."""

import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from io import BytesIO

import aiohttp

from sandbox.seen import File, Json


class RefusedError(Exception):
    """The sandbox did not allow what a person tried; `status` is the HTTP status, the text says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Wire:
    """A connection to one sandbox."""

    url: str
    http: aiohttp.ClientSession

    async def call(
        self, method: str, path: str, body: Json | None = None, *, key: str = "", files: Sequence[File] = ()
    ) -> Json:
        """One request; the files travel as files[0], files[1] ... next to the JSON body."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        if files:
            form = aiohttp.FormData({"payload_json": json.dumps(body)})
            for number, file in enumerate(files):
                form.add_field(f"files[{number}]", BytesIO(file.data), filename=file.name)
            request = self.http.request(method, self.url + path, data=form, headers=headers)
        else:
            request = self.http.request(method, self.url + path, json=body, headers=headers)
        async with request as response:
            answer: Json = await response.json() if response.status != 204 else {}
            if response.status >= 400:
                raise RefusedError(response.status, answer["message"])
            return answer

    async def stream(self, path: str, *, key: str = "") -> AsyncGenerator[Json, None]:
        """The data of a Server-Sent Events stream."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        headers["Accept"] = "text/event-stream"
        async with self.http.get(self.url + path, headers=headers) as response:
            if response.status != 200:
                raise RefusedError(response.status, (await response.json())["message"])
            async for line in response.content:
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])
