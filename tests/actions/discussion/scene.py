"""A course whose threads open, and what is seen of it."""

from __future__ import annotations

from datetime import timedelta

from bot.seminar.cards import AnswerCard, BoardCard, Card, ClaimCard
from bot.seminar.claims import Claim, ClaimState
from bot.seminar.courses import Person
from tests.actions.school import (
    DUE,
    HOUR,
    School,
)
from tests.factories import STUDENT_ROLE, person

ROOMS, CAPITALS, MINE = "P: Pavements are rooms.\n", "P: PAVEMENTS ARE ROOMS!!\n", "S: I like to walk.\n"


MINUTE = timedelta(minutes=1)


LATER = DUE + 2 * HOUR


EVA = person(STUDENT_ROLE, user_xid=9004)


async def the_claim(school: School) -> Claim:
    every = await school.store.read(lambda tx: tx.claims.of_week(school.week))
    return next(claim for claim in every if claim.state is ClaimState.OPEN)


def cards(school: School, kind: type[Card]) -> list[Card]:
    return [one.card for one in school.messenger.messages if isinstance(one.card, kind)]


def answers(school: School) -> list[tuple[int, str | None]]:
    shown = (one.card for one in school.messenger.messages)
    return [(card.answer_id, card.text) for card in shown if isinstance(card, AnswerCard)]


def claim_card(school: School) -> ClaimCard:
    (card,) = cards(school, ClaimCard)
    assert isinstance(card, ClaimCard)
    return card


def board(school: School) -> BoardCard:
    (card,) = cards(school, BoardCard)
    assert isinstance(card, BoardCard)
    return card


async def later(school: School, by: timedelta = MINUTE) -> None:
    await school.sweep(school.clock.now() + by)


async def member_id(school: School, who: Person) -> int:
    member = await school.member(who)
    assert member is not None
    return member.member_id
