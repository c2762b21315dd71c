"""What can be done with a receipt: read again, corrected, replaced, checked, taken back and taken along."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from demo import week
from demo.course import NUMBER, report
from sandbox.client import File
from tests.journeys.people import Opened, form_of, present, rows, said, send, shown, type_in

pytestmark = pytest.mark.shared_house

CODE = re.compile(r"CQ1-[0-9a-z-]+")


async def test_one_press_corrects_what_was_read_and_one_replaces_the_text(opened: Opened) -> None:
    minji = opened["minji"]
    receipt = await week.was_read(minji, await type_in(opened, "minji", report("minji")))
    form = await form_of(minji, receipt, "Correct what was read")
    assert {one.custom_id: one.value for one in form.fields} == {
        "week": "6",
        "number": "2024-11027",
        "name": "김민지",
        "topic": "Keep less, describe more",
    }
    corrected = said(await form.submit({"week": "5", "topic": "Keep less"}))
    assert "Read: week 5 · number 2024-11027 · name 김민지 · topic Keep less" in corrected.text
    assert "It speaks of week 5" in corrected.text
    assert "version 1" in corrected.text
    again = await form_of(minji, receipt, "Replace the text")
    assert again.fields[0].value == report("minji")
    better = said(await again.submit({"body": report("minji") + "\nAnd more."}))
    assert "version 2" in better.text
    assert rows(opened.course, "versions") == 2


async def test_history_difference_and_withdrawal(opened: Opened) -> None:
    course, sora = opened.course, opened["sora"]
    await type_in(opened, "sora", "The presenter said one thing.\nIt holds.")
    await type_in(opened, "sora", "The presenter said two things.\nIt holds.")
    changes = said(await sora.run(course.channel, "report compare"))
    assert "- The presenter said one thing." in changes.text
    assert "+ The presenter said two things." in changes.text
    gone = said(await sora.run(course.channel, "report withdraw"))
    assert "Taken back: week 6, 2 versions" in gone.text
    listed = said(await sora.run(course.channel, "report history", week=NUMBER))
    assert listed.text.count("taken back") == 2
    back = said(await sora.press(gone, "Undo"))
    assert "Handed in again" in back.text
    listed = said(await sora.run(course.channel, "report history"))
    assert "**counts**" in listed.text
    await course.house.box.clock.to(course.due + timedelta(hours=1))
    late = said(await sora.run(course.channel, "report withdraw"))
    assert late.text.startswith("The deadline of week 6 has passed")


async def test_a_receipt_is_checked_by_anybody_in_the_course(opened: Opened) -> None:
    course = opened.course
    receipt = await type_in(opened, "sora", report("sora"))
    code = present(CODE.search(receipt.text))[0]
    form = present((await course.moderator.run(course.channel, "report verify", code=code)).form)
    same = said(await form.submit({"body": report("sora")}))
    assert "The receipt is genuine: week 6" in same.text
    assert "The text is the one that was handed in." in same.text
    file = File("sora.md", (report("sora") + "!").encode())
    other = said(await course.moderator.run(course.channel, "report verify", code=code, file=file))
    assert "**not** the one" in other.text


async def test_a_copy_goes_to_the_inbox_or_says_that_it_is_closed(opened: Opened) -> None:
    sora = opened["sora"]
    receipt = await type_in(opened, "sora", report("sora"))
    assert "in your inbox" in said(await sora.press(receipt, "Send me a copy")).text
    inbox = await sora.dm(opened.course.house.application)
    (copy,) = await sora.sees(inbox)
    assert present(CODE.search(copy.text))[0] == present(CODE.search(receipt.text))[0]
    await sora.set_inbox(accepts=False)
    assert "takes no messages" in said(await sora.press(receipt, "Send me a copy")).text


async def test_the_source_file_comes_back_as_it_came(opened: Opened) -> None:
    data = report("sora").encode("utf-16")
    await send(opened, "sora", "mine.txt", data)
    message, text = await shown(opened.course, "sora")
    assert text == report("sora")
    assert await opened.course.house.box.download(message.attachments[1]) == data


async def test_reading_a_typed_text_without_handing_it_in(opened: Opened) -> None:
    form = present((await opened["junho"].run(opened.course.channel, "report check")).form)
    seen = said(await form.submit({"body": report("junho")}))
    assert "Read, not handed in" in seen.text
    assert rows(opened.course, "versions") == 0


async def test_late_reports_and_more_time_for_everybody(opened: Opened) -> None:
    course, prof = opened.course, opened.course.instructor
    await week.link(course, "sora")
    await week.link(course, "minji")
    chosen = said(await prof.run(course.channel, "policy late", late="deduct", per_day=20, floor=50))
    assert "20" in chosen.text
    form = present((await prof.run(course.channel, "extension many", week=NUMBER)).form)
    granted = said(await form.submit({"whom": "missing", "until": "+1", "reason": "The server was away."}))
    assert "2명" in granted.text
    inbox = await opened["sora"].dm(course.house.application)
    told = await opened["sora"].wait_for(lambda one: one.channel_id == inbox.id and "more time" in one.text)
    assert "The server was away." in told.text
    await course.house.box.clock.to(course.due + timedelta(hours=20))
    assert "On time" in (await type_in(opened, "sora", report("sora"))).text
    late = await type_in(opened, "junho", report("junho"))
    assert "80 percent of it counts" in late.text


async def test_joining_the_roster_with_a_code(opened: Opened) -> None:
    course, prof = opened.course, opened.course.instructor
    table = File("roster.csv", "\ufeff학번,이름\r\n2024-10388,이소라\r\n".encode())
    imported = said(await prof.run(course.channel, "roster import", table=table))
    assert "1명" in imported.text
    made = said(await prof.run(course.channel, "roster codes"))
    lines = (await course.house.box.download(made.attachments[0])).decode("utf-8-sig").splitlines()
    number, name, code = lines[1].split(",")
    assert (number, name) == ("2024-10388", "이소라")
    found = said(await opened["sora"].run(course.channel, "roster join", code=code))
    assert "Is that you?" in found.text
    linked = said(await opened["sora"].press(found, "Yes, that is me"))
    assert "You are linked: 2024-10388" in linked.text
    form = present((await opened["minji"].run(course.channel, "me link")).form)
    refused = said(await form.submit({"number": "2024-10388", "name": "이소라"}))
    assert "on the course's roster" in refused.text
    asked = said(await opened["minji"].run(course.channel, "roster join", student_number="2024-10388"))
    assert "Staff are asked" in asked.text
    waiting = said(await prof.run(course.channel, "roster questions"))
    assert "다른 계정" in waiting.text
    assert "연결하지 않았어요" in said(await prof.press(waiting, "아니요")).text
    left = said(await opened["sora"].press(linked, "That is not me"))
    assert "no longer linked" in left.text
