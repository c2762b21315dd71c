"""Privacy: what is known of oneself, as a copy or gone; and what goes by itself when its time is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.actions.courses import Ask, here, here_even_closed
from bot.actions.notices import tell_staff
from bot.actions.ports import Clock, Store, Tx
from bot.actions.quotes import forget_quotes
from bot.seminar.courses import Course, Member, Role, require_instructor, require_member
from bot.seminar.decisions import ActKind
from bot.seminar.deliveries import Kind, NewDelivery, Notice
from bot.seminar.privacy import EVERYBODY, WARNED, Erased, Everything, is_over, kept_until
from bot.seminar.refusals import UnknownMember
from bot.seminar.weeks import WeekState

WRITTEN = (("versions", "text"), ("confirmations", "words"), ("quotes", "passage"))
"""Where a person's words are, of which a claim may bear some as its name."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a person is told before they decide. `until` (UTC) is when everything goes by itself."""

    course: Course
    role: Role | None
    member: Member | None
    until: datetime | None
    reports: int


async def known_of(store: Store, ask: Ask) -> Known:
    """Who sees what of the person, and for how long. Raises NotMember."""

    def work(tx: Tx) -> Known:
        at = here(tx, ask)
        require_member(at.role, at.course)
        taken = tx.reports.taken(at.member) if at.member else {}
        return Known(at.course, at.role, at.member, _until(tx, at.course), len(taken))

    return await store.read(work)


async def everything(store: Store, ask: Ask) -> Everything:
    """A copy of all that the course knows of the person. Raises UnknownMember."""

    def work(tx: Tx) -> Everything:
        at = here(tx, ask)
        if at.member is None:
            raise UnknownMember
        files = list(tx.persons.files(at.member))
        return Everything(at.course, at.member, tx.persons.rows(at.member), files)

    return await store.read(work)


async def erase(store: Store, ask: Ask) -> Course:
    """Has the person's names and words go, now and for good; staff learn that, and nothing else.

    Raises UnknownMember.
    """

    def work(tx: Tx) -> Course:
        at = here_even_closed(tx, ask)
        if at.member is None:
            raise UnknownMember
        _erase(tx, at.course, at.member, ask.at)
        tell_staff(tx, at.course, Notice.ERASED, ask.at)
        return at.course

    return await store.write(work)


def _erase(tx: Tx, course: Course, member: Member, at: datetime) -> None:
    presented = _weeks_presented_by(tx, course, member)
    _take_back_words(tx, course, member, at)
    tx.persons.erase(member, at)
    tx.trail.add(course, 0, "data erase", at, member_id=member.member_id)
    for week in tx.weeks.of_course(course):
        tx.claims.prune(week)
        if week.week_id in presented and week.state in (WeekState.OPEN, WeekState.DISCUSSING):
            tx.deliveries.plan(
                NewDelivery(
                    guild_xid=course.guild_xid,
                    course_id=course.course_id,
                    kind=Kind.EDIT,
                    key=f"edit:{week.week_id}:erased:{member.member_id}",
                    target_xid=course.channel_xid,
                    week_id=week.week_id,
                    due_at=at,
                )
            )


def _weeks_presented_by(tx: Tx, course: Course, member: Member) -> set[int]:
    return {
        week.week_id
        for week in tx.weeks.of_course(course)
        if any(one.member_id == member.member_id for one in week.presenters)
    }


def _take_back_words(tx: Tx, course: Course, member: Member, at: datetime) -> None:
    """None of the person's words is shown or kept as a claim's name any more, here or to undo something."""
    known = tx.persons.rows(member)
    texts = [str(row[column]) for table, column in WRITTEN for row in known.get(table, ()) if row[column]]
    opened = {
        claim_id
        for week in tx.weeks.of_course(course)
        for claim_id, who in tx.discussions.openers(week).items()
        if who == member.member_id
    }
    entered = {
        claim_id
        for act in tx.decisions.acts(course)
        if act.kind is ActKind.EXPECT and act.actor_xid == member.user_xid
        for claim_id in act.touches
    }
    found = (tx.claims.get(course, claim_id) for claim_id in opened | entered)
    texts += [claim.label for claim in found if claim is not None and claim.label]
    forget_quotes(tx, course, member, texts, at)
    tx.decisions.forget_words(course, texts)


async def keep_for(store: Store, ask: Ask, days: int | None) -> Known:
    """Changes for how long after the term the course keeps what it knows. Raises NotInstructor."""

    def work(tx: Tx) -> Known:
        at = here_even_closed(tx, ask)
        require_instructor(at.role, at.course)
        if days is not None:
            tx.courses.keep(at.course, days)
            tx.trail.add(at.course, ask.person.user_xid, "setup privacy", ask.at, days=days)
        course = tx.courses.by_id(at.course.course_id) or at.course
        return Known(course, at.role, at.member, _until(tx, course), 0)

    return await store.write(work)


async def retire(store: Store, clock: Clock) -> int:
    """Has courses go whose time is over, and tells staff two weeks before; returns how many went."""
    now = clock.now()

    def work(tx: Tx) -> int:
        gone = 0
        for course, until in tx.persons.ending(now + WARNED):
            if is_over(until, now):
                tx.persons.forget(course, now)
                gone += 1
            else:
                tell_staff(tx, course, Notice.ENDS_SOON, until - WARNED, until=int(until.timestamp()))
        return gone

    return await store.write(work)


def _until(tx: Tx, course: Course) -> datetime | None:
    return kept_until(tx.weeks.of_course(course), course.kept_days)


async def erased(store: Store) -> list[Erased]:
    """Who had their data deleted, in all courses."""
    return await store.read(lambda tx: tx.persons.erased())


async def erase_again(store: Store, noted: Iterable[Erased]) -> int:
    """After a backup was put back: has those go again who had gone; returns how many that were."""

    def work(tx: Tx) -> int:
        known, again = set(tx.persons.erased()), 0
        for one in noted:
            if one in known:
                continue
            course = tx.courses.get(one.guild_xid, one.course_id)
            if course and one.member_id == EVERYBODY:
                tx.persons.forget(course, one.at)
                again += 1
                continue
            member = tx.members.get(course, one.member_id) if course else None
            if course and member and member.user_xid > 0 and member.joined_at <= one.at:
                _erase(tx, course, member, one.at)
                again += 1
            else:
                tx.persons.note(one)
        return again

    return await store.write(work)
