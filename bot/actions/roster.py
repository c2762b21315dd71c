"""The roster: imported by staff, joined by students with proof; what is doubtful is asked, never merged."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.courses import Ask, Here, here
from bot.actions.ports import Store, Tx
from bot.actions.weeks import welcome
from bot.seminar.courses import (
    Course,
    Member,
    RemindBy,
    require_instructor,
    require_staff,
    require_student,
    student_number,
)
from bot.seminar.refusals import NotOnRoster, ProofNeeded, UnknownMember, UnknownWeek
from bot.seminar.roster import (
    CODE_LENGTH,
    CODE_LETTERS,
    Enrolled,
    Enrolment,
    Question,
    QuestionKind,
    Table,
    missing,
    plain_code,
    read_table,
)
from bot.seminar.weeks import Week

BY_CODE, BY_STAFF = "code", "staff"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed; `gone` were enrolled and are not in the table."""

    course: Course
    table: Table
    added: int
    back: int
    gone: tuple[Enrolled, ...]
    withdrawn: bool


async def import_roster(
    store: Store, ask: Ask, rows: Sequence[Sequence[str]], *, withdraw_missing: bool
) -> Imported:
    """Adds who is new, and brings back who had withdrawn. Who is missing stays, unless staff say otherwise.

    Nobody is linked by it: a name in a table is no proof. Raises NotInstructor, BadRoster.
    """
    table = read_table(rows)

    def work(tx: Tx) -> Imported:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        before = tx.roster.of_course(at.course)
        known = {one.student_number: one for one in before}
        new = [entry for entry in table.entries if entry.student_number not in known]
        for entry in new:
            tx.roster.add(at.course, entry, ask.at)
        there = [known[one.student_number] for one in table.entries if one.student_number in known]
        back = [one for one in there if one.state is Enrolment.WITHDRAWN]
        gone = list(missing(before, table))
        for one in back:
            tx.roster.set_state(one, Enrolment.ENROLLED)
        for one in gone if withdraw_missing else ():
            tx.roster.set_state(one, Enrolment.WITHDRAWN)
        counts = {"added": len(new), "back": len(back), "gone": len(gone), "withdrawn": int(withdraw_missing)}
        tx.trail.add(at.course, ask.person.user_xid, "roster import", ask.at, None, **counts)
        return Imported(at.course, table, len(new), len(back), tuple(gone), withdraw_missing)

    return await store.write(work)


async def codes(store: Store, ask: Ask) -> list[tuple[Enrolled, str]]:
    """A new one-time code for everyone who is enrolled and not linked; earlier ones end.

    Raises NotInstructor.
    """

    def work(tx: Tx) -> list[tuple[Enrolled, str]]:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        made = []
        for one in tx.roster.of_course(at.course):
            if one.state is Enrolment.ENROLLED and one.member_id is None:
                code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
                tx.roster.set_code(one, code)
                made.append((one, code))
        tx.trail.add(at.course, ask.person.user_xid, "roster codes", ask.at, None, count=len(made))
        return made

    return await store.write(work)


async def find(store: Store, ask: Ask, code: str) -> Enrolled:
    """The person whose code this is, for the student to say whether that is them. Raises NotOnRoster."""
    return await store.read(lambda tx: _with_code(tx, ask, code)[1])


def _with_code(tx: Tx, ask: Ask, code: str) -> tuple[Here, Enrolled]:
    at = here(tx, ask)
    require_student(at.role, ask.person, at.course)
    one = tx.roster.with_code(at.course, plain_code(code))
    if one is None:
        raise NotOnRoster
    return at, one


async def join(store: Store, ask: Ask, code: str) -> Enrolled | None:
    """The student is the person of this code from now on.

    None where the person or the student is linked otherwise already: then staff are asked. Raises
    NotMember, NotStudent, NotOnRoster.
    """

    def work(tx: Tx) -> Enrolled | None:
        at, one = _with_code(tx, ask, code)
        member = at.member or welcome(tx, at.course, ask.person.user_xid, ask.at)
        if not _free(tx, at.course, one, member):
            tx.roster.ask(one, member, QuestionKind.OTHER_ACCOUNT, ask.at)
            return None
        _link(tx, one, member, BY_CODE, ask.at)
        return one

    return await store.write(work)


async def ask_staff(store: Store, ask: Ask, number: str) -> None:
    """A student without a code asks staff to say who they are.

    That a number is not on the roster is told to nobody: staff see the question where it is. Raises
    BadNumber, NotMember, NotStudent.
    """
    clean = student_number(number)

    def work(tx: Tx) -> None:
        at = here(tx, ask)
        require_student(at.role, ask.person, at.course)
        member = at.member or welcome(tx, at.course, ask.person.user_xid, ask.at)
        one = tx.roster.with_number(at.course, clean)
        if one is not None and one.member_id != member.member_id:
            free = _free(tx, at.course, one, member)
            tx.roster.ask(one, member, QuestionKind.NO_CODE if free else QuestionKind.OTHER_ACCOUNT, ask.at)

    await store.write(work)


