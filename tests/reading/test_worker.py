"""The reading worker: its child reads, is limited, is replaced when it fails, and never stays behind."""

from __future__ import annotations

import asyncio
import io
import os
import pickle
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.reading.alike import alike
from bot.reading.beside import beside_claims
from bot.reading.hands import Values
from bot.reading.matching import likeness
from bot.reading.report import read
from bot.reading.worker import ReadingWorker
from bot.seminar.grouping import Known, settle
from bot.seminar.refusals import BadTable, Locked, TooHeavy, WrongKind
from bot.seminar.reports import ReaderFailed, Reading, Speaker
from tests.reading.makers import docx, hwp, pdf

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="watches processes by pidfd and /proc")

TEXT = "Week 6\n2024-10001 김민지\n\nThe presenter argued that streets are rooms, and ."
SOON = 5.0


@pytest.fixture
async def worker() -> AsyncIterator[ReadingWorker]:
    worker = ReadingWorker()
    yield worker
    await worker.close()


@contextmanager
def watched(pid: int) -> Iterator[int]:
    """A descriptor that becomes readable when the process ends."""
    descriptor = os.pidfd_open(pid)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


async def until_gone(descriptor: int) -> None:
    gone = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, gone.set)
    try:
        async with asyncio.timeout(SOON):
            await gone.wait()
    finally:
        loop.remove_reader(descriptor)


def child_of(worker: ReadingWorker) -> int:
    assert worker.pid is not None
    return worker.pid


async def test_the_child_reads_as_the_functions_do(worker: ReadingWorker) -> None:
    assert worker.pid is None
    assert await worker.read([TEXT, "", "\ud800 lone"]) == [read(TEXT), read(""), read("\ud800 lone")]
    first = child_of(worker)
    sides = ["Slow streets feed shops."], ["Shops are fed by slow streets.", "느린 도시"]
    assert await worker.likeness(*sides, "Streets") == beside_claims(*sides, topic="Streets")
    assert await worker.likeness(*sides, None) == beside_claims(*sides)
    assert worker.pid == first != os.getpid()


async def test_the_child_settles_as_the_rule_does(worker: ReadingWorker) -> None:
    new = [("Slow streets feed the shops.", Speaker.PRESENTER), ("Trees are walls.", Speaker.STUDENT)]
    texts = [text for text, _ in new]
    known = [Known(7, "Slow streets feed the shops of a town.")]
    rows = likeness(texts, [known[0].text, *texts], topic="Streets")
    settled = await worker.settle(new, known, "Streets", {"Trees are walls.": 9})
    assert settled == settle(new, known, rows, {"Trees are walls.": 9})
    assert [one.claim_id for one in settled] == [7, 9]


async def test_parts_are_wanted_text_by_text(worker: ReadingWorker) -> None:
    one, other = await worker.read(["Week 6", "Week 6"], [[], ["Reflection"]])
    assert [finding.about for finding in one.findings] == []
    assert [finding.about for finding in other.findings] == ["Reflection"]


async def test_passages_that_are_shared_come_back_as_values(worker: ReadingWorker) -> None:
    shared = (
        "Slow streets feed the shops beside them, and nobody who walks there ever asked for another of them."
    )
    found = await worker.alike([f"First. {shared}", f"{shared} Second."], [])
    assert found == alike([f"First. {shared}", f"{shared} Second."], [])
    assert found != []
    assert await worker.alike([shared, shared], [shared]) == []


async def test_short_plain_text_needs_no_child(worker: ReadingWorker) -> None:
    assert await worker.decode("a.md", b"text") == "text"
    with pytest.raises(WrongKind):
        await worker.decode("a.exe", b"text")
    assert worker.files_pid is None


@pytest.mark.parametrize(
    "data",
    [docx(["텍스트"]), pdf([["텍스트"]]), hwp(["텍스트"]), "텍스트".encode("utf-16") + b" \0" * 40_000],
)
async def test_all_else_is_read_in_a_child_of_its_own(worker: ReadingWorker, data: bytes) -> None:
    assert (await worker.decode("a.txt", data)).strip() == "텍스트"
    assert worker.files_pid is not None
    assert worker.pid is None


async def test_a_refusal_comes_back_from_the_child(worker: ReadingWorker) -> None:
    with pytest.raises(Locked) as caught:
        await worker.decode("\ud800 .hwp", hwp(["x"], flags=3))
    assert caught.value.facts == {"name": "\ud800 .hwp"}


