"""Threads in a forum, and what only staff see."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.actions.discussions import Changes, choose, report_of, reports_on
from bot.actions.threads import claim_here
from bot.seminar.deliveries import Kind, State
from bot.seminar.refusals import (
    NotStaff,
)
from tests.actions.discussion.scene import CAPITALS, LATER, MINUTE, ROOMS, the_claim
from tests.actions.school import (
    BORA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    School,
    ask,
)
from tests.factories import CHANNEL, new_course


async def test_threads_open_in_a_forum_if_the_course_has_one(opened: School) -> None:
    forum_xid = 7777
    await choose(opened.store, ask(INSTRUCTOR), Changes(forum_xid=forum_xid))
    for who in (NARI, BORA):
        await opened.hand_in(who, ROOMS)
    await opened.sweep(DUE)
    (owed,) = await opened.owed(Kind.CLAIM)
    assert (owed.target_xid, owed.in_forum, owed.state) == (forum_xid, True, State.SENT)
    assert opened.messenger.calls.count("find") == 1, "a forum's post has no nonce: it is looked for first"
    await opened.store.write(lambda tx: tx.courses.add(new_course(channel_xid=7102), DUE))
    thread_xid = (await the_claim(opened)).thread_xid or 0
    found, _ = await claim_here(opened.store, ask(MODERATOR, DUE, channels=(thread_xid, forum_xid)))
    assert found == opened.course, "a thread in a forum tells its course"
    await opened.sweep(DUE + 2 * MINUTE)
    assert next(one for one in opened.messenger.messages if one.key == "board:1").target_xid == CHANNEL


async def test_only_staff_read_the_reports_behind_a_claim(discussed: School) -> None:
    claim, store = await the_claim(discussed), discussed.store
    with pytest.raises(NotStaff):
        await reports_on(store, ask(NARI, LATER), claim.claim_id)
    found = await reports_on(store, ask(MODERATOR, LATER), claim.claim_id)
    assert len(found) == 3
    member, version = await report_of(store, ask(MODERATOR, LATER), claim.claim_id, found[1][0].member_id)
    assert (member.user_xid, version.text) == (BORA.user_xid, CAPITALS)


async def test_nothing_is_doubled_where_the_sweep_repeats(discussed: School) -> None:
    moment: datetime = LATER
    for hours in (0, 30, 60, 200):
        await discussed.sweep(moment + hours * HOUR)
        await discussed.sweep(moment + hours * HOUR)
    assert len(discussed.messenger.keys) == len(set(discussed.messenger.keys))
