"""Deliveries: one message each, whatever crashes and whatever Discord answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.actions.deliveries import deliver_next, release_leases
from bot.seminar.cards import BoardCard, ClaimCard, PromptCard
from bot.seminar.deliveries import LEASE, RETRY_DELAYS, Delivery, Kind, Outcome, Reason, State
from bot.seminar.weeks import WeekState
from tests.actions.school import (
    BORA,
    DAY,
    DOHA,
    DUE,
    HOUR,
    NARI,
    SECOND,
    School,
)
from tests.factories import CHANNEL, OPENS
from tests.fakes import CLOSED, HIDDEN, REFUSED, UNREACHABLE, Crash, CrashingStore


async def only(school: School, kind: Kind) -> Delivery:
    (delivery,) = await school.owed(kind)
    return delivery


@pytest.fixture
async def due(school: School) -> School:
    """The week is due; one claim that two reports share awaits its thread. Its prompt has been posted."""
    await school.sweep(OPENS)
    for who in (NARI, BORA):
        await school.hand_in(who)
    school.messenger.fail("post", UNREACHABLE)
    await school.sweep(DUE)
    assert len(school.messenger.of_class) == 1
    school.clock.advance(RETRY_DELAYS[0])
    return school


async def restart(school: School) -> None:
    await release_leases(school.store)
    await school.sweep()


CRASHES = {
    "before the claim": lambda school: CrashingStore(school.store, 1, after=False),
    "after the claim": lambda school: CrashingStore(school.store, 1, after=True),
    "before the record": lambda school: CrashingStore(school.store, 2, after=False),
    "after the record": lambda school: CrashingStore(school.store, 2, after=True),
}


@pytest.mark.parametrize("when", CRASHES)
async def test_a_crash_of_the_bot_neither_loses_nor_doubles(due: School, when: str) -> None:
    with pytest.raises(Crash):
        await deliver_next(CRASHES[when](due), due.messenger, due.clock, due.clock.now())
    await restart(due)
    await assert_said_once(due)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", ["post", "open_thread", "find"])
@pytest.mark.parametrize("error", [Crash(), UNREACHABLE], ids=["crash", "reply lost"])
async def test_a_call_that_fails_neither_loses_nor_doubles(
    due: School, call: str, error: BaseException, *, after: bool
) -> None:
    due.messenger.fail(call, error, after=after)
    try:
        await due.sweep()
        due.clock.advance(RETRY_DELAYS[1])
        await due.sweep()
    except Crash:
        await restart(due)
    assert not due.messenger._faults[call], "the fault took place"
    await assert_said_once(due)


async def assert_said_once(school: School) -> None:
    prompt, card = school.messenger.of_class
    assert isinstance(prompt.card, PromptCard)
    assert isinstance(card.card, ClaimCard)
    assert school.messenger.threads == [card.message_xid]
    sent = await only(school, Kind.CLAIM)
    assert (sent.state, sent.message_xid) == (State.SENT, card.message_xid)
    (claim,) = await school.store.read(lambda tx: tx.claims.of_week(school.week))
    assert claim.thread_xid == card.message_xid
    await school.sweep(school.clock.now() + LEASE)
    assert school.messenger.of_class[:2] == [prompt, card]
    (board,) = school.messenger.of_class[2:]
    assert isinstance(board.card, BoardCard)


async def test_without_a_restart_the_lease_ends_first(school: School) -> None:
    school.messenger.fail("post", Crash(), after=True)
    with pytest.raises(Crash):
        await school.sweep(OPENS)
    await school.sweep(OPENS + LEASE - SECOND)
    assert (await only(school, Kind.PROMPT)).state is State.CLAIMED
    await school.sweep(OPENS + LEASE)
    assert (await only(school, Kind.PROMPT)).state is State.SENT
    assert len(school.messenger.of_class) == 1


async def test_who_lost_the_row_records_nothing(school: School) -> None:
    await school.sweep(OPENS - SECOND)
    school.messenger.fail("post", Crash())
    with pytest.raises(Crash):
        await school.sweep(OPENS)
    old = await only(school, Kind.PROMPT)
    await school.sweep(OPENS + LEASE)
    sent = await only(school, Kind.PROMPT)
    assert sent.fence > old.fence
    gone = Outcome(State.FAILED, Reason.REFUSED)
    assert not await school.store.write(lambda tx: tx.deliveries.record(old, gone, OPENS))
    assert await only(school, Kind.PROMPT) == sent


async def test_the_first_attempt_asks_no_history(school: School) -> None:
    await school.sweep(OPENS)
    assert school.messenger.calls == ["post"]


async def test_a_closed_inbox_fails_alone(school: School) -> None:
    for who in (NARI, BORA, DOHA):
        await school.join(who)
    await school.sweep(OPENS)
    school.messenger.fail("post", CLOSED, target_xid=NARI.user_xid)
    await school.sweep(DUE - 6 * HOUR)
    reached = [message.target_xid for message in school.messenger.of_class[1:]]
    assert sorted(reached) == [BORA.user_xid, DOHA.user_xid]
    failed = [delivery for delivery in await school.owed() if delivery.state is State.FAILED]
    assert [(one.target_xid, one.reason, one.detail) for one in failed] == [
        (NARI.user_xid, Reason.INBOX_CLOSED, CLOSED.detail)
    ]


async def test_what_cannot_be_reached_is_tried_again_ever_later_for_a_day(school: School) -> None:
    school.messenger.fail("post", UNREACHABLE, times=99)
    await school.sweep(OPENS - SECOND)
    await school.sweep(OPENS)
    waits = []
    while (prompt := await only(school, Kind.PROMPT)).state is State.PLANNED:
        turn = await school.store.read(lambda tx: tx.deliveries.next_turn())
        assert turn is not None
        waits.append(turn - school.clock.now())
        await school.sweep(turn - SECOND)
        assert (await only(school, Kind.PROMPT)).attempt == len(waits)
        await school.sweep(turn)
    assert tuple(waits) == RETRY_DELAYS[: len(waits)]
    assert sum(waits, timedelta()) > 20 * HOUR
    assert (prompt.state, prompt.reason) in {
        (State.FAILED, Reason.UNREACHABLE),
        (State.SKIPPED, Reason.TOO_LATE),
    }
    assert prompt.ended_at is not None


async def test_what_lasts_is_not_tried_again(school: School) -> None:
    school.messenger.fail("post", REFUSED)
    await school.sweep(OPENS)
    prompt = await only(school, Kind.PROMPT)
    assert (prompt.state, prompt.reason) == (State.FAILED, Reason.REFUSED)
    await school.sweep(OPENS + HOUR)
    assert school.messenger.of_class == []


async def test_where_the_history_is_hidden_nothing_is_sent_on_suspicion(school: School) -> None:
    school.messenger.fail("post", UNREACHABLE, after=True)
    school.messenger.fail("find", HIDDEN)
    await school.sweep(OPENS)
    await school.sweep(OPENS + HOUR)
    prompt = await only(school, Kind.PROMPT)
    assert (prompt.state, prompt.reason) == (State.UNKNOWN, Reason.HISTORY_HIDDEN)
    assert len(school.messenger.of_class) == 1


async def test_a_fault_of_our_own_blocks_nobody_and_ends(school: School) -> None:
    await school.join(NARI)
    await school.join(BORA)
    await school.sweep(OPENS)
    school.messenger.fail("post", KeyError("drawn wrongly"), target_xid=NARI.user_xid, times=99)
    await school.sweep(DUE - 6 * HOUR)
    assert [message.target_xid for message in school.messenger.of_class[1:]] == [BORA.user_xid]
    broken = next(one for one in await school.owed(Kind.REMINDER) if one.reason is Reason.BROKEN)
    assert (broken.state, broken.detail) == (State.PLANNED, "KeyError")
    await school.sweep(DUE)
    assert {one.state for one in await school.owed(Kind.REMINDER)} <= {
        State.SENT,
        State.SKIPPED,
        State.FAILED,
    }


# Prompts


async def test_a_prompt_is_posted_at_its_hour(school: School) -> None:
    await school.sweep(OPENS - SECOND)
    assert school.messenger.of_class == []
    await school.sweep(OPENS)
    (prompt,) = school.messenger.of_class
    assert isinstance(prompt.card, PromptCard)
    assert (prompt.target_xid, prompt.card.week.number, prompt.card.late_by) == (CHANNEL, 1, None)


@pytest.mark.parametrize("late", [10 * 60 * SECOND, 23 * HOUR])
async def test_a_late_prompt_says_so(school: School, late: timedelta) -> None:
    await school.sweep(OPENS + late)
    (prompt,) = school.messenger.of_class
    assert isinstance(prompt.card, PromptCard)
    assert prompt.card.late_by == late


@pytest.mark.parametrize("attempted", [False, True])
async def test_a_prompt_that_is_a_day_late_is_not_posted(school: School, *, attempted: bool) -> None:
    if attempted:
        school.messenger.fail("post", UNREACHABLE)
        await school.sweep(OPENS)
    await school.sweep(OPENS + DAY)
    assert school.messenger.of_class == []
    prompt = await only(school, Kind.PROMPT)
    assert (prompt.state, prompt.reason) == (State.SKIPPED, Reason.TOO_LATE)


async def test_nothing_is_sent_for_a_week_that_is_left_out(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OPENS)
    await school.store.write(lambda tx: tx.weeks.set_state(school.week, WeekState.SKIPPED))
    await school.sweep(DUE)
    reminders = [(one.state, one.reason) for one in await school.owed(Kind.REMINDER)]
    assert reminders == [(State.SKIPPED, Reason.WEEK_SKIPPED)] * 2
