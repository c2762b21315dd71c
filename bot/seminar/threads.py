"""Threads: how a course discusses claims, when that ends, and what may be written without a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seminar.claims import THREAD_NAME_LIMIT, one_line
from bot.seminar.courses import plain_line
from bot.seminar.quotes import Quote
from bot.seminar.refusals import BadText
from bot.seminar.reports import BLANK_LETTERS, clean
from bot.seminar.stances import Held, dissenters
from bot.seminar.weeks import Week, WeekState

BOARD_AFTER = timedelta(minutes=1)
"""The board waits so long for the week's other threads."""
INVITE_AFTER = timedelta(minutes=1)
REDRAW_AFTER = timedelta(seconds=30)
"""What is counted is drawn anew at most this often."""
DISCUSSION_LASTS = timedelta(days=7)
"""Where no week comes after."""

OWN_CLAIMS = 1
OWN_CLAIMS_MOST = 9
SENTENCE_LIMIT = 300
OUTCOME_LIMIT = 300
UNNAMED_LIMIT = 1500
UNNAMED_A_DAY = 5
"""So many answers without a name a member may write in a day, in all threads of a course."""
DIGITS = re.compile(r"[0-9]+")
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""They turn the direction of writing, also of what comes after them in the line."""


@dataclass(frozen=True, slots=True)
class Discussion:
    """How a course discusses. `forum_xid` is a forum that takes the threads instead of the course's channel.

    `names`: quotes bear their writers' names. `unnamed`: members may answer without theirs. `invites`: those
    who are quoted, or hold what few do, are called into the thread. `own_claims` a member may open in a week.
    """

    names: bool = False
    unnamed: bool = False
    invites: bool = True
    own_claims: int = OWN_CLAIMS
    forum_xid: int | None = None


USUAL = Discussion()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a forum."""

    tag_xid: int
    name: str
    for_moderators: bool = False


def discussion_ends(week: Week, weeks: Sequence[Week]) -> datetime:
    """When (UTC) the outcome is written down: the next week is due, and its claims get their threads."""
    after = [
        one.times.due
        for one in weeks
        if one.times.due > week.times.due and one.state is not WeekState.SKIPPED
    ]
    return min(after, default=week.times.due + DISCUSSION_LASTS)


def tag_for(number: int, tags: Sequence[Tag], *, required: bool) -> Tag | None:
    """The tag of a week's posts: the one whose only number is the week's, else the first where one must be.

    >>> tag_for(6, [Tag(1, "general"), Tag(2, "6주차"), Tag(3, "Week 16")], required=False)
    Tag(tag_xid=2, name='6주차', for_moderators=False)
    >>> tag_for(7, [Tag(1, "general")], required=False) is None
    True
    """
    open_ones = [tag for tag in tags if not tag.for_moderators]
    for tag in open_ones:
        if [int(found) for found in DIGITS.findall(tag.name)] == [number]:
            return tag
    return open_ones[0] if required and open_ones else None


def invited(quotes: Sequence[Quote], held: Sequence[Held], stated: Sequence[int] = ()) -> list[int]:
    """Whom a thread calls in, by member_id: who is quoted, who holds what few do, and who else is named."""
    return sorted({quote.member_id for quote in quotes} | {*dissenters(held), *stated})


def shown_label(label: str, limit: int = THREAD_NAME_LIMIT) -> str:
    """The label in one line; nothing in it turns the direction of what stands around it."""
    return one_line(TURNS.sub("", label), limit)


def sentence(text: str, limit: int = SENTENCE_LIMIT) -> str:
    """What a person writes in one line. Raises BadText."""
    line = plain_line(TURNS.sub("", text), limit)
    _require_letters(line, limit)
    return line


def unnamed_text(text: str) -> str:
    """What a person writes in a thread without their name, its lines kept. Raises BadText."""
    said = TURNS.sub("", clean(text)).strip()
    if len(said) > UNNAMED_LIMIT:
        raise BadText(limit=UNNAMED_LIMIT)
    _require_letters(said, UNNAMED_LIMIT)
    return said


def _require_letters(text: str, limit: int) -> None:
    if not any(letter.isalnum() for letter in BLANK_LETTERS.sub("", text)):
        raise BadText(limit=limit)
