"""Plans of a term: what one wants of each week, and what it would change in the weeks there are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.seminar.courses import person_name, plain_line
from bot.seminar.refusals import (
    BadText,
    Refusal,
    WeekIncomplete,
    WeekPast,
    WeekPosted,
    WeekTwice,
)
from bot.seminar.reports import clean
from bot.seminar.weeks import (
    CUTOFF_AFTER,
    PROMPT_LIMIT,
    TOPIC_LIMIT,
    NewWeek,
    Presenter,
    Times,
    Week,
    WeekState,
    plan_times,
)

MOST_WEEKS = 60
NUMBERS = range(1, 100)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A week as a plan or a file wants it, its times in UTC; what is None stays as it is.

    `place` is where it stands in the file, from 1. `unnamed` is the topic of a new week that has none.
    `refusal` tells why it cannot be read.
    """

    place: int
    number: int
    topic: str | None = None
    prompt: str | None = None
    presenters: tuple[str, ...] | None = None
    opens: datetime | None = None
    due: datetime | None = None
    cutoff: datetime | None = None
    grace: timedelta | None = None
    skipped: bool | None = None
    unnamed: str | None = None
    refusal: Refusal | None = None


class Change(StrEnum):
    """What a plan does to one week."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one week that a plan wants: the week before, and the week and its state after."""

    wanted: Wanted
    change: Change
    before: Week | None = None
    after: NewWeek | None = None
    state: WeekState = WeekState.PLANNED
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody was shown and may press a button for: the weeks wanted, and over which plan.

    `act` names the command. `made_at` (UTC) tells a proposal from the person's next one.
    """

    act: str
    made_at: datetime
    over: str
    wanted: tuple[Wanted, ...]


def judged(
    wanted: Sequence[Wanted],
    weeks: Iterable[Week],
    posted: Callable[[Week], bool],
    at: datetime,
    known: Mapping[str, int],
) -> list[Line]:
    """What a plan does to the weeks of a course at this instant (UTC), in its own order.

    `posted` tells whether students have seen a week; `known` are the members of names that are sure.
    """
    there = {week.number: week for week in weeks}
    lines, seen = [], set[int]()
    for one in wanted:
        week = there.get(one.number)
        try:
            if one.refusal is not None:
                raise one.refusal
            if one.number in seen:
                raise WeekTwice(week=one.number)
            lines.append(
                _added(one, at, known) if week is None else _changed(one, week, at, known, posted(week))
            )
        except Refusal as refusal:
            lines.append(Line(one, Change.REFUSED, week, refusal=refusal))
        seen.add(one.number)
    return lines


def fingerprint(weeks: Iterable[Week]) -> str:
    """Changes with whatever changes in a plan."""
    return hashlib.sha256(repr(list(weeks)).encode()).hexdigest()


def _added(wanted: Wanted, at: datetime, known: Mapping[str, int]) -> Line:
    topic = wanted.topic or wanted.unnamed
    if topic is None or wanted.opens is None or wanted.due is None:
        raise WeekIncomplete(week=wanted.number)
    grace = wanted.grace or timedelta(0)
    cutoff = wanted.cutoff or wanted.due + grace + CUTOFF_AFTER
    times = plan_times(wanted.opens, wanted.due, cutoff, grace)
    state = WeekState.SKIPPED if wanted.skipped else WeekState.PLANNED
    new = NewWeek(
        number=wanted.number,
        topic=plain_line(topic, TOPIC_LIMIT),
        prompt=_prompt(wanted.prompt or ""),
        presenters=_presenters(wanted.presenters or (), (), known),
        times=_from_now_on(wanted.number, times, state, at),
    )
    return Line(wanted, Change.ADDED, None, new, state)


def _changed(wanted: Wanted, week: Week, at: datetime, known: Mapping[str, int], posted: bool) -> Line:  # noqa: FBT001
    times, state = _times(wanted, week.times), _state(wanted, week)
    if posted and (times != week.times or state is not week.state):
        raise WeekPosted(week=week.number)
    if times != week.times or state is not week.state:
        times = _from_now_on(week.number, times, state, at)
    named = week.presenters
    if wanted.presenters is not None:
        named = _presenters(wanted.presenters, week.presenters, known)
    new = NewWeek(
        number=week.number,
        topic=week.topic if wanted.topic is None else plain_line(wanted.topic, TOPIC_LIMIT),
        prompt=week.prompt if _same_text(wanted.prompt, week.prompt) else _prompt(wanted.prompt or ""),
        presenters=named,
        times=times,
    )
    was = NewWeek(week.number, week.topic, week.prompt, week.presenters, week.times)
    same = new == was and state is week.state
    return Line(wanted, Change.SAME if same else Change.CHANGED, week, new, state)


def _times(wanted: Wanted, times: Times) -> Times:
    """The times that are wanted; files know no seconds, so the same minute is the same time."""
    opens = _unless_same(wanted.opens, times.opens)
    due = _unless_same(wanted.due, times.due)
    grace = times.grace if wanted.grace is None else wanted.grace
    moved = times.cutoff + (due - times.due) + max(grace - times.grace, timedelta(0))
    cutoff = moved if wanted.cutoff is None else _unless_same(wanted.cutoff, times.cutoff)
    wished = Times(opens=opens, due=due, grace=grace, cutoff=cutoff)
    return times if wished == times else plan_times(opens, due, cutoff, grace)


def _unless_same(wanted: datetime | None, present: datetime) -> datetime:
    if wanted is None or _minute(wanted) == _minute(present):
        return present
    return wanted


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _state(wanted: Wanted, week: Week) -> WeekState:
    if wanted.skipped is None or wanted.skipped == (week.state is WeekState.SKIPPED):
        return week.state
    return WeekState.SKIPPED if wanted.skipped else WeekState.PLANNED


def _from_now_on(number: int, times: Times, state: WeekState, at: datetime) -> Times:
    """A week whose hour has passed opens at once. Raises WeekPast where it would be over."""
    if state is WeekState.SKIPPED or times.opens > at:
        return times
    if times.due <= at:
        raise WeekPast(week=number, due=times.due)
    return replace(times, opens=at)


def _same_text(wanted: str | None, present: str) -> bool:
    return wanted is None or clean(wanted).strip() == clean(present).strip()


def _prompt(given: str) -> str:
    prompt = clean(given).strip()
    if len(prompt) > PROMPT_LIMIT:
        raise BadText(limit=PROMPT_LIMIT)
    return prompt


def _presenters(
    names: Sequence[str], present: Sequence[Presenter], known: Mapping[str, int]
) -> tuple[Presenter, ...]:
    """Whoever presents already stays who they are; a new name is a member's where that is sure."""
    before = {one.name: one for one in present}
    plain = [person_name(name) for name in names]
    return tuple(before.get(name) or Presenter(name, known.get(name)) for name in plain)
