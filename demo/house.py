"""The sandbox, the bot and the page as processes of this machine: started, killed and ended in order."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.client import Application, Sandbox

ROOT = Path(__file__).parents[1]
START_SECONDS = 30
STOP_SECONDS = 5
SETTINGS = (
    "DISCORD_",
    "DATABASE_URL",
    "SEAL_KEY",
    "CLOCK_URL",
    "MODEL_",
    "MEANING",
    "FILE_LIMIT_MB",
    "LOG_LEVEL",
)
"""What a visitor may have set for a bot of their own; the demo's bot must not see it."""


class DidNotStart(Exception):
    """A process ended or stayed silent before it was ready; the text is what it said."""


class House:
    """A running sandbox, the bot's application in it, and the bot, which may be dead."""

    def __init__(self, folder: Path, box: Sandbox, application: Application) -> None:
        self.folder = folder
        self.box = box
        self.application = application
        self._bot: Process | None = None

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, *, port: int = 0) -> AsyncIterator[House]:
        """A sandbox and an application in it; the bot's files lie in `folder`, which exists.

        Raises DidNotStart.
        """
        process = await _spawn("sandbox", "--port", str(port), folder=folder)
        try:
            async with Sandbox.connect(await _address(process, folder / "sandbox.log")) as box:
                house = cls(folder, box, await box.application("Colloquy"))
                try:
                    yield house
                finally:
                    await house.stop()
        finally:
            await _end(process)

    @asynccontextmanager
    async def page(self, guide: Path, *, port: int = 0) -> AsyncIterator[str]:
        """The page in which to try the bot, beside the guide in this file; yields its address.

        Raises DidNotStart.
        """
        asked = ("--sandbox", self.box.url, "--guide", str(guide), "--port", str(port))
        process = await _spawn("sandbox.page", *asked, folder=self.folder)
        try:
            yield await _address(process, self.folder / "sandbox.page.log")
        finally:
            await _end(process)

    @property
    def log(self) -> str:
        """What the bot has written to its log, in all its lives."""
        path = self.folder / "bot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    async def start(self) -> None:
        """Starts the bot, and returns when it is connected. Raises DidNotStart."""
        self._bot = bot = await _spawn("bot", "run", folder=self.folder, settings=self._settings())
        ended = asyncio.ensure_future(bot.wait())
        connected = asyncio.ensure_future(self.application.until(connected=True))
        try:
            done, _ = await asyncio.wait(
                (ended, connected), timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            ended.cancel()
            connected.cancel()
        if connected not in done:
            raise DidNotStart(self.log[-2000:])

    async def stop(self) -> int | None:
        """Ends the bot as a server does; returns its exit status, None where it was not running."""
        return await self._gone(await _end(self._bot)) if self._bot else None

    async def kill(self) -> None:
        """Ends the bot as a power cut does."""
        if self._bot and self._bot.returncode is None:
            self._bot.kill()
            await self._gone(await self._bot.wait())

    async def restart(self) -> None:
        """A power cut, and power again."""
        await self.kill()
        await self.start()

    async def _gone(self, status: int) -> int:
        self._bot = None
        await self.application.until(connected=False)
        return status

    def _settings(self) -> dict[str, str]:
        return {
            "DISCORD_TOKEN": self.application.token,
            "DISCORD_API_URL": self.box.api,
            "DATABASE_URL": f"sqlite:///{self.folder / 'colloquy.db'}",
            "CLOCK_URL": f"{self.box.url}/clock",
        }


async def _spawn(
    module: str, *arguments: str, folder: Path, settings: dict[str, str] | None = None
) -> Process:
    """A Python process of its own group, so that Ctrl-C reaches only the demo, which ends it in order."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    with (folder / f"{module}.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            cwd=folder,
            env={**kept, "PYTHONPATH": str(ROOT), **(settings or {})},
            stdin=DEVNULL,
            stdout=log if settings else PIPE,
            stderr=log,
            start_new_session=True,
        )


async def _address(process: Process, log: Path) -> str:
    """Where a process listens, from the line that it prints when it is ready."""
    if process.stdout is None:
        raise DidNotStart("the process has no output to read")
    line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
    if not line:
        raise DidNotStart(_end_of(log))
    return str(json.loads(line)["url"])


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]


async def _end(process: Process) -> int:
    """Asks a process to end, and makes it end where it does not; returns its status."""
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
    return await process.wait()
