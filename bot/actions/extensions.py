"""Extensions: grant somebody more time in a week, or free them from it."""

from __future__ import annotations

from datetime import datetime

from bot.actions.courses import Ask, Here, here
from bot.actions.ports import Store, Tx
from bot.actions.weeks import plan_reminders
from bot.seminar.courses import Member, require_instructor
from bot.seminar.refusals import UnknownMember, UnknownWeek
from bot.seminar.weeks import Allowance, Week, WeekState, deadline_for, local_time, resolve


async def extend(store: Store, ask: Ask, user_xid: int, number: int, until: str) -> datetime:
    """Gives a member a later deadline (wall time); returns it in UTC.

    Raises NotInstructor, UnknownWeek, UnknownMember, BadTime.
    """

    def work(tx: Tx) -> datetime:
        at, week, member = _member_of_week(tx, ask, user_xid, number)
        due = resolve(local_time(until), at.course.zone)
        allowance = Allowance(due=due, excused=tx.weeks.allowance(week, member).excused)
        tx.weeks.allow(at.course, week, member, allowance)
        if week.state in (WeekState.OPEN, WeekState.DISCUSSING):
            tx.deliveries.withdraw_reminders(week, member)
            plan_reminders(tx, at.course, week, member, ask.at)
        tx.trail.add(
            at.course,
            ask.person.user_xid,
            "extension grant",
            ask.at,
            week_id=week.week_id,
            member_id=member.member_id,
            due=due.isoformat(),
        )
        return deadline_for(week.times, allowance)

    return await store.write(work)


async def excuse(store: Store, ask: Ask, user_xid: int, number: int) -> None:
    """Frees a member from a week's report. Raises NotInstructor, UnknownWeek, UnknownMember."""

    def work(tx: Tx) -> None:
        at, week, member = _member_of_week(tx, ask, user_xid, number)
        due = tx.weeks.allowance(week, member).due
        tx.weeks.allow(at.course, week, member, Allowance(due=due, excused=True))
        tx.trail.add(
            at.course,
            ask.person.user_xid,
            "excuse",
            ask.at,
            week_id=week.week_id,
            member_id=member.member_id,
        )

    await store.write(work)


def _member_of_week(tx: Tx, ask: Ask, user_xid: int, number: int) -> tuple[Here, Week, Member]:
    at = here(tx, ask)
    require_instructor(at.role, at.course)
    week = tx.weeks.numbered(at.course, number)
    if week is None:
        raise UnknownWeek(week=number)
    member = tx.members.of_user(at.course, user_xid)
    if member is None:
        raise UnknownMember
    return at, week, member
