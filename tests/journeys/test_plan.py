"""A term planned at one go: a slot around a holiday, a look ahead, two weeks corrected, and a calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest

from demo import week
from demo.course import Course, found
from demo.house import House
from sandbox.client import File, Message
from tests.journeys.people import said
from tests.rfc5545 import Event, read_calendar

pytestmark = pytest.mark.shared_house

LOCAL = "%Y-%m-%d %H:%M"
WEEK = timedelta(days=7)


def local(course: Course, weeks: int, days: int, clock: str) -> str:
    return f"{course.moment(7 * weeks + days, clock):{LOCAL}}"


async def plan_slot(course: Course) -> Message:
    """Sixteen Mondays at nine, but for the third, a holiday."""
    return said(
        await course.instructor.run(
            course.channel,
            "week plan",
            first_opens=local(course, 0, 0, "09:00"),
            first_due=local(course, 0, 4, "18:00"),
            weeks=16,
            holidays=f"{course.moment(14, '00:00'):%Y-%m-%d}",
        )
    )


async def import_plan(course: Course, name: str, data: bytes) -> Message:
    answer = await course.instructor.run(course.channel, "week import", file=File(name, data))
    return said(answer)


async def export_plan(course: Course) -> tuple[bytes, list[Event]]:
    exported = said(await course.students["minji"].run(course.channel, "week export"))
    paper = await course.house.box.download(exported.attachments[0])
    return paper, read_calendar(paper)


async def test_a_term_is_planned_looked_at_corrected_and_exported(house: House) -> None:
    course = await found(house)
    await week.set_up(course)
    await week.link(course, "minji")

    shown = await plan_slot(course)
    assert f"휴일이라 비워 두는 주(시작일): {course.moment(14, '00:00'):%Y-%m-%d}" in shown.text
    assert f"**+ 3** 월 {local(course, 3, 0, '09:00')} → 금 {local(course, 3, 4, '18:00')}" in shown.text
    assert "추가 16" in said(await course.instructor.press(shown, "이대로 만들기")).text
    again = said(await course.instructor.press(shown, "이대로 만들기"))
    assert again.text.startswith("계획이 이 안내를 볼 때와 달라졌거나 이미 만들었어요.")

    listed = said(await course.students["minji"].run(course.channel, "week list"))
    assert "Week 16 · To be announced · planned" in listed.text, "a term is not cut short"

    table = (
        "주차,주제,발표자,마감\r\n"
        "1주차,덜 남기고 더 적기,한유진,\r\n"
        f"2,누구의 사진인가,최은영,{course.moment(7 + 5, '12:00'):%Y. %m. %d.} 오후 12:00\r\n"
    )
    corrected = await import_plan(course, "계획.csv", table.encode("cp949"))
    assert "변경 2" in corrected.text
    assert f"- 마감: 금 {local(course, 1, 4, '18:00')} → 토 {local(course, 1, 5, '12:00')}" in corrected.text
    await course.instructor.press(corrected, "이대로 만들기")

    ahead = said(await course.moderator.run(course.channel, "week preview", week=1))
    assert f"Prompt: <t:{course.opens.timestamp():.0f}:F>" in ahead.text
    assert "1 by direct message, 0 by a mention" in ahead.text
    assert all(button.disabled for button in ahead.buttons)

    paper, events = await export_plan(course)
    assert [event.text("SUMMARY") for event in events[:2]] == [
        "Week 1: 덜 남기고 더 적기",
        "Week 2: 누구의 사진인가",
    ]
    opens = [event.instant("DTSTART") - course.opens for event in events]
    assert opens == [step * WEEK for step in range(17) if step != 2]
    assert events[1].instant("DTEND") == course.moment(7 + 5, "12:00")
    back = await import_plan(course, "plan.ics", paper)
    assert "그대로 16" in back.text
    assert back.buttons == []

    prompt = await week.open_week(course)
    assert prompt.text in ahead.text, "what was foreseen is what was posted"
    assert "한유진" in prompt.text


async def test_a_file_that_is_no_plan_and_a_student_who_plans_change_nothing(course: Course) -> None:
    refused = await import_plan(course, "plan.ics", b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 9000)
    assert "주차를 찾지 못했어요" in refused.text
    assert "표를 읽을 수 없어요" in (await import_plan(course, "plan.pdf", b"%PDF-1.7")).text
    wrong = await import_plan(course, "plan.csv", b"week,due\n6,9/7/2026 18:00\n")
    assert "두 가지로 읽혀요" in wrong.text
    assert wrong.buttons == []
    minji = course.students["minji"]
    for file in (File("plan.csv", b"week,topic\n6,Mine\n"), File("plan.pdf", b"%PDF-1.7")):
        theirs = said(await minji.run(course.channel, "week import", file=file))
        assert theirs.text.startswith("Only an instructor"), "before the file is read"
    assert "Mine" not in said(await minji.run(course.channel, "week list")).text
