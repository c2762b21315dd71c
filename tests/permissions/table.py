"""The table of matrix.txt, and the rules by which a line of it also says what holds elsewhere and later."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

TABLE = Path(__file__).with_name("matrix.txt")
NOT_OFFERED = "not offered"
IN_CHANNEL = {"button delivery:list", "button week:move", "button week:make"}
"""Buttons of staff's direct messages, which say there where they work."""

ROLES = ("owner", "instructor", "moderator", "student", "outsider")


class Situation(StrEnum):
    """Where somebody with a role in a course acts, and when."""

    OWN = "in the own course"
    COURSE = "in another course of the same server"
    SERVER = "in another server"
    AFTER = "after the role was taken away"
    INBOX = "in a direct message"
    BORROWED = "naming what belongs to another course"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    cells: dict[str, str]
    borrowed: str

    @property
    def what(self) -> str:
        """The command or custom id without the use that the row is about."""
        return self.name.split(" [")[0]

    @property
    def is_command(self) -> bool:
        """Whether Discord itself offers it, as it does commands, menus and what they suggest, or not."""
        return self.name.startswith(("/", "menu ", "suggest "))

    def names(self, command: str) -> bool:
        """Whether the row is about this command of Discord's, or one below it."""
        what = self.what.removeprefix("suggest ")
        return f"{what} ".startswith((f"/{command} ", f"menu {command} "))


def rows() -> list[Row]:
    """The table."""
    lines = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    found = []
    for line in lines:
        words = line.split()
        name, cells, borrowed = words[:-6], words[-6:-1], words[-1]
        found.append(Row(" ".join(name), dict(zip(ROLES, cells, strict=True)), borrowed))
    return found


def end(row: Row, situation: Situation, role: str, *, names_course: bool) -> str:
    """How it ends there: `yes` or a refusal's code.

    `names_course`: a custom id says which course is meant, and not the place.

    In another course of the server everybody is an outsider but the owner, who manages all of the server.
    In another server everybody is an outsider, and a course of this one does not exist. After the role was
    taken away everybody is an outsider, but for the student: what makes a student is the course's own row,
    which a hand-in made, and what was handed in stays its writer's. In a direct message there are no
    commands, and Discord tells no roles, so nobody is staff there; a student is one by the course's row.
    """
    if situation is Situation.BORROWED:
        return row.borrowed
    if situation is Situation.INBOX and row.is_command:
        return NOT_OFFERED
    if situation is Situation.INBOX and row.name in IN_CHANNEL:
        return "in_channel"
    if situation is Situation.INBOX and row.name.startswith("form ") and not names_course:
        return "no_course"
    if situation is Situation.SERVER and names_course:
        return "no_course"
    stays = {Situation.OWN: ROLES, Situation.COURSE: ("owner",), Situation.AFTER: ("student",)}
    stays[Situation.INBOX] = ("student",)
    return row.cells[role if role in stays.get(situation, ()) else "outsider"]
