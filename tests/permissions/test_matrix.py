"""The permission matrix is walked: each cell ends as the table says, and what is refused changes nothing."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import discord
import pytest
from discord import app_commands

from bot.client import BUTTONS, SELECTS, Colloquy
from cogs.ui.forms import Form
from demo.house import House
from sandbox.client import Channel, Person, Sandbox
from sandbox.server import Server
from tests.permissions.scene import Scene, furnish
from tests.permissions.table import ROLES, Row, Situation, end, rows
from tests.permissions.walking import Known, Option, Walk
from tests.permissions.watch import Watch
from tests.permissions.ways import KEEPS, MEETS, STATE

SEED = 41
SHARE = 4
"""In the short form only every fourth of what is refused is tried, drawn by the seed."""


@dataclass(frozen=True)
class Cell:
    """One cell: who does what, where, naming what, and how that must end."""

    row: Row
    situation: Situation
    role: str
    person: Person
    facts: dict[str, Any]
    channel: Channel
    end: str

    def __str__(self) -> str:
        return f"{self.row.name}, {self.role}, {self.situation}"


@pytest.fixture
async def known() -> Known:
    """What the bot really has."""
    client = Colloquy()
    client.house = cast(Any, None)
    await client.furnish()
    commands = {
        f"/{one.qualified_name}": {
            option.name: Option(str(option.display_name), option.required) for option in one.parameters
        }
        for one in client.tree.walk_commands()
        if isinstance(one, app_commands.Command)
    }
    suggestions = {
        f"suggest /{one.qualified_name} {option.display_name}": (one.qualified_name, str(option.display_name))
        for one in client.tree.walk_commands()
        if isinstance(one, app_commands.Command)
        for option in one.parameters
        if option.autocomplete
    }
    kinds = (discord.AppCommandType.message, discord.AppCommandType.user)
    menus = [f"menu {one.name}" for kind in kinds for one in client.tree.get_commands(type=kind)]
    parts = {
        f"{word} {_beginning(pattern)}": pattern
        for word, found in (
            ("button", [one.__discord_ui_compiled_template__.pattern for one in BUTTONS]),
            ("select", [one.__discord_ui_compiled_template__.pattern for one in SELECTS]),
            ("form", [one.template.pattern for one in Form.kinds]),
        )
        for pattern in found
    }
    return Known(commands, parts, frozenset(menus), suggestions)


def _beginning(pattern: str) -> str:
    """What every custom id of this kind begins with."""
    return pattern.partition("(")[0].removesuffix(":").removesuffix(":[0-9]+")


@pytest.fixture
async def walk(tmp_path: Path, known: Known) -> AsyncIterator[Walk]:
    """A running bot; its sandbox runs in here, so that what Discord would not send can be sent."""
    async with Server("127.0.0.1", 0) as server, Sandbox.connect(server.url) as box:
        house = House(tmp_path, box, await box.application("Colloquy"))
        await house.start()
        try:
            yield Walk(house, server.world, known)
        finally:
            status = await house.stop()
        assert status in (None, 0)
        assert " ERROR " not in house.log, house.log


def test_everything_has_its_row_and_every_row_something(known: Known) -> None:
    there = {*known.commands, *known.parts, *known.menus, *known.suggestions}
    listed = [row.name for row in rows()]
    assert len(listed) == len(set(listed))
    assert {row.what for row in rows()} == there


def test_what_a_course_has_is_tried_from_another(known: Known) -> None:
    named = re.compile(r"\?P<(?!course_id)[a-z_]+_(?:xid|id)>")
    assert [
        row.name for row in rows() if row.borrowed == "-" and named.search(known.parts.get(row.what, ""))
    ] == []


async def test_every_cell_ends_as_the_table_says(walk: Walk, *, full_count: bool) -> None:
    cells = list(_cells(walk.known, await furnish(walk.house)))
    refused = [cell for cell in cells if cell.end != "yes"]
    if not full_count:
        refused = random.Random(SEED).sample(refused, len(refused) // SHARE)
    with closing(Watch(walk.house)) as watch:
        wrong = [told for cell in refused if (told := await _refused(walk, watch, cell))]
    for cell in cells:
        if cell.end == "yes":
            found = await _done(walk, cell)
            if found != "yes" and found not in MEETS.get(cell.row.name, ()):
                wrong.append(f"{cell}: {found} instead of yes")
    assert not wrong, "\n".join(wrong)


def _cells(known: Known, scene: Scene) -> Iterator[Cell]:
    for row in rows():
        for situation in Situation:
            for role in ROLES:
                yield from _cell(known, scene, row, situation, role)


def _cell(known: Known, scene: Scene, row: Row, situation: Situation, role: str) -> Iterator[Cell]:
    """A custom id that names a course is tried from wherever it could be."""
    names_course = "course_id" in known.parts.get(row.what, "") and "course_id" not in STATE.get(row.name, {})
    ends = end(row, situation, role, names_course=names_course)
    person = scene.former[role] if situation is Situation.AFTER else scene.actors[role]
    here, beside, far = scene.here, scene.beside, scene.elsewhere
    crossing = [(far, here.channel), (here, far.channel)]
    places = {
        Situation.OWN: [(here, here.channel)],
        Situation.AFTER: [(here, here.channel)],
        Situation.COURSE: [(beside, here.channel if names_course else beside.channel)],
        Situation.SERVER: crossing if names_course else [(far, far.channel)],
        Situation.INBOX: [(here, scene.inboxes[role])] if ends != "yes" else [],
        Situation.BORROWED: [(beside, here.channel)] if _may_borrow(row, role) else [],
    }
    for place, channel in places[situation]:
        facts = place.facts_for(person)
        if situation is Situation.BORROWED:
            facts["course_id"] = here.facts["course_id"]
        yield Cell(row, situation, role, person, facts, channel, ends)


def _may_borrow(row: Row, role: str) -> bool:
    """Whether the row names something that a course has, and this role may do it in the own course."""
    return row.borrowed != "-" and row.cells[role] == "yes"


async def _refused(walk: Walk, watch: Watch, cell: Cell) -> str | None:
    """What is wrong with how it ended, or with what it left behind."""
    watch.changes()
    found = await _done(walk, cell)
    changes = watch.changes()
    if cell.row.name in KEEPS and all(cell.person.id in row for row in changes.get("arrivals", ())):
        changes.pop("arrivals", None)
    if found != cell.end:
        return f"{cell}: {found} instead of {cell.end}" + (f", changed {changes}" if changes else "")
    return f"{cell}: refused, and yet changed {changes}" if changes else None


async def _done(walk: Walk, cell: Cell) -> str:
    return await walk.do(cell.row, cell.person, cell.channel, cell.facts)
