"""What was said of the claims that have a thread, counted and never read, in SQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, or_, select

from bot.seminar.claims import Stance
from bot.seminar.courses import Role
from bot.seminar.interests import Thread
from bot.seminar.recaps import Held, Talk
from bot.seminar.weeks import InWeek
from bot.store.claims import claim_from
from bot.store.scope import InCourse, in_course, scope
from bot.store.tables import claims, members, posts, stances, statements

HAS_THREAD = (*in_course(claims), claims.c.thread_xid.is_not(None))
STANDS = (*HAS_THREAD, claims.c.merged_into.is_(None), claims.c.hidden.is_(False))
OPENED = select(claims).where(*STANDS).order_by(claims.c.claim_id)
ROOTS = select(claims.c.claim_id, claims.c.merged_into).where(
    *in_course(claims), claims.c.merged_into.is_not(None)
)
"""With which claim those count that staff merged."""
STATED = select(statements.c.claim_id, statements.c.member_id).where(*in_course(statements)).distinct()
WRITTEN = (
    select(posts.c.claim_id, posts.c.member_id, func.count().label("count"))
    .join(members, members.c.member_id == posts.c.member_id)
    .where(*in_course(posts), members.c.role == Role.STUDENT)
    .group_by(posts.c.claim_id, posts.c.member_id)
)
HELD = select(stances).where(*in_course(stances)).order_by(stances.c.taken_at)
THREADS = select(claims.c.claim_id).where(
    *in_course(claims), or_(claims.c.thread_xid.is_not(None), claims.c.merged_into.is_not(None))
)
OF_WEEKS = select(claims.c.claim_id, claims.c.week_id).where(*STANDS).order_by(claims.c.claim_id)
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
        values, roots = scope(course), self._roots(course)
        authors: dict[int, set[int]] = defaultdict(set)
        for row in self._connection.execute(STATED.where(statements.c.claim_id.in_(THREADS)), values):
            authors[roots.get(row.claim_id, row.claim_id)].add(row.member_id)
        writers: dict[int, set[int]] = defaultdict(set)
        for row in self._connection.execute(WRITERS, values):
            writers[roots.get(row.claim_id, row.claim_id)].add(row.member_id)
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
        values, roots = scope(owner), self._roots(owner)
        authors: dict[int, set[int]] = defaultdict(set)
        for row in self._connection.execute(stated, values):
            authors[roots.get(row.claim_id, row.claim_id)].add(row.member_id)
        wrote: dict[int, Counter[int]] = defaultdict(Counter)
        for claim_id, member_id, count in self._connection.execute(written, values):
            wrote[roots.get(claim_id, claim_id)][member_id] += count
        taken = _taken(self._connection.execute(held, values).all(), roots)
        found = [claim_from(row) for row in self._connection.execute(opened, values)]
        return [
            Talk(
                one,
                frozenset(authors[one.claim_id]),
                wrote[one.claim_id],
                tuple(taken[one.claim_id].values()),
            )
            for one in found
        ]

    def _roots(self, owner: InCourse) -> dict[int, int]:
        rows = self._connection.execute(ROOTS, scope(owner))
        return {row.claim_id: row.merged_into for row in rows}


def _taken(rows: Sequence[Row[Any]], roots: dict[int, int]) -> dict[int, dict[int, Held]]:
    """Stances by claim and member: of several on merged claims the one taken last."""
    taken: dict[int, dict[int, Held]] = defaultdict(dict)
    for row in rows:
        root = roots.get(row.claim_id, row.claim_id)
        before = taken[root].get(row.member_id)
        first = row.first_stance if before is None or root == row.claim_id else before.first
        taken[root][row.member_id] = Held(root, row.member_id, Stance(first), Stance(row.stance))
    return taken
