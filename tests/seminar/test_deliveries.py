"""The nonce and the marker of a delivery, and what becomes of a failed attempt."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.deliveries import RETRY_DELAYS, Delivery, Kind, NewDelivery, Reason, State, after_failure
from tests.factories import CHANNEL, GUILD, OPENS

NONCE_LIMIT = 25
keys = st.text(min_size=1, max_size=60)


def owed(key: str) -> NewDelivery:
    return NewDelivery(GUILD, 1, Kind.PROMPT, key, CHANNEL, week_id=1, due_at=OPENS)


def row(key: str, delivery_id: int = 1) -> Delivery:
    return Delivery(
        delivery_id=delivery_id,
        guild_xid=GUILD,
        course_id=1,
        kind=Kind.PROMPT,
        key=key,
        marker=owed(key).marker,
        target_xid=CHANNEL,
        week_id=1,
        member_id=None,
        claim_id=None,
        state=State.PLANNED,
        due_at=OPENS,
        expires_at=None,
    )


@given(keys)
def test_a_nonce_fits_discord_and_hangs_on_the_key_alone(key: str) -> None:
    assert re.fullmatch(f"[a-z2-7]{{20,{NONCE_LIMIT}}}", row(key).nonce)
    assert row(key).nonce == row(key, delivery_id=2).nonce


@given(keys)
def test_a_marker_fits_a_custom_id_and_tells_nothing_of_the_nonce(key: str) -> None:
    marker = owed(key).marker
    assert re.fullmatch("~[a-z2-7]{16}", marker)
    assert marker[1:] not in row(key).nonce
    assert marker == owed(key).marker


def test_no_two_deliveries_share_a_nonce_or_a_marker() -> None:
    kinds = [f"reminder:{week}:{member}:360" for week in range(40) for member in range(100)]
    assert len({row(key).nonce for key in kinds}) == len(kinds)
    assert len({owed(key).marker for key in kinds}) == len(kinds)


def test_a_nonce_stays_the_same_over_releases() -> None:
    """A changed nonce or marker would send again what an earlier release had in flight."""
    assert row("prompt:1").nonce == "tr74v7dwc4ppisw4zdi2twnm"
    assert owed("prompt:1").marker == "~weffwvnzh66boeop"


def test_a_failed_attempt_is_made_again_after_growing_delays() -> None:
    attempts = range(1, len(RETRY_DELAYS) + 2)
    outcomes = [
        after_failure(attempt, Reason.UNREACHABLE, "503", lasting=False, now=OPENS) for attempt in attempts
    ]
    assert [outcome.retry_at and outcome.retry_at - OPENS for outcome in outcomes] == [*RETRY_DELAYS, None]
    assert [outcome.state for outcome in outcomes] == [State.PLANNED] * len(RETRY_DELAYS) + [State.FAILED]
    assert list(RETRY_DELAYS) == sorted(RETRY_DELAYS)
    assert {(outcome.reason, outcome.detail) for outcome in outcomes} == {(Reason.UNREACHABLE, "503")}


@pytest.mark.parametrize("attempt", [1, 4, 5, 99])
def test_what_cannot_get_better_fails_for_good(attempt: int) -> None:
    outcome = after_failure(attempt, Reason.INBOX_CLOSED, "50007", lasting=True, now=OPENS)
    assert (outcome.state, outcome.retry_at) == (State.FAILED, None)
