"""Three hundred reports of one week, read and grouped through the worker: seconds and memory."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from bot.reading.worker import ReadingWorker
from bot.seminar.grouping import Known
from training.corpus import reports

COUNT = 300
PER_CLAIM = 3


def week_table() -> None:
    """The corpus stands for one week; each report is read by itself, and compared with the claims so far.

    With MEANING the encoder compares, too.
    """
    print(asyncio.run(_week()))


async def _week() -> str:
    texts = [one.text for one in reports()]
    texts = [*texts, *texts][:COUNT]
    worker = ReadingWorker(meaning=Path(os.environ["MEANING"]) if os.environ.get("MEANING") else None)
    start = time.monotonic()
    reading_time = most = 0.0
    claims: dict[int, list[str]] = {}
    count = 0
    for text in texts:
        before = time.monotonic()
        (reading,) = await worker.read([text])
        reading_time += time.monotonic() - before
        new = [text[one.start : one.end] for one in reading.statements]
        known = [Known(number, passage) for number, some in claims.items() for passage in some]
        said = [(text[one.start : one.end], one.by) for one in reading.statements]
        settled = await worker.settle(said, known, "The week's topic", {})
        first = len(claims)
        for one, passage in zip(settled, new, strict=True):
            some = claims.setdefault(one.claim_id if one.claim_id >= 0 else first - one.claim_id, [])
            if len(some) < PER_CLAIM:
                some.append(passage)
        count += len(new)
        most = max(most, _memory(worker.pid) + _memory(worker.meaning_pid))
    whole = time.monotonic() - start
    await worker.close()
    return (
        f"{COUNT} reports of one week: {whole:.1f} s in all, {reading_time:.1f} s of them reading; "
        f"{count} statements, {len(claims)} claims; {most:.0f} MB in the worker"
    )


def _memory(pid: int | None) -> float:
    """What a process has held at most, in MB; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    lines = status.read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
