"""One person across all tables: what is known of them, and how it goes, in SQL.

Each table is named in FATES once, with what becomes of a person's rows when they have their data deleted;
a test fails for a table that is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from bot.seminar.courses import Course, Member
from bot.seminar.privacy import EVERYBODY, Erased
from bot.store.courses import course_from
from bot.store.tables import (
    courses,
    deliveries,
    erasures,
    files,
    members,
    metadata,
    questions,
    roster,
    versions,
    weeks,
)


class Fate(StrEnum):
    """What becomes of a person's rows in a table."""

    GOES = "goes"
    BLANKED = "blanked"
    """The row stays as a count or a time until the course's term of keeping is over; its words go."""
    STAYS = "stays"
    """There is nothing in it of a person, or an act of staff that the course must be able to prove."""


FATES = {
    "installation": Fate.STAYS,
    "courses": Fate.STAYS,
    "policies": Fate.STAYS,
    "weeks": Fate.STAYS,
    "walls": Fate.STAYS,
    "claims": Fate.STAYS,
    "trail": Fate.STAYS,
    "erasures": Fate.STAYS,
    "withdrawals": Fate.STAYS,
    "releases": Fate.STAYS,
    "leases": Fate.GOES,
    "tallies": Fate.GOES,
    "scoring": Fate.STAYS,
    "claim_acts": Fate.STAYS,
    "claim_proposals": Fate.STAYS,
    "discussions": Fate.STAYS,
    "outcomes": Fate.STAYS,
    "proposals": Fate.GOES,
    "reviews": Fate.GOES,
    "members": Fate.BLANKED,
    "versions": Fate.BLANKED,
    "allowances": Fate.BLANKED,
    "files": Fate.GOES,
    "corrections": Fate.GOES,
    "readings": Fate.GOES,
    "statements": Fate.GOES,
    "stances": Fate.GOES,
    "posts": Fate.GOES,
    "marks": Fate.GOES,
    "placements": Fate.GOES,
    "confirmations": Fate.GOES,
    "own_claims": Fate.GOES,
    "quotes": Fate.GOES,
    "objections": Fate.GOES,
    "consents": Fate.GOES,
    "answers": Fate.GOES,
    "arrivals": Fate.GOES,
    "presenters": Fate.GOES,
    "deliveries": Fate.GOES,
    "questions": Fate.GOES,
    "roster": Fate.GOES,
}
"""A claim's label may be somebody's words, now or before an act: the action puts others in their place."""

BLANKS: dict[str, dict[str, Any]] = {
    "members": {
        "student_number": None,
        "student_number_digest": None,
        "name": None,
        "inbox_xid": None,
        "inbox_asked_at": None,
        "closed_at": None,
        "remind_by": "never",
        "language": None,
    },
    "versions": {"text": "", "text_digest": "", "is_read": True},
    "allowances": {"reason": None},
}
"""What stands in the place of a person's words."""

A_DAY = 86_400_000_000
"""Microseconds, as instants are kept."""

HIDDEN = ("_digest", "marker", "fence")
"""How the names of columns end that tell nothing."""


class Persons:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, member: Member) -> dict[str, list[dict[str, object]]]:
        """Everything that is known of the member, opened, by table; files apart."""
        found: dict[str, list[dict[str, object]]] = {}
        for table in metadata.sorted_tables:
            own = _own(table, member)
            if own is None:
                continue
            shown = [column for column in table.c if _tells(column)]
            rows = self._connection.execute(select(*shown).where(*own)).mappings()
            if listed := [dict(row) for row in rows]:
                found[table.name] = listed
        return found

    def files(self, member: Member) -> Iterator[tuple[str, bytes]]:
        """Name and content of the files that were handed in, the oldest first."""
        own = _own(files, member)
        if own is None:
            return
        for row in self._connection.execute(
            select(files.c.name, files.c.content).where(*own).order_by(files.c.version_id)
        ):
            yield row.name, row.content

    def erase(self, member: Member, at: datetime) -> None:
        """Has everything of the member's go, as FATES says, and notes that it went."""
        for table in reversed(metadata.sorted_tables):
            own = _own(table, member)
            if own is not None and FATES[table.name] is Fate.GOES:
                self._connection.execute(delete(table).where(*own))
            elif own is not None and FATES[table.name] is Fate.BLANKED:
                self._connection.execute(update(table).where(*own).values(**BLANKS[table.name]))
        # Nobody is this number in Discord.
        self._connection.execute(
            update(members)
            .where(*_here(members, member), members.c.member_id == member.member_id)
            .values(user_xid=-member.member_id)
        )
        self.note(Erased(member.guild_xid, member.course_id, member.member_id, at))

    def note(self, erased: Erased) -> None:
        self._connection.execute(
            insert(erasures).values(
                guild_xid=erased.guild_xid,
                course_id=erased.course_id,
                member_id=erased.member_id,
                at=erased.at,
            )
        )

    def erased(self) -> list[Erased]:
        """Who had their data deleted, in all courses, the first before."""
        rows = self._connection.execute(select(erasures).order_by(erasures.c.erasure_id))
        return [Erased(row.guild_xid, row.course_id, row.member_id, row.at) for row in rows]

    def ending(self, at: datetime) -> list[tuple[Course, datetime]]:
        """The courses of all servers whose time of keeping is over by then, and when it is."""
        end = type_coerce(func.max(weeks.c.cutoff_at), Integer) + courses.c.kept_days * A_DAY
        until = type_coerce(end, weeks.c.cutoff_at.type)
        rows = self._connection.execute(
            select(courses, until.label("until"))
            .join(weeks, weeks.c.course_id == courses.c.course_id)
            .group_by(courses.c.course_id)
            .having(until <= at)
        )
        return [(course_from(row), row.until) for row in rows]

    def forget(self, course: Course, at: datetime) -> None:
        """Has the whole course go, row by row, and notes that it went: only then does its trail give way."""
        self.note(Erased(course.guild_xid, course.course_id, EVERYBODY, at))
        for table in reversed(metadata.sorted_tables):
            if table is not courses and table is not erasures and "course_id" in table.c:
                self._connection.execute(delete(table).where(*_here(table, course)))
        self._connection.execute(delete(courses).where(*_here(courses, course)))


def _tells(column: Any) -> bool:
    is_file = isinstance(column.type, LargeBinary) or (column.table is files and column.name == "content")
    return not is_file and not column.name.endswith(HIDDEN) and column.name not in HIDDEN


def _here(table: Table, owner: Course | Member) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.guild_xid == owner.guild_xid, table.c.course_id == owner.course_id


def _own(table: Table, member: Member) -> tuple[ColumnElement[bool], ...] | None:
    """The member's rows of a table; None where it holds nobody's."""
    if table is erasures or "course_id" not in table.c:
        return None
    here = _here(table, member)
    if table is deliveries:
        direct = (table.c.direct.is_(True)) & (table.c.target_xid == member.user_xid)
        return (*here, or_(table.c.member_id == member.member_id, direct))
    if table is questions:
        mine = select(roster.c.roster_id).where(
            *_here(roster, member), roster.c.member_id == member.member_id
        )
        return (*here, or_(table.c.member_id == member.member_id, table.c.roster_id.in_(mine)))
    if "member_id" in table.c:
        return (*here, table.c.member_id == member.member_id)
    if "user_xid" in table.c:
        return (*here, table.c.user_xid == member.user_xid)
    if "version_id" in table.c:
        mine = select(versions.c.version_id).where(
            *_here(versions, member), versions.c.member_id == member.member_id
        )
        return (*here, table.c.version_id.in_(mine))
    return None
