"""A process that is killed in the middle of writes loses none that it acknowledged."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.seal import Seal

ROOT = Path(__file__).parents[2]
ROOM = 1_000_000
"""Each life of the child numbers its writes from another million on."""


def acknowledged(file: Path, key: str, life: int, writes: int) -> set[int]:
    """What a child acknowledged until it was killed, right after so many writes."""
    command = [sys.executable, "-m", "tests.store.writing_child", f"sqlite:///{file}", key, str(life * ROOM)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            lines = [child.stdout.readline() for _ in range(writes)]
        finally:
            child.kill()
        lines += child.stdout.readlines()
    assert all(lines[:writes])
    return {int(line) for line in lines if line.endswith("\n")}


@pytest.mark.long
def test_no_acknowledged_write_is_lost(empty_database: Path, tmp_path: Path, *, full_count: bool) -> None:
    lives = 60 if full_count else 12
    file, key = tmp_path / "colloquy.db", Seal.new_key()
    file.write_bytes(empty_database.read_bytes())
    promised: set[int] = set()
    for life in range(1, lives + 1):
        promised |= acknowledged(file, key, life, writes=20 + 7 * life)
        with closing(sqlite3.connect(file)) as database:
            kept = {xid for (xid,) in database.execute("SELECT channel_xid FROM courses")}
            assert promised <= kept
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(promised) > lives * 20


def test_a_full_disk_loses_no_acknowledged_write(empty_database: Path, tmp_path: Path) -> None:
    """The file may not grow beyond a limit: the writes that no longer fit are not acknowledged."""
    file, key = tmp_path / "colloquy.db", Seal.new_key()
    file.write_bytes(empty_database.read_bytes())
    room = file.stat().st_size + 600_000
    limited = f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))"
    run = "runpy.run_module('tests.store.writing_child', run_name='__main__')"
    child = subprocess.run(
        [sys.executable, "-c", f"{limited}; {run}", f"sqlite:///{file}", key, str(ROOM)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert child.returncode == 1
    assert "StoreUnavailable" in child.stderr
    promised = {int(line) for line in child.stdout.splitlines()}
    assert promised
    with closing(sqlite3.connect(file)) as database:
        kept = {xid for (xid,) in database.execute("SELECT channel_xid FROM courses")}
        assert promised <= kept
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
