"""The term's plan at one go: shown first, then made by a button, all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.actions.courses import Ask, here
from bot.actions.plan import change_week, posted
from bot.actions.ports import Store, Tx
from bot.seminar.courses import Course, require_instructor
from bot.seminar.planfiles import read_plan
from bot.seminar.plans import (
    Change,
    Line,
    Proposal,
    Wanted,
    fingerprint,
    judged,
)
from bot.seminar.refusals import PlanChanged
from bot.seminar.slots import Slot, holidays, occurrences, wanted_by
from bot.seminar.weeks import Week, local_time

SLOT, IMPORT = "week plan", "week import"
MILLISECOND = timedelta(milliseconds=1)
EPOCH_XID = datetime.fromisoformat("2015-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class SlotChoices:
    """What an instructor typed for a weekly slot: wall times of the first week, in the course's zone.

    `unnamed` is the topic of new weeks, by language.
    """

    first: str
    due: str
    weeks: int
    first_number: int
    holidays: str | None
    drops: bool
    grace_minutes: int | None
    unnamed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a plan would change; `stamp` names it to the button. `free` are days left free for holidays."""

    course: Course
    lines: tuple[Line, ...]
    stamp: int
    free: tuple[date, ...] = ()

    @property
    def can_be_made(self) -> bool:
        """Whether a button may make it: nothing is refused, and something changes."""
        kinds = {line.change for line in self.lines}
        return Change.REFUSED not in kinds and kinds != {Change.SAME}


@dataclass(frozen=True, slots=True)
class Made:
    """A plan that was made: how many weeks it added and changed."""

    course: Course
    added: int
    changed: int


async def may_plan(store: Store, ask: Ask) -> None:
    """Before a file is fetched and read: raises NotInstructor."""
    await store.read(lambda tx: _of_instructor(tx, ask))


async def propose_slot(store: Store, ask: Ask, choices: SlotChoices) -> Shown:
    """What a weekly slot would make of the plan; changes nothing yet.

    Raises NotInstructor, BadTime, BadHoliday, TooManyWeeks.
    """
    slot = Slot(
        opens=local_time(choices.first),
        due=local_time(choices.due),
        weeks=choices.weeks,
        first_number=choices.first_number,
        holidays=holidays(choices.holidays or ""),
        drops=choices.drops,
    )
    grace = None if choices.grace_minutes is None else timedelta(minutes=choices.grace_minutes)

    def work(tx: Tx) -> Shown:
        course = _of_instructor(tx, ask)
        wanted = wanted_by(slot, course.zone, choices.unnamed[course.language], grace)
        return _show(tx, ask, course, SLOT, wanted)

    free = tuple(one.opens.date() for one in occurrences(slot) if one.number is None)
    return replace(await store.write(work), free=free)


async def propose_table(store: Store, ask: Ask, rows: Sequence[Sequence[str]]) -> Shown:
    """What the rows of a file would make of the plan; changes nothing yet.

    Raises NotInstructor, BadPlan, TooManyWeeks.
    """

    def work(tx: Tx) -> Shown:
        course = _of_instructor(tx, ask)
        return _show(tx, ask, course, IMPORT, read_plan(rows, course.zone))

    return await store.write(work)


async def make_plan(store: Store, ask: Ask, stamp: int) -> Made:
    """Makes the plan that the person was shown, all of it or nothing.

    Raises NotInstructor; PlanChanged where it is not what was shown any more.
    """

    def work(tx: Tx) -> Made:
        course = _of_instructor(tx, ask)
        proposal = tx.proposals.get(course, ask.person.user_xid)
        if proposal is None or stamp_of(proposal.made_at) != stamp:
            raise PlanChanged
        if fingerprint(tx.weeks.of_course(course)) != proposal.over:
            raise PlanChanged
        lines = _lines(tx, course, proposal.wanted, ask.at)
        if any(line.change is Change.REFUSED for line in lines):
            raise PlanChanged
        for line in lines:
            _put(tx, ask, course, line, proposal.act)
        tx.proposals.remove(course, ask.person.user_xid)
        done = Counter(line.change for line in lines)
        return Made(course, done[Change.ADDED], done[Change.CHANGED])

    return await store.write(work)


def stamp_of(moment: datetime) -> int:
    """A short name for the instant (UTC) at which a plan was shown."""
    return (moment - EPOCH_XID) // MILLISECOND


def _of_instructor(tx: Tx, ask: Ask) -> Course:
    at = here(tx, ask)
    require_instructor(at.role, at.course)
    return at.course


def _show(tx: Tx, ask: Ask, course: Course, act: str, wanted: Sequence[Wanted]) -> Shown:
    lines = _lines(tx, course, wanted, ask.at)
    shown = Shown(course, tuple(lines), stamp_of(ask.at))
    if shown.can_be_made:
        over = fingerprint(tx.weeks.of_course(course))
        tx.proposals.put(course, ask.person.user_xid, Proposal(act, ask.at, over, tuple(wanted)))
    return shown


def _lines(tx: Tx, course: Course, wanted: Sequence[Wanted], at: datetime) -> list[Line]:
    def is_posted(week: Week) -> bool:
        return posted(tx, course, week)

    return judged(wanted, tx.weeks.of_course(course), is_posted, at, _known(tx, course))


def _known(tx: Tx, course: Course) -> dict[str, int]:
    """Members by names that are sure: one person of the roster has it, and has proved to be that person."""
    enrolled = tx.roster.of_course(course)
    times = Counter(one.name for one in enrolled)
    return {one.name: one.member_id for one in enrolled if one.member_id is not None and times[one.name] == 1}


def _put(tx: Tx, ask: Ask, course: Course, line: Line, act: str) -> None:
    if line.after is None or line.change not in (Change.ADDED, Change.CHANGED):
        return
    if line.before is None:
        week = tx.weeks.add(course, line.after)
        tx.trail.add(course, ask.person.user_xid, act, ask.at, week_id=week.week_id)
    else:
        week = change_week(tx, ask, course, line.before, line.after, act).week
    if line.state is not week.state:
        tx.weeks.set_state(week, line.state)
