"""Key claims: which of a week's claims get a thread, and in which order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.seminar.claims import Claim, ClaimState, Origin

FEWEST_REPORTS = 2
DISPUTE_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """What is known of a claim when the week is due. Each figure counts members, not passages.

    `marks`: whose key claim it is. `disputes`: who disagrees, or speaks of it with words of doubt.
    `by_presenter`: a report tells it as the presenter's. `weight` is that of all its passages.
    """

    claim: Claim
    reports: int
    weight: float
    by_presenter: bool
    marks: int = 0
    disputes: int = 0


def worth(reports: int, disputes: int) -> float:
    """How much there is to discuss: each doubling of the reports adds one, and dispute up to trebles it.

    What everybody repeats and nobody doubts is likely a truism:

    >>> worth(reports=20, disputes=0) < worth(reports=6, disputes=4)
    True

    One doubt about what two wrote does not outweigh what twenty heard:

    >>> worth(reports=2, disputes=1) < worth(reports=20, disputes=0)
    True

    Without dispute, the more shared comes first:

    >>> worth(3, 0) > worth(2, 0) > worth(0, 0) == 0
    True
    """
    share = disputes / max(reports, disputes, 1)
    return math.log2(1 + reports) * (1 + DISPUTE_WEIGHT * share)


def key_claims(standings: Sequence[ClaimStanding], limit: int) -> list[ClaimStanding]:
    """The claims that get a thread when the week is due, at most `limit` with those that have one already.

    Staff's order comes first; then what students marked as the key claim, by how many did; then what is worth
    most. A claim that nobody placed or marked needs two reports. Only what is told as the presenter's is
    chosen, or was expected and is stated: a student's own thought gets no thread unasked.

    >>> def standing(number, reports, **more):
    ...     return ClaimStanding(Claim(number, 1, 1, 1, "", ClaimState.FOUND), reports, 0.5, True, **more)
    >>> some = [standing(1, 20), standing(2, 6, disputes=4), standing(3, 1, marks=1), standing(4, 1)]
    >>> [one.claim.claim_id for one in key_claims(some, 5)]
    [3, 2, 1]
    >>> [one.claim.claim_id for one in key_claims(some, 2)]
    [3, 2]
    """
    opened = sum(one.claim.state is ClaimState.OPEN and one.claim.stands for one in standings)
    able = [one for one in standings if _is_able(one)]
    return sorted(able, key=_rank)[: max(limit - opened, 0)]


def _is_able(one: ClaimStanding) -> bool:
    claim = one.claim
    told = one.by_presenter or (claim.origin is Origin.EXPECTED and one.reports > 0)
    wanted = one.reports >= FEWEST_REPORTS or one.marks > 0 or claim.position is not None
    return claim.state is ClaimState.FOUND and claim.stands and told and wanted


def _rank(one: ClaimStanding) -> tuple[float, ...]:
    position = one.claim.position
    return (
        math.inf if position is None else position,
        -one.marks,
        -worth(one.reports, one.disputes),
        -one.weight,
        one.claim.claim_id,
    )
