"""Discussions: what a course chooses of them, and a claim as one person sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.courses import Ask, Here, here
from bot.actions.ports import Store, Tx
from bot.actions.standing import said_of, standing_claim
from bot.actions.threads import redraw_claim
from bot.seminar.claims import Claim, ClaimState, Passage, Stance
from bot.seminar.courses import STAFF, Course, Member, require_instructor, require_member, require_staff
from bot.seminar.quotes import Quote, Voices, allowed_label, chosen_quotes
from bot.seminar.refusals import UnknownClaim, UnknownReport
from bot.seminar.reports import Version
from bot.seminar.stances import Held, changed_minds
from bot.seminar.threads import Discussion
from bot.seminar.weeks import Week


@dataclass(frozen=True, slots=True)
class Changes:
    """What an instructor wants otherwise; None stays as it was. A forum of 0 is the course's channel."""

    names: bool | None = None
    unnamed: bool | None = None
    invites: bool | None = None
    own_claims: int | None = None
    forum_xid: int | None = None
    key_claims: int | None = None
    """How many claims get a thread of their own when a week is due."""


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim as one person sees it. Quotes are verbatim; `mine` is the person's own stance."""

    course: Course
    week: Week
    claim: Claim
    reports: int
    of_reports: int
    quotes: tuple[Quote, ...]
    stances: dict[Stance, int]
    changed: int
    mine: Held | None
    for_staff: bool
    unnamed: bool


async def choose(store: Store, ask: Ask, changes: Changes) -> tuple[Course, Discussion]:
    """Changes how the course discusses; threads that are there stay, and stay where they are.

    Raises NotInstructor.
    """

    def work(tx: Tx) -> tuple[Course, Discussion]:
        at = here(tx, ask)
        require_instructor(at.role, at.course)
        before = tx.discussions.of(at.course)
        chosen = Discussion(
            names=before.names if changes.names is None else changes.names,
            unnamed=before.unnamed if changes.unnamed is None else changes.unnamed,
            invites=before.invites if changes.invites is None else changes.invites,
            own_claims=before.own_claims if changes.own_claims is None else changes.own_claims,
            forum_xid=before.forum_xid if changes.forum_xid is None else changes.forum_xid or None,
        )
        limit = at.course.key_claim_limit if changes.key_claims is None else changes.key_claims
        if chosen != before:
            tx.discussions.choose(at.course, chosen)
            _redraw_all(tx, at.course, ask.at)
        if limit != at.course.key_claim_limit:
            tx.courses.limit_key_claims(at.course, limit)
        if chosen != before or limit != at.course.key_claim_limit:
            tx.trail.add(at.course, ask.person.user_xid, "policy discussion", ask.at)
        return replace(at.course, key_claim_limit=limit), chosen

    return await store.write(work)


def _redraw_all(tx: Tx, course: Course, at: datetime) -> None:
    """What threads show follows the choice: above all names that are to be shown no longer."""
    for week in tx.weeks.of_course(course):
        for claim in tx.claims.with_threads(week):
            redraw_claim(tx, course, claim, at)


async def forum_of(store: Store, ask: Ask) -> int | None:
    """The forum that takes the course's threads, for who checks what the bot lacks there."""
    return await store.read(lambda tx: tx.discussions.of(here(tx, ask).course).forum_xid)


async def look_at(store: Store, ask: Ask, claim_id: int) -> ClaimPage:
    """A claim as the person sees it. Raises NotMember, UnknownClaim."""

    def work(tx: Tx) -> ClaimPage:
        at = here(tx, ask)
        require_member(at.role, at.course)
        claim = standing_claim(tx, at.course, claim_id)
        week = tx.weeks.get(at.course, claim.week_id)
        if week is None:
            raise UnknownClaim
        said, voices = said_of(tx, claim), tx.quotes.voices(claim)
        seen = seen_claim(at, claim, said, voices, tx.discussions.openers(week).get(claim.claim_id))
        if seen is None or not may_see(tx, at, week, claim):
            raise UnknownClaim
        held = tx.claims.held(claim)
        mine = [one for one in held if at.member and one.member_id == at.member.member_id]
        return ClaimPage(
            course=at.course,
            week=week,
            claim=seen,
            reports=len({passage.member_id for passage in said}),
            of_reports=tx.reports.count(week),
            quotes=tuple(chosen_quotes(said, tx.quotes.of(claim), voices)),
            stances=tx.claims.stances(claim),
            changed=changed_minds(held),
            mine=mine[0] if mine else None,
            for_staff=at.role in STAFF,
            unnamed=tx.discussions.of(at.course).unnamed and claim.state is ClaimState.OPEN,
        )

    return await store.read(work)


def may_see(tx: Tx, at: Here, week: Week, claim: Claim) -> bool:
    """Staff see every claim, students those with a thread, and the others once they have handed in.

    What staff have hidden, only they see.
    """
    if claim.hidden and at.role not in STAFF:
        return False
    if at.role in STAFF or claim.state is not ClaimState.FOUND:
        return True
    return at.member is not None and tx.reports.latest(week, at.member) is not None


def seen_claim(
    at: Here, claim: Claim, said: list[Passage], voices: Voices, opener: int | None
) -> Claim | None:
    """The claim by a label that the person may read; None where nobody's words may stand for it yet."""
    if at.role in STAFF:
        return claim
    own = at.member is not None and any(
        one.member_id == at.member.member_id and one.text == claim.label for one in said
    )
    label = claim.label if own else allowed_label(claim, said, voices, opener)
    return replace(claim, label=label) if label or claim.state is not ClaimState.FOUND else None


async def reports_on(store: Store, ask: Ask, claim_id: int) -> list[tuple[Member, Passage]]:
    """Whose reports state a claim, and with which words, for staff. Raises NotStaff, UnknownClaim."""

    def work(tx: Tx) -> list[tuple[Member, Passage]]:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        claim = standing_claim(tx, at.course, claim_id)
        heaviest = sorted(said_of(tx, claim), key=lambda one: (-one.weight, one.statement_id))
        by_member: dict[int, Passage] = {}
        for passage in heaviest:
            by_member.setdefault(passage.member_id, passage)
        found = [(tx.members.get(at.course, member_id), one) for member_id, one in by_member.items()]
        return [(member, passage) for member, passage in found if member is not None]

    return await store.read(work)


async def report_of(store: Store, ask: Ask, claim_id: int, member_id: int) -> tuple[Member, Version]:
    """The report of a member for a claim's week, for staff. Raises NotStaff, UnknownClaim, UnknownReport."""

    def work(tx: Tx) -> tuple[Member, Version]:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        claim, member = tx.claims.get(at.course, claim_id), tx.members.get(at.course, member_id)
        week = tx.weeks.get(at.course, claim.week_id) if claim else None
        if claim is None or week is None:
            raise UnknownClaim
        version = tx.reports.latest(week, member) if member else None
        if member is None or version is None:
            raise UnknownReport
        return member, version

    return await store.read(work)
