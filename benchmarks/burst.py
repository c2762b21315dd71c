"""A burst: 300 students hand in within a minute, half of them files, on a slow disk, also through a kill.

`python -m benchmarks.burst` prints the first answers' p99 and what is on disk in the end; then hand-ins on
disk per second at 1, 50 and 300 at a time, beside the bare ping and the disk's fsync, as `make bench` does.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.interactions import long_report, open_week
from benchmarks.rig import Json, Rig
from sandbox import posting
from sandbox.interactions import COMMAND, FORM_SUBMIT, Interaction
from sandbox.posting import Upload

PEOPLE = 300
BURST_SECONDS = 60.0
KILL_AT = 30.0
PATIENCE = 8.0
"""Seconds after which a student who sees nothing hands in again."""
ROUNDS = ((60, 1), (600, 50), (900, 300))
FSYNCS = 200
SLOW_FSYNC = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int slow(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    usleep(5000);
    return real(file);
}
int fsync(int file) { return slow("fsync", file); }
int fdatasync(int file) { return slow("fdatasync", file); }
"""


class Timed(Interaction):
    """An interaction that knows when it got its first answer."""

    answered_at: float | None = None

    def respond(self, kind: int, data: Json, uploads: list[Upload]) -> None:
        super().respond(kind, data, uploads)
        self.answered_at = time.perf_counter()


@dataclass
class Burst:
    """What came of it."""

    first_answers: list[float] = field(default_factory=list)
    again: int = 0
    receipts: int = 0

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.first_answers, n=100)[98]


async def run() -> None:
    """Plays the burst twice, the second time with a kill in the middle; then measures the rounds."""
    with tempfile.TemporaryDirectory() as folder:
        slow = _slow_disk(Path(folder))
        for kill in (False, True):
            place = Path(folder) / f"burst-{kill}"
            place.mkdir()
            burst, versions = await _burst(place, slow, kill=kill)
            print(f"\n{PEOPLE} hand-ins in {BURST_SECONDS:.0f} s, 5 ms added to each fsync, killed: {kill}")
            print(f"  receipts seen {burst.receipts}, students on disk {versions}, tried again {burst.again}")
            print(f"  first answer p50 {statistics.median(burst.first_answers) * 1000:.0f} ms", end="")
            print(f", p99 {burst.p99 * 1000:.0f} ms")
            if versions != PEOPLE or burst.receipts != PEOPLE or (not kill and burst.p99 >= 1):
                raise SystemExit("the burst failed")
    await rounds()


