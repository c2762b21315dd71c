"""A discussion is counted and never read: replies, deletions, and what was written while the bot was away."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from demo import week
from demo.course import NUMBER, STUDENTS, Course, report_file
from sandbox.client import Channel, File, Message, Person
from tests.journeys.people import present, said

WORDS = "An attic is an archive that nobody has described yet."
WAYS_IN_KOREAN = "제때 낸 보고서: 5 x 1\n토론 글: 1 x 3\n답글: 1 x 4\n입장 표시: 1 x 3\n주장에 첫 답변: 1 x 2"


async def counted(course: Course, posts: dict[str, tuple[int, int]]) -> str:
    """Waits until staff see so many posts and replies of each; the table's message."""
    numbers = {STUDENTS[key].number: both for key, both in posts.items()}
    async with asyncio.timeout(20):
        while True:
            table = await week.look(course, course.moderator, "participation week")
            (paper,) = table.attachments
            lines = (await course.house.box.download(paper)).decode("utf-8-sig").splitlines()
            cells = {line.split(",")[0]: line.split(",") for line in lines}
            if {number: (int(cells[number][5]), int(cells[number][7])) for number in numbers} == numbers:
                return table.text
            await asyncio.sleep(0.1)


async def chosen(course: Course) -> Message:
    """The instructor, who reads Korean, turns points on."""
    prof = course.instructor
    form = present((await prof.run(course.channel, "policy score")).form)
    values = {"kind": "points", "ways": WAYS_IN_KOREAN, "whole": "6", "cap": "8", "hidden": "no"}
    return said(await form.submit(values))


async def talk(thread: Channel, people: dict[str, Person]) -> Message:
    first = await people["minji"].say(thread, WORDS)
    answer = await people["haeun"].say(thread, "Then my attic is one.", reply_to=first)
    await people["minji"].say(thread, "Describe it!", reply_to=answer)
    return first


async def test_a_discussion_is_counted_also_what_the_bot_did_not_hear(course: Course) -> None:
    house, people = course.house, course.students
    await week.open_week(course)
    for key in ("minji", "sora", "haeun", "daniel", "junho"):
        await week.link(course, key)
        await week.send_file(course, key, report_file(key))
    cards = await week.fall_due(course)
    assert "한 주차 만점은 6점이에요." in (await chosen(course)).text
    thread = week.thread_of(cards[0])
    first = await talk(thread, people)
    await people["minji"].say(course.channel, "In the course's channel nothing is counted.")
    await counted(course, {"minji": (2, 1), "haeun": (1, 1), "sora": (0, 0)})

    await people["minji"].edit(first, "Changed.")
    extra = await people["sora"].say(thread, "Never mind.")
    await counted(course, {"minji": (2, 1), "sora": (1, 0)})
    await people["sora"].delete(extra)
    await counted(course, {"sora": (0, 0)})

    await house.kill()
    await people["sora"].say(thread, "Is anybody there?", reply_to=first)
    await people["daniel"].say(thread, "Only us.")
    await people["minji"].delete(first)
    await house.start()
    await counted(course, {"minji": (1, 1), "haeun": (1, 1), "sora": (1, 1), "daniel": (1, 0)})
    await people["daniel"].say(thread, "Back again.")
    text = await counted(course, {"daniel": (2, 0)})
    assert "\nhanded in 5\n" in text

    korean = said(await people["haeun"].run(course.channel, "me status")).text
    assert "점수: 6점 가운데" in korean
    assert "- 답글: 1회, 1회 인정, 1점" in korean
    english = said(await people["minji"].run(course.channel, "me status")).text
    assert "- Report on time: 1, counts 1 times, 5 points" in english
    history = said(
        await course.instructor.run(course.channel, "participation student", member=people["minji"])
    ).text
    assert "토론 글 1 · 답글 1" in history

    for secret in (WORDS, "Only us.", "Is anybody there?"):
        assert _nowhere(house.folder, secret)


def _nowhere(folder: Path, words: str) -> bool:
    """Whether no file of the bot's holds these words, as bytes."""
    found = [
        path for path in folder.rglob("*") if path.is_file() and path.name.startswith(("bot", "colloquy"))
    ]
    assert found
    return not any(words.encode() in path.read_bytes() for path in found)


async def test_staff_remind_and_extend_with_one_press(course: Course) -> None:
    await week.open_week(course)
    for key in ("minji", "jiwoo"):
        await week.link(course, key)
    await week.send_file(course, "minji", report_file("minji"))
    await course.house.box.clock.to(course.moment(1, "10:00"))
    table = await week.look(course, course.moderator, "participation week")
    assert [button.label for button in table.buttons] == ["Remind who has not handed in"]
    told = said(await course.moderator.press(table, "Remind who has not handed in"))
    assert told.text == "To be reminded, once it is not quiet hours: 1"
    inbox = await people_inbox(course, "jiwoo")
    await week.seen(course.students["jiwoo"], lambda one: one.channel_id == inbox.id, 1)
    again = said(await course.moderator.press(table, "Remind who has not handed in"))
    assert again.text == "Reminded lately, or soon anyway: 1"
    korean = await week.look(course, course.instructor, "participation week")
    form = present((await course.instructor.press(korean, "마감 연장하기")).form)
    granted = said(await form.submit({"whom": "missing", "until": "+2"}))
    assert STUDENTS["jiwoo"].name in granted.text
    assert STUDENTS["minji"].name not in granted.text
    assert str(NUMBER) in granted.text


async def test_staff_turn_the_pages_of_a_long_week(course: Course) -> None:
    await week.open_week(course)
    await week.link(course, "minji")
    await week.send_file(course, "minji", report_file("minji"))
    roster = "학번,이름\n" + "".join(f"2031-{number},Nari Oh\n" for number in range(5000, 5070))
    await course.instructor.run(course.channel, "roster import", table=File("roster.csv", roster.encode()))
    first = await week.look(course, course.instructor, "participation week")
    assert "3쪽 중 1쪽" in first.text
    second = said(await course.instructor.press(first, "다음 쪽"))
    third = said(await course.instructor.press(second, "다음 쪽"))
    assert (second.id, third.id) == (first.id, first.id)
    pages = [first.text, second.text, third.text]
    shown = [number for page in pages for number in re.findall(r"2031-(5\d{3})", page)]
    assert shown == [str(number) for number in range(5000, 5070)]
    assert [STUDENTS["minji"].name in page for page in pages] == [False, False, True]
    back = said(await course.instructor.press(third, "이전 쪽"))
    assert back.text == second.text
    assert [part["type"] for part in back.raw["components"]][:2] == [10, 13]
    paper = (await course.house.box.download(back.attachments[0])).decode("utf-8-sig")
    assert paper.count("2031-5") == 70


async def people_inbox(course: Course, key: str) -> Channel:
    return await course.students[key].dm(course.house.application)
