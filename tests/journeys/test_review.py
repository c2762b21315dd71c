"""From reports to marks in Canvas: what staff do, what students see and when, and in how many acts."""

from __future__ import annotations

import csv
import io

import pytest

from bot.words.markup import unescape
from demo import week
from demo.course import NUMBER, STUDENTS, report, report_file
from sandbox.client import File
from tests.journeys.people import Opened, form_of, said, shown

pytestmark = pytest.mark.shared_house

MARKS = {"minji": "9", "junho": "8.5", "sora": "10"}
HEAD = "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Essay (7),Week 6 Report (98),Final Score\r\n"
POINTS = "    Points Possible,,,,,20,10,(read only)\r\n"


def gradebook(keys: list[str]) -> bytes:
    numbers = [f'"{STUDENTS[key].name}",501,{STUDENTS[key].number},{key}' for key in keys]
    rows = [f"{number},01,15.00,,71.0\r\n" for number in numbers]
    return (HEAD + POINTS + "".join(rows)).encode()


async def handed_in(opened: Opened, keys: list[str]) -> None:
    for key in keys:
        await week.link(opened.course, key)
        receipt = await week.send_file(opened.course, key, report_file(key))
        await week.was_read(opened[key], receipt)
    await opened.course.house.box.clock.to(opened.course.moment(4, "18:30"))


@pytest.mark.parametrize("keys", [["minji", "sora"], ["minji", "junho", "sora"]], ids=["two", "three"])
async def test_a_weeks_marks_take_the_same_three_acts_for_any_class(opened: Opened, keys: list[str]) -> None:
    course, prof = opened.course, opened.course.instructor
    await handed_in(opened, keys)
    acts = 0

    shown_to_prof = said(await prof.run(course.channel, "review next"))
    acts += 1
    for done in range(len(keys)):
        assert f"{len(keys)}개 가운데 {done}개 평가함" in shown_to_prof.text
        key = next(key for key in keys if STUDENTS[key].number in shown_to_prof.text)
        text = (await course.house.box.download(shown_to_prof.attachments[0])).decode()
        assert text == report(key)
        assert ">>> " in shown_to_prof.text
        assert report(key)[-200:].strip().split("\n")[-1][-40:] in unescape(shown_to_prof.text)
        kinds = [part["type"] for part in shown_to_prof.raw["components"]]
        assert kinds.count(13) == len(shown_to_prof.attachments)
        assert ("이전" in [one.label for one in shown_to_prof.buttons]) == (done > 0)
        form = await form_of(prof, shown_to_prof, "평가하기")
        shown_to_prof = said(await form.submit({"mark0": MARKS[key], "comment": f"To {key}: read on."}))
    assert "모든 보고서를 평가했어요" in shown_to_prof.text
    again = said(await prof.press(shown_to_prof, "이전"))
    assert f"{len(keys)}개 가운데 {len(keys)}개 평가함" in again.text
    for key in keys:
        assert "read on" not in (await shown(course, key))[0].text

    released = said(await prof.press(shown_to_prof, f"평가 {len(keys)}개 지금 공개"))
    acts += 1
    assert f"평가 {len(keys)}개를 공개했어요" in released.text
    for key in keys:
        (direct,) = await week.seen(opened[key], lambda one: "has been reviewed" in one.text, 1)
        assert f"Mark: {MARKS[key]} / 10" in direct.text
        assert f"To {key}: read on." in direct.text
        assert f"Mark: {MARKS[key]} / 10" in (await shown(course, key))[0].text
        status = said(await course.students[key].run(course.channel, "me status"))
        assert f"Mark: {MARKS[key]} / 10" in status.text

    table = gradebook(keys)
    for anyway in (False, True):
        back = said(
            await prof.run(
                course.channel,
                "participation export",
                format="canvas",
                week=NUMBER,
                gradebook=File("grades.csv", table),
                title="Week 6 Report",
                anyway=anyway,
            )
        )
        acts += 1
        if back.attachments:
            break
    (paper,) = back.attachments
    filled = await course.house.box.download(paper)
    rows = list(csv.reader(io.StringIO(filled.decode("utf-8-sig"), newline="")))
    assert {row[2]: row[6] for row in rows[2:]} == {STUDENTS[key].number: MARKS[key] for key in keys}
    emptied = filled
    for key in keys:
        emptied = emptied.replace(f",{MARKS[key]},71.0".encode(), b",,71.0")
    assert emptied == table
    assert acts <= 5
    assert acts == 3


async def test_two_of_the_staff_and_a_student_who_may_not(opened: Opened) -> None:
    course = opened.course
    await handed_in(opened, ["minji"])
    await course.instructor.run(course.channel, "review next")
    other = said(await course.moderator.run(course.channel, "review next"))
    assert "1 report is being reviewed by" in other.text
    assert "No other report waits for you." in other.text
    for command in ("review next", "review release"):
        refusal = said(await opened["minji"].run(course.channel, command, week=NUMBER))
        assert refusal.text.startswith("Only instructors and moderators")
