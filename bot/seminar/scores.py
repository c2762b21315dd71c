"""Scores: what taking part is worth in a course, when it wants to say so in points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.seminar.participation import Presence, Taken
from bot.seminar.refusals import BadScore, BadWay

POINTS_LIMIT = 100
AGAIN = 0.5
"""What a second answer to the same person in a week is worth, beside a first; a third is worth nothing."""
WEIGHT_LINE = re.compile(r"(?P<way>.+)[:：]\s*(?P<points>[0-9]{1,3})\s*[x×*]\s*(?P<times>[0-9]{1,2})")


class ScoreKind(StrEnum):
    """How a course scores: not at all, whether a report came, or by points."""

    OFF = "off"
    COMPLETION = "completion"
    POINTS = "points"


class Way(StrEnum):
    """What earns points."""

    REPORT = "report"
    LATE = "late"
    POST = "post"
    REPLY = "reply"
    FIRST = "first"
    STANCE = "stance"
    STARTED = "started"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Weight:
    """What a way gives: points each time, and how many times a week it counts."""

    points: int
    times: int

    @property
    def most(self) -> int:
        return self.points * self.times


@dataclass(frozen=True, slots=True)
class ScorePolicy:
    """What a course gives for taking part. `whole` is full credit for a week.

    The ways together are worth more than that, so that nobody needs them all; `cap` is what a week gives
    at most, and what it gives above `whole` makes up for other weeks. `hidden`: students see a week's
    score only once their own deadline has passed.
    """

    kind: ScoreKind = ScoreKind.OFF
    whole: int = 10
    cap: int = 12
    hidden: bool = False
    ways: Mapping[Way, Weight] = field(default_factory=dict)


USUAL_WAYS = {
    Way.REPORT: Weight(5, 1),
    Way.LATE: Weight(3, 1),
    Way.POST: Weight(1, 3),
    Way.REPLY: Weight(1, 4),
    Way.FIRST: Weight(1, 2),
    Way.STANCE: Weight(1, 3),
    Way.STARTED: Weight(1, 2),
    Way.ANSWERED: Weight(2, 2),
}
USUAL = ScorePolicy(ways=USUAL_WAYS)
JUST_COMPLETION = {Way.REPORT: Weight(1, 1), Way.LATE: Weight(1, 1)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a score: how often the member did it, how often it counts, and the points for it."""

    way: Way
    did: int
    counts: float
    points: float


@dataclass(frozen=True, slots=True)
class WeekScore:
    """A member's score of a week: its lines, their sum, and what of it the week gives."""

    lines: tuple[Line, ...]
    earned: float
    given: float
    whole: int


@dataclass(frozen=True, slots=True)
class TermScore:
    """A member's score so far: what their weeks gave together, and what full credit would be."""

    given: float
    whole: int


def did(way: Way, taken: Taken, presence: Presence) -> int:
    """How often a member did what the way is about.

    >>> did(Way.REPLY, Taken(replies=5, partners=2, repeated=1), Presence.IN)
    5
    """
    return {
        Way.REPORT: int(presence is Presence.IN),
        Way.LATE: int(presence is Presence.LATE),
        Way.POST: taken.posts,
        Way.REPLY: taken.replies,
        Way.FIRST: taken.firsts,
        Way.STANCE: taken.stances,
        Way.STARTED: taken.started,
        Way.ANSWERED: taken.answered,
    }[way]


def worth(way: Way, taken: Taken, presence: Presence) -> float:
    """How many times it is worth: replies to the same person over and over are worth one and a half.

    >>> worth(Way.REPLY, Taken(replies=9, partners=2, repeated=1), Presence.IN)
    2.5
    >>> worth(Way.POST, Taken(posts=3), Presence.MISSING)
    3
    """
    if way is Way.REPLY:
        return taken.partners + AGAIN * taken.repeated
    return did(way, taken, presence)


def line(way: Way, weight: Weight, taken: Taken, presence: Presence) -> Line:
    """What one way gives.

    >>> line(Way.POST, Weight(1, 3), Taken(posts=8), Presence.IN)
    Line(way=<Way.POST: 'post'>, did=8, counts=3, points=3)
    """
    counts = min(worth(way, taken, presence), weight.times)
    return Line(way, did(way, taken, presence), counts, counts * weight.points)


