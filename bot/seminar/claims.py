"""Claims: which statements say the same, which claims matter most, and whose words stand for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.seminar.reports import Speaker

SURE = 0.5
"""From this likeness on, two passages say the same; precision comes first."""

QUOTES = 3
THREAD_NAME_LIMIT = 100


class ClaimState(StrEnum):
    """How far a claim has come."""

    FOUND = "found"
    OPEN = "open"
    CLOSED = "closed"


class Stance(StrEnum):
    """What a member holds of a claim."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one or more statements say. `label` is one of their passages, word for word."""

    claim_id: int
    guild_xid: int
    course_id: int
    week_id: int
    label: str
    state: ClaimState
    thread_xid: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement with its words: a slice of a stored version. `claim_id` is None until it has joined one."""

    statement_id: int
    member_id: int
    text: str
    by: Speaker
    weight: float
    claim_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """What is known of a claim when the week is due. `reports` counts reports, not passages."""

    claim: Claim
    reports: int
    weight: float
    by_presenter: bool


def closest(likeness: Sequence[float], groups: Sequence[int], *, sure: float = SURE) -> int | None:
    """The group whose most alike member is surely the same; None where there is none.

    `likeness[i]` is the likeness to a passage of `groups[i]`, between 0 and 1. The earlier group wins a tie.

    >>> closest([0.2, 0.7, 0.6], [1, 1, 2])
    1
    >>> closest([0.2, 0.4], [1, 2]) is None
    True
    """
    best = max(likeness, default=0.0)
    return groups[likeness.index(best)] if best >= sure else None


def group(likeness: Sequence[Sequence[float]], *, sure: float = SURE) -> list[int]:
    """A group number for each passage: each joins the group of its most alike predecessor, or starts one.

    >>> group([[1, 0.9, 0.1], [0.9, 1, 0.1], [0.1, 0.1, 1]])
    [0, 0, 1]
    """
    groups: list[int] = []
    for index, row in enumerate(likeness):
        found = closest(row[:index], groups, sure=sure)
        groups.append(max(groups, default=-1) + 1 if found is None else found)
    return groups


def settle(likeness: Sequence[Sequence[float]], claim_ids: Sequence[int], *, sure: float = SURE) -> list[int]:
    """For each new passage the claim that it joins; a negative number stands for one that it starts.

    `likeness[i]` holds the likeness of new passage i to passages of these claims, then to the new ones.

    >>> settle([[0.9, 1, 0.2], [0.1, 0.2, 1]], [7])
    [7, -1]
    """
    settled: list[int] = []
    for index, row in enumerate(likeness):
        known = len(claim_ids) + index
        found = closest(row[:known], [*claim_ids, *settled], sure=sure)
        settled.append(min([0, *settled]) - 1 if found is None else found)
    return settled


def representatives(passages: Sequence[Passage], per_claim: int = 3) -> list[Passage]:
    """Up to so many passages of each claim, to compare new ones with: a large class stays quick."""
    chosen: dict[int, list[Passage]] = {}
    for passage in passages:
        if passage.claim_id is not None and len(chosen.setdefault(passage.claim_id, [])) < per_claim:
            chosen[passage.claim_id].append(passage)
    return [passage for some in chosen.values() for passage in some]


def key_claims(standings: Sequence[ClaimStanding], limit: int) -> list[ClaimStanding]:
    """The claims that get a thread: told as the presenter's by at least two reports, most shared first."""
    shared = [standing for standing in standings if standing.by_presenter and standing.reports > 1]
    shared.sort(key=lambda standing: (-standing.reports, -standing.weight, standing.claim.claim_id))
    return shared[:limit]


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
