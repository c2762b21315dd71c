"""The child process of the reading worker: jobs come in on standard input, results leave on standard output.

A job is the name of a function and its arguments, pickled, after its length in four bytes; so is a result.
With the folder of a sentence encoder as its argument, the child compares passages by that, too.
The child ends as soon as its input ends, whatever it is doing: it never outlives the parent.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from bot.reading import alike, files, matching, meaning, report
from bot.reading.beside import beside_claims
from bot.reading.limits import (
    CPU_SECONDS,
    MEANING_CPU_SECONDS,
    MEANING_MEMORY,
    MEMORY,
    limit_job,
    limit_process,
)
from bot.seminar import grouping
from bot.seminar.grouping import Known, Settled
from bot.seminar.refusals import Fact, HandIn
from bot.seminar.reports import Reading, Speaker

INPUT = 0

Refused = tuple[str, dict[str, Fact]]
"""The code and the facts of a refusal."""


def read(texts: Sequence[str], parts: Sequence[Sequence[str]]) -> list[Reading]:
    wanted = parts or [()] * len(texts)
    return [report.read(text, names) for text, names in zip(texts, wanted, strict=True)]


def decode(name: str, data: bytes) -> str | Refused:
    try:
        return files.decode(name, data)
    except HandIn as refusal:
        return refusal.code, refusal.facts


def take(name: str, data: bytes) -> tuple[str, Reading] | Refused:
    """A file's text and what is read in it, at one go."""
    text = decode(name, data)
    return (text, report.read(text)) if isinstance(text, str) else text


def rows(name: str, data: bytes) -> list[list[str]] | None:
    """The cells of a table or the events of a calendar; None where it is neither."""
    from bot.reading import calendars, sheets  # noqa: PLC0415  # few children need them

    read = calendars.rows_of if name.lower().endswith(".ics") else sheets.rows_of
    try:
        return read(name, data)
    except HandIn:
        return None


def likeness(passages: Sequence[str], others: Sequence[str], topic: str | None) -> list[list[float]]:
    return beside_claims(passages, others, topic=topic)


def settle(
    new: Sequence[tuple[str, Speaker]], known: Sequence[Known], topic: str | None, kept: dict[str, int]
) -> list[Settled]:
    texts = [text for text, _ in new]
    rows = matching.rows(texts, [*(one.text for one in known), *texts], topic=topic)
    return grouping.settle(new, known, rows, kept)


JOBS: dict[str, Callable[..., Any]] = {
    "read": read,
    "decode": decode,
    "take": take,
    "rows": rows,
    "likeness": likeness,
    "settle": settle,
    "alike": alike.alike,
    "meaning_fault": meaning.fault,
}


def main() -> None:
    """Works until the input ends. An error ends the child, and the parent knows it by that."""
    results = sys.stdout.buffer
    folder = Path(sys.argv[1]) if sys.argv[1:] else None
    meaning.switch_on(folder)
    limit_process(MEANING_MEMORY if folder else MEMORY)
    seconds = MEANING_CPU_SECONDS if folder else CPU_SECONDS
    jobs: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    while True:
        _work(jobs.get(), results, seconds)


def _work(job: bytes, results: BinaryIO, seconds: int) -> None:
    limit_job(seconds)
    name, arguments = pickle.loads(job)  # noqa: S301  # the other end is our own parent
    result = pickle.dumps(JOBS[name](*arguments))
    results.write(len(result).to_bytes(4, "big") + result)
    results.flush()


def _listen(jobs: SimpleQueue[bytes]) -> None:
    while True:
        jobs.put(_receive(int.from_bytes(_receive(4), "big")))


def _receive(size: int) -> bytes:
    """So many bytes of the input; at its end the process ends. No buffer: its lock would hold up a crash."""
    received = bytearray()
    while len(received) < size:
        piece = os.read(INPUT, size - len(received))
        if not piece:
            os._exit(0)
        received += piece
    return bytes(received)


if __name__ == "__main__":
    main()
