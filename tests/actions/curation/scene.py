"""A week whose claims staff look after, and how they are seen."""

from __future__ import annotations

from bot.actions import curation
from bot.actions.claims import by_claim
from bot.actions.curation import Done
from bot.seminar.claims import Claim, Passage
from bot.seminar.courses import Person
from tests.actions.school import (
    DUE,
    HOUR,
    MODERATOR,
    MONDAY,
    School,
    ask,
)

TUESDAY = MONDAY + 24 * HOUR


ROOMS, TREES, LAMPS = "P: Pavements are rooms.\n", "P: Trees are walls.\n", "P: Lamps are eyes.\n"


MINE = "S: I like to walk.\n"


async def claims(school: School) -> dict[str, tuple[Claim, list[Passage]]]:
    found = await school.store.read(lambda tx: by_claim(tx, school.week))
    return {claim.label: (claim, said) for claim, said in found}


async def the(school: School, label: str) -> Claim:
    return (await claims(school))[label][0]


async def said(school: School) -> dict[str, int]:
    """How many reports state each claim that is stated."""
    return {
        label: len({one.member_id for one in some})
        for label, (_, some) in (await claims(school)).items()
        if some
    }


async def passage(school: School, label: str, at: int = 0) -> int:
    return (await claims(school))[label][1][at].statement_id


async def merged(school: School, gone: str, into: str, who: Person = MODERATOR) -> Done:
    one, other = await the(school, gone), await the(school, into)
    return await curation.merge(school.store, ask(who, DUE + HOUR), one.claim_id, other.claim_id)
