"""What the head of a report says of itself: week, student number, name, topic, presenter."""

from __future__ import annotations

from bot.seminar.reports import Header


def read_header(text: str) -> Header:
    """The header of a report; what is not found is None. Digits come back as ASCII digits."""
    raise NotImplementedError
