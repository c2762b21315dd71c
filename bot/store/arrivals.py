"""Texts that reached us and that no version holds yet, in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, delete, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course
from bot.seminar.reports import Arrival, Held, Kept, Source
from bot.store.scope import in_course, scope
from bot.store.tables import arrivals

ADD = upsert(arrivals).on_conflict_do_nothing()
NAMED = (*in_course(arrivals), arrivals.c.arrival_xid == bindparam("arrival"))
GET = select(arrivals).where(*NAMED, arrivals.c.user_xid == bindparam("user"))
DRAFT = (
    select(arrivals)
    .where(
        *in_course(arrivals),
        arrivals.c.user_xid == bindparam("user"),
        arrivals.c.week_number == bindparam("week"),
        arrivals.c.source == bindparam("draft"),
    )
    .order_by(arrivals.c.arrival_xid.desc())
    .limit(1)
)
REMOVE = delete(arrivals).where(*NAMED)
# A literal, so that the index of what is held serves.
IS_HELD = arrivals.c.source == literal_column("'held'")
HELD = select(
    arrivals.c.arrival_xid, arrivals.c.course_id, arrivals.c.user_xid, arrivals.c.week_number
).where(IS_HELD)
HELD_IN = HELD.where(*in_course(arrivals), arrivals.c.week_number == bindparam("week"))
HOLD = update(arrivals).where(*NAMED).values(source=Source.HELD, week_number=bindparam("week"))
HELD_OF = (
    *in_course(arrivals),
    IS_HELD,
    arrivals.c.user_xid == bindparam("user"),
    arrivals.c.week_number == bindparam("week"),
)
HELD_TEXT = select(arrivals.c.text).where(*HELD_OF)
LET_GO = (
    update(arrivals)
    .where(*HELD_OF)
    .values(source=case((arrivals.c.file.is_(None), Source.FORM), else_=Source.FILE))
)


class Arrivals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, arrival: Arrival, course: Course, week_number: int | None) -> None:
        self._connection.execute(
            ADD,
            {
                "arrival_xid": arrival.arrival_xid,
                "guild_xid": course.guild_xid,
                "course_id": course.course_id,
                "user_xid": arrival.user_xid,
                "week_number": week_number,
                "received_at": arrival.received_at,
                "source": arrival.source,
                "text": arrival.text,
                "file_name": arrival.file_name,
                "file": arrival.file,
            },
        )

    def get(self, course: Course, arrival_xid: int, user_xid: int) -> Kept | None:
        row = self._connection.execute(GET, scope(course, arrival=arrival_xid, user=user_xid)).first()
        return None if row is None else _kept(row)

    def draft(self, course: Course, user_xid: int, week_number: int) -> Arrival | None:
        """The latest first part of a report that the person has not finished for this week."""
        row = self._connection.execute(
            DRAFT, scope(course, user=user_xid, week=week_number, draft=Source.DRAFT)
        ).first()
        return None if row is None else _kept(row).arrival

    def remove(self, course: Course, arrival_xid: int) -> None:
        self._connection.execute(REMOVE, scope(course, arrival=arrival_xid))

    def hold(self, course: Course, arrival_xid: int, week_number: int) -> None:
        """Notes that a gate holds it, for this week."""
        self._connection.execute(HOLD, scope(course, arrival=arrival_xid, week=week_number))

    def let_go(self, course: Course, user_xid: int, week_number: int) -> int:
        """No gate holds anything of this person's for the week any more; how much it was. It stays kept."""
        return self._connection.execute(LET_GO, scope(course, user=user_xid, week=week_number)).rowcount

    def held(self) -> list[Held]:
        """What gates hold, in any course."""
        return [Held(*row) for row in self._connection.execute(HELD)]

    def held_text(self, course: Course, user_xid: int, week_number: int) -> str:
        """What was typed of what is held; empty where it is a file, or nothing."""
        row = self._connection.execute(HELD_TEXT, scope(course, user=user_xid, week=week_number)).first()
        return "" if row is None else row.text

    def held_in(self, course: Course, week_number: int) -> list[Held]:
        return [Held(*row) for row in self._connection.execute(HELD_IN, scope(course, week=week_number))]


def _kept(row: Row[Any]) -> Kept:
    source = Source(row.source)
    if source is Source.HELD:
        source = Source.FORM if row.file is None else Source.FILE
    arrival = Arrival(
        arrival_xid=row.arrival_xid,
        user_xid=row.user_xid,
        received_at=row.received_at,
        source=source,
        text=row.text,
        file_name=row.file_name,
        file=row.file,
    )
    return Kept(arrival, row.week_number)
