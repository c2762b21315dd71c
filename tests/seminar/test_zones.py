"""Every change of local time, in every zone, from 2026 to 2030: one wall time means one instant."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.seminar.slots import Slot, wanted_by
from bot.seminar.weeks import resolve
from tests.conftest import MEASURED

START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2031, 1, 1, tzinfo=UTC)
STEP = timedelta(days=7)
"""No zone of these years changes its clocks twice within a week; the count below would show it."""

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Change:
    """The first instant (UTC) with a new offset from UTC."""

    zone: str
    at: datetime
    old: timedelta
    new: timedelta


def offset(instant: datetime, place: ZoneInfo) -> timedelta:
    found = instant.astimezone(place).utcoffset()
    assert found is not None
    return found


def changes_in(zone: str) -> Iterator[Change]:
    place = ZoneInfo(zone)
    instant = START
    while instant < END:
        after = min(instant + STEP, END)
        old, new = offset(instant, place), offset(after, place)
        if old != new:
            low, high = 0, int((after - instant) / SECOND)
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (
                    (middle, high) if offset(instant + middle * SECOND, place) == old else (low, middle)
                )
            yield Change(zone, instant + high * SECOND, old, new)
        instant = after


@cache
def all_changes() -> list[Change]:
    return [change for zone in sorted(zoneinfo.available_timezones()) for change in changes_in(zone)]


def wall_inside(change: Change) -> datetime:
    """A wall time inside what is left out or comes twice; not the middle, which bisections meet by chance."""
    lower, upper = sorted((change.old, change.new))
    return (change.at + lower + (upper - lower) * 0.37).replace(tzinfo=None, microsecond=0)


def test_a_time_that_does_not_exist_is_the_first_instant_after_the_gap() -> None:
    gaps = [change for change in all_changes() if change.new > change.old]
    assert [gap for gap in gaps if resolve(wall_inside(gap), gap.zone) != gap.at] == []
    assert len(gaps) > 900


def test_a_time_that_exists_twice_is_the_first_of_them() -> None:
    folds = [change for change in all_changes() if change.new < change.old]
    wrong = []
    for fold in folds:
        wall = wall_inside(fold)
        first = (wall - fold.old).replace(tzinfo=UTC)
        if resolve(wall, fold.zone) != first or not first < fold.at:
            wrong.append(fold)
    assert wrong == []
    assert len(folds) > 900


def test_the_edges_of_every_change() -> None:
    """The last second before, and the first after, are what the clock on the wall shows."""
    wrong = []
    for change in all_changes():
        before = (change.at - SECOND + change.old).replace(tzinfo=None)
        if resolve(before, change.zone) != change.at - SECOND:
            wrong.append(change)
        if change.new > change.old:
            after = (change.at + change.new).replace(tzinfo=None)
            left_out = (change.at + change.old).replace(tzinfo=None)
            if resolve(after, change.zone) != change.at or resolve(left_out, change.zone) != change.at:
                wrong.append(change)
    assert wrong == []


def test_a_weekly_slot_inside_each_change_takes_place_exactly_once(
    record_property: Callable[[str, object], None],
) -> None:
    """A slot whose second week falls into the hour that is left out, or comes twice."""
    assert not zoneinfo.TZPATH, "the pinned package alone"
    changes = all_changes()
    wrong = []
    for change in changes:
        wall = wall_inside(change)
        slot = Slot(wall - STEP, wall - STEP + timedelta(days=5), weeks=3)
        before, during, after = (one.opens for one in wanted_by(slot, change.zone, "Open", None))
        inside = change.at if change.new > change.old else (wall - change.old).replace(tzinfo=UTC)
        if before is None or after is None or during != inside or not before < inside < after:
            wrong.append(change)
    assert wrong == []
    zones = len({change.zone for change in changes})
    record_property(MEASURED, f"{len(changes)} changes of local time in {zones} zones, 2026 to 2030")
    assert len(changes) > 1800


@pytest.mark.parametrize(
    ("wall", "zone", "instant"),
    [
        # The two strange Sundays of 2026 in Berlin.
        ("2026-03-29 02:00", "Europe/Berlin", "2026-03-29 01:00"),
        ("2026-03-29 02:30", "Europe/Berlin", "2026-03-29 01:00"),
        ("2026-03-29 03:00", "Europe/Berlin", "2026-03-29 01:00"),
        ("2026-03-29 03:01", "Europe/Berlin", "2026-03-29 01:01"),
        ("2026-10-25 01:59", "Europe/Berlin", "2026-10-24 23:59"),
        ("2026-10-25 02:30", "Europe/Berlin", "2026-10-25 00:30"),
        ("2026-10-25 03:00", "Europe/Berlin", "2026-10-25 02:00"),
        # The same two in New York, a week or more apart from Europe's.
        ("2026-03-08 02:30", "America/New_York", "2026-03-08 07:00"),
        ("2026-11-01 01:30", "America/New_York", "2026-11-01 05:30"),
        # Where midnight itself is left out: a week due at 00:00 is due an hour later on the wall.
        ("2026-04-24 00:00", "Africa/Cairo", "2026-04-23 22:00"),
        ("2026-09-06 00:00", "America/Santiago", "2026-09-06 04:00"),
        ("2026-03-08 00:30", "America/Havana", "2026-03-08 05:00"),
        ("2026-03-29 00:00", "Asia/Beirut", "2026-03-28 22:00"),
        ("2026-03-29 00:30", "Atlantic/Azores", "2026-03-29 01:00"),
        # Half an hour, in both directions.
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:30"),
        ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-04 14:45"),
        # A day that never was, and a zone that never changes.
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-30 10:00"),
        ("2026-03-29 02:30", "Asia/Seoul", "2026-03-28 17:30"),
    ],
)
def test_days_on_which_the_clocks_change(wall: str, zone: str, instant: str) -> None:
    assert resolve(datetime.fromisoformat(wall), zone) == datetime.fromisoformat(f"{instant}+00:00")
