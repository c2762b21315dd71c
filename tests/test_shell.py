"""`python -m bot read`: every kind, folders, a bar while a person watches, and the claims of many reports."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from bot.shell import files_in, read_files
from tests.reading.makers import docx, hwp, hwpx, odt, pdf

ROOT = Path(__file__).parents[1]
PARAGRAPHS = [
    "Week 3 Report",
    "2026-10482 / Hana Kim",
    "The presenter argued that slow streets feed their shops.",
]


def shell(*arguments: str | Path, errors: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "read", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, check=False, timeout=280
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "late").mkdir()
    (tmp_path / "one.docx").write_bytes(docx(PARAGRAPHS))
    (tmp_path / "two.hwp").write_bytes(hwp(PARAGRAPHS))
    (tmp_path / "late" / "three.pdf").write_bytes(pdf([PARAGRAPHS]))
    (tmp_path / "late" / "four.odt").write_bytes(odt(PARAGRAPHS))
    (tmp_path / "late" / "five.hwpx").write_bytes(hwpx(PARAGRAPHS))
    (tmp_path / "late" / "photo.heic").write_bytes(b"...")
    (tmp_path / ".hidden.md").write_bytes(b"hidden")
    return tmp_path


def test_a_folder_gives_its_reports_and_names_what_cannot_be_read(folder: Path) -> None:
    done = shell(folder, folder / "none.md", "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    names = ["late/five.hwpx", "late/four.odt", "late/three.pdf", "one.docx", "two.hwp"]
    assert [one["file"] for one in found["reports"]] == [str(folder / name) for name in names]
    assert {(one["week"], one["student_number"], one["name"]) for one in found["reports"]} == {
        (3, "2026-10482", "Hana Kim")
    }
    (claim,) = found["claims"]
    assert len(claim["statements"]) == 5
    photo, none = done.stderr.splitlines()
    assert photo.startswith(f"{folder / 'late/photo.heic'}: photo.heic is a picture")
    assert none == f"{folder / 'none.md'}: No such file or directory"


def test_the_same_for_people(folder: Path) -> None:
    done = shell(folder / "one.docx", folder / "two.hwp")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Claims that reports share\n  2 reports" in done.stdout


def test_claims_that_may_be_one_are_proposed(tmp_path: Path) -> None:
    said = (
        "The presenter argued that salt decides which microbes may live in the jar.",
        "The presenter claimed that salt is a doorkeeper who picks the microbes that are let in.",
        "The presenter argued that slow streets feed their shops.",
    )
    names = [tmp_path / f"{number}.md" for number in range(len(said))]
    for name, sentence in zip(names, said, strict=True):
        name.write_text(f"Week 3 Report\n2026-10482 / Hana Kim\n\n{sentence}\n")
    found = json.loads(shell(*names, "--json").stdout)
    assert [one["label"] for one in found["claims"]] == [*said]
    assert found["proposals"] == [[0, 1]]
    assert "What may be one claim\n  2 reports" in shell(*names).stdout


def test_a_broken_encoder_is_said_in_a_line_and_words_compare(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEANING", str(folder / "nowhere"))
    monkeypatch.setenv("DATABASE_URL", "no database")
    done = shell(folder / "one.docx", folder / "two.hwp")
    (line,) = done.stderr.splitlines()
    assert line.startswith("passages are compared by words alone: MEANING names")
    assert done.returncode == 0
    assert "Claims that reports share\n  2 reports" in done.stdout


@pytest.mark.parametrize(
    "name", ["a\0b.md", "\ud800.md", "x" * 300 + ".md", "/dev/null", "/proc/self/mem.txt"]
)
def test_odd_names_are_named_as_unreadable(name: str) -> None:
    files, ((named, why),) = read_files([name])
    assert (files, named) == ([], name)
    assert why


def test_files_come_in_the_order_in_which_they_are_named(folder: Path) -> None:
    names = [str(folder / "two.hwp"), str(folder / "one.docx")]
    assert files_in(names) == names
    assert [file.name for file in read_files(names)[0]] == names


def test_a_bar_is_drawn_only_where_somebody_watches(folder: Path) -> None:
    ours, theirs = os.openpty()
    try:
        shell(folder / "one.docx", folder / "two.hwp", errors=theirs)
        drawn = os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert "] 1 of 2" in drawn
    assert drawn.endswith(" \r")


SAID = ["The presenter argued that", "They stressed that", "The speaker said that", "It was emphasized that"]
THINGS = ["streets", "shops", "trees", "children", "cars", "roads", "buses", "houses", "parks", "markets"]
DOING = ["feed", "need", "slow", "follow", "outlive", "replace", "cool", "carry", "change", "explain", "draw"]
HOW = [
    "in August.",
    "when nobody looks.",
    "because people walk.",
    "in every town.",
    "more than before.",
    "at last.",
]


def report(draw: random.Random, number: int) -> str:
    """A report of a page and a half, of its own wording, about what the others are about, too."""
    parts = (SAID, THINGS, DOING, THINGS, HOW)
    claims = [" ".join(map(draw.choice, parts)) for _ in range(draw.randint(14, 26))]
    paragraphs = [" ".join(claims[at : at + 4]) for at in range(0, len(claims), 4)]
    head = f"Week 3 Report\n2026-{10000 + number} / Hana Kim"
    return "\n\n".join([head, *paragraphs, "I liked the talk, and I wonder how a town would begin."])


def worked() -> float:
    """Seconds of computing by the processes that this one has started, whatever else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.long
@pytest.mark.timeout(300)
def test_five_hundred_reports_take_less_than_a_minute(tmp_path: Path, *, full_count: bool) -> None:
    draw = random.Random(11)
    count = 500 if full_count else 60
    for number in range(count):
        text = report(draw, number)
        if number % 2:
            (tmp_path / f"{number}.md").write_text(text)
        elif number % 4:
            (tmp_path / f"{number}.docx").write_bytes(docx(text.split("\n\n")))
        else:
            (tmp_path / f"{number}.pdf").write_bytes(pdf([text.replace(". ", ".\n").split("\n")]))
    start = worked()
    done = shell(tmp_path, "--json")
    assert worked() - start < 60
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["reports"]) == count
