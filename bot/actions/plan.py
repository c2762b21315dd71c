"""The plan, changed: a week edited, moved, left out or opened at once, and what that means for whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.asking import plan_questions
from bot.actions.courses import Ask, here, week_numbered
from bot.actions.notices import plan_digest
from bot.actions.ports import Store, Tx
from bot.actions.recaps import plan_recap
from bot.actions.weeks import Planned, plan_all_reminders, prompt_key, prompt_of, remind_anew
from bot.seminar.courses import Course, Member, person_name, plain_line, require_instructor
from bot.seminar.deliveries import Kind, NewDelivery, State
from bot.seminar.participation import is_excused
from bot.seminar.refusals import BadText, UnknownMember, WeekOver
from bot.seminar.weeks import (
    PROMPT_LIMIT,
    TOPIC_LIMIT,
    Allowance,
    NewWeek,
    Presenter,
    Times,
    Week,
    WeekState,
    deadline_for,
    is_late,
    local_time,
    moved_to,
    resolve,
)

POSTED = (WeekState.OPEN, WeekState.DISCUSSING)


@dataclass(frozen=True, slots=True)
class Changes:
    """What an instructor wants otherwise in a week; what is None stays."""

    topic: str | None = None
    prompt: str | None = None
    presenter: str | None = None
    presenter_xid: int | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What moving a week changes: how many deadlines move, and whose report becomes late or in time."""

    course: Course
    week: Week
    times: Times
    deadlines: int
    handed_in: int
    become_late: int
    become_in_time: int


async def edit_week(store: Store, ask: Ask, number: int, changes: Changes) -> Planned:
    """Changes what a week is about; a card that was posted is drawn anew.

    Raises NotInstructor, UnknownWeek, UnknownMember, BadText, BadName.
    """

    def work(tx: Tx) -> Planned:
        course, week = _week(tx, ask, number)
        prompt = week.prompt if changes.prompt is None else changes.prompt.strip()
        if len(prompt) > PROMPT_LIMIT:
            raise BadText(limit=PROMPT_LIMIT)
        new = NewWeek(
            number=week.number,
            topic=week.topic if changes.topic is None else plain_line(changes.topic, TOPIC_LIMIT),
            prompt=prompt,
            presenters=_presenters(tx, course, week, changes),
            times=week.times,
        )
        return change_week(tx, ask, course, week, new, "week edit")

    return await store.write(work)


async def foresee_move(store: Store, ask: Ask, number: int, due: str, opens: str | None) -> Effect:
    """What moving the week to these wall times would change; changes nothing.

    Raises NotInstructor, UnknownWeek, WeekOver, BadTime, BadOrder.
    """

    def work(tx: Tx) -> Effect:
        course, week = _week(tx, ask, number)
        due_at = resolve(local_time(due), course.zone)
        opens_at = resolve(local_time(opens), course.zone) if opens else None
        return _effect(
            tx, course, week, _moved(week, due_at, opens_at, ask.at, posted=posted(tx, course, week))
        )

    return await store.read(work)


async def move_week(store: Store, ask: Ask, number: int, due: datetime, opens: datetime | None) -> Effect:
    """Moves a week's deadline (UTC), and its opening where that lies ahead; reminders move along.

    One that was left out takes place then.

    Raises NotInstructor, UnknownWeek, WeekOver, BadOrder.
    """

    def work(tx: Tx) -> Effect:
        course, found = _week(tx, ask, number)
        week = _take_place(tx, course, found, ask.at)
        effect = _effect(tx, course, week, _moved(week, due, opens, ask.at, posted=posted(tx, course, week)))
        new = NewWeek(week.number, week.topic, week.prompt, week.presenters, effect.times)
        moved = change_week(tx, ask, course, week, new, "week move").week
        if moved.state in POSTED:
            nearer = moved.times.due < week.times.due
            remind_anew(tx, course, moved, tx.members.students(course), ask.at, at_once=nearer)
        if moved.state is WeekState.DISCUSSING:
            plan_digest(tx, course, moved)
            plan_recap(tx, course, moved)
        return effect

    return await store.write(work)


async def skip_week(store: Store, ask: Ask, number: int) -> Planned:
    """Leaves a week out: nothing is sent for it, and nothing is missing. Raises NotInstructor, WeekOver."""

    def work(tx: Tx) -> Planned:
        course, week = _week(tx, ask, number)
        if week.state is WeekState.DISCUSSING:
            raise WeekOver(week=number)
        tx.weeks.set_state(week, WeekState.SKIPPED)
        skipped = replace(week, state=WeekState.SKIPPED)
        if week.state is WeekState.OPEN:
            draw_anew(tx, course, skipped, ask.at)
        tx.trail.add(course, ask.person.user_xid, "week skip", ask.at, week_id=week.week_id)
        return Planned(course, skipped)

    return await store.write(work)


