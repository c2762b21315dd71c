"""Answers without a name: what a member wrote in a thread through the bot; staff can look up who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is kept until the answer stands in its thread, as `message_xid`. Times are UTC."""

    answer_id: int
    guild_xid: int
    course_id: int
    claim_id: int
    member_id: int
    text: str | None
    written_at: datetime
    message_xid: int | None = None
    taken_back_at: datetime | None = None
