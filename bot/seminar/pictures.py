"""Pictures: what is drawn for people to look at, as plain values; bot/papers draws them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.seminar.claims import Stance
from bot.seminar.participation import Presence

SMALL = 5
"""From so many people on, what they did together does not tell what one of them did."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, as counts."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded to the nearest whole; None of nothing.

        >>> Share(2, 3).percent, Share(0, 0).percent
        (67, None)
        """
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One student: how they stand in each week, None where nothing was expected of them."""

    name: str
    cells: tuple[Presence | None, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Students by weeks; `weeks` are their numbers."""

    weeks: tuple[int, ...]
    rows: tuple[HeatRow, ...]

    def share(self, index: int) -> Share:
        """How many of those expected in a week handed in, late or not; the excused are not expected.

        >>> HeatMap((1,), (HeatRow("A", (Presence.LATE,)), HeatRow("B", (Presence.EXCUSED,)))).share(0)
        Share(part=1, whole=1)
        """
        cells = [row.cells[index] for row in self.rows]
        handed_in = sum(cell in (Presence.IN, Presence.LATE) for cell in cells)
        return Share(
            handed_in, handed_in + sum(cell in (Presence.MISSING, Presence.AWAITED) for cell in cells)
        )


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One week's hand-ins: for each student's first report the hours after the deadline, negative before it.

    Sorted. `until` is how far the week has come, in the same hours.
    """

    week: int
    expected: int
    hours: tuple[float, ...]
    until: float

    def share(self, at: float) -> Share:
        """How many had handed in by then.

        >>> FlowLine(1, 4, (-20.0, -1.0, 3.0), 9.0).share(0.0)
        Share(part=2, whole=4)
        """
        return Share(sum(hour <= at for hour in self.hours), self.expected)


@dataclass(frozen=True, slots=True)
class Flow:
    """Hand-ins by the hour. `reminders` are hours before the deadline; `chosen` is a week's number."""

    lines: tuple[FlowLine, ...]
    reminders: tuple[float, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Pair:
    """How often one person answered another, by their places in the list of names."""

    who: int
    whom: int
    count: int


@dataclass(frozen=True, slots=True)
class Replies:
    """Who answers whom."""

    names: tuple[str, ...]
    pairs: tuple[Pair, ...]

    @property
    def people(self) -> int:
        """How many answered or were answered by somebody else."""
        return len({place for pair in self.pairs if pair.who != pair.whom for place in (pair.who, pair.whom)})


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim: the reports that state it, by their place, and its tally where it hides everybody in it."""

    label: str
    reports: frozenset[int]
    tally: tuple[tuple[Stance, int], ...] | None


@dataclass(frozen=True, slots=True)
class ClaimMatrix:
    """Claims by reports, which have no names here."""

    week: int
    reports: int
    rows: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class Interest:
    """What drew people in, in one week."""

    week: int
    early: Share
    answered: Share
    wrote: Share


@dataclass(frozen=True, slots=True)
class Interests:
    """The same, week by week."""

    weeks: tuple[Interest, ...]


Picture = HeatMap | Flow | Replies | ClaimMatrix | Interests
