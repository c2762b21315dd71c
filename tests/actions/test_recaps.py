"""The recap: planned with the discussion, sent once at its end, and not where the course wants none."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from bot.actions.claims import take_stance
from bot.actions.plan import move_week
from bot.actions.policies import choose_recaps, recaps_of
from bot.actions.posts import write_down
from bot.seminar.cards import ClaimCard, RecapCard
from bot.seminar.claims import Stance
from bot.seminar.deliveries import Kind, Reason, State
from bot.seminar.posts import Post
from bot.seminar.refusals import NotInstructor
from tests.actions.school import BORA, DAY, DOHA, DUE, HOUR, INSTRUCTOR, MODERATOR, NARI, SHARED, School, ask
from tests.factories import GUILD, OPENS, STUDENT_ROLE, person
from tests.fakes import UNREACHABLE

AT = DUE + 6 * DAY
CLASS = [NARI, BORA, DOHA, *(person(STUDENT_ROLE, user_xid=9010 + place) for place in range(4))]


@pytest.fixture
async def discussed(school: School) -> School:
    """Seven reports share a claim, whose thread is open."""
    await school.sweep(OPENS)
    for who in CLASS:
        await school.hand_in(who, SHARED)
    await school.sweep(DUE)
    return school


def recaps(school: School) -> list[RecapCard]:
    return [one.card for one in school.messenger.messages if isinstance(one.card, RecapCard)]


async def reasons(school: School) -> list[Reason | None]:
    return [one.reason for one in await school.owed(Kind.RECAP)]


async def test_it_tells_what_was_shared_and_argued_and_comes_once(discussed: School) -> None:
    store, messenger = discussed.store, discussed.messenger
    (card,) = [one.card for one in messenger.messages if isinstance(one.card, ClaimCard)]
    (thread_xid,) = messenger.threads
    written_xid = discord.utils.time_snowflake(DUE + HOUR)
    await write_down(store, [Post(GUILD, thread_xid, written_xid, NARI.user_xid)], DUE + HOUR)
    for who in CLASS[:5]:
        await take_stance(store, ask(who, DUE + HOUR), card.claim.claim_id, Stance.AGREE)
    await take_stance(store, ask(BORA, DUE + 2 * HOUR), card.claim.claim_id, Stance.DISAGREE)
    await discussed.sweep(AT - HOUR)
    assert recaps(discussed) == []
    await discussed.sweep(AT)
    await discussed.sweep(AT + 30 * DAY)
    (told,) = recaps(discussed)
    (talk,) = told.talks
    assert (len(talk.authors), sum(talk.posts.values()), told.of_reports) == (7, 1, 7)
    assert talk.tally == {Stance.AGREE: 4, Stance.DISAGREE: 1, Stance.UNSURE: 0}
    assert told.changed is not None
    assert (told.changed.part, told.changed.whole) == (1, 5)
    assert told.matrix is not None
    assert [len(row.reports) for row in told.matrix.rows] == [7]
    assert "recap" in messenger.messages[-1].key


async def test_an_answer_of_discord_that_is_lost_makes_no_second_one(discussed: School) -> None:
    discussed.messenger.fail("post", UNREACHABLE, after=True)
    await discussed.sweep(AT)
    await discussed.sweep(AT + HOUR)
    assert len(recaps(discussed)) == 1
    assert [one.state for one in await discussed.owed(Kind.RECAP)] == [State.SENT]


async def test_a_moved_deadline_moves_it_and_it_still_comes_once(discussed: School) -> None:
    await move_week(discussed.store, ask(INSTRUCTOR, DUE + DAY), 1, DUE + 3 * DAY, None)
    await discussed.sweep(AT)
    assert recaps(discussed) == []
    await discussed.sweep(AT + 3 * DAY)
    assert len(recaps(discussed)) == 1
    await move_week(discussed.store, ask(INSTRUCTOR, AT + 3 * DAY), 1, DUE + 5 * DAY, None)
    await discussed.sweep(AT + 5 * DAY)
    assert len(recaps(discussed)) == 1
    assert await reasons(discussed) == [Reason.SUPERSEDED, None, Reason.SUMMED_UP]


async def test_a_course_that_wants_none_gets_none(discussed: School) -> None:
    asked = ask(INSTRUCTOR)
    assert await recaps_of(discussed.store, asked)
    await choose_recaps(discussed.store, asked, wanted=False)
    assert not await recaps_of(discussed.store, asked)
    await discussed.sweep(AT)
    assert await reasons(discussed) == [Reason.SWITCHED_OFF]
    await choose_recaps(discussed.store, asked, wanted=True)
    assert await recaps_of(discussed.store, asked)


@pytest.mark.parametrize("who", [MODERATOR, NARI])
async def test_only_an_instructor_chooses(discussed: School, who: object) -> None:
    with pytest.raises(NotInstructor):
        await choose_recaps(discussed.store, ask(who), wanted=False)  # type: ignore[arg-type]


async def test_a_week_without_threads_has_nothing_to_tell(school: School) -> None:
    await school.sweep(OPENS)
    await school.hand_in(NARI)
    await school.sweep(DUE)
    await school.sweep(AT)
    assert await reasons(school) == [Reason.NOTHING_TO_TELL]


async def test_few_reports_make_no_picture(school: School) -> None:
    await school.sweep(OPENS)
    for who in (NARI, BORA):
        await school.hand_in(who)
    await school.sweep(DUE)
    await school.sweep(AT)
    (told,) = recaps(school)
    assert (told.matrix, told.changed, told.talks[0].tally) == (None, None, None)


async def test_after_a_long_absence_it_is_too_late(discussed: School) -> None:
    await discussed.sweep(AT + timedelta(days=4))
    assert recaps(discussed) == []
    assert await reasons(discussed) == [Reason.TOO_LATE]
