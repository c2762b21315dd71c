"""Weeks, their presenters and what was granted in them, in SQL."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.seminar.courses import Course, Member
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, NewWeek, Presenter, Times, Week, WeekState
from bot.store.courses import course_from
from bot.store.tables import allowances, courses, presenters, weeks

MINUTE = timedelta(minutes=1)


class Weeks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, course: Course, new: NewWeek) -> Week:
        here = {"guild_xid": course.guild_xid, "course_id": course.course_id}
        row = self._connection.execute(
            insert(weeks)
            .values(
                **here,
                number=new.number,
                topic=new.topic,
                prompt=new.prompt,
                opens_at=new.times.opens,
                due_at=new.times.due,
                grace_minutes=new.times.grace // MINUTE,
                cutoff_at=new.times.cutoff,
                state=WeekState.PLANNED,
            )
            .returning(weeks)
        ).one()
        for one in new.presenters:
            self._connection.execute(
                insert(presenters).values(**here, week_id=row.week_id, name=one.name, member_id=one.member_id)
            )
        return _week(row, new.presenters)

    def get(self, course: Course, week_id: int) -> Week | None:
        return self._first(*_in(course), weeks.c.week_id == week_id)

    def numbered(self, course: Course, number: int) -> Week | None:
        return self._first(*_in(course), weeks.c.number == number)

    def of_course(self, course: Course) -> list[Week]:
        rows = self._connection.execute(select(weeks).where(*_in(course)).order_by(weeks.c.number)).all()
        named = self._presenters(*_presenting(course))
        return [_week(row, tuple(named.get(row.week_id, ()))) for row in rows]

    def taking(self, course: Course, at: datetime) -> list[Week]:
        """The weeks that may take a report now: opened, and before the cut-off or with allowances."""
        granted = select(allowances.c.week_id).where(
            allowances.c.guild_xid == course.guild_xid, allowances.c.course_id == course.course_id
        )
        rows = self._connection.execute(
            select(weeks).where(
                *_in(course),
                weeks.c.opens_at <= at,
                or_(weeks.c.cutoff_at >= at, weeks.c.week_id.in_(granted)),
            )
        )
        return [self._with_presenters(row) for row in rows]

    def set_state(self, week: Week, state: WeekState) -> None:
        self._connection.execute(
            update(weeks).where(*_in(week), weeks.c.week_id == week.week_id).values(state=state)
        )

    def next_to_open(self, at: datetime) -> tuple[Course, Week] | None:
        return self._turn(WeekState.PLANNED, weeks.c.opens_at, at)

    def next_to_discuss(self, at: datetime) -> tuple[Course, Week] | None:
        return self._turn(WeekState.OPEN, weeks.c.due_at, at)

    def next_turn(self) -> datetime | None:
        opens = select(func.min(weeks.c.opens_at)).where(weeks.c.state == WeekState.PLANNED)
        due = select(func.min(weeks.c.due_at)).where(weeks.c.state == WeekState.OPEN)
        turns = [self._connection.execute(query).scalar() for query in (opens, due)]
        return min((turn for turn in turns if turn is not None), default=None)

    def allow(self, course: Course, week: Week, member: Member, allowance: Allowance) -> None:
        granted = {"due_at": allowance.due, "excused": allowance.excused}
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
        return self._allowances(week, allowances.c.member_id == member.member_id).get(
            member.member_id, NOTHING_GRANTED
        )

    def allowances(self, week: Week) -> dict[int, Allowance]:
        return self._allowances(week)

    def _allowances(self, week: Week, *conditions: ColumnElement[bool]) -> dict[int, Allowance]:
        rows = self._connection.execute(
            select(allowances).where(
                allowances.c.guild_xid == week.guild_xid,
                allowances.c.course_id == week.course_id,
                allowances.c.week_id == week.week_id,
                *conditions,
            )
        )
        return {row.member_id: Allowance(due=row.due_at, excused=row.excused) for row in rows}

    def _turn(
        self, state: WeekState, turns_at: ColumnElement[datetime], at: datetime
    ) -> tuple[Course, Week] | None:
        row = self._connection.execute(
            select(weeks).where(weeks.c.state == state, turns_at <= at).order_by(turns_at).limit(1)
        ).first()
        if row is None:
            return None
        course = self._connection.execute(
            select(courses).where(courses.c.guild_xid == row.guild_xid, courses.c.course_id == row.course_id)
        ).one()
        return course_from(course), self._with_presenters(row)

    def _first(self, *conditions: ColumnElement[bool]) -> Week | None:
        row = self._connection.execute(select(weeks).where(*conditions)).first()
        return None if row is None else self._with_presenters(row)

    def _with_presenters(self, row: Row[Any]) -> Week:
        named = self._presenters(*_presenting(row), presenters.c.week_id == row.week_id)
        return _week(row, tuple(named.get(row.week_id, ())))

    def _presenters(self, *conditions: ColumnElement[bool]) -> dict[int, list[Presenter]]:
        rows = self._connection.execute(
            select(presenters).where(*conditions).order_by(presenters.c.presenter_id)
        )
        named: dict[int, list[Presenter]] = {}
        for row in rows:
            named.setdefault(row.week_id, []).append(Presenter(row.name, row.member_id))
        return named


def _in(course: Course | Week) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return weeks.c.guild_xid == course.guild_xid, weeks.c.course_id == course.course_id


def _presenting(course: Course | Row[Any]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return presenters.c.guild_xid == course.guild_xid, presenters.c.course_id == course.course_id


def _week(row: Row[Any], named: tuple[Presenter, ...]) -> Week:
    return Week(
        week_id=row.week_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        number=row.number,
        topic=row.topic,
        prompt=row.prompt,
        presenters=named,
        times=Times(
            opens=row.opens_at, due=row.due_at, grace=row.grace_minutes * MINUTE, cutoff=row.cutoff_at
        ),
        state=WeekState(row.state),
    )
