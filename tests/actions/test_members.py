"""Members: who becomes one, under which number, and how they stand."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.actions.extensions import excuse, extend
from bot.actions.members import link, status
from bot.actions.weeks import plan_week
from bot.seminar.courses import Person, RemindBy, Role
from bot.seminar.participation import Presence
from bot.seminar.refusals import BadName, BadNumber, NoCourse, NotMember, NotStudent, NumberTaken, Refusal
from tests.actions.school import (
    BORA,
    DAY,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    NEXT_WEEK,
    OF_ANOTHER_SERVER,
    OUTSIDER,
    School,
    ask,
    in_private,
)
from tests.factories import OPENS


async def test_linking_makes_a_student(school: School) -> None:
    member = await link(school.store, ask(NARI), " ２０３１-00417 ", " Nari  Oh ", RemindBy.NEVER)
    assert (member.role, member.student_number, member.name) == (Role.STUDENT, "2031-00417", "Nari Oh")
    assert (member.remind_by, member.joined_at) == (RemindBy.NEVER, MONDAY)


async def test_linking_again_corrects(school: School) -> None:
    first = await link(school.store, ask(NARI), "2031-1", "Nari Oh", RemindBy.DIRECT)
    again = await link(school.store, ask(NARI, DUE), "2031-2", "Nari O", RemindBy.NEVER)
    assert again.member_id == first.member_id
    assert (again.student_number, again.name, again.joined_at) == ("2031-2", "Nari O", MONDAY)
    await link(school.store, ask(BORA), "2031-1", "Bora Im", RemindBy.DIRECT)


async def test_a_number_is_one_persons(school: School) -> None:
    await link(school.store, ask(NARI), "2031-1", "Nari Oh", RemindBy.DIRECT)
    with pytest.raises(NumberTaken):
        await link(school.store, ask(BORA), "２０３１-1", "Bora Im", RemindBy.DIRECT)
    assert await school.member(BORA) is None


@pytest.mark.parametrize(
    ("who", "number", "name", "refusal"),
    [
        (NARI, "1", "Nari Oh", BadNumber),
        (NARI, "2031-1", "@everyone", BadName),
        (OUTSIDER, "2031-1", "Nari Oh", NotMember),
        (INSTRUCTOR, "2031-1", "Nari Oh", NotStudent),
        (MODERATOR, "2031-1", "Nari Oh", NotStudent),
    ],
)
async def test_who_cannot_be_linked_stays_unknown(
    school: School, who: Person, number: str, name: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await link(school.store, ask(who), number, name, RemindBy.DIRECT)
    assert await school.member(who) is None


async def test_another_server_links_nobody_here(school: School) -> None:
    await school.join(NARI)
    here = ask(OF_ANOTHER_SERVER, course_id=school.course.course_id)
    with pytest.raises(NoCourse):
        await link(school.store, here, "2031-9", "Somebody", RemindBy.DIRECT)


async def test_the_standing_says_what_is_due_and_what_is_in(school: School) -> None:
    await school.join(NARI)
    await plan_week(school.store, ask(INSTRUCTOR), NEXT_WEEK)
    await school.sweep(OPENS)
    (standing,) = (await status(school.store, ask(NARI))).standings
    assert (standing.presence, standing.due, standing.versions) == (Presence.AWAITED, DUE, 0)
    for text in ("One.", "Two."):
        await school.hand_in(NARI, text)
    (standing,) = (await status(school.store, ask(NARI))).standings
    assert (standing.presence, standing.received_at, standing.versions) == (Presence.IN, MONDAY, 2)


@pytest.mark.parametrize(
    ("at", "granted", "presence"),
    [(DUE + HOUR, False, Presence.MISSING), (DUE + HOUR, True, Presence.AWAITED)],
)
async def test_the_standing_counts_extensions(
    school: School, at: datetime, *, granted: bool, presence: Presence
) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    if granted:
        await extend(school.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-15 18:00")
    (standing,) = (await status(school.store, ask(NARI, at))).standings
    assert standing.presence is presence
    assert standing.due == DUE + (2 * DAY if granted else 0 * DAY)


async def test_the_standing_tells_of_an_excuse(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await excuse(school.store, ask(INSTRUCTOR), NARI.user_xid, 1)
    (standing,) = (await status(school.store, ask(NARI))).standings
    assert standing.presence is Presence.EXCUSED


async def test_everybody_in_the_course_has_a_status_and_nobody_else(school: School) -> None:
    for who, role in ((INSTRUCTOR, Role.INSTRUCTOR), (MODERATOR, Role.MODERATOR), (NARI, Role.STUDENT)):
        found = await status(school.store, ask(who))
        assert (found.role, found.member, found.standings) == (role, None, [])
    for stranger in (ask(OUTSIDER), in_private(NARI, course_id=school.course.course_id)):
        with pytest.raises(NotMember):
            await status(school.store, stranger)
