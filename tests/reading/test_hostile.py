"""Whatever is handed in is answered with its text or a sentence, in time, while the bot goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import asynccontextmanager, suppress
from multiprocessing import get_context
from typing import NamedTuple

import pytest

from bot.reading.worker import ReadingWorker
from bot.seminar.refusals import HandIn, Unreadable
from bot.words.catalogues import LANGUAGES, words_for
from bot.words.refusals import in_words
from tests.reading.hostile import KINDS, fuzzed, hostile
from tests.reading.makers import docx

LONGEST_ANSWER = 15.0
"""Seconds by the clock: the worker gives up after 12, the child may compute for 10."""
LONGEST_BLOCK = 0.1
"""Seconds of the loop's own work."""
BEAT = 0.002
BATCH = 16


class Pulse:
    """Beats in the loop; `longest` is how long the loop's thread worked at most from one beat to the next.

    Working time, not the clock's: another process that holds the core is not the bot's doing. How late a
    beat came by the clock is `latest`: where that is long and `longest` short, the machine is overloaded.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.latest = 0.0

    def __str__(self) -> str:
        return f"the loop worked {self.longest:.3f} s at most, its latest beat came {self.latest:.3f} s late"

    @asynccontextmanager
    async def felt(self) -> AsyncIterator[None]:
        beating = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            beating.cancel()

    async def _beat(self) -> None:
        while True:
            worked, clock = time.thread_time(), time.monotonic()
            await asyncio.sleep(BEAT)
            self.longest = max(self.longest, time.thread_time() - worked)
            self.latest = max(self.latest, time.monotonic() - clock - BEAT)


class Answer(NamedTuple):
    """`seconds` are the clock's; `code` is the refusal's, or "text" where there is one."""

    seconds: float
    seed: int
    name: str
    code: str


async def answer(worker: ReadingWorker, makers: Executor, seed: int) -> Answer:
    """What the file of this seed is answered with: a text, or a refusal that has words in each language.

    Other processes make the files: a thread that fills 800 MB would hold up this loop for seconds.
    """
    name, data = await asyncio.get_running_loop().run_in_executor(makers, hostile, seed)
    start = time.monotonic()
    answered: str | HandIn
    try:
        answered = await worker.decode(name, data)
    except HandIn as refusal:
        answered = refusal
    seconds = time.monotonic() - start
    if isinstance(answered, HandIn):
        assert all(in_words(answered, words_for(language)) for language in LANGUAGES)
        return Answer(seconds, seed, name, answered.code)
    answered.encode()  # no lone surrogate is left
    assert any(map(str.isalnum, answered))
    return Answer(seconds, seed, name, "text")


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_every_hostile_file_is_answered(*, full_count: bool) -> None:
    count = 2_000 if full_count else 2 * len(KINDS)
    seeds = iter(range(count))
    answered: list[Answer] = []
    pulse = Pulse()

    async def work(seeds: Iterator[int]) -> None:
        worker = ReadingWorker()
        for seed in seeds:
            answered.append(await answer(worker, makers, seed))
        assert await worker.decode("a.docx", docx(["fine"])) == "fine"
        await worker.close()

    with ProcessPoolExecutor(2, get_context("spawn")) as makers:
        async with pulse.felt():
            await asyncio.gather(work(seeds), work(seeds))
    told = f"{count} files; {pulse}; slowest answers:"
    print(told, *sorted(answered, reverse=True)[:20], sep="\n")
    assert [one for one in answered if one.seconds >= LONGEST_ANSWER] == [], pulse
    assert pulse.longest < LONGEST_BLOCK
    assert len(answered) == count
    assert {"text", "damaged", "locked", "too_heavy", "file_too_large", "scanned_pages"} <= {
        one.code for one in answered
    }


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_every_text_is_read(*, full_count: bool) -> None:
    count = 10_000 if full_count else 320
    worker = ReadingWorker()
    pulse = Pulse()
    longest = 0.0
    for first in range(0, count, BATCH):
        written = [fuzzed(seed).encode("utf-8", "surrogatepass") for seed in range(first, first + BATCH)]
        async with pulse.felt():
            texts = [text for data in written if (text := await _text(worker, data)) is not None]
            start = time.monotonic()
            readings = await worker.read(texts)
            longest = max(longest, time.monotonic() - start)
        for text, reading in zip(texts, readings, strict=True):
            spans = [(one.start, one.end) for one in reading.findings]
            spans += [(one.start, one.end) for one in reading.statements]
            assert all(0 <= start <= end <= len(text) for start, end in spans)
    await worker.close()
    print(f"{count} texts, {BATCH} at a time; {pulse}; the slowest answer took {longest:.1f} s")
    assert longest < LONGEST_ANSWER, pulse
    assert pulse.longest < LONGEST_BLOCK


async def _text(worker: ReadingWorker, data: bytes) -> str | None:
    try:
        return await worker.decode("a.txt", data)
    except Unreadable:
        return None


@pytest.mark.parametrize(
    "piece", ["a", "가 ", "a\u0301\u0323", "\u0301", "ᄀ", "\0 ", "\n", "😀", "https://"]
)
async def test_what_is_decoded_at_once_takes_no_time(piece: str) -> None:
    data = (piece * 64_000).encode()[: 64 * 1024]
    worker = ReadingWorker()
    start = time.thread_time()
    with suppress(HandIn):
        await worker.decode("a.txt", data)
    assert time.thread_time() - start < LONGEST_BLOCK
    assert worker.files_pid is None
