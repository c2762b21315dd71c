"""Statements that are built once, and the server and course that each of them names.

Building a statement and finding its compiled form costs SQLAlchemy more than running it costs
SQLite; what every hand-in and every look at one's status asks is therefore built at import.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ColumnElement, FromClause, bindparam, literal_column


class InCourse(Protocol):
    """Anything that belongs to a course of a server."""

    @property
    def guild_xid(self) -> int: ...
    @property
    def course_id(self) -> int: ...


def in_course(table: FromClause) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition that every query names."""
    return table.c.guild_xid == bindparam("in_guild"), table.c.course_id == bindparam("in_course")


def spelled(value: StrEnum) -> ColumnElement[str]:
    """The value in the text of the statement.

    An index over some rows alone serves only who says which: of a parameter, SQLite learns the value
    when the statement is prepared already, and prepares it anew.
    """
    return literal_column(f"'{value}'")


def scope(owner: InCourse, **more: Any) -> dict[str, Any]:
    """The values of that condition, and of the others."""
    return {"in_guild": owner.guild_xid, "in_course": owner.course_id, **more}
