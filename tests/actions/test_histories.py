"""Histories of one week, drawn at random: who is reminded, and that every delivery ends, once."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.actions.deliveries import release_leases
from bot.actions.extensions import excuse, extend
from bot.actions.plan import move_week, post_now, skip_week
from bot.seminar.cards import MentionCard, ReminderCard
from bot.seminar.courses import RemindBy
from bot.seminar.deliveries import Kind, State
from bot.seminar.weeks import WeekState
from bot.store.engine import SqliteStore
from bot.store.seal import Seal
from tests.actions.school import BORA, DAY, DUE, HOUR, INSTRUCTOR, NARI, ask, found
from tests.conftest import LONG
from tests.factories import OPENS
from tests.fakes import CLOSED, UNREACHABLE, Crash
from tests.store.world import migrated

SEOUL = timedelta(hours=9)
ENDINGS = {State.SENT, State.SKIPPED, State.FAILED, State.UNKNOWN}
seal = Seal(Seal.new_key())


@cache
def template() -> Path:
    """A migrated file to copy, for as long as the tests run."""
    folder = Path(tempfile.mkdtemp(prefix="colloquy-"))
    atexit.register(shutil.rmtree, folder)
    migrated(folder / "empty.db", seal).engine.dispose()
    return folder / "empty.db"


class OneWeek(RuleBasedStateMachine):
    """Students hand in, staff grant and excuse, Discord fails, the bot crashes, and time goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="colloquy-")
        self.loop = asyncio.Runner()
        self.seen = 0
        self.handed_in: set[int] = set()
        self.excused: set[int] = set()
        self.silent: set[int] = set()
        self.opens, self.due, self.skipped = OPENS, DUE, False
        self.granted: dict[int, datetime] = {}

    @initialize()
    def start(self) -> None:
        file = Path(self.folder.name) / "colloquy.db"
        shutil.copy(template(), file)
        self.loop.run(self._start(file))

    async def _start(self, file: Path) -> None:
        self.store = SqliteStore(f"sqlite:///{file}", seal)
        self.store.open()
        self.school = await found(self.store)
        for who in (NARI, BORA):
            await self.school.join(who, at=OPENS - DAY)

    @property
    def now(self) -> datetime:
        return self.school.clock.now()

    @precondition(lambda self: not self.skipped and OPENS <= self.now <= self.due + 3 * DAY)
    @rule(user_xid=st.sampled_from([NARI.user_xid, BORA.user_xid]), text=st.sampled_from(["One.", "P: Two."]))
    def hands_in(self, user_xid: int, text: str) -> None:
        who = NARI if user_xid == NARI.user_xid else BORA
        self.loop.run(self.school.hand_in(who, text, at=self.now))
        self.handed_in.add(user_xid)

    @rule(user_xid=st.sampled_from([NARI.user_xid, BORA.user_xid]), hours=st.integers(-10, 80))
    def is_granted_more_time(self, user_xid: int, hours: int) -> None:
        until = f"{DUE + hours * HOUR + SEOUL:%Y-%m-%d %H:%M}"
        self.loop.run(extend(self.store, ask(INSTRUCTOR, self.now), user_xid, 1, until))
        self.granted[user_xid] = (DUE + hours * HOUR).replace(second=0, microsecond=0)

    @precondition(lambda self: not self.skipped)
    @rule(hours=st.integers(-10, 40))
    def the_week_moves(self, hours: int) -> None:
        due = self.due + hours * HOUR
        if due > self.opens + HOUR:
            self.loop.run(move_week(self.store, ask(INSTRUCTOR, self.now), 1, due, None))
            self.due = due

    @precondition(lambda self: not self.skipped and self.now < self.due)
    @rule(really=st.sampled_from([False] * 9 + [True]))
    def the_week_is_left_out(self, *, really: bool) -> None:
        week = self.loop.run(self.store.read(lambda tx: tx.weeks.numbered(self.school.course, 1)))
        if really and week is not None and week.state is not WeekState.DISCUSSING:
            self.loop.run(skip_week(self.store, ask(INSTRUCTOR, self.now), 1))
            self.skipped = True

    @precondition(lambda self: self.skipped and self.now < self.due)
    @rule()
    def the_week_takes_place_after_all(self) -> None:
        self.loop.run(post_now(self.store, ask(INSTRUCTOR, self.now), 1))
        self.opens, self.skipped = max(self.opens, self.now), False

    @rule(user_xid=st.sampled_from([NARI.user_xid, BORA.user_xid]))
    def is_excused_no_more(self, user_xid: int) -> None:
        self.loop.run(excuse(self.store, ask(INSTRUCTOR, self.now), user_xid, 1, lift=True))
        self.excused.discard(user_xid)

    @rule(user_xid=st.sampled_from([NARI.user_xid, BORA.user_xid]))
    def is_excused(self, user_xid: int) -> None:
        self.loop.run(excuse(self.store, ask(INSTRUCTOR, self.now), user_xid, 1))
        self.excused.add(user_xid)

    @rule(user_xid=st.sampled_from([NARI.user_xid, BORA.user_xid]), how=st.sampled_from(RemindBy))
    def chooses(self, user_xid: int, how: RemindBy) -> None:
        who = NARI if user_xid == NARI.user_xid else BORA
        self.loop.run(self.school.join(who, at=self.now, remind_by=how))
        (self.silent.add if how is RemindBy.NEVER else self.silent.discard)(user_xid)

    @rule(
        call=st.sampled_from(["post", "find"]),
        error=st.sampled_from([UNREACHABLE, CLOSED, Crash()]),
        after=st.booleans(),
    )
    def something_will_fail(self, call: str, error: BaseException, *, after: bool) -> None:
        self.school.messenger.fail(call, error, after=after)

    @rule(
        by=st.one_of(
            st.timedeltas(timedelta(0), timedelta(minutes=2)), st.timedeltas(timedelta(0), timedelta(days=3))
        )
    )
    def time_goes_on(self, by: timedelta) -> None:
        self.school.clock.advance(by)
        self._sweep()

    def _sweep(self) -> None:
        """Sweeps; where the bot crashes, it starts again."""
        while True:
            try:
                self.loop.run(self.school.sweep())
                break
            except Crash:
                self.nobody_is_reminded_who_should_not_be()
                self.loop.run(release_leases(self.store))
        self.nobody_is_reminded_who_should_not_be()

    @invariant()
    def nobody_is_reminded_who_should_not_be(self) -> None:
        for message in self.school.messenger.messages[self.seen :]:
            if isinstance(message.card, ReminderCard):
                self._is_rightly_reminded(message.target_xid, message.card.due)
            elif isinstance(message.card, MentionCard):
                for who in message.card.user_xids:
                    self._is_rightly_reminded(who, message.card.due)
        self.seen = len(self.school.messenger.messages)

    def _is_rightly_reminded(self, who: int, due: datetime) -> None:
        assert not self.skipped
        assert who not in self.handed_in | self.excused | self.silent
        assert self.now < max(self.due, self.granted.get(who, self.due)) == due

    @invariant()
    def nothing_is_said_twice(self) -> None:
        keys = self.school.messenger.keys
        assert len(keys) == len(set(keys))

    def teardown(self) -> None:
        try:
            end = max([self.now, self.due, *self.granted.values()]) + 20 * DAY
            while self.now < end:
                self.school.clock.advance(DAY)
                self._sweep()
            self.nothing_is_said_twice()
            owed = self.loop.run(self.school.owed())
            assert {delivery.state for delivery in owed} <= ENDINGS
            posted = [one for one in owed if one.kind not in (Kind.EDIT, Kind.REDRAW, Kind.WAKE)]
            sent = {delivery.key for delivery in posted if delivery.state is State.SENT}
            assert sent <= set(self.school.messenger.keys)
        finally:
            self.loop.run(self.store.close())
            self.loop.close()
            self.folder.cleanup()


TestOneWeek = OneWeek.TestCase
TestOneWeek.settings = settings(max_examples=2000 if LONG else 25, stateful_step_count=50 if LONG else 25)
