"""A plan that changes in the middle of a week: everybody who is missing is still reached, and in time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.actions.extensions import extend
from bot.actions.plan import Changes, edit_week, foresee_move, move_week, post_now, skip_week
from bot.actions.ports import Tx
from bot.actions.reminders import snooze
from bot.seminar.cards import ConfirmCard, PromptCard, ReminderCard
from bot.seminar.deliveries import Kind, Reason, State
from bot.seminar.refusals import WeekOver
from bot.seminar.weeks import WeekState
from bot.words.catalogues import LANGUAGES, words_for
from cogs.moves import effect_lines
from tests.actions.school import BORA, DAY, DOHA, DUE, HOUR, INSTRUCTOR, NARI, SHARED, School, ask
from tests.actions.test_reached import MINUTE, at_most_ten_in_ten_minutes, play, reached, students
from tests.factories import CHANNEL, OPENS
from tests.fakes import FORBIDDEN

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

    def work(tx: Tx) -> None:
        for one in tx.deliveries.of_no_week(school.course):
            tx.deliveries.hold(one, DUE + 9 * DAY, Reason.OPENINGS_PAUSED)

    await school.store.write(work)


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


# A week that is left out and takes place after all


async def test_a_week_that_was_left_out_by_mistake_is_open_again(school: School) -> None:
    for who in (NARI, BORA):
        await school.join(who, EARLY)
    await play(school, DUE - 50 * HOUR)
    await skip_week(school.store, ask(INSTRUCTOR, DUE - 50 * HOUR), 1)
    await play(school, DUE - 20 * HOUR)
    assert reached(school) == set(), "the hour of the first reminder has passed"
    await school.join(DOHA, DUE - 20 * HOUR)
    await post_now(school.store, ask(INSTRUCTOR, DUE - 20 * HOUR), 1)
    await play(school, DUE - HOUR)
    assert [one.kind for one in await school.owed() if one.kind is Kind.PROMPT] == [Kind.PROMPT]
    prompts = [one.card for one in school.messenger.messages if isinstance(one.card, PromptCard)]
    assert [card.week.state for card in prompts] == [WeekState.OPEN], "the card is the one there was"
    assert reached(school) == {one.user_xid for one in (NARI, BORA, DOHA)}
    assert len(await reminded_at(school)) == 3
    await school.hand_in(NARI, at=DUE - HOUR)


async def test_a_week_left_out_before_its_card_was_there_gets_one(school: School) -> None:
    school.messenger.fail("post", FORBIDDEN, target_xid=CHANNEL)
    await school.sweep(OPENS)
    await skip_week(school.store, ask(INSTRUCTOR, OPENS + MINUTE), 1)
    await play(school, OPENS + 7 * HOUR)
    assert school.messenger.of_class == []
    await post_now(school.store, ask(INSTRUCTOR, OPENS + 30 * HOUR), 1)
    await play(school, OPENS + 31 * HOUR)
    (posted,) = [one.card for one in school.messenger.of_class]
    assert isinstance(posted, PromptCard)
    assert posted.late_by == 30 * HOUR


async def test_a_planned_week_that_was_left_out_is_given_other_times(school: School) -> None:
    await skip_week(school.store, ask(INSTRUCTOR, EARLY), 1)
    effect = await foresee_move(
        school.store, ask(INSTRUCTOR, EARLY), 1, "2026-09-20 18:00", "2026-09-14 18:00"
    )
    assert effect.times.opens == OPENS + 7 * DAY
    for language in LANGUAGES:
        said = effect_lines(words_for(language), effect)
        assert f"<t:{effect.times.opens.timestamp():.0f}:F>" in said[2]
        assert said[3] == words_for(language).say("plan.takes_place")
    await move_week(school.store, ask(INSTRUCTOR, EARLY), 1, effect.times.due, effect.times.opens)
    await play(school, OPENS + 7 * DAY - MINUTE)
    assert school.messenger.messages == []
    await play(school, OPENS + 7 * DAY)
    assert len(school.messenger.of_class) == 1


async def test_a_week_left_out_until_after_its_deadline_goes_on_from_there(school: School) -> None:
    await play(school, OPENS)
    await skip_week(school.store, ask(INSTRUCTOR, OPENS + HOUR), 1)
    await play(school, DUE + DAY)
    with pytest.raises(WeekOver):
        await move_week(school.store, ask(INSTRUCTOR, DUE + DAY), 1, DUE + 3 * DAY, DUE + 2 * DAY)
    await move_week(school.store, ask(INSTRUCTOR, DUE + DAY), 1, DUE + 3 * DAY, None)
    await school.hand_in(NARI, at=DUE + 2 * DAY)
    await play(school, DUE + 4 * DAY)
    assert len([one for one in await school.owed(Kind.DIGEST) if one.state is State.SENT]) == 1


async def test_a_short_week_reaches_also_those_whose_turn_would_be_before_it_opens(school: School) -> None:
    """Sixty inboxes take an hour to open, and the reminder's hour is half an hour after the prompt's."""
    everyone = students(60)
    for who in everyone:
        await school.join(who, EARLY)
    await forget_openings(school)
    due = OPENS + timedelta(hours=6, minutes=30)
    await move_week(school.store, ask(INSTRUCTOR, EARLY), 1, due, None)
    opened = await play(school, due - HOUR)
    assert reached(school) == {who.user_xid for who in everyone}
    assert at_most_ten_in_ten_minutes(opened)


@pytest.mark.parametrize(
    "left_out", [False, True], ids=["an hour that was typed", "an hour that passed meanwhile"]
)
async def test_a_week_moved_to_an_hour_that_has_passed_opens_at_once(
    school: School, *, left_out: bool
) -> None:
    """Not at that hour: its prompt would be too late to be posted."""
    late = OPENS + 2 * DAY
    if left_out:
        await skip_week(school.store, ask(INSTRUCTOR, EARLY), 1)
        await play(school, late)
    else:
        await move_week(school.store, ask(INSTRUCTOR, EARLY), 1, DUE + 7 * DAY, OPENS + 7 * DAY)
        await play(school, late)
    opens = None if left_out else "2026-09-01 18:00"
    effect = await foresee_move(school.store, ask(INSTRUCTOR, late), 1, "2026-09-14 18:00", opens)
    assert effect.times.opens == late
    await move_week(school.store, ask(INSTRUCTOR, late + HOUR), 1, effect.times.due, effect.times.opens)
    await play(school, late + 2 * HOUR)
    (prompt,) = [one.card for one in school.messenger.of_class]
    assert isinstance(prompt, PromptCard)
    assert prompt.late_by is None
