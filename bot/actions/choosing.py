"""Choosing: the claims and passages that staff may mean while they type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.claims import by_claim, reports_of
from bot.actions.courses import Ask, here
from bot.actions.curation import work_on
from bot.actions.ports import Store, Tx
from bot.seminar.claims import Claim, Origin, Passage
from bot.seminar.courses import Course, require_staff
from bot.seminar.gists import gist
from bot.seminar.refusals import UnknownPassage
from bot.seminar.weeks import Week


@dataclass(frozen=True, slots=True)
class Choice:
    """A claim or a passage that staff may mean."""

    choice_id: int
    text: str
    reports: int


async def claims_to_choose(store: Store, ask: Ask, number: int | None, typed: str) -> list[Choice]:
    """The claims of a week, by default the last that opened, whose label holds what was typed.

    The most shared come first; students are offered none.
    """

    def work(tx: Tx) -> list[Choice]:
        at = here(tx, ask)
        week = _week_of(tx, at.course, number, ask.at)
        if at.role is None or week is None:
            return []
        require_staff(at.role, at.course)
        found = [
            Choice(claim.claim_id, gist(claim.label), reports_of(said))
            for claim, said in by_claim(tx, week)
            if typed.casefold() in claim.label.casefold() and (said or claim.origin is not Origin.FOUND)
        ]
        return sorted(found, key=lambda one: (-one.reports, one.choice_id))

    return await store.read(work)


def _week_of(tx: Tx, course: Course, number: int | None, at: datetime) -> Week | None:
    if number is not None:
        return tx.weeks.numbered(course, number)
    weeks = tx.weeks.of_course(course)
    begun = [week for week in weeks if week.times.opens <= at]
    return max(
        begun, key=lambda week: week.times.opens, default=min(weeks, key=lambda w: w.number, default=None)
    )


async def passages_of(store: Store, ask: Ask, claim_id: int) -> tuple[int, Claim, list[Passage]]:
    """A claim's passages, after its course_id. Raises NotStaff, UnknownClaim, UnknownPassage."""

    def work(tx: Tx) -> tuple[int, Claim, list[Passage]]:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        found = work_on(tx, at, ask, claim_id)
        if not found.said:
            raise UnknownPassage
        return at.course.course_id, found.claim, found.said

    return await store.read(work)
