"""Claims: what one or more statements say, and whose words stand for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.seminar.reports import Speaker

QUOTES = 3
THREAD_NAME_LIMIT = 100


class ClaimState(StrEnum):
    """How far a claim has come."""

    FOUND = "found"
    OPEN = "open"
    CLOSED = "closed"


class Origin(StrEnum):
    """Where a claim comes from: the reports, or somebody who expects or makes it."""

    FOUND = "found"
    EXPECTED = "expected"
    SPLIT = "split"


class Stance(StrEnum):
    """What a member holds of a claim."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one or more statements say. `label` is one of their passages; where it is `named`, staff's words.

    A claim that staff merged keeps what it has, and counts with the claim that it was `merged_into`, which is
    never merged itself. `position` is staff's order among a week's key claims.
    """

    claim_id: int
    guild_xid: int
    course_id: int
    week_id: int
    label: str
    state: ClaimState
    thread_xid: int | None = None
    origin: Origin = Origin.FOUND
    merged_into: int | None = None
    hidden: bool = False
    named: bool = False
    position: int | None = None

    @property
    def stands(self) -> bool:
        """Whether the class may meet it."""
        return self.merged_into is None and not self.hidden

    @property
    def place(self) -> tuple[bool, int]:
        """Where staff put it: what has a position comes before what has none."""
        return self.position is None, self.position or 0

    @property
    def root_id(self) -> int:
        """The claim with which it counts."""
        return self.merged_into or self.claim_id


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement with its words: a slice of a stored version. `claim_id` is None until it has joined one.

    `doubts` is the claim of which a student speaks there with words of doubt.
    """

    statement_id: int
    member_id: int
    text: str
    by: Speaker
    weight: float
    claim_id: int | None = None
    doubts: int | None = None


def quotes(passages: Sequence[Passage], limit: int = QUOTES) -> list[Passage]:
    """The passages that stand for a claim: the presenter's argument only, one from each report."""
    told = [passage for passage in passages if passage.by is Speaker.PRESENTER]
    told.sort(key=lambda passage: (-passage.weight, passage.statement_id))
    chosen: dict[int, Passage] = {}
    for passage in told:
        chosen.setdefault(passage.member_id, passage)
    return list(chosen.values())[:limit]


def label_of(passages: Sequence[Passage]) -> Passage:
    """The passage whose words name the claim: the presenter's before the student's, weighty, then short."""
    return min(
        passages,
        key=lambda passage: (
            passage.by is not Speaker.PRESENTER,
            -passage.weight,
            len(passage.text),
            passage.statement_id,
        ),
    )


def one_line(label: str, limit: int = THREAD_NAME_LIMIT) -> str:
    """The label in one line of at most `limit` characters.

    >>> one_line("Streets belong to everyone.\\nAlways.", 20)
    'Streets belong to e…'
    """
    line = " ".join(label.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
