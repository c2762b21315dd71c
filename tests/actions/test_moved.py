"""A plan that changes in the middle of a week: everybody who is missing is still reached, and in time."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.actions.extensions import extend
from bot.actions.plan import Changes, edit_week, move_week
from bot.actions.reminders import snooze
from bot.seminar.cards import ConfirmCard, ReminderCard
from bot.seminar.deliveries import Kind, Reason, State
from tests.actions.school import BORA, DAY, DOHA, DUE, HOUR, INSTRUCTOR, NARI, SHARED, School, ask
from tests.actions.test_reached import MINUTE, at_most_ten_in_ten_minutes, play, reached, students
from tests.factories import OPENS

EARLY = OPENS - HOUR


async def reminded_at(school: School) -> list[tuple[int, datetime | None]]:
    """Whom a reminder reached directly, and when."""
    rows = [one for one in await school.owed(Kind.REMINDER) if one.state is State.SENT]
    return [(one.target_xid, one.ended_at) for one in rows]


async def test_a_class_whose_inboxes_are_not_open_is_reached_by_the_hour_of_a_moved_week(
    school: School,
) -> None:
    """Sixty joined while Discord let no inbox be opened; then the week is moved."""
    await play(school, EARLY)
    everyone = students(60)
    for who in everyone:
        await school.join(who, EARLY)
    await forget_openings(school)
    await school.sweep(OPENS)
    moved = DUE + 2 * DAY
    await move_week(school.store, ask(INSTRUCTOR, OPENS + HOUR), 1, moved, None)
    opened = await play(school, moved - 48 * HOUR)
    assert reached(school) == {who.user_xid for who in everyone}
    assert at_most_ten_in_ten_minutes(opened)


async def forget_openings(school: School) -> None:
    """As where Discord refused every opening: the rows are there, and the inboxes are not."""
    for one in await school.store.read(lambda tx: tx.deliveries.of_no_week(school.course)):
        if one.kind is Kind.OPENING:
            await school.store.write(
                lambda tx, row=one: tx.deliveries.hold(row, DUE + 9 * DAY, Reason.BROKEN)
            )


async def test_a_deadline_that_comes_nearer_is_told_at_once_where_no_reminder_lies_ahead(
    school: School,
) -> None:
    for who in (NARI, BORA):
        await school.join(who, EARLY)
    await play(school, DUE - 3 * DAY)
    await school.hand_in(BORA, at=DUE - 3 * DAY)
    noon = DUE - 3 * DAY + 4 * HOUR
    await move_week(school.store, ask(INSTRUCTOR, DUE - 3 * DAY), 1, noon, None)
    await play(school, DUE - 3 * DAY + MINUTE)
    cards = [one.card for one in school.messenger.messages if isinstance(one.card, ReminderCard)]
    assert [card.due for card in cards] == [noon]
    assert reached(school) == {NARI.user_xid}


async def test_a_deadline_that_goes_a_little_further_is_no_reason_to_remind_again(school: School) -> None:
    await school.join(NARI, EARLY)
    await play(school, DUE - 2 * HOUR)
    await move_week(school.store, ask(INSTRUCTOR, DUE - 2 * HOUR), 1, DUE + HOUR, None)
    await play(school, DUE + HOUR)
    assert len(await reminded_at(school)) == 2


async def test_a_week_moved_there_and_back_reminds_at_each_offset_once(school: School) -> None:
    await school.join(NARI, EARLY)
    await play(school, DUE - 40 * HOUR)
    await move_week(school.store, ask(INSTRUCTOR, DUE - 40 * HOUR), 1, DUE + 7 * DAY, None)
    await play(school, DUE - 30 * HOUR)
    await move_week(school.store, ask(INSTRUCTOR, DUE - 30 * HOUR), 1, DUE, None)
    await play(school, DUE)
    assert [at for _, at in await reminded_at(school)] == [DUE - 48 * HOUR, DUE - 6 * HOUR]


@pytest.mark.parametrize("how", ["extended", "moved"])
async def test_who_snoozed_is_reminded_then_and_not_before_also_of_another_deadline(
    school: School, how: str
) -> None:
    await school.join(NARI, EARLY)
    await play(school, DUE - 6 * HOUR)
    until = await snooze(school.store, ask(NARI, DUE - 6 * HOUR), 1)
    assert until == DUE - 3 * HOUR
    if how == "extended":
        await extend(school.store, ask(INSTRUCTOR, DUE - 5 * HOUR), NARI.user_xid, 1, "2026-09-13 20:00")
    else:
        await move_week(school.store, ask(INSTRUCTOR, DUE - 5 * HOUR), 1, DUE + 2 * HOUR, None)
    await play(school, DUE + 2 * HOUR)
    assert [at for _, at in await reminded_at(school)] == [DUE - 48 * HOUR, DUE - 6 * HOUR, until]


async def test_who_presents_no_more_is_reminded_like_everyone(school: School) -> None:
    for who in (NARI, BORA):
        await school.join(who, EARLY)
    await edit_week(school.store, ask(INSTRUCTOR, EARLY), 1, Changes(presenter_xid=NARI.user_xid))
    await play(school, DUE - 3 * DAY)
    await edit_week(school.store, ask(INSTRUCTOR, DUE - 3 * DAY), 1, Changes(presenter_xid=BORA.user_xid))
    await play(school, DUE)
    assert {xid for xid, _ in await reminded_at(school)} == {NARI.user_xid}
    assert len(await reminded_at(school)) == 2


async def test_who_presents_only_once_the_week_is_due_is_asked_what_they_claimed(school: School) -> None:
    await school.join(NARI, EARLY)
    await play(school, OPENS)
    for who in (BORA, DOHA):
        await school.hand_in(who, SHARED)
    await play(school, DUE + HOUR)
    await edit_week(school.store, ask(INSTRUCTOR, DUE + HOUR), 1, Changes(presenter_xid=NARI.user_xid))
    for _ in range(2):
        await edit_week(school.store, ask(INSTRUCTOR, DUE + HOUR), 1, Changes(topic="Who owns the street"))
        await play(school, DUE + 2 * HOUR)
    asked = [one.target_xid for one in school.messenger.messages if isinstance(one.card, ConfirmCard)]
    assert asked == [NARI.user_xid]
