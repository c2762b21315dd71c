"""The table of matrix.txt, and the rules by which a line of it also says what holds elsewhere and later."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

TABLE = Path(__file__).with_name("matrix.txt")
ROLES = ("owner", "instructor", "moderator", "student", "outsider")


class Situation(StrEnum):
    """Where somebody with a role in a course acts, and when."""

    OWN = "in the own course"
    COURSE = "in another course of the same server"
    SERVER = "in another server"
    AFTER = "after the role was taken away"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    cells: dict[str, str]

    @property
    def what(self) -> str:
        """The command or custom id without the use that the row is about."""
        return self.name.split(" [")[0]


@dataclass(frozen=True, slots=True)
class End:
    """How it ends: `yes` or a refusal's code, and whether Discord offers it at all."""

    code: str
    offered: bool = True

    @classmethod
    def of(cls, cell: str) -> End:
        return cls(cell.strip("()"), not cell.startswith("("))


def rows() -> list[Row]:
    """The table."""
    lines = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    found = []
    for line in lines:
        *name, _, _, _, _, _ = words = line.split()
        found.append(Row(" ".join(name), dict(zip(ROLES, words[len(name) :], strict=True))))
    return found


def end(row: Row, situation: Situation, role: str, *, names_course: bool) -> End:
    """How it ends there. `names_course` where a custom id says which course is meant, not the place.

    In another course of the server everybody is an outsider but the owner, who manages all of the server.
    In another server everybody is an outsider, and a course of this one does not exist. After the role was
    taken away everybody is an outsider, but for the student: what makes a student is the course's own row,
    which a hand-in made, and what was handed in stays its writer's.
    """
    if situation is Situation.SERVER and names_course:
        return End("no_course")
    stays = {Situation.OWN: ROLES, Situation.COURSE: ("owner",), Situation.AFTER: ("student",)}
    return End.of(row.cells[role if role in stays.get(situation, ()) else "outsider"])
