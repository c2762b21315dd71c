"""A database from before: what was said since is not said again, and staff hear what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.discussions import Changes, choose
from bot.actions.extensions import extend
from bot.actions.notices import beat, come_back
from bot.messenger import HISTORY_MARGIN, AfterRestore
from bot.seminar.cards import Card, MentionCard, NoticeCard
from bot.seminar.courses import RemindBy
from bot.seminar.deliveries import Delivery, Notice
from bot.store.backup import back_up, restore
from bot.store.engine import SqliteStore
from bot.store.seal import Seal
from cogs.ui.cards import draw
from tests.actions.discussion.scene import ROOMS
from tests.actions.school import BORA, DAY, DOHA, DUE, HOUR, INSTRUCTOR, NARI, School, ask
from tests.actions.test_previews import untyped
from tests.actions.test_reached import play
from tests.factories import OPENS
from tests.fakes import FakeMessenger, FrozenClock

MINUTE = timedelta(minutes=1)
Restored = Callable[[School, datetime], Awaitable[School]]


class Told(FakeMessenger):
    """A Discord that knows when a message came, and finds none that is older than it is asked for."""

    def __init__(self, clock: FrozenClock) -> None:
        super().__init__()
        self._clock = clock
        self._came: dict[int, datetime] = {}

    async def post(self, delivery: Delivery, card: Card) -> int:
        message_xid = await super().post(delivery, card)
        self._came[message_xid] = self._clock.now()
        return message_xid

    async def find(self, delivery: Delivery) -> int | None:
        found = await super().find(delivery)
        since = (delivery.first_attempt_at or delivery.due_at) - HISTORY_MARGIN
        return found if found is not None and self._came[found] >= since else None


class Careful(FakeMessenger):
    """The same Discord, to whom the bot speaks as it does after a restore."""

    def __init__(self, discord: FakeMessenger, restored_at: datetime) -> None:
        super().__init__()
        self.messages = discord.messages
        self._after = AfterRestore(discord, restored_at)

    async def post(self, delivery: Delivery, card: Card) -> int:
        return await self._after.post(delivery, card)


@pytest.fixture
def school(school: School) -> School:
    return replace(school, messenger=Told(school.clock))


@pytest.fixture
async def saved(store: SqliteStore, file: Path, seal: Seal) -> AsyncIterator[Restored]:
    """Puts the database back that `back_up` saved, and starts the bot on it."""
    async with AsyncExitStack() as stack:

        async def put_back(school: School, at: datetime) -> School:
            await store.close()
            restore(file.with_name("saved.db"), file, seal, at, replace=True)
            again = SqliteStore(f"sqlite:///{file}", seal)
            stack.push_async_callback(again.close)
            again.open()
            school.clock.move_to(at)
            await come_back(again, school.clock, again.restored_at)
            return replace(school, store=again, messenger=Careful(school.messenger, at))

        yield put_back


def named(school: School) -> Counter[int]:
    """How often the channel's posts have named each person."""
    cards = [one.card for one in school.messenger.messages if isinstance(one.card, MentionCard)]
    return Counter(xid for card in cards for xid in card.user_xids)


@pytest.mark.parametrize("saved_at", [OPENS - HOUR, OPENS + DAY], ids=["before the week", "in the week"])
async def test_whoever_was_named_in_the_channel_is_not_named_again(
    school: School, file: Path, saved: Restored, saved_at: datetime
) -> None:
    for who in (NARI, BORA):
        await school.join(who, saved_at, RemindBy.MENTION)
    await play(school, saved_at)
    back_up(file, file.with_name("saved.db"))
    # Rows that the backup does not know: those that come back have other numbers.
    await extend(school.store, ask(INSTRUCTOR, saved_at), BORA.user_xid, 1, "2026-09-13 18:00")
    await play(school, DUE - 46 * HOUR)
    assert named(school) == {NARI.user_xid: 1, BORA.user_xid: 1}
    again = await saved(school, DUE - 46 * HOUR)
    await play(again, DUE - 45 * HOUR)
    assert named(again) == {NARI.user_xid: 1, BORA.user_xid: 1}
    await play(again, DUE)
    assert named(again) == {NARI.user_xid: 2, BORA.user_xid: 2}


async def test_staff_hear_once_what_a_restored_database_lacks(
    school: School, file: Path, saved: Restored
) -> None:
    await play(school, OPENS)
    await beat(school.store, school.clock)
    back_up(file, file.with_name("saved.db"))
    await play(school, OPENS + DAY)
    await beat(school.store, school.clock)
    again = await saved(school, OPENS + DAY)
    await again.sweep()
    told = [card for card in again.messenger.told if isinstance(card, NoticeCard)]
    assert [(card.notice, card.about["since"], card.about["until"]) for card in told] == [
        (Notice.RESTORED, int(OPENS.timestamp()), int((OPENS + DAY).timestamp()))
    ]
    assert "put back" in str(untyped(draw(told[0], "~x")).to_components())
    school.clock.advance(2 * DAY)
    await come_back(again.store, again.clock, OPENS + DAY)
    await again.sweep()
    assert len([card for card in again.messenger.told if card == told[0]]) == 1


async def test_a_board_and_an_invitation_come_once(school: School, file: Path, saved: Restored) -> None:
    await play(school, OPENS)
    await choose(school.store, ask(INSTRUCTOR), Changes(names=True))
    for who in (NARI, BORA, DOHA):
        await school.hand_in(who, ROOMS)
    await school.sweep(DUE - HOUR)
    back_up(file, file.with_name("saved.db"))
    await play(school, DUE + 20 * HOUR)
    before = [one.key for one in school.messenger.of_class]
    assert {key.partition(":")[0] for key in before} >= {"board", "invite"}
    again = await saved(school, DUE + 20 * HOUR)
    await play(again, DUE + 21 * HOUR)
    assert [one.key for one in again.messenger.of_class] == before
