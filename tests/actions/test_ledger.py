"""The ledger: staff see what is owed of a week, and nobody else does."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from bot.actions import ledger
from bot.actions.ledger import send_again
from bot.actions.plan import Changes, edit_week
from bot.actions.ports import Tx
from bot.actions.reminders import snoozed
from bot.actions.weeks import plan_week
from bot.seminar.cards import PromptCard
from bot.seminar.courses import Role
from bot.seminar.deliveries import Kind, State
from bot.seminar.refusals import NotStaff, UnknownWeek
from bot.words.catalogues import words_for
from cogs.deliveries import told
from cogs.ui.answers import fitted
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

EN, KO = words_for("en"), words_for("ko")


async def test_staff_see_what_is_owed(school: School) -> None:
    await school.sweep(OPENS)
    for who in (INSTRUCTOR, MODERATOR):
        found = await ledger.list_deliveries(school.store, ask(who), 1)
        assert (found.course, found.week.week_id) == (school.course, school.week.week_id)
        assert [one.kind for one in found.owed] == [Kind.PROMPT]
        assert told(EN, found)[1] is None


async def test_nobody_else_does(school: School) -> None:
    await school.join(NARI)
    with pytest.raises(NotStaff):
        await ledger.list_deliveries(school.store, ask(NARI), 1)
    with pytest.raises(UnknownWeek):
        await ledger.list_deliveries(school.store, ask(MODERATOR), 7)


async def test_what_failed_for_one_of_sixty_is_seen_first_and_all_is_in_the_file(
    school: School,
) -> None:
    await school.sweep(OPENS)
    await school.store.write(lambda tx: _owe_sixty(tx, school))
    school.messenger.fail("post", REFUSED, target_xid=9_150)
    await school.sweep(DUE - HOUR)
    await school.join(NARI)
    found = await ledger.list_deliveries(school.store, ask(MODERATOR), 1)
    for words, failed, state in ((EN, "failed", "State"), (KO, "실패", "상태")):
        text, paper = told(words, found)
        lines = fitted(text).splitlines()
        assert f"{failed} 1" in lines[1]
        assert "<@9150>" in lines[3]
        assert paper is not None
        table = list(csv.reader(io.StringIO(paper.decode("utf-8-sig"))))
        assert table[0][2] == state
        assert len(table) == 1 + len(found.owed)
        (row,) = [cells for cells in table[1:] if cells[7]]
        assert row[2] == failed
        assert row[4] == "2026-09-13 17:00:00"


def _owe_sixty(tx: Tx, school: School) -> None:
    for xid in range(9_100, 9_160):
        member = tx.members.add(school.course, xid, Role.STUDENT, OPENS)
        tx.members.opened(member, xid + 100_000)
        tx.deliveries.plan(
            replace(snoozed(school.course, school.week, member, DUE, DUE - HOUR), key=f"reminder:{xid}")
        )


async def test_weeks_do_not_share_their_ledger(school: School) -> None:
    await plan_week(school.store, ask(INSTRUCTOR), NEXT_WEEK)
    await school.sweep(OPENS + 7 * DAY)
    owed = (await ledger.list_deliveries(school.store, ask(INSTRUCTOR), 2)).owed
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
