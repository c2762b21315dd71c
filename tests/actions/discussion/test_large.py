"""In a large class a list opens what it shows, and nothing that somebody may see is left out for it."""

from __future__ import annotations

from bot.actions.claims import MOST_LISTED, list_claims
from bot.actions.quotes import let_quote
from bot.seminar.cards import ClaimCard
from cogs.ui.selects import MOST_OPTIONS, MOST_PAGES
from tests.actions.discussion.scene import CAPITALS, LATER, ROOMS, cards, claim_card
from tests.actions.school import BORA, DOHA, DUE, MODERATOR, MONDAY, NARI, School, ask


async def test_what_a_student_may_see_is_found_behind_hundreds_of_others_thoughts(opened: School) -> None:
    assert MOST_LISTED == MOST_PAGES * MOST_OPTIONS
    thoughts = "".join(
        f"S: {chr(0xAC00 + number)} is what I think of.\n" for number in range(MOST_LISTED + 5)
    )
    await opened.hand_in(DOHA, thoughts)
    await opened.sweep(MONDAY)
    await opened.hand_in(NARI, "P: Trees are walls.\n")
    await opened.hand_in(BORA, ROOMS)
    await opened.sweep(MONDAY)
    seen = await list_claims(opened.store, ask(BORA), 1)
    assert [view.claim.label for view in seen.views] == ["Trees are walls.", "Pavements are rooms."]
    assert len((await list_claims(opened.store, ask(MODERATOR), 1)).views) == MOST_LISTED
    await opened.hand_in(NARI, "P: Trees are walls.\n" + ROOMS)
    await opened.sweep(MONDAY)
    for who in (BORA, MODERATOR):
        first = (await list_claims(opened.store, ask(who), 1)).views[0]
        assert (first.claim.label, first.reports) == ("Pavements are rooms.", 2), (
            "the most shared comes first"
        )


async def test_a_leave_that_is_given_before_the_threads_open_holds_in_them(opened: School) -> None:
    await opened.hand_in(NARI, ROOMS)
    await opened.hand_in(BORA, CAPITALS)
    await opened.hand_in(DOHA, "S: Pavements... are rooms!\n")
    await opened.sweep(MONDAY)
    await let_quote(opened.store, ask(DOHA), 1, allow=True)
    assert cards(opened, ClaimCard) == []
    await opened.sweep(DUE)
    assert claim_card(opened).quotes[2:] == ("Pavements... are rooms!",)
    await let_quote(opened.store, ask(DOHA, LATER), 1, allow=False)
    await opened.sweep(LATER)
    assert len(claim_card(opened).quotes) == 2