async def test_a_file_on_which_the_child_ends_is_refused_and_the_next_one_is_read(
    worker: ReadingWorker,
) -> None:
    await worker.decode("a.docx", docx(["text"]))
    assert worker.files_pid is not None
    os.kill(worker.files_pid, signal.SIGSTOP)
    job = asyncio.create_task(worker.decode("a.docx", docx(["text"])))
    await asyncio.sleep(0)
    os.kill(worker.files_pid, signal.SIGKILL)
    with pytest.raises(TooHeavy):
        await job
    assert await worker.decode("a.docx", docx(["text"])) == "text"


def test_a_result_that_names_what_is_not_ours_is_not_believed() -> None:
    assert Values(io.BytesIO(pickle.dumps([read(TEXT)]))).load() == [read(TEXT)]
    for hostile in (os.system, Path("/etc/passwd"), Reading.__init__.__globals__["digest"]):
        with pytest.raises(pickle.UnpicklingError):
            Values(io.BytesIO(pickle.dumps(hostile))).load()


LIMITED = """
import os, socket, subprocess, sys, threading
from bot.reading.limits import limit_job, limit_process
limit_process()
limit_job()
try:
    {what}
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(
    "what",
    [
        "open('made', 'w')",
        "open('pyproject.toml', 'r+')",
        "os.open('made', os.O_CREAT | os.O_WRONLY)",
        "os.remove('pyproject.toml')",
        "socket.create_connection(('127.0.0.1', 1))",
        "socket.getaddrinfo('localhost', 1)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "os.kill(1, 0)",
    ],
)
def test_a_limited_process_writes_nothing_and_speaks_to_nobody(what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(what=what)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["PermissionError"]
    assert not Path("made").exists()


def test_a_job_that_computes_too_long_is_ended() -> None:
    code = LIMITED.format(what="while True: pass").replace(
        "limit_job()\n", "bot.reading.limits.CPU_SECONDS = 1\nlimit_job()\n"
    )
    done = subprocess.run([sys.executable, "-c", f"import bot.reading.limits\n{code}"], check=False)
    assert done.returncode == -signal.SIGXCPU


async def test_many_callers_each_get_their_own_answer(worker: ReadingWorker) -> None:
    texts = [f"Week {number}" for number in range(1, 21)]
    readings = await asyncio.gather(*(worker.read([text]) for text in texts))
    assert [one.header.week for (one,) in readings] == list(range(1, 21))


async def test_the_child_is_limited_and_knows_no_secret(
    worker: ReadingWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a secret")
    await worker.read([TEXT])
    process = Path(f"/proc/{child_of(worker)}")
    (line,) = [row for row in (process / "limits").read_text().splitlines() if "address space" in row]
    assert line.split()[3] == str(512 * 1024 * 1024)
    (line,) = [row for row in (process / "limits").read_text().splitlines() if "Max file size" in row]
    assert line.split()[3] == "0"
    assert os.getpriority(os.PRIO_PROCESS, child_of(worker)) >= 10
    assert b"secret" not in (process / "environ").read_bytes()


def test_the_child_loads_only_what_it_needs() -> None:
    code = "import sys, bot.reading.child; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    ours = {name for name in loaded if name.startswith("bot.") and name.count(".") == 1}
    assert ours == {"bot.reading", "bot.seminar"}
    assert not {"discord", "sqlalchemy", "asyncio", "cryptography", "pdfminer", "olefile"} & set(loaded)


async def test_an_idle_child_goes_and_the_next_call_starts_another() -> None:
    worker = ReadingWorker(idle=0.01)
    await worker.read([TEXT])
    first = child_of(worker)
    with watched(first) as descriptor:
        await until_gone(descriptor)
    assert worker.pid is None
    assert await worker.read([TEXT]) == [read(TEXT)]
    await worker.close()


@pytest.fixture
async def move(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], Awaitable[None]]:
    """Moves the loop's clock on by so many seconds and lets what is due then begin."""
    loop = asyncio.get_running_loop()
    clock, moved = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: clock() + moved)

    async def on(seconds: float) -> None:
        nonlocal moved
        moved += seconds
        for _ in range(5):
            await asyncio.sleep(0)

    return on


async def test_an_idle_child_stays_for_a_minute(
    worker: ReadingWorker, move: Callable[[float], Awaitable[None]]
) -> None:
    await worker.read([TEXT])
    first = child_of(worker)
    with watched(first) as descriptor:
        await move(50)
        assert worker.pid == first
        await move(11)
        await until_gone(descriptor)
    assert worker.pid is None


