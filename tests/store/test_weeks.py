"""Weeks: the plan, what is granted in it, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.actions.ports import Store
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, Presenter, WeekState
from tests.factories import DUE, OPENS, new_week, times
from tests.store.world import DAY, World

SECOND = timedelta(seconds=1)


async def test_a_week_comes_back_as_it_was_planned(store: Store, world: World) -> None:
    named = (Presenter("Nari Oh", world.nari.member_id), Presenter("손님"))
    new = new_week(number=3, presenters=named)
    added = await store.write(lambda tx: tx.weeks.add(world.course, new))
    assert (added.number, added.topic, added.prompt, added.presenters) == (3, new.topic, new.prompt, named)
    assert (added.times, added.state) == (new.times, WeekState.PLANNED)
    found = await store.read(
        lambda tx: (
            tx.weeks.get(world.course, added.week_id),
            tx.weeks.numbered(world.course, 3),
            tx.weeks.of_course(world.course)[-1],
        )
    )
    assert found == (added, added, added)


async def test_weeks_are_listed_by_number_in_their_own_course(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.weeks.add(world.course, new_week(number=0)))
    weeks = await store.read(lambda tx: tx.weeks.of_course(world.course))
    assert [week.number for week in weeks] == [0, 1, 2]
    assert await store.read(lambda tx: tx.weeks.of_course(world.foreign)) == []
    assert await store.read(lambda tx: tx.weeks.get(world.twin, world.week.week_id)) is None
    assert await store.read(lambda tx: tx.weeks.numbered(world.twin, 2)) is None


async def test_a_number_is_planned_once(store: Store, world: World) -> None:
    with pytest.raises(IntegrityError):
        await store.write(lambda tx: tx.weeks.add(world.course, new_week(number=2)))


async def test_a_week_takes_its_turns_in_the_order_of_time(store: Store, world: World) -> None:
    """It opens at its hour, is discussed when due, and wakes nobody after that."""
    assert await store.read(lambda tx: tx.weeks.next_turn()) == OPENS
    assert await store.read(lambda tx: tx.weeks.next_to_open(OPENS - SECOND)) is None
    assert await store.read(lambda tx: tx.weeks.next_to_open(OPENS)) == (world.course, world.week)
    await store.write(lambda tx: tx.weeks.set_state(world.twin_week, WeekState.SKIPPED))
    await store.write(lambda tx: tx.weeks.set_state(world.week, WeekState.OPEN))
    opened = replace(world.week, state=WeekState.OPEN)

    assert await store.read(lambda tx: tx.weeks.next_to_open(OPENS)) is None
    assert await store.read(lambda tx: tx.weeks.next_turn()) == DUE
    assert await store.read(lambda tx: tx.weeks.next_to_discuss(DUE - SECOND)) is None
    assert await store.read(lambda tx: tx.weeks.next_to_discuss(DUE)) == (world.course, opened)
    await store.write(lambda tx: tx.weeks.set_state(world.week, WeekState.DISCUSSING))

    assert await store.read(lambda tx: tx.weeks.next_to_discuss(DUE)) is None
    assert await store.read(lambda tx: tx.weeks.next_turn()) == world.next_week.times.opens
    await store.write(lambda tx: tx.weeks.set_state(world.next_week, WeekState.SKIPPED))
    assert await store.read(lambda tx: tx.weeks.next_turn()) is None


async def test_a_state_is_changed_for_one_week(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.weeks.set_state(world.week, WeekState.SKIPPED))
    weeks = await store.read(lambda tx: tx.weeks.of_course(world.course))
    assert [week.state for week in weeks] == [WeekState.SKIPPED, WeekState.PLANNED]


async def test_of_two_weeks_the_earlier_turn_comes_first(store: Store, world: World) -> None:
    early = new_week(number=5, when=times(opens=OPENS - DAY))
    added = await store.write(lambda tx: tx.weeks.add(world.course, early))
    assert await store.read(lambda tx: tx.weeks.next_to_open(OPENS)) == (world.course, added)


async def test_weeks_that_take_reports(store: Store, world: World) -> None:
    """From their hour to the cut-off; after it, those in which somebody was granted something."""
    cutoff = world.week.times.cutoff

    async def taking(at: datetime) -> list[int]:
        weeks = await store.read(lambda tx: tx.weeks.taking(world.course, at))
        return sorted(week.number for week in weeks)

    assert [await taking(at) for at in (OPENS - SECOND, OPENS, cutoff, cutoff + SECOND)] == [
        [],
        [1],
        [1, 2],
        [2],
    ]
    allowed = Allowance(due=cutoff + DAY)
    await store.write(lambda tx: tx.weeks.allow(world.course, world.week, world.nari, allowed))
    assert await taking(cutoff + SECOND) == [1, 2]
    assert await store.read(lambda tx: tx.weeks.taking(world.foreign, OPENS)) == []


async def test_what_is_granted_holds_for_one_member_and_week(store: Store, world: World) -> None:
    later = Allowance(due=DUE + DAY)
    excused = Allowance(due=DUE + DAY, excused=True)
    await store.write(lambda tx: tx.weeks.allow(world.course, world.week, world.nari, later))
    assert await store.read(lambda tx: tx.weeks.allowance(world.week, world.nari)) == later
    await store.write(lambda tx: tx.weeks.allow(world.course, world.week, world.nari, excused))
    assert await store.read(lambda tx: tx.weeks.allowance(world.week, world.nari)) == excused
    assert await store.read(lambda tx: tx.weeks.allowance(world.week, world.bora)) == NOTHING_GRANTED
    assert await store.read(lambda tx: tx.weeks.allowance(world.next_week, world.nari)) == NOTHING_GRANTED
    assert await store.read(lambda tx: tx.weeks.allowances(world.week)) == {world.nari.member_id: excused}
    assert await store.read(lambda tx: tx.weeks.allowances(world.twin_week)) == {}
    assert await store.read(lambda tx: tx.weeks.granted_to(world.nari)) == {world.week.week_id: excused}
    assert await store.read(lambda tx: tx.weeks.granted_to(world.bora)) == {}


async def test_the_week_before_is_the_one_that_was_due_last(store: Store, world: World) -> None:
    long_ago = new_week(number=9, when=times(opens=OPENS - 20 * DAY, due=DUE - 20 * DAY, cutoff=DUE))
    first = await store.write(lambda tx: tx.weeks.add(world.course, long_ago))
    before = await store.read(lambda tx: [*map(tx.weeks.before, (world.next_week, world.week, first))])
    assert before == [world.week, first, None]
    assert await store.read(lambda tx: tx.weeks.before(world.twin_week)) is None
