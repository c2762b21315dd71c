"""Standing claims: the one with which a merged claim counts, and what all of them gather."""

from __future__ import annotations

from bot.actions.ports import Tx
from bot.seminar.claims import Claim, Passage
from bot.seminar.courses import Course
from bot.seminar.refusals import UnknownClaim
from bot.seminar.weeks import InWeek


def standing_claim(tx: Tx, course: Course, claim_id: int) -> Claim:
    """The claim, or the one into which it was merged. Raises UnknownClaim."""
    claim = tx.claims.get(course, claim_id)
    if claim is not None and claim.merged_into is not None:
        claim = tx.claims.get(course, claim.merged_into)
    if claim is None:
        raise UnknownClaim
    return claim


def said_in(tx: Tx, week: InWeek) -> dict[int, list[Passage]]:
    """By claim_id, the passages that state each of the week's claims, and what was merged into it."""
    roots = tx.claims.roots(week)
    said: dict[int, list[Passage]] = {claim_id: [] for claim_id in roots}
    for passage in tx.claims.passages(week):
        joined = passage.claim_id or 0
        for claim_id in {joined, roots.get(joined, 0)} & said.keys():
            said[claim_id].append(passage)
    return said


def said_of(tx: Tx, claim: Claim) -> list[Passage]:
    """The passages that state a claim, and what was merged into it."""
    return said_in(tx, claim).get(claim.claim_id, [])
