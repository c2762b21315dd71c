"""Nobody becomes a person of the roster without proof; what is doubtful is asked, and nothing is merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.actions import roster
from bot.actions.members import link
from bot.actions.readings import read_pending
from bot.actions.roster import Standing, import_roster
from bot.seminar.courses import Person, RemindBy
from bot.seminar.refusals import NotInstructor, NotOnRoster, NotStaff, ProofNeeded, UnknownMember
from bot.seminar.roster import QuestionKind
from tests.actions.school import BORA, DOHA, INSTRUCTOR, MODERATOR, NARI, School, ask
from tests.factories import OPENS

TABLE = [["학번", "이름"], ["2031-1", "오나리"], ["2031-2", "임보라"]]


@pytest.fixture
async def enrolled(school: School) -> School:
    await school.sweep(OPENS)
    await import_roster(school.store, ask(INSTRUCTOR), TABLE, withdraw_missing=False)
    return school


async def code_of(school: School, number: str) -> str:
    made = await roster.codes(school.store, ask(INSTRUCTOR))
    return next(code for one, code in made if one.student_number == number)


async def stands(school: School) -> Standing:
    return await roster.standing(school.store, ask(MODERATOR), 1)


async def test_a_code_links_once_and_its_student_can_undo_it(enrolled: School, file: Path) -> None:
    code = await code_of(enrolled, "2031-1")
    found = await roster.find(enrolled.store, ask(NARI), code.upper())
    assert (found.student_number, found.name) == ("2031-1", "오나리")
    assert await enrolled.member(NARI) is None, "finding is not joining"
    assert await roster.join(enrolled.store, ask(NARI), code) is not None
    nari = await enrolled.member(NARI)
    assert nari is not None
    assert (nari.student_number, nari.name) == ("2031-1", "오나리")
    with pytest.raises(NotOnRoster):
        await roster.join(enrolled.store, ask(BORA), code)
    assert (await stands(enrolled)).linked == 1
    await roster.leave(enrolled.store, ask(NARI))
    left = await enrolled.member(NARI)
    assert left is not None
    assert left.student_number is None
    assert (await stands(enrolled)).linked == 0


async def test_naming_a_number_of_the_roster_is_no_proof(enrolled: School) -> None:
    with pytest.raises(ProofNeeded):
        await link(enrolled.store, ask(BORA), "2031-1", "오나리", RemindBy.DIRECT)
    await enrolled.hand_in(BORA, "Number: 2031-1\nName: 오나리\nP: One.\n")
    await read_pending(enrolled.store, enrolled.reader)
    bora = await enrolled.member(BORA)
    assert bora is not None
    assert bora.student_number is None
    elsewhere = await link(enrolled.store, ask(DOHA), "2031-9", "Doha Kim", RemindBy.DIRECT)
    assert elsewhere.student_number == "2031-9", "a late enrolment is not on the roster yet"


async def test_without_a_code_staff_say_who_it_is(enrolled: School) -> None:
    for number in ("2031-1", "2031-1", "2031-777"):
        await roster.ask_staff(enrolled.store, ask(NARI), number)
    _, (asked,) = await roster.questions(enrolled.store, ask(MODERATOR))
    assert asked.question.kind is QuestionKind.NO_CODE
    await roster.answer(enrolled.store, ask(MODERATOR), asked.question.question_id, yes=True)
    nari = await enrolled.member(NARI)
    assert nari is not None
    assert nari.student_number == "2031-1"
    with pytest.raises(UnknownMember):
        await roster.answer(enrolled.store, ask(MODERATOR), asked.question.question_id, yes=False)


async def test_a_second_account_is_a_question_and_moves_by_staffs_yes_alone(enrolled: School) -> None:
    await roster.join(enrolled.store, ask(NARI), await code_of(enrolled, "2031-1"))
    await roster.ask_staff(enrolled.store, ask(DOHA), "2031-1")
    _, (asked,) = await roster.questions(enrolled.store, ask(MODERATOR))
    assert asked.question.kind is QuestionKind.OTHER_ACCOUNT
    await roster.answer(enrolled.store, ask(MODERATOR), asked.question.question_id, yes=False)
    assert await numbers(enrolled) == ["2031-1", None]
    await roster.ask_staff(enrolled.store, ask(DOHA), "2031-1")
    _, (again,) = await roster.questions(enrolled.store, ask(MODERATOR))
    await roster.answer(enrolled.store, ask(MODERATOR), again.question.question_id, yes=True)
    assert await numbers(enrolled) == [None, "2031-1"]
    assert (await stands(enrolled)).linked == 1


async def numbers(school: School) -> list[str | None]:
    found = [await school.member(who) for who in (NARI, DOHA)]
    return [member.student_number if member else None for member in found]


async def test_two_codes_for_one_account_are_a_question(enrolled: School) -> None:
    await roster.join(enrolled.store, ask(NARI), await code_of(enrolled, "2031-1"))
    assert await roster.join(enrolled.store, ask(NARI), await code_of(enrolled, "2031-2")) is None
    _, (asked,) = await roster.questions(enrolled.store, ask(MODERATOR))
    assert asked.question.enrolled.student_number == "2031-2"


async def test_importing_again_adds_brings_back_and_withdraws_only_when_told(enrolled: School) -> None:
    later = [TABLE[0], TABLE[1], ["2031-3", "도하"]]
    first = await import_roster(enrolled.store, ask(INSTRUCTOR), later, withdraw_missing=False)
    assert (first.added, [one.name for one in first.gone]) == (1, ["임보라"])
    assert (await stands(enrolled)).enrolled == 3
    await import_roster(enrolled.store, ask(INSTRUCTOR), later, withdraw_missing=True)
    assert (await stands(enrolled)).enrolled == 2
    back = await import_roster(enrolled.store, ask(INSTRUCTOR), TABLE, withdraw_missing=False)
    assert (back.back, (await stands(enrolled)).enrolled) == (1, 3)


async def test_from_enrolled_to_handed_in(enrolled: School) -> None:
    await roster.join(enrolled.store, ask(NARI), await code_of(enrolled, "2031-1"))
    await enrolled.hand_in(NARI)
    await enrolled.hand_in(DOHA)
    found = await stands(enrolled)
    assert (found.enrolled, found.linked, found.reachable, found.handed_in) == (2, 1, 1, 1)
    assert [one.name for one in found.unlinked] == ["임보라"]


@pytest.mark.parametrize("who", [NARI, MODERATOR])
async def test_only_an_instructor_imports_and_hands_out_codes(enrolled: School, who: Person) -> None:
    for act in (
        import_roster(enrolled.store, ask(who), TABLE, withdraw_missing=False),
        roster.codes(enrolled.store, ask(who)),
    ):
        with pytest.raises(NotInstructor):
            await act
    with pytest.raises(NotStaff):
        await roster.standing(enrolled.store, ask(NARI), None)
