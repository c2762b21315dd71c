"""What is kept of reports: how they arrived, their versions, and what staff said of them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.seminar.alike import Handed
from bot.seminar.courses import Course, Member
from bot.seminar.participation import Taken
from bot.seminar.reports import Arrival, Filed, Header, Held, Kept, Reading, Unread, Version
from bot.seminar.reviews import Lease, Mark, Review
from bot.seminar.weeks import Week


class Arrivals(Protocol):
    def add(self, arrival: Arrival, course: Course, week_number: int | None) -> None: ...
    def get(self, course: Course, arrival_xid: int, user_xid: int) -> Kept | None: ...
    def draft(self, course: Course, user_xid: int, week_number: int) -> Arrival | None: ...
    def remove(self, course: Course, arrival_xid: int) -> None: ...
    def hold(self, course: Course, arrival_xid: int, week_number: int) -> None:
        """Notes that a gate holds it, for this week."""

    def let_go(self, course: Course, user_xid: int, week_number: int) -> int:
        """No gate holds anything of this person's for the week any more; what was held stays kept."""

    def held(self) -> list[Held]:
        """What gates hold, in any course."""

    def held_in(self, course: Course, week_number: int) -> list[Held]: ...
    def held_text(self, course: Course, user_xid: int, week_number: int) -> str:
        """What was typed of what is held; empty where it is a file, or nothing."""


class Reports(Protocol):
    def add(self, course: Course, week: Week, member: Member, number: int, arrival: Arrival) -> Version: ...
    def history(self, member: Member, text: str) -> list[Filed]:
        """Every version of the member, the oldest first, and whether this is its text."""

    def get(self, member: Member, version_id: int) -> Version | None: ...
    def last(self, member: Member) -> Version | None:
        """What the member handed in last, for whichever week."""

    def taken(self, member: Member) -> dict[int, Taken]:
        """For each week, by week_id, when the member first handed in, and how often."""

    def taken_in(self, week: Week) -> dict[int, Taken]:
        """The same for each member of the week, by member_id."""

    def first_received(self, course: Course) -> dict[int, dict[int, datetime]]:
        """When each member first handed in, by week_id and member_id."""

    def latest(self, week: Week, member: Member) -> Version | None: ...
    def is_in(self, week: Week, member: Member) -> bool:
        """Whether the member has handed in; no text is opened."""

    def version(self, week: Week, member: Member, number: int) -> Version | None: ...
    def versions(self, week: Week, member: Member) -> list[tuple[Version, bool]]:
        """Every version of the report, the oldest first, and whether it was taken back."""

    def in_course(self, course: Course, version_id: int) -> Version | None: ...
    def latest_of_all(self, week: Week) -> list[Version]: ...
    def filed(self, week: Week) -> dict[int, list[Filed]]:
        """Every version that came for the week, by member_id, the oldest first; no text is opened."""

    def same_texts(self, week: Week) -> list[tuple[Handed, Handed]]:
        """Versions of the week whose text another member had handed in before, in any week; with that."""

    def source(self, version: Version) -> tuple[str, bytes] | None:
        """Name and content of the file that a version came as."""

    def withdraw(self, week: Week, member: Member, at: datetime) -> int: ...
    def restore(self, week: Week, member: Member, at: datetime) -> int: ...
    def withdrawals(self, week: Week, member: Member) -> list[tuple[str, datetime]]: ...
    def correct(self, version: Version, header: Header, at: datetime) -> None: ...
    def count(self, week: Week) -> int: ...
    def unread(self, limit: int) -> list[Unread]: ...
    def save_reading(self, version: Version, reading: Reading | None) -> list[int]:
        """Keeps what was read, and its statements in place of those of earlier versions. None: unreadable.

        Returns the statements' ids in their order; none where a later version was read before.
        """

    def reading(self, version: Version) -> Reading | None: ...


class Reviews(Protocol):
    def add(
        self,
        week: Week,
        member_id: int,
        version_id: int,
        by_xid: int,
        mark: Mark,
        comment: str | None,
        at: datetime,
    ) -> Review: ...
    def of_week(self, week: Week) -> dict[int, Review]:
        """The latest review of each report, by member_id."""

    def marked(self, week: Week) -> dict[int, int]:
        """The version of each report that was marked last, by member_id."""

    def history(self, week: Week, member_id: int) -> list[Review]: ...
    def released(self, member: Member) -> dict[int, Review]:
        """The member's marks of the weeks that were released, by week_id."""

    def lease(self, week: Week, member_id: int, by_xid: int, ends_at: datetime) -> None: ...
    def give_back(self, week: Week, by_xid: int) -> None: ...
    def leases(self, week: Week) -> list[Lease]: ...
    def release(self, week: Week, by_xid: int, at: datetime) -> None: ...
    def releases(self, course: Course) -> dict[int, datetime]:
        """When each week's marks were released, by week_id."""
