"""Which version holds what arrived: of the same interaction, or with the same text as the latest."""

from __future__ import annotations

from bot.seminar.reports import Filed, filed_before, next_number

FIRST = Filed(version_id=1, week_id=6, number=1, arrival_xid=101, same_text=True)
BETTER = Filed(version_id=2, week_id=6, number=2, arrival_xid=102, same_text=False)
OTHER_WEEK = Filed(version_id=3, week_id=7, number=1, arrival_xid=103, same_text=True)


def test_the_same_interaction_is_found_in_whichever_week_and_however_old() -> None:
    assert filed_before([FIRST, BETTER], 101, ()) == FIRST
    assert filed_before([FIRST, OTHER_WEEK], 103, {6}) == OTHER_WEEK


def test_the_same_text_is_found_while_it_is_the_latest_of_a_week_that_is_meant() -> None:
    assert filed_before([FIRST], 999, {6}) == FIRST
    assert filed_before([FIRST, BETTER], 999, {6}) is None
    assert filed_before([FIRST, OTHER_WEEK], 999, {8}) is None


def test_versions_of_a_week_count_from_one() -> None:
    assert next_number([], 6) == 1
    assert next_number([FIRST, BETTER, OTHER_WEEK], 6) == 3
    assert next_number([FIRST, BETTER, OTHER_WEEK], 7) == 2
