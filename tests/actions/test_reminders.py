"""Reminders: who is missing is reminded, each time once, and nobody else is."""

from __future__ import annotations

from bot.actions.deliveries import deliver_next
from bot.actions.extensions import excuse, extend
from bot.seminar.cards import ReminderCard
from bot.seminar.courses import RemindBy
from bot.seminar.deliveries import Kind, Reason, State
from tests.actions.school import (
    BORA,
    DAY,
    DUE,
    HOUR,
    INSTRUCTOR,
    NARI,
    SECOND,
    School,
    ask,
)
from tests.factories import OPENS
from tests.fakes import UNREACHABLE


async def reminders_of(school: School) -> list[tuple[State, Reason | None]]:
    return [(one.state, one.reason) for one in await school.owed(Kind.REMINDER)]


async def reminded(school: School) -> list[int]:
    return [one.target_xid for one in school.messenger.of_class if isinstance(one.card, ReminderCard)]


async def test_who_is_missing_is_reminded_at_each_offset(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await school.sweep(DUE - 48 * HOUR - SECOND)
    assert await reminded(school) == []
    await school.sweep(DUE - 48 * HOUR)
    await school.sweep(DUE - 6 * HOUR)
    assert await reminded(school) == [NARI.user_xid] * 2
    await school.sweep(DUE)
    assert await reminders_of(school) == [(State.SENT, None)] * 2


async def test_a_reminder_says_how_many_have_handed_in(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await school.hand_in(BORA)
    await school.sweep(DUE - 48 * HOUR)
    card = school.messenger.of_class[-1].card
    assert isinstance(card, ReminderCard)
    assert (card.due, card.handed_in) == (DUE, 1)


async def test_whoever_handed_in_is_not_reminded(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await school.hand_in(NARI)
    await school.sweep(DUE - HOUR)
    assert await reminded(school) == []
    assert {reason for _, reason in await reminders_of(school)} == {Reason.HANDED_IN}


async def test_nobody_is_reminded_after_the_deadline(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await school.sweep(DUE)
    assert await reminded(school) == []
    assert await reminders_of(school) == [(State.SKIPPED, Reason.TOO_LATE)] * 2


async def test_a_sweep_that_began_before_the_deadline_reminds_nobody_after_it(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    school.clock.move_to(DUE)
    while await deliver_next(school.store, school.messenger, school.clock, DUE - HOUR):
        pass
    assert await reminded(school) == []


async def test_whoever_is_excused_is_not_reminded(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await excuse(school.store, ask(INSTRUCTOR), NARI.user_xid, 1)
    await school.sweep(DUE - HOUR)
    assert await reminded(school) == []
    assert {reason for _, reason in await reminders_of(school)} == {Reason.EXCUSED}


async def test_whoever_opted_out_is_not_reminded_until_they_opt_in(school: School) -> None:
    await school.join(NARI, remind_by=RemindBy.NEVER)
    await school.sweep(OPENS)
    await school.sweep(DUE - 48 * HOUR)
    assert await reminded(school) == []
    assert (State.SKIPPED, Reason.OPTED_OUT) in await reminders_of(school)
    await school.join(NARI, remind_by=RemindBy.DIRECT)
    await school.sweep(DUE - 6 * HOUR)
    assert await reminded(school) == [NARI.user_xid]


async def test_after_downtime_several_reminders_become_the_last(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await school.sweep(DUE - HOUR)
    assert await reminded(school) == [NARI.user_xid]
    assert sorted(await reminders_of(school), key=str) == [
        (State.SENT, None),
        (State.SKIPPED, Reason.SUPERSEDED),
    ]


async def test_a_reminder_that_was_sent_is_not_said_to_be_skipped(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    school.messenger.fail("post", UNREACHABLE, after=True, target_xid=NARI.user_xid)
    await school.sweep(DUE - 48 * HOUR)
    await school.hand_in(NARI, at=DUE - 48 * HOUR + SECOND)
    await school.sweep(DUE - 47 * HOUR)
    assert await reminded(school) == [NARI.user_xid]
    first, _ = await school.owed(Kind.REMINDER)
    assert (first.state, first.reason) == (State.SENT, None)
    assert first.message_xid == school.messenger.of_class[-1].message_xid


async def test_a_reminder_that_never_arrived_is_skipped_once_it_is_not_wanted(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    school.messenger.fail("post", UNREACHABLE, target_xid=NARI.user_xid)
    await school.sweep(DUE - 48 * HOUR)
    await school.hand_in(NARI, at=DUE - 48 * HOUR + SECOND)
    await school.sweep(DUE - 47 * HOUR)
    assert await reminded(school) == []
    first, _ = await school.owed(Kind.REMINDER)
    assert (first.state, first.reason) == (State.SKIPPED, Reason.HANDED_IN)


async def test_an_extension_moves_the_reminders(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await extend(school.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-15 18:00")
    await school.sweep(DUE - HOUR)
    assert await reminded(school) == []
    await school.sweep(DUE)
    assert await reminded(school) == [NARI.user_xid], "48 hours before the new deadline"
    await school.sweep(DUE + 2 * DAY - 6 * HOUR)
    assert await reminded(school) == [NARI.user_xid] * 2
    assert await reminders_of(school) == [(State.SENT, None)] * 2


async def test_who_was_reminded_already_is_reminded_before_the_new_deadline(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await school.sweep(DUE - 48 * HOUR)
    await school.sweep(DUE - 6 * HOUR)
    await extend(school.store, ask(INSTRUCTOR, DUE - HOUR), NARI.user_xid, 1, "2026-09-14 06:00")
    await school.sweep(DUE - HOUR)
    assert await reminded(school) == [NARI.user_xid] * 2, "nobody is reminded by being granted more time"
    await school.sweep(DUE + 6 * HOUR)
    assert await reminded(school) == [NARI.user_xid] * 3


async def test_a_reminder_on_its_way_when_the_deadline_moved_is_not_sent_again(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    school.messenger.fail("post", UNREACHABLE, target_xid=NARI.user_xid)
    await school.sweep(DUE - 6 * HOUR)
    await extend(school.store, ask(INSTRUCTOR, DUE - 5 * HOUR), NARI.user_xid, 1, "2026-09-15 18:00")
    await school.sweep(DUE - 5 * HOUR)
    assert await reminded(school) == []
    assert (State.SKIPPED, Reason.SUPERSEDED) in await reminders_of(school)
