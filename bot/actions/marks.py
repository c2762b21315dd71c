"""Marks: a student says which statement of their own report is the key claim."""

from __future__ import annotations

from bot.actions.courses import Ask, Here, here, week_numbered
from bot.actions.ports import Store, Tx
from bot.seminar.claims import Passage
from bot.seminar.courses import Course, Member, require_student
from bot.seminar.refusals import UnknownPassage, UnknownReport
from bot.seminar.weeks import Week


async def own_statements(store: Store, ask: Ask, number: int) -> tuple[Course, Week, list[Passage]]:
    """What was read in the student's own report, in its order.

    Raises NotMember, NotStudent, UnknownWeek; UnknownReport where nothing is handed in, or read yet.
    """

    def work(tx: Tx) -> tuple[Course, Week, list[Passage]]:
        at, week, _, own = _own(tx, ask, number)
        if not own:
            raise UnknownReport
        return at.course, week, own

    return await store.read(work)


async def mark(store: Store, ask: Ask, number: int, statement_id: int) -> Passage:
    """The student's key claim, in place of an earlier one; a new version that repeats the words keeps it.

    Raises NotMember, NotStudent, UnknownWeek, UnknownPassage.
    """

    def work(tx: Tx) -> Passage:
        _, week, _, own = _own(tx, ask, number)
        passage = next((one for one in own if one.statement_id == statement_id), None)
        if passage is None:
            raise UnknownPassage
        tx.decisions.mark(week, passage, ask.at)
        return passage

    return await store.write(work)


def _own(tx: Tx, ask: Ask, number: int) -> tuple[Here, Week, Member | None, list[Passage]]:
    at = here(tx, ask)
    require_student(at.role, ask.person, at.course)
    week = week_numbered(tx, at.course, number)
    member_id = at.member.member_id if at.member else None
    own = [one for one in tx.claims.passages(week) if one.member_id == member_id]
    return at, week, at.member, own
