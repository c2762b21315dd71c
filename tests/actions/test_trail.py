"""The trail: every act of staff is in it, and only the instructor reads it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.actions.extensions import Wish, excuse, grant
from bot.actions.policies import choose_late
from bot.actions.trail import page
from bot.seminar.courses import Person
from bot.seminar.lateness import LateKind
from bot.seminar.refusals import NotInstructor, UnknownMember, UnknownWeek
from bot.seminar.trail import ACTS, PAGE
from tests.actions.school import BORA, DUE, INSTRUCTOR, MODERATOR, NARI, OUTSIDER, SECOND, School, ask

ACTIONS = Path(__file__).parents[2] / "bot/actions"
SHOWS = {"planning.propose_slot", "planning.propose_table"}
"""What is kept for the button below it, and changes nothing of anybody's."""

GUARDS = {"require_staff", "require_instructor", "require_manager"}


def called(function: ast.AST) -> set[str]:
    """Every name that a function calls or hands on."""
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}


def functions() -> dict[str, set[str]]:
    """Every function of the actions, and what it calls, itself or through others of them."""
    found: dict[str, set[str]] = {}
    for file in sorted(ACTIONS.glob("*.py")):
        tree = ast.parse(file.read_text())
        methods = [one for room in tree.body if isinstance(room, ast.ClassDef) for one in room.body]
        body = [*tree.body, *methods]
        own = {one.name: f"{file.stem}.{one.name}" for one in body if isinstance(one, FUNCTION)}
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.actions."):
                room = str(node.module).rpartition(".")[2]
                own |= {alias.asname or alias.name: f"{room}.{alias.name}" for alias in node.names}
        for one in body:
            if isinstance(one, FUNCTION):
                writes_trail = {"WRITES"} if re.search(r"trail\.add\(", ast.unparse(one)) else set()
                found[own[one.name]] = {own.get(name, name) for name in called(one)} | writes_trail
    return found


FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def reached(name: str, calls: dict[str, set[str]], seen: set[str]) -> set[str]:
    for other in calls.get(name, set()) - seen:
        seen.add(other)
        reached(other, calls, seen)
    return seen


def test_every_act_of_staff_that_writes_is_in_the_trail() -> None:
    calls = functions()
    acts = {
        name: reached(name, calls, set())
        for name in calls
        if not name.rpartition(".")[2].startswith("_") and "store" in calls[name] and "write" in calls[name]
    }
    of_staff = {name for name, names in acts.items() if names & GUARDS}
    assert {"reviews.mark", "releases.release", "extensions.grant", "roster.import_roster"} <= of_staff
    assert {name for name in of_staff if "WRITES" not in acts[name]} == SHOWS


def test_every_act_in_the_trail_has_its_words() -> None:
    source = "\n".join(file.read_text() for file in sorted(ACTIONS.glob("*.py")))
    literal = set(re.findall(r'trail\.add\([^()]*?(?:\([^()]*\))?[^()]*?"([a-z]+ [a-z]+)"', source))
    assert len(literal) > 8
    assert literal <= set(ACTS)


async def test_the_newest_acts_come_first_and_pages_follow(school: School) -> None:
    for _ in range(PAGE):
        await choose_late(school.store, ask(INSTRUCTOR), LateKind.ACCEPT)
    first = await page(school.store, ask(INSTRUCTOR), None, None)
    assert {line.entry.act for line in first.lines} == {"policy late"}
    assert len(first.lines) == PAGE
    second = await page(school.store, ask(INSTRUCTOR), None, None, first.older)
    assert [line.entry.act for line in second.lines] == ["week add", "setup course"]
    assert second.older is None


async def test_it_is_read_by_member_and_by_week(school: School) -> None:
    nari, bora = await school.join(NARI), await school.join(BORA)
    await grant(school.store, ask(INSTRUCTOR), Wish(1, (NARI.user_xid,), "+1", reason="A wedding"))
    await excuse(school.store, ask(INSTRUCTOR), BORA.user_xid, 1)
    of_nari = await page(school.store, ask(INSTRUCTOR), NARI.user_xid, None)
    assert [(line.entry.act, line.user_xid, line.week) for line in of_nari.lines] == [
        ("extension grant", nari.user_xid, 1)
    ]
    assert of_nari.lines[0].entry.reason == "A wedding"
    of_week = await page(school.store, ask(INSTRUCTOR), None, 1)
    assert [line.entry.act for line in of_week.lines] == ["excuse", "extension grant", "week add"]
    both = await page(school.store, ask(INSTRUCTOR), BORA.user_xid, 1)
    assert [line.user_xid for line in both.lines] == [bora.user_xid]
    with pytest.raises(UnknownMember):
        await page(school.store, ask(INSTRUCTOR), 1, None)
    with pytest.raises(UnknownWeek):
        await page(school.store, ask(INSTRUCTOR), None, 77)


@pytest.mark.parametrize("who", [MODERATOR, NARI, OUTSIDER])
async def test_only_the_instructor_reads_it(school: School, who: Person) -> None:
    with pytest.raises(NotInstructor):
        await page(school.store, ask(who, DUE + SECOND), None, None)
