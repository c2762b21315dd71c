"""The child process of the reading worker: jobs come in on standard input, results leave on standard output.

A job is the name of a function and its arguments, pickled, after its length in four bytes; so is a result.
The child ends as soon as its input ends, whatever it is doing: it never outlives the parent.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any, BinaryIO

from bot.reading import matching, report
from bot.seminar.reports import Reading

if sys.platform == "linux":
    import resource

MEMORY = 512 * 1024 * 1024
NICENESS = 10
INPUT = 0


def read(texts: Sequence[str], parts: Sequence[Sequence[str]]) -> list[Reading]:
    wanted = parts or [()] * len(texts)
    return [report.read(text, names) for text, names in zip(texts, wanted, strict=True)]


def likeness(passages: Sequence[str], others: Sequence[str], topic: str | None) -> list[list[float]]:
    return matching.likeness(passages, others, topic=topic)


JOBS: dict[str, Callable[..., Any]] = {"read": read, "likeness": likeness}


def main() -> None:
    """Works until the input ends. An error ends the child, and the parent knows it by that."""
    _limit()
    jobs: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    while True:
        _work(jobs.get(), sys.stdout.buffer)


def _limit() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _work(job: bytes, results: BinaryIO) -> None:
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
