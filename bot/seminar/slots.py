"""A weekly slot: when the weeks of a term open and are due, and what holidays do to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.seminar.plans import MOST_WEEKS, NUMBERS, Wanted
from bot.seminar.refusals import BadHoliday, TooManyWeeks
from bot.seminar.weeks import resolve

WEEKLY = timedelta(days=7)
MOST_HOLIDAYS = 60
MOST_FREE = 52
"""So many weeks in a row cannot all be holidays."""

_DATE = r"([0-9]{4})\s*[-./년]\s*([0-9]{1,2})\s*[-./월]\s*([0-9]{1,2})\s*[.일]?"
_HOLIDAY = re.compile(rf"{_DATE}(?:\s*(?:\.{{2,}}|~|–|—|to|-)\s*{_DATE})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days without a seminar, both of them included; on the calendar of the course's zone."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Slot:
    """When the weeks of a term open and are due: wall times of the first, and every seven days after.

    A week that would open or be due on a holiday is pushed to the next seven days; with `drops` it keeps
    its number and is left out.
    """

    opens: datetime
    due: datetime
    weeks: int
    first_number: int = 1
    holidays: tuple[Holiday, ...] = ()
    drops: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a slot, on the wall. `number` is None where it is left free for a holiday."""

    number: int | None
    opens: datetime
    due: datetime
    holiday: bool = False


def holidays(given: str) -> tuple[Holiday, ...]:
    """Dates and ranges of dates, parted by commas. Raises BadHoliday.

    >>> [str(one.last - one.first) for one in holidays("2026-09-24..2026-09-26, 2026. 10. 5.")]
    ['2 days, 0:00:00', '0:00:00']
    """
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", given) if piece.strip()]
    found = [_holiday(piece) for piece in pieces]
    if len(found) > MOST_HOLIDAYS:
        raise BadHoliday(given=given[:40])
    return tuple(sorted(found, key=lambda one: one.first))


def _holiday(given: str) -> Holiday:
    match = _HOLIDAY.fullmatch(given)
    if match is None:
        raise BadHoliday(given=given[:40])
    parts = [int(part) for part in match.groups() if part is not None]
    try:
        first, last = date(*parts[:3]), date(*parts[-3:])
    except ValueError:
        raise BadHoliday(given=given[:40]) from None
    if last < first:
        raise BadHoliday(given=given[:40])
    return Holiday(first, last)


def occurrences(slot: Slot) -> list[Occurrence]:
    """Every time of the slot, those that are left free included. Raises BadHoliday, TooManyWeeks.

    >>> first = datetime(2026, 9, 7, 18)
    >>> slot = Slot(first, first + timedelta(days=6), 2, holidays=holidays("2026-09-14"))
    >>> [(one.number, f"{one.opens:%m-%d}") for one in occurrences(slot)]
    [(1, '09-07'), (None, '09-14'), (2, '09-21')]
    """
    last = slot.first_number + slot.weeks - 1
    if slot.weeks > MOST_WEEKS or not {slot.first_number, last} <= set(NUMBERS):
        raise TooManyWeeks(limit=min(MOST_WEEKS, NUMBERS[-1]))
    found: list[Occurrence] = []
    number, step = slot.first_number, 0
    while number <= last:
        if step - (number - slot.first_number) > MOST_FREE:
            raise BadHoliday(given=str(slot.holidays[-1].last))
        opens, due = slot.opens + step * WEEKLY, slot.due + step * WEEKLY
        off = any(one.first <= day <= one.last for one in slot.holidays for day in (opens.date(), due.date()))
        keeps = slot.drops or not off
        found.append(Occurrence(number if keeps else None, opens, due, off))
        number += keeps
        step += 1
    return found


def wanted_by(slot: Slot, zone: str, topic: str, grace: timedelta | None) -> list[Wanted]:
    """The weeks of a slot in an IANA zone; new ones get this topic. Raises BadHoliday, TooManyWeeks."""
    found = [one for one in occurrences(slot) if one.number is not None]
    return [
        Wanted(
            place=place,
            number=one.number or 0,
            unnamed=topic,
            opens=resolve(one.opens, zone),
            due=resolve(one.due, zone),
            grace=grace,
            skipped=one.holiday,
        )
        for place, one in enumerate(found, 1)
    ]
