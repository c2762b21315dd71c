"""Gates: what they hold, what passes, and that they make nobody late and lose nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.actions.extensions import extend
from bot.actions.participation import week_table
from bot.actions.policies import choose_gates, gates_of, policy_of
from bot.actions.release import release_held
from bot.actions.reports import form_for, hand_in, kept_text
from bot.actions.versions import history_of, show, withdraw
from bot.actions.weeks import plan_week
from bot.seminar.gates import Gate
from bot.seminar.hints import HintKind
from bot.seminar.refusals import Gated, NotInstructor, Objection, TooHeavy, UnknownReport
from bot.seminar.reports import FindingKind, Receipt, Source
from bot.seminar.weeks import WeekState
from tests.actions.school import (
    BORA,
    DAY,
    DUE,
    HOUR,
    INSTRUCTOR,
    MODERATOR,
    MONDAY,
    NARI,
    NEXT_WEEK,
    SECOND,
    School,
    ask,
    rows,
)
from tests.factories import OPENS

UNFINISHED = "P: One.\nU: The city is a\n"
MENDED = "P: One.\nThe city is a room.\n"
LAST_HOUR = DUE - HOUR


@pytest.fixture
async def gated(school: School) -> School:
    await school.sweep(OPENS)
    await choose(school, FindingKind.UNFINISHED_SENTENCE)
    return school


async def choose(school: School, *gates: Gate) -> None:
    await choose_gates(school.store, ask(INSTRUCTOR), gates)


async def held(school: School, text: str = UNFINISHED, at: datetime = MONDAY) -> Gated:
    with pytest.raises(Gated) as caught:
        await school.hand_in(NARI, text, at)
    return caught.value


async def release(school: School, at: datetime = LAST_HOUR) -> int:
    school.clock.move_to(at)
    return await release_held(school.store, school.reader, school.clock)


async def latest(school: School, at: datetime = DUE) -> Receipt:
    return (await show(school.store, ask(NARI, at), 1, None)).receipt


# What a gate does


async def test_a_gate_keeps_the_text_and_names_the_sentence(gated: School, file: Path) -> None:
    refusal = await held(gated)
    assert refusal.objections == (Objection("unfinished_sentence", "The city is a"),)
    assert refusal.facts == {"week": 1, "passes": LAST_HOUR, "at": MONDAY}
    assert (rows(file, "arrivals"), rows(file, "versions")) == (1, 0)
    assert refusal.draft_id is not None
    assert await kept_text(gated.store, gated.reader, ask(NARI), refusal.draft_id) == (UNFINISHED, 1)
    assert (await form_for(gated.store, ask(NARI), 1)).held == UNFINISHED


async def test_what_was_mended_is_handed_in_and_nothing_is_held_any_more(gated: School) -> None:
    await held(gated)
    mended = await gated.hand_in(NARI, MENDED, at=MONDAY + HOUR)
    assert (mended.version.number, mended.version.received_at) == (1, MONDAY + HOUR)
    assert (await form_for(gated.store, ask(NARI), 1)).held == ""
    assert await release(gated) == 0


async def test_a_gate_takes_nothing_from_what_counted_before(gated: School) -> None:
    await gated.hand_in(NARI, MENDED)
    await held(gated, at=MONDAY + HOUR)
    receipt = await latest(gated)
    assert (receipt.version.text, receipt.counts) == (MENDED, 1)


async def test_the_same_text_again_is_no_news_to_a_gate(school: School) -> None:
    await school.sweep(OPENS)
    await school.hand_in(NARI, UNFINISHED)
    await choose(school, FindingKind.UNFINISHED_SENTENCE)
    assert (await school.hand_in(NARI, UNFINISHED)).again


async def test_a_finding_that_is_no_gate_stops_nothing(gated: School) -> None:
    await choose(gated, FindingKind.EMPTY_HEADING)
    assert (await gated.hand_in(NARI, UNFINISHED)).counts == 1


async def test_a_text_that_cannot_be_read_passes(gated: School) -> None:
    gated.reader.fails_on.add("city")
    assert (await gated.hand_in(NARI, UNFINISHED)).counts == 1


async def test_hints_can_be_gates(school: School) -> None:
    await school.sweep(OPENS)
    await plan_week(school.store, ask(INSTRUCTOR), NEXT_WEEK)
    await choose(school, *HintKind)
    await school.join(NARI)
    other = await held(school, "Number: 2031-4\n")
    assert [one.kind for one in other.objections] == ["other_number"]
    await school.hand_in(NARI, MENDED)
    with pytest.raises(Gated) as caught:
        await school.hand_in(NARI, MENDED, OPENS + 7 * DAY + HOUR, number=2)
    assert caught.value.objections == (Objection("same_text", week=1),)


# Time


async def test_in_the_last_hour_everything_passes_unread(gated: School) -> None:
    on_time = await gated.hand_in(NARI, UNFINISHED, at=LAST_HOUR)
    assert (on_time.late, on_time.counts, gated.reader.batches) == (False, 1, [])
    assert (await gated.hand_in(BORA, UNFINISHED, at=DUE + DAY)).late


async def test_the_writers_own_deadline_decides(gated: School) -> None:
    await gated.join(NARI)
    await extend(gated.store, ask(INSTRUCTOR), NARI.user_xid, 1, "+1")
    assert (await held(gated, at=LAST_HOUR)).facts["passes"] == LAST_HOUR + DAY
    assert await release(gated, LAST_HOUR + DAY - SECOND) == 0
    assert await release(gated, LAST_HOUR + DAY) == 1


async def test_what_nobody_mended_is_handed_in_as_it_is_from_when_it_came(gated: School, file: Path) -> None:
    await held(gated)
    assert await release(gated, LAST_HOUR - SECOND) == 0
    assert await release(gated, DUE + DAY) == 1, "also when the bot was away in the last hour"
    receipt = await latest(gated, DUE + DAY)
    assert (receipt.version.text, receipt.version.received_at, receipt.late) == (UNFINISHED, MONDAY, False)
    assert (receipt.version.source, rows(file, "arrivals")) == (Source.FORM, 0)
    late = await gated.hand_in(NARI, MENDED, at=DUE + DAY)
    assert (late.version.number, late.late, late.counts) == (2, True, 1), "mending late takes nothing away"


async def test_the_last_that_was_held_is_the_one(gated: School, file: Path) -> None:
    await held(gated)
    await held(gated, "U: Another that is\n", at=MONDAY + HOUR)
    assert await release(gated) == 1
    assert (await latest(gated)).version.text == "U: Another that is\n"
    assert (rows(file, "versions"), rows(file, "arrivals")) == (1, 1)


async def test_a_file_is_held_and_released_as_it_came(gated: School, file: Path) -> None:
    came = replace(
        gated.brought(NARI, ""), source=Source.FILE, file_name="week-1.md", file=UNFINISHED.encode()
    )
    with pytest.raises(Gated):
        await hand_in(gated.store, gated.reader, ask(NARI), came, None)
    assert await release(gated) == 1
    assert (await latest(gated)).version.source is Source.FILE
    assert rows(file, "files") == 1


async def test_a_course_without_gates_holds_nothing(gated: School) -> None:
    await held(gated)
    await choose(gated)
    assert await release(gated, MONDAY + HOUR) == 1


async def test_a_reader_that_is_busy_is_asked_again(gated: School, monkeypatch: pytest.MonkeyPatch) -> None:
    came = replace(
        gated.brought(NARI, ""), source=Source.FILE, file_name="week-1.md", file=UNFINISHED.encode()
    )
    with pytest.raises(Gated):
        await hand_in(gated.store, gated.reader, ask(NARI), came, 1)
    with monkeypatch.context() as broken:
        broken.setattr(gated.reader, "decode", _too_heavy)
        assert await release(gated) == 0
    assert await release(gated) == 1


async def _too_heavy(name: str, _data: bytes) -> str:
    raise TooHeavy(name=name)


async def test_what_can_no_longer_be_handed_in_stays_kept(gated: School, file: Path) -> None:
    await held(gated)
    await gated.store.write(lambda tx: tx.weeks.set_state(gated.week, WeekState.SKIPPED))
    assert await release(gated) == 0
    assert await gated.store.read(lambda tx: tx.arrivals.held()) == []
    assert rows(file, "arrivals") == 1


async def test_the_writer_can_take_it_back(gated: School, file: Path) -> None:
    await held(gated)
    assert (await withdraw(gated.store, ask(NARI), 1)).versions == 0
    assert await release(gated) == 0
    assert rows(file, "arrivals") == 1
    with pytest.raises(UnknownReport):
        await withdraw(gated.store, ask(NARI), 1)


# Staff


async def test_staff_see_whose_report_is_held_and_history_tells_the_rest(gated: School) -> None:
    await held(gated)
    seen = await week_table(gated.store, ask(MODERATOR), 1)
    assert [one.user_xid for one in seen.held] == [NARI.user_xid]
    await release(gated)
    assert (await week_table(gated.store, ask(MODERATOR), 1)).held == ()
    assert (await history_of(gated.store, ask(NARI), 1)).counts == 1


async def test_everybody_sees_the_gates_and_instructors_change_them(gated: School) -> None:
    await gated.join(NARI)
    for who in (NARI, MODERATOR):
        assert (await policy_of(gated.store, ask(who))).gates == (FindingKind.UNFINISHED_SENTENCE,)
        with pytest.raises(NotInstructor):
            await choose_gates(gated.store, ask(who), ())
        with pytest.raises(NotInstructor):
            await gates_of(gated.store, ask(who))
    assert (await gates_of(gated.store, ask(INSTRUCTOR))).gates == (FindingKind.UNFINISHED_SENTENCE,)
