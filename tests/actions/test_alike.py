"""Alike: for staff, written down, with the prompt set aside and only what stands."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.actions.alike import alike
from bot.actions.courses import set_up
from bot.actions.reports import hand_in
from bot.actions.versions import withdraw
from bot.actions.weeks import plan_week
from bot.seminar.refusals import NotStaff, UnknownWeek
from tests.actions.school import (
    BORA,
    COURSE,
    DAY,
    DOHA,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    NEXT_WEEK,
    OWNER,
    WEEK,
    School,
    ask,
)
from tests.factories import CHANNEL, OPENS

SAME = "Streets remember who walked them."


async def test_staff_see_what_two_reports_share_and_it_is_written_down(opened: School, file: Path) -> None:
    await opened.hand_in(NARI, f"My own.\n{SAME}\n{WEEK.prompt}")
    await opened.hand_in(BORA, f"{SAME}\nAnother one.\n{WEEK.prompt}")
    await opened.hand_in(DOHA, f"Nothing of that.\n{WEEK.prompt}")
    found = await alike(opened.store, opened.reader, ask(MODERATOR), 1)
    (pair,) = found.pairs
    assert found.of_reports == 3
    (place,) = pair.shared
    assert pair.one.version.text[place.start : place.end] == SAME
    assert pair.other.version.text[place.other_start : place.other_end] == SAME
    assert {pair.one.member.user_xid, pair.other.member.user_xid} == {NARI.user_xid, BORA.user_xid}
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM trail WHERE act = 'report alike'").fetchone() == (1,)


async def test_only_what_stands_is_compared(opened: School) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who, SAME)
    await opened.hand_in(BORA, "Something else.")
    assert (await alike(opened.store, opened.reader, ask(MODERATOR), 1)).pairs == []
    await opened.hand_in(DOHA, SAME)
    await withdraw(opened.store, ask(DOHA), 1)
    assert (await alike(opened.store, opened.reader, ask(MODERATOR), 1)).pairs == []


async def test_a_student_sees_nothing_of_it(opened: School) -> None:
    with pytest.raises(NotStaff):
        await alike(opened.store, opened.reader, ask(NARI), 1)
    with pytest.raises(UnknownWeek):
        await alike(opened.store, opened.reader, ask(MODERATOR), 9)


async def test_a_text_that_somebody_else_handed_in_before_is_seen_in_any_week(opened: School) -> None:
    await plan_week(opened.store, ask(INSTRUCTOR), NEXT_WEEK)
    in_week_2 = OPENS + 7 * DAY + HOUR
    await opened.hand_in(NARI, "Short.")
    await opened.hand_in(NARI, "Another.", MONDAY + HOUR)
    await opened.hand_in(BORA, "Short.\r\n".rstrip(), MONDAY + HOUR)
    await opened.hand_in(NARI, "Short.", in_week_2, number=2)
    await opened.hand_in(DOHA, "Short.", in_week_2 + HOUR, number=2)
    first = await alike(opened.store, opened.reader, ask(MODERATOR), 1)
    assert [(one.member.user_xid, one.other.user_xid) for one in first.same] == [
        (BORA.user_xid, NARI.user_xid)
    ]
    second = await alike(opened.store, opened.reader, ask(MODERATOR), 2)
    seen = {(one.member.user_xid, one.other.user_xid): one.earlier.week for one in second.same}
    assert seen == {
        (NARI.user_xid, BORA.user_xid): 1,
        (DOHA.user_xid, NARI.user_xid): 1,
        (DOHA.user_xid, BORA.user_xid): 1,
    }, "one's own earlier text is no news, and an earlier version that was replaced counts"


async def test_the_same_text_in_another_course_is_nobodys_business(opened: School) -> None:
    other = replace(COURSE, name="Rivers", channel_xid=CHANNEL + 1)
    rivers = await set_up(opened.store, ask(OWNER), other)
    elsewhere = (CHANNEL + 1,)
    await plan_week(opened.store, ask(INSTRUCTOR, channels=elsewhere), WEEK)
    there = ask(NARI, channels=elsewhere)
    await hand_in(opened.store, opened.reader, there, opened.brought(NARI, "Short."), 1)
    await opened.hand_in(BORA, "Short.", MONDAY + HOUR)
    assert rivers.course_id != opened.course.course_id
    assert (await alike(opened.store, opened.reader, ask(MODERATOR), 1)).same == []
