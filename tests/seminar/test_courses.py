"""Who somebody is in a course, and which names, numbers and zones are taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.courses import (
    NAME_LIMIT,
    Member,
    Role,
    may_join,
    names,
    person_name,
    plain_line,
    require_instructor,
    require_manager,
    require_member,
    require_overseer,
    require_reader,
    require_staff,
    require_student,
    role_of,
    student_number,
    zone_name,
)
from bot.seminar.refusals import (
    BadName,
    BadNumber,
    BadText,
    BadZone,
    NotInstructor,
    NotManager,
    NotMember,
    NotStaff,
    NotStudent,
    Refusal,
)
from tests.factories import GUILD, INSTRUCTOR_ROLE, MODERATOR_ROLE, STUDENT_ROLE, course, member, person

ELSEWHERE = GUILD + 1
NOBODY_STORED = None
STORED = {role: member(role=role) for role in Role}


@pytest.mark.parametrize(
    ("roles", "stored", "here", "direct"),
    [
        # An outsider, and the server's owner: to manage the server is no role in a course.
        ((), NOBODY_STORED, None, None),
        # Discord's roles make staff; in a direct message they are not sent, so nobody is staff there.
        ((INSTRUCTOR_ROLE,), NOBODY_STORED, Role.INSTRUCTOR, None),
        ((INSTRUCTOR_ROLE,), Role.STUDENT, Role.INSTRUCTOR, Role.STUDENT),
        ((INSTRUCTOR_ROLE, MODERATOR_ROLE), NOBODY_STORED, Role.INSTRUCTOR, None),
        ((MODERATOR_ROLE,), NOBODY_STORED, Role.MODERATOR, None),
        ((MODERATOR_ROLE, STUDENT_ROLE), Role.STUDENT, Role.MODERATOR, Role.STUDENT),
        # Who lost the role is staff no longer, whatever was stored.
        ((), Role.INSTRUCTOR, None, None),
        ((), Role.MODERATOR, None, None),
        ((STUDENT_ROLE,), Role.INSTRUCTOR, Role.STUDENT, None),
        # Students by role or by what was stored; an auditor stays one.
        ((STUDENT_ROLE,), NOBODY_STORED, Role.STUDENT, None),
        ((), Role.STUDENT, Role.STUDENT, Role.STUDENT),
        ((STUDENT_ROLE,), Role.AUDITOR, Role.AUDITOR, Role.AUDITOR),
        ((), Role.AUDITOR, Role.AUDITOR, Role.AUDITOR),
    ],
)
def test_who_somebody_is(
    roles: tuple[int, ...], stored: Role | None, here: Role | None, direct: Role | None
) -> None:
    known: Member | None = STORED[stored] if stored else None
    for manages in (False, True):
        assert role_of(person(*roles, manages_guild=manages), course(), known) is here
        assert role_of(person(guild_xid=None, manages_guild=manages), course(), known) is direct
        elsewhere = person(*roles, guild_xid=ELSEWHERE, manages_guild=manages)
        assert role_of(elsewhere, course(), known) is None


def test_a_course_without_a_role_gives_it_to_nobody() -> None:
    bare = course(moderator_role_xid=None, student_role_xid=None)
    assert role_of(person(MODERATOR_ROLE, STUDENT_ROLE), bare, None) is None


@pytest.mark.parametrize("role", [None, *Role])
def test_what_each_role_may_do(role: Role | None) -> None:
    stranger = person(guild_xid=None)
    assert _passes(lambda: require_instructor(role, course()), NotInstructor) is (role is Role.INSTRUCTOR)
    assert _passes(lambda: require_staff(role, course()), NotStaff) is (
        role in (Role.INSTRUCTOR, Role.MODERATOR)
    )
    assert _passes(lambda: require_member(role, course()), NotMember) is (role is not None)
    refused = NotMember if role is None else NotStudent
    assert _passes(lambda: require_student(role, stranger, course()), refused) is (role is Role.STUDENT)


def _passes(check: Callable[[], None], refused: type[Refusal]) -> bool:
    try:
        check()
    except refused as refusal:
        return refusal.facts != {"course": course().name}
    return True


def test_only_who_manages_the_server_is_a_manager() -> None:
    require_manager(person(manages_guild=True))
    with pytest.raises(NotManager):
        require_manager(person(INSTRUCTOR_ROLE))


def test_who_may_have_a_text_read() -> None:
    anyone, some = course(student_role_xid=None), course()
    require_reader(None, person(), anyone)
    require_reader(None, person(STUDENT_ROLE), some)
    require_reader(Role.MODERATOR, person(), some)
    with pytest.raises(NotMember):
        require_reader(None, person(), some)


def test_who_may_look_after_a_course() -> None:
    require_overseer(None, person(manages_guild=True), course())
    require_overseer(Role.MODERATOR, person(), course())
    for role in (None, Role.STUDENT):
        with pytest.raises(NotStaff):
            require_overseer(role, person(), course())


def test_who_may_join() -> None:
    anyone = course(student_role_xid=None)
    assert may_join(person(STUDENT_ROLE), course())
    assert not may_join(person(), course())
    assert may_join(person(), anyone)
    for where in (None, ELSEWHERE):
        assert not may_join(person(STUDENT_ROLE, guild_xid=where), course())
        assert not may_join(person(guild_xid=where), anyone)
    require_student(None, person(), anyone)


@pytest.mark.parametrize(
    ("given_number", "number"),
    [
        ("20310417", "20310417"),
        (" 2031 0417\n", "20310417"),
        ("２０３１－０４１７", "2031-0417"),
        ("b-1", "b-1"),
    ],
)
def test_a_number_is_compared_in_one_form(given_number: str, number: str) -> None:
    assert student_number(given_number) == number


@pytest.mark.parametrize(
    "given_number",
    [
        "",
        "12",
        "1" * 21,
        "-123",
        "2031/0417",
        "<@9001>",
        "2031\u202e0417",
        "2031\x000417",
        "이천삼십일",
        "١٢٣٤",
    ],
)
def test_what_is_no_number_is_refused(given_number: str) -> None:
    with pytest.raises(BadNumber) as refused:
        student_number(given_number)
    assert refused.value.facts == {}


@given(st.text())
def test_a_number_that_is_taken_stays_as_it_is(given_number: str) -> None:
    try:
        number = student_number(given_number)
    except BadNumber:
        return
    assert student_number(number) == number


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        (" 오  나리 ", "오 나리"),
        ("\u110b\u1169", "오"),
        ("Nari\nOh", "Nari Oh"),
        ("Zoë O’Hara-Lindström Jr.", "Zoë O’Hara-Lindström Jr."),
        ("n" * NAME_LIMIT, "n" * NAME_LIMIT),
    ],
)
def test_a_name_is_kept_in_one_form(given_name: str, name: str) -> None:
    assert person_name(given_name) == name


@pytest.mark.parametrize(
    "given_name",
    [
        "",
        " \n",
        "n" * (NAME_LIMIT + 1),
        "@everyone",
        "<@9001>",
        "<#7101>",
        "**Nari**",
        "_Nari_",
        "~~Nari~~",
        "||Nari||",
        "`Nari`",
        "# Nari",
        "> Nari",
        "[Nari](x)",
        "\\Nari",
        "https://x.example",
        "HTTP://x.example",
        "Nari\u202eIran",
        "Nari\u2066Oh",
        "Na\u200bri",
        "Nari\x00",
        "Nari\x1b[31m",
        "Nari\ud800",
        "\u3164",
        "\u115f\u1160",
        "\uffa0",
        "\u2800",
    ],
)
def test_what_is_no_name_is_refused(given_name: str) -> None:
    with pytest.raises(BadName):
        person_name(given_name)


@given(st.text(st.characters(codec=None), max_size=100))
def test_a_name_that_is_taken_is_one_printable_line(given_name: str) -> None:
    try:
        name = person_name(given_name)
    except BadName:
        return
    assert person_name(name) == name
    assert name.isprintable()
    assert not set(name) & set("<>@#`*_~|\\[]()\n")
    assert 0 < len(name) <= NAME_LIMIT


def test_a_line_of_staff_is_one_clean_line() -> None:
    assert plain_line(" Who owns\r\nthe pavement? ", 30) == "Who owns the pavement?"
    assert plain_line("a\x00b\ud800", 4) == "a\ufffdb\ufffd"


@pytest.mark.parametrize("given_line", ["", " \n ", "x" * 11])
def test_a_line_that_is_empty_or_too_long_is_refused(given_line: str) -> None:
    with pytest.raises(BadText) as refused:
        plain_line(given_line, 10)
    assert refused.value.facts == {"limit": 10}


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+12"])
def test_a_zone_that_exists_is_taken(zone: str) -> None:
    assert zone_name(zone) == zone


@pytest.mark.parametrize(
    "zone",
    [
        "",
        "Asia",
        "Asia/Nowhere",
        "asia/../Asia/Seoul",
        "../../etc/passwd",
        "/etc/passwd",
        "/usr/share/zoneinfo/Asia/Seoul",
        "..",
        "Asia/Seoul\x00",
        "\ud800",
        "__init__.py",
        "zone.tab",
        "KST",
        "+09:00",
        "Asia\\Seoul",
        "A" * 5000,
    ],
)
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(BadZone) as refused:
        zone_name(zone)
    assert refused.value.facts == {"given": zone[:NAME_LIMIT]}


def test_names_stand_in_one_line() -> None:
    assert names([course(name="Words"), course(name="Cities")]) == "Cities, Words"
