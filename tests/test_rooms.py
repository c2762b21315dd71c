"""The rooms keep to the libraries they may know, and the rules stay plain."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = frozenset({"bot", "cogs", "demo", "sandbox"})

MAY_IMPORT: dict[str, set[str]] = {
    "bot/seminar": {"bot.seminar"},
    "bot/actions": {"bot.actions", "bot.seminar"},
    "bot/store": {"bot.store", "bot.seminar", "sqlalchemy", "aiosqlite", "cryptography", "alembic"},
    "bot/reading": {
        "bot.reading",
        "bot.seminar",
        "dateutil",
        "icalendar",
        "numpy",
        "olefile",
        "onnxruntime",
        "openpyxl",
        "pdfminer",
        "tokenizers",
    },
    "bot/words": {"bot.words", "bot.seminar", "babel"},
    "bot/papers": {
        "bot.papers",
        "bot.words",
        "bot.seminar",
        "babel",
        "icalendar",
        "matplotlib",
        "openpyxl",
        "PIL",
    },
    "cogs": {"cogs", "bot.actions", "bot.words", "bot.papers", "bot.seminar", "discord"},
    "demo": {"demo", "sandbox.client"},
}
"""Beside the standard library."""

CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter"}


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names)


def allowed(name: str, room: str) -> bool:
    top = name.partition(".")[0]
    if top in sys.stdlib_module_names:
        return True
    return any(name == one or name.startswith(f"{one}.") for one in MAY_IMPORT[room])


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_what_it_may(room: str) -> None:
    found = {path.relative_to(ROOT).as_posix(): set(imports(path)) for path in sources(room)}
    strangers = {path: {name for name in names if not allowed(name, room)} for path, names in found.items()}
    assert {path: names for path, names in strangers.items() if names} == {}


def test_the_sandbox_knows_nothing_of_ours() -> None:
    known = {name.partition(".")[0] for path in sources("sandbox") for name in imports(path)}
    assert known & OURS <= {"sandbox"}


def test_the_rules_have_no_clock_and_do_not_wait() -> None:
    for path in sources("bot/seminar"):
        for node in ast.walk(ast.parse(path.read_text())):
            assert not isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith), path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in CLOCKS, f"{path}:{node.lineno}"
