"""Reports that look alike: the passages that two of them share, side by side. A place to look, no verdict."""

from __future__ import annotations

from dataclasses import dataclass


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
