"""Reports that look alike: the passages that two of them share, side by side. A place to look, no verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage of one text, and where the other has it too. Offsets in code points of either text."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts, by their places in what was compared (`one` < `other`), and what they share, in order."""

    one: int
    other: int
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """A version without its text, by whom and for which week; `received_at` is UTC."""

    member_id: int
    week: int
    number: int
    received_at: datetime
