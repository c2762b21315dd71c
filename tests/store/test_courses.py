"""Courses: each belongs to one channel of one server."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.actions.ports import Store
from bot.seminar.courses import KEY_CLAIM_LIMIT, REMINDER_OFFSETS
from bot.store.engine import SqliteStore
from tests.factories import CHANNEL, GUILD, OPENS, new_course
from tests.store.world import ELSEWHERE, World


async def test_a_course_comes_back_as_it_was_set_up(store: Store) -> None:
    new = new_course()
    added = await store.write(lambda tx: tx.courses.add(new, OPENS))
    assert await store.read(lambda tx: tx.courses.get(GUILD, added.course_id)) == added
    for field in fields(new):
        assert getattr(added, field.name) == getattr(new, field.name)
    assert (added.reminder_offsets, added.key_claim_limit) == (REMINDER_OFFSETS, KEY_CLAIM_LIMIT)
    assert added.reminder_offsets[0] == timedelta(hours=48)


async def test_a_course_is_found_by_its_channel_in_its_own_server(store: Store, world: World) -> None:
    found = await store.read(
        lambda tx: (
            tx.courses.of_channel(GUILD, CHANNEL),
            tx.courses.of_channel(GUILD, 7102),
            tx.courses.of_channel(ELSEWHERE, CHANNEL),
            tx.courses.of_channel(ELSEWHERE, 7102),
        )
    )
    assert found == (world.course, world.twin, world.foreign, None)


async def test_a_course_is_not_found_from_another_server(store: Store, world: World) -> None:
    foreign_id = world.foreign.course_id
    assert await store.read(lambda tx: tx.courses.get(GUILD, foreign_id)) is None
    assert await store.read(lambda tx: tx.courses.by_id(foreign_id)) == world.foreign


async def test_a_server_lists_its_own_courses(store: Store, world: World) -> None:
    assert await store.read(lambda tx: tx.courses.of_guild(GUILD)) == [world.course, world.twin]
    assert await store.read(lambda tx: tx.courses.of_guild(1)) == []


async def test_a_channel_carries_one_course(store: Store, world: World) -> None:
    with pytest.raises(IntegrityError):
        await store.write(lambda tx: tx.courses.add(new_course(), OPENS))


async def test_all_courses_are_counted(store: SqliteStore, world: World) -> None:
    assert len(await store.read(lambda tx: tx.courses.every())) == 3
