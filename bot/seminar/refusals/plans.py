"""The term's plan: what cannot be meant, or is not what was shown."""

from __future__ import annotations

from bot.seminar.refusals.root import Refusal


class Plan(Refusal):
    pass


class BadZone(Plan):
    """Facts: given."""


class BadTime(Plan):
    """Facts: given."""


class BadHours(Plan):
    """Facts: given."""


class BadOrder(Plan):
    """Facts: opens, due, cutoff (datetimes)."""


class WeekExists(Plan):
    """Facts: week."""


class BadPolicy(Plan):
    """Facts: per_day, floor (percent)."""


class BadScore(Plan):
    """Facts: whole, cap, most (points)."""


class BadWay(Plan):
    """Facts: given (the line)."""


class BadText(Plan):
    """Facts: limit (characters)."""


class BadHoliday(Plan):
    """Facts: given."""


class BadTable(Plan):
    """Facts: name."""


class BadPlan(Plan):
    pass


class BadWeekNumber(Plan):
    """Facts: given."""


class DayOrMonth(Plan):
    """Facts: given."""


class EndlessEvent(Plan):
    """Facts: given."""


class BadRecurrence(Plan):
    """Facts: given."""


class WeekIncomplete(Plan):
    """Facts: week."""


class WeekTwice(Plan):
    """Facts: week."""


class WeekPast(Plan):
    """Facts: week, due."""


class WeekPosted(Plan):
    """Facts: week."""


class TooManyWeeks(Plan):
    """Facts: limit."""


class PlanChanged(Plan):
    pass
