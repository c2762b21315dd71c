"""Discussing: not here, not yet, or no more."""

from __future__ import annotations

from bot.seminar.refusals.root import Refusal


class Discussing(Refusal):
    pass


class NotHandedIn(Discussing):
    """Facts: week."""


class NotInThread(Discussing):
    pass


class NoThreadYet(Discussing):
    pass


class HasThread(Discussing):
    pass


class OwnClaimsSpent(Discussing):
    """Facts: limit (claims a week)."""


class UnnamedOff(Discussing):
    pass


class UnnamedSpent(Discussing):
    """Facts: limit (answers a day)."""