async def test_a_job_that_takes_too_long_fails_and_the_next_one_does_not(
    worker: ReadingWorker, move: Callable[[float], Awaitable[None]]
) -> None:
    await worker.read([TEXT])
    first = child_of(worker)
    os.kill(first, signal.SIGSTOP)
    with watched(first) as descriptor:
        job = asyncio.create_task(worker.read([TEXT]))
        await move(0)
        await move(15)
        assert worker.pid is None
        with pytest.raises(ReaderFailed, match="Timeout"):
            await job
        await until_gone(descriptor)
    assert await worker.read([TEXT]) == [read(TEXT)]


async def test_a_job_that_ends_the_child_fails_and_the_next_one_does_not(worker: ReadingWorker) -> None:
    with pytest.raises(ReaderFailed):
        await worker.read([6])  # type: ignore[list-item]
    await worker.read([TEXT])
    os.kill(child_of(worker), signal.SIGSTOP)
    job = asyncio.create_task(worker.read([TEXT]))
    os.kill(child_of(worker), signal.SIGKILL)
    with pytest.raises(ReaderFailed):
        await job
    assert await worker.read([TEXT]) == [read(TEXT)]


async def test_the_answer_of_a_cancelled_job_is_nobodys(worker: ReadingWorker) -> None:
    await worker.read([TEXT])
    os.kill(child_of(worker), signal.SIGSTOP)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await worker.read(["Week 1"])
    (reading,) = await worker.read(["Week 2"])
    assert reading.header.week == 2


async def test_an_interrupt_from_the_terminal_leaves_the_child_to_the_parent(worker: ReadingWorker) -> None:
    await worker.read([TEXT])
    first = child_of(worker)
    os.kill(first, signal.SIGINT)
    await worker.read([TEXT])
    assert worker.pid == first


async def test_closing_ends_the_child_in_the_middle_of_a_job() -> None:
    worker = ReadingWorker()
    await worker.read([TEXT])
    with watched(child_of(worker)) as descriptor:
        os.kill(child_of(worker), signal.SIGSTOP)
        job = asyncio.create_task(worker.read([TEXT]))
        waiting = asyncio.create_task(worker.read([TEXT]))
        await asyncio.sleep(0)
        await worker.close()
        await until_gone(descriptor)
    for task in (job, waiting):
        with pytest.raises(ReaderFailed):
            await task
    assert worker.pid is None
    await worker.close()


PARENT = """
import asyncio, sys
from bot.reading.worker import ReadingWorker

async def main():
    worker = ReadingWorker()
    await worker.read(["Week 6"])
    print(worker.pid, flush=True)
    {then}

asyncio.run(main())
"""
BUSY = "await worker.read(['a. ' * 4_000_000])"
IDLE = "await asyncio.Event().wait()"
ENDS = "sys.stdin.read(1)"


@contextmanager
def parent(then: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A process that uses a worker, and a descriptor of its child."""
    code = [sys.executable, "-c", PARENT.format(then=then)]
    pipe = subprocess.PIPE
    with subprocess.Popen(code, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        with watched(int(process.stdout.readline())) as descriptor:
            yield process, descriptor
        process.kill()


@pytest.mark.parametrize("then", [BUSY, IDLE])
def test_the_child_does_not_outlive_a_parent_that_is_killed(then: str) -> None:
    with parent(then) as (process, descriptor):
        process.kill()
        assert select.select([descriptor], [], [], SOON)[0]


def test_a_parent_that_forgets_to_close_ends_at_once_and_takes_the_child_along() -> None:
    with parent(ENDS) as (process, descriptor):
        start = time.monotonic()
        _, errors = process.communicate("x", timeout=SOON)
        assert time.monotonic() - start < 1
        assert process.returncode == 0
        # From Python 3.13 on asyncio itself complains of a transport that nobody closed.
        assert errors == "" or "BaseSubprocessTransport.__del__" in errors
        assert select.select([descriptor], [], [], SOON)[0]


async def test_tables_and_calendars_are_read_in_the_child_too(worker: ReadingWorker) -> None:
    assert await worker.rows("plan.csv", "주차,주제\r\n1,거리\r\n".encode("cp949")) == [
        ["주차", "주제"],
        ["1", "거리"],
    ]
    event = "BEGIN:VEVENT\r\nSUMMARY:Week 1: A\r\nDTSTART:20260907T090000Z\r\nDURATION:P6D\r\nEND:VEVENT\r\n"
    _, row = await worker.rows("plan.ICS", f"BEGIN:VCALENDAR\r\n{event}END:VCALENDAR\r\n".encode())
    assert row[:2] == ["1", "A"]
    assert worker.files_pid is not None
    for name in ("plan.pdf", "plan.csv", "plan.ics", "plan"):
        with pytest.raises(BadTable) as caught:
            await worker.rows(name, b"")
        assert caught.value.facts == {"name": name}
