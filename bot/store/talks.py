"""What was said of the claims that have a thread, counted and never read, in SQL."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from bot.seminar.claims import Stance
from bot.seminar.courses import Role
from bot.seminar.interests import Thread
from bot.seminar.recaps import Held, Talk
from bot.seminar.weeks import InWeek
from bot.store.claims import claim_from
from bot.store.scope import InCourse, in_course, scope
from bot.store.tables import claims, members, posts, stances, statements

OPENED = (
    select(claims).where(*in_course(claims), claims.c.thread_xid.is_not(None)).order_by(claims.c.claim_id)
)
STATED = select(statements.c.claim_id, statements.c.member_id).where(*in_course(statements)).distinct()
WRITTEN = (
    select(posts.c.claim_id, posts.c.member_id, func.count().label("count"))
    .join(members, members.c.member_id == posts.c.member_id)
    .where(*in_course(posts), members.c.role == Role.STUDENT)
    .group_by(posts.c.claim_id, posts.c.member_id)
)
HELD = select(stances).where(*in_course(stances))
HAS_THREAD = (*in_course(claims), claims.c.thread_xid.is_not(None))
THREADS = select(claims.c.claim_id).where(*HAS_THREAD)
OF_WEEKS = select(claims.c.claim_id, claims.c.week_id).where(*HAS_THREAD).order_by(claims.c.claim_id)
WRITERS = (
    select(claims.c.claim_id, members.c.member_id)
    .join(members, members.c.course_id == claims.c.course_id)
    .where(
        *HAS_THREAD,
        members.c.role == Role.STUDENT,
        exists().where(
            *in_course(posts),
            posts.c.claim_id == claims.c.claim_id,
            posts.c.member_id == members.c.member_id,
        ),
    )
)
"""Asks for each student and thread whether there is a post: how many there are costs nothing."""


class Talks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_week(self, week: InWeek) -> list[Talk]:
        """The week's claims that have a thread."""
        mine = select(claims.c.claim_id).where(*in_course(claims), claims.c.week_id == week.week_id)
        return self._talks(
            week,
            OPENED.where(claims.c.week_id == week.week_id),
            STATED.where(statements.c.week_id == week.week_id),
            WRITTEN.where(posts.c.week_id == week.week_id),
            HELD.where(stances.c.claim_id.in_(mine)),
        )

    def threads(self, course: InCourse) -> list[Thread]:
        """The threads of all the course's weeks: who states their claims, and which students wrote there."""
        values = scope(course)
        authors: dict[int, set[int]] = defaultdict(set)
        for row in self._connection.execute(STATED.where(statements.c.claim_id.in_(THREADS)), values):
            authors[row.claim_id].add(row.member_id)
        writers: dict[int, set[int]] = defaultdict(set)
        for row in self._connection.execute(WRITERS, values):
            writers[row.claim_id].add(row.member_id)
        return [
            Thread(row.week_id, frozenset(authors[row.claim_id]), frozenset(writers[row.claim_id]))
            for row in self._connection.execute(OF_WEEKS, values)
        ]

    def _talks(
        self,
        owner: InCourse,
        opened: Select[Any],
        stated: Select[Any],
        written: Select[Any],
        held: Select[Any],
    ) -> list[Talk]:
        values = scope(owner)
        authors: dict[int, set[int]] = defaultdict(set)
        for row in self._connection.execute(stated, values):
            authors[row.claim_id].add(row.member_id)
        wrote: dict[int, dict[int, int]] = defaultdict(dict)
        for claim_id, member_id, count in self._connection.execute(written, values):
            wrote[claim_id][member_id] = count
        taken: dict[int, list[Held]] = defaultdict(list)
        for row in self._connection.execute(held, values):
            one = Held(row.claim_id, row.member_id, Stance(row.first_stance), Stance(row.stance))
            taken[row.claim_id].append(one)
        found = [claim_from(row) for row in self._connection.execute(opened, values)]
        return [
            Talk(one, frozenset(authors[one.claim_id]), wrote[one.claim_id], tuple(taken[one.claim_id]))
            for one in found
        ]
