"""A course whose channel is gone or whose zone was wrong goes on, and nothing is lost or said twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions.courses import set_up
from bot.actions.extensions import extend
from bot.actions.places import change_place
from bot.actions.plan import Changes, edit_week
from bot.actions.weeks import plan_week
from bot.seminar.cards import PromptCard, ReminderCard
from bot.seminar.deliveries import Kind, State
from bot.seminar.refusals import BadZone, CourseExists, NoCourse, NotInstructor, WhichCourse
from bot.seminar.weeks import Week
from tests.actions.school import (
    COURSE,
    DAY,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    NEXT_WEEK,
    OWNER,
    School,
    ask,
)
from tests.actions.test_reached import play
from tests.factories import CHANNEL, OPENS
from tests.fakes import CHANNEL_GONE

ELSEWHERE = CHANNEL + 40
BEHIND = 7 * HOUR
"""Berlin is so far behind Seoul in summer."""


async def weeks_of(school: School) -> list[Week]:
    return await school.store.read(lambda tx: tx.weeks.of_course(school.course))


async def test_what_waits_for_a_channel_that_is_gone_goes_to_another(school: School) -> None:
    await plan_week(school.store, ask(INSTRUCTOR, OPENS - DAY), NEXT_WEEK)
    school.messenger.fail("post", CHANNEL_GONE, target_xid=CHANNEL, times=9)
    await play(school, OPENS + HOUR)
    assert school.messenger.of_class == []
    asked = ask(INSTRUCTOR, OPENS + HOUR, channels=(ELSEWHERE,))
    moved = await change_place(school.store, asked, None, ELSEWHERE, None)
    assert (moved.course.channel_xid, moved.deadlines) == (ELSEWHERE, 0)
    await play(school, OPENS + 8 * DAY)
    prompts = [
        (one.target_xid, one.card.week.number)
        for one in school.messenger.messages
        if isinstance(one.card, PromptCard)
    ]
    assert prompts == [(ELSEWHERE, 1), (ELSEWHERE, 2)]


async def test_what_was_posted_is_drawn_anew_where_it_is(school: School) -> None:
    await play(school, OPENS)
    await change_place(school.store, ask(INSTRUCTOR, OPENS + HOUR), None, ELSEWHERE, None)
    there = ask(INSTRUCTOR, OPENS + HOUR, channels=(ELSEWHERE,))
    await edit_week(school.store, there, 1, Changes(topic="Bridges"))
    await play(school, OPENS + 2 * HOUR)
    (message,) = school.messenger.of_class
    assert isinstance(message.card, PromptCard)
    assert (message.target_xid, message.card.week.topic) == (CHANNEL, "Bridges")


async def test_hours_stay_on_the_wall_of_another_zone(school: School) -> None:
    """In Berlin the term was planned by a clock of Seoul; nobody is reminded twice of one offset."""
    await plan_week(school.store, ask(INSTRUCTOR, OPENS - DAY), NEXT_WEEK)
    await school.join(NARI, OPENS - HOUR)
    await play(school, OPENS + HOUR)
    await extend(school.store, ask(INSTRUCTOR, OPENS + HOUR), NARI.user_xid, 1, "2026-09-15 18:00")
    moved = await change_place(school.store, ask(INSTRUCTOR, OPENS + 2 * HOUR), None, None, "Europe/Berlin")
    assert moved.deadlines == 3
    first, second = await weeks_of(school)
    assert (first.times.opens, first.times.due) == (OPENS, DUE + BEHIND)
    assert (second.times.opens, second.times.due) == (OPENS + 7 * DAY + BEHIND, DUE + 7 * DAY + BEHIND)
    await play(school, DUE + 3 * DAY)
    owed = [one for one in await school.owed(Kind.REMINDER) if one.state is State.SENT]
    deadline = DUE + 2 * DAY + BEHIND
    assert [one.due_at for one in owed] == [deadline - 48 * HOUR, deadline - 6 * HOUR]
    cards = [one.card for one in school.messenger.messages if isinstance(one.card, ReminderCard)]
    assert {card.due for card in cards} == {deadline}
    prompt, _ = [one.card for one in school.messenger.messages if isinstance(one.card, PromptCard)]
    assert prompt.week.times.due == DUE + BEHIND, "its card says so"


async def test_a_zone_that_was_changed_back_is_as_it_was(school: School) -> None:
    for zone in ("America/New_York", "Asia/Seoul"):
        await change_place(school.store, ask(INSTRUCTOR, OPENS - DAY), None, None, zone)
    assert await weeks_of(school) == [school.week]


async def test_a_course_is_named_where_its_channel_cannot_be(school: School) -> None:
    other = replace(COURSE, name="Rivers", channel_xid=ELSEWHERE + 1)
    await set_up(school.store, ask(OWNER), other)
    lost = ask(INSTRUCTOR, channels=(ELSEWHERE,))
    with pytest.raises(WhichCourse):
        await change_place(school.store, lost, None, ELSEWHERE, None)
    with pytest.raises(NoCourse):
        await change_place(school.store, lost, "Streams", ELSEWHERE, None)
    with pytest.raises(CourseExists):
        await change_place(school.store, lost, "rivers", CHANNEL, None)
    with pytest.raises(BadZone):
        await change_place(school.store, lost, "rivers", None, "Mars/Olympus")
    with pytest.raises(NotInstructor):
        await change_place(school.store, ask(MODERATOR), None, ELSEWHERE, None)
    moved = await change_place(school.store, lost, " cities  and streets", ELSEWHERE, None)
    assert moved.course.channel_xid == ELSEWHERE
