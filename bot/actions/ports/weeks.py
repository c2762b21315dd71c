"""What is kept of the term's plan: weeks, their wall times, and plans that wait for a yes."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.seminar.courses import Course, Member
from bot.seminar.plans import Proposal
from bot.seminar.weeks import Allowance, NewWeek, Times, Week, WeekState
from bot.seminar.zones import Grant
from bot.seminar.zones import Walls as Hours


class Weeks(Protocol):
    def add(self, course: Course, new: NewWeek) -> Week: ...
    def get(self, course: Course, week_id: int) -> Week | None: ...
    def numbered(self, course: Course, number: int) -> Week | None: ...
    def of_course(self, course: Course) -> list[Week]: ...
    def before(self, week: Week) -> Week | None:
        """The course's week that was due last before this one."""

    def taking(self, course: Course, at: datetime) -> list[Week]:
        """The weeks that may take a report now: opened, and before the cut-off or with allowances."""

    def change(self, week: Week, new: NewWeek) -> None:
        """Puts another plan in the place of the week's."""

    def set_state(self, week: Week, state: WeekState) -> None: ...
    def next_to_open(self, at: datetime) -> tuple[Course, Week] | None: ...
    def next_to_discuss(self, at: datetime) -> tuple[Course, Week] | None: ...
    def next_turn(self) -> datetime | None:
        """The next instant at which a week opens or is due; None where nothing lies ahead."""

    def allow(self, course: Course, week: Week, member: Member, allowance: Allowance) -> None: ...
    def allowance(self, week: Week, member: Member) -> Allowance: ...
    def granted_to(self, member: Member) -> dict[int, Allowance]:
        """What was granted to a member, by week_id."""

    def allowances(self, week: Week) -> dict[int, Allowance]: ...


class Proposals(Protocol):
    def put(self, course: Course, user_xid: int, proposal: Proposal) -> None:
        """In the place of the person's earlier one."""

    def get(self, course: Course, user_xid: int) -> Proposal | None: ...
    def remove(self, course: Course, user_xid: int) -> None: ...


class Walls(Protocol):
    """Of all servers."""

    def edition(self) -> str | None:
        """Of the time zones by whose rules what is ahead was computed."""

    def set_edition(self, edition: str) -> None: ...
    def noted(self) -> list[tuple[Course, Week, Hours]]:
        """The weeks ahead with their wall times, as far as these still tell of the same instants."""

    def unnoted(self, limit: int) -> list[tuple[Course, Week]]:
        """Some of the weeks ahead that were planned or changed since wall times were noted."""

    def note(self, course: Course, week: Week, hours: Hours) -> None: ...
    def retime(self, week: Week, times: Times) -> None: ...
    def grants(self, after: datetime) -> list[Grant]:
        """The personal deadlines after this instant, as far as their wall times are known."""

    def unnoted_grants(self, limit: int) -> list[Grant]:
        """Some of those that were granted before wall times were noted."""

    def note_grant(self, grant: Grant) -> None:
        """Keeps the grant's deadline and its wall time."""
