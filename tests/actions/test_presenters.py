"""Several presenters, and what they are shown of reports: no words without leave, no question twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actions import confirming, curation
from bot.actions.claims import by_claim
from bot.seminar.claims import Claim
from bot.seminar.courses import Person
from bot.seminar.decisions import Verdict
from bot.seminar.weeks import NewWeek, Presenter
from tests.actions.school import BORA, DOHA, MODERATOR, MONDAY, NARI, School, ask
from tests.factories import OPENS

YUJIN, MINSEO = replace(NARI, user_xid=9050), replace(NARI, user_xid=9051)
ROOMS, TREES = "P: Pavements are rooms.\n", "P: Trees are walls.\n"


@pytest.fixture
async def opened(school: School) -> School:
    """Yujin and Minseo present, and a guest who is no member."""
    await school.sweep(OPENS)
    members = [await school.join(who) for who in (YUJIN, MINSEO)]
    presenters = (
        Presenter("Yujin Han", members[0].member_id),
        Presenter("Minseo Ra", members[1].member_id),
        Presenter("A guest"),
    )
    week = school.week
    new = NewWeek(week.number, week.topic, week.prompt, presenters, week.times)
    await school.store.write(lambda tx: tx.weeks.change(week, new))
    return school


async def the(school: School, label: str) -> Claim:
    found = await school.store.read(lambda tx: by_claim(tx, school.week))
    return next(claim for claim, _ in found if claim.label == label)


async def asked(school: School, who: Person) -> str | None:
    found = await confirming.next_question(school.store, ask(who), 1)
    return found.claim.label if found.claim else None


async def fidelity(school: School) -> float | None:
    found = await confirming.fidelity(school.store, ask(MODERATOR), 1)
    return next(one.fidelity for member, one in found.reports if member.user_xid == NARI.user_xid)


@pytest.mark.parametrize("order", [(YUJIN, MINSEO), (MINSEO, YUJIN)])
async def test_what_one_presenter_denies_the_other_is_asked_and_a_yes_counts(
    opened: School, order: tuple[Person, Person]
) -> None:
    """One of them did not say so; that tells nothing of what the other said."""
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(MONDAY)
    claim = await the(opened, "Pavements are rooms.")
    for who, verdict in zip(order, (Verdict.DENIED, Verdict.CLAIMED), strict=True):
        assert await asked(opened, who) == "Pavements are rooms."
        await confirming.confirm(opened.store, ask(who), claim.claim_id, verdict)
        assert await asked(opened, who) is None
    assert await fidelity(opened) == 1.0


async def test_what_one_presenter_says_yes_to_the_other_is_not_asked(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(MONDAY)
    claim = await the(opened, "Pavements are rooms.")
    await confirming.confirm(opened.store, ask(YUJIN), claim.claim_id, Verdict.CLAIMED)
    assert await asked(opened, MINSEO) is None
    await confirming.confirm(opened.store, ask(MINSEO), claim.claim_id, Verdict.DENIED)
    assert await fidelity(opened) == 1.0, "nor does a no on a card that was open already undo it"


async def test_a_presenter_is_not_asked_again_after_a_merge_and_the_claim_that_stays_speaks(
    opened: School,
) -> None:
    await opened.hand_in(NARI, ROOMS + TREES)
    await opened.sweep(MONDAY)
    rooms, trees = await the(opened, "Pavements are rooms."), await the(opened, "Trees are walls.")
    await confirming.confirm(opened.store, ask(YUJIN), trees.claim_id, Verdict.DENIED)
    await confirming.confirm(opened.store, ask(YUJIN), rooms.claim_id, Verdict.CLAIMED)
    await curation.merge(opened.store, ask(MODERATOR), rooms.claim_id, trees.claim_id)
    assert await asked(opened, YUJIN) is None
    assert await fidelity(opened) == 0.0


async def test_an_answer_goes_along_where_only_the_merged_claim_has_one(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS + TREES)
    await opened.sweep(MONDAY)
    rooms, trees = await the(opened, "Pavements are rooms."), await the(opened, "Trees are walls.")
    await confirming.confirm(opened.store, ask(YUJIN), rooms.claim_id, Verdict.CLAIMED)
    await curation.merge(opened.store, ask(MODERATOR), rooms.claim_id, trees.claim_id)
    assert await asked(opened, YUJIN) is None
    assert await fidelity(opened) == 1.0


async def test_a_presenter_reads_no_words_without_leave(opened: School) -> None:
    """The claim is called as Doha put it, in their own name, who gave no leave."""
    await opened.hand_in(DOHA, "S: Pavements are rooms!\n")
    await opened.sweep(MONDAY)
    await opened.hand_in(NARI, ROOMS)
    await opened.sweep(MONDAY)
    claim = await the(opened, "Pavements are rooms!")
    found = await confirming.next_question(opened.store, ask(YUJIN), 1)
    assert found.claim is not None
    assert (found.claim.claim_id, found.claim.label) == (claim.claim_id, "Pavements are rooms.")
    nari = await opened.member(NARI)
    assert nari is not None
    await opened.store.write(lambda tx: tx.quotes.object(opened.week, nari, "Pavements are rooms.", MONDAY))
    assert (await confirming.next_question(opened.store, ask(YUJIN), 1)).quotes == ()
    assert await asked(opened, YUJIN) is None, "there is nothing left that they could be asked by"
    await opened.hand_in(BORA, "P: PAVEMENTS ARE ROOMS\n")
    await opened.sweep(MONDAY)
    assert await asked(opened, YUJIN) == "PAVEMENTS ARE ROOMS"
