"""Members: link a person to a student number, and show how they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.actions.reminders import plan_opening
from bot.actions.roster import require_proof
from bot.actions.weeks import welcome
from bot.seminar.courses import (
    Course,
    Member,
    RemindBy,
    Role,
    person_name,
    require_member,
    require_student,
    student_number,
)
from bot.seminar.lateness import LatePolicy
from bot.seminar.participation import NOTHING, Presence, Taken, presence
from bot.seminar.refusals import NumberTaken
from bot.seminar.reviews import Review
from bot.seminar.scores import (
    ScoreKind,
    ScorePolicy,
    TermScore,
    WeekScore,
    counts_towards_term,
    is_shown,
    term_score,
    week_score,
)
from bot.seminar.weeks import NOTHING_GRANTED, Allowance, Week, WeekState, deadline_for


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member stands in one week. `due` is their own deadline (UTC); `review` once it was released."""

    week: Week
    presence: Presence
    due: datetime
    received_at: datetime | None
    versions: int
    review: Review | None = None
    taken: Taken = NOTHING
    score: WeekScore | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """How a person stands in the course."""

    course: Course
    role: Role
    member: Member | None
    standings: list[Standing]
    score: TermScore | None = None


async def link(store: Store, ask: Ask, number: str, name: str, remind_by: RemindBy) -> Member:
    """Ties a person to a student number.

    Raises BadNumber, BadName, NumberTaken, NotMember, NotStudent; ProofNeeded where the roster has it.
    """
    clean_number, clean_name = student_number(number), person_name(name)

    def work(tx: Tx) -> Member:
        at = here(tx, ask)
        require_student(at.role, ask.person, at.course)
        require_proof(tx, at.course, at.member, clean_number)
        holder = tx.members.with_number(at.course, clean_number)
        if holder is not None and holder.user_xid != ask.person.user_xid:
            raise NumberTaken
        member = at.member or welcome(tx, at.course, ask.person.user_xid, ask.at)
        tx.members.identify(member, clean_number, clean_name)
        tx.members.remind_by(member, remind_by)
        # Whoever links is here, and may have opened their inbox since.
        tx.members.left(member, None)
        tx.members.closed(member, None)
        linked = tx.members.get(at.course, member.member_id) or member
        plan_opening(tx, at.course, linked, ask.at)
        return linked

    return await store.write(work)


async def status(store: Store, ask: Ask) -> Status:
    """The person's own standing, week by week, as far as the term has come. Raises NotMember."""
    status, policy = await store.glance(lambda tx: _status(tx, ask))
    if status.member is None or policy.kind is ScoreKind.OFF:
        return status
    return await store.read(lambda tx: with_scores(tx, status, policy, ask.at, staff=False))


def _status(tx: Tx, ask: Ask) -> tuple[Status, ScorePolicy]:
    at = here(tx, ask)
    require_member(at.role, at.course)
    standings = standings_of(tx, at.course, at.member, ask.at) if at.member else []
    status = Status(at.course, at.role or Role.STUDENT, at.member, standings)
    return status, tx.policies.score(at.course)


def standings_of(tx: Tx, course: Course, member: Member, at: datetime) -> list[Standing]:
    """How the member stands in each week that has opened, without scores."""
    standings = []
    taken, granted = tx.reports.taken(member), tx.weeks.granted_to(member)
    reviews, policy = tx.reviews.released(member), tx.policies.late(course)
    for week in tx.weeks.of_course(course):
        if week.state in (WeekState.OPEN, WeekState.DISCUSSING):
            did = taken.get(week.week_id, NOTHING)
            allowance = granted.get(week.week_id, NOTHING_GRANTED)
            review = reviews.get(week.week_id)
            standings.append(_standing(week, member, allowance, did, review, at, policy))
    return standings


def with_scores(tx: Tx, status: Status, policy: ScorePolicy, at: datetime, *, staff: bool) -> Status:
    """The status with what each week was worth; students see that of a hidden week once it is due."""
    scored, counted = [], []
    for standing in status.standings:
        did = (
            tx.posts.taken(standing.week).get(status.member.member_id, NOTHING) if status.member else NOTHING
        )
        score = None
        if policy.kind is not ScoreKind.OFF and (staff or is_shown(policy, standing.due, at)):
            score = week_score(policy, did, standing.presence)
            if counts_towards_term(standing.presence):
                counted.append(score)
        scored.append(replace(standing, taken=did, score=score))
    return replace(status, standings=scored, score=term_score(counted) if counted else None)


def _standing(
    week: Week,
    member: Member,
    allowance: Allowance,
    taken: Taken,
    review: Review | None,
    at: datetime,
    policy: LatePolicy,
) -> Standing:
    return Standing(
        week=week,
        presence=presence(member, week, allowance, taken, at, policy),
        due=deadline_for(week.times, allowance),
        received_at=taken.first_received_at,
        versions=taken.versions,
        review=review,
    )
