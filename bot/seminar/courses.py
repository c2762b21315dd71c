"""Courses and their members: who somebody is here, and what that lets them do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.seminar.refusals import (
    BadHours,
    BadName,
    BadNumber,
    BadText,
    BadZone,
    NotInstructor,
    NotManager,
    NotMember,
    NotStaff,
    NotStudent,
    RoleListed,
)
from bot.seminar.reports import BLANK_LETTERS, clean

NAME_LIMIT = 80
OFFSET_LIMIT = 5
REMINDER_OFFSETS = (timedelta(hours=48), timedelta(hours=6))
QUIET_FROM, QUIET_UNTIL = 22 * 60, 8 * 60
"""Minutes of the local day between which nobody is reminded."""
KEY_CLAIM_LIMIT = 5
MOST_KEY_CLAIMS = 25
NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{2,19}")
MENTION = re.compile(r"<@!?([0-9]{1,20})>")
MARKUP = re.compile(r"[<>@#`*_~|\\\[\]()]|https?:", re.IGNORECASE)


class Role(StrEnum):
    """What a person is in a course."""

    INSTRUCTOR = "instructor"
    MODERATOR = "moderator"
    STUDENT = "student"
    AUDITOR = "auditor"


STAFF = frozenset({Role.INSTRUCTOR, Role.MODERATOR})


class RemindBy(StrEnum):
    """How a student wants to be reminded; DIRECT lets the channel's post stand in for a closed inbox."""

    DIRECT = "direct"
    DIRECT_ONLY = "direct_only"
    MENTION = "mention"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Course:
    """One seminar in one Discord server. `zone` is an IANA name; `language` is "ko" or "en".

    `quiet_from` and `quiet_until` are minutes of the local day. Staff hear in their channel, else the owner,
    who set the course up, in a direct message (`owner_inbox_xid`, once it was opened). Nothing is posted
    in the course's channel before `paused_until` (UTC). What is known of people is kept for
    `kept_days` after the term's end. Since `closed_at` (UTC) it can only be read.
    """

    course_id: int
    guild_xid: int
    name: str
    channel_xid: int
    instructor_role_xid: int
    moderator_role_xid: int | None
    student_role_xid: int | None
    zone: str
    language: str
    reminder_offsets: tuple[timedelta, ...] = REMINDER_OFFSETS
    key_claim_limit: int = KEY_CLAIM_LIMIT
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL
    staff_channel_xid: int | None = None
    owner_xid: int | None = None
    paused_until: datetime | None = None
    owner_inbox_xid: int | None = None
    kept_days: int = 365
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewCourse:
    """A course to set up."""

    guild_xid: int
    name: str
    channel_xid: int
    instructor_role_xid: int
    moderator_role_xid: int | None
    student_role_xid: int | None
    zone: str
    language: str
    owner_xid: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who pressed or typed, as Discord vouches for it at that moment."""

    user_xid: int
    guild_xid: int | None = None
    role_xids: frozenset[int] = field(default_factory=frozenset)
    manages_guild: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a course. Number and name are as the person gave them, None until known.

    `inbox_xid` is the direct message channel once it was opened; `closed_at` (UTC) when Discord last said
    that the inbox takes nothing of ours, `left_at` when it said that the person is gone.
    `language` is "ko" or "en", as they last used Discord; None until they did.
    """

    member_id: int
    guild_xid: int
    course_id: int
    user_xid: int
    role: Role
    student_number: str | None
    name: str | None
    remind_by: RemindBy
    joined_at: datetime
    inbox_xid: int | None = None
    closed_at: datetime | None = None
    left_at: datetime | None = None
    language: str | None = None


def role_of(person: Person, course: Course, member: Member | None) -> Role | None:
    """What the person is in the course now; Discord's roles outrank what was stored.

    In a direct message Discord sends no roles: then only the stored role counts, and it never makes staff.
    In another server nobody is anything.
    """
    if person.guild_xid not in (None, course.guild_xid):
        return None
    if person.guild_xid == course.guild_xid:
        if course.instructor_role_xid in person.role_xids:
            return Role.INSTRUCTOR
        if course.moderator_role_xid in person.role_xids:
            return Role.MODERATOR
        if course.student_role_xid in person.role_xids and (member is None or member.role in STAFF):
            return Role.STUDENT
    if member is None or member.role in STAFF:
        return None
    return member.role


def require_manager(person: Person) -> None:
    """Raises NotManager unless the person may manage the server."""
    if not person.manages_guild:
        raise NotManager


def require_staff(role: Role | None, course: Course) -> None:
    """Raises NotStaff."""
    if role not in STAFF:
        raise NotStaff(course=course.name)


def require_instructor(role: Role | None, course: Course) -> None:
    """Plans, deadlines and extensions are the instructor's. Raises NotInstructor."""
    if role is not Role.INSTRUCTOR:
        raise NotInstructor(course=course.name)


