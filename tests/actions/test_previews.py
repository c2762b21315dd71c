"""What a week will send, to whom and when; and a student sees just that."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.actions.courses import set_reminders
from bot.actions.extensions import excuse, extend
from bot.actions.plan import Changes, edit_week, foresee_move, skip_week
from bot.actions.policies import choose_gates
from bot.actions.previews import Preview, preview
from bot.actions.weeks import plan_week
from bot.seminar.cards import PromptCard, ReminderCard
from bot.seminar.courses import RemindBy
from bot.seminar.deliveries import Kind
from bot.seminar.refusals import NotStaff, UnknownWeek, WeekOver, WeekSkipped
from bot.seminar.reminders import Way
from bot.seminar.reports import FindingKind
from bot.words.catalogues import words_for
from cogs.plans import preview_lines, preview_view
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
    School,
    ask,
)
from tests.factories import CHANNEL, OPENS

EARLY = OPENS - DAY
EN = words_for("en")


def untyped(view: Any) -> Any:
    """discord.py gives some of its methods no types."""
    return view


async def look(school: School, number: int = 1) -> Preview:
    return await preview(school.store, ask(MODERATOR, EARLY), number)


async def test_what_was_foreseen_is_what_is_owed(school: School) -> None:
    await set_reminders(school.store, ask(INSTRUCTOR, EARLY), "48 6", None, CHANNEL + 1)
    await choose_gates(school.store, ask(INSTRUCTOR, EARLY), (FindingKind.UNFINISHED_SENTENCE,))
    for who in (NARI, BORA, DOHA):
        await school.join(who, EARLY)
    await extend(school.store, ask(INSTRUCTOR, EARLY), BORA.user_xid, 1, "2026-09-15 18:00")
    found = await look(school)
    await school.sweep(OPENS)
    owed = sorted(one.due_at for one in await school.owed(Kind.REMINDER))
    assert {one.first for one in found.rounds} == {owed[0], min(at for at in owed if at > DUE - 24 * HOUR)}
    assert max(one.last for one in found.rounds) == owed[-1]
    assert sum(one.members for one in found.rounds) == len(owed) == 6
    (posted,) = (one.card for one in school.messenger.messages if isinstance(one.card, PromptCard))
    assert posted == replace(found.prompt, week=posted.week)
    await school.sweep(found.rounds[0].first)
    reminder = next(one.card for one in school.messenger.messages if isinstance(one.card, ReminderCard))
    assert reminder == replace(found.reminder, week=reminder.week)


async def test_the_hours_are_foreseen_also_where_somebody_is_excused(school: School) -> None:
    for who in (NARI, BORA, DOHA):
        await school.join(who, EARLY)
    await excuse(school.store, ask(INSTRUCTOR, EARLY), NARI.user_xid, 1)
    found = await look(school)
    await school.sweep(OPENS)
    owed = sorted(one.due_at for one in await school.owed(Kind.REMINDER))
    assert [(one.first, one.last) for one in found.rounds] == [(owed[0], owed[1]), (owed[2], owed[3])]


async def test_nothing_is_sent_by_looking(school: School) -> None:
    await school.join(NARI, EARLY)
    before = await school.owed()
    await look(school)
    assert await school.owed() == before
    assert school.messenger.messages == []


async def test_a_short_week_reminds_nobody_with_its_prompt(school: School) -> None:
    await plan_week(school.store, ask(INSTRUCTOR, EARLY), replace(NEXT_WEEK, opens="2026-09-20 17:00"))
    await school.join(NARI, EARLY)
    found = await look(school, 2)
    assert found.rounds == ()
    assert "No reminder lies ahead." in preview_lines(EN, found)


async def test_who_is_reached_how(school: School) -> None:
    await school.join(NARI, EARLY)
    await school.join(BORA, EARLY, RemindBy.MENTION)
    await school.join(DOHA, EARLY, RemindBy.NEVER)
    found = await look(school)
    assert {way: [one.user_xid for one in members] for way, members in found.ways.items()} == {
        Way.DIRECT: [NARI.user_xid],
        Way.MENTION: [BORA.user_xid],
        Way.NONE: [DOHA.user_xid],
    }
    assert {one.members for one in found.rounds} == {2}
    said = "\n".join(preview_lines(EN, found))
    assert "1 by direct message, 1 by a mention in the channel, 1 not at all" in said
    assert f"By a mention: <@{BORA.user_xid}>" in said
    assert f"inbox is closed: <@{DOHA.user_xid}>" in said
    assert f"<t:{OPENS.timestamp():.0f}:F>" in said
    assert f"<t:{(DUE + 10 * HOUR / 60).timestamp():.0f}:F>" in said, "the digest, after the grace"


async def test_who_presents_or_is_excused_is_not_reminded_and_an_extension_is_told(school: School) -> None:
    for who in (NARI, BORA, DOHA):
        await school.join(who, EARLY)
    await excuse(school.store, ask(INSTRUCTOR, EARLY), NARI.user_xid, 1)
    await edit_week(school.store, ask(INSTRUCTOR, EARLY), 1, Changes(presenter_xid=BORA.user_xid))
    await extend(school.store, ask(INSTRUCTOR, EARLY), DOHA.user_xid, 1, "2026-09-15 18:00")
    found = await look(school)
    assert {one.user_xid for one in found.excused} == {NARI.user_xid, BORA.user_xid}
    assert [(one.user_xid, due) for one, due in found.later] == [(DOHA.user_xid, DUE + 2 * DAY)]
    assert [one.members for one in found.rounds] == [1, 1]


async def test_the_cards_are_drawn_as_they_will_be_and_cannot_be_pressed(school: School) -> None:
    await school.join(NARI, EARLY)
    view = preview_view(EN, await look(school))
    payload = str(untyped(view).to_components())
    assert "Who owns the pavement" in payload
    assert "What would you give up for a wider pavement?" in payload
    assert payload.count("'disabled': True") == 6
    assert "'disabled': False" not in payload
    ids = re.findall(r"'custom_id': '([^']+)'", payload)
    assert len(ids) == len(set(ids)) == 6


async def test_the_longest_week_fits_a_message(school: School) -> None:
    await edit_week(school.store, ask(INSTRUCTOR, EARLY), 1, Changes(topic="*" * 200, prompt="*" * 1500))
    await school.join(NARI, EARLY)
    assert preview_view(EN, await look(school)).content_length() <= 4000


async def test_which_weeks_have_something_to_preview(school: School) -> None:
    with pytest.raises(UnknownWeek):
        await look(school, 9)
    await plan_week(school.store, ask(INSTRUCTOR, EARLY), NEXT_WEEK)
    await skip_week(school.store, ask(INSTRUCTOR, EARLY), 2)
    with pytest.raises(WeekSkipped):
        await look(school, 2)
    assert preview_lines(EN, await look(school))[-2] == "No student has joined yet."
    await school.sweep(OPENS)
    await school.sweep(DUE)
    with pytest.raises(WeekOver):
        await look(school)
    await school.join(NARI, EARLY)
    with pytest.raises(NotStaff):
        await preview(school.store, ask(NARI, EARLY), 1)


async def test_moving_a_week_tells_first_whom_it_changes(school: School) -> None:
    """Nari handed in, Bora has more time, Doha presents."""
    await school.sweep(OPENS)
    for who in (NARI, BORA, DOHA):
        await school.join(who, OPENS + HOUR)
    await school.hand_in(NARI, at=DUE - 4 * HOUR)
    await extend(school.store, ask(INSTRUCTOR), BORA.user_xid, 1, "2026-09-20 18:00")
    await edit_week(school.store, ask(INSTRUCTOR), 1, Changes(presenter_xid=DOHA.user_xid))
    earlier = await foresee_move(school.store, ask(INSTRUCTOR), 1, "2026-09-13 12:00", None)
    assert (earlier.deadlines, earlier.handed_in, earlier.become_late, earlier.become_in_time) == (1, 1, 1, 0)
    later = await foresee_move(school.store, ask(INSTRUCTOR), 1, "2026-09-21 18:00", None)
    assert (later.deadlines, later.become_late) == (2, 0)
