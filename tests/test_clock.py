"""A clock that is wrong stops what the bot does of its own accord, and a jump is noticed at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.clock import SystemClock, Trust, skew_of

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Machine(SystemClock):
    """A machine whose clock can be wrong, beside a Discord whose clock is right, and time that passes."""

    def __init__(self) -> None:
        self.right = NOON
        self.off = timedelta()
        self.asked = 0
        self.answers = True
        self.trust = Trust(self, self.ask, self.passed)

    def passed(self) -> float:
        return self.right.timestamp()

    def now(self) -> datetime:
        return self.right + self.off

    async def ask(self) -> None:
        self.asked += 1
        if self.answers:
            self.trust.heard(format_datetime(self.right, usegmt=True))

    def wait(self, **passed: float) -> None:
        self.right += timedelta(**passed)


@pytest.mark.parametrize(
    ("off", "holds"), [(0, True), (59, True), (-59, True), (61, False), (-61, False), (86400, False)]
)
async def test_a_minute_is_tolerated(off: int, *, holds: bool) -> None:
    machine = Machine()
    machine.off = timedelta(seconds=off)
    assert await machine.trust.holds() is holds


async def test_discord_is_asked_only_when_there_is_doubt() -> None:
    machine = Machine()
    for _ in range(20):
        assert await machine.trust.holds()
        machine.wait(seconds=30)
    assert machine.asked == 1
    machine.wait(seconds=30)
    assert await machine.trust.holds()
    assert machine.asked == 2


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1), timedelta(days=-20000)])
async def test_a_jump_stops_at_once_and_coming_back_resumes(jump: timedelta) -> None:
    machine = Machine()
    assert await machine.trust.holds()
    machine.wait(seconds=1)
    machine.off = jump
    assert not await machine.trust.holds()
    assert machine.trust.wrong
    machine.wait(seconds=30)
    assert not await machine.trust.holds()
    machine.off = timedelta()
    assert await machine.trust.holds()
    assert not machine.trust.wrong


async def test_an_answer_in_passing_that_looks_wrong_is_followed_up() -> None:
    machine = Machine()
    assert await machine.trust.holds()
    machine.trust.heard(format_datetime(NOON - timedelta(minutes=5), usegmt=True))
    assert await machine.trust.holds(), "asked anew, it was right"
    assert machine.asked == 2


async def test_where_discord_cannot_be_asked_the_last_answer_holds() -> None:
    machine = Machine()
    machine.answers = False
    assert await machine.trust.holds()
    machine.answers, machine.off = True, timedelta(hours=1)
    assert not await machine.trust.holds()
    machine.answers, machine.off = False, timedelta()
    assert not await machine.trust.holds()


def test_what_is_no_date_says_nothing() -> None:
    assert skew_of(NOON, "soon") is None
    assert skew_of(NOON, "Tue, 24 Nov 2026 11:59:00 GMT") == timedelta(minutes=1)
