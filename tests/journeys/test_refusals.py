"""What cannot be done says what happened and what was kept, and leaves nothing half-done."""

from __future__ import annotations

import pytest

from demo import week
from demo.course import NUMBER, Course, report
from sandbox.client import File, Message
from tests.journeys.people import Opened, form_of, grant, rows, said, send, shown, type_in

pytestmark = pytest.mark.shared_house

CONTINUE = "Continue with my text"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def nothing_came_of_it(course: Course, *, kept: int) -> None:
    """No version and no member was made; so many texts wait for their writer."""
    assert rows(course, "versions") == 0
    assert rows(course, "members") == 0
    assert rows(course, "arrivals") == kept


async def continued(opened: Opened, key: str, refusal: Message) -> str:
    """The text in the form that a refusal's button opens again."""
    form = await form_of(opened[key], refusal, CONTINUE)
    return form.fields[0].value


async def test_a_week_that_does_not_exist(opened: Opened) -> None:
    refusal = await send(opened, "sora", "sora.md", report("sora").encode(), week=9)
    assert refusal.text.startswith("There is no week 9 in this course.")
    nothing_came_of_it(opened.course, kept=1)
    assert await continued(opened, "sora", refusal) == report("sora")
    no_form = await opened["sora"].run(opened.course.channel, "report submit", week=9)
    assert said(no_form).text.startswith("There is no week 9")


async def test_a_week_that_has_not_opened(course: Course) -> None:
    early = await course.students["sora"].run(course.channel, "report submit", week=NUMBER)
    assert said(early).text.startswith("Week 6 opens <t:")
    nothing_came_of_it(course, kept=0)


async def test_somebody_who_is_not_in_the_course(opened: Opened) -> None:
    course = opened.course
    guest = await course.house.box.person("Guest")
    await guest.join(course.guild)
    file = File("guest.md", b"The presenter said that I am here.")
    refusal = said(await guest.run(course.channel, "report submit", file=file))
    assert refusal.text.startswith("You are not in the course Memory and Records yet.")
    no_form = said(await guest.press(opened.prompt, "Submit report"))
    assert no_form.text.startswith("You are not in the course")
    nothing_came_of_it(course, kept=1)


async def test_staff_do_not_hand_in(opened: Opened) -> None:
    refusal = said(await opened.course.instructor.press(opened.prompt, "Submit report"))
    assert "학생만 보고서를 제출할 수 있어요" in refusal.text
    nothing_came_of_it(opened.course, kept=0)


async def test_a_closed_week_keeps_the_text_for_an_extension(opened: Opened) -> None:
    course = opened.course
    await week.link(course, "sora")
    form = await form_of(opened["sora"], opened.prompt)
    await course.house.box.clock.to(course.moment(12, "09:00"))
    refusal = said(await form.submit({"body": report("sora")}))
    assert refusal.text.startswith("Week 6 closed on <t:")
    assert "Your text was kept" in refusal.text
    assert rows(course, "versions") == 0
    await grant(course, "sora", f"{course.moment(13, '09:00'):{week.LOCAL}}")
    again = await form_of(opened["sora"], refusal, CONTINUE)
    assert again.fields[0].value == report("sora")
    receipt = said(await again.submit())
    assert receipt.text.startswith("**Handed in:**")
    assert (await shown(course, "sora"))[1] == report("sora")


async def test_an_empty_form(opened: Opened) -> None:
    for nothing in ({}, {"body": " \n\u3164 …"}):
        form = await form_of(opened["sora"], opened.prompt)
        refusal = said(await form.submit(nothing))
        assert refusal.text.startswith("There are no words in this report.")
    assert rows(opened.course, "versions") == rows(opened.course, "members") == 0


