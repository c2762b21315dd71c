"""A school with many courses, a channel each, whose bot can be killed; and who sees what is said in it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.actions.ports import Tx
from bot.seminar.courses import NewCourse
from bot.seminar.weeks import NewWeek, Times
from bot.store.engine import SqliteStore
from bot.store.migrate import migrate
from bot.store.seal import Seal
from sandbox.client import Application, Channel, Person, Sandbox
from sandbox.server import Server

ROOT = Path(__file__).parents[2]
GUILD_CHANNELS = 400
START_SECONDS = 60.0
STOP_SECONDS = 10.0
BATCH = 500
TOPIC = "Slot"


class School:
    """A sandbox in this process, courses in it, and a bot in a process of its own that may be dead."""

    def __init__(self, folder: Path, server: Server, box: Sandbox, app: Application, owner: Person) -> None:
        self.folder, self.server, self.box, self.app, self.owner = folder, server, box, app, owner
        self.channels: list[Channel] = []
        self.seal = Seal(Seal.new_key())
        self._key = ""
        self._bot: asyncio.subprocess.Process | None = None

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, channels: int) -> AsyncGenerator[School]:
        """With so many channels, in as many servers as they need."""
        async with Server("127.0.0.1", 0) as server, Sandbox.connect(server.url) as box:
            owner = await box.person("Owner")
            school = cls(folder, server, box, await box.application("School"), owner)
            school._key = Seal.new_key()
            school.seal = Seal(school._key)
            for first in range(0, channels, GUILD_CHANNELS):
                guild = await box.guild(f"Campus {first // GUILD_CHANNELS}", owner=owner)
                await school.app.invite(guild)
                for number in range(first, min(first + GUILD_CHANNELS, channels)):
                    school.channels.append(await guild.channel(f"course-{number}"))
            try:
                yield school
            finally:
                await school.stop()

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'school.db'}"

    @property
    def log(self) -> str:
        """What the bot has said, in all its lives."""
        file = self.folder / "bot.log"
        return file.read_text(errors="replace") if file.exists() else ""

    async def plan(self, opens: Sequence[datetime], more_courses: int = 0) -> None:
        """A course in each channel, and in more that are only planned, with a week at each of the hours.

        `more_courses` lie in channels that nobody can see; their weeks come a year later.
        """
        store = SqliteStore(self.database, self.seal)
        migrate(store.engine)
        store.open()
        wanted = [(channel, list(opens)) for channel in (int(one.id) for one in self.channels)]
        later = [hour + timedelta(days=365) for hour in opens]
        wanted += [(number + 1, later) for number in range(more_courses)]
        try:
            for start in range(0, len(wanted), BATCH):
                await store.write(_planning(wanted[start : start + BATCH]))
        finally:
            await store.close()

    async def start(self, *arguments: str) -> None:
        """Starts the bot, again while it ends at once, as a supervisor does; returns when it is connected."""
        while not await self._started(arguments or ("bot", "run")):
            await self.kill()

    async def _started(self, arguments: Iterable[str]) -> bool:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DISCORD_")}
        environment |= {
            "DISCORD_TOKEN": self.app.token,
            "DISCORD_API_URL": self.box.api,
            "DATABASE_URL": self.database,
            "CLOCK_URL": f"{self.box.url}/clock",
            "SEAL_KEY": self._key,
            "PYTHONPATH": str(ROOT),
        }
        with (self.folder / "bot.log").open("ab") as log:
            self._bot = bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *arguments, cwd=self.folder, env=environment, stdout=log, stderr=log
            )
        ended = asyncio.ensure_future(bot.wait())
        connected = asyncio.ensure_future(self.app.until(connected=True))
        try:
            await asyncio.wait((ended, connected), timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            return connected.done() and not ended.done()
        finally:
            for one in (ended, connected):
                one.cancel()

    async def kill(self) -> None:
        """Ends the bot as a power cut does."""
        if self._bot and self._bot.returncode is None:
            self._bot.kill()
            await self._bot.wait()
        await self.app.until(connected=False)

    async def stop(self) -> int | None:
        """Ends the bot as a server does; its exit status, None where none was running."""
        bot, self._bot = self._bot, None
        if bot is None:
            return None
        if bot.returncode is None:
            bot.terminate()
            with suppress(TimeoutError):
                return await asyncio.wait_for(bot.wait(), STOP_SECONDS)
            bot.kill()
        return await bot.wait()

    def memory(self) -> float:
        """Megabytes that the bot's own process holds."""
        assert self._bot is not None
        status = Path(f"/proc/{self._bot.pid}/status").read_text()
        (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024


class Witness:
    """Somebody in every channel: how often each prompt was seen, and when (monotonic) for the first time."""

    def __init__(self, school: School) -> None:
        self._school = school
        self.seen: Counter[tuple[str, str]] = Counter()
        self.first: dict[tuple[str, str], float] = {}
        self._ids: set[str] = set()
        self._news = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def of(cls, school: School) -> AsyncGenerator[Witness]:
        witness = cls(school)
        watching = asyncio.ensure_future(witness._watch())
        try:
            yield witness
        finally:
            watching.cancel()

    async def sees(self, topic: str, count: int, quiet: float) -> bool:
        """Whether all channels have shown the topic before nothing new came for `quiet` seconds."""
        while self.count(topic) < count:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), quiet)
            except TimeoutError:
                return self.count(topic) >= count
        return True

    async def something(self, longest: float) -> None:
        """Returns at the next prompt that is seen, or after so many seconds."""
        self._news.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), longest)

    def count(self, topic: str) -> int:
        """In how many channels the topic was seen."""
        return sum(said == topic for _, said in self.seen)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        async for event in self._school.owner.watch(past=True):
            message = event.message
            if not message or event.kind != "message_created" or message.id in self._ids:
                continue
            if message.author_id != self._school.app.id or TOPIC not in message.text:
                continue
            self._ids.add(message.id)
            begin = message.text.index(TOPIC)
            key = (message.channel_id, message.text[begin : begin + len(TOPIC) + 6])
            self.seen[key] += 1
            self.first.setdefault(key, loop.time())
            self._news.set()


def topic(number: int) -> str:
    """What the week of this number is about; all are of one length."""
    return f"{TOPIC} {number:05d}"


def _planning(wanted: Sequence[tuple[int, Sequence[datetime]]]) -> Callable[[Tx], None]:
    def work(tx: Tx) -> None:
        for channel_xid, opens in wanted:
            new = NewCourse(
                guild_xid=1 + channel_xid % 7,
                name="Course",
                channel_xid=channel_xid,
                instructor_role_xid=1,
                moderator_role_xid=None,
                student_role_xid=None,
                zone="UTC",
                language="en",
            )
            course = tx.courses.add(new, opens[0])
            for number, hour in enumerate(opens):
                tx.weeks.add(course, _week(number, hour))

    return work


def _week(number: int, opens: datetime) -> NewWeek:
    due = opens + timedelta(days=400)
    times = Times(opens=opens, due=due, grace=timedelta(), cutoff=due + timedelta(days=7))
    return NewWeek(number=number, topic=topic(number), prompt="", presenters=(), times=times)
