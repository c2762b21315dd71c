"""Who was gone or closed their inbox is reminded again as soon as the bot can know better."""

from __future__ import annotations

from bot.actions.extensions import extend
from bot.actions.ledger import explain
from bot.actions.members import link
from bot.actions.notices import beat, come_back
from bot.actions.roster import answer, ask_staff, codes, import_roster, join, questions
from bot.actions.weeks import plan_week
from bot.seminar.cards import NoticeCard, ReminderCard
from bot.seminar.courses import RemindBy
from bot.seminar.deliveries import Notice
from bot.seminar.reminders import Why
from cogs.ui.cards import draw
from tests.actions.school import BORA, DAY, DOHA, DUE, HOUR, INSTRUCTOR, NARI, NEXT_WEEK, School, ask
from tests.actions.test_previews import untyped
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


async def test_who_is_linked_to_another_account_is_reminded_there_alone(school: School) -> None:
    await import_roster(
        school.store, ask(INSTRUCTOR), [["학번", "이름"], ["2031-1", "오나리"]], withdraw_missing=False
    )
    ((_, code),) = await codes(school.store, ask(INSTRUCTOR))
    await join(school.store, ask(NARI, OPENS), code)
    await ask_staff(school.store, ask(BORA, OPENS), "2031-1")
    _, (asked,) = await questions(school.store, ask(INSTRUCTOR))
    await answer(school.store, ask(INSTRUCTOR), asked.question.question_id, yes=True)
    await play(school, DUE)
    assert reminders(school) == [(BORA.user_xid, 1)] * 2


async def test_an_absence_that_touches_somebodys_own_deadline_is_told(school: School) -> None:
    """Nari and Bora have a day more, Bora has handed in, and the bot is away before it is over."""
    await play(school, OPENS)
    for who in (NARI, BORA, DOHA):
        await school.join(who, OPENS)
    for who in (NARI, BORA):
        await extend(school.store, ask(INSTRUCTOR), who.user_xid, 1, "+1")
    await school.hand_in(BORA, at=DUE)
    await play(school, DUE + 20 * HOUR)
    await beat(school.store, school.clock)
    school.clock.move_to(DUE + 26 * HOUR)
    await come_back(school.store, school.clock)
    await school.sweep()
    (told,) = [card for card in school.messenger.told if isinstance(card, NoticeCard)]
    assert (told.notice, [one.user_xid for one in told.members]) == (Notice.AWAY_OWN, [NARI.user_xid])
    assert f"<@{NARI.user_xid}>" in str(untyped(draw(told, "~x")).to_components())


async def test_who_has_withdrawn_is_reminded_no_more_until_the_roster_has_them_again(school: School) -> None:
    table = [["학번", "이름"], ["2031-1", "오나리"], ["2031-2", "임보라"]]
    await import_roster(school.store, ask(INSTRUCTOR, OPENS), table, withdraw_missing=False)
    for one, code in await codes(school.store, ask(INSTRUCTOR, OPENS)):
        await join(school.store, ask(NARI if one.name == "오나리" else BORA, OPENS), code)
    await play(school, OPENS)
    await import_roster(school.store, ask(INSTRUCTOR, OPENS), table[:2], withdraw_missing=True)
    await play(school, DUE - DAY)
    assert reminders(school) == [(NARI.user_xid, 1)]
    found = await explain(school.store, ask(INSTRUCTOR, DUE - DAY), BORA.user_xid, 1)
    assert found.why is Why.WITHDRAWN
    await import_roster(school.store, ask(INSTRUCTOR, DUE - DAY), table, withdraw_missing=False)
    await play(school, DUE)
    assert sorted(reminders(school)) == [(NARI.user_xid, 1), (NARI.user_xid, 1), (BORA.user_xid, 1)]