def _slow_disk(folder: Path) -> dict[str, str]:
    """What makes each fsync of a process take 5 ms longer. Raises SystemExit without a C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise SystemExit("The burst needs a C compiler (cc), to slow the disk down.")
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(SLOW_FSYNC)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library)}


async def _burst(folder: Path, slow: dict[str, str], *, kill: bool) -> tuple[Burst, int]:
    burst, draw = Burst(), random.Random(7)
    async with Rig.running(["-m", "bot", "run"], folder, PEOPLE, slow) as rig:
        await rig.until_ready("help")
        await open_week(rig)
        starts = sorted(draw.uniform(0, BURST_SECONDS) for _ in range(PEOPLE))
        begun = time.perf_counter()
        killing = asyncio.create_task(_kill(rig)) if kill else None
        await asyncio.gather(*(_student(rig, burst, n, begun + at) for n, at in enumerate(starts)))
        if killing is not None:
            await killing
    with closing(sqlite3.connect(folder / "bench.db")) as database:
        (versions,) = database.execute("SELECT count(DISTINCT member_id) FROM versions").fetchone()
    return burst, int(versions)


async def _kill(rig: Rig) -> None:
    await asyncio.sleep(KILL_AT)
    rig.process.kill()
    await rig.process.wait()
    await rig.start()


async def _student(rig: Rig, burst: Burst, number: int, at: float) -> None:
    """Hands in at this moment, and again until there is a receipt."""
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    for attempt in range(20):
        interaction, sent = _bring(rig, number), time.perf_counter()
        while time.perf_counter() - sent < PATIENCE and interaction.state != "dead":
            if _has_receipt(interaction):
                burst.first_answers.append((interaction.answered_at or sent) - sent)
                burst.receipts += 1
                burst.again += attempt
                return
            await asyncio.sleep(0.02)
        await asyncio.sleep(1)


def _has_receipt(interaction: Timed) -> bool:
    return interaction.original is not None and "SHA-256" in str(interaction.original.raw)


def _bring(rig: Rig, number: int) -> Timed:
    """Every other student sends a file."""
    text = f"Student {number} says this.\n{long_report()}"
    if number % 2:
        parts = [{"type": 18, "id": 1, "component": _field(text)}]
        data: Json = {"custom_id": f"report:form:1:6:{number + 1}", "components": parts}
        return _send(rig, number, FORM_SUBMIT, data)
    upload = Upload(f"{number}.md", text.encode())
    made = posting.keep(rig.world, upload, f"ephemeral-attachments/{rig.app.id}")
    (report,) = [
        one for one in rig.world.applications[rig.app.id].commands[""].values() if one["name"] == "report"
    ]
    file = {"name": "file", "type": 11, "value": made["id"]}
    data = {
        "id": report["id"],
        "name": "report",
        "type": 1,
        "options": [{"name": "submit", "type": 1, "options": [file]}],
        "resolved": {"attachments": {made["id"]: made}},
    }
    return _send(rig, number, COMMAND, data)


def _field(text: str) -> dict[str, Any]:
    return {"type": 4, "id": 2, "custom_id": "body", "value": text}


def _send(rig: Rig, number: int, kind: int, data: Json) -> Timed:
    world = rig.world
    person, channel = world.persons[rig.people[number].id], world.channels[rig.channel.id]
    interaction = Timed(world, world.applications[rig.app.id], person, channel, kind, data)
    interaction.start()
    return interaction


async def rounds(sizes: Sequence[tuple[int, int]] = ROUNDS) -> None:
    """Hand-ins on disk per second and their p99, so many (count, at a time): each answer follows its fsync.

    Beside the bare bot's ping, and beside what the disk's fsync allows one after another, of the same run.
    """
    pings: dict[int, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        async with Rig.running(["-m", "benchmarks.bare"], Path(folder), PEOPLE) as rig:
            await rig.until_ready("ping")
            for count, at_a_time in sizes:
                figures = await rig.measure(rig.command("ping"), count, at_a_time)
                pings[at_a_time] = figures.rate, figures.p99
    with tempfile.TemporaryDirectory() as folder:
        syncs = _fsyncs(Path(folder))
        print(f"\nhand-ins on disk; fsync of this disk, one after another: {syncs:.0f} per second")
        print(f"{'at a time':>10}{'on disk/s':>12}{'p99, ms':>10}{'ping/s':>10}{'p99, ms':>10}", end="")
        print(f"{'to ping':>10}{'to fsync':>10}")
        async with Rig.running(["-m", "bot", "run"], Path(folder), PEOPLE) as rig:
            await rig.until_ready("help")
            await open_week(rig)
            fire, first = rig.form("report:form:1:6", lambda number: f"{number}\n{long_report()}"), 10**7
            for count, at_a_time in sizes:
                try:
                    figures = await rig.measure(fire, count, at_a_time, first)
                except RuntimeError:
                    print(f"{at_a_time:>10}  somebody waited longer than Discord does")
                    continue
                first += count
                rate, p99 = pings[at_a_time]
                print(f"{at_a_time:>10}{figures.rate:>12.0f}{figures.p99 * 1000:>10.0f}", end="")
                print(f"{rate:>10.0f}{p99 * 1000:>10.0f}", end="")
                print(f"{figures.rate / rate:>10.2f}{figures.rate / syncs:>10.2f}")


def _fsyncs(folder: Path) -> float:
    """How many times a second this disk writes a page down for good."""
    file = os.open(folder / "page", os.O_WRONLY | os.O_CREAT)
    begun = time.perf_counter()
    for _ in range(FSYNCS):
        os.pwrite(file, b"x" * 4096, 0)
        os.fsync(file)
    took = time.perf_counter() - begun
    os.close(file)
    return FSYNCS / took


if __name__ == "__main__":
    asyncio.run(run())
