"""The first connection is tried until it stands; a loop of log-ins does not use up the day's thousand."""

from __future__ import annotations

import logging

import pytest

from bot.gateway import LONGEST_WAIT, Identifies, Standing

A_DAY = 86400.0


def test_a_few_log_ins_wait_for_nothing_and_more_wait_longer_and_longer() -> None:
    identifies = Identifies()
    assert [identifies.wait(now) for now in (0, 1, 2, 3, 4, 5)] == [0, 0, 0, 5, 10, 20]
    assert identifies.wait(4000) == 0


def test_a_storm_stays_far_below_a_thousand_a_day() -> None:
    identifies, now, count = Identifies(), 0.0, 0
    while now < A_DAY:
        now += identifies.wait(now) + 0.01
        count += 1
    assert count < 300
    assert LONGEST_WAIT < 3600


def test_it_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    standing = Standing()
    with caplog.at_level(logging.WARNING):
        standing.found()
        for _ in range(5):
            standing.lost()
        standing.found()
        standing.found()
    assert [record.message.split(";")[0][:23] for record in caplog.records] == [
        "the gateway is away",
        "the gateway is back aft",
    ]
