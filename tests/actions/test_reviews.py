"""Reviews: who has what, what is kept, and what students know before and after the release."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.members import status
from bot.actions.policies import choose_scale
from bot.actions.releases import release
from bot.actions.reviews import Opinion, Queue, mark, next_report, opened, report_before, report_of
from bot.actions.versions import show
from bot.seminar.cards import MarkCard
from bot.seminar.courses import Person, RemindBy
from bot.seminar.deliveries import Kind, Reason, State
from bot.seminar.refusals import (
    AlreadyReleased,
    BadMark,
    BeingReviewed,
    NothingToReview,
    NotInstructor,
    NotStaff,
    ReviewedMeanwhile,
    UnknownReport,
)
from bot.seminar.reviews import LEASE, ScaleKind
from tests.actions.school import (
    BORA,
    DAY,
    DOHA,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    OUTSIDER,
    SECOND,
    School,
    ask,
)

AFTER = DUE + DAY
LATER = AFTER + HOUR


@pytest.fixture
async def class_of_three(school: School) -> School:
    """Three reports are in and read, and the week is over."""
    for who in (NARI, BORA, DOHA):
        await school.join(who)
        await school.hand_in(who, f"P: Pavements are rooms.\nS: I am {who.user_xid}.\n")
    await school.sweep(AFTER)
    return school


def who_is_before(queue: Queue) -> int | None:
    return queue.report.member.user_xid if queue.report else None


async def say(
    school: School,
    queue: Queue,
    given: str,
    who: Person = INSTRUCTOR,
    at: datetime = AFTER,
    comment: str = "",
) -> Queue:
    assert queue.report is not None
    seen = queue.report.reviews[-1].review_id if queue.report.reviews else 0
    opinion = Opinion(queue.report.receipt.version.version_id, seen, [given], comment)
    member_id = queue.report.member.member_id
    return await mark(school.store, ask(who, at), 1, member_id, opinion)


async def mark_everything(school: School, at: datetime = AFTER) -> None:
    queue = await next_report(school.store, ask(INSTRUCTOR, at), None)
    for points in ("9", "8.50", "７,25"):
        queue = await say(school, queue, points, at=at, comment=f"Comment on {points}")
    assert (queue.report, queue.marked, queue.of) == (None, 3, 3)


async def marks_of(school: School, who: Person) -> list[str]:
    """What the student finds in their status and with their report."""
    standing = (await status(school.store, ask(who, LATER))).standings
    shown = await show(school.store, ask(who, LATER), 1, None)
    found = {one.review for one in standing} | {shown.review}
    return sorted(one.mark.value for one in found if one)


async def test_one_report_at_a_time_until_the_week_is_marked(class_of_three: School) -> None:
    school = class_of_three
    queue = await next_report(school.store, ask(INSTRUCTOR, AFTER), None)
    assert (who_is_before(queue), queue.marked, queue.of) == (NARI.user_xid, 0, 3)
    assert queue.report is not None
    assert queue.report.receipt.version.text.endswith("9001.\n")
    queue = await say(school, queue, "9")
    assert (who_is_before(queue), queue.marked) == (BORA.user_xid, 1)
    assert queue.report is not None
    before = await report_before(school.store, ask(INSTRUCTOR, AFTER), 1, queue.report.member.member_id)
    assert before.report is not None
    assert [one.mark.value for one in before.report.reviews] == ["9"]
    with pytest.raises(UnknownReport):
        await report_before(school.store, ask(INSTRUCTOR, AFTER), 1, before.report.member.member_id)


async def test_who_skips_gets_the_report_again_at_the_end(class_of_three: School) -> None:
    school, seen, after = class_of_three, [], None
    for _ in range(4):
        queue = await next_report(school.store, ask(INSTRUCTOR, AFTER), 1, after)
        assert queue.report is not None
        after = queue.report.member.member_id
        seen.append(queue.report.member.user_xid)
    assert seen == [9001, 9002, 9003, 9001]


async def test_two_of_the_staff_never_have_the_same_report(class_of_three: School) -> None:
    school = class_of_three
    mine = await next_report(school.store, ask(INSTRUCTOR, AFTER), None)
    theirs = await next_report(school.store, ask(MODERATOR, AFTER), None)
    assert (who_is_before(mine), who_is_before(theirs)) == (NARI.user_xid, BORA.user_xid)
    assert mine.report is not None
    assert theirs.held == {mine.report.member.member_id: INSTRUCTOR.user_xid}
    with pytest.raises(BeingReviewed):
        await report_of(school.store, ask(MODERATOR, AFTER), 1, NARI.user_xid)
    with pytest.raises(BeingReviewed):
        await opened(school.store, ask(MODERATOR, AFTER), 1, mine.report.member.member_id)
    with pytest.raises(BeingReviewed):
        await say(school, mine, "1", who=MODERATOR)
    later = await report_of(school.store, ask(MODERATOR, AFTER + LEASE + SECOND), 1, NARI.user_xid)
    assert who_is_before(later) == NARI.user_xid


async def test_a_mark_written_beside_anothers_is_refused_and_the_first_stands(class_of_three: School) -> None:
    school = class_of_three
    slow = await next_report(school.store, ask(INSTRUCTOR, AFTER), None)
    over = AFTER + LEASE + SECOND
    quick = await next_report(school.store, ask(MODERATOR, over), None)
    await say(school, quick, "8", who=MODERATOR, at=over)
    with pytest.raises(ReviewedMeanwhile):
        await say(school, slow, "3", at=over)
    again = await report_of(school.store, ask(INSTRUCTOR, over), 1, NARI.user_xid)
    assert again.report is not None
    assert [one.mark.value for one in again.report.reviews] == ["8"]


async def test_who_hands_in_again_waits_again(school: School) -> None:
    await school.join(NARI)
    await school.hand_in(NARI, "P: One.\n")
    first = await next_report(school.store, ask(INSTRUCTOR, MONDAY), 1)
    done = await say(school, first, "5", at=MONDAY)
    assert (done.marked, done.of) == (1, 1)
    await school.hand_in(NARI, "P: Two.\n", MONDAY + HOUR)
    again = await next_report(school.store, ask(INSTRUCTOR, MONDAY + 2 * HOUR), 1)
    assert again.report is not None
    assert (again.marked, again.report.receipt.version.text) == (0, "P: Two.\n")
    assert [one.version.number for one in again.report.receipts] == [1, 2]


async def test_the_version_on_time_is_marked_and_the_late_one_is_shown_beside_it(school: School) -> None:
    await school.join(NARI)
    await school.hand_in(NARI, "P: On time.\n")
    await school.hand_in(NARI, "P: Late.\n", DUE + HOUR)
    queue = await next_report(school.store, ask(INSTRUCTOR, AFTER), None)
    assert queue.report is not None
    assert queue.report.receipt.version.text == "P: On time.\n"
    assert [one.late for one in queue.report.receipts] == [False, True]


async def test_nothing_leaks_before_the_release_and_everybody_has_it_after(class_of_three: School) -> None:
    school = class_of_three
    await mark_everything(school)
    await school.sweep(LATER)
    assert not any(isinstance(one.card, MarkCard) for one in school.messenger.messages)
    assert [await marks_of(school, who) for who in (NARI, BORA, DOHA)] == [[], [], []]
    assert await school.owed(Kind.MARK) == []

    done = await release(school.store, ask(INSTRUCTOR, LATER), 1, anyway=False)
    assert (done.marked, done.waiting, done.told) == (3, 0, 3)
    await school.sweep(LATER)
    cards = [one.card for one in school.messenger.messages if isinstance(one.card, MarkCard)]
    assert [(card.review.mark.value, card.changed) for card in cards] == [
        ("9", False),
        ("8.5", False),
        ("7.25", False),
    ]
    assert [await marks_of(school, who) for who in (NARI, BORA, DOHA)] == [["9"], ["8.5"], ["7.25"]]


async def test_marks_are_released_once(class_of_three: School) -> None:
    school = class_of_three
    await mark_everything(school)
    await release(school.store, ask(INSTRUCTOR, LATER), 1, anyway=False)
    with pytest.raises(AlreadyReleased):
        await release(school.store, ask(MODERATOR, LATER), 1, anyway=True)
    await school.sweep(LATER)
    await school.sweep(LATER + DAY)
    assert len(await school.owed(Kind.MARK)) == 3


async def test_reports_that_wait_hold_the_release_up_until_staff_say_anyway(class_of_three: School) -> None:
    school = class_of_three
    with pytest.raises(NothingToReview):
        await release(school.store, ask(INSTRUCTOR, AFTER), 1, anyway=True)
    await say(school, await next_report(school.store, ask(INSTRUCTOR, AFTER), None), "9")
    held = await release(school.store, ask(INSTRUCTOR, AFTER), 1, anyway=False)
    assert (held.at, held.marked, held.waiting) == (None, 1, 2)
    assert await marks_of(school, NARI) == []
    done = await release(school.store, ask(INSTRUCTOR, AFTER), 1, anyway=True)
    assert (done.marked, done.waiting) == (1, 2)
    assert [await marks_of(school, who) for who in (NARI, BORA)] == [["9"], []]


async def test_a_change_after_the_release_leaves_a_trace_and_the_student_is_told(
    class_of_three: School,
) -> None:
    school = class_of_three
    await mark_everything(school)
    await release(school.store, ask(INSTRUCTOR, LATER), 1, anyway=False)
    await school.sweep(LATER)
    later = LATER + DAY
    queue = await report_of(school.store, ask(MODERATOR, later), 1, NARI.user_xid)
    await say(school, queue, "10", who=MODERATOR, at=later, comment="I had missed a page.")
    await school.sweep(later)
    last = school.messenger.messages[-1].card
    assert isinstance(last, MarkCard)
    assert (last.review.mark.value, last.review.comment, last.changed) == ("10", "I had missed a page.", True)
    again = await report_of(school.store, ask(MODERATOR, later), 1, NARI.user_xid)
    assert again.report is not None
    assert [one.mark.value for one in again.report.reviews] == ["9", "10"]


async def test_a_mark_that_is_changed_before_it_was_sent_is_sent_once(class_of_three: School) -> None:
    school = class_of_three
    await mark_everything(school)
    await release(school.store, ask(INSTRUCTOR, LATER), 1, anyway=False)
    queue = await report_of(school.store, ask(INSTRUCTOR, LATER), 1, NARI.user_xid)
    await say(school, queue, "1", at=LATER + SECOND)
    await school.sweep(LATER + HOUR)
    sent = [one for one in school.messenger.messages if one.target_xid == NARI.user_xid]
    cards = [one.card for one in sent if isinstance(one.card, MarkCard)]
    assert [card.review.mark.value for card in cards] == ["1"]
    first = (await school.owed(Kind.MARK))[0]
    assert (first.state, first.reason) == (State.SKIPPED, Reason.SUPERSEDED)


@pytest.mark.parametrize("how", [RemindBy.NEVER, RemindBy.MENTION])
async def test_who_wants_no_direct_message_finds_the_mark_in_their_status(
    class_of_three: School, how: RemindBy
) -> None:
    school = class_of_three
    await school.join(NARI, remind_by=how)
    await mark_everything(school)
    done = await release(school.store, ask(INSTRUCTOR, LATER), 1, anyway=False)
    assert (done.marked, done.told) == (3, 2)
    assert await marks_of(school, NARI) == ["9"]
    await school.sweep(LATER)
    to_nari = [one for one in school.messenger.messages if one.target_xid == NARI.user_xid]
    assert not any(isinstance(one.card, MarkCard) for one in to_nari)


async def test_nobody_is_woken_by_a_mark(class_of_three: School) -> None:
    school = class_of_three
    await mark_everything(school)
    night = DUE + timedelta(hours=6)
    await release(school.store, ask(INSTRUCTOR, night), 1, anyway=False)
    await school.sweep(night)
    assert not any(isinstance(one.card, MarkCard) for one in school.messenger.messages)
    morning = night + timedelta(hours=9)
    await school.sweep(morning)
    assert sum(isinstance(one.card, MarkCard) for one in school.messenger.messages) == 3


@pytest.mark.parametrize("who", [NARI, OUTSIDER, replace(INSTRUCTOR, guild_xid=None)])
async def test_only_staff_review(class_of_three: School, who: Person) -> None:
    school = class_of_three
    where = ask(who, AFTER, course_id=school.course.course_id)
    with pytest.raises(NotStaff):
        await next_report(school.store, where, 1)
    with pytest.raises(NotStaff):
        await report_of(school.store, where, 1, NARI.user_xid)
    with pytest.raises(NotStaff):
        await mark(school.store, where, 1, 1, Opinion(1, 0, ["9"], ""))
    with pytest.raises(NotStaff):
        await release(school.store, where, 1, anyway=True)
    with pytest.raises(NotInstructor):
        await choose_scale(school.store, where, ScaleKind.POINTS, "10", "")


async def test_a_mark_beyond_the_scale_is_not_kept(class_of_three: School) -> None:
    school = class_of_three
    queue = await next_report(school.store, ask(INSTRUCTOR, AFTER), None)
    for wrong in ("11", "-1", "", "9.999", "nine", "1e1"):
        with pytest.raises(BadMark):
            await say(school, queue, wrong)


async def test_a_rubric_adds_up_and_its_marks_outlive_it(class_of_three: School) -> None:
    school = class_of_three
    await choose_scale(school.store, ask(INSTRUCTOR, AFTER), ScaleKind.RUBRIC, "", "Argument 6\nEvidence 4")
    queue = await next_report(school.store, ask(INSTRUCTOR, AFTER), None)
    assert queue.report is not None
    opinion = Opinion(queue.report.receipt.version.version_id, 0, ["5.5", "3"], "")
    await mark(school.store, ask(INSTRUCTOR, AFTER), 1, queue.report.member.member_id, opinion)
    await choose_scale(school.store, ask(INSTRUCTOR, AFTER), ScaleKind.PASS_FAIL, "", "")
    again = await report_of(school.store, ask(INSTRUCTOR, AFTER), 1, NARI.user_xid)
    assert again.report is not None
    given = again.report.reviews[-1].mark
    assert (given.value, given.most) == ("8.5", "10")
    assert [(one.name, text) for one, text in given.parts] == [("Argument", "5.5"), ("Evidence", "3")]


async def test_marks_and_comments_are_sealed_and_never_rewritten(class_of_three: School, file: Path) -> None:
    await mark_everything(class_of_three)
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT mark, comment FROM reviews").fetchall()
        assert all(b"Comment" not in comment and b"value" not in given for given, comment in rows)
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            database.execute("UPDATE reviews SET reviewer_xid = 1")
