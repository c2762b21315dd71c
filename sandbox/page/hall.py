"""What all tabs share: the sandbox, its clock, the guide, files on their way, and who is there."""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp

from sandbox.client import Application, File, Guild, Person, RefusedError, Sandbox
from sandbox.page.guide import Guide
from sandbox.page.whatif import Troubles
from sandbox.seen import Json

FILE_BYTES = 64 << 20
"""More than Discord takes, so that its refusal can be seen; more than this the page does not hold."""
KEPT_FILES = 50
LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Crowd:
    """Everybody there is, as the sandbox tells it."""

    raw: Json = field(repr=False)

    @property
    def names(self) -> dict[str, str]:
        """How persons and bots are called, by id."""
        everybody = self.raw["persons"] + self.raw["applications"]
        return {str(one["id"]): str(one["name"]) for one in everybody}

    @property
    def roles(self) -> dict[str, str]:
        """The names of the roles of all servers, by id."""
        return {str(role["id"]): str(role["name"]) for guild in self.raw["guilds"] for role in guild["roles"]}

    def guilds_of(self, person_id: str) -> list[Json]:
        return [one for one in self.raw["guilds"] if person_id in self.members_of(one)]

    @staticmethod
    def members_of(guild: Json) -> dict[str, list[str]]:
        """The ids of a server's members, each with the ids of their roles."""
        return {str(one["user"]["id"]): list(one["roles"]) for one in guild["members"]}

    def part_of(self, person_id: str) -> str | None:
        """The name of somebody's first role; "" with none, None in no server."""
        held = [role for guild in self.guilds_of(person_id) for role in self.members_of(guild)[person_id]]
        return self.roles.get(held[0], "") if held else "" if self.guilds_of(person_id) else None

    def locale_of(self, person_id: str) -> str:
        return next((str(one["locale"]) for one in self.raw["persons"] if one["id"] == person_id), "en-US")


class Hall:
    """The page's process. `ahead` is how far the sandbox's time is ahead of the system's, in seconds."""

    def __init__(self, box: Sandbox, guide: Guide) -> None:
        self.box, self.guide, self.troubles = box, guide, Troubles(box)
        self.ahead = 0.0
        self.gone = False
        self.watchers: set[Callable[[], None]] = set()
        self._files: dict[str, File] = {}
        self._count = itertools.count()
        self._tasks: list[asyncio.Task[None]] = []

    async def crowd(self) -> Crowd:
        return Crowd(await self.box.world())

    def person(self, crowd: Crowd, person_id: str | None) -> Person:
        """This person, else the first of all. Raises StopIteration in an empty world."""
        persons = crowd.raw["persons"]
        found = next((one for one in persons if one["id"] == person_id), None) or next(iter(persons))
        return Person(self.box.wire, found["id"], found["name"], found["key"])

    def guild(self, raw: Json) -> Guild:
        return Guild(self.box.wire, raw["id"], raw["name"])

    def bots(self, crowd: Crowd, guild: Json) -> list[Application]:
        members = crowd.members_of(guild)
        found = [one for one in crowd.raw["applications"] if one["id"] in members]
        return [Application(self.box.wire, one["id"], one["name"], "") for one in found]

    # ---- files between the browser and the sandbox

    def keep(self, name: str, data: bytes) -> str:
        """Holds a file until the form that it belongs to is sent."""
        key = f"{next(self._count)}"
        self._files[key] = File(name, data)
        while len(self._files) > KEPT_FILES:
            del self._files[next(iter(self._files))]
        return key

    def take(self, keys: object) -> list[File]:
        """The files that a form names."""
        wanted = keys if isinstance(keys, list) else []
        return [self._files.pop(str(key)) for key in wanted if str(key) in self._files]

    # ---- what happens of itself

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._follow_clock()),
            asyncio.create_task(self._follow_troubles()),
        ]
        self._tasks += [asyncio.create_task(self._follow(one)) for one in sorted(self.guide.eyes)]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def tell(self) -> None:
        """Lets every tab draw the clock and the guide anew."""
        for told in tuple(self.watchers):
            told()

    async def _follow_clock(self) -> None:
        with suppress(aiohttp.ClientError, RefusedError):
            async for data in self.box.wire.stream("/clock"):
                self.ahead = float(data["offset"])
                self.guide.time_is((await self.box.clock.now()).timestamp())
                self.tell()
        self.gone = True
        self.tell()

    async def _follow_troubles(self) -> None:
        """Learns how often a switch still acts, which only the sandbox knows, while somebody looks."""
        with suppress(aiohttp.ClientError, RefusedError):
            while True:
                if self.watchers and self.troubles.on and await self.troubles.look():
                    self.tell()
                await asyncio.sleep(LOOK_SECONDS)

    async def _follow(self, person_id: str) -> None:
        """Watches what one of the guide's people sees, for the guide alone."""
        person = self.person(await self.crowd(), person_id)
        with suppress(aiohttp.ClientError, RefusedError):
            async for event in person.watch():
                if event.message and self.guide.saw(person_id, event.message):
                    self.tell()