async def post_now(store: Store, ask: Ask, number: int) -> Planned:
    """Opens a week at once that is planned or was left out; one that had been open is so again.

    Raises NotInstructor, UnknownWeek, WeekOver, BadOrder.
    """

    def work(tx: Tx) -> Planned:
        course, found = _week(tx, ask, number)
        if found.state in POSTED:
            raise WeekOver(week=number)
        week = _take_place(tx, course, found, ask.at)
        opens = ask.at if week.state is WeekState.PLANNED else None
        times = moved_to(week.times, week.times.due, opens)
        new = NewWeek(week.number, week.topic, week.prompt, week.presenters, times)
        return change_week(tx, ask, course, week, new, "week post")

    return await store.write(work)


def _take_place(tx: Tx, course: Course, week: Week, at: datetime) -> Week:
    """A week that was left out takes place after all; it is open where its prompt was due before that."""
    if week.state is not WeekState.SKIPPED:
        return week
    prompt = tx.deliveries.with_key(course, prompt_key(week))
    back = replace(week, state=WeekState.PLANNED if prompt is None else WeekState.OPEN)
    tx.weeks.set_state(week, back.state)
    if prompt is not None:
        if prompt.state is State.SKIPPED:
            tx.deliveries.again(replace(prompt_of(course, week, None), due_at=at, expires_at=back.times.due))
        plan_all_reminders(tx, course, back, at)
    return back


def change_week(tx: Tx, ask: Ask, course: Course, week: Week, new: NewWeek, act: str) -> Planned:
    """Puts another plan in the place of the week's; a card that was posted is drawn anew."""
    tx.weeks.change(week, new)
    changed = tx.weeks.get(course, week.week_id) or week
    if changed.state in POSTED:
        draw_anew(tx, course, changed, ask.at)
        _others_present(tx, course, week, changed, ask.at)
    tx.trail.add(course, ask.person.user_xid, act, ask.at, week_id=week.week_id)
    return Planned(course, changed)


def _others_present(tx: Tx, course: Course, before: Week, week: Week, at: datetime) -> None:
    """Who presents no more owes a report like everyone; who presents only now is asked of what is claimed."""
    there = {one.member_id for one in week.presenters}
    gone = [tx.members.get(course, one.member_id) for one in before.presenters if one.member_id]
    free = [member for member in gone if member is not None and member.member_id not in there]
    remind_anew(tx, course, week, free, at, at_once=True)
    if week.state is WeekState.DISCUSSING and week.presenters != before.presenters:
        plan_questions(tx, course, week)


def _week(tx: Tx, ask: Ask, number: int) -> tuple[Course, Week]:
    at = here(tx, ask)
    require_instructor(at.role, at.course)
    week = week_numbered(tx, at.course, number)
    return at.course, week


def _presenters(tx: Tx, course: Course, week: Week, changes: Changes) -> tuple[Presenter, ...]:
    if changes.presenter_xid is not None:
        member = tx.members.of_user(course, changes.presenter_xid)
        if member is None:
            raise UnknownMember
        name = changes.presenter or member.name or f"{changes.presenter_xid}"
        return (Presenter(person_name(name), member.member_id),)
    return (Presenter(person_name(changes.presenter)),) if changes.presenter else week.presenters


def posted(tx: Tx, course: Course, week: Week) -> bool:
    """Whether students have seen the week, or are about to."""
    return week.state in POSTED or tx.deliveries.with_key(course, prompt_key(week)) is not None


def _moved(week: Week, due: datetime, opens: datetime | None, at: datetime, *, posted: bool) -> Times:
    """One that nobody has seen opens at once where its hour has passed."""
    if opens is not None and posted:
        raise WeekOver(week=week.number)
    return moved_to(week.times, due, None if posted else max(opens or week.times.opens, at))


def draw_anew(tx: Tx, course: Course, week: Week, at: datetime) -> None:
    """Has the week's card drawn anew, where it was posted."""
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.EDIT,
            key=f"edit:{week.week_id}:{at.timestamp():.6f}",
            target_xid=course.channel_xid,
            week_id=week.week_id,
            due_at=at,
        )
    )


def _effect(tx: Tx, course: Course, week: Week, times: Times) -> Effect:
    moved = replace(week, times=times)
    granted = tx.weeks.allowances(week)
    deadlines = handed_in = late = in_time = 0
    for member in tx.members.students(course):
        allowance = granted.get(member.member_id, Allowance())
        if is_excused(member, week, allowance):
            continue
        deadlines += deadline_for(week.times, allowance) != deadline_for(times, allowance)
        first = _first_received(tx, week, member)
        if first is not None:
            handed_in += 1
            was, becomes = is_late(week.times, first, allowance), is_late(moved.times, first, allowance)
            late += becomes and not was
            in_time += was and not becomes
    return Effect(course, week, times, deadlines, handed_in, late, in_time)


def _first_received(tx: Tx, week: Week, member: Member) -> datetime | None:
    taken = tx.reports.taken(member).get(week.week_id)
    return taken.first_received_at if taken else None
