"""Cards: what the bot says of its own accord, as plain values; drawn in cogs/ui."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seminar.claims import Claim, Stance
from bot.seminar.courses import Course, Member
from bot.seminar.deliveries import Note, Notice
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
class ConfirmCard:
    """Asks a presenter whether they claimed what reports say; `waiting` claims are to be answered.

    `language` is the reader's, where it is a direct message. In the course's channel it pings `user_xids`.
    """

    course: Course
    week: Week
    language: str
    waiting: int
    user_xids: tuple[int, ...] = ()


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
    names: tuple[str, ...] = ()
    """Whose words the quotes are, where the course says so."""
    own: bool = False
    """A member opened it of their own accord."""
    unnamed: bool = False
    """Members may answer without their names."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A claim on the week's board. `outcome` is what staff put down; without it, the tally tells."""

    claim: Claim
    reports: int
    of_reports: int
    stances: dict[Stance, int]
    changed: int
    posts: int
    own: bool
    ended: bool
    outcome: str | None


@dataclass(frozen=True, slots=True)
class BoardCard:
    """The week's claims with a thread, in the course's channel; drawn anew as things change."""

    course: Course
    week: Week
    lines: tuple[BoardLine, ...]


@dataclass(frozen=True, slots=True)
class InviteCard:
    """A post in a claim's thread that pings exactly those who are invited."""

    course: Course
    week: Week
    user_xids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """How the discussion of a claim ended, in its thread: staff's line, and the tally."""

    course: Course
    week: Week
    line: str | None
    stances: dict[Stance, int]
    changed: int


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """What a member wrote in a thread without their name; None once it was taken back."""

    course: Course
    answer_id: int
    text: str | None


@dataclass(frozen=True, slots=True)
class NoteCard:
    """One line in a claim's thread; `into` is the claim whose thread goes on where it was merged."""

    course: Course
    week: Week
    note: Note
    into: Claim | None = None


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
    | ConfirmCard
    | ClaimCard
    | NoteCard
    | BoardCard
    | InviteCard
    | OutcomeCard
    | AnswerCard
    | NoticeCard
    | DigestCard
    | RecapCard
)
