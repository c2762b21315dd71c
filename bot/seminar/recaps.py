"""The recap of a week's discussion: what was shared and argued, whose minds it changed, what nobody answered.

The course reads it, so nothing in it tells what one person did where fewer than five did it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seminar.claims import Claim, Stance
from bot.seminar.gists import gist
from bot.seminar.interests import is_answered
from bot.seminar.pictures import SMALL, ClaimMatrix, ClaimRow, Share
from bot.seminar.weeks import Times

SOONEST, LATEST = timedelta(days=2), timedelta(days=6)
WORTH_POSTING = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Held:
    """A member's stance on a claim, before the discussion and now."""

    claim_id: int
    member_id: int
    first: Stance
    now: Stance


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said of a claim with a thread: who states it, who posted how often (by member_id), stances."""

    claim: Claim
    authors: frozenset[int]
    posts: Mapping[int, int]
    held: tuple[Held, ...]

    @property
    def answered(self) -> bool:
        """Whether a peer answered it."""
        return is_answered(self.authors, self.posts)

    @property
    def tally(self) -> dict[Stance, int] | None:
        """Its stances; None where so few took one that it would tell of each."""
        if len(self.held) < SMALL:
            return None
        return {stance: sum(one.now is stance for one in self.held) for stance in Stance}


def recap_at(times: Times) -> datetime:
    """When the week's discussion is summed up (UTC): at the cut-off, two to six days after the deadline.

    Until the cut-off late reports add to the counts. Two days are the least that a discussion takes; after
    six the next week's threads are about to open, where seminars meet weekly.

    >>> from datetime import UTC
    >>> due = datetime(2026, 9, 13, tzinfo=UTC)
    >>> week = Times(due - timedelta(days=6), due, timedelta(0), due + timedelta(days=4))
    >>> recap_at(week).isoformat()
    '2026-09-17T00:00:00+00:00'
    """
    return min(max(times.cutoff, times.due + SOONEST), times.due + LATEST)


def by_interest(talks: Sequence[Talk]) -> list[Talk]:
    """The claims by how much they were shared, then by how much they were argued."""
    return sorted(
        talks, key=lambda talk: (-len(talk.authors), -sum(talk.posts.values()), talk.claim.claim_id)
    )


def minds_changed(talks: Sequence[Talk]) -> Share | None:
    """How many of those who took a stance hold another now on some claim; None where they are too few."""
    held = [one for talk in talks for one in talk.held]
    people = {one.member_id for one in held}
    changed = {one.member_id for one in held if one.first is not one.now}
    return Share(len(changed), len(people)) if len(people) >= SMALL else None


def matrix(week: int, talks: Sequence[Talk], writers: Sequence[int]) -> ClaimMatrix | None:
    """Claims by reports, given who wrote those; None where a column would tell whose report it is."""
    if len(writers) < SMALL or not talks:
        return None
    place = {member_id: index for index, member_id in enumerate(writers)}
    return ClaimMatrix(week, len(writers), tuple(_row(talk, place) for talk in talks))


def _row(talk: Talk, place: Mapping[int, int]) -> ClaimRow:
    reports = frozenset(place[member_id] for member_id in talk.authors if member_id in place)
    tally = talk.tally
    return ClaimRow(gist(talk.claim.label), reports, None if tally is None else tuple(tally.items()))
