"""Reminders: which should exist, and what becomes of one that falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seminar.courses import RemindBy
from bot.seminar.deliveries import Reason


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """When one reminder falls due (UTC), and how long before the deadline that is."""

    offset: timedelta
    due_at: datetime


def plan(deadline: datetime, offsets: Sequence[timedelta], now: datetime) -> list[PlannedReminder]:
    """The reminders for one member and week that still lie ahead, the earliest first.

    Those that would have been due before now are left out, but for the latest of them while
    none lies ahead: who joins late is reminded once, at once. An offset that is not before the
    deadline reminds nobody.
    """
    if deadline <= now:
        return []
    before = sorted({offset for offset in offsets if offset > timedelta(0)}, reverse=True)
    every = [PlannedReminder(offset, deadline - offset) for offset in before]
    ahead = [reminder for reminder in every if reminder.due_at > now]
    return ahead or [PlannedReminder(reminder.offset, now) for reminder in every[-1:]]


def skip_reason(
    *,
    deadline: datetime,
    now: datetime,
    handed_in: bool,
    excused: bool,
    remind_by: RemindBy,
    later_one_is_due: bool,
) -> Reason | None:
    """Why a reminder that fell due is not sent; None where it is."""
    if handed_in:
        return Reason.HANDED_IN
    if excused:
        return Reason.EXCUSED
    if now >= deadline:
        return Reason.TOO_LATE
    if remind_by is RemindBy.NEVER:
        return Reason.OPTED_OUT
    if later_one_is_due:
        return Reason.SUPERSEDED
    return None
