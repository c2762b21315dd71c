"""Standing claims: the one with which a merged claim counts, and what all of them gather."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

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
    return _by_claim(tx.claims.passages(week), tx.claims.roots(week))


def said_of(tx: Tx, claim: Claim) -> list[Passage]:
    """The passages that state a claim, and what was merged into it."""
    return said_by(tx, claim, [claim.claim_id])[claim.claim_id]


def said_by(tx: Tx, week: InWeek, claim_ids: Collection[int]) -> dict[int, list[Passage]]:
    """The same for some of the week's claims, by claim_id; no other text is opened."""
    roots = tx.claims.roots(week)
    named = {one: root for one, root in roots.items() if one in claim_ids or root in claim_ids}
    said = _by_claim(tx.claims.passages(week, named), named)
    return {claim_id: said.get(claim_id, []) for claim_id in claim_ids}


def _by_claim(passages: Sequence[Passage], roots: Mapping[int, int]) -> dict[int, list[Passage]]:
    said: dict[int, list[Passage]] = {claim_id: [] for claim_id in roots}
    for passage in passages:
        joined = passage.claim_id or 0
        for claim_id in {joined, roots.get(joined, 0)} & said.keys():
            said[claim_id].append(passage)
    return said
