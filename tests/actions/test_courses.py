"""Which course is meant, who may set one up, and that another server's is never reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions.courses import CourseChoices, Here, find, set_up
from bot.actions.members import link
from bot.seminar.courses import Course, Person, RemindBy, Role
from bot.seminar.refusals import BadText, BadZone, CourseExists, NoCourse, NotManager, WhichCourse
from tests.actions.school import (
    BORA,
    COURSE,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    OF_ANOTHER_SERVER,
    OUTSIDER,
    OWNER,
    School,
    ask,
    in_private,
)
from tests.factories import CHANNEL, GUILD, person

ELSEWHERE = 7199
TWIN = replace(COURSE, name="Words", channel_xid=CHANNEL + 1)


@pytest.fixture
async def twin(school: School) -> Course:
    """A second course in the same server."""
    return await set_up(school.store, ask(OWNER), TWIN)


async def where(school: School, channels: tuple[int, ...], course_id: int | None = None) -> Here:
    return await find(school.store, ask(NARI, channels=channels, course_id=course_id))


@pytest.mark.parametrize("channels", [(CHANNEL + 1,), (ELSEWHERE, CHANNEL + 1)], ids=["channel", "thread"])
async def test_the_channel_tells_the_course(school: School, twin: Course, channels: tuple[int, ...]) -> None:
    await school.join(NARI)
    assert (await where(school, channels)).course == twin


async def test_elsewhere_it_is_the_only_one_the_person_is_in(school: School, twin: Course) -> None:
    await link(school.store, ask(NARI, channels=(CHANNEL + 1,)), "2031-1", "Nari Oh", RemindBy.DIRECT)
    assert (await where(school, (ELSEWHERE,))).course == twin


async def test_or_the_only_one_of_the_server(school: School) -> None:
    assert (await where(school, ())).course == school.course


async def test_among_several_the_person_is_asked(school: School, twin: Course) -> None:
    with pytest.raises(WhichCourse) as asked:
        await where(school, (ELSEWHERE,))
    assert asked.value.facts == {"courses": "Cities and Streets, Words"}
    for channel_xid in (CHANNEL, CHANNEL + 1):
        found = ask(NARI, channels=(channel_xid,))
        await link(school.store, found, "2031-1", "Nari Oh", RemindBy.DIRECT)
    with pytest.raises(WhichCourse):
        await where(school, (ELSEWHERE,))


async def test_a_button_names_its_course_whatever_the_channel(school: School, twin: Course) -> None:
    assert (await where(school, (CHANNEL,), twin.course_id)).course == twin


async def test_another_server_reaches_nothing(school: School) -> None:
    for channels in ((CHANNEL,), (ELSEWHERE,)):
        with pytest.raises(NoCourse):
            await find(school.store, ask(OF_ANOTHER_SERVER, channels=channels))
    with pytest.raises(NoCourse):
        await find(school.store, ask(OF_ANOTHER_SERVER, course_id=school.course.course_id))


async def test_a_direct_message_needs_a_course_to_be_named(school: School) -> None:
    await school.join(NARI)
    with pytest.raises(NoCourse):
        await find(school.store, in_private(NARI))
    with pytest.raises(NoCourse):
        await find(school.store, in_private(NARI, course_id=99))
    here = await find(school.store, in_private(NARI, course_id=school.course.course_id))
    assert (here.course, here.role) == (school.course, Role.STUDENT)


async def test_a_direct_message_makes_nobody_staff(school: School) -> None:
    for who in (INSTRUCTOR, MODERATOR, OWNER, OUTSIDER):
        here = await find(school.store, in_private(who, course_id=school.course.course_id))
        assert (here.role, here.member) == (None, None)


async def test_what_a_course_is_set_up_with_comes_back(school: School) -> None:
    course = school.course
    assert (course.guild_xid, course.channel_xid, course.name) == (GUILD, CHANNEL, "Cities and Streets")
    assert (course.zone, course.language) == ("Asia/Seoul", "en")


async def test_a_channel_carries_one_course(school: School) -> None:
    with pytest.raises(CourseExists) as refused:
        await set_up(school.store, ask(OWNER), replace(COURSE, name="Another"))
    assert refused.value.facts == {"course": "Cities and Streets"}


@pytest.mark.parametrize("who", [INSTRUCTOR, MODERATOR, NARI, OUTSIDER], ids=lambda who: str(who.user_xid))
async def test_only_who_manages_the_server_sets_up(school: School, who: Person) -> None:
    with pytest.raises(NotManager):
        await set_up(school.store, ask(who), TWIN)


@pytest.mark.parametrize(
    ("choices", "refusal"),
    [
        (replace(TWIN, zone="Asia/Atlantis"), BadZone),
        (replace(TWIN, zone=""), BadZone),
        (replace(TWIN, name="  \n "), BadText),
        (replace(TWIN, name="x" * 81), BadText),
    ],
)
async def test_what_cannot_be_used_is_refused_and_leaves_nothing(
    school: School, choices: CourseChoices, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await set_up(school.store, ask(OWNER), choices)
    assert await school.store.read(lambda tx: tx.courses.of_guild(GUILD)) == [school.course]


async def test_two_servers_may_use_the_same_names(school: School) -> None:
    there = person(user_xid=9100, guild_xid=GUILD + 1, manages_guild=True)
    course = await set_up(school.store, ask(there), COURSE)
    assert course.course_id != school.course.course_id
    assert (await find(school.store, ask(OF_ANOTHER_SERVER))).course == course
    assert (await find(school.store, ask(BORA))).course == school.course
