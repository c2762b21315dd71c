"""Wall times: noted for whatever lies ahead, and kept when an edition of the time zones has other rules."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from bot.actions.ports import Clock, Store, Tx
from bot.actions.weeks import plan_reminders
from bot.seminar.courses import Course
from bot.seminar.weeks import Week, WeekState
from bot.seminar.zones import anew, walls_of

AT_ONCE = 20
"""Weeks that are noted in one transaction, so that no hand-in waits long."""

GIVES_WAY = 3
"""Times as long as a transaction took, the next one waits: what is due comes first."""


async def keep_wall_times(store: Store, clock: Clock, edition: str) -> int:
    """At the start: computes anew what is ahead where the rules are of another edition than last time.

    Returns how many weeks moved. What has come stays; reminders of an open week are planned anew.
    """
    now = clock.now()

    def work(tx: Tx) -> int:
        before = tx.walls.edition()
        if before == edition:
            return 0
        moved = 0
        for course, week, hours in tx.walls.noted() if before else ():
            times = anew(week.times, hours, course.zone, now)
            if times != week.times:
                moved += 1
                tx.walls.retime(week, times)
                new = replace(week, times=times)
                tx.walls.note(course, new, hours)
                _remind_anew(tx, course, new)
        tx.walls.set_edition(edition)
        return moved

    def _remind_anew(tx: Tx, course: Course, week: Week) -> None:
        if week.state is WeekState.OPEN:
            for member in tx.members.students(course):
                tx.deliveries.withdraw_reminders(week, member)
                plan_reminders(tx, course, week, member, now)

    return await store.write(work)


async def note_wall_times(store: Store) -> int:
    """Notes the wall times of weeks that were planned or changed; returns of how many."""

    def work(tx: Tx) -> int:
        found = tx.walls.unnoted(AT_ONCE)
        for course, week in found:
            tx.walls.note(course, week, walls_of(week.times, course.zone))
        return len(found)

    noted = 0
    while await store.read(lambda tx: tx.walls.unnoted(1)):
        began = time.monotonic()
        noted += await store.write(work)
        await asyncio.sleep(GIVES_WAY * (time.monotonic() - began))
    return noted