def _free(tx: Tx, course: Course, one: Enrolled, member: Member) -> bool:
    """Whether neither side is linked to somebody else."""
    holder = tx.members.with_number(course, one.student_number)
    mine = tx.roster.of_member(member)
    others = [
        one.member_id not in (None, member.member_id),
        holder is not None and holder.member_id != member.member_id,
        mine is not None and mine.roster_id != one.roster_id,
    ]
    return not any(others)


def _link(tx: Tx, one: Enrolled, member: Member, proof: str, at: datetime) -> None:
    tx.members.identify(member, one.student_number, one.name)
    tx.roster.link(one, member, proof, at)


async def leave(store: Store, ask: Ask) -> Enrolled:
    """The student is not that person after all; their reports stay theirs. Raises NotOnRoster."""

    def work(tx: Tx) -> Enrolled:
        at = here(tx, ask)
        one = tx.roster.of_member(at.member) if at.member else None
        if one is None or at.member is None:
            raise NotOnRoster
        tx.roster.unlink(one)
        tx.members.identify(at.member, None, None)
        return one

    return await store.write(work)


def require_proof(tx: Tx, course: Course, member: Member | None, number: str) -> None:
    """Nobody becomes a person of the roster by naming a number. Raises ProofNeeded."""
    one = tx.roster.with_number(course, number)
    if one is not None and (member is None or one.member_id != member.member_id):
        raise ProofNeeded


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with who asks it, as staff see it."""

    question: Question
    member: Member


async def questions(store: Store, ask: Ask) -> tuple[Course, list[Asked]]:
    """What staff are asked and have not answered. Raises NotStaff."""

    def work(tx: Tx) -> tuple[Course, list[Asked]]:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        waiting = tx.roster.open_questions(at.course)
        asked = [(one, tx.members.get(at.course, one.member_id)) for one in waiting]
        return at.course, [Asked(one, member) for one, member in asked if member]

    return await store.read(work)


async def answer(store: Store, ask: Ask, question_id: int, *, yes: bool) -> Enrolled:
    """Staff's yes links the student, and ends an earlier link of either side.

    Raises NotStaff, UnknownMember.
    """

    def work(tx: Tx) -> Enrolled:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        open_now = {one.question_id: one for one in tx.roster.open_questions(at.course)}
        question = open_now.get(question_id)
        member = tx.members.get(at.course, question.member_id) if question else None
        if question is None or member is None:
            raise UnknownMember
        tx.roster.answer(at.course, question, YES if yes else NO, ask.person.user_xid, ask.at)
        if yes:
            _move(tx, at.course, question.enrolled, member, ask.at)
        ids = {"question_id": question_id, "member_id": member.member_id, "yes": int(yes)}
        tx.trail.add(at.course, ask.person.user_xid, "roster answer", ask.at, None, **ids)
        return question.enrolled

    return await store.write(work)


def _move(tx: Tx, course: Course, one: Enrolled, member: Member, at: datetime) -> None:
    holder = tx.members.with_number(course, one.student_number)
    if holder is not None and holder.member_id != member.member_id:
        tx.members.identify(holder, None, holder.name)
        # It is the same person, who is reached at the other account from now on.
        tx.members.remind_by(holder, RemindBy.NEVER)
    if (mine := tx.roster.of_member(member)) and mine.roster_id != one.roster_id:
        tx.roster.unlink(mine)
    _link(tx, one, member, BY_STAFF, at)


@dataclass(frozen=True, slots=True)
class Standing:
    """From the roster to the week: how many are enrolled, linked, reachable and handed in."""

    course: Course
    week: Week | None
    enrolled: int
    linked: int
    reachable: int
    handed_in: int
    unlinked: tuple[Enrolled, ...]
    questions: int


async def standing(store: Store, ask: Ask, number: int | None) -> Standing:
    """How far the roster has come, for one week where it is named. Raises NotStaff, UnknownWeek."""

    def work(tx: Tx) -> Standing:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = tx.weeks.numbered(at.course, number) if number is not None else None
        if number is not None and week is None:
            raise UnknownWeek(week=number)
        enrolled = [one for one in tx.roster.of_course(at.course) if one.state is Enrolment.ENROLLED]
        linked = {one.member_id for one in enrolled if one.member_id is not None}
        silent = {one.member_id for one in tx.members.students(at.course) if one.remind_by is RemindBy.NEVER}
        handed_in = {one.member_id for one in tx.reports.latest_of_all(week)} if week else set()
        return Standing(
            course=at.course,
            week=week,
            enrolled=len(enrolled),
            linked=len(linked),
            reachable=len(linked - silent - tx.roster.unreachable(at.course)),
            handed_in=len(linked & handed_in),
            unlinked=tuple(one for one in enrolled if one.member_id is None),
            questions=len(tx.roster.open_questions(at.course)),
        )

    return await store.read(work)
