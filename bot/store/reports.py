"""Versions and their files, in SQL; what was read in them stands in readings.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    false,
    func,
    insert,
    select,
    update,
)

from bot.seminar.alike import Handed
from bot.seminar.courses import Course, Member
from bot.seminar.participation import Taken
from bot.seminar.reports import (
    Arrival,
    Filed,
    Source,
    Unread,
    Version,
)
from bot.seminar.weeks import Week
from bot.store.readings import Readings
from bot.store.scope import in_course, scope
from bot.store.tables import files, policies, versions, weeks, withdrawals

ADD = insert(versions).returning(versions.c.version_id)
OF_MEMBER = (*in_course(versions), versions.c.member_id == bindparam("member"))
STANDS = versions.c.withdrawn_at.is_(None)
HISTORY = (
    select(
        versions.c.version_id,
        versions.c.week_id,
        versions.c.number,
        versions.c.arrival_xid,
        versions.c.received_at,
        versions.c.withdrawn_at.is_not(None).label("withdrawn"),
        (versions.c.text_digest == bindparam("text", type_=versions.c.text_digest.type)).label("same_text"),
    )
    .where(*OF_MEMBER)
    .order_by(versions.c.version_id)
)
TAKEN = (
    select(
        versions.c.week_id, func.min(versions.c.received_at).label("first"), func.count().label("versions")
    )
    .where(*OF_MEMBER, STANDS)
    .group_by(versions.c.week_id)
)
LATEST = (
    select(versions)
    .where(*OF_MEMBER, STANDS, versions.c.week_id == bindparam("week"))
    .order_by(versions.c.version_id.desc())
    .limit(1)
)
ONE = (
    select(versions.c.version_id).where(*OF_MEMBER, STANDS, versions.c.week_id == bindparam("week")).limit(1)
)
IN_WEEK = (
    select(
        versions.c.member_id,
        func.min(versions.c.received_at).label("first"),
        func.count().label("versions"),
    )
    .where(*in_course(versions), versions.c.week_id == bindparam("week"), STANDS)
    .group_by(versions.c.member_id)
)
COUNT = select(func.count(versions.c.member_id.distinct())).where(
    *in_course(versions), versions.c.week_id == bindparam("week"), STANDS
)
EARLIER, EARLIER_WEEK = versions.alias("earlier"), weeks.alias("earlier_week")
SAME_TEXTS = (
    select(
        versions.c.member_id,
        weeks.c.number,
        versions.c.number,
        versions.c.received_at,
        EARLIER.c.member_id,
        EARLIER_WEEK.c.number,
        EARLIER.c.number,
        EARLIER.c.received_at,
    )
    .join(weeks, weeks.c.week_id == versions.c.week_id)
    .join(
        EARLIER,
        and_(
            *in_course(EARLIER),
            EARLIER.c.text_digest == versions.c.text_digest,
            EARLIER.c.member_id != versions.c.member_id,
            EARLIER.c.received_at < versions.c.received_at,
        ),
    )
    .join(EARLIER_WEEK, EARLIER_WEEK.c.week_id == EARLIER.c.week_id)
    .where(*in_course(versions), versions.c.week_id == bindparam("week"))
    .order_by(versions.c.version_id, EARLIER.c.version_id)
)

FIRST = (
    select(versions.c.week_id, versions.c.member_id, func.min(versions.c.received_at).label("first"))
    .where(*in_course(versions), STANDS)
    .group_by(versions.c.week_id, versions.c.member_id)
)


class Reports(Readings):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, course: Course, week: Week, member: Member, number: int, arrival: Arrival) -> Version:
        here = _here(course)
        row = self._connection.execute(
            ADD,
            {
                **here,
                "week_id": week.week_id,
                "member_id": member.member_id,
                "number": number,
                "arrival_xid": arrival.arrival_xid,
                "received_at": arrival.received_at,
                "source": arrival.source,
                "text": arrival.text,
                "text_digest": arrival.text,
                "is_read": False,
            },
        ).one()
        if arrival.file is not None:
            self._connection.execute(
                insert(files).values(
                    **here, version_id=row.version_id, name=arrival.file_name or "", content=arrival.file
                )
            )
        return Version(
            version_id=row.version_id,
            **here,
            week_id=week.week_id,
            member_id=member.member_id,
            number=number,
            arrival_xid=arrival.arrival_xid,
            received_at=arrival.received_at,
            source=arrival.source,
            text=arrival.text,
        )

    def history(self, member: Member, text: str) -> list[Filed]:
        """Every version of the member, the oldest first, and whether this is its text."""
        rows = self._connection.execute(HISTORY, scope(member, member=member.member_id, text=text))
        return [Filed(*row) for row in rows]

    def get(self, member: Member, version_id: int) -> Version | None:
        return self._first(*_of(member), versions.c.version_id == version_id)

    def last(self, member: Member) -> Version | None:
        """What the member handed in last, for whichever week."""
        return self._first(*_of(member), STANDS)

    def taken(self, member: Member) -> dict[int, Taken]:
        """For each week, by week_id, when the member first handed in, and how often."""
        rows = self._connection.execute(TAKEN, scope(member, member=member.member_id))
        return {row.week_id: Taken(first_received_at=row.first, versions=row.versions) for row in rows}

    def taken_in(self, week: Week) -> dict[int, Taken]:
        """The same for each member of the week, by member_id."""
        rows = self._connection.execute(IN_WEEK, scope(week, week=week.week_id))
        return {row.member_id: Taken(first_received_at=row.first, versions=row.versions) for row in rows}

    def first_received(self, course: Course) -> dict[int, dict[int, datetime]]:
        """When each member first handed in, by week_id and member_id."""
        first: dict[int, dict[int, datetime]] = {}
        for row in self._connection.execute(FIRST, scope(course)):
            first.setdefault(row.week_id, {})[row.member_id] = row.first
        return first

    def latest(self, week: Week, member: Member) -> Version | None:
        values = scope(member, member=member.member_id, week=week.week_id)
        row = self._connection.execute(LATEST, values).first()
        return None if row is None else _version(row)

    def is_in(self, week: Week, member: Member) -> bool:
        """Whether the member has handed in; no text is opened."""
        values = scope(member, member=member.member_id, week=week.week_id)
        return self._connection.execute(ONE, values).first() is not None

    def version(self, week: Week, member: Member, number: int) -> Version | None:
        return self._first(*_of(member), versions.c.week_id == week.week_id, versions.c.number == number)

    def count(self, week: Week) -> int:
        """How many members have handed in."""
        return self._connection.execute(COUNT, scope(week, week=week.week_id)).scalar_one()

    def versions(self, week: Week, member: Member) -> list[tuple[Version, bool]]:
        """Every version of the report, the oldest first, and whether it was taken back."""
        rows = self._connection.execute(
            select(versions)
            .where(*_of(member), versions.c.week_id == week.week_id)
            .order_by(versions.c.version_id)
        )
        return [(_version(row), row.withdrawn_at is not None) for row in rows]

    def in_course(self, course: Course, version_id: int) -> Version | None:
        """Anybody's version, for who checks a receipt."""
        return self._first(*_in(course), versions.c.version_id == version_id)

    def filed(self, week: Week) -> dict[int, list[Filed]]:
        """Every version that came for the week, by member_id, the oldest first; no text is opened."""
        rows = self._connection.execute(
            select(
                versions.c.member_id,
                versions.c.version_id,
                versions.c.week_id,
                versions.c.number,
                versions.c.arrival_xid,
                versions.c.received_at,
                versions.c.withdrawn_at.is_not(None).label("withdrawn"),
                false().label("same_text"),
            )
            .where(*_in(week), versions.c.week_id == week.week_id)
            .order_by(versions.c.version_id)
        )
        found: dict[int, list[Filed]] = {}
        for member_id, *facts in rows:
            found.setdefault(member_id, []).append(Filed(*facts))
        return found

    def latest_of_all(self, week: Week) -> list[Version]:
        """The latest version of each member that stands, in the order of their arrival."""
        rows = self._connection.execute(
            select(versions)
            .where(*_in(week), versions.c.week_id == week.week_id, STANDS)
            .order_by(versions.c.version_id)
        )
        latest = {row.member_id: _version(row) for row in rows}
        return list(latest.values())

    def same_texts(self, week: Week) -> list[tuple[Handed, Handed]]:
        """Versions of the week whose text another member had handed in before, in any week; with that.

        Also those that were replaced or taken back: they could be read by then.
        """
        rows = self._connection.execute(SAME_TEXTS, scope(week, week=week.week_id))
        return [(Handed(*row[:4]), Handed(*row[4:])) for row in rows]

    def withdraw(self, week: Week, member: Member, at: datetime) -> int:
        """Takes back every version that stands, and their statements; returns how many that were."""
        changed = self._connection.execute(
            update(versions)
            .where(*_of(member), versions.c.week_id == week.week_id, STANDS)
            .values(withdrawn_at=at)
        )
        if changed.rowcount:
            self._remove_statements(week, member)
            self._trace(week, member, "withdraw", at)
        return changed.rowcount

    def restore(self, week: Week, member: Member, at: datetime) -> int:
        """Undoes the latest withdrawal; returns how many versions stand again. They are read anew."""
        mine = (*_of(member), versions.c.week_id == week.week_id)
        last = select(func.max(versions.c.withdrawn_at)).where(*mine).scalar_subquery()
        changed = self._connection.execute(
            update(versions)
            .where(*mine, versions.c.withdrawn_at == last)
            .values(withdrawn_at=None, is_read=False)
        )
        if changed.rowcount:
            self._trace(week, member, "restore", at)
        return changed.rowcount

    def _trace(self, week: Week, member: Member, act: str, at: datetime) -> None:
        self._connection.execute(
            insert(withdrawals).values(
                **_here(week), week_id=week.week_id, member_id=member.member_id, act=act, at=at
            )
        )

    def withdrawals(self, week: Week, member: Member) -> list[tuple[str, datetime]]:
        """What was taken back and restored, and when, the oldest first."""
        rows = self._connection.execute(
            select(withdrawals.c.act, withdrawals.c.at)
            .where(
                withdrawals.c.guild_xid == week.guild_xid,
                withdrawals.c.course_id == week.course_id,
                withdrawals.c.week_id == week.week_id,
                withdrawals.c.member_id == member.member_id,
            )
            .order_by(withdrawals.c.withdrawal_id)
        )
        return [(row.act, row.at) for row in rows]

    def source(self, version: Version) -> tuple[str, bytes] | None:
        """Name and content of the file that a version came as."""
        row = self._connection.execute(
            select(files.c.name, files.c.content).where(
                files.c.guild_xid == version.guild_xid,
                files.c.course_id == version.course_id,
                files.c.version_id == version.version_id,
            )
        ).first()
        return None if row is None else (row.name, row.content)

    def unread(self, limit: int) -> list[Unread]:
        rows = self._connection.execute(
            select(versions, weeks.c.topic, policies.c.parts)
            .join(weeks, weeks.c.week_id == versions.c.week_id)
            .outerjoin(policies, policies.c.course_id == versions.c.course_id)
            .where(versions.c.is_read.is_(False))
            .order_by(versions.c.version_id)
            .limit(limit)
        )
        return [Unread(_version(row), row.topic, tuple(row.parts or ())) for row in rows]

    def _first(self, *conditions: ColumnElement[bool]) -> Version | None:
        newest_first = versions.c.version_id.desc()
        row = self._connection.execute(
            select(versions).where(*conditions).order_by(newest_first).limit(1)
        ).first()
        return None if row is None else _version(row)


def _here(course: Course | Week | Version) -> dict[str, int]:
    return {"guild_xid": course.guild_xid, "course_id": course.course_id}


def _in(course: Course | Week | Version) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return versions.c.guild_xid == course.guild_xid, versions.c.course_id == course.course_id


def _of(member: Member) -> tuple[ColumnElement[bool], ...]:
    return (
        versions.c.guild_xid == member.guild_xid,
        versions.c.course_id == member.course_id,
        versions.c.member_id == member.member_id,
    )


def _version(row: Row[Any]) -> Version:
    return Version(
        version_id=row.version_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        week_id=row.week_id,
        member_id=row.member_id,
        number=row.number,
        arrival_xid=row.arrival_xid,
        received_at=row.received_at,
        source=Source(row.source),
        text=row.text,
    )
