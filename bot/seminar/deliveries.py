"""Deliveries: the messages that the bot owes someone, and the name of every ending one can have."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

LEASE = timedelta(seconds=60)
"""How long a claimed delivery is its claimer's own; longer than any attempt takes."""

MARKER_SIGN = "~"

RETRY_DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 8, 8)),
)
"""Together a day: as long as a prompt that was held up is worth posting."""


class Kind(StrEnum):
    """What is delivered."""

    PROMPT = "prompt"
    REMINDER = "reminder"
    CLAIM = "claim"
    GRANT = "grant"
    OPENING = "opening"
    MENTION = "mention"
    EDIT = "edit"
    NOTICE = "notice"
    DIGEST = "digest"
    MARK = "mark"
    RECAP = "recap"
    NOTE = "note"
    BOARD = "board"
    INVITE = "invite"
    OUTCOME = "outcome"
    ANSWER = "answer"
    REDRAW = "redraw"
    WAKE = "wake"
    CONFIRM = "confirm"


class State(StrEnum):
    """Where a delivery stands; the last four are endings."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a delivery ended without a message, or must be tried again."""

    HANDED_IN = "handed_in"
    EXCUSED = "excused"
    TOO_LATE = "too_late"
    LEFT = "left"
    WITHDRAWN = "withdrawn"
    OPTED_OUT = "opted_out"
    SUPERSEDED = "superseded"
    WEEK_SKIPPED = "week_skipped"
    CLAIM_GONE = "claim_gone"
    INBOX_CLOSED = "inbox_closed"
    CHANNEL_GONE = "channel_gone"
    NO_PERMISSION = "no_permission"
    REFUSED = "refused"
    BROKEN = "broken"
    UNREACHABLE = "unreachable"
    HISTORY_HIDDEN = "history_hidden"
    MENTIONED = "mentioned"
    SNOOZED = "snoozed"
    QUIET = "quiet"
    OPENINGS_PAUSED = "openings_paused"
    DELETED = "deleted"
    AUTOMOD = "automod"
    BUDGET_SPENT = "budget_spent"
    COURSE_CLOSED = "course_closed"
    SWITCHED_OFF = "switched_off"
    SUMMED_UP = "summed_up"
    NOTHING_TO_TELL = "nothing_to_tell"
    NOBODY = "nobody"
    TAKEN_BACK = "taken_back"
    THREAD_LOCKED = "thread_locked"
    DISCUSSION_OVER = "discussion_over"


class Notice(StrEnum):
    """What staff are told."""

    CHANNEL_PAUSED = "channel_paused"
    OPENINGS_PAUSED = "openings_paused"
    MEMBERS_LEFT = "members_left"
    PROMPT_SKIPPED = "prompt_skipped"
    NOT_DELIVERED = "not_delivered"
    AWAY = "away"
    AWAY_OWN = "away_own"
    RESTORED = "restored"
    ERASED = "erased"
    ENDS_SOON = "ends_soon"


class Note(StrEnum):
    """What the thread of a claim is told of the claim."""

    MERGED = "merged"
    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that is owed. `target_xid` is a channel, or where it is `direct` the person. All times UTC.

    `batch` is the key of the channel's post that mentions the member instead. `about` is what a notice
    tells, and of what. `inbox_xid` is the person's direct message channel, where it is known. `fence`
    grows with each claim: who claimed with an older fence no longer owns the row.
    """

    delivery_id: int
    guild_xid: int
    course_id: int
    kind: Kind
    key: str
    marker: str
    target_xid: int
    week_id: int | None
    member_id: int | None
    claim_id: int | None
    state: State
    due_at: datetime
    expires_at: datetime | None
    attempt: int = 0
    first_attempt_at: datetime | None = None
    fence: int = 0
    reason: Reason | None = None
    detail: str | None = None
    message_xid: int | None = None
    ended_at: datetime | None = None
    direct: bool = False
    batch: str | None = None
    about: dict[str, int | str] = field(default_factory=dict)
    inbox_xid: int | None = None

    @property
    def waits(self) -> bool:
        """Whether it has not ended."""
        return self.state in (State.PLANNED, State.CLAIMED)

    @property
    def in_forum(self) -> bool:
        """Whether it is a post of a forum: its message lies in its own thread, whose xid it bears."""
        return bool(self.about.get("forum"))

    @property
    def owed_since(self) -> datetime:
        """Since when (UTC) it may have been said: what stands in for another delivery is as old as that."""
        since = self.about.get("since")
        return self.due_at if since is None else datetime.fromtimestamp(int(since), UTC)

    @property
    def nonce(self) -> str:
        """Discord returns the earlier message for a nonce that it has seen in the past minutes."""
        return _short(self.key, 24)


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to plan; `key` makes planning twice plan once. What is owed to a member goes to them."""

    guild_xid: int
    course_id: int
    kind: Kind
    key: str
    target_xid: int
    week_id: int | None
    due_at: datetime
    expires_at: datetime | None = None
    member_id: int | None = None
    claim_id: int | None = None
    to_person: bool = False
    about: dict[str, int | str] = field(default_factory=dict)

    @property
    def direct(self) -> bool:
        return self.to_person or self.member_id is not None

    @property
    def marker(self) -> str:
        """What the message carries to be found in a channel's history: the end of a button's custom id."""
        return MARKER_SIGN + _short(f"marker:{self.key}", 16)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended. A state of PLANNED means: again, at `retry_at`.

    `refused_outright`: Discord said no, so that this attempt left no message to look for.
    """

    state: State
    reason: Reason | None = None
    detail: str | None = None
    message_xid: int | None = None
    thread_xid: int | None = None
    retry_at: datetime | None = None
    inbox_xid: int | None = None
    refused_outright: bool = False


PAUSES = {
    Reason.NO_PERMISSION: timedelta(hours=6),
    Reason.CHANNEL_GONE: timedelta(hours=6),
    Reason.OPENINGS_PAUSED: timedelta(minutes=10),
    Reason.BUDGET_SPENT: timedelta(minutes=10),
}
"""What Discord refuses for now, and after how long it is asked again."""
GIVE_UP_AFTER = timedelta(days=7)


def after_failure(
    attempt: int, reason: Reason, detail: str, *, lasting: bool, now: datetime, due_at: datetime | None = None
) -> Outcome:
    """What becomes of a delivery whose attempt failed: again after a pause or a growing delay, or failed."""
    pause = PAUSES.get(reason)
    if pause is not None and now + pause < (due_at or now) + GIVE_UP_AFTER:
        return Outcome(State.PLANNED, reason, detail, retry_at=now + pause, refused_outright=True)
    if pause is not None or lasting or attempt > len(RETRY_DELAYS):
        return Outcome(State.FAILED, reason, detail)
    return Outcome(State.PLANNED, reason, detail, retry_at=now + RETRY_DELAYS[attempt - 1])


def _short(key: str, length: int) -> str:
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().lower()[:length]
