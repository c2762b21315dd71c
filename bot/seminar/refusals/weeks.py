"""Weeks: none such, too early, or too late."""

from __future__ import annotations

from bot.seminar.refusals.root import Refusal


class Week(Refusal):
    pass


class UnknownWeek(Week):
    """Facts: week."""


class NoOpenWeek(Week):
    pass


class WeekNotOpen(Week):
    """Facts: week, opens."""


class WeekClosed(Week):
    """Facts: week, closed."""


class WeekOver(Week):
    """Facts: week."""


class WeekSkipped(Week):
    """Facts: week."""


class DeadlinePassed(Week):
    """Facts: week, due."""
