"""The end of a course: what can still be done, what is sent no more, and what the next term keeps."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from bot.actions.courses import set_up
from bot.actions.extensions import excuse
from bot.actions.members import link, status
from bot.actions.participation import week_table
from bot.actions.policies import choose_late
from bot.actions.releases import release
from bot.actions.reports import hand_in, weeks_open_to
from bot.actions.reviews import next_report
from bot.actions.roster import import_roster
from bot.actions.terms import archived_week, close, look, take_over_roster
from bot.actions.trail import page
from bot.actions.weeks import plan_week
from bot.papers.archives import archive_of
from bot.seminar.courses import Person, RemindBy
from bot.seminar.deliveries import Kind, Reason, State
from bot.seminar.lateness import LateKind
from bot.seminar.refusals import CourseClosed, CourseExists, NothingToKeep, NotInstructor
from bot.words.catalogues import words_for
from tests.actions.school import (
    BORA,
    COURSE,
    DAY,
    DUE,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    NEXT_WEEK,
    OUTSIDER,
    OWNER,
    WEEK,
    School,
    ask,
)

OVER = DUE + DAY
TABLE = [["Student number", "Name"], ["2031-9001", "Nari Oh"], ["2031-9002", "Bora Lim"]]


@pytest.fixture
async def ended(school: School) -> School:
    """A course with a report that has ended in its first week, with another week ahead."""
    await plan_week(school.store, ask(INSTRUCTOR), NEXT_WEEK)
    await school.join(NARI)
    await school.hand_in(NARI)
    await school.join(BORA)
    await school.sweep(MONDAY)
    ending = await close(school.store, ask(INSTRUCTOR, MONDAY))
    assert (ending.students, ending.reports, ending.was_closed) == (2, 1, False)
    return school


async def test_a_closed_course_is_read_and_not_changed(ended: School) -> None:
    store = ended.store
    assert (await week_table(store, ask(INSTRUCTOR, OVER), 1)).lines
    assert (await status(store, ask(NARI, OVER))).standings
    assert (await page(store, ask(INSTRUCTOR, OVER), None, None)).lines[0].entry.act == "setup close"
    changes = [
        excuse(store, ask(INSTRUCTOR, OVER), NARI.user_xid, 1),
        choose_late(store, ask(INSTRUCTOR, OVER), LateKind.ACCEPT),
        next_report(store, ask(INSTRUCTOR, OVER), 1),
        release(store, ask(INSTRUCTOR, OVER), 1, anyway=True),
        ended.join(BORA, OVER),
        ended.hand_in(NARI, "P: Late.\n", OVER),
    ]
    for change in changes:
        with pytest.raises(CourseClosed):
            await change
    assert await weeks_open_to(store, NARI.user_xid, MONDAY) == []


async def test_nothing_is_sent_and_no_week_turns_any_more(ended: School) -> None:
    before = len(ended.messenger.messages)
    for days in range(1, 20):
        await ended.sweep(MONDAY + days * DAY)
    assert len(ended.messenger.messages) == before
    owed = await ended.owed()
    assert {one.state for one in owed} <= {State.SENT, State.SKIPPED}
    reasons = {one.reason for one in owed if one.kind is Kind.REMINDER}
    assert reasons == {Reason.COURSE_CLOSED}


async def test_the_archive_holds_what_stands(ended: School) -> None:
    one = await archived_week(ended.store, ask(INSTRUCTOR, OVER), 1)
    assert [(member.user_xid, version.number) for member, version, _ in one.kept] == [(NARI.user_xid, 1)]
    again = await close(ended.store, ask(INSTRUCTOR, OVER))
    assert again.was_closed
    assert again.course.closed_at == MONDAY


async def test_the_archive_holds_nothing_of_another_course(school: School) -> None:
    beside = replace(COURSE, name="Beside", channel_xid=7199)
    await set_up(school.store, ask(OWNER), beside)
    there = (7199,)
    await plan_week(school.store, ask(INSTRUCTOR, channels=there), WEEK)
    await link(school.store, ask(BORA, channels=there), "2031-beside", "Bora Beside", RemindBy.DIRECT)
    await school.join(NARI)
    await school.hand_in(NARI)
    text = "P: What lies beside is another course.\n"
    await hand_in(school.store, school.reader, ask(BORA, channels=there), school.brought(BORA, text), 1)
    await school.sweep(OVER)
    ending = await close(school.store, ask(INSTRUCTOR, OVER))
    weeks = [await archived_week(school.store, ask(INSTRUCTOR, OVER), week.number) for week in ending.weeks]
    assert (ending.students, ending.reports) == (1, 1)
    assert [len(week.kept) for week in weeks] == [1]
    files = archive_of(words_for("en"), ending.course, weeks, OVER)
    with zipfile.ZipFile(io.BytesIO(files)) as packed:
        whole = b" ".join(name.encode() + packed.read(name) for name in packed.namelist())
    assert f"2031-{NARI.user_xid}".encode() in whole
    for other in (b"eside", str(BORA.user_xid).encode()):
        assert other not in whole


@pytest.mark.parametrize("who", [MODERATOR, NARI, OUTSIDER])
async def test_only_the_instructor_ends_a_course(school: School, who: Person) -> None:
    for end in (look, close):
        with pytest.raises(NotInstructor):
            await end(school.store, ask(who))
    with pytest.raises(NotInstructor):
        await archived_week(school.store, ask(who), 1)


async def test_the_next_term_begins_in_the_same_channel_with_what_it_keeps(school: School) -> None:
    store = school.store
    await import_roster(store, ask(INSTRUCTOR), TABLE, withdraw_missing=False)
    await choose_late(store, ask(INSTRUCTOR), LateKind.DEDUCT, 20, 40)
    choices = replace(COURSE, name="Cities again")
    with pytest.raises(CourseExists):
        await set_up(store, ask(OWNER, OVER), choices)
    elsewhere = replace(choices, channel_xid=7199)
    with pytest.raises(NothingToKeep):
        await set_up(store, ask(OWNER, OVER), elsewhere, take_over=take_over_roster)
    await close(store, ask(INSTRUCTOR, OVER))
    new = await set_up(store, ask(OWNER, OVER), choices, take_over=take_over_roster)
    roster = await store.read(lambda tx: tx.roster.of_course(new))
    assert [(one.student_number, one.member_id) for one in roster] == [
        ("2031-9001", None),
        ("2031-9002", None),
    ]
    assert (await store.read(lambda tx: tx.policies.late(new))).per_day == 20
    planned = await plan_week(store, ask(INSTRUCTOR, OVER), replace(NEXT_WEEK, number=1))
    assert planned.week.course_id == new.course_id
    old = await look(store, ask(INSTRUCTOR, OVER, course_id=school.course.course_id))
    assert old.was_closed
