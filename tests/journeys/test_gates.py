"""A gate as its people meet it, several files in one form, and a link that is no report."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from demo.course import NUMBER, report
from sandbox.client import File
from tests.journeys.people import Opened, form_of, present, rows, said, shown, type_in

pytestmark = pytest.mark.shared_house

UNFINISHED = f"{report('minji')}\n\nThe archive of my own family is full of pictures, and the"


async def test_a_gate_holds_gives_back_and_lets_go(opened: Opened) -> None:
    course, minji = opened.course, opened["minji"]
    form = present((await course.instructor.run(course.channel, "policy gates")).form)
    chosen = said(await form.submit({"gates": ["unfinished_sentence", "same_text"]}))
    assert "고쳐야 받는 것: 끝맺지 않은 문장, 전에 낸 보고서와 같은 글" in chosen.text
    again = present((await course.instructor.run(course.channel, "policy gates")).form)
    assert "끝맺지 않은 문장" in said(await again.submit({})).text, "what was chosen stands in the form"

    checked = present((await minji.run(course.channel, "report check")).form)
    assert (
        "takes no report with: an unfinished sentence"
        in said(await checked.submit({"body": UNFINISHED})).text
    )
    held = await type_in(opened, "minji", UNFINISHED)
    assert held.text.startswith("**Not handed in yet.**")
    assert "full of pictures, and the" in held.text
    assert (rows(course, "versions"), rows(course, "arrivals")) == (0, 1)
    seen = said(await course.moderator.run(course.channel, "participation week", week=NUMBER))
    assert "as it is an hour before the deadline" in seen.text

    filled = await form_of(minji, held, "Continue with my text")
    assert filled.fields[0].value == UNFINISHED
    receipt = said(await filled.submit({"body": f"{UNFINISHED} rest is gone."}))
    assert "version 1" in receipt.text

    await type_in(opened, "junho", UNFINISHED)
    await course.house.box.clock.to(course.due - timedelta(minutes=59))
    late = await type_in(opened, "sora", UNFINISHED)
    assert "version 1" in late.text, "in the last hour nothing is held"
    await opened["sora"].wait_for(lambda one: one.id == late.id and "little time was left" in one.text)
    async with asyncio.timeout(20):
        while rows(course, "versions") < 3:  # noqa: ASYNC110 (another process tells no event)
            await asyncio.sleep(0.05)
    message, text = await shown(course, "junho")
    assert text == UNFINISHED
    assert "version 1" in message.text


async def test_several_files_in_one_form_and_a_link(opened: Opened) -> None:
    course, minji = opened.course, opened["minji"]
    await course.house.box.clock.to(course.due - timedelta(minutes=2))
    form = await form_of(minji, opened.prompt)
    files = [File("notes.md", b"Only notes."), File("report.md", report("minji").encode())]
    question = said(await form.submit({"file": files}))
    assert "several files are kept, 2 of them" in question.text
    assert (rows(course, "versions"), rows(course, "arrivals")) == (0, 2)
    await course.house.box.clock.to(course.due + timedelta(hours=3))
    await minji.pick(question, "report.md")
    receipt = await minji.wait_for(lambda one: one.id == question.id and "SHA-256" in one.text)
    assert "On time" in receipt.text, "it counts from when the files came"
    assert (await shown(course, "minji"))[1] == report("minji")
    assert (rows(course, "versions"), rows(course, "arrivals")) == (1, 1)

    link = await type_in(opened, "sora", "https://docs.google.com/document/d/1aB/edit")
    assert "File > Download > Word" in link.text
    assert [one.label for one in link.buttons] == ["Continue with my text"]
