"""Which of many passages may say the same, weighed all at once: proposals, by which nothing is joined."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.reading.matching import groups, neighbours
from bot.reading.stems import traits

TOGETHER = 0.13
"""From this mean nearness on, two clusters are one: from 0.1 to 0.15 B-cubed F1 is best and hardly moves."""
STAYING = 0.08
"""From this one on, drawn to zero by LONELY passages more, a passage belongs to a cluster."""
LONELY = 3
ROUNDS = 5
USUAL = 0.1
"""The mean nearness above which all of a pool is alike: that of seminars is 0.07 to 0.1, of debates 0.17."""
PRIOR = 500
"""Pairs: few tell little of what is usual among them."""
MOST = 3_000
"""More passages are not weighed pair by pair; only what surely says the same is then together."""

Near = Mapping[int, float]


def clusters(
    passages: Sequence[str], *, topic: str | None = None, origins: Sequence[object] | None = None
) -> list[int]:
    """A cluster's number for each passage, counted as they first appear.

    What surely says the same (bot.reading.matching.groups) is never apart. Of such groups the two whose
    passages are most alike on average become one, again and again. `origins` are the reports that say them:
    who makes a claim in two passages of one report seldom makes the same claim.
    """
    reports = dict(zip(reversed(passages), reversed(origins or range(len(passages))), strict=True))
    distinct = [*dict.fromkeys(passages)]
    sure = groups(distinct, topic=topic)
    if len(distinct) <= MOST:
        found_near = neighbours(distinct, [reports[passage] for passage in distinct], topic=topic)
        near = evened([*found_near], [traits(passage).korean for passage in distinct])
        sure = moved(near, sure, linked(near, sure, TOGETHER), STAYING)
    found = dict(zip(distinct, sure, strict=True))
    numbers: dict[int, int] = {}
    return [numbers.setdefault(found[passage], len(numbers)) for passage in passages]


def evened(near: Sequence[Near], kinds: Sequence[object]) -> list[Near]:
    """Likenesses scaled down where all passages of a kind are more alike than USUAL: short ones are."""
    scales = {}
    for kind in {*kinds}:
        some = [at for at, one in enumerate(kinds) if one == kind]
        pairs = len(some) * (len(some) - 1) / 2
        whole = math.fsum(likeness for at in some for likeness in near[at].values())
        scales[kind] = min(1.0, USUAL * (pairs + PRIOR) / (whole + USUAL * PRIOR))
    return [
        {other: likeness * scales[kind] for other, likeness in some.items()}
        for kind, some in zip(kinds, near, strict=True)
    ]


def linked(near: Sequence[Near], joined: Sequence[int], level: float) -> list[int]:
    """The cluster of each place, by average linkage from this mean likeness on; those `joined` stay together.

    `near` tells for each place which earlier ones are alike. What is in none of it is not alike at all.

    >>> linked([{}, {0: 0.9}, {1: 0.1}, {}], [0, 1, 2, 2], level=0.2)
    [0, 0, 2, 2]
    """
    parts = _Parts(near, joined)
    waiting = [entry for one in [*parts.sums] for entry in parts.entries(one, level)]
    heapq.heapify(waiting)
    while waiting:
        _, one, other = heapq.heappop(waiting)
        if one in parts.sums and other in parts.sums:
            for entry in parts.entries(parts.join(one, other), level):
                heapq.heappush(waiting, entry)
    return parts.places(len(near))


def moved(near: Sequence[Near], joined: Sequence[int], found: Sequence[int], level: float) -> list[int]:
    """The clusters of `linked`, after each group of the `joined` went where it is most at home.

    Linking cannot take back what it did early. How much a group is at home in a cluster is its mean likeness
    to the rest of it, as if there were LONELY passages more that are not like it: so it rather joins many
    than one. Where that is below the level everywhere, it stands alone.

    >>> moved([{}, {0: 0.9}, {1: 0.2}, {2: 0.8}, {2: 0.8}], range(5), [0, 0, 0, 3, 3], level=0.08)
    [0, 0, 2, 2, 2]
    """
    parts = _Parts(near, joined)
    homes = _Homes(dict(zip(joined, found, strict=True)), Counter(found))
    for _ in range(ROUNDS):
        before = dict(homes.of)
        for part, members in parts.members.items():
            homes.settle(part, len(members), parts.sums[part], level)
        if homes.of == before:
            break
    first: dict[int, int] = {}
    return [first.setdefault(homes.of[part], at) for at, part in enumerate(joined)]


@dataclass(slots=True)
class _Homes:
    """In which cluster each group is, and how many passages each cluster has."""

    of: dict[int, int]
    sizes: Counter[int]

    def settle(self, part: int, size: int, sums: Mapping[int, float], level: float) -> None:
        """Moves a group where it is most at home; `sums` are its likenesses to the other groups."""
        self.sizes[self.of[part]] -= size
        near = defaultdict[int, float](float)
        for other, whole in sorted(sums.items()):
            near[self.of[other]] += whole
        means = {one: whole / size / (self.sizes[one] + LONELY) for one, whole in sorted(near.items())}
        best = max(means, key=means.__getitem__, default=None)
        if best is not None and means[best] >= level:
            self.of[part] = best
        elif self.sizes[self.of[part]]:
            self.of[part] = max(self.sizes) + 1
        self.sizes[self.of[part]] += size


class _Parts:
    """The clusters so far: their members, and the sum of likenesses to each other cluster."""

    def __init__(self, near: Sequence[Near], joined: Sequence[int]) -> None:
        self.members: dict[int, list[int]] = {}
        for at, part in enumerate(joined):
            self.members.setdefault(part, []).append(at)
        self.sums: dict[int, dict[int, float]] = {part: {} for part in self.members}
        self._next = max(self.members, default=0) + 1
        for at, some in enumerate(near):
            for other, likeness in some.items():
                self._add(joined[at], joined[other], likeness)

    def _add(self, one: int, other: int, likeness: float) -> None:
        if one != other:
            whole = self.sums[one].get(other, 0.0) + likeness
            self.sums[one][other] = self.sums[other][one] = whole

    def entries(self, one: int, level: float) -> Iterator[tuple[float, int, int]]:
        """The clusters that it may join, each with their likeness, negated: the most alike sorts first.

        What is less alike is not looked at again: no mean is above the greater of those it is made of.
        """
        size = len(self.members[one])
        for other, whole in self.sums[one].items():
            mean = whole / (size * len(self.members[other]))
            if mean >= level:
                yield -mean, min(one, other), max(one, other)

    def join(self, one: int, other: int) -> int:
        """Makes two clusters one, with a number of its own: what was told of either is out of date."""
        joined, self._next = self._next, self._next + 1
        self.members[joined] = self.members.pop(one) + self.members.pop(other)
        self.sums[joined] = {}
        for sums in (self.sums.pop(one), self.sums.pop(other)):
            for third, whole in sums.items():
                if third in self.sums:
                    self.sums[third].pop(one, None)
                    self.sums[third].pop(other, None)
                    self._add(joined, third, whole)
        return joined

    def places(self, count: int) -> list[int]:
        """For each place the first of its cluster."""
        found = [0] * count
        for members in self.members.values():
            for at in members:
                found[at] = min(members)
        return found
