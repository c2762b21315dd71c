"""A term in parts: what each week has come to, as plain values for the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.seminar.claims import Claim, Stance
from bot.seminar.courses import Member
from bot.seminar.participation import Attendance, Presence
from bot.seminar.reports import Version
from bot.seminar.reviews import Review
from bot.seminar.weeks import Week


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim, how many reports share it, the presenter's passages and the stances on it."""

    claim: Claim
    reports: int
    quotes: tuple[str, ...]
    stances: Mapping[Stance, int]


@dataclass(frozen=True, slots=True)
class WeekPart:
    """One week: everybody's line, the marks that were released by member_id, and the claims."""

    week: Week
    lines: tuple[Attendance, ...]
    reviews: Mapping[int, Review]
    claims: tuple[ClaimLine, ...]

    def count(self, presence: Presence) -> int:
        """How many stand like this."""
        return sum(line.presence is presence for line in self.lines)


def everybody(parts: Sequence[WeekPart]) -> list[Member]:
    """Every student of any week, by student number."""
    found = {line.member.member_id: line.member for part in parts for line in part.lines}
    return sorted(found.values(), key=lambda one: (one.student_number or "~", one.member_id))


@dataclass(frozen=True, slots=True)
class Archived:
    """One week for the archive: each version that stands, with its member and the file that it came as."""

    part: WeekPart
    kept: tuple[tuple[Member, Version, tuple[str, bytes] | None], ...]
