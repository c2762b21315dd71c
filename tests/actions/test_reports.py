"""Handing in: kept before it is judged, counted from its own time, once; and reading what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.extensions import extend
from bot.actions.ports import Store
from bot.actions.reports import check, form_for, hand_in, kept_text
from bot.actions.versions import show
from bot.actions.weeks import plan_week
from bot.seminar.courses import Person
from bot.seminar.refusals import (
    EmptyReport,
    GoogleLink,
    NoCourse,
    NoOpenWeek,
    NotMember,
    NotStudent,
    Refusal,
    TextAndFile,
    UnknownReport,
    UnknownWeek,
    Unreadable,
    WeekClosed,
    WeekNotOpen,
    WeekSkipped,
    WrongKind,
)
from bot.seminar.reports import Arrival, ReaderFailed, Source
from bot.seminar.weeks import CUTOFF_AFTER, WeekState
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
    OF_ANOTHER_SERVER,
    OUTSIDER,
    SECOND,
    SHARED,
    School,
    ask,
    in_private,
    rows,
)
from tests.factories import OPENS
from tests.fakes import Crash, CrashingStore

GRACE = timedelta(minutes=10)
CUTOFF = DUE + GRACE + CUTOFF_AFTER


def with_file(came: Arrival, data: bytes, name: str = "week-1.md") -> Arrival:
    return replace(came, source=Source.FILE, text="", file_name=name, file=data)


# What a hand-in makes


async def test_a_hand_in_makes_a_version_and_a_receipt(opened: School, file: Path) -> None:
    receipt = await opened.hand_in(NARI, "Pavements\r\nare rooms.")
    version = receipt.version
    assert (receipt.course, receipt.week, receipt.due) == ("Cities and Streets", 1, DUE)
    assert (version.number, version.received_at, version.text) == (1, MONDAY, "Pavements\nare rooms.")
    assert (receipt.late, receipt.again) == (False, False)
    assert len(receipt.digest) == 64
    assert rows(file, "arrivals") == 0


async def test_a_file_is_read_as_text_and_kept_as_it_came(opened: School, file: Path) -> None:
    came = with_file(opened.brought(NARI), b"\xef\xbb\xbfPavements are rooms.\r\n")
    receipt = await hand_in(opened.store, opened.reader, ask(NARI), came, None)
    assert receipt.version.text == "Pavements are rooms.\n"
    assert receipt.version.source is Source.FILE
    assert rows(file, "files") == 1


async def test_another_text_is_the_next_version(opened: School) -> None:
    texts = ("One.", "Two.", "One.")
    receipts = [await opened.hand_in(NARI, text) for text in texts]
    assert [(one.version.number, one.again) for one in receipts] == [(1, False), (2, False), (3, False)]


async def test_the_same_text_again_gives_the_first_receipt(opened: School, file: Path) -> None:
    first = await opened.hand_in(NARI, "One.\n")
    again = await opened.hand_in(NARI, "\ufeffOne.\r\n", at=DUE + GRACE + SECOND)
    assert again == replace(first, again=True)
    assert not again.late, "it counts from the first time"
    assert (rows(file, "versions"), rows(file, "arrivals")) == (1, 0)


async def test_the_same_text_of_another_student_is_their_own(opened: School) -> None:
    await opened.hand_in(NARI)
    receipt = await opened.hand_in(BORA)
    assert (receipt.version.number, receipt.again) == (1, False)


async def test_an_interaction_that_is_dispatched_twice_counts_once(opened: School, file: Path) -> None:
    came = opened.brought(NARI, "One.")
    first = await hand_in(opened.store, opened.reader, ask(NARI), came, 1)
    await opened.hand_in(NARI, "Two.")
    await opened.store.write(lambda tx: tx.weeks.set_state(opened.week, WeekState.SKIPPED))
    for number in (1, None):
        again = await hand_in(opened.store, opened.reader, ask(NARI), came, number)
        assert again == replace(first, again=True, counts=2)
    assert (rows(file, "versions"), rows(file, "arrivals")) == (2, 0)


# Which week


async def test_the_earliest_due_that_is_not_handed_in_is_meant(opened: School) -> None:
    await plan_week(opened.store, ask(INSTRUCTOR), NEXT_WEEK)
    both_open = OPENS + 7 * DAY + HOUR
    texts = ("One.", "Two.", "Three.", "One.")
    weeks = [(await opened.hand_in(NARI, text, both_open, number=None)).week for text in texts]
    assert weeks == [1, 2, 2, 1], "the last is what week 1 holds already"


async def test_the_form_says_which_week_it_is_for(opened: School) -> None:
    await plan_week(opened.store, ask(INSTRUCTOR), NEXT_WEEK)
    both_open = OPENS + 7 * DAY + HOUR
    assert (await form_for(opened.store, ask(NARI, both_open), None)).week == 1
    await opened.hand_in(NARI, at=both_open)
    assert (await form_for(opened.store, ask(NARI, both_open), None)).week == 2
    assert (await form_for(opened.store, ask(NARI, both_open), 1)).week == 1


async def test_no_form_opens_where_nothing_can_be_handed_in(school: School) -> None:
    with pytest.raises(NoOpenWeek):
        await form_for(school.store, ask(NARI, OPENS - SECOND), None)
    with pytest.raises(NotMember):
        await form_for(school.store, ask(OUTSIDER), 1)


# Late


@pytest.mark.parametrize(
    ("at", "late"), [(OPENS, False), (DUE + GRACE, False), (DUE + GRACE + SECOND, True), (CUTOFF, True)]
)
async def test_discords_time_decides_what_is_late(opened: School, at: datetime, *, late: bool) -> None:
    opened.clock.move_to(CUTOFF + 9 * DAY)
    assert (await opened.hand_in(NARI, at=at)).late is late


async def test_the_arrivals_own_time_counts_not_when_somebody_asks(opened: School) -> None:
    came = opened.brought(NARI, at=DUE)
    receipt = await hand_in(opened.store, opened.reader, ask(NARI, CUTOFF + DAY), came, 1)
    assert not receipt.late
    late = opened.brought(NARI, "Two.", at=CUTOFF + SECOND)
    with pytest.raises(WeekClosed):
        await hand_in(opened.store, opened.reader, ask(NARI, DUE), late, 1)


async def test_an_extension_moves_late_and_the_cut_off(opened: School) -> None:
    await opened.join(NARI)
    await extend(opened.store, ask(INSTRUCTOR), NARI.user_xid, 1, "2026-09-30 18:00")
    on_time = await opened.hand_in(NARI, at=DUE + 16 * DAY)
    assert not on_time.late
    with pytest.raises(WeekClosed):
        await opened.hand_in(BORA, at=DUE + 16 * DAY)


# Kept before it is judged


@pytest.mark.parametrize("reason", ["the reader breaks", "the store breaks", "crash"])
async def test_a_text_is_kept_before_anything_judges_it(
    opened: School, file: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    await opened.join(NARI)
    came = opened.brought(NARI, "One.")
    store: Store = opened.store
    if reason == "the reader breaks":
        came = with_file(came, b"One.")
        monkeypatch.setattr(opened.reader, "decode", _broken)
    elif reason == "the store breaks":
        monkeypatch.setattr("bot.actions.reports.require_text", _broken)
    else:
        store = CrashingStore(opened.store, 2, after=False)
    with pytest.raises((RuntimeError, Crash)):
        await hand_in(store, opened.reader, ask(NARI), came, 1)
    assert (rows(file, "arrivals"), rows(file, "versions")) == (1, 0)
    monkeypatch.undo()
    text, week = await kept_text(opened.store, opened.reader, ask(NARI), came.arrival_xid)
    assert (text, week) == ("One.", 1)


def _broken(*_: object) -> str:
    raise RuntimeError("broken")


async def test_a_reply_that_is_lost_loses_no_report(opened: School) -> None:
    came = opened.brought(NARI, "One.")
    with pytest.raises(Crash):
        await hand_in(CrashingStore(opened.store, 2, after=True), opened.reader, ask(NARI), came, 1)
    shown = await show(opened.store, ask(NARI), None, None)
    assert shown.receipt.version.text == "One."


REFUSED: list[tuple[type[Refusal], Person, str, datetime, int | None]] = [
    (EmptyReport, NARI, " \n!", MONDAY, 1),
    (NotMember, OUTSIDER, SHARED, MONDAY, 1),
    (NotStudent, INSTRUCTOR, SHARED, MONDAY, 1),
    (NotStudent, MODERATOR, SHARED, MONDAY, 1),
    (UnknownWeek, NARI, SHARED, MONDAY, 7),
    (WeekNotOpen, NARI, SHARED, OPENS - SECOND, 1),
    (WeekClosed, NARI, SHARED, CUTOFF + SECOND, 1),
    (NoOpenWeek, NARI, SHARED, CUTOFF + SECOND, None),
]


@pytest.mark.parametrize(("refusal", "who", "text", "at", "number"), REFUSED)
async def test_a_refusal_keeps_the_text_and_leaves_nothing_half_done(
    opened: School,
    file: Path,
    refusal: type[Refusal],
    who: Person,
    text: str,
    at: datetime,
    number: int | None,
) -> None:
    with pytest.raises(refusal) as refused:
        await opened.hand_in(who, text, at, number)
    assert refused.value.course_id == opened.course.course_id
    draft_id = refused.value.draft_id
    assert draft_id is not None
    assert [rows(file, table) for table in ("arrivals", "versions", "members")] == [1, 0, 0]
    assert [one.key for one in await opened.owed()] == [f"prompt:{opened.week.week_id}"]
    assert await kept_text(opened.store, opened.reader, ask(who), draft_id) == (text, number)


async def test_a_week_that_is_left_out_takes_nothing(opened: School) -> None:
    await opened.store.write(lambda tx: tx.weeks.set_state(opened.week, WeekState.SKIPPED))
    with pytest.raises(WeekSkipped) as refused:
        await opened.hand_in(NARI)
    assert refused.value.draft_id is not None


@pytest.mark.parametrize(
    ("data", "name", "typed", "refusal", "kept"),
    [
        (b"\xff\xff", "week-1.md", "", Unreadable, ""),
        (b"One.", "week-1.exe", "", WrongKind, ""),
        (b"One.", "week-1.md", "Typed.", TextAndFile, "Typed."),
        (b" ", "week-1.md", "", Unreadable, ""),
    ],
)
async def test_a_file_that_is_refused_is_kept_too(
    opened: School, file: Path, data: bytes, name: str, typed: str, refusal: type[Refusal], kept: str
) -> None:
    came = replace(with_file(opened.brought(NARI), data, name), text=typed)
    with pytest.raises(refusal) as refused:
        await hand_in(opened.store, opened.reader, ask(NARI), came, None)
    assert refused.value.draft_id == came.arrival_xid
    assert rows(file, "arrivals") == 1
    assert await kept_text(opened.store, opened.reader, ask(NARI), came.arrival_xid) == (kept, None)


async def test_without_a_course_nothing_is_kept(opened: School, file: Path) -> None:
    with pytest.raises(NoCourse) as refused:
        await hand_in(opened.store, opened.reader, ask(OF_ANOTHER_SERVER), opened.brought(NARI), 1)
    assert refused.value.draft_id is None
    assert rows(file, "arrivals") == 0


async def test_a_kept_text_is_its_owners_alone(opened: School) -> None:
    with pytest.raises(EmptyReport) as refused:
        await opened.hand_in(NARI, "...")
    draft_id = refused.value.draft_id or 0
    for who in (ask(BORA), ask(INSTRUCTOR), in_private(BORA, course_id=opened.course.course_id)):
        with pytest.raises(UnknownReport):
            await kept_text(opened.store, opened.reader, who, draft_id)
    mine = in_private(NARI, course_id=opened.course.course_id)
    assert await kept_text(opened.store, opened.reader, mine, draft_id) == ("...", 1)


async def test_a_student_hands_in_by_direct_message(opened: School) -> None:
    await opened.join(NARI)
    private = in_private(NARI, course_id=opened.course.course_id)
    receipt = await hand_in(opened.store, opened.reader, private, opened.brought(NARI), None)
    assert receipt.week == 1
    stranger = in_private(DOHA, course_id=opened.course.course_id)
    with pytest.raises(NotMember):
        await hand_in(opened.store, opened.reader, stranger, opened.brought(DOHA), None)


# Shown again


async def test_a_report_is_shown_to_its_author_alone(opened: School) -> None:
    for text in ("One.", "Two."):
        await opened.hand_in(NARI, text)
    latest = await show(opened.store, ask(NARI), None, None)
    assert (latest.receipt.version.text, latest.reading) == ("Two.", None)
    assert (await show(opened.store, ask(NARI), 1, 1)).receipt.version.text == "One."
    for who, number, version in ((BORA, None, None), (INSTRUCTOR, 1, None), (NARI, 1, 3)):
        with pytest.raises(UnknownReport):
            await show(opened.store, ask(who), number, version)
    with pytest.raises(UnknownWeek):
        await show(opened.store, ask(NARI), 7, None)


async def test_checking_keeps_nothing(opened: School, file: Path) -> None:
    text, reading = await check(opened.reader, with_file(opened.brought(NARI), b"\xef\xbb\xbfP: One.\r\n"))
    assert text == "P: One.\n"
    assert [text[one.start : one.end] for one in reading.statements] == ["One."]
    assert (rows(file, "arrivals"), rows(file, "versions")) == (0, 0)
    with pytest.raises(EmptyReport):
        await check(opened.reader, opened.brought(NARI, "!"))


# Too much, and nothing to read


async def test_what_is_only_checked_may_be_too_much_for_the_reader(opened: School) -> None:
    opened.reader.fails_on = {"rooms"}
    with pytest.raises(ReaderFailed):
        await check(opened.reader, opened.brought(NARI))


async def test_a_typed_link_is_kept_and_refused_with_how_to_export(opened: School, file: Path) -> None:
    with pytest.raises(GoogleLink) as caught:
        await opened.hand_in(NARI, "https://docs.google.com/document/d/1x/edit")
    assert caught.value.facts == {"name": "docs.google.com"}
    assert (rows(file, "arrivals"), rows(file, "versions")) == (1, 0)
    with pytest.raises(GoogleLink):
        await check(opened.reader, opened.brought(NARI, "https://docs.google.com/document/d/1x/edit"))
