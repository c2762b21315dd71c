"""A thousand prompts due at once at Discord's limits; and what ten thousand planned courses cost."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from benchmarks.faults.school import School, Witness, topic
from bot.actions.deliveries import deliver_next
from bot.actions.weeks import discuss_next, next_turn, open_next
from bot.clock import SystemClock
from bot.messenger import DiscordMessenger
from bot.store.engine import SqliteStore
from sandbox.limits import GLOBAL, LimitedError, Limits

AT_ONCE = 1000
PLANNED, DUE = 10_000, 200
LEAST = 0.95
QUIET_SECONDS = 20.0
SWEEPS = 50


async def run() -> int:
    """Prints both; 0 if the pace held."""
    with tempfile.TemporaryDirectory() as folder:
        rate, limited, seen = await fan_out(Path(folder), AT_ONCE)
    share = rate / GLOBAL
    print(f"{seen} of {AT_ONCE} channel deliveries due at once: {rate:.1f} a second, {share:.1%} of {GLOBAL}")
    print(f"requests refused with 429: {limited}")
    with tempfile.TemporaryDirectory() as folder:
        await _many_courses(Path(folder))
    return 0 if share >= LEAST and not limited and seen == AT_ONCE else 1


async def fan_out(folder: Path, channels: int) -> tuple[float, int, int]:
    """Deliveries a second from the first that was seen to the last; how many 429; how many were seen."""
    async with School.open(folder, channels) as school, Witness.of(school) as witness:
        limited = _count_limited(school.server.world.limits)
        hour = await school.box.clock.now() + timedelta(hours=1)
        await school.plan([hour])
        await school.start()
        await school.box.clock.to(hour)
        await witness.sees(topic(0), channels, QUIET_SECONDS)
        moments = sorted(witness.first.values()) or [0.0]
        return (len(moments) - 1) / (moments[-1] - moments[0]), len(limited), len(moments)


def _count_limited(limits: Limits) -> list[str]:
    """The routes that are refused from now on."""
    refused: list[str] = []
    take = limits.take

    def counted(bot: str, route: str, place: dict[str, str]) -> dict[str, str]:
        try:
            return take(bot, route, place)
        except LimitedError:
            refused.append(route)
            raise

    limits.take = counted  # type: ignore[method-assign,assignment]
    return refused


async def _many_courses(folder: Path) -> None:
    async with School.open(folder, DUE) as school, Witness.of(school) as witness:
        hour = await school.box.clock.now() + timedelta(hours=1)
        await school.plan([hour], more_courses=PLANNED - DUE)
        await _sweep_costs(school)
        began = time.monotonic()
        await school.start()
        print(f"start until connected: {time.monotonic() - began:.2f} s, memory {school.memory():.0f} MB")
        due = asyncio.get_running_loop().time()
        await school.box.clock.to(hour)
        await witness.sees(topic(0), DUE, QUIET_SECONDS)
        late = sorted(moment - due for moment in witness.first.values())
        p50, p99 = statistics.median(late), statistics.quantiles(late, n=100)[98]
        print(f"{len(late)} of {DUE} due at once: late by {p50:.2f} s (p50), {p99:.2f} s (p99)")
        print(f"memory afterwards {school.memory():.0f} MB")


async def _sweep_costs(school: School) -> None:
    """What a sweep costs that finds nothing to do."""
    store, clock = SqliteStore(school.database, school.seal), SystemClock()
    store.open()
    try:
        nobody: DiscordMessenger = None  # type: ignore[assignment]
        parts: dict[str, Callable[[], Awaitable[object]]] = {
            "open": lambda: open_next(store, clock),
            "discuss": lambda: discuss_next(store, clock),
            "deliver": lambda: deliver_next(store, nobody, clock, clock.now()),
            "next turn": lambda: next_turn(store),
        }
        print(f"{PLANNED:,} planned courses; a sweep with nothing to do, p50 of {SWEEPS}:")
        for name, part in parts.items():
            times = []
            for _ in range(SWEEPS):
                before = time.perf_counter()
                await part()
                times.append(time.perf_counter() - before)
            print(f"  {name:<10}{statistics.median(times) * 1000:.2f} ms")
    finally:
        await store.close()
