"""Marking reports: what is no mark, and what is not to be marked now."""

from __future__ import annotations

from bot.seminar.refusals.root import Refusal


class Reviewing(Refusal):
    pass


class BadMark(Reviewing):
    """Facts: given, most."""


class BadScale(Reviewing):
    """Facts: most (criteria)."""


class BeingReviewed(Reviewing):
    """Facts: user_xid."""


class ReviewedMeanwhile(Reviewing):
    """Facts: user_xid."""


class NothingToReview(Reviewing):
    pass


class NotReleased(Reviewing):
    """Facts: week."""


class AlreadyReleased(Reviewing):
    """Facts: week, at."""