def require_member(role: Role | None, course: Course) -> None:
    """Raises NotMember."""
    if role is None:
        raise NotMember(course=course.name)


def may_join(person: Person, course: Course) -> bool:
    """Whether a hand-in or /me link makes this person a student: with the role, or where none is set."""
    if person.guild_xid != course.guild_xid:
        return False
    return course.student_role_xid is None or course.student_role_xid in person.role_xids


def require_student(role: Role | None, person: Person, course: Course) -> None:
    """Raises NotMember for a stranger, NotStudent for staff and auditors."""
    if role is None and not may_join(person, course):
        raise NotMember(course=course.name)
    if role not in (None, Role.STUDENT):
        raise NotStudent(course=course.name)


def require_reader(role: Role | None, person: Person, course: Course) -> None:
    """Whoever is in the course, or may become a student of it. Raises NotMember."""
    if not may_join(person, course):
        require_member(role, course)


def require_overseer(role: Role | None, person: Person, course: Course) -> None:
    """Staff, or who manages the server and may have set the course up. Raises NotStaff."""
    if not person.manages_guild:
        require_staff(role, course)


def student_number(given: str) -> str:
    """A student number as it is compared: NFKC, without blanks. Raises BadNumber.

    >>> student_number(" ２０２３-12345 ")
    '2023-12345'
    """
    number = "".join(unicodedata.normalize("NFKC", given).split())
    if not NUMBER.fullmatch(number):
        raise BadNumber
    return number


@dataclass(frozen=True, slots=True)
class Listed:
    """Who is named in a list: by Discord's ids, by student numbers, and what is neither."""

    user_xids: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    neither: tuple[str, ...] = ()


def people_listed(given: str) -> Listed:
    """Mentions and student numbers between blanks, commas, semicolons or lines. Raises RoleListed.

    >>> people_listed("<@9001>, 2031-00417\\n<@!9002>; nobody?")
    Listed(user_xids=(9001, 9002), numbers=('2031-00417',), neither=('nobody?',))
    """
    xids: dict[int, None] = {}
    numbers: dict[str, None] = {}
    neither: dict[str, None] = {}
    for word in re.split(r"[\s,;、]+", given.strip()):
        if word.startswith("<@&"):
            raise RoleListed
        mention = MENTION.fullmatch(word)
        if mention and int(mention[1]) < 2**63:
            xids[int(mention[1])] = None
        elif word:
            try:
                numbers[student_number(word)] = None
            except BadNumber:
                neither[word] = None
    return Listed(tuple(xids), tuple(numbers), tuple(neither))


def person_name(given: str) -> str:
    """A person's name, NFC, blanks folded; markup, mentions and addresses are no part of one. Raises BadName.

    >>> person_name(" 홍  길동 ")
    '홍 길동'
    """
    name = " ".join(unicodedata.normalize("NFC", given).split())
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise BadName
    if MARKUP.search(name) or BLANK_LETTERS.search(name):
        raise BadName
    return name


def plain_line(given: str, limit: int) -> str:
    """One line of staff's own text, cleaned as a report is, blanks folded. Raises BadText."""
    line = " ".join(clean(given).split())
    if not line or len(line) > limit:
        raise BadText(limit=limit)
    return line


def reminder_offsets(given: str) -> tuple[timedelta, ...]:
    """Hours before the deadline, such as "48 6". Raises BadHours.

    >>> reminder_offsets("48, 6") == REMINDER_OFFSETS
    True
    """
    hours = re.findall(r"[0-9]+", given)
    if not 1 <= len(hours) <= OFFSET_LIMIT or re.sub(r"[0-9, ]", "", given):
        raise BadHours(given=given[:NAME_LIMIT])
    if not all(len(hour) < 4 and 1 <= int(hour) <= 14 * 24 for hour in hours):
        raise BadHours(given=given[:NAME_LIMIT])
    return tuple(timedelta(hours=hour) for hour in sorted(map(int, hours), reverse=True))


def quiet_hours(given: str) -> tuple[int, int]:
    """From when until when nobody is reminded, in minutes of the local day. Raises BadHours.

    >>> quiet_hours("22:00-08:00")
    (1320, 480)
    """
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9]) ?[-~] ?([01]?[0-9]|2[0-3]):([0-5][0-9])", given)
    if found is None:
        raise BadHours(given=given[:NAME_LIMIT])
    first, first_minute, last, last_minute = map(int, found.groups())
    return first * 60 + first_minute, last * 60 + last_minute


def zone_name(given: str) -> str:
    """An IANA time zone that exists. Raises BadZone."""
    try:
        return ZoneInfo(given).key
    except (KeyError, ValueError, OSError):
        raise BadZone(given=given[:NAME_LIMIT]) from None


def names(courses: Iterable[Course]) -> str:
    """The courses' names in one line."""
    return ", ".join(sorted(course.name for course in courses))
