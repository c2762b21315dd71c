"""What is likely the same waits for staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.actions import curation, proposals
from bot.seminar.decisions import ActKind
from bot.seminar.grouping import Known, Settled, settle
from bot.seminar.refusals import (
    NotStaff,
    UnknownProposal,
)
from bot.seminar.reports import Speaker
from tests.actions.curation.scene import TUESDAY, said
from tests.actions.school import (
    BORA,
    MODERATOR,
    MONDAY,
    NARI,
    School,
    ask,
    rows,
)
from tests.factories import OPENS


class Unsure:
    """A reader for whom passages of the same last word are likely, and equal ones surely, the same."""

    def __init__(self, inner: object) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    async def likeness(self, passages: list[str], others: list[str], topic: str) -> list[list[float]]:
        return [
            [
                1.0 if one == other else 0.4 if one.split()[-1] == other.split()[-1] else 0.0
                for other in others
            ]
            for one in passages
        ]

    async def settle(
        self, new: list[tuple[str, Speaker]], known: list[Known], topic: str, kept: dict[str, int]
    ) -> list[Settled]:
        texts = [text for text, _ in new]
        rows = await self.likeness(texts, [*(one.text for one in known), *texts], topic)
        return settle(new, known, rows, kept)


@pytest.fixture
async def unsure(school: School) -> School:
    """Two reports that likely say the same; nobody is sure."""
    school.reader = Unsure(school.reader)  # type: ignore[assignment]
    await school.sweep(OPENS)
    await school.hand_in(NARI, "P: Pavements are rooms.\n")
    await school.sweep(MONDAY)
    await school.hand_in(BORA, "P: Streets are like rooms.\n")
    await school.sweep(MONDAY)
    return school


async def waiting(school: School) -> list[int]:
    found = await proposals.proposals(school.store, ask(MODERATOR), 1)
    return [one.proposal.proposal_id for one in found.waiting]


async def test_what_is_likely_the_same_waits_for_staff(unsure: School) -> None:
    assert await said(unsure) == {"Pavements are rooms.": 1, "Streets are like rooms.": 1}
    (proposal_id,) = await waiting(unsure)
    done = await proposals.accept(unsure.store, ask(MODERATOR), proposal_id)
    assert (done.act.kind, done.claim.label, done.reports) == (ActKind.MERGE, "Pavements are rooms.", 2)
    assert await waiting(unsure) == []
    await curation.undo(unsure.store, ask(MODERATOR), done.act.act_id)
    assert await waiting(unsure) == [proposal_id]


async def test_what_was_rejected_is_not_proposed_again_unless_somebody_thinks_again(unsure: School) -> None:
    (proposal_id,) = await waiting(unsure)
    await proposals.reject(unsure.store, ask(MODERATOR), proposal_id)
    await unsure.hand_in(BORA, "P: Streets are like rooms.\nP: Benches matter.\n", at=TUESDAY)
    await unsure.sweep(TUESDAY)
    assert await waiting(unsure) == []
    for act in (proposals.accept, proposals.reject):
        with pytest.raises(UnknownProposal):
            await act(unsure.store, ask(MODERATOR), proposal_id)
    await proposals.think_again(unsure.store, ask(MODERATOR), proposal_id)
    assert await waiting(unsure) == [proposal_id]
    with pytest.raises(NotStaff):
        await proposals.accept(unsure.store, ask(NARI), proposal_id)


async def test_a_proposal_goes_with_its_claim(unsure: School, file: Path) -> None:
    await unsure.hand_in(BORA, "P: Benches matter.\n", at=TUESDAY)
    await unsure.sweep(TUESDAY)
    assert rows(file, "proposals") == 0
