"""The ledger: staff see what is owed of a week, and nobody else does."""

from __future__ import annotations

import pytest

from bot.actions import ledger
from bot.actions.ledger import send_again
from bot.actions.plan import Changes, edit_week
from bot.actions.weeks import plan_week
from bot.seminar.cards import PromptCard
from bot.seminar.deliveries import Kind, State
from bot.seminar.refusals import NotStaff, UnknownWeek
from tests.actions.school import (
    DAY,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    NEXT_WEEK,
    School,
    ask,
)
from tests.factories import CHANNEL, OPENS
from tests.fakes import REFUSED


async def test_staff_see_what_is_owed(school: School) -> None:
    await school.sweep(OPENS)
    for who in (INSTRUCTOR, MODERATOR):
        course, week, owed = await ledger.list_deliveries(school.store, ask(who), 1)
        assert (course, week.week_id) == (school.course, school.week.week_id)
        assert [one.kind for one in owed] == [Kind.PROMPT]


async def test_nobody_else_does(school: School) -> None:
    await school.join(NARI)
    with pytest.raises(NotStaff):
        await ledger.list_deliveries(school.store, ask(NARI), 1)
    with pytest.raises(UnknownWeek):
        await ledger.list_deliveries(school.store, ask(MODERATOR), 7)


async def test_weeks_do_not_share_their_ledger(school: School) -> None:
    await plan_week(school.store, ask(INSTRUCTOR), NEXT_WEEK)
    await school.sweep(OPENS + 7 * DAY)
    _, _, owed = await ledger.list_deliveries(school.store, ask(INSTRUCTOR), 2)
    assert [one.kind for one in owed] == [Kind.PROMPT]


async def test_a_prompt_that_was_sent_again_by_hand_tells_its_hour_and_follows_its_week(
    school: School,
) -> None:
    school.messenger.fail("post", REFUSED, target_xid=CHANNEL)
    await school.sweep(OPENS)
    failed = (await school.owed(Kind.PROMPT))[0]
    await send_again(school.store, ask(MODERATOR, OPENS + HOUR), failed.delivery_id)
    await school.sweep(OPENS + HOUR)
    await edit_week(school.store, ask(INSTRUCTOR, OPENS + 2 * HOUR), 1, Changes(topic="Bridges"))
    await school.sweep(OPENS + 2 * HOUR)
    (posted,) = school.messenger.of_class
    assert isinstance(posted.card, PromptCard)
    assert (posted.card.week.topic, posted.card.late_by) == ("Bridges", HOUR)


async def test_a_reminder_that_is_sent_again_twice_quickly_comes_once(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    school.messenger.fail("post", REFUSED, target_xid=NARI.user_xid)
    await school.sweep(DUE - 48 * HOUR)
    (failed,) = [one for one in await school.owed(Kind.REMINDER) if one.state is State.FAILED]
    twice = [await send_again(school.store, ask(MODERATOR), failed.delivery_id) for _ in range(2)]
    assert twice[0].delivery_id == twice[1].delivery_id
    await school.sweep(DUE - 47 * HOUR)
    assert [one.target_xid for one in school.messenger.of_class[1:]] == [NARI.user_xid]
