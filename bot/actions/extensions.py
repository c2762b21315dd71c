"""Extensions: grant somebody more time in a week, or free them from it, one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.courses import Ask, Here, here, week_numbered
from bot.actions.ports import Store, Tx
from bot.actions.weeks import remind_anew
from bot.seminar.courses import Course, Member, people_listed, plain_line, require_instructor
from bot.seminar.deliveries import Kind, NewDelivery
from bot.seminar.participation import is_excused, is_expected
from bot.seminar.refusals import UnknownMember
from bot.seminar.weeks import Allowance, Week, WeekState, deadline_for, granted_until

REASON_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What staff want for students in a week.

    `until` is a wall time of the course's zone, or "+3" for three days after the week's deadline; None
    excuses, or with `lift` takes an excuse back. `listed` are student numbers or mentions, as they were typed
    or pasted. `missing` adds everyone whose report is expected and not in.
    """

    week: int
    user_xids: tuple[int, ...]
    until: str | None
    missing: bool = False
    reason: str | None = None
    listed: str = ""
    lift: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    """Who got more time until when (UTC), or was excused, and who, or what of a list, is nobody here.

    `lifted`: they are excused no more.
    """

    course: Course
    week: Week
    due: datetime | None
    members: tuple[Member, ...]
    unknown_xids: tuple[int, ...]
    unknown_numbers: tuple[str, ...] = ()
    lifted: bool = False


async def grant(store: Store, ask: Ask, wish: Wish) -> Granted:
    """Grants the wish to everyone it names, and owes each of them word of it.

    Raises NotInstructor, UnknownWeek, BadTime, BadText; RoleListed where a role is to stand for its people;
    UnknownMember where it names nobody of the course.
    """

    def work(tx: Tx) -> Granted:
        at, week = _week(tx, ask, wish.week)
        due = granted_until(week.times, wish.until, at.course.zone) if wish.until is not None else None
        reason = plain_line(wish.reason, REASON_LIMIT) if wish.reason else None
        listed = people_listed(wish.listed)
        xids = dict.fromkeys([*wish.user_xids, *listed.user_xids])
        named = {xid: tx.members.of_user(at.course, xid) for xid in xids}
        numbered = {number: tx.members.with_number(at.course, number) for number in listed.numbers}
        members = _each_once([*named.values(), *numbered.values()])
        if wish.missing:
            members += _missing(tx, at.course, week, {member.member_id for member in members})
        if not members:
            raise UnknownMember
        for member in members:
            _grant(tx, ask, at.course, week, member, due, reason, lift=wish.lift)
        if (due or wish.lift) and week.state in (WeekState.OPEN, WeekState.DISCUSSING):
            remind_anew(tx, at.course, week, members, ask.at)
        unknown = tuple(xid for xid, member in named.items() if member is None)
        strange = tuple(number for number, member in numbered.items() if member is None)
        return Granted(at.course, week, due, tuple(members), unknown, (*strange, *listed.neither), wish.lift)

    return await store.write(work)


async def extend(
    store: Store, ask: Ask, user_xid: int, number: int, until: str, reason: str | None = None
) -> datetime:
    """Gives a member a later deadline; returns it in UTC.

    Raises NotInstructor, UnknownWeek, UnknownMember, BadTime, BadText.
    """
    granted = await grant(store, ask, Wish(number, (user_xid,), until, reason=reason))
    return deadline_for(granted.week.times, Allowance(due=granted.due))


async def excuse(
    store: Store, ask: Ask, user_xid: int, number: int, reason: str | None = None, *, lift: bool = False
) -> None:
    """Frees a member from a week's report, or takes that back.

    Raises NotInstructor, UnknownWeek, UnknownMember, BadText.
    """
    await grant(store, ask, Wish(number, (user_xid,), None, reason=reason, lift=lift))


def _week(tx: Tx, ask: Ask, number: int) -> tuple[Here, Week]:
    at = here(tx, ask)
    require_instructor(at.role, at.course)
    week = week_numbered(tx, at.course, number)
    return at, week


def _each_once(found: Sequence[Member | None]) -> list[Member]:
    return list({member.member_id: member for member in found if member is not None}.values())


def _missing(tx: Tx, course: Course, week: Week, named: set[int]) -> list[Member]:
    """Everyone whose report is expected and not in, but for those who are named anyway."""
    return [
        member
        for member in tx.members.students(course)
        if member.member_id not in named
        and is_expected(member, week)
        and not is_excused(member, week, tx.weeks.allowance(week, member))
        and tx.reports.latest(week, member) is None
    ]


def _grant(
    tx: Tx,
    ask: Ask,
    course: Course,
    week: Week,
    member: Member,
    due: datetime | None,
    reason: str | None,
    *,
    lift: bool,
) -> None:
    before = tx.weeks.allowance(week, member)
    excused = not lift and (before.excused or due is None)
    allowance = Allowance(due or before.due, excused, reason)
    tx.weeks.allow(course, week, member, allowance)
    _tell(tx, course, week, member, ask.at)
    detail: dict[str, int | str] = {"week_id": week.week_id, "member_id": member.member_id}
    if due:
        detail["due"] = due.isoformat()
    act = "extension grant" if due else "excuse lift" if lift else "excuse"
    tx.trail.add(course, ask.person.user_xid, act, ask.at, reason, **detail)


def _tell(tx: Tx, course: Course, week: Week, member: Member, at: datetime) -> None:
    """Owes the student a direct message, which says what holds when it is sent."""
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.GRANT,
            key=f"grant:{week.week_id}:{member.member_id}:{at.timestamp():.3f}",
            target_xid=member.user_xid,
            week_id=week.week_id,
            member_id=member.member_id,
            due_at=at,
        )
    )
