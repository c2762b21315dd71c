"""Release: what a gate holds and nobody mends is handed in as it is, before its gate could make it late."""

from __future__ import annotations

import logging
from datetime import datetime

from bot.actions.courses import Ask
from bot.actions.meant import allowance_of
from bot.actions.ports import Clock, Reader, Store, Tx
from bot.actions.reports import hand_in, kept_arrival
from bot.seminar.courses import Course, Person
from bot.seminar.gates import passes_at
from bot.seminar.refusals import Refusal, TooHeavy
from bot.seminar.reports import Held

log = logging.getLogger(__name__)


async def release_held(store: Store, reader: Reader, clock: Clock) -> int:
    """Hands in what gates hold and what nobody mended by the last hour; how many reports that were.

    Each counts from when it came. What cannot be handed in stays kept, and no gate holds it any more.
    """
    now, released = clock.now(), 0
    for course, held in await store.read(lambda tx: _to_release(tx, now)):
        ask = Ask(Person(held.user_xid), now, course_id=course.course_id)
        try:
            kept = await kept_arrival(store, ask, held.arrival_xid)
            await hand_in(store, reader, ask, kept.arrival, held.week_number)
            released += 1
        except TooHeavy:
            # It could be read when it came: the machine is busy, and the next sweep comes soon.
            log.warning("arrival %s, which a gate held, is tried again", held.arrival_xid)
        except Refusal as refusal:
            log.warning("arrival %s, which a gate held, stays a draft: %s", held.arrival_xid, refusal.code)
            await _let_go(store, course, held)
    return released


def _to_release(tx: Tx, now: datetime) -> list[tuple[Course, Held]]:
    """What is held beyond its time, or by a course that has no gates any more."""
    found = []
    for held in tx.arrivals.held():
        course = tx.courses.by_id(held.course_id)
        if course is not None and _is_over(tx, course, held, now):
            found.append((course, held))
    return found


def _is_over(tx: Tx, course: Course, held: Held, now: datetime) -> bool:
    week = tx.weeks.numbered(course, held.week_number)
    if week is None or not tx.policies.gates(course):
        return True
    member = tx.members.of_user(course, held.user_xid)
    return now >= passes_at(week.times, allowance_of(tx, week, member))


async def _let_go(store: Store, course: Course, held: Held) -> None:
    await store.write(lambda tx: tx.arrivals.let_go(course, held.user_xid, held.week_number))
