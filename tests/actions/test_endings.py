"""Endings: what one answer of Discord means for the others, and what staff are told of it, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.actions.endings import permissions_changed
from bot.actions.extensions import excuse
from bot.actions.ledger import explain, send_again, show_delivery
from bot.actions.notices import beat, come_back
from bot.actions.plan import Changes, edit_week, foresee_move, move_week, post_now, skip_week
from bot.actions.weeks import plan_week
from bot.seminar.cards import ClaimCard, DigestCard, NoticeCard, PromptCard, ReminderCard
from bot.seminar.courses import RemindBy
from bot.seminar.deliveries import Delivery, Kind, Notice, Reason, State
from bot.seminar.refusals import NotInstructor, NotSentAgain, NotStaff, UnknownDelivery, WeekOver
from bot.seminar.reminders import Why
from bot.seminar.weeks import WeekState
from tests.actions.school import (
    BORA,
    DAY,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    NEXT_WEEK,
    OUTSIDER,
    OWNER,
    SECOND,
    School,
    ask,
)
from tests.factories import CHANNEL, GUILD, OPENS
from tests.fakes import AUTOMOD, CLOSED, DELETED, FORBIDDEN, GONE, REFUSED, UNREACHABLE

STAFF_CHANNEL = 7190


def notices(school: School) -> list[Notice]:
    return [card.notice for card in school.messenger.told if isinstance(card, NoticeCard)]


async def the(school: School, kind: Kind) -> Delivery:
    return next(one for one in await school.owed(kind))


async def test_a_channel_that_refuses_is_paused_with_one_notice_and_asked_again(school: School) -> None:
    await plan_week(school.store, ask(INSTRUCTOR, OPENS - DAY), NEXT_WEEK)
    school.messenger.fail("post", FORBIDDEN, target_xid=CHANNEL, times=2)
    await school.sweep(OPENS)
    await school.sweep(OPENS + 6 * HOUR - SECOND)
    prompt = await the(school, Kind.PROMPT)
    assert (prompt.state, prompt.reason, prompt.attempt) == (State.PLANNED, Reason.NO_PERMISSION, 0)
    assert notices(school) == [Notice.CHANNEL_PAUSED]
    await school.sweep(OPENS + 6 * HOUR)
    await school.sweep(OPENS + 12 * HOUR)
    assert (await the(school, Kind.PROMPT)).state is State.SENT
    assert notices(school) == [Notice.CHANNEL_PAUSED]
    course = await school.store.read(lambda tx: tx.courses.by_id(school.course.course_id))
    assert course is not None
    assert course.paused_until is None


async def test_a_change_of_permissions_ends_the_pause(school: School) -> None:
    school.messenger.fail("post", FORBIDDEN)
    await school.sweep(OPENS)
    assert not await permissions_changed(school.store, GUILD + 1)
    assert await permissions_changed(school.store, GUILD)
    await school.sweep(OPENS + HOUR)
    assert (await the(school, Kind.PROMPT)).state is State.SENT


async def test_a_paused_channel_holds_back_no_direct_message(school: School) -> None:
    await school.join(NARI)
    school.messenger.fail("post", FORBIDDEN, target_xid=CHANNEL, times=99)
    await school.sweep(OPENS)
    await school.sweep(DUE - 48 * HOUR)
    assert [type(one.card) for one in school.messenger.of_class] == [ReminderCard]


@pytest.mark.parametrize("failure", [AUTOMOD, REFUSED], ids=["automod", "refused"])
async def test_what_is_dead_is_told_to_staff(school: School, failure: Exception) -> None:
    school.messenger.fail("post", failure, target_xid=CHANNEL)
    await school.sweep(OPENS)
    await school.sweep(OPENS + DAY)
    assert (await the(school, Kind.PROMPT)).state is State.FAILED
    assert notices(school) == [Notice.NOT_DELIVERED]


async def test_fifty_who_left_are_one_notice(school: School) -> None:
    for who in (NARI, BORA, DOHA):
        await school.join(who)
        school.messenger.fail("post", GONE, target_xid=who.user_xid, times=9)
    await school.sweep(OPENS)
    await school.sweep(DUE - 47 * HOUR)
    await school.sweep(DUE - HOUR)
    assert notices(school) == [Notice.MEMBERS_LEFT]
    rows = await school.owed(Kind.REMINDER)
    assert {row.reason for row in rows} == {Reason.LEFT}
    assert [row.attempt for row in rows if row.state is State.SKIPPED] == [0, 0, 0]


async def test_what_was_deleted_after_it_arrived_was_sent(school: School) -> None:
    school.messenger.fail("post", DELETED)
    await school.sweep(OPENS)
    prompt = await the(school, Kind.PROMPT)
    assert (prompt.state, prompt.reason) == (State.SENT, Reason.DELETED)


async def test_staff_hear_in_their_channel_and_else_directly(school: School) -> None:
    course = school.course
    await school.store.write(
        lambda tx: tx.courses.remind(course, course.reminder_offsets, (0, 0), STAFF_CHANNEL)
    )
    school.messenger.fail("post", AUTOMOD, target_xid=CHANNEL)
    school.messenger.fail("post", FORBIDDEN, target_xid=STAFF_CHANNEL)
    await school.sweep(OPENS)
    targets = [one.target_xid for one in school.messenger.messages]
    assert targets == [OWNER.user_xid]
    await school.sweep(DUE + HOUR)
    digests = [one for one in school.messenger.messages if isinstance(one.card, DigestCard)]
    assert [one.target_xid for one in digests] == [STAFF_CHANNEL]


async def test_the_digest_tells_who_is_in_late_missing_and_not_reached(school: School) -> None:
    for who in (NARI, BORA, DOHA):
        await school.join(who)
    silent = await school.member(DOHA)
    assert silent is not None
    await school.store.write(lambda tx: tx.members.remind_by(silent, RemindBy.NEVER))
    await school.sweep(OPENS)
    await school.hand_in(NARI)
    for at in (DUE - 48 * HOUR, DUE - 6 * HOUR, DUE, DUE + HOUR):
        await school.sweep(at)
    (digest,) = [card for card in school.messenger.told if isinstance(card, DigestCard)]
    assert (digest.in_time, digest.late, digest.awaited) == (1, 0, 0)
    assert [one.user_xid for one in digest.missing] == [BORA.user_xid, DOHA.user_xid]
    assert [one.user_xid for one in digest.unreached] == [DOHA.user_xid]


async def test_a_prompt_that_nobody_saw_is_told(school: School) -> None:
    await school.sweep(OPENS + 25 * HOUR)
    assert notices(school) == [Notice.PROMPT_SKIPPED]


async def test_a_prompt_is_not_posted_past_the_next_one(school: School) -> None:
    soon = replace(NEXT_WEEK, opens="2026-09-08 06:00", due="2026-09-14 18:00")
    await plan_week(school.store, ask(INSTRUCTOR, OPENS - DAY), soon)
    await school.sweep(OPENS + 13 * HOUR)
    assert [one.key for one in school.messenger.of_class] == [f"prompt:{school.week.week_id + 1}"]


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (DUE - 3 * HOUR, DUE - HOUR, DUE + 2 * HOUR),
        (DUE - HOUR, DUE + 2 * HOUR, DUE + 2 * HOUR + timedelta(minutes=75)),
        (DUE - 30 * HOUR, DUE - 25 * HOUR, None),
        (DUE - 9 * timedelta(minutes=1), DUE - SECOND, None),
    ],
)
async def test_an_absence_that_touches_a_deadline_is_proposed_to_be_made_up(
    school: School, since: datetime, until: datetime, told: datetime | None
) -> None:
    await school.sweep(OPENS)
    school.clock.move_to(since)
    await beat(school.store, school.clock)
    school.clock.move_to(until)
    away = await come_back(school.store, school.clock)
    assert away in (until - since, timedelta(0))
    await school.sweep()
    found = [card.about for card in school.messenger.told if isinstance(card, NoticeCard)]
    wanted = [] if told is None else [int(told.timestamp())]
    assert [about["proposed"] for about in found] == wanted
    assert await come_back(school.store, school.clock) == timedelta(0)


# The ledger


async def test_a_failed_delivery_is_sent_again_by_hand_once(school: School) -> None:
    school.messenger.fail("post", REFUSED, target_xid=CHANNEL)
    await school.sweep(OPENS)
    failed = await the(school, Kind.PROMPT)
    again = await send_again(school.store, ask(MODERATOR, OPENS + HOUR), failed.delivery_id)
    with pytest.raises(NotSentAgain):
        await send_again(school.store, ask(MODERATOR, OPENS + HOUR), failed.delivery_id)
    await school.sweep(OPENS + HOUR)
    assert [type(one.card) for one in school.messenger.of_class] == [PromptCard]
    shown = await show_delivery(school.store, ask(MODERATOR), again.delivery_id)
    assert shown.delivery.state is State.SENT
    with pytest.raises(NotSentAgain):
        await send_again(school.store, ask(MODERATOR), again.delivery_id)
    with pytest.raises(UnknownDelivery):
        await show_delivery(school.store, ask(MODERATOR), 999)
    for call in (send_again, show_delivery):
        with pytest.raises(NotStaff):
            await call(school.store, ask(OUTSIDER), failed.delivery_id)


async def test_every_person_who_was_not_reached_is_explained(school: School) -> None:
    async def why(xid: int) -> Why:
        return (await explain(school.store, ask(MODERATOR, school.clock.now()), xid, 1)).why

    await school.join(NARI)
    assert await why(NARI.user_xid) is Why.NOT_OPEN
    assert await why(OUTSIDER.user_xid) is Why.NOT_MEMBER
    for who, how in ((BORA, RemindBy.NEVER), (DOHA, RemindBy.DIRECT_ONLY)):
        await school.join(who, remind_by=how)
    await school.sweep(OPENS)
    assert await why(NARI.user_xid) is Why.WAITING
    assert await why(BORA.user_xid) is Why.OPTED_OUT
    school.messenger.fail("post", CLOSED, target_xid=DOHA.user_xid)
    await school.sweep(DUE - 48 * HOUR)
    await school.sweep(DUE - 6 * HOUR)
    assert await why(NARI.user_xid) is Why.REACHED
    assert await why(DOHA.user_xid) is Why.INBOX_CLOSED
    with pytest.raises(NotStaff):
        await explain(school.store, ask(NARI), NARI.user_xid, 1)


async def test_who_handed_in_is_excused_or_was_missed_is_explained(school: School) -> None:
    for who in (NARI, BORA, DOHA):
        await school.join(who)
    await school.sweep(OPENS)
    await school.hand_in(NARI)
    await excuse(school.store, ask(INSTRUCTOR), BORA.user_xid, 1)
    await school.sweep(DUE + HOUR)
    found = [
        (await explain(school.store, ask(MODERATOR, DUE + HOUR), who.user_xid, 1)).why
        for who in (NARI, BORA, DOHA)
    ]
    assert found == [Why.HANDED_IN, Why.EXCUSED, Why.AWAY]


# The plan, changed


async def test_an_edited_week_redraws_its_card_in_place(school: School) -> None:
    await edit_week(school.store, ask(INSTRUCTOR, OPENS - HOUR), 1, Changes(topic="Before"))
    await school.sweep(OPENS)
    await edit_week(
        school.store, ask(INSTRUCTOR, OPENS + HOUR), 1, Changes(topic="After", presenter="Yul Im")
    )
    school.messenger.fail("edit", UNREACHABLE)
    await school.sweep(OPENS + HOUR)
    await school.sweep(OPENS + 2 * HOUR)
    (message,) = school.messenger.of_class
    assert isinstance(message.card, PromptCard)
    assert (message.card.week.topic, message.card.week.presenters[0].name) == ("After", "Yul Im")


async def test_moving_a_deadline_says_first_whom_it_changes(school: School) -> None:
    for who in (NARI, BORA, DOHA):
        await school.join(who)
    await excuse(school.store, ask(INSTRUCTOR), DOHA.user_xid, 1)
    await school.sweep(OPENS)
    await school.sweep(OPENS + DAY)
    await school.hand_in(NARI, at=DUE - HOUR)
    earlier = await foresee_move(school.store, ask(INSTRUCTOR), 1, "2026-09-13 12:00", None)
    assert (earlier.deadlines, earlier.handed_in, earlier.become_late, earlier.become_in_time) == (2, 1, 1, 0)
    unchanged = await school.store.read(lambda tx: tx.weeks.get(school.course, school.week.week_id))
    assert unchanged is not None
    assert unchanged.times == school.week.times
    await move_week(school.store, ask(INSTRUCTOR, DUE - 50 * HOUR), 1, DUE + DAY, None)
    waiting = [row for row in await school.owed(Kind.REMINDER) if row.waits]
    assert {row.due_at for row in waiting} == {DUE - DAY, DUE + 18 * HOUR}
    with pytest.raises(NotInstructor):
        await move_week(school.store, ask(MODERATOR), 1, DUE, None)


async def test_a_skipped_week_says_so_and_sends_nothing_more(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await skip_week(school.store, ask(INSTRUCTOR), 1)
    await school.sweep(DUE)
    (message,) = school.messenger.of_class
    assert isinstance(message.card, PromptCard)
    assert message.card.week.state is WeekState.SKIPPED
    assert {row.reason for row in await school.owed(Kind.REMINDER)} == {Reason.WEEK_SKIPPED}


async def test_a_week_is_posted_before_its_hour(school: School) -> None:
    await post_now(school.store, ask(INSTRUCTOR, OPENS - 5 * HOUR), 1)
    await school.sweep(OPENS - 5 * HOUR)
    assert [type(one.card) for one in school.messenger.messages] == [PromptCard]
    await school.sweep(DUE)
    for call in (post_now, skip_week):
        with pytest.raises(WeekOver):
            await call(school.store, ask(INSTRUCTOR, DUE), 1)


async def test_the_last_reminder_names_a_claim_that_waits(school: School) -> None:
    await plan_week(school.store, ask(INSTRUCTOR, OPENS - DAY), NEXT_WEEK)
    for who in (NARI, BORA, DOHA):
        await school.join(who)
    await school.sweep(OPENS)
    for who in (NARI, BORA):
        await school.hand_in(who)
    await school.sweep(DUE)
    (claim,) = [one.card.claim for one in school.messenger.of_class if isinstance(one.card, ClaimCard)]
    for hours in (48, 6):
        await school.sweep(DUE + 7 * DAY - hours * HOUR)
    sent = [one.card for one in school.messenger.of_class if isinstance(one.card, ReminderCard)]
    second = [card.claim for card in sent if card.week.number == 2]
    assert second[:3] == [None] * 3
    assert {one.claim_id for one in second[3:] if one} == {claim.claim_id}
