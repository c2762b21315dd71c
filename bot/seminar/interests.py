"""What draws people in, measured week by week: who came before being asked, what was answered, who wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seminar.pictures import Share


@dataclass(frozen=True, slots=True)
class Thread:
    """A claim's thread: its week, who states the claim, and which students wrote there, by member_id."""

    week_id: int
    authors: frozenset[int]
    writers: frozenset[int]


def early(handed_in: Mapping[int, datetime], expected: Collection[int], first_reminder: datetime) -> Share:
    """How many of those expected handed in before the first reminder (UTC), by member_id.

    >>> from datetime import UTC
    >>> due = datetime(2026, 9, 13, 9, tzinfo=UTC)
    >>> early({1: due - timedelta(days=3), 2: due}, [1, 2, 3], due - timedelta(days=2))
    Share(part=1, whole=3)
    """
    came = (handed_in.get(member_id) for member_id in expected)
    return Share(sum(at is not None and at < first_reminder for at in came), len(expected))


def is_answered(authors: Collection[int], writers: Iterable[int]) -> bool:
    """Whether a peer answered a claim: somebody wrote who is not the only one to have stated it.

    >>> is_answered([1], [1]), is_answered([1], [1, 2]), is_answered([1, 2], [1])
    (False, True, True)
    """
    return any(len(authors) != 1 or writer not in authors for writer in writers)


def answered(threads: Sequence[Thread]) -> Share:
    """How many claims with a thread a peer answered.

    >>> answered([Thread(1, frozenset({1, 2}), frozenset({3})), Thread(1, frozenset({1}), frozenset({1}))])
    Share(part=1, whole=2)
    """
    each = [is_answered(thread.authors, thread.writers) for thread in threads]
    return Share(sum(each), len(each))


def wrote(students: Collection[int], writers: Collection[int]) -> Share:
    """How many students wrote in a claim's thread.

    >>> wrote([1, 2, 3], [3, 4])
    Share(part=1, whole=3)
    """
    return Share(len({*students} & {*writers}), len(students))


def first_reminder(due: datetime, offsets: Iterable[timedelta]) -> datetime:
    """When the course reminds first (UTC); the deadline itself where it never does.

    >>> first_reminder(datetime(2026, 9, 13), [timedelta(hours=6), timedelta(hours=48)])
    datetime.datetime(2026, 9, 11, 0, 0)
    """
    return due - max(offsets, default=timedelta(0))
