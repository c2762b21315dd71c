"""Cards: what the bot says of its own accord, as plain values; drawn in cogs/ui."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seminar.claims import Claim, Stance
from bot.seminar.courses import Course, Member
from bot.seminar.deliveries import Notice
from bot.seminar.gates import Gate
from bot.seminar.lateness import USUAL, LatePolicy
from bot.seminar.pictures import ClaimMatrix, Share
from bot.seminar.recaps import Talk
from bot.seminar.reviews import Review
from bot.seminar.weeks import Week


@dataclass(frozen=True, slots=True)
class PromptCard:
    """The week's prompt in the course's channel. `late_by` is set where the bot posts it after its hour."""

    course: Course
    week: Week
    late_by: timedelta | None = None
    policy: LatePolicy = USUAL
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True)
class ReminderCard:
    """A direct message to one student whose report is missing. `due` is their own deadline (UTC).

    `claim` is one of an earlier week that waits for answers.
    """

    course: Course
    week: Week
    due: datetime
    handed_in: int
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class MentionCard:
    """A post in the course's channel for those whom no direct message reaches; it pings exactly them."""

    course: Course
    week: Week
    due: datetime
    handed_in: int
    user_xids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GrantCard:
    """A direct message to one student who got more time, or was excused. `due` is their deadline (UTC)."""

    course: Course
    week: Week
    due: datetime
    excused: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class MarkCard:
    """A direct message to one student whose report has been reviewed. `changed` since it was released."""

    course: Course
    week: Week
    review: Review
    changed: bool


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A key claim, posted in the course's channel with a thread of its own. Quotes are verbatim."""

    course: Course
    week: Week
    claim: Claim
    reports: int
    of_reports: int
    quotes: tuple[str, ...]
    stances: dict[Stance, int]


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """What staff are told; `about` are its facts: ids, numbers and times as seconds since 1970."""

    course: Course
    notice: Notice
    about: dict[str, int | str]
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestCard:
    """How a week stands at its deadline, for staff. `unreached` of the missing got no reminder."""

    course: Course
    week: Week
    in_time: int
    late: int
    awaited: int
    missing: tuple[Member, ...]
    unreached: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class RecapCard:
    """What a week's discussion came to, for the course. `talks` are its claims, the most shared first.

    `changed` and `matrix` are None where they would tell of single people.
    """

    course: Course
    week: Week
    of_reports: int
    talks: tuple[Talk, ...]
    changed: Share | None
    matrix: ClaimMatrix | None


Card = (
    PromptCard
    | ReminderCard
    | MentionCard
    | GrantCard
    | MarkCard
    | ClaimCard
    | NoticeCard
    | DigestCard
    | RecapCard
)