def week_score(policy: ScorePolicy, taken: Taken, presence: Presence) -> WeekScore:
    """A week's score, with a line for everything that the member did.

    >>> score = week_score(ScorePolicy(ScoreKind.POINTS, 10, 12, ways=USUAL_WAYS),
    ...                    Taken(posts=4, replies=2, partners=2, stances=3, answered=2), Presence.IN)
    >>> [(one.way.value, one.points) for one in score.lines]
    [('report', 5), ('post', 3), ('reply', 2.0), ('stance', 3), ('answered', 4)]
    >>> score.earned, score.given, score.whole
    (17.0, 12, 10)
    """
    lines = tuple(
        line(way, policy.ways[way], taken, presence)
        for way in Way
        if way in policy.ways and policy.ways[way].most and did(way, taken, presence)
    )
    earned = sum(one.points for one in lines)
    return WeekScore(lines, earned, min(earned, policy.cap), policy.whole)


def term_score(weeks: Sequence[WeekScore]) -> TermScore:
    """The score of several weeks: what a week gives above its whole makes up for another.

    >>> full, weak = WeekScore((), 15, 12, 10), WeekScore((), 7, 7, 10)
    >>> term_score([full, weak])
    TermScore(given=19, whole=20)
    >>> term_score([full, full])
    TermScore(given=20, whole=20)
    """
    whole = sum(week.whole for week in weeks)
    return TermScore(min(sum(week.given for week in weeks), whole), whole)


def counts_towards_term(presence: Presence) -> bool:
    """Whether a week is expected of the member; one that is excused neither gives nor takes."""
    return presence is not Presence.EXCUSED


def is_shown(policy: ScorePolicy, deadline: datetime, now: datetime) -> bool:
    """Whether a student sees the score of a week with this deadline of their own (both UTC)."""
    return policy.kind is not ScoreKind.OFF and (now >= deadline or not policy.hidden)


def score_policy(
    kind: ScoreKind, whole: int, cap: int, ways: Mapping[Way, Weight], *, hidden: bool
) -> ScorePolicy:
    """A course's choice. Raises BadScore where full credit is out of reach, or the cap is below it.

    >>> score_policy(ScoreKind.COMPLETION, 99, 99, {}, hidden=False).whole
    1
    """
    if kind is ScoreKind.COMPLETION:
        return ScorePolicy(kind, 1, 1, hidden, JUST_COMPLETION)
    most = _within_reach(ways)
    if kind is ScoreKind.POINTS and not 1 <= whole <= min(cap, most):
        raise BadScore(whole=whole, cap=cap, most=most)
    return ScorePolicy(kind, whole, cap, hidden, dict(ways))


def whole_number(given: str) -> int:
    """A number of points as it was typed; 0 where it is none.

    >>> whole_number(" 12 "), whole_number("a lot")
    (12, 0)
    """
    typed = given.strip()
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def read_ways(given: str, names: Mapping[str, Way]) -> dict[Way, Weight]:
    """The ways as they were typed, a line each: a name of `names`, points, and how often they count.

    What is not named gives nothing. Raises BadWay.

    >>> read_ways("Posts: 1 x 3", {"posts": Way.POST})
    {<Way.POST: 'post'>: Weight(points=1, times=3)}
    """
    known = {_folded(name): way for name, way in names.items()}
    found = {}
    for one in _lines(given):
        match = WEIGHT_LINE.fullmatch(one)
        way = known.get(_folded(match["way"])) if match else None
        if match is None or way is None or int(match["points"]) > POINTS_LIMIT:
            raise BadWay(given=one[:80])
        found[way] = Weight(int(match["points"]), int(match["times"]))
    return found


def _within_reach(ways: Mapping[Way, Weight]) -> int:
    """What somebody can earn in a week at most; a report is either late or not."""
    one_report = [ways[way].most for way in (Way.REPORT, Way.LATE) if way in ways]
    others = sum(weight.most for way, weight in ways.items() if way not in (Way.REPORT, Way.LATE))
    return others + max(one_report, default=0)


def _lines(given: str) -> Iterable[str]:
    return (one for one in map(str.strip, given.splitlines()) if one)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()
