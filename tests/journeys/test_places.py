"""A channel that somebody deleted takes no term with it: the course goes on in another."""

from __future__ import annotations

import pytest

from demo import week
from demo.course import NAME, Course
from tests.journeys.people import said
from tests.journeys.test_reminders import newest

pytestmark = pytest.mark.shared_house


async def test_a_course_goes_on_where_its_channel_was_deleted(course: Course) -> None:
    prof, guild, box = course.instructor, course.guild, course.house.box
    minji = course.students["minji"]
    staff, spare = await guild.channel("staff"), await guild.channel("seminar-again")
    await prof.run(course.channel, "setup reminders", hours="48 6", staff=staff)
    await guild.delete_channel(course.channel)
    await box.clock.to(course.opens)
    notice = await newest(prof, staff, lambda one: "Nothing can be posted" in one.text)
    assert "`/setup change` gives the course another channel" in notice.text

    told = said(await prof.run(spare, "setup change", channel=spare, course=NAME))
    assert f"<#{spare.id}>" in told.text
    prompt = await newest(minji, spare, lambda one: week.offers(one, "Submit report"))
    skipped = said(await prof.run(spare, "week skip", number=6))
    assert "/주차 게시" in skipped.text, "in the instructor's language"
    await newest(minji, spare, lambda one: one.id == prompt.id and not week.offers(one, "Submit report"))
    await prof.run(spare, "week post", number=6)
    await prof.run(spare, "week edit", number=6, topic="Who keeps the keys")
    drawn = await newest(minji, spare, lambda one: "Who keeps the keys" in one.text)
    assert drawn.id == prompt.id
    assert week.offers(drawn, "Submit report")
