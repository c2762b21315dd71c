"""A closed course stands still, but words still go where their writers do not want them."""

from __future__ import annotations

import pytest

from bot.actions import terms
from bot.actions.answers import answer_unnamed, take_back_answer
from bot.actions.privacy import erase
from bot.actions.quotes import let_quote, my_quotes, object_to
from bot.seminar.quotes import fingerprint
from bot.seminar.refusals import CourseClosed
from tests.actions.discussion.scene import CAPITALS, LATER, MINUTE, answers, board, claim_card, the_claim
from tests.actions.school import BORA, DOHA, INSTRUCTOR, NARI, School, ask

AFTER = LATER + 10 * MINUTE


async def closed(school: School) -> None:
    await terms.close(school.store, ask(INSTRUCTOR, LATER + MINUTE))


async def test_who_objects_after_the_term_is_quoted_no_more(discussed: School) -> None:
    await closed(discussed)
    claim = await the_claim(discussed)
    (mine,) = (await my_quotes(discussed.store, ask(BORA, AFTER))).quoted
    await object_to(discussed.store, ask(BORA, AFTER), claim.claim_id, fingerprint(mine.quote.text))
    await discussed.sweep(AFTER)
    assert CAPITALS[3:-1] not in claim_card(discussed).quotes


async def test_who_is_forgotten_after_the_term_is_quoted_nowhere(discussed: School) -> None:
    await closed(discussed)
    for who in (NARI, DOHA):
        await erase(discussed.store, ask(who, AFTER))
    await discussed.sweep(AFTER)
    assert claim_card(discussed).quotes == (CAPITALS[3:-1],)
    assert board(discussed).lines[0].claim.label == CAPITALS[3:-1]
    assert claim_card(discussed).claim.label == CAPITALS[3:-1]


async def test_an_answer_without_a_name_is_taken_back_after_the_term(unnamed: School) -> None:
    claim = await the_claim(unnamed)
    made = await answer_unnamed(unnamed.store, ask(NARI, LATER), claim.claim_id, "Walls.")
    await unnamed.sweep(LATER)
    await closed(unnamed)
    await take_back_answer(unnamed.store, ask(NARI, AFTER), made.answer_id)
    await unnamed.sweep(AFTER)
    assert answers(unnamed) == [(made.answer_id, None)]


async def test_a_leave_is_taken_back_after_the_term_and_none_is_given(discussed: School) -> None:
    await closed(discussed)
    with pytest.raises(CourseClosed):
        await let_quote(discussed.store, ask(NARI, AFTER), 1, allow=True)
    assert (await let_quote(discussed.store, ask(NARI, AFTER), 1, allow=False)).number == 1
