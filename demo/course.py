"""The course that a visitor meets: a server, its people, and the week that they play."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.house import House
from sandbox.client import Answer, Channel, File, Guild, Person, Role

REPORTS = Path(__file__).parent / "reports"
NAME = "Memory and Records"
TOPIC = "Keep less, describe more"
PRESENTER = "Han Yujin"
QUESTIONS = "What does the speaker claim about archives, and what would you ask back?"
NUMBER = 6
ZONE = "Asia/Seoul"


class Unanswered(Exception):
    """The bot left a person without an answer; the text is what they see instead."""


@dataclass(frozen=True)
class Part:
    """Somebody in the course; a student has a number and a report."""

    name: str
    locale: str = "en-US"
    number: str = ""
    file: str = ""


INSTRUCTOR = Part("한서연", "ko")
MODERATOR = Part("Lee Dong-hyun")
NEWCOMER = Part("Alex Moreno")
STUDENTS = {
    "minji": Part("김민지", number="2024-11027", file="minji.md"),
    "junho": Part("Junho Park", number="2024-10754", file="junho.md"),
    "sora": Part("Sora Lee", number="2024-10388", file="sora.md"),
    "haeun": Part("정하은", "ko", number="2024-11561", file="haeun.md"),
    "daniel": Part("Daniel Weber", number="2024-12230", file="daniel.txt"),
    "tomas": Part("Tomas Lindqvist", number="2024-13006", file="tomas.md"),
    "jiwoo": Part("최지우", "ko", number="2024-10919", file="jiwoo.md"),
}


@dataclass(frozen=True)
class Course:
    """The people in their server. `tries` is how often they try again when the bot does not answer."""

    house: House
    guild: Guild
    channel: Channel
    roles: dict[str, Role]
    instructor: Person
    moderator: Person
    students: dict[str, Person]
    opens: datetime
    tries: int = 1
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(ZONE))

    def moment(self, days: int, clock: str) -> datetime:
        """A moment of the week: `days` after it opens, at this hour of the course's zone."""
        day = (self.opens + timedelta(days=days)).date()
        return datetime.combine(day, time.fromisoformat(clock), self.zone)

    @property
    def due(self) -> datetime:
        return self.moment(4, "18:00")

    def weeks_on(self, count: int) -> Course:
        """The course, looked at so many weeks later."""
        return replace(self, opens=self.opens + timedelta(weeks=count))

    async def ask(self, act: Callable[[], Awaitable[Answer]]) -> Answer:
        """Does what the bot has to answer, and again while it does not. Raises Unanswered."""
        failure: str | None = None
        for _ in range(self.tries):
            answer = await (act() if self.tries == 1 else self._unless_gone(act))
            if answer.failure is None:
                return answer
            failure = answer.failure
            await self.house.application.until(connected=True)
        raise Unanswered(failure or "")

    async def _unless_gone(self, act: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer; a person who waits for one gives up when they see the bot go offline."""
        acting = asyncio.ensure_future(act())
        gone = asyncio.ensure_future(self.house.application.until(connected=False))
        try:
            await asyncio.wait((acting, gone), return_when=asyncio.FIRST_COMPLETED)
            return acting.result() if acting.done() else Answer(failure="the bot went offline")
        finally:
            acting.cancel()
            gone.cancel()


async def found(house: House, *, tries: int = 1) -> Course:
    """A server with everybody in it and the bot invited, a little before the coming Monday's first hour."""
    box = house.box
    instructor = await box.person(INSTRUCTOR.name, locale=INSTRUCTOR.locale)
    guild = await box.guild("Seminar", owner=instructor)
    roles = {name: await guild.role(name) for name in ("Instructor", "Moderator", "Student")}
    await instructor.grant(guild, roles["Instructor"])
    moderator = await _joined(house, guild, MODERATOR, roles["Moderator"])
    students = {key: await _joined(house, guild, part, roles["Student"]) for key, part in STUDENTS.items()}
    channel = await guild.channel("seminar")
    await house.application.invite(guild)
    opens = _coming_monday(await box.clock.now())
    return Course(house, guild, channel, roles, instructor, moderator, students, opens, tries)


async def _joined(house: House, guild: Guild, part: Part, role: Role) -> Person:
    person = await house.box.person(part.name, locale=part.locale)
    await person.join(guild)
    await person.grant(guild, role)
    return person


def _coming_monday(now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(ZONE))
    monday = local.date() + timedelta(days=7 - local.weekday())
    return datetime.combine(monday, time(9), ZoneInfo(ZONE))


def report(key: str) -> str:
    """A student's report of the week."""
    return (REPORTS / STUDENTS[key].file).read_text(encoding="utf-8")


def report_file(key: str, name: str | None = None) -> File:
    """The same as a file."""
    return File(name or STUDENTS[key].file, report(key).encode())
