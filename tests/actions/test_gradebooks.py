"""Gradebooks: what a column holds of whom, and that marks go out only when students have them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions.extensions import excuse
from bot.actions.gradebooks import Column, Filled, Wish, fill_gradebook
from bot.actions.policies import choose_score
from bot.actions.releases import release
from bot.actions.reviews import Opinion, mark, next_report
from bot.actions.roster import import_roster
from bot.actions.trail import page
from bot.reading.gradebook import book_of
from bot.seminar.courses import Person
from bot.seminar.gradebooks import DoubtKind, System
from bot.seminar.refusals import BadText, NoScore, NotReleased, NotStaff
from bot.seminar.scores import ScoreKind, score_policy
from tests.actions.school import (
    BORA,
    DAY,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    NARI,
    OUTSIDER,
    School,
    ask,
)

OVER = DUE + DAY
TABLE = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Week 1 Report (5)\n"
    "    Points Possible,,,,,10\n"
    "Nari,1,2031-9001,n,1,\n"
    "Bora,2,2031-9002,b,1,\n"
    "Doha,3,2031-9003,d,1,\n"
    "Enrolled,4,2031-9004,e,1,\n"
)
MARKS = Wish(System.CANVAS, 1, Column.MARK, "Week 1 Report")
COMPLETION = replace(MARKS, column=Column.COMPLETION)


async def run(school: School, wish: Wish, who: Person = INSTRUCTOR) -> Filled:
    book = book_of("grades.csv", TABLE.encode())
    return await fill_gradebook(school.store, ask(who, OVER), book, wish)


def column(done: Filled) -> list[str]:
    return [line.rpartition(",")[2] for line in done.table.decode().splitlines()[2:]]


@pytest.fixture
async def over(school: School) -> School:
    """One handed in, one late, one is excused, and one is on the roster alone."""
    roster = [["Student number", "Name"], ["2031-9004", "Enrolled Only"]]
    await import_roster(school.store, ask(INSTRUCTOR), roster, withdraw_missing=False)
    for who in (NARI, BORA, DOHA):
        await school.join(who)
    await school.hand_in(NARI)
    await school.hand_in(BORA, at=DUE + HOUR)
    await excuse(school.store, ask(INSTRUCTOR), DOHA.user_xid, 1)
    await school.sweep(OVER)
    return school


async def test_completion_is_all_of_the_points_also_for_a_late_report(over: School) -> None:
    done = await run(over, COMPLETION)
    assert column(done) == ["10", "10", "EX", ""]
    assert done.filling.doubts == []


async def test_who_is_missing_gets_none_of_them(school: School) -> None:
    await school.join(NARI)
    await school.sweep(OVER)
    done = await run(school, COMPLETION)
    assert column(done)[0] == "0"
    assert {one.kind for one in done.filling.doubts} == {DoubtKind.UNKNOWN}


async def test_marks_leave_the_house_only_once_students_have_them(over: School) -> None:
    queue = await next_report(over.store, ask(INSTRUCTOR, OVER), None)
    assert queue.report is not None
    opinion = Opinion(queue.report.receipt.version.version_id, 0, ["7.50"], "")
    await mark(over.store, ask(INSTRUCTOR, OVER), 1, queue.report.member.member_id, opinion)
    with pytest.raises(NotReleased):
        await run(over, MARKS)
    await release(over.store, ask(INSTRUCTOR, OVER), 1, anyway=True)
    done = await run(over, MARKS)
    assert column(done) == ["7.5", "", "EX", ""]
    assert done.filling.left == 2


async def test_a_score_is_of_the_weeks_full_credit_and_only_where_there_is_one(over: School) -> None:
    scores = replace(MARKS, column=Column.SCORE)
    with pytest.raises(NoScore):
        await run(over, scores)
    await choose_score(
        over.store, ask(INSTRUCTOR), score_policy(ScoreKind.COMPLETION, 1, 1, {}, hidden=False)
    )
    assert column(await run(over, scores)) == ["1", "1", "EX", ""]


async def test_an_export_is_in_the_trail(over: School) -> None:
    await run(over, COMPLETION, MODERATOR)
    newest = (await page(over.store, ask(INSTRUCTOR, OVER), None, 1)).lines[0].entry
    assert (newest.act, newest.actor_xid, newest.detail["count"]) == ("export canvas", MODERATOR.user_xid, 3)


@pytest.mark.parametrize("who", [NARI, OUTSIDER])
async def test_only_staff_export(over: School, who: Person) -> None:
    with pytest.raises(NotStaff):
        await run(over, COMPLETION, who)


@pytest.mark.parametrize("title", ["=1+1", "+a", "@a", "＝1", "-1", " "])
async def test_no_title_is_a_formula(over: School, title: str) -> None:
    with pytest.raises(BadText):
        await run(over, replace(COMPLETION, title=title))
