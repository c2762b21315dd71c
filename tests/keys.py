"""Which keys of the catalogues the source uses, found in its syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SAYS = frozenset({"say", "worded"})
NOUNS = {"labels": "command", "group": "command", "options": "option"}
"""Decorators of cogs/ui/naming.py that take a command's or an option's name."""


@dataclass
class Used:
    """Keys that are said where they are written, the beginnings of composed ones, and any other string."""

    said: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)


def used_in(paths: list[Path]) -> Used:
    """What is used in these files."""
    used = Used()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.strings.add(node.value)
            elif isinstance(node, ast.Call) and node.args:
                _add_call(used, node)
    return used


def _add_call(used: Used, call: ast.Call) -> None:
    if isinstance(call.func, ast.Name) and call.func.id in NOUNS:
        noun = NOUNS[call.func.id]
        used.said |= {f"{noun}.{name}.{part}" for name in _texts(call.args) for part in ("name", "about")}
    elif (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) in SAYS:
        used.said |= set(_texts(call.args[:1]))
        used.begun |= set(_beginnings(call.args[0]))


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from _texts([node.body, node.orelse])


def _beginnings(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        first = node.values[0]
        yield first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    elif isinstance(node, ast.IfExp):
        yield from _beginnings(node.body)
        yield from _beginnings(node.orelse)
