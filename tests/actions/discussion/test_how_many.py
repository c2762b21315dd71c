"""How many claims get a thread of their own is the course's choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.actions.discussions import Changes, choose
from bot.seminar.cards import ClaimCard
from bot.seminar.courses import KEY_CLAIM_LIMIT
from bot.seminar.refusals import NotInstructor
from tests.actions.discussion.scene import cards
from tests.actions.school import BORA, DUE, INSTRUCTOR, MODERATOR, NARI, School, ask, rows

THIRTY = "".join(
    f"P: {letter}{letter} {second} makes a street.\n" for letter in "abcdefgh" for second in "pqrs"
)


@pytest.mark.parametrize(("limit", "threads"), [(None, KEY_CLAIM_LIMIT), (1, 1), (25, 25)])
async def test_a_course_chooses_how_many_claims_get_a_thread(
    opened: School, limit: int | None, threads: int
) -> None:
    for who in (NARI, BORA):
        await opened.hand_in(who, THIRTY)
    course, _ = await choose(opened.store, ask(INSTRUCTOR), Changes(key_claims=limit))
    assert course.key_claim_limit == (limit or KEY_CLAIM_LIMIT)
    await opened.sweep(DUE)
    assert len(cards(opened, ClaimCard)) == threads


async def test_only_an_instructor_chooses_and_that_is_noted(opened: School, file: Path) -> None:
    with pytest.raises(NotInstructor):
        await choose(opened.store, ask(MODERATOR), Changes(key_claims=3))
    before = rows(file, "trail")
    for limit in (3, 3, None):
        course, chosen = await choose(opened.store, ask(INSTRUCTOR), Changes(key_claims=limit))
    assert (course.key_claim_limit, chosen.own_claims) == (3, 1)
    assert rows(file, "trail") == before + 1
