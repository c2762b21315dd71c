"""Wall times: noted for whatever lies ahead, and kept when an edition of the time zones has other rules."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import datetime

from bot.actions.ports import Clock, Store, Tx
from bot.actions.weeks import remind_anew
from bot.seminar.courses import Course
from bot.seminar.weeks import Week, WeekState
from bot.seminar.zones import Grant, anew, granted_anew, walls_of

UNDER_WAY = (WeekState.OPEN, WeekState.DISCUSSING)
AT_ONCE = 20
"""Weeks that are noted in one transaction, so that no hand-in waits long."""

GIVES_WAY = 3
"""Times as long as a transaction took, the next one waits: what is due comes first."""


async def keep_wall_times(store: Store, clock: Clock, edition: str) -> int:
    """At the start: computes anew what is ahead where the rules are of another edition than last time.

    Returns how many weeks and personal deadlines moved. What has come stays; reminders are planned anew.
    """
    now = clock.now()

    def work(tx: Tx) -> int:
        before = tx.walls.edition()
        if before == edition:
            return 0
        tx.walls.set_edition(edition)
        if before is None:
            return 0
        weeks, grants = _move_weeks(tx, now), _move_grants(tx, now)
        for course, week in weeks:
            if week.state is WeekState.OPEN:
                remind_anew(tx, course, week, tx.members.students(course), now)
        for grant in grants:
            found = tx.weeks.get(grant.course, grant.week_id)
            who = tx.members.get(grant.course, grant.member_id)
            if found is not None and who is not None and found.state in UNDER_WAY:
                remind_anew(tx, grant.course, found, [who], now)
        return len(weeks) + len(grants)

    return await store.write(work)


def _move_weeks(tx: Tx, now: datetime) -> list[tuple[Course, Week]]:
    moved = []
    for course, week, hours in tx.walls.noted():
        times = anew(week.times, hours, course.zone, now)
        if times != week.times:
            tx.walls.retime(week, times)
            moved.append((course, replace(week, times=times)))
            tx.walls.note(course, moved[-1][1], hours)
    return moved


def _move_grants(tx: Tx, now: datetime) -> list[Grant]:
    """Personal deadlines were granted as hours on the wall, too."""
    moved = []
    for grant in tx.walls.grants(now):
        new = granted_anew(grant, now)
        if new != grant:
            tx.walls.note_grant(new)
            moved.append(new)
    return moved


async def note_wall_times(store: Store) -> int:
    """Notes the wall times of weeks that were planned or changed; returns of how many.

    And those of personal deadlines that earlier versions granted.
    """

    def work(tx: Tx) -> int:
        found = tx.walls.unnoted(AT_ONCE)
        for course, week in found:
            tx.walls.note(course, week, walls_of(week.times, course.zone))
        return len(found)

    def note_grants(tx: Tx) -> None:
        for grant in tx.walls.unnoted_grants(AT_ONCE):
            tx.walls.note_grant(grant)

    while await store.read(lambda tx: tx.walls.unnoted_grants(1)):
        await store.write(note_grants)
    noted = 0
    while await store.read(lambda tx: tx.walls.unnoted(1)):
        began = time.monotonic()
        noted += await store.write(work)
        await asyncio.sleep(GIVES_WAY * (time.monotonic() - began))
    return noted
