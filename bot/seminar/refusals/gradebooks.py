"""Gradebooks: what cannot be filled in."""

from __future__ import annotations

from bot.seminar.refusals.root import Refusal


class Gradebook(Refusal):
    pass


class NotAGradebook(Gradebook):
    """Facts: name."""


class ManyColumns(Gradebook):
    """Facts: column, columns."""


class ReadOnlyColumn(Gradebook):
    """Facts: column."""


class NoScore(Gradebook):
    pass
