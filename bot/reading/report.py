"""What is read in one report."""

from __future__ import annotations

from bot.seminar.reports import Reading


def read(text: str) -> Reading:
    """Reads any text whatsoever; each offset is one of `text` as it was given."""
    raise NotImplementedError
