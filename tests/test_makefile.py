"""`make` says at once what is wrong, and starts at once when nothing is to be done."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("Makefile", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(clone: Path, target: str) -> subprocess.CompletedProcess[str]:
    """Makes a target where every question to Python is answered no."""
    asked = ["make", "-C", str(clone), "--no-print-directory", target, "PYTHON=false"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(asked, capture_output=True, text=True, check=False, env=plain)


def test_a_python_that_is_too_old_is_refused_in_one_line(clone: Path) -> None:
    ended = make(clone, "test")

    assert ended.returncode != 0
    ours = [line for line in ended.stderr.splitlines() if not line.startswith("make")]
    assert ours == ["Colloquy needs Python 3.11 or newer; name one: make PYTHON=python3.12"]
    assert not (clone / ".venv").exists()


def test_an_environment_that_is_ready_is_not_made_again(clone: Path) -> None:
    (clone / ".venv").mkdir()
    (clone / ".venv/.installed").touch()

    ended = make(clone, "env")
    assert (ended.returncode, ended.stderr) == (0, "")

    os.utime(clone / "requirements-dev.txt", (2**32, 2**32))
    assert make(clone, "env").returncode != 0


def test_make_alone_lists_what_can_be_made(clone: Path) -> None:
    listed = make(clone, "help").stdout
    assert [line.split()[0] for line in listed.splitlines()][:3] == ["help", "sandbox", "test"]
