"""Gradebooks: a week's column in the table that Canvas or Moodle exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.actions.courses import Ask
from bot.actions.ports import Store, Tx
from bot.actions.releases import staffed_week
from bot.seminar.books import Book, written
from bot.seminar.courses import Course, Member, plain_line
from bot.seminar.gradebooks import Filling, Person, System, fill
from bot.seminar.participation import NOTHING, Presence, table
from bot.seminar.refusals import BadText, NoScore, NotReleased
from bot.seminar.reviews import PASS, Mark, ScaleKind
from bot.seminar.scores import ScoreKind, week_score
from bot.seminar.weeks import Week

TITLE_LIMIT = 200
STARTS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class Column(StrEnum):
    """What a column holds of a student."""

    MARK = "mark"
    COMPLETION = "completion"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Wish:
    """What staff want in which column. `full` is what all of the points are, None: what the table says."""

    system: System
    week: int
    column: Column
    title: str
    full: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """The table with its column, and what does not match in it."""

    course: Course
    week: Week
    wish: Wish
    filling: Filling
    table: bytes


async def fill_gradebook(store: Store, ask: Ask, book: Book, wish: Wish) -> Filled:
    """Fills one column by student number; marks only once students have them.

    Raises NotStaff, UnknownWeek, NotReleased, BadText, NotAGradebook, ManyColumns, ReadOnlyColumn.
    """
    title = plain_line(wish.title, TITLE_LIMIT)
    if title.startswith(STARTS_FORMULA):
        raise BadText(limit=TITLE_LIMIT)

    def work(tx: Tx) -> Filled:
        course, week = staffed_week(tx, ask, wish.week, even_closed=True)
        people = VALUES[wish.column](tx, course, week, ask.at)
        filling = fill(book, wish.system, title, people, wish.full)
        detail = {"week_id": week.week_id, "count": filling.filled}
        tx.trail.add(course, ask.person.user_xid, f"export {wish.system}", ask.at, None, **detail)
        return Filled(course, week, wish, filling, written(book, filling.changes))

    return await store.write(work)


def presences(tx: Tx, course: Course, week: Week, at: datetime) -> dict[int, tuple[Member, Presence]]:
    """How everybody stands in the week, by member_id."""
    granted, policy = tx.weeks.allowances(week), tx.policies.late(course)
    lines = table(tx.members.students(course), week, granted, tx.posts.taken(week), at, policy)
    return {line.member.member_id: (line.member, line.presence) for line in lines}


def _marks(tx: Tx, course: Course, week: Week, at: datetime) -> list[Person]:
    """The marks that students have. Raises NotReleased."""
    if week.week_id not in tx.reviews.releases(course):
        raise NotReleased(week=week.number)
    reviews = tx.reviews.of_week(week)
    found = []
    for member_id, (member, presence) in presences(tx, course, week, at).items():
        review = reviews.get(member_id)
        value = _value(review.mark) if review else None
        most = review.mark.most if review else ""
        excused = presence is Presence.EXCUSED and review is None
        found.append(Person(member.student_number, member.name, value, excused, most))
    return found + _without_a_line(tx, course, found)


def _value(mark: Mark) -> str | bool:
    return mark.value == PASS if mark.kind is ScaleKind.PASS_FAIL else mark.value


def _completions(tx: Tx, course: Course, week: Week, at: datetime) -> list[Person]:
    """All of the points for a report, also a late one; none where it is missing."""
    values: Mapping[Presence, bool] = {Presence.IN: True, Presence.LATE: True, Presence.MISSING: False}
    found = [
        Person(member.student_number, member.name, values.get(presence), presence is Presence.EXCUSED)
        for member, presence in presences(tx, course, week, at).values()
    ]
    return found + _without_a_line(tx, course, found)


def _scores(tx: Tx, course: Course, week: Week, at: datetime) -> list[Person]:
    """What taking part was worth, of the week's full credit. Raises NoScore."""
    policy = tx.policies.score(course)
    if policy.kind is ScoreKind.OFF:
        raise NoScore
    done = tx.posts.taken(week)
    found = []
    for member_id, (member, presence) in presences(tx, course, week, at).items():
        score = week_score(policy, done.get(member_id, NOTHING), presence)
        excused = presence is Presence.EXCUSED
        found.append(
            Person(member.student_number, member.name, f"{score.given:g}", excused, f"{score.whole:g}")
        )
    return found + _without_a_line(tx, course, found)


def _without_a_line(tx: Tx, course: Course, found: list[Person]) -> list[Person]:
    """Who is known to the course and has nothing to get in this week: no stranger in the table."""
    numbers = {one.number for one in found}
    known: dict[str, str | None] = {one.student_number: one.name for one in tx.roster.of_course(course)}
    known |= {one.student_number: one.name for one in tx.members.students(course) if one.student_number}
    return [Person(number, name, None) for number, name in known.items() if number not in numbers]


VALUES: dict[Column, Callable[[Tx, Course, Week, datetime], list[Person]]] = {
    Column.MARK: _marks,
    Column.COMPLETION: _completions,
    Column.SCORE: _scores,
}
"""What fills each kind of column: another kind is another line here."""
