"""The trail: what staff did to whose data and when, as the instructor reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

PAGE = 12
"""Entries that are shown at once."""

ACTS = (
    "setup course",
    "setup reminders",
    "setup change",
    "setup marks",
    "setup close",
    "setup privacy",
    "data erase",
    "policy late",
    "policy form",
    "policy gates",
    "policy recap",
    "policy score",
    "participation student",
    "participation remind",
    "policy discussion",
    "week add",
    "week edit",
    "week move",
    "week post",
    "week skip",
    "extension grant",
    "excuse",
    "excuse lift",
    "roster import",
    "roster codes",
    "roster answer",
    "delivery again",
    "claim merge",
    "claim split",
    "claim move",
    "claim rename",
    "claim hide",
    "claim close",
    "claim open",
    "claim order",
    "claim expect",
    "claim undo",
    "claim reject",
    "claim reconsider",
    "claim advise",
    "claim outcome",
    "answer author",
    "answer remove",
    "report alike",
    "review look",
    "review mark",
    "review release",
    "export canvas",
    "export moodle",
    "export xlsx",
    "export csv",
)
"""Whatever is written into the trail, as it is written there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `detail` holds ids and times; `reason` is in the actor's own words."""

    trail_id: int
    actor_xid: int
    act: str
    at: datetime
    detail: Mapping[str, int | str]
    reason: str | None


def word(act: str) -> str:
    """The act as the catalogues name it.

    >>> word("review mark")
    'review_mark'
    """
    return act.replace(" ", "_") if act in ACTS else "other"
