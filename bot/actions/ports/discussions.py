"""What is kept of discussions: their choices, quotes, answers, posts and talks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.seminar.answers import Answer
from bot.seminar.claims import Claim
from bot.seminar.courses import Course, Member
from bot.seminar.interests import Thread
from bot.seminar.participation import Taken
from bot.seminar.posts import Counted
from bot.seminar.quotes import Quote, Voices
from bot.seminar.recaps import Talk
from bot.seminar.threads import Discussion
from bot.seminar.weeks import InWeek, Week


class Discussions(Protocol):
    def of(self, course: Course) -> Discussion: ...
    def choose(self, course: Course, chosen: Discussion) -> None: ...
    def opened_by(self, claim: Claim, member: Member, at: datetime) -> None:
        """Notes that the member opened the claim of their own accord."""

    def openers(self, week: InWeek) -> dict[int, int]:
        """By claim_id, which member opened it of their own accord."""

    def own_count(self, week: InWeek, member: Member) -> int: ...
    def end(self, claim: Claim, line: str, by_xid: int, at: datetime) -> None:
        """Puts down how the discussion ended, in staff's words."""

    def outcome(self, claim: Claim) -> str | None: ...


class Quotes(Protocol):
    def of(self, claim: Claim) -> list[Quote]:
        """What stands in the claim's thread, in its order."""

    def put(self, claim: Claim, chosen: Sequence[Quote]) -> None: ...
    def voices(self, week: InWeek) -> Voices:
        """What the writers of the week's reports have said of their words."""

    def object(self, week: InWeek, member: Member, passage: str, at: datetime) -> None: ...
    def consent(self, week: Week, member: Member, at: datetime) -> None: ...
    def take_back(self, week: Week, member: Member, at: datetime) -> None: ...


class Answers(Protocol):
    def add(self, claim: Claim, member: Member, text: str, at: datetime) -> Answer: ...
    def get(self, course: Course, answer_id: int) -> Answer | None: ...
    def of_member(self, member: Member) -> list[Answer]: ...
    def count_since(self, member: Member, at: datetime) -> int: ...
    def posted(self, answer: Answer, message_xid: int) -> None:
        """It stands in the thread, and its text is no longer kept."""

    def take_back(self, answer: Answer, at: datetime) -> None: ...


class Posts(Protocol):
    def add(
        self, claim: Claim, member: Member, message_xid: int, at: datetime, partner: Member | None = None
    ) -> None:
        """Counts a post in the claim's own thread; once, however often it is told."""

    def add_all(self, counted: Sequence[Counted]) -> None: ...
    def pairs(self, course: Course) -> list[tuple[int, int, int]]:
        """Who answered whom, by member_id, and how often, in the whole course."""

    def of_claim(self, claim: Claim) -> int:
        """How many there are in the threads of a claim and of what was merged into it."""

    def claims_of(self, guild_xid: int, *message_xids: int) -> list[tuple[int, int]]:
        """Course and claim, by their ids, for which these messages are counted."""

    def remove(self, guild_xid: int, *message_xids: int) -> None: ...
    def remove_thread(self, course: Course, thread_xid: int) -> None: ...
    def writer(self, course: Course, message_xid: int) -> Member | None:
        """Whose post this is; None where it is not counted."""

    def in_thread(self, course: Course, thread_xid: int) -> set[int]:
        """The xids of the messages that members themselves wrote in a thread, as far as they are counted."""

    def threads(self, due_after: datetime, limit: int) -> list[tuple[int, int]]:
        """Server and thread of the claims of late weeks, the latest first, over all courses."""

    def taken(self, week: Week) -> dict[int, Taken]:
        """What each member did in the week, by member_id."""


class Talks(Protocol):
    """What was said of the claims that have a thread: by whom and how often, never what."""

    def of_week(self, week: InWeek) -> list[Talk]: ...
    def threads(self, course: Course) -> list[Thread]:
        """The threads of all the course's weeks: who states their claims, and which students wrote there."""
