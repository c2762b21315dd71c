"""Decisions about claims: what staff did, what waits for them, and what a presenter confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.seminar.claims import Claim, Passage
from bot.seminar.reports import Speaker


class ActKind(StrEnum):
    """What staff do with claims."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    RENAME = "rename"
    HIDE = "hide"
    CLOSE = "close"
    OPEN = "open"
    ORDER = "order"
    EXPECT = "expect"


CORRECTIONS = frozenset({ActKind.MERGE, ActKind.SPLIT, ActKind.MOVE, ActKind.RENAME, ActKind.HIDE})
"""What tells that a claim was not well read, or not well put."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that staff did. `touches` are the claims it is about, `before` those as they were.

    `undone_at` (UTC) is None while it stands.
    """

    act_id: int
    guild_xid: int
    course_id: int
    week_id: int
    kind: ActKind
    actor_xid: int
    at: datetime
    touches: tuple[int, ...]
    before: tuple[Claim, ...]
    undone_at: datetime | None = None


def blocks(acts: Sequence[Act], act: Act) -> Act | None:
    """The first later act that still stands on what this one did: it has to be undone before."""
    later = (one for one in acts if one.act_id > act.act_id and one.undone_at is None)
    return next((one for one in later if set(one.touches) & set(act.touches)), None)


class ProposalKind(StrEnum):
    """What is proposed to staff."""

    MERGE = "merge"
    LABEL = "label"


class ProposalSource(StrEnum):
    """Who proposes it."""

    MATCHING = "matching"
    MODEL = "model"
    PRESENTER = "presenter"


class ProposalState(StrEnum):
    """What staff made of it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ClaimProposal:
    """That a claim be merged into another one, or be labelled otherwise. Nothing comes of it by itself."""

    proposal_id: int
    guild_xid: int
    course_id: int
    week_id: int
    kind: ProposalKind
    claim_id: int
    into_claim_id: int | None
    label: str | None
    source: ProposalSource
    likeness: float
    state: ProposalState = ProposalState.OPEN
    act_id: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What a model proposes of a claim, by its place in what it was shown: a merge, or a label."""

    place: int
    into: int | None = None
    label: str | None = None


class Verdict(StrEnum):
    """What a presenter says of a claim that reports ascribe to them."""

    CLAIMED = "claimed"
    CORRECTED = "corrected"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A presenter's word on a claim; `words` is how they put it where they correct it."""

    claim_id: int
    member_id: int
    verdict: Verdict
    words: str | None = None


def verdicts_of(confirmations: Iterable[Confirmation], roots: Mapping[int, int]) -> dict[int, Verdict]:
    """What the presenters said of each claim that stands; `roots` leads to it from one that was merged.

    What was said of the claim itself comes before what was said of a merged one. Of several presenters a yes
    counts, then a correction: that one did not say so tells nothing of the other.

    >>> said = [Confirmation(7, 1, Verdict.DENIED), Confirmation(7, 2, Verdict.CLAIMED)]
    >>> verdicts_of(said, {})
    {7: <Verdict.CLAIMED: 'claimed'>}
    >>> verdicts_of([*said, Confirmation(8, 1, Verdict.DENIED)], {7: 8})
    {8: <Verdict.DENIED: 'denied'>}
    """
    order = [*Verdict]
    heard: dict[int, list[tuple[bool, int]]] = {}
    for one in confirmations:
        root = roots.get(one.claim_id, one.claim_id)
        heard.setdefault(root, []).append((one.claim_id != root, order.index(one.verdict)))
    return {root: order[min(said)[1]] for root, said in heard.items()}


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How well one report tells the talk. Each is a share from 0 to 1; None where nothing is known yet."""

    member_id: int
    coverage: float | None
    fidelity: float | None


def reproduction(
    member_id: int,
    said: Iterable[Passage],
    roots: dict[int, int],
    points: set[int],
    verdicts: dict[int, Verdict],
) -> Reproduction:
    """Coverage: of the talk's points, how many the report tells. Fidelity: of what it ascribes to the
    presenter and the presenter judged, how much the presenter did claim.

    `points` are the claims that make up the talk: those that the presenter confirmed and those that were
    expected. `roots` leads from a passage's claim to the one with which it counts.

    >>> from bot.seminar.reports import Speaker
    >>> told = [Passage(n, 1, "", Speaker.PRESENTER, 0.5, n) for n in (1, 2, 3)]
    >>> judged = {1: Verdict.CLAIMED, 2: Verdict.DENIED, 4: Verdict.CLAIMED}
    >>> reproduction(1, told, {}, {1, 4}, judged)
    Reproduction(member_id=1, coverage=0.5, fidelity=0.5)
    """
    told = {
        roots.get(one.claim_id, one.claim_id)
        for one in said
        if one.by is Speaker.PRESENTER and one.claim_id is not None
    }
    judged = [verdicts[claim_id] for claim_id in told if claim_id in verdicts]
    return Reproduction(
        member_id,
        coverage=len(told & points) / len(points) if points else None,
        fidelity=judged.count(Verdict.CLAIMED) / len(judged) if judged else None,
    )


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the reading is in a course: opened threads that staff had to correct, proposals they took."""

    opened: int
    corrected: int
    accepted: int
    rejected: int


def corrected(opened_at: dict[int, datetime], acts: Iterable[Act]) -> int:
    """How many of the opened claims staff corrected after they had opened, by acts that still stand."""
    wrong = {
        claim_id
        for act in acts
        if act.kind in CORRECTIONS and act.undone_at is None
        for claim_id in act.touches
        if claim_id in opened_at and act.at >= opened_at[claim_id]
    }
    return len(wrong)
