"""The tree of refusals is what its drawing says, and each is raised with the facts that it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.seminar import refusals
from bot.seminar.refusals import Refusal, leaves

ROOT = Path(__file__).parents[2]
LEAVES = {leaf.__name__: leaf for leaf in leaves()}


def drawn() -> Iterator[tuple[int, str, str]]:
    """Depth, name and description of each line of the tree in the docstring."""
    for line in (refusals.__doc__ or "").splitlines():
        found = re.fullmatch(r"([│├└─ ]*)(\w+)\s*(.*)", line)
        if found and len(found[1]) % 4 == 0:
            yield len(found[1]) // 4, found[2], found[3].strip()


def as_drawn() -> dict[str, list[str]]:
    """The name of each class with those right below it, as the drawing has them."""
    below: dict[str, list[str]] = {}
    path: list[str] = []
    for depth, name, _ in drawn():
        if depth == 0 and name != "Refusal":
            continue
        path[depth:] = [name]
        below[name] = []
        if depth:
            below[path[depth - 1]].append(name)
    return below


def as_written(root: type[Refusal] = Refusal) -> dict[str, list[str]]:
    children = root.__subclasses__()
    found = {root.__name__: [child.__name__ for child in children]}
    for child in children:
        found |= as_written(child)
    return found


def facts_named(leaf: type[Refusal]) -> set[str]:
    """The names in "Facts: a, b (what b is)." of a docstring."""
    found = re.match(r"Facts: (.*?)\.(\s|$)", leaf.__doc__ or "")
    if found is None:
        return set()
    return {name.strip() for name in re.sub(r"\([^)]*\)", "", found[1]).split(",")}


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Where, which refusal and with which facts, for every call in the rooms that raise them."""
    for file in sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Raise):
                continue
            called = node.exc
            if isinstance(called, ast.Call) and isinstance(called.func, ast.Name):
                if called.func.id in LEAVES:
                    facts = {word.arg or "**" for word in called.keywords}
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", called.func.id, facts
            elif isinstance(called, ast.Name) and called.id in LEAVES:
                yield f"{file.relative_to(ROOT)}:{node.lineno}", called.id, set()


def in_any_order(tree: dict[str, list[str]]) -> dict[str, list[str]]:
    """A branch is a file: which is imported first makes no difference."""
    return {name: sorted(below) for name, below in tree.items()}


def test_the_drawing_is_the_tree() -> None:
    assert in_any_order(as_drawn()) == in_any_order(as_written())


def test_every_leaf_is_described_in_the_drawing() -> None:
    assert {name for _, name, words in drawn() if words and name in LEAVES} == set(LEAVES)


def test_every_leaf_has_a_code_of_its_own() -> None:
    codes = [leaf.code for leaf in leaves()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", code) for code in codes)
    assert refusals.WeekNotOpen.code == "week_not_open"


def test_every_leaf_is_raised_with_the_facts_that_it_names() -> None:
    wrong = [
        (where, name, sorted(facts), sorted(facts_named(LEAVES[name])))
        for where, name, facts in raised()
        if facts != facts_named(LEAVES[name])
    ]
    assert wrong == []


def test_the_rules_raise_refusals() -> None:
    """Keeps the search above from finding nothing."""
    assert {"WeekClosed", "BadName", "NotStaff"} <= {name for _, name, _ in raised()}


@pytest.mark.parametrize("leaf", leaves(), ids=lambda leaf: leaf.code)
def test_a_refusal_carries_its_facts_and_no_draft(leaf: type[Refusal]) -> None:
    refusal = leaf(week=3)
    assert refusal.facts == {"week": 3}
    assert refusal.draft_id is None
    assert str(refusal) == f"{leaf.code} {{'week': 3}}"
