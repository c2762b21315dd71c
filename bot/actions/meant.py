"""Which week a hand-in is meant for."""

from __future__ import annotations

from datetime import datetime

from bot.actions.courses import week_numbered
from bot.actions.ports import Tx
from bot.seminar.courses import Course, Member
from bot.seminar.lateness import LatePolicy, is_taken, require_taken
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, Week


def weeks_meant(
    tx: Tx, course: Course, member: Member | None, at: datetime, number: int | None
) -> list[Week]:
    """The weeks for which a report may be meant. Raises what handing in for the one named would."""
    policy: LatePolicy = tx.policies.late(course)
    if number is None:
        weeks = tx.weeks.taking(course, at)
        return [week for week in weeks if is_taken(week, at, allowance_of(tx, week, member), policy)]
    week = week_numbered(tx, course, number)
    require_taken(week, at, allowance_of(tx, week, member), policy)
    return [week]


def allowance_of(tx: Tx, week: Week, member: Member | None) -> Allowance:
    return tx.weeks.allowance(week, member) if member else NOTHING_GRANTED
