"""Somebody has their data deleted: no trace is left in the database, the log, or where others can look."""

from __future__ import annotations

import asyncio
import io
import zipfile
from datetime import timedelta

from demo import week
from demo.course import STUDENTS, Course, report, report_file
from sandbox.client import Message
from tests.journeys.people import Opened, present, said, send, shown, type_in


def traces(course: Course, key: str) -> list[bytes]:
    """What would give the person away: the number, the name, and lines of the report."""
    lines = [line.encode() for line in report(key).splitlines() if len(line) > 40]
    return [STUDENTS[key].number.encode(), STUDENTS[key].name.encode(), *lines]


async def test_a_copy_and_then_nothing(course: Course) -> None:
    minji, house = course.students["minji"], course.house
    opened = Opened(course, await week.open_week(course))
    await week.link(course, "minji")
    await send(opened, "minji", "report.md", report_file("minji").data)
    await send(opened, "sora", "report.md", report_file("sora").data)
    told = said(await minji.run(course.channel, "me data"))
    assert f"<@&{course.roles['Instructor'].id}>" in told.text

    copy = said(await minji.press(told, "Get a copy"))
    with zipfile.ZipFile(io.BytesIO(await house.box.download(copy.attachments[0]))) as archive:
        assert archive.read("files/01-report.md") == report_file("minji").data
        assert STUDENTS["minji"].number in archive.read("data.json").decode()

    asked = said(await minji.press(told, "Delete my data"))
    assert "Goes at once" in asked.text
    assert "is deleted" in said(await minji.press(asked, "Delete it for good")).text
    table = said(await course.instructor.run(course.channel, "participation week", week=6))
    assert STUDENTS["minji"].name not in table.text
    assert (await shown(course, "sora"))[1] == report("sora")
    assert await house.stop() == 0

    files = [path.read_bytes() for path in house.folder.rglob("*") if path.is_file()]
    public = [one.text.encode() for one in await sora_sees(course)]
    for trace in traces(course, "minji"):
        assert not [content for content in (*files, *public) if trace in content], trace
    await house.start()


async def sora_sees(course: Course) -> list[Message]:
    """What others can look at: the course's channels, and their threads."""
    person = course.students["sora"]
    return [one for channel in await person.channels() for one in await person.sees(channel)]


MINE = "The presenter argued that archives of a city keep the names and lose its faces."
THEIRS = "The presenter argued that archives of a city keep the names and lose all of its faces."
MY_GIST = "rchives of a city keep the names and lose its faces."
THEIR_GIST = "rchives of a city keep the names and lose all of its faces."
UNNAMED = "Whoever is photographed has a face that lasts."


async def test_what_threads_say_of_them_goes_too(opened: Opened) -> None:
    course, box = opened.course, opened.course.house.box
    minji, junho, prof = opened["minji"], opened["junho"], course.instructor
    await prof.run(course.channel, "policy discussion", names=True, unnamed=True)
    await week.link(course, "minji")
    for key, words in (("minji", MINE), ("junho", THEIRS)):
        await week.was_read(opened[key], await type_in(opened, key, f"# Week 6 Report\n\n{words}\n"))
    await box.clock.to(course.due)
    card = await junho.wait_for(lambda one: MINE in one.text and STUDENTS["minji"].name in one.text)
    form = present((await minji.press(card, "Answer without my name")).form)
    await form.submit({"text": UNNAMED})
    await junho.wait_for(lambda one: UNNAMED in one.text)
    await box.clock.advance(minutes=5)
    await junho.wait_for(lambda one: "## Claims of week 6" in one.text)
    await box.clock.to(course.due + timedelta(days=6))
    recap = await junho.wait_for(lambda one: "What became of week 6" in one.text)
    assert MY_GIST in recap.text, "the claim, its thread and the recap are named by their words"

    told = said(await minji.run(course.channel, "me data"))
    asked = said(await minji.press(told, "Delete my data"))
    assert "is deleted" in said(await minji.press(asked, "Delete it for good")).text
    await box.clock.advance(minutes=5)
    for drawn in (card, recap):
        await junho.wait_for(
            lambda one, drawn=drawn: one.id == drawn.id and MY_GIST not in one.text and THEIR_GIST in one.text  # type: ignore[misc]
        )
    async with asyncio.timeout(20):
        while any(MY_GIST in one.name for one in await opened["sora"].channels()):  # noqa: ASYNC110 (no event tells)
            await asyncio.sleep(0.1)
    traces = [one.encode() for one in (MY_GIST, UNNAMED, STUDENTS["minji"].name, STUDENTS["minji"].number)]
    assert await course.house.stop() == 0
    public = [one.text.encode() for one in await sora_sees(course)]
    public += [one.name.encode() for one in await opened["sora"].channels()]
    files = [path.read_bytes() for path in course.house.folder.rglob("*") if path.is_file()]
    for trace in traces:
        assert not [content for content in (*files, *public) if trace in content], trace
    await course.house.start()
