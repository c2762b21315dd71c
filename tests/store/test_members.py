"""Members: a person once per course, a student number once per course."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, RemindBy, Role
from tests.factories import GUILD, OPENS
from tests.store.world import ELSEWHERE, World


async def test_a_new_member_is_known_by_the_account_alone(store: Store, world: World) -> None:
    nari = world.nari
    assert (nari.user_xid, nari.role, nari.joined_at) == (9001, Role.STUDENT, OPENS)
    assert (nari.student_number, nari.name, nari.remind_by) == (None, None, RemindBy.DIRECT)
    assert await store.read(lambda tx: tx.members.of_user(world.course, 9001)) == nari
    assert await store.read(lambda tx: tx.members.get(world.course, nari.member_id)) == nari


async def test_who_links_is_found_by_number(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.members.identify(world.nari, "2031-00417", "오나리"))
    found = await store.read(lambda tx: tx.members.with_number(world.course, "2031-00417"))
    assert found == replace(world.nari, student_number="2031-00417", name="오나리")
    assert await store.read(lambda tx: tx.members.with_number(world.course, "2031-00418")) is None


async def test_who_unlinks_is_found_by_number_no_more(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.members.identify(world.nari, "2031-00417", "Nari Oh"))
    await store.write(lambda tx: tx.members.identify(world.nari, None, None))
    assert await store.read(lambda tx: tx.members.with_number(world.course, "2031-00417")) is None
    assert await store.read(lambda tx: tx.members.get(world.course, world.nari.member_id)) == world.nari


async def test_a_number_belongs_to_one_member_of_a_course(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.members.identify(world.nari, "2031-00417", "Nari Oh"))
    with pytest.raises(IntegrityError):
        await store.write(lambda tx: tx.members.identify(world.bora, "2031-00417", "Bora Lim"))
    twin = await store.write(lambda tx: tx.members.add(world.twin, 9002, Role.STUDENT, OPENS))
    await store.write(lambda tx: tx.members.identify(twin, "2031-00417", "Bora Lim"))


async def test_a_person_is_in_a_course_once(store: Store, world: World) -> None:
    with pytest.raises(IntegrityError):
        await store.write(lambda tx: tx.members.add(world.course, 9001, Role.AUDITOR, OPENS))


async def test_a_member_is_not_found_from_another_course(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.members.identify(world.nari, "2031-00417", "Nari Oh"))

    def seen_from(tx: Tx, other: Course) -> tuple[object, ...]:
        return (
            tx.members.of_user(other, 9001),
            tx.members.get(other, world.nari.member_id),
            tx.members.with_number(other, "2031-00417"),
            tx.members.students(other),
        )

    found = await store.read(lambda tx: [seen_from(tx, world.twin), seen_from(tx, world.foreign)])
    assert found == [(None, None, None, [])] * 2


async def test_students_are_listed_without_staff_and_auditors(store: Store, world: World) -> None:
    def work(tx: Tx) -> None:
        for user_xid, role in enumerate((Role.INSTRUCTOR, Role.MODERATOR, Role.AUDITOR), start=9003):
            tx.members.add(world.course, user_xid, role, OPENS)

    await store.write(work)
    assert await store.read(lambda tx: tx.members.students(world.course)) == [world.nari, world.bora]


async def test_how_to_remind_is_changed_for_one_member(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.members.remind_by(world.nari, RemindBy.NEVER))
    students = await store.read(lambda tx: tx.members.students(world.course))
    assert [student.remind_by for student in students] == [RemindBy.NEVER, RemindBy.DIRECT]


async def test_the_courses_of_a_person_in_one_server(store: Store, world: World) -> None:
    await store.write(lambda tx: tx.members.add(world.twin, 9001, Role.AUDITOR, OPENS))
    await store.write(lambda tx: tx.members.add(world.foreign, 9001, Role.STUDENT, OPENS))
    assert await store.read(lambda tx: tx.members.courses_of(GUILD, 9001)) == [world.course, world.twin]
    assert await store.read(lambda tx: tx.members.courses_of(ELSEWHERE, 9001)) == [world.foreign]
    assert await store.read(lambda tx: tx.members.courses_of(GUILD, 9009)) == []
