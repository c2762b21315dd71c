"""Posts: what is known of a message in a claim's thread, which is ids alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.seminar.claims import Claim
from bot.seminar.courses import Member

FIRST_INSTANT = datetime(2015, 1, 1, tzinfo=UTC)
"""From which Discord's ids count milliseconds, above their lowest 22 bits."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message that somebody wrote in a thread.

    Where it is a reply, `answers_message_xid` is the message that it replies to, and `answers_xid` the
    person who wrote that one, as far as Discord tells.
    """

    guild_xid: int
    thread_xid: int
    message_xid: int
    user_xid: int
    answers_xid: int | None = None
    answers_message_xid: int | None = None


@dataclass(frozen=True, slots=True)
class Deleted:
    """Messages that are gone, one or many at once."""

    guild_xid: int
    message_xids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThreadDeleted:
    """A thread that is gone with all its messages."""

    guild_xid: int
    thread_xid: int


Heard = Post | Deleted | ThreadDeleted
"""What is taken from Discord's events."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A post as it is written down: for which claim, whose it is, and which other member it answers."""

    claim: Claim
    member: Member
    message_xid: int
    at: datetime
    thread_xid: int | None
    partner: Member | None = None


@dataclass(frozen=True, slots=True)
class ClaimWriters:
    """Who stands behind a claim, and who wrote of it; `authors` tells when each first handed in (UTC).

    Of the posts' writers the least and the greatest id are enough: they differ where several wrote.
    """

    authors: Mapping[int, datetime]
    first_writer: int | None
    some_writers: Collection[int]
    disputers: Collection[int]
    has_thread: bool = True


def written_at(message_xid: int) -> datetime:
    """When a message was written (UTC).

    >>> written_at(175928847299117063).isoformat(timespec="seconds")
    '2016-04-30T11:18:25+00:00'
    """
    return FIRST_INSTANT + timedelta(milliseconds=message_xid >> 22)


def firsts(claims: Collection[ClaimWriters]) -> dict[int, int]:
    """On how many claims each member was the first to write.

    >>> firsts([ClaimWriters({}, 7, (7, 9), ()), ClaimWriters({}, None, (), ())])
    {7: 1}
    """
    return _times([claim.first_writer for claim in claims if claim.first_writer is not None])


def started(claims: Collection[ClaimWriters]) -> dict[int, int]:
    """How many claims each member was the first to state: of its authors, who first handed in.

    >>> early, late = datetime(2026, 9, 8, tzinfo=UTC), datetime(2026, 9, 9, tzinfo=UTC)
    >>> started([ClaimWriters({1: late, 2: early}, None, (), ())])
    {2: 1}
    """
    return _times(
        [min(claim.authors, key=lambda one: (claim.authors[one], one)) for claim in claims if claim.authors]
    )


def answered(claims: Collection[ClaimWriters]) -> dict[int, int]:
    """How many of the claims that each member stated somebody else wrote of, or disputes.

    >>> noon = datetime(2026, 9, 8, 12, tzinfo=UTC)
    >>> answered([ClaimWriters({1: noon}, 1, (1,), ()), ClaimWriters({1: noon, 2: noon}, 1, (1,), (1,))])
    {2: 1}
    """
    return _times(
        [
            author
            for claim in claims
            for author in claim.authors
            if any(one != author for one in (*claim.some_writers, *claim.disputers))
        ]
    )


def together(claims: Mapping[int, ClaimWriters], roots: Mapping[int, int]) -> list[ClaimWriters]:
    """The claims that have a thread, each as one with what was merged into it; `roots` tells into which.

    >>> noon = datetime(2026, 9, 8, 12, tzinfo=UTC)
    >>> gone, stays = ClaimWriters({1: noon}, None, (), (), False), ClaimWriters({2: noon}, 3, (3,), ())
    >>> sorted(answered(together({7: gone, 8: stays}, {7: 8})))
    [1, 2]
    """
    families: dict[int, list[ClaimWriters]] = {}
    for claim_id, one in claims.items():
        families.setdefault(roots.get(claim_id, claim_id), []).append(one)
    return [
        ClaimWriters(
            authors={author: at for one in family for author, at in one.authors.items()},
            first_writer=None,
            some_writers={writer for one in family for writer in one.some_writers},
            disputers={disputer for one in family for disputer in one.disputers},
        )
        for family in families.values()
        if any(one.has_thread for one in family)
    ]


def _times(member_ids: Collection[int]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for member_id in member_ids:
        counted[member_id] = counted.get(member_id, 0) + 1
    return counted
