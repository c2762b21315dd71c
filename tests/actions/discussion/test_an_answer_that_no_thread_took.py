"""An answer that no thread took."""

from __future__ import annotations

import pytest

from bot.actions.answers import (
    answer_unnamed,
    look_at_unposted,
    post_again,
    take_back_answer,
)
from bot.actions.curation import close, open_claim
from bot.actions.ledger import send_again
from bot.actions.quotes import my_quotes
from bot.seminar.courses import Person
from bot.seminar.deliveries import Kind, Reason
from bot.seminar.refusals import (
    ClaimClosed,
    NotStudent,
    UnknownClaim,
)
from tests.actions.discussion.scene import LATER, answers, later, the_claim
from tests.actions.school import (
    BORA,
    HOUR,
    MODERATOR,
    NARI,
    School,
    ask,
)
from tests.fakes import AUTOMOD, HIDDEN, UNREACHABLE


async def failed_answer(school: School, text: str = "Walls.\nAnd doors.") -> int:
    """Discord refuses what Nari answers without her name."""
    claim = await the_claim(school)
    school.messenger.fail("post", AUTOMOD, target_xid=claim.thread_xid)
    made = await answer_unnamed(school.store, ask(NARI, LATER), claim.claim_id, text)
    await school.sweep(LATER)
    assert answers(school) == []
    return made.answer_id


async def unposted(school: School, who: Person = NARI) -> list[tuple[str | None, bool, Reason | None]]:
    found = (await my_quotes(school.store, ask(who, LATER))).unposted
    return [(one.answer.text, one.waits, one.why) for one in found]


async def test_its_writer_sees_that_an_answer_was_not_posted_and_why_and_sends_it_again(
    unnamed: School,
) -> None:
    answer_id = await failed_answer(unnamed)
    assert await unposted(unnamed) == [("Walls.\nAnd doors.", False, Reason.AUTOMOD)]
    assert await unposted(unnamed, BORA) == []
    for _ in range(2):
        await post_again(unnamed.store, ask(NARI, LATER + HOUR), answer_id)
    assert await unposted(unnamed) == [("Walls.\nAnd doors.", True, None)]
    await unnamed.sweep(LATER + HOUR)
    assert answers(unnamed) == [(answer_id, "Walls.\nAnd doors.")]
    assert await unposted(unnamed) == []
    with pytest.raises(UnknownClaim):
        await post_again(unnamed.store, ask(NARI, LATER + HOUR), answer_id)
    await take_back_answer(unnamed.store, ask(NARI, LATER + HOUR), answer_id)
    await unnamed.sweep(LATER + 2 * HOUR)
    assert answers(unnamed) == [(answer_id, None)], "what was sent again is taken back as any other"


async def test_an_answer_that_may_have_arrived_is_looked_for_before_it_is_sent_again(unnamed: School) -> None:
    claim = await the_claim(unnamed)
    unnamed.messenger.fail("post", UNREACHABLE, after=True, target_xid=claim.thread_xid)
    unnamed.messenger.fail("find", HIDDEN, target_xid=claim.thread_xid)
    made = await answer_unnamed(unnamed.store, ask(NARI, LATER), claim.claim_id, "Walls.")
    for hours in (0, 1):
        await unnamed.sweep(LATER + hours * HOUR)
    assert await unposted(unnamed) == [("Walls.", False, Reason.HISTORY_HIDDEN)]
    await post_again(unnamed.store, ask(NARI, LATER + 2 * HOUR), made.answer_id)
    await unnamed.sweep(LATER + 2 * HOUR)
    assert answers(unnamed) == [(made.answer_id, "Walls.")]
    assert await unposted(unnamed) == []


async def test_its_writer_drops_an_answer_and_nobody_else_looks_at_it(unnamed: School) -> None:
    answer_id = await failed_answer(unnamed)
    for call in (post_again, look_at_unposted):
        with pytest.raises(UnknownClaim):
            await call(unnamed.store, ask(BORA, LATER), answer_id)
        with pytest.raises(NotStudent):
            await call(unnamed.store, ask(MODERATOR, LATER), answer_id)
    assert not await take_back_answer(unnamed.store, ask(NARI, LATER), answer_id)
    assert await unposted(unnamed) == []
    with pytest.raises(UnknownClaim):
        await post_again(unnamed.store, ask(NARI, LATER), answer_id)
    await later(unnamed)
    assert answers(unnamed) == []


async def test_what_is_closed_meanwhile_takes_no_answer_and_says_so(unnamed: School) -> None:
    claim = await the_claim(unnamed)
    made = await answer_unnamed(unnamed.store, ask(NARI, LATER), claim.claim_id, "Walls.")
    await close(unnamed.store, ask(MODERATOR, LATER), claim.claim_id)
    await unnamed.sweep(LATER)
    assert (answers(unnamed), await unposted(unnamed)) == (
        [],
        [("Walls.", False, Reason.DISCUSSION_OVER)],
    )
    with pytest.raises(ClaimClosed):
        await post_again(unnamed.store, ask(NARI, LATER), made.answer_id)
    await open_claim(unnamed.store, ask(MODERATOR, LATER), claim.claim_id)
    await post_again(unnamed.store, ask(NARI, LATER), made.answer_id)
    await later(unnamed)
    assert answers(unnamed) == [(made.answer_id, "Walls.")]


async def test_staff_who_send_an_answer_again_leave_it_to_be_taken_back(unnamed: School) -> None:
    answer_id = await failed_answer(unnamed)
    (owed,) = await unnamed.owed(Kind.ANSWER)
    again = await send_again(unnamed.store, ask(MODERATOR, LATER), owed.delivery_id)
    assert again.key == owed.key
    await later(unnamed)
    await take_back_answer(unnamed.store, ask(NARI, LATER + HOUR), answer_id)
    await unnamed.sweep(LATER + HOUR)
    assert answers(unnamed) == [(answer_id, None)]
