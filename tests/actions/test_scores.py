"""What staff choose of scores, and what students and staff see of them; one press to remind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions.courses import set_reminders
from bot.actions.extensions import excuse, extend
from bot.actions.members import status
from bot.actions.participation import Asked, history, remind_missing, week_table
from bot.actions.policies import choose_score, score_of
from bot.actions.posts import write_down
from bot.seminar.courses import Person, RemindBy
from bot.seminar.deliveries import Kind
from bot.seminar.refusals import NotInstructor, NotStaff, UnknownMember, WeekNotOpen
from bot.seminar.scores import USUAL, ScoreKind, Way
from tests.actions.school import (
    BORA,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    OUTSIDER,
    School,
    ask,
)
from tests.actions.test_posts import discussed, wrote
from tests.factories import OPENS

__all__ = ["discussed"]

POINTS = replace(USUAL, kind=ScoreKind.POINTS)


async def reminded(school: School) -> list[int]:
    """Whom a direct message has reminded, in order."""
    return [one.target_xid for one in school.messenger.of_class if one.key.startswith("reminder")]


async def test_a_course_has_no_score_until_it_wants_one(discussed: School) -> None:
    assert (await score_of(discussed.store, ask(INSTRUCTOR)))[1].kind is ScoreKind.OFF
    found = await status(discussed.store, ask(NARI, DUE + HOUR))
    assert (found.score, [one.score for one in found.standings]) == (None, [None])
    assert (await week_table(discussed.store, ask(MODERATOR), 1)).scores is None


async def test_a_score_is_explained_to_the_student_and_to_staff(discussed: School) -> None:
    await choose_score(discussed.store, ask(INSTRUCTOR), POINTS)
    assert (await score_of(discussed.store, ask(INSTRUCTOR)))[1] == POINTS
    said = [await wrote(discussed, 1, NARI), await wrote(discussed, 2, BORA, NARI)]
    await write_down(discussed.store, said, DUE)
    found = await status(discussed.store, ask(NARI, DUE + HOUR))
    (standing,) = found.standings
    assert standing.score
    assert {line.way: line.points for line in standing.score.lines} == {
        Way.REPORT: 5,
        Way.POST: 1,
        Way.FIRST: 1,
        Way.STARTED: 1,
        Way.ANSWERED: 2,
    }
    assert found.score
    assert (found.score.given, found.score.whole) == (10, 10)
    looked = await history(discussed.store, ask(MODERATOR, DUE + HOUR), NARI.user_xid)
    assert looked.standings == found.standings
    scores = (await week_table(discussed.store, ask(MODERATOR, DUE + HOUR), 1)).scores
    assert scores
    assert scores[standing_member(looked.member)] == standing.score


def standing_member(member: object) -> int:
    return int(getattr(member, "member_id", 0))


async def test_a_hidden_score_waits_for_the_students_own_deadline(discussed: School) -> None:
    await choose_score(discussed.store, ask(INSTRUCTOR), replace(POINTS, hidden=True))
    await extend(discussed.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-15 18:00")
    later = DUE + HOUR
    assert (await status(discussed.store, ask(NARI, later))).standings[0].score is None
    assert (await status(discussed.store, ask(BORA, later))).standings[0].score is not None
    looked = await history(discussed.store, ask(INSTRUCTOR, later), NARI.user_xid)
    assert looked.standings[0].score is not None, "staff see it"


async def test_an_excused_week_neither_gives_nor_takes(discussed: School) -> None:
    await choose_score(discussed.store, ask(INSTRUCTOR), POINTS)
    await excuse(discussed.store, ask(INSTRUCTOR), DOHA.user_xid, 1)
    assert (await status(discussed.store, ask(DOHA, DUE + HOUR))).score is None


@pytest.mark.parametrize("who", [MODERATOR, NARI, OUTSIDER], ids=["moderator", "student", "outsider"])
async def test_only_instructors_choose(school: School, who: Person) -> None:
    with pytest.raises(NotInstructor):
        await choose_score(school.store, ask(who), POINTS)
    with pytest.raises(NotInstructor):
        await score_of(school.store, ask(who))


async def test_a_history_is_for_staff_and_leaves_a_trace(discussed: School) -> None:
    for who in (NARI, OUTSIDER):
        with pytest.raises(NotStaff):
            await history(discussed.store, ask(who), BORA.user_xid)
        with pytest.raises(NotStaff):
            await remind_missing(discussed.store, ask(who), 1)
    with pytest.raises(UnknownMember):
        await history(discussed.store, ask(MODERATOR), OUTSIDER.user_xid)


async def test_one_press_reminds_whose_report_is_missing_once(school: School) -> None:
    for who, way in ((NARI, RemindBy.DIRECT), (BORA, RemindBy.NEVER), (DOHA, RemindBy.DIRECT)):
        await school.join(who, OPENS, way)
    await school.sweep(OPENS)
    await school.hand_in(DOHA)
    for presses in range(2):
        found = await remind_missing(school.store, ask(MODERATOR), 1)
        first = {Asked.PLANNED: 1, Asked.UNWANTED: 1}
        assert found.counts == (first if presses == 0 else {Asked.ALREADY: 1, Asked.UNWANTED: 1})
        await school.sweep(MONDAY)
        assert await reminded(school) == [NARI.user_xid]


async def test_in_quiet_hours_a_press_waits_for_their_end(school: School) -> None:
    await school.join(NARI, OPENS)
    await school.sweep(OPENS)
    night = OPENS + 6 * HOUR  # midnight in Seoul
    await set_reminders(school.store, ask(INSTRUCTOR), None, "22:00-08:00", None)
    await remind_missing(school.store, ask(MODERATOR, night), 1)
    await school.sweep(night)
    assert await reminded(school) == []
    await school.sweep(night + 9 * HOUR)
    assert await reminded(school) == [NARI.user_xid]


async def test_nobody_is_reminded_after_their_own_deadline_or_before_the_week(school: School) -> None:
    await school.join(NARI, OPENS)
    with pytest.raises(WeekNotOpen):
        await remind_missing(school.store, ask(MODERATOR, OPENS - HOUR), 1)
    await school.sweep(OPENS)
    owed = len(await school.owed(Kind.REMINDER))
    found = await remind_missing(school.store, ask(MODERATOR, DUE + HOUR), 1)
    assert found.counts == {Asked.PAST: 1}
    assert len(await school.owed(Kind.REMINDER)) == owed
