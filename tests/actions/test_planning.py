"""The term's plan at one go: shown first, made by the button as it was shown, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.actions import planning
from bot.actions.plan import Changes, edit_week, skip_week
from bot.actions.planning import Made, Shown, SlotChoices
from bot.actions.roster import codes, import_roster, join
from bot.papers.calendars import ics_of
from bot.papers.plans import LIMIT, lines
from bot.reading.calendars import rows_of
from bot.seminar.cards import PromptCard
from bot.seminar.courses import Person
from bot.seminar.deliveries import Kind
from bot.seminar.plans import Change
from bot.seminar.refusals import BadHoliday, BadPlan, NotInstructor, PlanChanged, WeekPosted
from bot.seminar.weeks import Week, WeekState
from bot.words.catalogues import words_for
from cogs.plans import shown_lines
from cogs.ui.answers import VIEW_LIMIT
from tests.actions.school import DAY, DUE, HOUR, INSTRUCTOR, MODERATOR, NARI, OUTSIDER, School, ask
from tests.factories import OPENS

EARLY = OPENS - 5 * DAY
EN, KO = words_for("en"), words_for("ko")
SLOT = SlotChoices(
    first="2026-09-07 18:00",
    due="2026-09-13 18:00",
    weeks=4,
    first_number=1,
    holidays="2026-09-21",
    drops=False,
    grace_minutes=None,
    unnamed={"en": "To be announced", "ko": "주제 미정"},
)
HEADER = ["Week", "Topic", "Presenter", "Opens", "Due"]


async def show(school: School, *rows: Sequence[str], at: datetime = EARLY) -> Shown:
    return await planning.propose_table(school.store, ask(INSTRUCTOR, at), [HEADER, *rows])


async def show_slot(school: School, slot: SlotChoices = SLOT, at: datetime = EARLY) -> Shown:
    return await planning.propose_slot(school.store, ask(INSTRUCTOR, at), slot)


async def make(school: School, shown: Shown, at: datetime = EARLY + HOUR) -> Made:
    return await planning.make_plan(school.store, ask(INSTRUCTOR, at), shown.stamp)


async def plan_of(school: School) -> list[Week]:
    return await school.store.read(lambda tx: tx.weeks.of_course(school.course))


async def test_a_slot_plans_a_term_around_its_holiday_and_keeps_what_was_there(school: School) -> None:
    shown = await show_slot(school)
    assert [str(day) for day in shown.free] == ["2026-09-21"]
    assert [line.change for line in shown.lines] == [Change.SAME, *[Change.ADDED] * 3]
    assert len(await plan_of(school)) == 1, "nothing is made yet"
    assert await make(school, shown) == Made(school.course, 3, 0)
    weeks = await plan_of(school)
    assert [f"{week.times.opens:%m-%d %H:%M}" for week in weeks] == [
        "09-07 09:00",
        "09-14 09:00",
        "09-28 09:00",
        "10-05 09:00",
    ]
    assert weeks[0] == school.week
    assert {week.topic for week in weeks[1:]} == {"To be announced"}


async def test_a_slot_that_is_planned_again_moves_its_weeks_and_keeps_their_topics(school: School) -> None:
    await make(school, await show_slot(school))
    await edit_week(school.store, ask(INSTRUCTOR, EARLY), 3, Changes(topic="Bridges"))
    again = await show_slot(school, replace(SLOT, drops=True), EARLY + 2 * HOUR)
    assert [line.change for line in again.lines] == [Change.SAME, Change.SAME, Change.CHANGED, Change.CHANGED]
    await make(school, again, EARLY + 3 * HOUR)
    third, fourth = (await plan_of(school))[2:]
    assert (third.topic, third.state, f"{third.times.opens:%m-%d}") == ("Bridges", WeekState.SKIPPED, "09-21")
    assert (fourth.state, f"{fourth.times.opens:%m-%d}") == (WeekState.PLANNED, "09-28")
    await make(school, await show_slot(school, SLOT, EARLY + 4 * HOUR), EARLY + 5 * HOUR)
    assert (await plan_of(school))[2].state is WeekState.PLANNED, "it takes place after all"


async def test_a_table_corrects_and_adds_all_at_once(school: School) -> None:
    shown = await show(
        school,
        ["1주차", "Who owns the road", "", "", ""],
        ["2", "Bridges", "Nari Oh", "2026-09-14 18:00", "2026. 9. 20. 오후 6:00"],
    )
    assert [line.change for line in shown.lines] == [Change.CHANGED, Change.ADDED]
    assert await make(school, shown) == Made(school.course, 1, 1)
    first, second = await plan_of(school)
    assert (first.topic, first.times, first.presenters) == (
        "Who owns the road",
        school.week.times,
        school.week.presenters,
    )
    assert (second.topic, second.times.due) == ("Bridges", DUE + 7 * DAY)


async def test_one_line_that_is_refused_holds_back_all(school: School) -> None:
    shown = await show(school, ["1", "Who owns the road"], ["2", "Bridges"])
    assert [line.change for line in shown.lines] == [Change.CHANGED, Change.REFUSED]
    assert not shown.can_be_made
    with pytest.raises(PlanChanged):
        await make(school, shown)
    assert await plan_of(school) == [school.week]


async def test_a_button_makes_what_was_shown_once(school: School) -> None:
    first = await show(school, ["1", "Who owns the road"])
    second = await show(school, ["1", "Who owns the bridge"], at=EARLY + HOUR)
    with pytest.raises(PlanChanged):
        await make(school, first, EARLY + 2 * HOUR)
    await make(school, second, EARLY + 2 * HOUR)
    kept = await school.store.read(lambda tx: tx.proposals.get(school.course, INSTRUCTOR.user_xid))
    assert kept is None
    with pytest.raises(PlanChanged):
        await make(school, second, EARLY + 2 * HOUR)
    assert [week.topic for week in await plan_of(school)] == ["Who owns the bridge"]


async def test_a_plan_that_changed_meanwhile_is_not_written_over(school: School) -> None:
    shown = await show(school, ["1", "Who owns the road"])
    await edit_week(school.store, ask(INSTRUCTOR, EARLY), 1, Changes(topic="Somebody else's"))
    with pytest.raises(PlanChanged):
        await make(school, shown)
    late = await show(school, ["2", "Bridges", "", "2026-09-08 18:00", "2026-09-10 18:00"])
    with pytest.raises(PlanChanged):
        await make(school, late, DUE)
    assert [week.topic for week in await plan_of(school)] == ["Somebody else's"]


async def test_a_posted_week_is_corrected_on_its_card_and_not_moved(school: School) -> None:
    await school.sweep(OPENS)
    moved = await show(school, ["1", "", "", "", "2026-09-15 18:00"], at=OPENS + HOUR)
    assert isinstance(moved.lines[0].refusal, WeekPosted)
    shown = await show(school, ["1", "Who owns the road", "", "2026-09-07 18:00", ""], at=OPENS + HOUR)
    await make(school, shown, OPENS + 2 * HOUR)
    await school.sweep(OPENS + 2 * HOUR)
    (card,) = (one.card for one in school.messenger.of_class)
    assert isinstance(card, PromptCard)
    assert card.week.topic == "Who owns the road"
    assert len(await school.owed(Kind.PROMPT)) == 1


async def test_a_week_that_was_posted_and_left_out_does_not_take_place_again(school: School) -> None:
    await school.sweep(OPENS)
    await skip_week(school.store, ask(INSTRUCTOR, OPENS + HOUR), 1)
    shown = await show_slot(school, replace(SLOT, weeks=1), OPENS + 2 * HOUR)
    assert isinstance(shown.lines[0].refusal, WeekPosted)


async def test_a_presenter_of_the_roster_is_linked_by_proof_alone(school: School) -> None:
    table = [["학번", "이름"], ["2031-1", "오나리"], ["2031-2", "임보라"]]
    await import_roster(school.store, ask(INSTRUCTOR), table, withdraw_missing=False)
    made = await codes(school.store, ask(INSTRUCTOR))
    await join(school.store, ask(NARI), next(code for one, code in made if one.name == "오나리"))
    nari = await school.member(NARI)
    assert nari is not None
    shown = await show(school, ["1", "", "오나리, 임보라"])
    await make(school, shown)
    (week,) = await plan_of(school)
    assert [(one.name, one.member_id) for one in week.presenters] == [
        ("오나리", nari.member_id),
        ("임보라", None),
    ]
    namesake = [*table, ["2031-3", "오나리"]]
    await import_roster(school.store, ask(INSTRUCTOR), namesake, withdraw_missing=False)
    doubtful = await show(school, ["2", "Bridges", "오나리", "2026-09-14 18:00", "2026-09-20 18:00"])
    assert doubtful.lines[0].after is not None
    assert [one.member_id for one in doubtful.lines[0].after.presenters] == [None], "two are called so"


async def test_an_export_of_the_plan_changes_nothing(school: School) -> None:
    await make(school, await show_slot(school, replace(SLOT, drops=True, grace_minutes=15)))
    await school.sweep(OPENS + HOUR)
    weeks = await plan_of(school)
    assert {week.state for week in weeks} == {WeekState.OPEN, WeekState.PLANNED, WeekState.SKIPPED}
    paper = ics_of(EN, school.course, weeks, OPENS + HOUR)
    back = ask(INSTRUCTOR, OPENS + 2 * HOUR)
    shown = await planning.propose_table(school.store, back, rows_of("plan.ics", paper))
    assert {line.change for line in shown.lines} == {Change.SAME}
    assert not shown.can_be_made


@pytest.mark.parametrize("who", [MODERATOR, NARI, OUTSIDER], ids=lambda who: str(who.user_xid))
async def test_only_an_instructor_plans_a_term(school: School, who: Person) -> None:
    shown = await show(school, ["1", "Who owns the road"])
    for act in (
        planning.propose_slot(school.store, ask(who, EARLY), SLOT),
        planning.propose_table(school.store, ask(who, EARLY), [HEADER, ["1", "x"]]),
        planning.make_plan(school.store, ask(who, EARLY), shown.stamp),
        planning.may_plan(school.store, ask(who, EARLY)),
    ):
        with pytest.raises(NotInstructor):
            await act


async def test_what_makes_no_plan_says_so(school: School) -> None:
    with pytest.raises(BadHoliday):
        await show_slot(school, replace(SLOT, holidays="Chuseok"))
    with pytest.raises(BadPlan):
        await show(school)


async def test_each_line_tells_dates_in_the_courses_zone(school: School) -> None:
    shown = await show(
        school,
        ["2", "Bridges", "", "2026-09-14 18:00", "2026-09-20 18:00"],
        ["1", "Roads", "Nari Oh", "2026-09-06 18:00", ""],
        ["3", "Halls", "", "today", ""],
    )
    said = shown_lines(EN, shown)
    assert said[1] == "New: 1 · changed: 1 · as before: 0 · refused: 1"
    assert said[2].startswith("**! 4.** ")
    assert said[3].splitlines() == [
        "**~ 1** Sun 2026-09-06 18:00 → Sun 2026-09-13 18:00 · Roads",
        "- opens: Mon 2026-09-07 18:00 → Sun 2026-09-06 18:00",
        "- topic: Who owns the pavement → Roads",
        "- presenter: Jiho Baek → Nari Oh",
    ]
    assert said[4] == "**+ 2** Mon 2026-09-14 18:00 → Sun 2026-09-20 18:00 · Bridges"
    assert said[-1].startswith("Nothing is made until every line is right.")
    assert "**+ 2** 월 2026-09-14 18:00 → 일 2026-09-20 18:00 · Bridges" in shown_lines(KO, shown)


async def test_the_longest_plan_fits_a_message(school: School) -> None:
    topic = "*" * 200
    shown = await show_slot(school, replace(SLOT, weeks=60, unnamed={"en": topic}))
    assert len("\n".join(lines(EN, shown.lines, "Asia/Seoul"))) <= LIMIT + 40
    assert len("\n".join(shown_lines(EN, shown))) <= VIEW_LIMIT
