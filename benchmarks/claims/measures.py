"""How found passages and groups are measured against labelled ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from bot.seminar.reports import Speaker
from training.corpus import Passage

SHARED = 0.5
"""Which share of both passages' length together a found and a labelled one have in common to be the same."""
SPEAKERS = {"P": Speaker.PRESENTER, "S": Speaker.STUDENT}


@dataclass(slots=True)
class Tally:
    """Found and right, found, labelled; students' claims, and those of them that pass for the presenter's."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    students: int = 0
    mistaken: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.labelled)

    @property
    def mistaken_share(self) -> float:
        return self.mistaken / max(1, self.students)

    def add(
        self, found: Sequence[tuple[int, int, Speaker]], passages: Sequence[Passage], by: Speaker
    ) -> None:
        """Counts a report's statements of one speaker."""
        said = [(start, end) for start, end, who in found if who is by]
        own = [(one.start, one.end) for one in passages if SPEAKERS.get(one.kind) is by]
        self.found += len(said)
        self.labelled += len(own)
        self.right += len(matches(said, own))
        if by is Speaker.PRESENTER:
            students = [(one.start, one.end) for one in passages if one.kind == "S"]
            self.students += len(students)
            self.mistaken += len(matches(said, students))


def matches(found: Sequence[tuple[int, int]], labelled: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Which found passage is which labelled one: each at most once, those that share most first."""
    shares = sorted(
        (
            (_shared(one, other), -at, -to)
            for at, one in enumerate(found)
            for to, other in enumerate(labelled)
            if _shared(one, other) >= SHARED
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, to in shares:
        if -at not in pairs and -to not in taken:
            pairs[-at] = -to
            taken.add(-to)
    return pairs


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]))


def b_cubed(groups: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 over labelled passages.

    A passage that was not found has the group None: it counts as right in no way.
    """
    by_group, by_gold = Counter(groups), Counter(gold)
    both = Counter(zip(groups, gold, strict=True))
    found = [(group, point) for group, point in zip(groups, gold, strict=True) if group is not None]
    precision = sum(both[pair] / by_group[pair[0]] for pair in found) / max(1, len(gold))
    recall = sum(both[pair] / by_gold[pair[1]] for pair in found) / max(1, len(gold))
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Cohen's kappa of two labellings of the same units."""
    agreed = sum(map(str.__eq__, one, other)) / len(one)
    mine, theirs = Counter(one), Counter(other)
    chance = sum(mine[label] * theirs[label] for label in mine) / len(one) ** 2
    return (agreed - chance) / (1 - chance)
