"""Versions: which one counts, what is taken back, what a receipt proves, and what its writer corrects."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.actions.extensions import extend
from bot.actions.policies import choose_late, choose_parts
from bot.actions.readings import correct, read_pending
from bot.actions.reports import form_for, hand_in, hints_for, keep_draft, weeks_open_to
from bot.actions.versions import history_of, restore, show, two_versions, verify, withdraw
from bot.actions.weeks import plan_week
from bot.seminar.courses import Person
from bot.seminar.hints import Hint, HintKind
from bot.seminar.lateness import LateKind
from bot.seminar.receipts import code_of
from bot.seminar.refusals import (
    BadNumber,
    DeadlinePassed,
    NotMember,
    UnknownCode,
    UnknownReport,
    WeekClosed,
)
from bot.seminar.reports import Header
from bot.store.seal import Seal
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
    NEXT_WEEK,
    OUTSIDER,
    SECOND,
    School,
    ask,
    in_private,
    rows,
)
from tests.factories import OPENS

GRACE = timedelta(minutes=10)
SIGN = Seal(Seal.new_key()).sign


async def read(school: School) -> None:
    while await read_pending(school.store, school.reader):
        pass


# What counts


async def test_a_late_version_takes_nothing_from_the_one_on_time(opened: School) -> None:
    await opened.hand_in(NARI, "One.")
    on_time = await opened.hand_in(NARI, "Two.", at=DUE)
    late = await opened.hand_in(NARI, "Three.", at=DUE + DAY)
    assert (on_time.counts, late.counts, late.late) == (2, 2, True)
    history = await history_of(opened.store, ask(NARI), 1)
    assert (history.counts, [one.late for one in history.receipts]) == (2, [False, False, True])


async def test_the_policy_says_what_a_late_report_is_worth_and_what_is_refused(opened: School) -> None:
    await choose_late(opened.store, ask(INSTRUCTOR), LateKind.DEDUCT, 15, 60)
    late = await opened.hand_in(NARI, at=DUE + DAY + SECOND)
    assert (late.lateness.days, late.lateness.worth) == (2, 70)
    await choose_late(opened.store, ask(INSTRUCTOR), LateKind.REFUSE)
    await opened.join(BORA)
    with pytest.raises(WeekClosed):
        await opened.hand_in(BORA, at=DUE + GRACE + SECOND)
    await extend(opened.store, ask(INSTRUCTOR), BORA.user_xid, 1, "+1")
    assert not (await opened.hand_in(BORA, at=DUE + DAY)).late


# Taken back


async def test_a_report_is_taken_back_with_a_trace_and_stands_again(opened: School, file: Path) -> None:
    await opened.hand_in(NARI, "P: One.")
    await read(opened)
    gone = await withdraw(opened.store, ask(NARI, MONDAY + HOUR), None)
    assert (gone.versions, gone.until) == (1, DUE + GRACE)
    assert (rows(file, "statements"), rows(file, "claims"), rows(file, "versions")) == (0, 0, 1)
    with pytest.raises(UnknownReport):
        await show(opened.store, ask(NARI), 1, None)
    assert await opened.store.read(lambda tx: tx.reports.count(opened.week)) == 0
    history = await history_of(opened.store, ask(NARI), 1)
    assert (history.withdrawn, history.counts) == (frozenset({1}), None)
    await restore(opened.store, ask(NARI, DUE + GRACE), 1)
    await read(opened)
    shown = await show(opened.store, ask(NARI), 1, None)
    assert (shown.receipt.version.received_at, shown.receipt.counts) == (MONDAY, 1)
    assert rows(file, "statements") == 1
    acts = (await history_of(opened.store, ask(NARI), 1)).acts
    assert acts == [("withdraw", MONDAY + HOUR), ("restore", DUE + GRACE)]


async def test_what_was_taken_back_before_it_was_read_states_nothing(opened: School, file: Path) -> None:
    await opened.hand_in(NARI, "P: One.")
    await withdraw(opened.store, ask(NARI), 1)
    await read(opened)
    assert rows(file, "statements") == 0


async def test_a_withdrawn_text_can_be_handed_in_anew(opened: School) -> None:
    await opened.hand_in(NARI, "One.")
    await withdraw(opened.store, ask(NARI), 1)
    again = await opened.hand_in(NARI, "One.", at=MONDAY + HOUR)
    assert (again.version.number, again.again, again.counts) == (2, False, 2)


async def test_after_the_deadline_nothing_is_taken_back_nor_restored(opened: School) -> None:
    await opened.hand_in(NARI)
    with pytest.raises(DeadlinePassed):
        await withdraw(opened.store, ask(NARI, DUE + GRACE + SECOND), 1)
    await withdraw(opened.store, ask(NARI, DUE), 1)
    with pytest.raises(DeadlinePassed):
        await restore(opened.store, ask(NARI, DUE + GRACE + SECOND), 1)
    with pytest.raises(UnknownReport):
        await withdraw(opened.store, ask(BORA), 1)


async def test_an_extension_after_the_deadline_reopens_what_it_closed(opened: School) -> None:
    await choose_late(opened.store, ask(INSTRUCTOR), LateKind.REFUSE)
    await opened.hand_in(NARI, "One.")
    await withdraw(opened.store, ask(NARI), 1)
    after = DUE + 9 * DAY
    await opened.sweep(after)
    for closed in (restore, form_for):
        with pytest.raises((DeadlinePassed, WeekClosed)):
            await closed(opened.store, ask(NARI, after), 1)
    assert await weeks_open_to(opened.store, NARI.user_xid, after) == []
    await extend(opened.store, ask(INSTRUCTOR, after), NARI.user_xid, 1, "+10")
    assert [week.number for _, week in await weeks_open_to(opened.store, NARI.user_xid, after)] == [1]
    assert (await form_for(opened.store, ask(NARI, after), None)).week == 1
    back = await restore(opened.store, ask(NARI, after), 1)
    assert (back.versions, back.until) == (1, DUE + 10 * DAY + GRACE)
    again = await opened.hand_in(NARI, "Two.", at=after)
    assert (again.late, again.counts) == (False, 2)
    await withdraw(opened.store, ask(NARI, after), 1)
    with pytest.raises(DeadlinePassed):
        await restore(opened.store, ask(NARI, DUE + 10 * DAY + GRACE + SECOND), 1)
    assert await weeks_open_to(opened.store, BORA.user_xid, after) == []


async def test_two_versions_are_the_last_two_unless_named(opened: School) -> None:
    for text in ("One.", "Two.", "Three."):
        await opened.hand_in(NARI, text)
    _, old, new = await two_versions(opened.store, ask(NARI), None, None, None)
    assert (old.text, new.text) == ("Two.", "Three.")
    _, old, new = await two_versions(opened.store, ask(NARI), 1, 1, 3)
    assert (old.text, new.text) == ("One.", "Three.")
    for first, second in ((None, 1), (4, 1), (1, 9)):
        with pytest.raises(UnknownReport):
            await two_versions(opened.store, ask(NARI), 1, first, second)


# What a receipt proves


async def test_a_code_proves_text_and_time_to_anybody_in_the_course(opened: School) -> None:
    await opened.join(BORA)
    receipt = await opened.hand_in(NARI, "One.\n")
    code = code_of(SIGN, receipt)
    for who in (NARI, BORA, MODERATOR):
        found = await verify(opened.store, SIGN, ask(who), f"  {code}\n", "One.\r\n")
        assert (found.genuine, found.same_text) == (True, True)
        assert found.said.received_at == MONDAY
    without_text = await verify(opened.store, SIGN, ask(MODERATOR), code, None)
    assert (without_text.genuine, without_text.same_text) == (True, None)
    other = await verify(opened.store, SIGN, ask(MODERATOR), code, "Another.")
    assert (other.genuine, other.same_text) == (True, False)


async def test_a_code_that_was_changed_or_made_elsewhere_proves_nothing(opened: School) -> None:
    code = code_of(SIGN, await opened.hand_in(NARI, "One."))
    week, number, version_id, millis, signature = code.removeprefix("CQ1-").split("-")
    changed = [
        f"CQ1-2-{number}-{version_id}-{millis}-{signature}",
        f"CQ1-{week}-2-{version_id}-{millis}-{signature}",
        f"CQ1-{week}-{number}-9-{millis}-{signature}",
        f"CQ1-{week}-{number}-{version_id}-{int(millis, 16) - 3600_000:x}-{signature}",
        f"CQ1-{week}-{number}-{version_id}-{millis}-{'a' * 24}",
    ]
    for forged in changed:
        assert not (await verify(opened.store, SIGN, ask(MODERATOR), forged, "One.")).genuine
    elsewhere = Seal(Seal.new_key()).sign
    assert not (await verify(opened.store, elsewhere, ask(MODERATOR), code, "One.")).genuine
    with pytest.raises(UnknownCode):
        await verify(opened.store, SIGN, ask(MODERATOR), "CQ1-1-1", None)
    with pytest.raises(NotMember):
        await verify(opened.store, SIGN, ask(OUTSIDER), code, None)


# What does not fit, and what is corrected


async def test_what_was_read_is_corrected_and_the_version_stays(opened: School) -> None:
    receipt = await opened.hand_in(NARI, "P: One.")
    await read(opened)
    meant = Header(week=1, student_number="２０３１-00417", name="Nari  Oh", topic="Streets")
    await correct(opened.store, ask(NARI), receipt.version.version_id, meant)
    shown = await show(opened.store, ask(NARI), 1, None)
    assert shown.receipt.version == receipt.version
    assert shown.reading is not None
    assert shown.reading.header == Header(1, "2031-00417", "Nari Oh", "Streets")
    nari = await opened.member(NARI)
    assert nari is not None
    assert nari.student_number == "2031-00417", "whoever was unknown is told by it"
    with pytest.raises(BadNumber):
        await correct(opened.store, ask(NARI), receipt.version.version_id, Header(student_number="?"))
    with pytest.raises(UnknownReport):
        await correct(opened.store, ask(BORA), receipt.version.version_id, Header())


async def test_what_does_not_fit_is_told_to_its_writer_alone(opened: School) -> None:
    await plan_week(opened.store, ask(INSTRUCTOR), NEXT_WEEK)
    both_open = OPENS + 7 * DAY + HOUR
    await opened.join(NARI)
    text = "Number: 2031-777\nP: One."
    for number in (1, 2):
        await opened.hand_in(NARI, text, at=both_open, number=number)
    await opened.hand_in(BORA, text, at=both_open, number=2)
    await read(opened)
    mine = await show(opened.store, ask(NARI, both_open), 2, None)
    assert mine.hints == (Hint(HintKind.OTHER_NUMBER), Hint(HintKind.SAME_TEXT, 1))
    assert (await show(opened.store, ask(BORA, both_open), 2, None)).hints == ()
    before = await hints_for(opened.store, ask(NARI, both_open), text, Header(week=5))
    assert Hint(HintKind.OTHER_WEEK, 5) in before


# Drafts of several forms


async def test_a_draft_waits_for_its_last_form_and_counts_from_it(opened: School, file: Path) -> None:
    await choose_parts(opened.store, ask(INSTRUCTOR), "Claim\nReflection")
    first = opened.brought(NARI, "## Claim\n\nOne.")
    await keep_draft(opened.store, ask(NARI), first, 1, None)
    assert (await form_for(opened.store, ask(NARI), 1)).draft == "## Claim\n\nOne."
    assert (await form_for(opened.store, ask(BORA), 1)).draft == ""
    last = opened.brought(NARI, "## Reflection\n\nTwo.", at=MONDAY + HOUR)
    receipt = await hand_in(opened.store, opened.reader, ask(NARI), last, 1, first.arrival_xid)
    assert receipt.version.text == "## Claim\n\nOne.\n\n## Reflection\n\nTwo."
    assert receipt.version.received_at == MONDAY + HOUR
    assert rows(file, "arrivals") == 0


async def test_a_form_whose_draft_is_gone_is_kept_and_not_handed_in(opened: School, file: Path) -> None:
    last = opened.brought(NARI, "## Reflection\n\nTwo.")
    with pytest.raises(UnknownReport) as refused:
        await hand_in(opened.store, opened.reader, ask(NARI), last, 1, 999)
    assert refused.value.draft_id == last.arrival_xid
    assert (rows(file, "versions"), rows(file, "arrivals")) == (0, 1)


async def test_a_direct_message_need_not_ask_where_one_week_is_missing(opened: School) -> None:
    await plan_week(opened.store, ask(INSTRUCTOR), NEXT_WEEK)
    both_open = OPENS + 7 * DAY + HOUR
    await opened.hand_in(NARI)
    for missing, numbers in ((False, [1, 2]), (True, [2])):
        found = await weeks_open_to(opened.store, NARI.user_xid, both_open, missing=missing)
        assert [week.number for _, week in found] == numbers
    await opened.hand_in(NARI, at=both_open, number=2)
    assert await weeks_open_to(opened.store, NARI.user_xid, both_open, missing=True) == []


@pytest.mark.parametrize(("who", "count"), [(NARI, 1), (DOHA, 0), (OUTSIDER, 0)])
async def test_a_direct_message_finds_the_weeks_that_are_open_to_its_sender(
    opened: School, who: Person, count: int
) -> None:
    await opened.join(NARI)
    found = await weeks_open_to(opened.store, who.user_xid, MONDAY)
    assert [week.number for _, week in found] == [1] * count
    assert await weeks_open_to(opened.store, who.user_xid, OPENS - SECOND) == []
    if count:
        private = in_private(who, course_id=opened.course.course_id)
        receipt = await hand_in(opened.store, opened.reader, private, opened.brought(who), 1)
        assert receipt.week == 1
