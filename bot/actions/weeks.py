"""Weeks: plan one, open it, and turn it to discussion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.asking import plan_questions
from bot.actions.claims import plan_threads
from bot.actions.courses import Ask, Here, here
from bot.actions.notices import plan_digest
from bot.actions.ports import Clock, Store, Tx
from bot.actions.recaps import plan_recap
from bot.actions.reminders import plan_opening, snoozed, snoozed_to
from bot.seminar import reminders
from bot.seminar.courses import (
    Course,
    Member,
    Role,
    person_name,
    plain_line,
    require_instructor,
    require_member,
)
from bot.seminar.deliveries import Kind, NewDelivery
from bot.seminar.participation import is_excused
from bot.seminar.refusals import BadText, WeekExists
from bot.seminar.reminders import Way, way_to
from bot.seminar.weeks import (
    CUTOFF_AFTER,
    NOTHING_GRANTED,
    PROMPT_LIMIT,
    TOPIC_LIMIT,
    Allowance,
    NewWeek,
    Presenter,
    Times,
    Week,
    WeekState,
    deadline_for,
    is_open,
    local_time,
    plan_times,
    prompt_expires,
    resolve,
)


@dataclass(frozen=True, slots=True)
class WeekChoices:
    """What an instructor typed for a week; times are wall times of the course's zone."""

    number: int
    topic: str
    opens: str
    due: str
    cutoff: str | None
    grace_minutes: int
    presenter: str | None
    presenter_xid: int | None
    prompt: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A week of the plan, with its course."""

    course: Course
    week: Week


async def plan_week(store: Store, ask: Ask, choices: WeekChoices) -> Planned:
    """Plans a week. Raises NotInstructor, WeekExists, BadTime, BadOrder, BadText, BadName."""

    def work(tx: Tx) -> Planned:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        if tx.weeks.numbered(at.course, choices.number):
            raise WeekExists(week=choices.number)
        week = tx.weeks.add(at.course, _checked(tx, at.course, choices, ask.at))
        tx.trail.add(at.course, ask.person.user_xid, "week add", ask.at, week_id=week.week_id)
        return Planned(at.course, week)

    return await store.write(work)


async def list_weeks(store: Store, ask: Ask) -> tuple[Here, list[Week]]:
    """The term's plan. Raises NotMember."""

    def work(tx: Tx) -> tuple[Here, list[Week]]:
        at = here(tx, ask)
        require_member(at.role, at.course)
        return at, tx.weeks.of_course(at.course)

    return await store.read(work)


async def open_next(store: Store, clock: Clock) -> bool:
    """Opens the week whose hour has come, and plans its prompt and reminders; False where there is none."""
    now = clock.now()
    if await store.glance(lambda tx: tx.weeks.next_to_open(now)) is None:
        return False

    def work(tx: Tx) -> bool:
        found = tx.weeks.next_to_open(now)
        if found is None:
            return False
        course, week = found
        tx.weeks.set_state(week, WeekState.OPEN)
        tx.deliveries.plan(prompt_of(course, week, _next_opens(tx, course, week)))
        plan_all_reminders(tx, course, week, week.times.opens)
        return True

    return await store.write(work)


def prompt_key(week: Week) -> str:
    """The key of the delivery that posts the week's prompt."""
    return f"prompt:{week.week_id}"


def prompt_of(course: Course, week: Week, next_opens: datetime | None) -> NewDelivery:
    """The week's prompt, due when it opens, and worth posting until the next one."""
    return NewDelivery(
        guild_xid=course.guild_xid,
        course_id=course.course_id,
        kind=Kind.PROMPT,
        key=prompt_key(week),
        target_xid=course.channel_xid,
        week_id=week.week_id,
        due_at=week.times.opens,
        expires_at=prompt_expires(week.times, next_opens),
    )


async def discuss_next(store: Store, clock: Clock) -> bool:
    """Turns the week that is due to discussion, and plans its threads; False where there is none."""
    now = clock.now()
    if await store.glance(lambda tx: tx.weeks.next_to_discuss(now)) is None:
        return False

    def work(tx: Tx) -> bool:
        found = tx.weeks.next_to_discuss(now)
        if found is None:
            return False
        course, week = found
        tx.weeks.set_state(week, WeekState.DISCUSSING)
        plan_threads(tx, course, week)
        plan_questions(tx, course, week)
        plan_digest(tx, course, week)
        plan_recap(tx, course, week)
        return True

    return await store.write(work)


async def next_turn(store: Store) -> datetime | None:
    """The next instant (UTC) at which a week turns or a delivery is due; None where nothing lies ahead."""

    def work(tx: Tx) -> datetime | None:
        turns = [tx.weeks.next_turn(), tx.deliveries.next_turn()]
        return min((turn for turn in turns if turn is not None), default=None)

    return await store.glance(work)


