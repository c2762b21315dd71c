"""Extensions and excuses: who gets more time, who is freed, and what is written down of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.extensions import Wish, excuse, extend, grant
from bot.seminar.cards import GrantCard, ReminderCard
from bot.seminar.courses import Member, Person
from bot.seminar.deliveries import Kind
from bot.seminar.refusals import BadTime, RoleListed, UnknownMember, UnknownWeek
from bot.seminar.weeks import Allowance, Times, WeekState, granted_until
from bot.words.catalogues import words_for
from cogs.extensions import granted_lines
from cogs.ui.cards import draw
from tests.actions.school import (
    BORA,
    DAY,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MONDAY,
    NARI,
    OUTSIDER,
    School,
    ask,
    rows,
)
from tests.actions.test_previews import untyped
from tests.factories import OPENS, STUDENT_ROLE


async def test_an_extension_is_told_in_utc_and_written_down(school: School, file: Path) -> None:
    await school.join(NARI)
    due = await extend(school.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-15 18:00")
    assert due == datetime(2026, 9, 15, 9, 0, tzinfo=UTC)
    assert rows(file, "trail") == 3


async def test_an_earlier_time_shortens_nobodys_week(school: School) -> None:
    await school.join(NARI)
    assert await extend(school.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-10 18:00") == DUE


async def test_an_extension_keeps_an_excuse_and_the_other_way_round(school: School) -> None:
    nari = await school.join(NARI)
    await excuse(school.store, ask(INSTRUCTOR), NARI.user_xid, 1)
    await extend(school.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-15 18:00")
    await excuse(school.store, ask(INSTRUCTOR), NARI.user_xid, 1)
    granted = await school.store.read(lambda tx: tx.weeks.allowance(school.week, nari))
    assert (granted.excused, granted.due) == (True, DUE + 2 * DAY)
    await school.sweep(OPENS)
    assert await school.owed(Kind.REMINDER) == []


async def test_an_excuse_that_is_taken_back_is_told_and_reminds_as_ever(school: School) -> None:
    await school.join(NARI, OPENS)
    await school.sweep(OPENS)
    await excuse(school.store, ask(INSTRUCTOR), NARI.user_xid, 1)
    await school.sweep(DUE - 2 * DAY)
    later = ask(INSTRUCTOR, DUE - DAY)
    granted = await grant(school.store, later, Wish(1, (NARI.user_xid,), None, lift=True))
    await school.sweep(DUE - DAY)
    await school.sweep(DUE - 6 * HOUR)
    cards = [one.card for one in school.messenger.messages if one.target_xid == NARI.user_xid]
    assert [type(card) for card in cards] == [GrantCard, GrantCard, ReminderCard]
    said = granted_lines(words_for("en"), granted)
    assert said[0] == "Nari Oh is no longer excused from week 1."
    told = cards[1]
    assert isinstance(told, GrantCard)
    for words, part in (("en", "is expected for this week"), ("ko", "내 주세요")):
        card = replace(told, course=replace(told.course, language=words))
        assert part in str(untyped(draw(card, "~x")).to_components())


async def test_granting_needs_somebody_and_a_week(school: School, file: Path) -> None:
    for granting in (
        extend(school.store, ask(INSTRUCTOR), OUTSIDER.user_xid, 1, "2026-09-15 18:00"),
        excuse(school.store, ask(INSTRUCTOR), OUTSIDER.user_xid, 1),
    ):
        with pytest.raises(UnknownMember):
            await granting
    await school.join(NARI)
    with pytest.raises(UnknownWeek):
        await excuse(school.store, ask(INSTRUCTOR), NARI.user_xid, 9)
    with pytest.raises(BadTime):
        await extend(school.store, ask(INSTRUCTOR, MONDAY), NARI.user_xid, 1, "soon")
    assert rows(file, "trail") == 2


# Many at once


async def test_many_get_more_time_in_one_go(school: School, file: Path) -> None:
    await school.sweep(OPENS)
    nari, bora = await school.join(NARI), await school.join(BORA)
    named = (NARI.user_xid, BORA.user_xid, OUTSIDER.user_xid)
    granted = await grant(school.store, ask(INSTRUCTOR), Wish(1, named, "+2", reason=" The flu \n"))
    assert (granted.due, granted.unknown_xids) == (DUE + 2 * DAY, (OUTSIDER.user_xid,))
    for member in (nari, bora):
        assert await _allowance(school, member) == Allowance(DUE + 2 * DAY, excused=False, reason="The flu")
    with closing(sqlite3.connect(file)) as database:
        acts = database.execute("SELECT act, reason IS NOT NULL FROM trail").fetchall()
    assert acts[2:] == [("extension grant", 1)] * 2


async def _allowance(school: School, member: Member) -> Allowance:
    return await school.store.read(lambda tx: tx.weeks.allowance(school.week, member))


async def test_everyone_who_is_missing_gets_more_time_and_nobody_else(school: School) -> None:
    await school.sweep(OPENS)
    await school.join(BORA)
    doha = await school.join(DOHA)
    await school.hand_in(NARI)
    await excuse(school.store, ask(INSTRUCTOR), BORA.user_xid, 1)
    granted = await grant(school.store, ask(INSTRUCTOR), Wish(1, (), "+1", missing=True))
    assert granted.members == (doha,)
    await school.hand_in(DOHA)
    with pytest.raises(UnknownMember):
        await grant(school.store, ask(INSTRUCTOR), Wish(1, (), "+1", missing=True))


async def test_a_student_is_told_once_what_holds_now(school: School) -> None:
    await school.sweep(OPENS)
    await school.join(NARI)
    await extend(school.store, ask(INSTRUCTOR), NARI.user_xid, 1, "+2", "A wedding")
    await school.sweep(MONDAY)
    (told,) = [one for one in school.messenger.messages if isinstance(one.card, GrantCard)]
    assert told.target_xid == NARI.user_xid
    assert told.card == GrantCard(
        school.course,
        replace(school.week, state=WeekState.OPEN),
        DUE + 2 * DAY,
        excused=False,
        reason="A wedding",
    )


async def test_word_of_it_to_a_whole_class_opens_no_more_inboxes_than_discord_likes(school: School) -> None:
    await school.sweep(OPENS)
    for xid in range(7000, 7012):
        await school.join(Person(xid, NARI.guild_xid, NARI.role_xids))
    await grant(school.store, ask(INSTRUCTOR), Wish(1, (), "+1", missing=True))
    told = []
    for minutes in (0, 1, 11):
        await school.sweep(MONDAY + timedelta(minutes=minutes))
        told.append(sum(isinstance(one.card, GrantCard) for one in school.messenger.messages))
    assert told == [10, 10, 12]


def test_a_new_deadline_over_a_clock_change_keeps_its_hour() -> None:
    due = datetime(2026, 10, 24, 16, 0, tzinfo=UTC)
    when = Times(due - 6 * DAY, due, timedelta(0), due + 7 * DAY)
    assert granted_until(when, " +1 ", "Europe/Berlin") == due + DAY + timedelta(hours=1)
    for bad in ("+", "+x", "-1", "+1000", ""):
        with pytest.raises(BadTime):
            granted_until(when, bad, "Europe/Berlin")


async def test_a_list_of_mentions_and_numbers_names_each_once(school: School) -> None:
    for who in (NARI, BORA, DOHA):
        await school.join(who)
    mentions = f"<@{NARI.user_xid}>, <@!{BORA.user_xid}> <@{OUTSIDER.user_xid}>"
    listed = f"2031-{NARI.user_xid}\n{mentions}\n2031-404 ??? <@{10**19}>"
    wish = Wish(1, (NARI.user_xid,), "+1", listed=listed)
    granted = await grant(school.store, ask(INSTRUCTOR), wish)
    assert [one.user_xid for one in granted.members] == [NARI.user_xid, BORA.user_xid]
    assert granted.unknown_xids == (OUTSIDER.user_xid,)
    assert granted.unknown_numbers == ("2031-404", "???", f"<@{10**19}>")


async def test_a_role_stands_for_nobody_and_nothing_is_granted(school: School, file: Path) -> None:
    await school.join(NARI)
    wish = Wish(1, (NARI.user_xid,), "+1", listed=f"<@&{STUDENT_ROLE}>")
    with pytest.raises(RoleListed):
        await grant(school.store, ask(INSTRUCTOR), wish)
    assert rows(file, "allowances") == 0
