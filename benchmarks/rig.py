"""A bot in a process of its own on a sandbox in this one, and what its answers cost."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.client import Application, Channel, Guild, Person, Role, Sandbox
from sandbox.interactions import COMMAND, FORM_SUBMIT, Interaction
from sandbox.server import Server

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 20.0
QUIET_SECONDS = 0.5
Json = dict[str, Any]
Fire = Callable[[int], Interaction]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a number of interactions cost: seconds from sent to answered, and CPU seconds each.

    `cpu` is the bot's, `sandbox` that of the process with the sandbox, which also asks and waits.
    """

    seconds: Sequence[float]
    took: float
    cpu: float
    sandbox: float

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.seconds, n=100)[98]

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.took


class Rig:
    """A world with people, and one bot to measure."""

    def __init__(self, server: Server, box: Sandbox) -> None:
        self.world = self._world = server.world
        self._box = box
        self.guild: Guild
        self.channel: Channel
        self.instructors: Role
        self.owner: Person
        self.people: list[Person]
        self.app: Application
        self.arguments: Sequence[str]
        self.environment: Mapping[str, str]
        self.started: float
        self.process: asyncio.subprocess.Process

    @classmethod
    @asynccontextmanager
    async def running(
        cls, arguments: Sequence[str], folder: Path, people: int, more: Mapping[str, str] | None = None
    ) -> AsyncGenerator[Rig]:
        """A rig whose bot runs `python ARGUMENTS`, and has begun to listen."""
        async with Server("127.0.0.1", 0) as server, Sandbox.connect(server.url) as box:
            rig = cls(server, box)
            await rig._settle(people)
            environment = os.environ | {
                "DISCORD_TOKEN": rig.app.token,
                "DISCORD_API_URL": box.api,
                "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
                "LOG_LEVEL": "ERROR",
            }
            rig.arguments, rig.environment = arguments, {**environment, **(more or {})}
            await rig.start()
            try:
                yield rig
            finally:
                if rig.process.returncode is None:
                    rig.process.terminate()
                await rig.process.wait()

    async def start(self) -> None:
        """Starts the bot; again, after it was killed."""
        self.started = time.perf_counter()
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, *self.arguments, env=self.environment
        )

    async def _settle(self, people: int) -> None:
        self.owner = await self._box.person("Owner")
        self.guild = await self._box.guild("Bench", owner=self.owner)
        self.channel = await self.guild.channel("seminar")
        self.instructors = await self.guild.role("Instructor")
        await self.owner.grant(self.guild, self.instructors)
        self.people = [await self._box.person(f"Student {number}") for number in range(people)]
        for person in self.people:
            await person.join(self.guild)
        self.app = await self._box.application("Bench")
        await self.app.invite(self.guild)

    async def until_ready(self, command: str) -> float:
        """Seconds from its start until the bot answers a command for the first time."""
        while self.process.returncode is None and time.perf_counter() - self.started < START_SECONDS:
            if self._world.gateway.hears(self.app.id) and await self.owner.commands(self.channel):
                answer = await self.command(command)(0).answer
                if "failure" not in answer:
                    return time.perf_counter() - self.started
            await asyncio.sleep(0.005)
        raise TimeoutError("the bot did not get ready")

    def command(self, name: str) -> Fire:
        """Sends a command without options, by one of the people in turn."""
        first, _, second = name.partition(" ")
        registered = self._world.applications[self.app.id].commands[""].values()
        (found,) = [one for one in registered if one["name"] == first]
        data = {"id": found["id"], "name": first, "type": 1, "options": []}
        if second:
            data["options"] = [{"name": second, "type": 1, "options": []}]
        return lambda number: self._send(number, COMMAND, data)

    def form(self, custom_id: str, text: Callable[[int], str]) -> Fire:
        """Submits a form with one text, by one of the people in turn."""

        def fire(number: int) -> Interaction:
            part = {"type": 4, "id": 2, "custom_id": "body", "value": text(number)}
            components = [{"type": 18, "id": 1, "component": part}]
            data = {"custom_id": f"{custom_id}:{number}", "components": components}
            return self._send(number, FORM_SUBMIT, data)

        return fire

    def _send(self, number: int, kind: int, data: Json) -> Interaction:
        person = self._world.persons[self.people[number % len(self.people)].id]
        application = self._world.applications[self.app.id]
        channel = self._world.channels[self.channel.id]
        interaction = Interaction(self._world, application, person, channel, kind, data)
        interaction.start()
        return interaction

    async def measure(self, fire: Fire, count: int, at_a_time: int, first: int = 0) -> Figures:
        """Sends `count` interactions, so many at a time; each must be answered."""
        seconds: list[float] = []
        numbers = iter(range(first, first + count))

        async def one_after_another() -> None:
            for number in numbers:
                sent = time.perf_counter()
                answer = await fire(number).answer
                if "failure" in answer:
                    raise RuntimeError(f"no answer to interaction {number}: {answer}")
                seconds.append(time.perf_counter() - sent)

        await self.until_quiet()
        cpu, own, start = self.cpu(), time.process_time(), time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(at_a_time)))
        took, own = time.perf_counter() - start, time.process_time() - own
        return Figures(seconds, took, (self.cpu() - cpu) / count, own / count)

    async def until_quiet(self) -> None:
        """Returns once the bot has had nothing to do for a while."""
        before = -1.0
        while before != (before := self.cpu()):  # noqa: ASYNC110 (another process tells no event)
            await asyncio.sleep(QUIET_SECONDS)

    def cpu(self) -> float:
        """CPU seconds of the bot's own process so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Megabytes that the bot's own process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024
