"""Claims: join statements to them, choose those that get a thread, take stances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions.courses import Ask, here
from bot.actions.ports import Reader, Store, Tx
from bot.seminar.claims import (
    Claim,
    ClaimStanding,
    ClaimState,
    Passage,
    Stance,
    key_claims,
    label_of,
    quotes,
    representatives,
    settle,
)
from bot.seminar.courses import STAFF, Course, require_member
from bot.seminar.deliveries import Kind, NewDelivery
from bot.seminar.refusals import ClaimClosed, NotStudent, UnknownClaim, UnknownWeek
from bot.seminar.reports import ReaderFailed, Speaker, Statement, Unread, Version
from bot.seminar.weeks import Week


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as somebody in the course sees it. Quotes are verbatim."""

    claim: Claim
    reports: int
    quotes: tuple[str, ...]
    stances: dict[Stance, int]


@dataclass(frozen=True, slots=True)
class WeekClaims:
    """The claims of one week, the most shared first."""

    course: Course
    week: Week
    of_reports: int
    views: list[ClaimView]


async def settle_statements(
    store: Store, reader: Reader, unread: Unread, statements: Sequence[Statement]
) -> list[int]:
    """The claim that each statement of a new reading joins; a negative number stands for one it starts."""
    version = unread.version
    new = [version.text[one.start : one.end] for one in statements]
    if not new:
        return []
    old = representatives(await store.read(lambda tx: tx.claims.passages(version)))
    try:
        likeness = await reader.likeness(new, [*(passage.text for passage in old), *new], unread.topic)
    except ReaderFailed:
        # Every statement is in a claim, come what may: each starts one of its own.
        return [-index for index in range(1, len(new) + 1)]
    return settle(likeness, [passage.claim_id or 0 for passage in old])


def join_claims(
    tx: Tx,
    version: Version,
    statements: Sequence[Statement],
    statement_ids: Sequence[int],
    settled: list[int],
) -> None:
    """Joins a version's statements to the week's claims as settled; claims that lost their last one go."""
    claims = {claim.claim_id: claim for claim in tx.claims.of_week(version)}
    for statement, statement_id, group in zip(statements, statement_ids, settled, strict=True):
        if group not in claims:
            claims[group] = tx.claims.add(version, version.text[statement.start : statement.end])
        tx.claims.join(claims[group], statement_id)
    tx.claims.prune(version)


def plan_threads(tx: Tx, course: Course, week: Week) -> None:
    """Chooses the week's key claims and plans their threads."""
    grouped = by_claim(tx, week)
    for standing in key_claims([_standing(claim, said) for claim, said in grouped], course.key_claim_limit):
        claim = standing.claim
        said = next(passages for one, passages in grouped if one == claim)
        tx.claims.relabel(claim, label_of(said).text)
        tx.deliveries.plan(
            NewDelivery(
                guild_xid=course.guild_xid,
                course_id=course.course_id,
                kind=Kind.CLAIM,
                key=f"claim:{claim.claim_id}",
                target_xid=course.channel_xid,
                week_id=week.week_id,
                claim_id=claim.claim_id,
                due_at=week.times.due,
            )
        )


def by_claim(tx: Tx, week: Week) -> list[tuple[Claim, list[Passage]]]:
    """The week's claims, each with its passages."""
    said: dict[int | None, list[Passage]] = {}
    for passage in tx.claims.passages(week):
        said.setdefault(passage.claim_id, []).append(passage)
    return [(claim, said.get(claim.claim_id, [])) for claim in tx.claims.of_week(week)]


def _standing(claim: Claim, said: Sequence[Passage]) -> ClaimStanding:
    return ClaimStanding(
        claim=claim,
        reports=reports_of(said),
        weight=sum(passage.weight for passage in said),
        by_presenter=any(passage.by is Speaker.PRESENTER for passage in said),
    )


def reports_of(said: Sequence[Passage]) -> int:
    """In how many reports a claim is stated."""
    return len({passage.member_id for passage in said})


def view_of(tx: Tx, claim: Claim, said: Sequence[Passage]) -> ClaimView:
    """The claim as somebody in the course sees it."""
    chosen = tuple(passage.text for passage in quotes(said))
    return ClaimView(claim, reports_of(said), chosen, tx.claims.stances(claim))


async def list_claims(store: Store, ask: Ask, number: int) -> WeekClaims:
    """The week's claims: those with a thread; staff see every claim. Raises NotMember, UnknownWeek."""

    def work(tx: Tx) -> WeekClaims:
        at = here(tx, ask)
        require_member(at.role, at.course)
        week = tx.weeks.numbered(at.course, number)
        if week is None:
            raise UnknownWeek(week=number)
        shown = [
            view_of(tx, claim, said)
            for claim, said in by_claim(tx, week)
            if claim.state is not ClaimState.FOUND or at.role in STAFF
        ]
        shown.sort(key=lambda view: (-view.reports, view.claim.claim_id))
        return WeekClaims(at.course, week, tx.reports.count(week), shown)

    return await store.read(work)


async def take_stance(store: Store, ask: Ask, claim_id: int, stance: Stance) -> dict[Stance, int]:
    """Takes a member's stance on a claim; returns the tally. Raises NotMember, NotStudent, UnknownClaim."""

    def work(tx: Tx) -> dict[Stance, int]:
        at = here(tx, ask)
        require_member(at.role, at.course)
        claim = tx.claims.get(at.course, claim_id)
        if claim is None:
            raise UnknownClaim
        if claim.state is ClaimState.CLOSED:
            raise ClaimClosed
        if at.member is None:
            raise NotStudent(course=at.course.name)
        tx.claims.take_stance(claim, at.member, stance, ask.at)
        return tx.claims.stances(claim)

    return await store.write(work)
