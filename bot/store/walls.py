"""The wall times of weeks, and the edition of the time zones by which instants were computed, in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course
from bot.seminar.weeks import Times, Week, WeekState
from bot.seminar.zones import Grant, wall_of
from bot.seminar.zones import Walls as Hours
from bot.store.courses import course_from
from bot.store.tables import allowances, courses, installation, walls, weeks
from bot.store.weeks import Weeks

AHEAD = (WeekState.PLANNED, WeekState.OPEN)
SAME = and_(
    walls.c.zone == courses.c.zone,
    *(walls.c[name] == weeks.c[name] for name in ("opens_at", "due_at", "cutoff_at")),
)
LOOK = (
    select(courses, weeks.c.week_id, walls.c.opens, walls.c.due, walls.c.cutoff)
    .join(weeks, weeks.c.course_id == courses.c.course_id)
    .join(walls, walls.c.week_id == weeks.c.week_id, isouter=True)
    .where(weeks.c.state.in_(AHEAD))
)

GRANTS = (
    select(courses, allowances.c.week_id, allowances.c.member_id, allowances.c.due_at, allowances.c.wall)
    .join(allowances, allowances.c.course_id == courses.c.course_id)
    .where(allowances.c.due_at.is_not(None))
)


class Walls:
    """Of all servers: the rules of a zone change for everyone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def edition(self) -> str | None:
        edition: str | None = self._connection.execute(select(installation.c.zone_rules)).scalar()
        return edition

    def set_edition(self, edition: str) -> None:
        self._connection.execute(update(installation).values(zone_rules=edition))

    def noted(self) -> list[tuple[Course, Week, Hours]]:
        """The weeks ahead with their wall times, as far as these still tell of the same instants."""
        rows = self._connection.execute(LOOK.where(SAME)).all()
        return [(course, week, _hours(row)) for row, course, week in self._weeks(rows)]

    def unnoted(self, limit: int) -> list[tuple[Course, Week]]:
        """Some of the weeks ahead that were planned or changed since wall times were noted."""
        rows = self._connection.execute(LOOK.where(or_(walls.c.week_id.is_(None), ~SAME)).limit(limit)).all()
        return [(course, week) for _, course, week in self._weeks(rows)]

    def note(self, course: Course, week: Week, hours: Hours) -> None:
        told = {
            "zone": course.zone,
            "opens_at": week.times.opens,
            "due_at": week.times.due,
            "cutoff_at": week.times.cutoff,
            "opens": hours.opens.isoformat(),
            "due": hours.due.isoformat(),
            "cutoff": hours.cutoff.isoformat(),
        }
        ours = {"guild_xid": course.guild_xid, "course_id": course.course_id}
        self._connection.execute(
            upsert(walls)
            .values(week_id=week.week_id, **ours, **told)
            .on_conflict_do_update(index_elements=["week_id"], set_=told)
        )

    def retime(self, week: Week, times: Times) -> None:
        self._connection.execute(
            update(weeks)
            .where(
                weeks.c.guild_xid == week.guild_xid,
                weeks.c.course_id == week.course_id,
                weeks.c.week_id == week.week_id,
            )
            .values(opens_at=times.opens, due_at=times.due, cutoff_at=times.cutoff)
        )

    def grants(self, after: datetime) -> list[Grant]:
        """The personal deadlines after this instant, as far as their wall times are known."""
        known = GRANTS.where(allowances.c.wall_zone == courses.c.zone, allowances.c.due_at > after)
        return [_grant(row, datetime.fromisoformat(row.wall)) for row in self._connection.execute(known)]

    def unnoted_grants(self, limit: int) -> list[Grant]:
        """Some of those that were granted before wall times were noted."""
        rows = self._connection.execute(GRANTS.where(allowances.c.wall.is_(None)).limit(limit))
        return [_grant(row, wall_of(row.due_at, row.zone)) for row in rows]

    def note_grant(self, grant: Grant) -> None:
        """Keeps the grant's deadline and its wall time."""
        self._connection.execute(
            update(allowances)
            .where(
                allowances.c.guild_xid == grant.course.guild_xid,
                allowances.c.course_id == grant.course.course_id,
                allowances.c.week_id == grant.week_id,
                allowances.c.member_id == grant.member_id,
            )
            .values(due_at=grant.due, wall=grant.wall.isoformat(), wall_zone=grant.course.zone)
        )

    def _weeks(self, rows: Iterable[Row[Any]]) -> Iterator[tuple[Row[Any], Course, Week]]:
        for row in rows:
            course = course_from(row)
            week = Weeks(self._connection).get(course, row.week_id)
            if week is not None:
                yield row, course, week


def _hours(row: Row[Any]) -> Hours:
    return Hours(*(datetime.fromisoformat(text) for text in (row.opens, row.due, row.cutoff)))


def _grant(row: Row[Any], wall: datetime) -> Grant:
    return Grant(course_from(row), row.week_id, row.member_id, row.due_at, wall)
