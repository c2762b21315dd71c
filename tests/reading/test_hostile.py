"""Whatever is handed in is answered with its text or a sentence, in time, while the bot goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import pytest

from bot.reading.worker import ReadingWorker
from bot.seminar.refusals import HandIn, Unreadable
from bot.words.catalogues import LANGUAGES, words_for
from bot.words.refusals import in_words
from tests.reading.hostile import KINDS, fuzzed, hostile
from tests.reading.makers import docx

LONGEST_ANSWER = 15.0
"""Seconds: the worker gives up after 12; on a busy machine it takes a while to end a child."""
LONGEST_BLOCK = 0.1
BATCH = 16


class Pulse:
    """Beats in the loop; `longest` is how long the loop's thread worked at most from one beat to the next.

    Working time, not the clock's: another process that holds the core is not the bot's doing.
    """

    def __init__(self) -> None:
        self.longest = 0.0

    @asynccontextmanager
    async def felt(self) -> AsyncIterator[None]:
        beating = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            beating.cancel()

    async def _beat(self) -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(0.002)
            self.longest = max(self.longest, time.thread_time() - before)


async def answer(worker: ReadingWorker, name: str, data: bytes) -> str:
    """The code of the refusal, which has words in each language; "text" where there is one."""
    start = time.monotonic()
    answered: str | HandIn
    try:
        answered = await worker.decode(name, data)
    except HandIn as refusal:
        answered = refusal
    assert time.monotonic() - start < LONGEST_ANSWER, name
    if isinstance(answered, HandIn):
        assert all(in_words(answered, words_for(language)) for language in LANGUAGES)
        return answered.code
    answered.encode()  # no lone surrogate is left
    assert any(map(str.isalnum, answered))
    return "text"


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_every_hostile_file_is_answered(*, full_count: bool) -> None:
    seeds = iter(range(2_000 if full_count else 2 * len(KINDS)))
    answered: dict[int, str] = {}
    pulse = Pulse()

    async def work(seeds: Iterator[int]) -> None:
        worker = ReadingWorker()
        for seed in seeds:
            name, data = await asyncio.to_thread(hostile, seed)
            answered[seed] = await answer(worker, name, data)
        assert await worker.decode("a.docx", docx(["fine"])) == "fine"
        await worker.close()

    async with pulse.felt():
        await asyncio.gather(work(seeds), work(seeds))
    assert pulse.longest < LONGEST_BLOCK
    assert len(answered) == (2_000 if full_count else 2 * len(KINDS))
    assert {"text", "damaged", "locked", "too_heavy", "file_too_large", "scanned_pages"} <= {
        *answered.values()
    }


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_every_text_is_read(*, full_count: bool) -> None:
    count = 10_000 if full_count else 320
    worker = ReadingWorker()
    pulse = Pulse()
    for first in range(0, count, BATCH):
        written = [fuzzed(seed).encode("utf-8", "surrogatepass") for seed in range(first, first + BATCH)]
        async with pulse.felt():
            texts = [text for data in written if (text := await _text(worker, data)) is not None]
            start = time.monotonic()
            readings = await worker.read(texts)
            assert time.monotonic() - start < LONGEST_ANSWER
        for text, reading in zip(texts, readings, strict=True):
            spans = [(one.start, one.end) for one in reading.findings]
            spans += [(one.start, one.end) for one in reading.statements]
            assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert pulse.longest < LONGEST_BLOCK
    await worker.close()


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
