"""Interactions: Colloquy beside a bare discord.py bot, both on the sandbox, in one run."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.rig import Figures, Rig

PEOPLE = 50
ONE_AT_A_TIME, FIFTY_AT_A_TIME = (300, 1), (1500, 50)
WARM_UP = (60, 10)
REPORT = Path("demo/reports")


@dataclass
class Measured:
    """One bot's figures; interactions by what was asked and how many at a time."""

    ready: float = 0.0
    memory: float = 0.0
    asked: dict[tuple[str, int], Figures] = field(default_factory=dict)


async def run() -> None:
    """Measures both and prints the table; the ratio to the bare bot stands in brackets."""
    bare, colloquy = await _bare(), await _colloquy()
    print(f"{'':<34}{'bare bot':>12}{'Colloquy':>22}")
    _row("start until ready, s", bare.ready, colloquy.ready)
    _row("memory at rest, MB", bare.memory, colloquy.memory)
    print("\nthe sandbox itself, beside the bare bot")
    for (asked, at_a_time), figures in bare.asked.items():
        _row(f"  CPU each {asked}, {at_a_time} at a time, ms", figures.cpu * 1000, figures.sandbox * 1000)
    for (asked, at_a_time), figures in colloquy.asked.items():
        reference = bare.asked["/ping", at_a_time]
        print(f"\n{asked} beside /ping, {at_a_time} at a time")
        _row("  p50, ms", reference.p50 * 1000, figures.p50 * 1000)
        _row("  p99, ms", reference.p99 * 1000, figures.p99 * 1000)
        _row("  interactions per second", reference.rate, figures.rate)
        _row("  CPU each, ms", reference.cpu * 1000, figures.cpu * 1000)


def _row(name: str, reference: float, measured: float) -> None:
    print(f"{name:<34}{reference:>12.2f}{measured:>12.2f} ({measured / reference:.2f})")


async def _bare() -> Measured:
    measured = Measured()
    with tempfile.TemporaryDirectory() as folder:
        async with Rig.running(["-m", "benchmarks.bare"], Path(folder), PEOPLE) as rig:
            measured.ready = await rig.until_ready("ping")
            measured.memory = rig.memory()
            ping = rig.command("ping")
            await rig.measure(ping, *WARM_UP)
            for count, at_a_time in (ONE_AT_A_TIME, FIFTY_AT_A_TIME):
                measured.asked["/ping", at_a_time] = await rig.measure(ping, count, at_a_time)
    return measured


async def _colloquy() -> Measured:
    measured = Measured()
    with tempfile.TemporaryDirectory() as folder:
        async with Rig.running(["-m", "bot", "run"], Path(folder), PEOPLE) as rig:
            measured.ready = await rig.until_ready("help")
            measured.memory = rig.memory()
            await open_week(rig)
            text = long_report()
            asked = {
                "/me status": rig.command("me status"),
                "a whole form, on disk": rig.form("report:form:1:6", lambda number: f"{number}\n{text}"),
            }
            number = 0
            for name, fire in asked.items():
                for count, at_a_time in (WARM_UP, ONE_AT_A_TIME, FIFTY_AT_A_TIME):
                    measured.asked[name, at_a_time] = await rig.measure(fire, count, at_a_time, number)
                    number += count
                del measured.asked[name, WARM_UP[1]]
    return measured


async def open_week(rig: Rig) -> None:
    """A course with an open week, in which everyone has handed in once."""
    await rig.owner.run(rig.channel, "setup course", name="Bench", instructors=rig.instructors)
    now = datetime.now(UTC)
    await rig.owner.run(
        rig.channel,
        "week add",
        number=6,
        topic="Bench",
        opens=f"{now:%Y-%m-%d %H:%M}",
        due=f"{now + timedelta(days=7):%Y-%m-%d %H:%M}",
    )
    first = rig.form("report:form:1:6", lambda number: f"The presenter argued that {number} is a number.")
    await rig.measure(first, PEOPLE, 5, first=10**6)


def long_report() -> str:
    """About 3,000 characters of a report."""
    return max((path.read_text() for path in sorted(REPORT.glob("*.md"))), key=len)[:3000]
