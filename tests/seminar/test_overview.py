"""The overview: who stands where, when reports came, and what drew people in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.seminar.courses import Role
from bot.seminar.interests import Thread
from bot.seminar.overview import Gathered, called, flow, heat_map, interests
from bot.seminar.participation import Presence
from bot.seminar.pictures import Interest, Share
from bot.seminar.weeks import Allowance
from tests.factories import DUE, OPENS, course, member, times, week

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ADA, BO, CY, DEE = (
    member(member_id=place, user_xid=9000 + place, student_number=f"2031-0000{place}", name=name)
    for place, name in enumerate(("Ada", "Bo", "Cy", "Dee"), start=1)
)
LATE_COMER = replace(DEE, joined_at=DUE + DAY)
FIRST = Gathered(week(), {1: DUE - 3 * DAY, 2: DUE + DAY}, {3: Allowance(excused=True)})
NEXT = Gathered(
    week(week_id=2, number=2, when=times(opens=OPENS + 7 * DAY, due=DUE + 7 * DAY, cutoff=DUE + 9 * DAY)),
    {1: DUE + 6 * DAY},
    {},
)
NOW = DUE + 2 * DAY


def test_a_cell_for_each_student_and_week() -> None:
    heat = heat_map([FIRST, NEXT], [CY, ADA, LATE_COMER, BO], NOW)
    assert heat.weeks == (1, 2)
    in_, late, excused, awaited = Presence.IN, Presence.LATE, Presence.EXCUSED, Presence.AWAITED
    assert [(row.name, row.cells) for row in heat.rows] == [
        ("Ada ·0001", (in_, in_)),
        ("Bo ·0002", (late, awaited)),
        ("Cy ·0003", (excused, awaited)),
        ("Dee ·0004", (None, awaited)),
    ]
    assert heat.share(0) == Share(2, 2)


def test_who_was_never_expected_has_no_row() -> None:
    assert heat_map([FIRST], [ADA, LATE_COMER], NOW).rows[-1].name == "Ada ·0001"


def test_a_student_without_a_name_is_called_by_what_is_known() -> None:
    assert called(member(name=None)) == "2031-00417"
    assert called(member(student_number=None)) == "Nari Oh"
    assert called(member(name=None, student_number=None, user_xid=123456789)) == "·6789"


def test_hours_are_counted_from_the_deadline_among_those_who_owed_a_report() -> None:
    shown = flow([FIRST, NEXT], [ADA, BO, CY, LATE_COMER], course(), NOW)
    first, last = shown.lines
    assert (first.expected, first.hours, first.until) == (2, (-72.0, 24.0), 48.0)
    assert (last.expected, last.hours, last.until) == (4, (-24.0,), -120.0)
    assert shown.reminders == (48.0, 6.0)
    assert shown.chosen == 2
    assert flow([], [], course(), NOW).lines == ()


def test_interest_is_measured_in_the_weeks_that_are_due() -> None:
    threads = [
        Thread(1, frozenset({1, 2}), frozenset({3, 77})),
        Thread(1, frozenset({1}), frozenset({1})),
        Thread(2, frozenset({1}), frozenset({2})),
    ]
    auditor = replace(DEE, role=Role.AUDITOR)
    measured = interests([FIRST, NEXT], [ADA, BO, CY, auditor], course(), threads, NOW)
    assert measured.weeks == (Interest(1, early=Share(1, 2), answered=Share(1, 2), wrote=Share(2, 3)),)
