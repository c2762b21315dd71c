"""The end of a term: the instructor is told what the archive holds, gets it, and begins the next one."""

from __future__ import annotations

import io
import zipfile

import pytest

from demo import week
from demo.course import NUMBER, STUDENTS, report, report_file
from tests.journeys.people import Opened, said, send

pytestmark = pytest.mark.shared_house


async def test_a_course_ends_in_an_archive_and_another_begins(opened: Opened) -> None:
    course, prof = opened.course, opened.course.instructor
    await week.link(course, "minji")
    receipt = await week.send_file(course, "minji", report_file("minji"))
    await week.was_read(opened["minji"], receipt)

    told = said(await prof.run(course.channel, "setup close"))
    assert "주차 1개, 학생 1명, 보고서 1개" in told.text
    assert "되돌릴 수 없으며" in told.text
    ended = said(await prof.press(told, "강좌 끝내기"))
    (paper,) = ended.attachments
    with zipfile.ZipFile(io.BytesIO(await course.house.box.download(paper))) as packed:
        names = packed.namelist()
        (text,) = (name for name in names if name.endswith("-v1.txt"))
        assert packed.read(text).decode() == report("minji")
        page = packed.read(f"week-{NUMBER:02}.html").decode()
    assert {"index.html", "students.csv", "weeks.csv", "claims.csv"} <= set(names)
    assert STUDENTS["minji"].number in page
    assert "<script" not in page

    closed = await send(opened, "sora", "sora.md", report("sora").encode())
    assert "can only be read now" in closed.text
    assert said(await opened["minji"].run(course.channel, "me status")).text
    trail = said(await prof.run(course.channel, "setup trail"))
    assert "강좌를 끝냈어요" in trail.text

    await week.set_up(course)
    listed = said(await prof.run(course.channel, "week list"))
    assert "6" not in listed.text.partition("\n")[2]