def plan_all_reminders(
    tx: Tx,
    course: Course,
    week: Week,
    now: datetime,
    members: Sequence[Member] | None = None,
    *,
    at_once: bool = False,
) -> None:
    """Plans what reminds the students; those whose inbox must first be opened are due one after another.

    `at_once`: whoever has no reminder ahead is reminded now.
    """
    rank, granted, owed = 0, tx.weeks.allowances(week), list[NewDelivery]()
    for member in tx.members.students(course) if members is None else members:
        waits = member.inbox_xid is None and way_to(member, now) is Way.DIRECT
        allowance = granted.get(member.member_id, NOTHING_GRANTED)
        if is_excused(member, week, allowance):
            continue
        turn = rank if waits else 0
        owed += _reminders(course, week, member, allowance, now, newcomer=at_once, rank=turn)
        rank += waits
    tx.deliveries.plan(*owed)


def remind_anew(
    tx: Tx, course: Course, week: Week, members: Sequence[Member], now: datetime, *, at_once: bool = False
) -> None:
    """Plans anew what reminds these students, whose deadline may have moved; who snoozed is reminded then.

    `at_once`: whoever has no reminder ahead is reminded now.
    """
    awake = []
    for member in members:
        until = snoozed_to(tx, week, member)
        tx.deliveries.withdraw_reminders(week, member)
        deadline = deadline_for(week.times, tx.weeks.allowance(week, member))
        if until is None or until > deadline - reminders.LAST_CALL:
            awake.append(member)
        else:
            tx.deliveries.plan(snoozed(course, week, member, deadline, until))
            plan_reminders(tx, course, week, member, until)
    plan_all_reminders(tx, course, week, now, awake, at_once=at_once)


def _next_opens(tx: Tx, course: Course, week: Week) -> datetime | None:
    later = (one.times.opens for one in tx.weeks.of_course(course) if one.times.opens > week.times.opens)
    return min(later, default=None)


def plan_reminders(
    tx: Tx, course: Course, week: Week, member: Member, now: datetime, *, newcomer: bool = False
) -> None:
    """Plans what reminds a student of an open week from now on; a newcomer may be reminded at once.

    The deadline is part of the key: whoever is granted a later one is reminded before that, too.
    """
    allowance = tx.weeks.allowance(week, member)
    tx.deliveries.plan(*_reminders(course, week, member, allowance, now, newcomer=newcomer))


def _reminders(
    course: Course,
    week: Week,
    member: Member,
    allowance: Allowance,
    now: datetime,
    *,
    newcomer: bool = False,
    rank: int = 0,
) -> Iterator[NewDelivery]:
    """`rank` is how many come before at the limit of openings."""
    if is_excused(member, week, allowance):
        return
    deadline = deadline_for(week.times, allowance)
    for planned in reminders.plan(
        deadline, course.reminder_offsets, now, reminders.Quiet.of(course), reminders.early_by(rank)
    ):
        if planned.due_at <= now and not newcomer:
            continue
        before = planned.offset // timedelta(minutes=1)
        yield NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.REMINDER,
            key=f"reminder:{week.week_id}:{member.member_id}:{deadline.timestamp():.0f}:{before}",
            target_xid=member.user_xid,
            week_id=week.week_id,
            member_id=member.member_id,
            due_at=planned.due_at,
            expires_at=deadline,
        )


def welcome(tx: Tx, course: Course, user_xid: int, at: datetime) -> Member:
    """Makes a person a student, who is reminded of what is open from now on."""
    member = tx.members.add(course, user_xid, Role.STUDENT, at)
    plan_opening(tx, course, member, at)
    for week in tx.weeks.of_course(course):
        if week.state is WeekState.OPEN and is_open(week, at):
            plan_reminders(tx, course, week, member, at, newcomer=True)
    return member


def _checked(tx: Tx, course: Course, choices: WeekChoices, at: datetime) -> NewWeek:
    if len(choices.prompt) > PROMPT_LIMIT:
        raise BadText(limit=PROMPT_LIMIT)
    presenters: tuple[Presenter, ...] = ()
    if choices.presenter_xid is not None:
        member = tx.members.of_user(course, choices.presenter_xid)
        member = member or welcome(tx, course, choices.presenter_xid, at)
        name = choices.presenter or member.name or f"{choices.presenter_xid}"
        presenters = (Presenter(person_name(name), member.member_id),)
    elif choices.presenter:
        presenters = (Presenter(person_name(choices.presenter)),)
    return NewWeek(
        number=choices.number,
        topic=plain_line(choices.topic, TOPIC_LIMIT),
        prompt=choices.prompt.strip(),
        presenters=presenters,
        times=_times(course, choices, at),
    )


def _times(course: Course, choices: WeekChoices, at: datetime) -> Times:
    """The week's instants; a week that is planned after its hour opens at once."""
    opens = max(resolve(local_time(choices.opens), course.zone), at)
    due = resolve(local_time(choices.due), course.zone)
    grace = timedelta(minutes=choices.grace_minutes)
    cutoff = (
        resolve(local_time(choices.cutoff), course.zone) if choices.cutoff else due + grace + CUTOFF_AFTER
    )
    return plan_times(opens, due, cutoff, grace)
