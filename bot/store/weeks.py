"""Weeks, their presenters and what was granted in them, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course, Member
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, NewWeek, Presenter, Times, Week, WeekState
from bot.seminar.zones import wall_of
from bot.store.courses import course_from
from bot.store.scope import in_course, scope, spelled
from bot.store.tables import allowances, courses, presenters, weeks

MINUTE = timedelta(minutes=1)

WITH_PRESENTERS = (
    select(weeks, presenters.c.name.label("presenter"), presenters.c.member_id.label("presenting_id"))
    .outerjoin(presenters, presenters.c.week_id == weeks.c.week_id)
    .order_by(weeks.c.number, presenters.c.presenter_id)
)
OF_COURSE = WITH_PRESENTERS.where(*in_course(weeks))
NAMED = OF_COURSE.where(weeks.c.week_id == bindparam("week"))
NUMBERED = OF_COURSE.where(weeks.c.number == bindparam("number"))
TAKING = OF_COURSE.where(
    weeks.c.opens_at <= bindparam("at"),
    or_(
        weeks.c.cutoff_at >= bindparam("at"),
        weeks.c.week_id.in_(select(allowances.c.week_id).where(*in_course(allowances))),
    ),
)
BEFORE = OF_COURSE.where(
    weeks.c.week_id
    == select(weeks.c.week_id)
    .where(*in_course(weeks), weeks.c.due_at < bindparam("due"))
    .order_by(weeks.c.due_at.desc(), weeks.c.number)
    .limit(1)
    .scalar_subquery()
)
GRANTED = select(allowances).where(*in_course(allowances), allowances.c.week_id == bindparam("week"))
GRANTED_TO = GRANTED.where(allowances.c.member_id == bindparam("member"))
GRANTS_OF = select(allowances).where(*in_course(allowances), allowances.c.member_id == bindparam("member"))


def _turning(state: WeekState, turns_at: ColumnElement[datetime]) -> Select[Any]:
    """The week of any course that is next in this turn; those of a closed course turn no more."""
    return (
        select(weeks.c.week_id, courses)
        .join(courses, courses.c.course_id == weeks.c.course_id)
        .where(weeks.c.state == spelled(state), courses.c.closed_at.is_(None))
        .order_by(turns_at)
        .limit(1)
    )


def _by_now(state: WeekState, turns_at: ColumnElement[datetime]) -> Select[Any]:
    return _turning(state, turns_at).where(turns_at <= bindparam("now"))


def _ahead(state: WeekState, turns_at: ColumnElement[datetime]) -> Select[Any]:
    return _turning(state, turns_at).with_only_columns(turns_at)


TO_OPEN = _by_now(WeekState.PLANNED, weeks.c.opens_at)
TO_DISCUSS = _by_now(WeekState.OPEN, weeks.c.due_at)
NEXT_TURNS = select(
    _ahead(WeekState.PLANNED, weeks.c.opens_at).scalar_subquery().label("opens"),
    _ahead(WeekState.OPEN, weeks.c.due_at).scalar_subquery().label("is_due"),
)
SET_STATE = (
    update(weeks)
    .where(*in_course(weeks), weeks.c.week_id == bindparam("week"))
    .values(state=bindparam("becomes"))
)


class Weeks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, course: Course, new: NewWeek) -> Week:
        here = {"guild_xid": course.guild_xid, "course_id": course.course_id}
        row = self._connection.execute(
            insert(weeks).values(**here, **_values(new), state=WeekState.PLANNED).returning(weeks.c.week_id)
        ).one()
        for one in new.presenters:
            self._connection.execute(
                insert(presenters).values(**here, week_id=row.week_id, name=one.name, member_id=one.member_id)
            )
        return Week(
            week_id=row.week_id,
            **here,
            number=new.number,
            topic=new.topic,
            prompt=new.prompt,
            presenters=new.presenters,
            times=new.times,
            state=WeekState.PLANNED,
        )

    def get(self, course: Course, week_id: int) -> Week | None:
        return next(iter(self._weeks(NAMED, scope(course, week=week_id))), None)

    def numbered(self, course: Course, number: int) -> Week | None:
        return next(iter(self._weeks(NUMBERED, scope(course, number=number))), None)

    def of_course(self, course: Course) -> list[Week]:
        return self._weeks(OF_COURSE, scope(course))

    def before(self, week: Week) -> Week | None:
        """The course's week that was due last before this one."""
        return next(iter(self._weeks(BEFORE, scope(week, due=week.times.due))), None)

    def taking(self, course: Course, at: datetime) -> list[Week]:
        """The weeks that may take a report now: opened, and before the cut-off or with allowances."""
        return self._weeks(TAKING, scope(course, at=at))

    def change(self, week: Week, new: NewWeek) -> None:
        """Puts another plan in the place of the week's."""
        here = {"guild_xid": week.guild_xid, "course_id": week.course_id}
        self._connection.execute(
            update(weeks).where(*_in(week), weeks.c.week_id == week.week_id).values(**_values(new))
        )
        of_week = (presenters.c.guild_xid == week.guild_xid, presenters.c.course_id == week.course_id)
        self._connection.execute(delete(presenters).where(*of_week, presenters.c.week_id == week.week_id))
        for one in new.presenters:
            self._connection.execute(
                insert(presenters).values(
                    **here, week_id=week.week_id, name=one.name, member_id=one.member_id
                )
            )

    def set_state(self, week: Week, state: WeekState) -> None:
        self._connection.execute(SET_STATE, scope(week, week=week.week_id, becomes=state))

    def next_to_open(self, at: datetime) -> tuple[Course, Week] | None:
        return self._turn(TO_OPEN, at)

    def next_to_discuss(self, at: datetime) -> tuple[Course, Week] | None:
        return self._turn(TO_DISCUSS, at)

    def next_turn(self) -> datetime | None:
        turns = self._connection.execute(NEXT_TURNS).one()
        return min((turn for turn in turns if turn is not None), default=None)

    def allow(self, course: Course, week: Week, member: Member, allowance: Allowance) -> None:
        wall = wall_of(allowance.due, course.zone).isoformat() if allowance.due else None
        granted = {
            "due_at": allowance.due,
            "excused": allowance.excused,
            "reason": allowance.reason,
            "wall": wall,
            "wall_zone": course.zone if wall else None,
        }
        self._connection.execute(
            upsert(allowances)
            .values(
                guild_xid=course.guild_xid,
                course_id=course.course_id,
                week_id=week.week_id,
                member_id=member.member_id,
                **granted,
            )
            .on_conflict_do_update(index_elements=["week_id", "member_id"], set_=granted)
        )

    def allowance(self, week: Week, member: Member) -> Allowance:
        row = self._connection.execute(
            GRANTED_TO, scope(week, week=week.week_id, member=member.member_id)
        ).first()
        return NOTHING_GRANTED if row is None else _allowance(row)

    def granted_to(self, member: Member) -> dict[int, Allowance]:
        """What was granted to a member, by week_id."""
        rows = self._connection.execute(GRANTS_OF, scope(member, member=member.member_id))
        return {row.week_id: Allowance(due=row.due_at, excused=row.excused) for row in rows}

    def allowances(self, week: Week) -> dict[int, Allowance]:
        rows = self._connection.execute(GRANTED, scope(week, week=week.week_id))
        return {row.member_id: _allowance(row) for row in rows}

    def _turn(self, query: Select[Any], at: datetime) -> tuple[Course, Week] | None:
        row = self._connection.execute(query, {"now": at}).first()
        if row is None:
            return None
        course = course_from(row)
        week = self.get(course, row.week_id)
        return None if week is None else (course, week)

    def _weeks(self, query: Select[Any], values: dict[str, Any]) -> list[Week]:
        """Weeks from rows that come once for each presenter, those of a week together."""
        rows = self._connection.execute(query, values)
        return [_week(list(same)) for _, same in groupby(rows, key=attrgetter("week_id"))]


def _in(course: Course | Week) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return weeks.c.guild_xid == course.guild_xid, weeks.c.course_id == course.course_id


def _allowance(row: Row[Any]) -> Allowance:
    return Allowance(due=row.due_at, excused=row.excused, reason=row.reason)


def _values(new: NewWeek) -> dict[str, Any]:
    return {
        "number": new.number,
        "topic": new.topic,
        "prompt": new.prompt,
        "opens_at": new.times.opens,
        "due_at": new.times.due,
        "grace_minutes": new.times.grace // MINUTE,
        "cutoff_at": new.times.cutoff,
    }


def _week(rows: Sequence[Row[Any]]) -> Week:
    row = rows[0]
    named = (Presenter(one.presenter, one.presenting_id) for one in rows if one.presenter is not None)
    return Week(
        week_id=row.week_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        number=row.number,
        topic=row.topic,
        prompt=row.prompt,
        presenters=tuple(named),
        times=Times(
            opens=row.opens_at, due=row.due_at, grace=row.grace_minutes * MINUTE, cutoff=row.cutoff_at
        ),
        state=WeekState(row.state),
    )
