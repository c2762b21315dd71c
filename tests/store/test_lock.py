"""One process to a database: a second one is sent away, and a dead one leaves nothing locked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.lock import InUse, is_held, lock_file, only_one

ROOT = Path(__file__).parents[2]
HOLDING = """
import sys
from bot.store.lock import only_one
with only_one(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(url: str) -> subprocess.Popen[str]:
    """Another process that has the database."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDING, url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_a_second_process_is_sent_away_and_told_by_whom(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'colloquy.db'}"
    with holder(url) as child:
        assert is_held(url)
        with pytest.raises(InUse, match=f"in use by process {child.pid}$"), only_one(url):
            pass
        child.kill()
        child.wait()
        assert not is_held(url)


def test_two_names_of_one_database_are_one(tmp_path: Path) -> None:
    (tmp_path / "colloquy.db").touch()
    (tmp_path / "other.db").symlink_to(tmp_path / "colloquy.db")
    with (
        only_one(f"sqlite:///{tmp_path / 'colloquy.db'}"),
        pytest.raises(InUse),
        only_one(f"sqlite:///{tmp_path / 'other.db'}"),
    ):
        pass


def test_the_lock_stays_when_nobody_holds_it(tmp_path: Path) -> None:
    file = tmp_path / "colloquy.db"
    for _ in range(2):
        with only_one(f"sqlite:///{file}"):
            assert lock_file(file).exists()
    assert lock_file(file).exists()
