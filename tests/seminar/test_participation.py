"""Who is in, late, excused or missing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.courses import Role
from bot.seminar.participation import Presence, Taken, is_excused, is_expected, presence, table
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, Presenter, closes_for, is_late
from tests.factories import DUE, GRACE, OPENS, member, week

SECOND = timedelta(seconds=1)
NEVER = Taken()
EXCUSED = Allowance(excused=True)
instants = st.integers(-5000, 20_000).map(lambda minutes: OPENS + timedelta(minutes=minutes))
allowances = st.builds(Allowance, due=st.none() | instants, excused=st.booleans())


@pytest.mark.parametrize(
    ("taken", "allowance", "now", "expected"),
    [
        (NEVER, NOTHING_GRANTED, DUE, Presence.AWAITED),
        (NEVER, NOTHING_GRANTED, DUE + GRACE, Presence.AWAITED),
        (NEVER, NOTHING_GRANTED, DUE + GRACE + SECOND, Presence.MISSING),
        (NEVER, Allowance(due=DUE + timedelta(days=1)), DUE + timedelta(days=1), Presence.AWAITED),
        (NEVER, Allowance(due=DUE + timedelta(days=1)), DUE + timedelta(days=2), Presence.MISSING),
        (NEVER, EXCUSED, DUE + timedelta(days=2), Presence.EXCUSED),
        (Taken(DUE + GRACE, 1), NOTHING_GRANTED, DUE + timedelta(days=2), Presence.IN),
        (Taken(DUE + GRACE + SECOND, 1), NOTHING_GRANTED, DUE + timedelta(days=2), Presence.LATE),
        (Taken(DUE, 1), EXCUSED, DUE + timedelta(days=2), Presence.IN),
    ],
)
def test_how_a_student_stands(taken: Taken, allowance: Allowance, now: datetime, expected: Presence) -> None:
    assert presence(member(), week(), allowance, taken, now) is expected


@given(allowances, instants)
def test_nobody_is_missing_while_a_report_would_be_on_time(allowance: Allowance, now: datetime) -> None:
    stands = presence(member(), week(), allowance, NEVER, now)
    assert (stands is Presence.MISSING) is (not allowance.excused and is_late(week().times, now, allowance))


@given(allowances, instants)
def test_when_a_report_is_taken_no_more_nobody_is_awaited(allowance: Allowance, now: datetime) -> None:
    if now > closes_for(week().times, allowance):
        assert presence(member(), week(), allowance, NEVER, now) is not Presence.AWAITED


def test_a_presenter_is_excused_that_week() -> None:
    mine = week(presenters=(Presenter("Bora Lim"), Presenter("Nari Oh", member_id=1)))
    assert is_excused(member(), mine, NOTHING_GRANTED)
    assert not is_excused(member(member_id=2), mine, NOTHING_GRANTED)


def test_a_presenter_without_an_account_excuses_nobody() -> None:
    assert not is_excused(member(), week(presenters=(Presenter("Nari Oh"),)), NOTHING_GRANTED)


@pytest.mark.parametrize("role", Role)
def test_reports_are_expected_of_students_alone(role: Role) -> None:
    assert is_expected(member(role=role), week()) is (role is Role.STUDENT)


def test_who_joins_after_a_week_was_due_is_not_missing_in_it() -> None:
    assert is_expected(member(joined_at=DUE - SECOND), week())
    assert not is_expected(member(joined_at=DUE), week())


def test_the_table_holds_who_is_expected_and_who_handed_in_by_number() -> None:
    afterwards = DUE + SECOND
    lines = table(
        [
            member(member_id=1, student_number=None),
            member(member_id=2, student_number="zz-9"),
            member(member_id=3, student_number="2031-2"),
            member(member_id=4, student_number="2031-1", joined_at=afterwards),
            member(member_id=5, student_number="2031-0", joined_at=afterwards),
            member(member_id=6, role=Role.AUDITOR),
        ],
        week(),
        {3: EXCUSED},
        {4: Taken(DUE, versions=2, posts=3, stances=1)},
        DUE + timedelta(days=1),
    )
    assert [(line.member.member_id, line.presence) for line in lines] == [
        (4, Presence.IN),
        (3, Presence.EXCUSED),
        (2, Presence.MISSING),
        (1, Presence.MISSING),
    ]
    assert (lines[0].received_at, lines[0].versions, lines[0].posts, lines[0].stances) == (DUE, 2, 3, 1)
    assert (lines[3].received_at, lines[3].versions) == (None, 0)
