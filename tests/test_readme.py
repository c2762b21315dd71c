"""What README.md shows is there: the files and functions of its map, and its commands."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.test_house import commands, shell_commands, targets

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text()
TABLE = re.compile(r"^\|.*\|$", flags=re.M)
PLACE = re.compile(r"`([\w./-]+\.py)::([\w.]+)`")


def places() -> list[tuple[str, str]]:
    """Each `path::name` of the tables."""
    return [(path, name) for row in TABLE.findall(TEXT) for path, name in PLACE.findall(row)]


def defined(path: Path) -> set[str]:
    """The functions and classes of a file, and the methods as Class.method."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            methods = [one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
            found |= {f"{node.name}.{method.name}" for method in methods}
    return found


def test_the_map_answers_the_first_questions() -> None:
    assert len(places()) >= 5


@pytest.mark.parametrize(("path", "name"), places())
def test_the_map_leads_somewhere(path: str, name: str) -> None:
    assert (ROOT / path).is_file()
    assert name in defined(ROOT / path)


def test_every_named_file_exists() -> None:
    named = set(re.findall(r"`([\w./-]+/[\w.-]*|[\w-]+\.(?:py|md|toml|txt))`", TEXT))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_command_of_a_shell_exists() -> None:
    made = set(re.findall(r"(?:`|^\s*)make ([a-z-]+)", TEXT, flags=re.M))
    run = set(re.findall(r"python -m bot ([a-z]+)", TEXT))
    assert {"sandbox", "test"} <= made <= targets()
    assert run
    assert run <= shell_commands()


def test_every_command_of_discord_exists() -> None:
    assert set(re.findall(r"`/([a-z ]+)`", TEXT)) <= commands("en")
