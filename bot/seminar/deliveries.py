"""Deliveries: the messages that the bot owes someone, and the name of every ending one can have."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
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


DIRECT = frozenset({Kind.REMINDER, Kind.GRANT})
"""What goes to a person's inbox."""


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


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that is owed. `target_xid` is a channel, or for a reminder the person. All times UTC.

    `fence` grows with each claim: who claimed with an older fence no longer owns the row.
    """

    delivery_id: int
    guild_xid: int
    course_id: int
    kind: Kind
    key: str
    marker: str
    target_xid: int
    week_id: int
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

    @property
    def nonce(self) -> str:
        """Discord returns the earlier message for a nonce that it has seen in the past minutes."""
        return _short(self.key, 24)


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to plan; `key` makes planning twice plan once."""

    guild_xid: int
    course_id: int
    kind: Kind
    key: str
    target_xid: int
    week_id: int
    due_at: datetime
    expires_at: datetime | None = None
    member_id: int | None = None
    claim_id: int | None = None

    @property
    def marker(self) -> str:
        """What the message carries to be found in a channel's history: the end of a button's custom id."""
        return MARKER_SIGN + _short(f"marker:{self.key}", 16)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended. A state of PLANNED means: again, at `retry_at`."""

    state: State
    reason: Reason | None = None
    detail: str | None = None
    message_xid: int | None = None
    thread_xid: int | None = None
    retry_at: datetime | None = None


def after_failure(attempt: int, reason: Reason, detail: str, *, lasting: bool, now: datetime) -> Outcome:
    """What becomes of a delivery whose attempt failed: again after a growing delay, or failed for good."""
    if lasting or attempt > len(RETRY_DELAYS):
        return Outcome(State.FAILED, reason, detail)
    return Outcome(State.PLANNED, reason, detail, retry_at=now + RETRY_DELAYS[attempt - 1])


def _short(key: str, length: int) -> str:
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().lower()[:length]
