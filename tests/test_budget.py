"""The budget of invalid requests: what counts, when sending ends, and when it goes on."""

from __future__ import annotations

import pytest

from bot.actions.ports import Undelivered
from bot.messenger import INVALID_LIMIT, INVALID_WITHIN, Budget
from bot.seminar.deliveries import Reason


def test_sending_ends_at_the_limit_and_goes_on_ten_minutes_later() -> None:
    now = [0.0]
    budget = Budget(lambda: now[0])
    for status in (401, 403, 429) * INVALID_LIMIT:
        budget.count(200)
        budget.count(429, "shared")
        if len(budget._spent) == INVALID_LIMIT - 1:
            break
        budget.count(status)
    budget.require()
    budget.count(403)
    with pytest.raises(Undelivered) as refused:
        budget.require()
    assert (refused.value.reason, refused.value.lasting) == (Reason.BUDGET_SPENT, False)
    now[0] = INVALID_WITHIN
    budget.require()
