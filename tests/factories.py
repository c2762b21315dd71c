"""Small builders of the rules' values: a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.seminar.claims import Claim, ClaimState, Passage
from bot.seminar.courses import Course, Member, NewCourse, Person, RemindBy, Role
from bot.seminar.reports import Arrival, Source, Speaker, Version
from bot.seminar.weeks import NewWeek, Presenter, Times, Week, WeekState

GUILD = 7001
CHANNEL = 7101
INSTRUCTOR_ROLE = 7201
MODERATOR_ROLE = 7202
STUDENT_ROLE = 7203
OPENS = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
DUE = OPENS + timedelta(days=6)
GRACE = timedelta(minutes=10)
CUTOFF = DUE + timedelta(days=2)


def course(
    *,
    course_id: int = 1,
    guild_xid: int = GUILD,
    name: str = "Cities and Streets",
    moderator_role_xid: int | None = MODERATOR_ROLE,
    student_role_xid: int | None = STUDENT_ROLE,
    language: str = "en",
) -> Course:
    return Course(
        course_id=course_id,
        guild_xid=guild_xid,
        name=name,
        channel_xid=CHANNEL,
        instructor_role_xid=INSTRUCTOR_ROLE,
        moderator_role_xid=moderator_role_xid,
        student_role_xid=student_role_xid,
        zone="Asia/Seoul",
        language=language,
    )


def new_course(
    *, guild_xid: int = GUILD, channel_xid: int = CHANNEL, name: str = "Cities and Streets"
) -> NewCourse:
    return NewCourse(
        guild_xid=guild_xid,
        name=name,
        channel_xid=channel_xid,
        instructor_role_xid=INSTRUCTOR_ROLE,
        moderator_role_xid=MODERATOR_ROLE,
        student_role_xid=STUDENT_ROLE,
        zone="Asia/Seoul",
        language="en",
    )


def person(
    *roles: int, user_xid: int = 9001, guild_xid: int | None = GUILD, manages_guild: bool = False
) -> Person:
    return Person(user_xid, guild_xid, frozenset(roles), manages_guild)


def member(
    *,
    member_id: int = 1,
    user_xid: int = 9001,
    role: Role = Role.STUDENT,
    student_number: str | None = "2031-00417",
    name: str | None = "Nari Oh",
    remind_by: RemindBy = RemindBy.DIRECT,
    joined_at: datetime = OPENS,
) -> Member:
    return Member(member_id, GUILD, 1, user_xid, role, student_number, name, remind_by, joined_at)


def times(
    *,
    opens: datetime = OPENS,
    due: datetime = DUE,
    grace: timedelta = GRACE,
    cutoff: datetime = CUTOFF,
) -> Times:
    return Times(opens, due, grace, cutoff)


def week(
    *,
    week_id: int = 1,
    number: int = 1,
    presenters: tuple[Presenter, ...] = (),
    when: Times | None = None,
    state: WeekState = WeekState.OPEN,
) -> Week:
    return Week(
        week_id=week_id,
        guild_xid=GUILD,
        course_id=1,
        number=number,
        topic="Who owns the pavement",
        prompt="What would you give up for a wider pavement?",
        presenters=presenters,
        times=when or times(),
        state=state,
    )


def new_week(
    *, number: int = 1, presenters: tuple[Presenter, ...] = (), when: Times | None = None
) -> NewWeek:
    return NewWeek(
        number=number,
        topic="Who owns the pavement",
        prompt="What would you give up for a wider pavement?",
        presenters=presenters,
        times=when or times(),
    )


def arrival(
    *,
    arrival_xid: int = 5001,
    user_xid: int = 9001,
    received_at: datetime = OPENS + timedelta(days=1),
    text: str = "The presenter argued that pavements are rooms.",
    file_name: str | None = None,
    file: bytes | None = None,
) -> Arrival:
    source = Source.FORM if file is None else Source.FILE
    return Arrival(arrival_xid, user_xid, received_at, source, text, file_name, file)


def version(
    *, version_id: int = 1, number: int = 1, text: str = "The presenter argued that pavements are rooms."
) -> Version:
    return Version(
        version_id=version_id,
        guild_xid=GUILD,
        course_id=1,
        week_id=1,
        member_id=1,
        number=number,
        arrival_xid=5000 + version_id,
        received_at=OPENS + timedelta(days=1),
        source=Source.FORM,
        text=text,
    )


def claim(*, claim_id: int = 1, label: str = "Pavements are rooms.") -> Claim:
    return Claim(claim_id, GUILD, 1, 1, label, ClaimState.FOUND)


def passage(
    *,
    statement_id: int = 1,
    member_id: int = 1,
    text: str = "Pavements are rooms.",
    by: Speaker = Speaker.PRESENTER,
    weight: float = 0.5,
) -> Passage:
    return Passage(statement_id, member_id, text, by, weight)
