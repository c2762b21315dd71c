"""Everybody is reminded in the way that they chose, and staff are told what concerns them, as it is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo import week
from demo.course import Course, report_file
from sandbox.client import Channel, Message, Person
from tests.journeys.people import Opened, said, send

pytestmark = pytest.mark.shared_house

SEND_MESSAGES = 1 << 11


async def newest(person: Person, where: Channel, match: Callable[[Message], bool], count: int = 1) -> Message:
    """The newest of `count` messages there that match."""
    found = await week.seen(person, lambda one: one.channel_id == where.id and match(one), count)
    return found[-1]


def pinged(message: Message) -> set[str]:
    return {str(one["id"]) for one in message.raw["mentions"]}


async def test_each_in_the_chosen_way(course: Course) -> None:
    minji, junho, sora, daniel = (course.students[key] for key in ("minji", "junho", "sora", "daniel"))
    prof, box = course.instructor, course.house.box
    staff = await course.guild.channel("staff")
    told = said(await prof.run(course.channel, "setup reminders", hours="48 6", staff=staff))
    assert f"<#{staff.id}>" in told.text
    opened = Opened(course, await week.open_week(course))
    for key in ("minji", "junho", "sora", "daniel", "haeun"):
        await week.link(course, key)
    await sora.run(course.channel, "me reminders", how="mention")
    await daniel.run(course.channel, "me reminders", how="never")
    await junho.set_inbox(accepts=False)

    await box.clock.to(course.moment(2, "18:00"))
    inbox = await minji.dm(course.house.application)
    first = await newest(minji, inbox, lambda one: week.offers(one, "Submit report"))
    await box.clock.advance(minutes=3)
    post = await newest(sora, course.channel, lambda one: bool(pinged(one)))
    assert pinged(post) == {sora.id, junho.id}
    later = said(await minji.press(first, "Remind me later"))
    assert "We remind you again" in later.text
    await box.clock.advance(hours=3)
    await newest(minji, inbox, lambda one: week.offers(one, "Submit report"), 2)

    await send(opened, "minji", "report.md", report_file("minji").data)
    await course.guild.overwrite(course.channel, course.house.application, deny=SEND_MESSAGES)
    await week.remind(course, "haeun", 4, "12:00", 2)
    await box.clock.advance(minutes=3)
    notice = await newest(prof, staff, lambda one: "Nothing can be posted" in one.text)
    assert pinged(notice) == set()
    await course.guild.overwrite(course.channel, course.house.application)
    again = await newest(sora, course.channel, lambda one: bool(pinged(one)), 2)
    assert pinged(again) == {sora.id, junho.id}

    await box.clock.to(course.moment(4, "18:11"))
    digest = await newest(prof, staff, lambda one: "is due" in one.text)
    assert "In: 1 · late: 0 · missing: 4" in digest.text
    assert f"No reminder reached: <@{daniel.id}>." in digest.text
    assert len([one for one in await minji.sees(inbox) if week.offers(one, "Submit report")]) == 2
    why = said(await prof.run(course.channel, "delivery why", member=daniel, week=6))
    assert "알림을 꺼 두었어요." in why.text.splitlines(), "in the instructor's language"
