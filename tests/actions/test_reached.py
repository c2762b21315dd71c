"""Everybody who is missing is reached: by direct message, else by the channel's post, in good time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.actions.plan import move_week
from bot.actions.reminders import choose, snooze
from bot.actions.weeks import next_turn
from bot.seminar.cards import MentionCard, ReminderCard
from bot.seminar.courses import Person, RemindBy
from bot.seminar.deliveries import Kind, Reason, State
from bot.seminar.refusals import TooLateToSnooze, UnknownMember, UnknownWeek
from bot.seminar.reminders import OPENINGS, OPENINGS_WITHIN
from tests.actions.school import (
    BORA,
    DAY,
    DUE,
    HOUR,
    INSTRUCTOR,
    NARI,
    OUTSIDER,
    OWNER,
    SECOND,
    School,
    ask,
    in_private,
)
from tests.factories import CHANNEL, OPENS, STUDENT_ROLE, person
from tests.fakes import AUTOMOD, CLOSED, TOO_FAST, UNREACHABLE

MINUTE = timedelta(minutes=1)


async def play(school: School, until: datetime) -> list[datetime]:
    """Sweeps at each turn as the alarm would; returns when each inbox was opened."""
    opened: list[datetime] = []
    before = len(school.messenger.inboxes)
    while (turn := await next_turn(school.store)) is not None and turn <= until:
        await school.sweep(max(turn, school.clock.now()))
        opened += [school.clock.now()] * (len(school.messenger.inboxes) - before - len(opened))
    school.clock.move_to(until)
    return opened


def reached(school: School) -> set[int]:
    """Whom a reminder has reached so far."""
    cards = [(one.target_xid, one.card) for one in school.messenger.messages]
    direct = {target for target, card in cards if isinstance(card, ReminderCard)}
    return direct | {xid for _, card in cards if isinstance(card, MentionCard) for xid in card.user_xids}


def students(count: int) -> list[Person]:
    return [person(STUDENT_ROLE, user_xid=10_000 + index) for index in range(count)]


def at_most_ten_in_ten_minutes(opened: list[datetime]) -> bool:
    return all(
        later - earlier >= OPENINGS_WITHIN for earlier, later in zip(opened, opened[OPENINGS:], strict=False)
    )


JOINED = [("before the week", OPENS - HOUR), ("as late as the limits allow", DUE - 5 * HOUR)]


@pytest.mark.parametrize("joined", [at for _, at in JOINED], ids=[name for name, _ in JOINED])
async def test_two_hundred_who_changed_nothing_are_all_reached_an_hour_before(
    school: School, joined: datetime
) -> None:
    await play(school, joined)
    everyone = students(200)
    for who in everyone:
        await school.join(who, at=joined)
    for who in everyone[::8]:
        school.messenger.fail("post", CLOSED, target_xid=who.user_xid, times=9)
    done = {who.user_xid for who in everyone[::10]}
    handed_in = max(joined, OPENS) + MINUTE
    opened = await play(school, handed_in)
    for who in everyone[::10]:
        await school.hand_in(who, f"Report of {who.user_xid}.", at=handed_in)
    opened += await play(school, DUE - HOUR)
    assert reached(school) == {who.user_xid for who in everyone} - done
    assert len(opened) >= 180
    assert at_most_ten_in_ten_minutes(opened)


async def test_a_class_that_joins_at_the_last_moment_is_mentioned_instead_of_late(school: School) -> None:
    await play(school, DUE - 2 * HOUR)
    everyone = students(120)
    for who in everyone:
        await school.join(who, at=DUE - 2 * HOUR)
    opened = await play(school, DUE - HOUR)
    assert reached(school) == {who.user_xid for who in everyone}
    assert at_most_ten_in_ten_minutes(opened)


async def test_linking_opens_the_inbox_at_once(school: School) -> None:
    await school.sweep(OPENS)
    await school.join(NARI)
    await school.sweep(OPENS + DAY)
    assert school.messenger.inboxes == [NARI.user_xid]
    member = await school.member(NARI)
    assert member is not None
    assert member.inbox_xid is not None
    await play(school, DUE)
    assert school.messenger.inboxes == [NARI.user_xid], "once is enough"


@pytest.mark.parametrize("how", [RemindBy.MENTION, RemindBy.NEVER])
async def test_who_wants_no_direct_message_has_no_inbox_opened(school: School, how: RemindBy) -> None:
    await school.join(NARI, remind_by=how)
    await play(school, DUE)
    assert school.messenger.inboxes == []
    assert reached(school) == ({NARI.user_xid} if how is RemindBy.MENTION else set())


async def test_a_post_mentions_together_those_who_chose_it(school: School) -> None:
    for who in (NARI, BORA):
        await school.join(who, remind_by=RemindBy.MENTION)
    await play(school, DUE - 24 * HOUR)
    (post,) = [one for one in school.messenger.messages if isinstance(one.card, MentionCard)]
    assert post.target_xid == CHANNEL
    assert isinstance(post.card, MentionCard)
    assert post.card.user_xids == (NARI.user_xid, BORA.user_xid)
    assert {row.reason for row in await school.owed(Kind.REMINDER) if not row.waits} == {Reason.MENTIONED}


async def test_who_hands_in_while_the_post_gathers_is_not_named(school: School) -> None:
    for who in (NARI, BORA):
        await school.join(who, remind_by=RemindBy.MENTION)
    await school.sweep(OPENS)
    await school.sweep(DUE - 48 * HOUR)
    await school.hand_in(NARI, at=DUE - 48 * HOUR)
    await play(school, DUE - 24 * HOUR)
    assert reached(school) == {BORA.user_xid}


async def test_a_closed_inbox_is_noticed_once_and_the_post_stands_in(school: School) -> None:
    await school.join(NARI)
    school.messenger.fail("post", CLOSED, target_xid=NARI.user_xid)
    await play(school, DUE)
    posts = [one.card for one in school.messenger.messages if isinstance(one.card, MentionCard)]
    assert [post.user_xids for post in posts] == [(NARI.user_xid,)] * 2
    assert school.messenger.calls.count("post") == 1 + 1 + 2 + 0, "prompt, one refused, two posts"


async def test_a_closed_inbox_is_tried_again_after_thirty_days(school: School) -> None:
    member = await school.join(NARI)
    await school.store.write(lambda tx: tx.members.closed(member, DUE - 48 * HOUR - 30 * DAY))
    await play(school, DUE - 24 * HOUR)
    assert [one.target_xid for one in school.messenger.of_class if isinstance(one.card, ReminderCard)] == [
        NARI.user_xid
    ]


async def test_who_allows_no_mention_is_not_named(school: School) -> None:
    await school.join(NARI, remind_by=RemindBy.DIRECT_ONLY)
    school.messenger.fail("post", CLOSED, target_xid=NARI.user_xid)
    await play(school, DUE)
    assert reached(school) == set()
    assert {row.reason for row in await school.owed(Kind.REMINDER)} == {Reason.INBOX_CLOSED}


async def test_nobody_is_reminded_in_quiet_hours(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await move_week(school.store, ask(INSTRUCTOR), 1, DUE - 8 * HOUR, None)
    assert [row.due_at for row in await school.owed(Kind.REMINDER)] == [
        DUE - 56 * HOUR,
        DUE - 20 * HOUR,
    ], "10:00 less six hours is 04:00 in Seoul: 22:00 the evening before"
    await play(school, DUE - 19 * HOUR)
    assert len([one for one in school.messenger.messages if isinstance(one.card, ReminderCard)]) == 2


async def test_what_comes_up_in_quiet_hours_waits_for_the_morning(school: School) -> None:
    await school.sweep(OPENS)
    night = DUE - 15 * HOUR
    await school.join(NARI, at=night)
    await school.sweep(night)
    assert reached(school) == set()
    await play(school, DUE - 10 * HOUR + MINUTE)
    assert reached(school) == set()


async def test_discord_says_too_fast_and_all_new_inboxes_wait_ten_minutes(school: School) -> None:
    for who in students(3):
        await school.join(who, at=OPENS)
    school.messenger.fail("open_inbox", TOO_FAST)
    await school.sweep(OPENS)
    assert school.messenger.inboxes == []
    await school.sweep(OPENS + OPENINGS_WITHIN - SECOND)
    assert school.messenger.inboxes == []
    await play(school, OPENS + HOUR)
    assert len(school.messenger.inboxes) == 3 + 1, "the students', and the owner's, who is told of it"


async def test_a_notice_to_the_owner_takes_its_turn_and_keeps_the_inbox(school: School) -> None:
    for who in students(OPENINGS):
        await school.join(who, at=OPENS)
    school.messenger.fail("post", AUTOMOD, target_xid=CHANNEL, times=2)
    await school.sweep(OPENS)
    assert len(school.messenger.inboxes) == OPENINGS
    assert school.messenger.told == [], "a tenth and eleventh inbox in ten minutes would be one too many"
    await play(school, OPENS + OPENINGS_WITHIN)
    assert school.messenger.inboxes[OPENINGS:] == [OWNER.user_xid]
    await play(school, DUE + HOUR)
    assert len(school.messenger.told) == 2
    assert school.messenger.inboxes.count(OWNER.user_xid) == 1


async def test_an_inbox_that_was_opened_needs_no_second_opening_after_a_lost_message(school: School) -> None:
    await school.join(NARI, remind_by=RemindBy.MENTION)
    await choose(school.store, ask(NARI), RemindBy.DIRECT)
    await school.sweep(OPENS)
    school.messenger.fail("post", UNREACHABLE, target_xid=NARI.user_xid)
    await play(school, DUE - 24 * HOUR)
    assert school.messenger.inboxes == [NARI.user_xid]
    assert reached(school) == {NARI.user_xid}


# Choices


async def test_snoozing_replaces_what_comes_before_and_keeps_what_comes_after(school: School) -> None:
    await school.join(NARI)
    await play(school, DUE - 48 * HOUR)
    until = await snooze(
        school.store, in_private(NARI, DUE - 48 * HOUR, course_id=school.course.course_id), 1
    )
    assert until == DUE - 45 * HOUR
    await play(school, DUE)
    sent = [row.due_at for row in await school.owed(Kind.REMINDER) if row.state is State.SENT]
    assert sent == [DUE - 48 * HOUR, DUE - 45 * HOUR, DUE - 6 * HOUR]


async def test_snoozing_skips_a_reminder_that_would_come_before(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await snooze(school.store, ask(NARI, DUE - 7 * HOUR), 1)
    await play(school, DUE)
    rows = {row.due_at: row for row in await school.owed(Kind.REMINDER)}
    assert rows[DUE - 6 * HOUR].reason is Reason.SNOOZED
    assert rows[DUE - 4 * HOUR].state is State.SENT


async def test_who_snoozes_at_night_is_reminded_in_the_morning(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    assert await snooze(school.store, ask(NARI, DUE - 19 * HOUR), 1) == DUE - 10 * HOUR


async def test_nobody_snoozes_past_the_deadline_or_for_others(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    with pytest.raises(TooLateToSnooze):
        await snooze(school.store, ask(NARI, DUE - 3 * HOUR), 1)
    with pytest.raises(UnknownWeek):
        await snooze(school.store, ask(NARI), 2)
    for call in (snooze(school.store, ask(OUTSIDER), 1), choose(school.store, ask(OUTSIDER), RemindBy.NEVER)):
        with pytest.raises(UnknownMember):
            await call


async def test_opting_out_by_the_button_ends_it(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await choose(school.store, in_private(NARI, course_id=school.course.course_id), RemindBy.NEVER)
    await play(school, DUE)
    assert reached(school) == set()
    assert {row.reason for row in await school.owed(Kind.REMINDER)} == {Reason.OPTED_OUT}


async def test_a_mention_says_how_many_are_in(school: School) -> None:
    await school.join(NARI, remind_by=RemindBy.MENTION)
    await school.sweep(OPENS)
    await school.hand_in(BORA)
    await play(school, DUE - 24 * HOUR)
    card = next(one.card for one in school.messenger.messages if isinstance(one.card, MentionCard))
    assert replace(card, user_xids=()) == MentionCard(school.course, card.week, DUE, 1, ())
