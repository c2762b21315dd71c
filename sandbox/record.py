"""What bots and the sandbox say to each other, and files that people bring: for whoever checks it afterwards.

A line of JSON each.
"""

import base64
import json
import os

from sandbox.errors import Json

VARIABLE = "SANDBOX_RECORD"


class Record:
    """A file that grows by whole lines; several sandboxes may write to the same."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    @classmethod
    def wanted(cls) -> "Record | None":
        """A record, if the environment names a file for it."""
        path = os.environ.get(VARIABLE)
        return cls(path) if path else None

    def exchange(self, route: str, query: list[str], body: object, status: int, answer: object) -> None:
        """A REST request that a route served, and what it was answered; an answer that is bytes is JSON."""
        told = answer.decode() if isinstance(answer, bytes) else "null"
        asked = json.dumps({"route": route, "query": query, "body": body, "status": status})
        self._line(f'{asked[:-1]}, "answer": {told}}}')

    def dispatch(self, frame: bytes) -> None:
        self._line(f'{{"dispatch": {frame.decode()}}}')

    def heard(self, message: Json) -> None:
        """What a bot said on its gateway connection."""
        self._line(json.dumps({"heard": message}))

    def brought(self, name: str, data: bytes) -> None:
        """A file that a person hands over."""
        content = base64.b64encode(data).decode()
        self._line(json.dumps({"brought": {"name": name, "data": content}}))

    def _line(self, text: str) -> None:
        os.write(self._file, text.encode() + b"\n")

    def close(self) -> None:
        os.close(self._file)
