"""What is kept of courses: how they are set up, their policies, and how they discuss."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.seminar.courses import Course, NewCourse
from bot.seminar.gates import Gate
from bot.seminar.lateness import LatePolicy
from bot.seminar.reviews import Scale
from bot.seminar.scores import ScorePolicy


class Courses(Protocol):
    def add(self, new: NewCourse, at: datetime) -> Course: ...
    def get(self, guild_xid: int, course_id: int) -> Course | None: ...
    def by_id(self, course_id: int) -> Course | None:
        """For rows that the bot itself planned and for buttons in direct messages."""

    def of_channel(self, guild_xid: int, channel_xid: int) -> Course | None: ...
    def of_guild(self, guild_xid: int) -> list[Course]: ...
    def every(self) -> list[Course]:
        """The courses of every server, for what the bot does of its own accord."""

    def remind(
        self,
        course: Course,
        offsets: Sequence[timedelta],
        quiet: tuple[int, int],
        staff_channel_xid: int | None,
    ) -> None:
        """Changes when the course reminds, its quiet minutes of the local day, and where staff are told."""

    def limit_key_claims(self, course: Course, limit: int) -> None:
        """How many claims get a thread of their own when a week is due."""

    def close(self, course: Course, at: datetime) -> None: ...
    def yield_channel(self, course: Course) -> None:
        """A course that is closed leaves its channel to another."""

    def place(self, course: Course, channel_xid: int, zone: str) -> None:
        """Gives the course another channel, where nothing is paused yet, or another IANA time zone."""

    def pause(self, course: Course, until: datetime | None) -> None:
        """Nothing is posted in the course's channel before; None ends the pause."""

    def owner_asked(self, course: Course, at: datetime) -> None:
        """Notes that the owner's direct message channel is about to be opened; counts against the limit."""

    def keep(self, course: Course, days: int) -> None:
        """How many days after the term's end the course keeps what it knows of people."""

    def owner_opened(self, course: Course, inbox_xid: int) -> None: ...


class Policies(Protocol):
    def late(self, course: Course) -> LatePolicy: ...
    def set_late(self, course: Course, policy: LatePolicy) -> None: ...
    def parts(self, course: Course) -> tuple[str, ...]: ...
    def recaps(self, course: Course) -> bool:
        """Whether the course wants its weeks' discussions summed up."""

    def set_recaps(self, course: Course, wanted: bool) -> None: ...  # noqa: FBT001 (a setting is on or off)
    def set_parts(self, course: Course, parts: tuple[str, ...]) -> None: ...
    def scale(self, course: Course) -> Scale: ...
    def set_scale(self, course: Course, scale: Scale) -> None: ...
    def gates(self, course: Course) -> tuple[Gate, ...]: ...
    def set_gates(self, course: Course, gates: tuple[Gate, ...]) -> None: ...
    def score(self, course: Course) -> ScorePolicy: ...
    def set_score(self, course: Course, policy: ScorePolicy) -> None: ...
