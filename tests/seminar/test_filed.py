"""Which version holds what arrived, and which one counts: the latest that stands and came in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.seminar.reports import Filed, counting, filed_before, next_number
from tests.factories import DUE

HOUR = timedelta(hours=1)
FIRST = Filed(1, 6, 1, 101, DUE - 3 * HOUR, withdrawn=False, same_text=True)
BETTER = Filed(2, 6, 2, 102, DUE - 2 * HOUR, withdrawn=False, same_text=False)
OTHER_WEEK = Filed(3, 7, 1, 103, DUE - HOUR, withdrawn=False, same_text=True)
LATE = Filed(4, 6, 3, 104, DUE + HOUR, withdrawn=False, same_text=False)


def gone(filed: Filed) -> Filed:
    return replace(filed, withdrawn=True)


def test_the_same_interaction_is_found_in_whichever_week_and_however_old() -> None:
    assert filed_before([FIRST, BETTER], 101, ()) == FIRST
    assert filed_before([FIRST, OTHER_WEEK], 103, {6}) == OTHER_WEEK
    assert filed_before([gone(FIRST)], 101, ()) == gone(FIRST)


def test_the_same_text_is_found_while_it_is_the_latest_of_a_week_that_is_meant() -> None:
    assert filed_before([FIRST], 999, {6}) == FIRST
    assert filed_before([FIRST, BETTER], 999, {6}) is None
    assert filed_before([FIRST, OTHER_WEEK], 999, {8}) is None


def test_a_text_that_was_taken_back_can_be_handed_in_again() -> None:
    assert filed_before([gone(FIRST)], 999, {6}) is None
    assert filed_before([FIRST, gone(BETTER)], 999, {6}) == FIRST


def test_versions_of_a_week_count_from_one() -> None:
    assert next_number([], 6) == 1
    assert next_number([FIRST, BETTER, OTHER_WEEK], 6) == 3
    assert next_number([FIRST, BETTER, OTHER_WEEK], 7) == 2
    assert next_number([FIRST, gone(BETTER)], 6) == 3, "a number is never given twice"


def test_the_last_that_came_in_time_counts_else_the_last() -> None:
    assert counting([FIRST, BETTER, OTHER_WEEK, LATE], 6, DUE) == BETTER
    assert counting([FIRST, gone(BETTER), LATE], 6, DUE) == FIRST
    assert counting([gone(FIRST), gone(BETTER), LATE], 6, DUE) == LATE
    assert counting([gone(FIRST)], 6, DUE) is None
    assert counting([FIRST, BETTER, LATE], 6, DUE + HOUR) == LATE
