"""Who was gone or closed their inbox is reminded again as soon as the bot can know better."""

from __future__ import annotations

from bot.actions.members import link
from bot.actions.weeks import plan_week
from bot.seminar.cards import ReminderCard
from bot.seminar.courses import RemindBy
from tests.actions.school import DAY, DUE, HOUR, INSTRUCTOR, NARI, NEXT_WEEK, School, ask
from tests.actions.test_reached import play
from tests.factories import OPENS
from tests.fakes import CLOSED, GONE


def reminders(school: School) -> list[tuple[int, int]]:
    """Whom a direct message reminded, and of which week."""
    sent = [(one.target_xid, one.card) for one in school.messenger.messages]
    return [(xid, card.week.number) for xid, card in sent if isinstance(card, ReminderCard)]


async def test_who_left_and_hands_in_again_is_reminded_of_the_next_week(school: School) -> None:
    await plan_week(school.store, ask(INSTRUCTOR, OPENS), NEXT_WEEK)
    await school.join(NARI, OPENS)
    school.messenger.fail("post", GONE, target_xid=NARI.user_xid)
    await play(school, DUE - DAY)
    await school.hand_in(NARI, at=DUE - DAY)
    await play(school, DUE + 7 * DAY)
    assert reminders(school) == [(NARI.user_xid, 2)] * 2


async def test_who_links_again_has_said_that_the_inbox_is_open(school: School) -> None:
    await school.join(NARI, OPENS)
    school.messenger.fail("post", CLOSED, target_xid=NARI.user_xid)
    await play(school, DUE - DAY)
    asked = ask(NARI, DUE - DAY)
    await link(school.store, asked, f"2031-{NARI.user_xid}", "Nari Oh", RemindBy.DIRECT)
    await play(school, DUE - HOUR)
    assert reminders(school) == [(NARI.user_xid, 1)]
