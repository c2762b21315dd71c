"""What the bot owes and has sent, what it knows of itself, and what staff did."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.seminar.courses import Course, Member
from bot.seminar.deliveries import Delivery, NewDelivery, Outcome, Reason
from bot.seminar.trail import Entry as TrailEntry
from bot.seminar.weeks import Week


class Deliveries(Protocol):
    def plan(self, *new: NewDelivery) -> None:
        """Adds each, unless a delivery with its key exists."""

    def again(self, new: NewDelivery) -> None:
        """Plans it, also where it has ended or is on its way; what waits already stays, or comes earlier."""

    def hasten(self, delivery: Delivery, at: datetime) -> None:
        """Has it looked at by then, unless it ended or is on its way."""

    def retarget(self, delivery: Delivery, target_xid: int, *, forum: bool) -> None:
        """Says where it goes, before its first attempt."""

    def retry(self, delivery: Delivery, at: datetime) -> None:
        """Plans what has ended once more, as the same row: an attempt that was made is looked for first."""

    def withdraw_reminders(self, week: Week, member: Member) -> None:
        """Removes the reminders that are planned and have not been attempted."""

    def next_due(self, at: datetime) -> Delivery | None: ...
    def next_turn(self) -> datetime | None: ...
    def claim(self, delivery: Delivery, at: datetime) -> Delivery: ...
    def skip(self, delivery: Delivery, reason: Reason, at: datetime) -> None: ...
    def hold(self, delivery: Delivery, until: datetime, reason: Reason) -> None:
        """Leaves it planned, to be looked at again then."""

    def gather(self, delivery: Delivery, key: str) -> None:
        """Ties a reminder to the channel's post that mentions its member."""

    def gathered(self, post: Delivery) -> list[Delivery]:
        """The reminders whose members this post mentions."""

    def gathering(self, delivery: Delivery) -> list[Delivery]:
        """The posts of the week that can still take in this reminder: of the same deadline, not attempted."""

    def get(self, course: Course, delivery_id: int) -> Delivery | None: ...
    def with_key(self, course: Course, key: str) -> Delivery | None: ...
    def of_member(self, week: Week, member: Member) -> list[Delivery]:
        """What was owed to the member in the week, and the posts that were to mention them."""

    def of_no_week(self, course: Course) -> list[Delivery]:
        """What staff were told, and which inboxes were opened."""

    def resume(self, course: Course) -> None:
        """What waits for the course's channel is due now."""

    def follow(self, course: Course, channel_xid: int) -> None:
        """What waits for the course's channel, or failed there, goes to another."""

    def record(self, delivery: Delivery, outcome: Outcome, at: datetime) -> bool:
        """Writes down how the attempt ended; False where the row was claimed anew meanwhile."""

    def release_leases(self) -> None: ...
    def later_reminder_is_due(self, delivery: Delivery, at: datetime) -> bool: ...
    def earlier_reminder(self, delivery: Delivery) -> bool:
        """Whether a reminder of the same week to the same member was planned for earlier."""

    def of_week(self, week: Week) -> list[Delivery]: ...


class Watch(Protocol):
    """What the bot knows of itself, over all courses."""

    def seen_at(self) -> datetime | None: ...
    def seen(self, at: datetime) -> None: ...
    def openings_resume_at(self) -> datetime | None:
        """Until when no new direct message channel is opened, as Discord wants it."""

    def pause_openings(self, until: datetime) -> None: ...


class Trail(Protocol):
    def add(
        self,
        course: Course,
        actor_xid: int,
        act: str,
        at: datetime,
        reason: str | None = None,
        **detail: int | str,
    ) -> None:
        """`detail` holds ids and times; a reason, in the actor's own words, is sealed."""

    def entries(
        self, course: Course, member_id: int | None, week_id: int | None, before: int | None, limit: int
    ) -> list[TrailEntry]:
        """What was done, the newest first."""
