"""Participation: who is in, late, excused or missing, and who discusses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.seminar.courses import Member, Role
from bot.seminar.lateness import USUAL, LateKind, LatePolicy
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, Week, is_late


class Presence(StrEnum):
    """How a student stands in a week."""

    IN = "in"
    LATE = "late"
    EXCUSED = "excused"
    AWAITED = "awaited"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Taken:
    """What one member did in one week; `first_received_at` is UTC, None without a report.

    `replies` are the posts that answer somebody else's, `partners` those people, and `repeated` those of
    them who were answered more than once. `firsts`: claims on which the member wrote first; `started`:
    claims that the member stated first; `answered`: own claims that others wrote of, or dispute.
    """

    first_received_at: datetime | None = None
    versions: int = 0
    posts: int = 0
    stances: int = 0
    replies: int = 0
    partners: int = 0
    repeated: int = 0
    firsts: int = 0
    started: int = 0
    answered: int = 0


NOTHING = Taken()


@dataclass(frozen=True, slots=True)
class Attendance:
    """One student's line in the week's table."""

    member: Member
    presence: Presence
    received_at: datetime | None
    versions: int
    posts: int
    stances: int
    taken: Taken = NOTHING


def is_expected(member: Member, week: Week) -> bool:
    """Whether a report is expected: of students who had joined before it was due."""
    return member.role is Role.STUDENT and member.joined_at < week.times.due


def is_excused(member: Member, week: Week, allowance: Allowance) -> bool:
    """Excused by staff, or presenting that week."""
    return allowance.excused or any(one.member_id == member.member_id for one in week.presenters)


def presence(
    member: Member,
    week: Week,
    allowance: Allowance,
    taken: Taken,
    now: datetime,
    policy: LatePolicy = USUAL,
) -> Presence:
    """How the student stands at this instant (UTC). The first version decides what is on time.

    Where the course accepts late reports like any other, none is late.
    """
    if taken.first_received_at is not None:
        counts_late = policy.kind is not LateKind.ACCEPT
        late = counts_late and is_late(week.times, taken.first_received_at, allowance)
        return Presence.LATE if late else Presence.IN
    if is_excused(member, week, allowance):
        return Presence.EXCUSED
    return Presence.MISSING if is_late(week.times, now, allowance) else Presence.AWAITED


def table(
    members: Sequence[Member],
    week: Week,
    allowances: dict[int, Allowance],
    taken: dict[int, Taken],
    now: datetime,
    policy: LatePolicy = USUAL,
) -> list[Attendance]:
    """The week's table, by student number: everybody expected, and whoever handed in all the same."""
    lines = []
    for member in members:
        did = taken.get(member.member_id, NOTHING)
        if not (is_expected(member, week) or did.versions):
            continue
        allowance = allowances.get(member.member_id, NOTHING_GRANTED)
        lines.append(
            Attendance(
                member=member,
                presence=presence(member, week, allowance, did, now, policy),
                received_at=did.first_received_at,
                versions=did.versions,
                posts=did.posts,
                stances=did.stances,
                taken=did,
            )
        )
    return sorted(lines, key=lambda line: (line.member.student_number or "~", line.member.member_id))
