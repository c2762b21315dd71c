"""Power cuts while every course gets its prompt, on a bad line: what people saw, counted.

Each run is an hour at which all courses' prompts are due, and at a random moment of which the bot is
killed. Of all requests, 24 % are disturbed, and some restarts come when Discord has forgotten the nonces.
"""

from __future__ import annotations

import asyncio
import logging
import random
import tempfile
import time
from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from benchmarks.faults.school import School, Witness, topic
from sandbox import faults

DISTURBED = 0.24
FAULTS = ("500", "502", "503", "reset", "lost", "slow")
SLOW_SECONDS = 0.4
LONG_OUTAGES = 0.3
BEYOND_THE_NONCE = 6
"""Minutes of an outage after which Discord no longer knows a nonce: only the history does."""

BETWEEN = timedelta(hours=4)
AT_SIGHT = 0.3
LATEST_KILL = 2.5
GIVEN_UP_SECONDS = 16.0
"""After which the bot has given a request up."""

HELD_UP_SECONDS = 22.0
QUIET_SECONDS = 1.0
PATIENCE = 40
"""How often the clock moves on, by the bot's own delays, before something counts as lost."""

_before = faults.before
NUDGES = (6, 31, 121, 601)


@dataclass(frozen=True)
class Result:
    """What people saw of so many deliveries."""

    kills: int
    deliveries: int
    lost: int
    doubled: int
    disturbed: int
    moves: int

    def __add__(self, other: Result) -> Result:
        return Result(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def held(self) -> bool:
        return not self.lost and not self.doubled

    def __str__(self) -> str:
        bound = 3 / max(self.deliveries, 1)
        lines = [
            f"kills {self.kills}, deliveries {self.deliveries}: {self.lost} lost, {self.doubled} doubled",
            f"requests disturbed: {self.disturbed}; the clock was moved on {self.moves} times",
        ]
        if self.held:
            lines.append(
                f"with 95 % confidence, fewer than {bound:.1e} of deliveries are lost or doubled under"
                f" such faults (rule of three: one in {1 / bound:,.0f})"
            )
        return "\n".join(lines)


async def run(runs: int, courses: int, seed: int, beside: int, without: str | None) -> int:
    """Prints what was seen; 0 if nothing was lost or doubled. So many schools are tried side by side."""
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # of requests that were cut off on purpose
    weaker = f", without the {without}" if without else ""
    print(f"seed {seed}, {runs} runs in {beside} schools of {courses} courses{weaker}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        schools = []
        for number in range(beside):
            place = Path(folder) / str(number)
            place.mkdir()
            share = runs // beside + (number < runs % beside)
            schools.append(measure(place, share, courses, seed * 100 + number, without, told=True))
        results = await asyncio.gather(*schools)
    whole = sum(results[1:], start=results[0])
    print(whole)
    return 0 if whole.held else 1


async def measure(
    folder: Path,
    runs: int,
    courses: int,
    seed: int,
    without: str | None = None,
    *,
    long_outages: float = LONG_OUTAGES,
    told: bool = False,
) -> Result:
    """The whole experiment in a folder of its own."""
    draw = random.Random(seed)
    async with School.open(folder, courses) as school, Witness.of(school) as witness:
        hours = [
            (await school.box.clock.now()) + timedelta(hours=1) + number * BETWEEN for number in range(runs)
        ]
        await school.plan(hours)
        # The limits of Discord are the fan-out's matter; here only the bot's own pace counts.
        await school.box.limits(on=False)
        await school.box.faults.begin(seed)
        await school.box.faults.add(*FAULTS, where="* /*", chance=DISTURBED, seconds=SLOW_SECONDS)
        bot = _bot(without)
        await school.start(*bot)
        moved, began, disturbed = 0, time.monotonic(), 0
        for number, hour in enumerate(hours):
            await school.box.clock.to(hour)
            await _kill_amid(school, witness, draw, bot, long_outages)
            async for _ in _until_all(school, witness, topic(number), courses):
                moved += 1
            if told and number % 5 == 4:
                seen = sum(witness.seen.values())
                print(
                    f"  seed {seed}: {number + 1} runs, {seen} messages, {time.monotonic() - began:.0f} s",
                    flush=True,
                )
        disturbed = len(school.server.world.faults.done)
        await school.box.faults.end()
        await school.box.clock.advance(hours=3)
        await witness.sees(topic(runs), 1, QUIET_SECONDS)
        return _result(
            school, witness, [topic(n) for n in range(runs)], kills=runs, disturbed=disturbed, moves=moved
        )


async def _late_but_read(kind: str, seconds: float, request: web.Request) -> None:
    """A request that is held up on its way arrives, also when its sender no longer listens."""
    await request.read()
    await _before(kind, seconds, request)


@contextmanager
def arriving() -> Generator[None]:
    """Every request that is held up arrives, whatever becomes of its sender."""
    faults.before = _late_but_read
    try:
        yield
    finally:
        faults.before = _before


async def held_up(folder: Path, courses: int, without: str | None = None) -> Result:
    """No power cut: the first request for each prompt reaches Discord only after the bot has tried again.

    Needs arriving().
    """
    async with School.open(folder, courses) as school, Witness.of(school) as witness:
        hour = await school.box.clock.now() + timedelta(hours=1)
        await school.plan([hour])
        await school.start(*_bot(without))
        await school.box.faults.begin(1)
        where = "POST /channels/*/messages"
        await school.box.faults.add("slow", where=where, count=courses, seconds=HELD_UP_SECONDS)
        await school.box.clock.to(hour)
        while len(school.server.world.faults.done) < courses:  # noqa: ASYNC110 (the sandbox tells no event)
            await asyncio.sleep(0.05)
        await asyncio.sleep(GIVEN_UP_SECONDS)
        await school.box.clock.advance(seconds=NUDGES[0])
        await witness.sees(topic(0), courses, QUIET_SECONDS)
        await asyncio.sleep(HELD_UP_SECONDS - GIVEN_UP_SECONDS)
        return _result(school, witness, [topic(0)], disturbed=courses)


def _bot(without: str | None) -> tuple[str, ...]:
    return ("benchmarks.faults.weakened", without, "run") if without else ("bot", "run")


def _result(
    school: School, witness: Witness, topics: Sequence[str], *, kills: int = 0, disturbed: int, moves: int = 0
) -> Result:
    wanted = {(channel.id, said) for channel in school.channels for said in topics}
    return Result(
        kills=kills,
        deliveries=len(wanted),
        lost=len(wanted - witness.seen.keys()),
        doubled=sum(times - 1 for times in witness.seen.values()),
        disturbed=disturbed,
        moves=moves,
    )


async def _kill_amid(
    school: School, witness: Witness, draw: random.Random, bot: tuple[str, ...], long_outages: float
) -> None:
    """The power goes while prompts are posted, or right when one has been seen; sometimes for long."""
    if draw.random() < AT_SIGHT:
        await witness.something(LATEST_KILL)
    else:
        await asyncio.sleep(draw.uniform(0, LATEST_KILL))
    await school.kill()
    if draw.random() < long_outages:
        await school.box.clock.advance(minutes=BEYOND_THE_NONCE)
    await school.start(*bot)


async def _until_all(school: School, witness: Witness, said: str, courses: int) -> AsyncIterator[int]:
    """Moves the clock on, so that the bot tries again, until all is seen or patience ends."""
    for number in range(PATIENCE):
        if await witness.sees(said, courses, QUIET_SECONDS):
            return
        yield number
        await school.box.clock.advance(seconds=NUDGES[min(number // 3, len(NUDGES) - 1)])