async def test_a_file_that_is_too_large(opened: Opened) -> None:
    refusal = await send(opened, "sora", "large.txt", b"word " * 1_700_000)
    assert "large.txt is too large: 8.5 MB, where 8 MB is the limit." in refusal.text
    nothing_came_of_it(opened.course, kept=0)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("report.xlsx", b"PK", "is not a kind of file that can be read here"),
        ("report.pdf", b"%PDF-1.7", "report.pdf is damaged"),
        ("report.txt", PICTURE, "report.txt is a picture"),
        ("report.pages", b"PK", "On iPhone and iPad: share the document"),
        ("report.md", b"", "No text was found in report.md"),
    ],
)
async def test_a_file_that_is_no_text(opened: Opened, name: str, data: bytes, says: str) -> None:
    refusal = await send(opened, "sora", name, data)
    assert says in refusal.text
    nothing_came_of_it(opened.course, kept=1)


async def test_a_text_and_a_file_at_once(opened: Opened) -> None:
    form = await form_of(opened["sora"], opened.prompt)
    both = {"body": "Typed.", "file": File("sora.md", report("sora").encode())}
    refusal = said(await form.submit(both))
    assert refusal.text.startswith("You gave both a text and a file.")
    nothing_came_of_it(opened.course, kept=1)
    assert await continued(opened, "sora", refusal) == "Typed."


@pytest.mark.parametrize(
    "name", ["<@1574651340796198939>", "@everyone", "**Sora**", "https://example.org", "ㅤ"]
)
async def test_a_name_with_markup(opened: Opened, name: str) -> None:
    form = said_form = (await opened["sora"].run(opened.course.channel, "me link")).form
    assert form is not None
    assert said_form is not None
    refusal = said(await form.submit({"number": "2024-10388", "name": name}))
    assert refusal.text.startswith("This can't be used as a name.")
    nothing_came_of_it(opened.course, kept=0)


async def test_a_number_that_somebody_holds(opened: Opened) -> None:
    await week.link(opened.course, "sora")
    form = (await opened["minji"].run(opened.course.channel, "me link")).form
    assert form is not None
    refusal = said(await form.submit({"number": "2024-10388", "name": "김민지"}))
    assert refusal.text.startswith("Somebody else in this course holds this student number.")
    assert rows(opened.course, "members") == 1


async def test_a_time_that_cannot_be_read_plans_nothing(course: Course) -> None:
    bad = await course.instructor.run(
        course.channel, "week add", number=7, topic="T", opens="next Monday", due="2030-01-02 09:00"
    )
    assert "날짜와 시각으로 읽을 수 없어요" in said(bad).text
    assert rows(course, "weeks") == 1


async def test_another_server_reaches_nothing(opened: Opened) -> None:
    """A course of another server: its people neither see nor change what is here."""
    course, box = opened.course, opened.course.house.box
    await type_in(opened, "sora", report("sora"))
    stranger = await box.person("Stranger")
    other = await box.guild("Other", owner=stranger)
    role = await other.role("Instructor")
    await stranger.grant(other, role)
    channel = await other.channel("other")
    await course.house.application.invite(other)
    refusal = said(await stranger.run(channel, "report show"))
    assert refusal.text.startswith("You don't belong to a course here.")
    said(await stranger.run(channel, "setup course", name="Other", instructors=role, language="en"))
    for command in ("claim list", "participation week", "delivery list"):
        assert said(await stranger.run(channel, command, week=NUMBER)).text.startswith("There is no week 6")
    sora = course.students["sora"]
    extended = await stranger.run(
        channel, "extension grant", member=sora, week=NUMBER, until="2030-01-01 09:00"
    )
    assert said(extended).text.startswith("There is no week 6")
    assert rows(course, "allowances") == 0


async def test_a_private_answer_is_nobody_elses(opened: Opened) -> None:
    receipt = await type_in(opened, "sora", report("sora"))
    for person in (opened["minji"], opened.course.instructor):
        assert receipt.id not in [one.id for one in await person.sees(opened.course.channel)]
    assert receipt.id in [one.id for one in await opened["sora"].sees(opened.course.channel)]
