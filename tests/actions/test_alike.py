"""Alike: for staff, written down, with the prompt set aside and only what stands."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.actions.alike import alike
from bot.actions.versions import withdraw
from bot.seminar.refusals import NotStaff, UnknownWeek
from tests.actions.school import BORA, DOHA, MODERATOR, NARI, WEEK, School, ask
from tests.factories import OPENS

SAME = "Streets remember who walked them."


@pytest.fixture
async def opened(school: School) -> School:
    await school.sweep(OPENS)
    return school


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
