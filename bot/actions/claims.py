"""Claims: join statements to them, choose those that get a thread, take stances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.actions.boards import redraw_board
from bot.actions.courses import Ask, Here, here, week_numbered
from bot.actions.discussions import may_see, seen_claim
from bot.actions.ports import Reader, Store, Tx
from bot.actions.standing import said_by, said_in, standing_claim
from bot.actions.threads import plan_thread, wake
from bot.seminar.claims import (
    Claim,
    ClaimState,
    Origin,
    Passage,
    Stance,
    label_of,
    quotes,
)
from bot.seminar.courses import STAFF, Course, require_member
from bot.seminar.grouping import REPRESENTATIVES, Settled, settle
from bot.seminar.keyclaims import ClaimStanding, key_claims
from bot.seminar.quotes import Voices
from bot.seminar.refusals import ClaimClosed, NotStudent, UnknownClaim
from bot.seminar.reports import ReaderFailed, Speaker, Statement, Unread, Version
from bot.seminar.weeks import InWeek, Week

MOST_LISTED = 250
"""Ten lists of 25 to choose from is what a message holds."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as somebody in the course sees it. Quotes are verbatim."""

    claim: Claim
    reports: int
    quotes: tuple[str, ...]
    stances: dict[Stance, int]


@dataclass(frozen=True, slots=True)
class WeekClaims:
    """The claims of one week, the most shared first.

    `handed_in`: the person has, and may open a claim. `lets_quote`: they let their reflection be quoted.
    """

    course: Course
    week: Week
    of_reports: int
    views: list[ClaimView]
    handed_in: bool = False
    lets_quote: bool = False


async def settle_statements(
    store: Store, reader: Reader, unread: Unread, statements: Sequence[Statement]
) -> list[Settled]:
    """Where each statement of a new reading belongs; see bot.seminar.grouping.settle."""
    version = unread.version
    new = [(version.text[one.start : one.end], one.by) for one in statements]
    if not new:
        return []
    known, kept = await store.read(
        lambda tx: (
            tx.claims.known(version, REPRESENTATIVES),
            tx.decisions.kept(version, [text for text, _ in new]),
        )
    )
    try:
        return await reader.settle(new, known, unread.topic, kept)
    except ReaderFailed:
        # Every statement is in a claim, come what may: each starts one of its own.
        return settle(new, [], [()] * len(new), kept)


def join_claims(
    tx: Tx,
    version: Version,
    statements: Sequence[Statement],
    statement_ids: Sequence[int],
    settled: Sequence[Settled],
) -> None:
    """Joins a version's statements to the week's claims as settled; claims that lost their last one go."""
    named = {claim_id for one in settled for claim_id in (one.claim_id, one.likely, one.doubts) if claim_id}
    claims = {claim.claim_id: claim for claim in tx.claims.some(version, named)}
    for statement, place in zip(statements, settled, strict=True):
        if place.claim_id not in claims:
            claims[place.claim_id] = tx.claims.add(version, version.text[statement.start : statement.end])
    for statement_id, place in zip(statement_ids, settled, strict=True):
        claim, doubted = claims[place.claim_id], claims.get(place.doubts or 0)
        tx.claims.join(claim, statement_id, doubted.claim_id if doubted else None)
        if place.likely in claims:
            tx.decisions.propose(
                version, claim.claim_id, version.received_at, into=place.likely, likeness=place.likeness
            )
    tx.claims.prune(version)


def plan_threads(tx: Tx, course: Course, week: Week) -> None:
    """Chooses the week's key claims and plans their threads."""
    grouped = by_claim(tx, week)
    for standing in key_claims(standings(tx, week, grouped), course.key_claim_limit):
        claim = standing.claim
        said = next(passages for one, passages in grouped if one == claim)
        name_by(tx, claim, said)
        plan_thread(tx, course, claim, week.times.due)


def name_by(tx: Tx, claim: Claim, said: Sequence[Passage]) -> None:
    """Names the claim by its most telling passage, unless staff named it or somebody opened it themselves."""
    if said and not claim.named and claim.claim_id not in tx.discussions.openers(claim):
        tx.claims.relabel(claim, label_of(said).text)


def by_claim(tx: Tx, week: InWeek) -> list[tuple[Claim, list[Passage]]]:
    """The week's claims, each with its passages and those of the claims that staff merged into it."""
    said = said_in(tx, week)
    return [(one, said[one.claim_id]) for one in tx.claims.of_week(week) if one.merged_into is None]


def standings(tx: Tx, week: InWeek, grouped: Sequence[tuple[Claim, list[Passage]]]) -> list[ClaimStanding]:
    """What is known of the week's claims; words of doubt are counted and never shown."""
    roots, held = tx.claims.roots(week), tx.claims.holders(week)
    marked: dict[int, set[int]] = {}
    for claim_id, members in tx.decisions.marked(week).items():
        marked.setdefault(roots.get(claim_id, claim_id), set()).update(members)
    doubted: dict[int, set[int]] = {}
    for passage in (one for _, said in grouped for one in said):
        if passage.doubts is not None:
            root = roots.get(passage.doubts, passage.doubts)
            doubted.setdefault(root, set()).add(passage.member_id)
    return [
        ClaimStanding(
            claim=claim,
            reports=reports_of(said),
            weight=sum(passage.weight for passage in said),
            by_presenter=any(passage.by is Speaker.PRESENTER for passage in said),
            marks=len(marked.get(claim.claim_id, ())),
            disputes=len(doubted.get(claim.claim_id, set()) | _who_disagree(held.get(claim.claim_id, {}))),
        )
        for claim, said in grouped
    ]


def _who_disagree(held: Mapping[int, Stance]) -> set[int]:
    return {member_id for member_id, stance in held.items() if stance is Stance.DISAGREE}


def reports_of(said: Sequence[Passage]) -> int:
    """In how many reports a claim is stated."""
    return len({passage.member_id for passage in said})


def view_of(claim: Claim, said: Sequence[Passage], held: Mapping[int, Stance]) -> ClaimView:
    """The claim as somebody in the course sees it; `held` are the stances, by member_id."""
    chosen = tuple(passage.text for passage in quotes(said))
    taken = [*held.values()]
    return ClaimView(claim, reports_of(said), chosen, {stance: taken.count(stance) for stance in Stance})


async def list_claims(store: Store, ask: Ask, number: int) -> WeekClaims:
    """The week's claims: those with a thread; who has handed in and staff see every claim, the most shared
    MOST_LISTED of them.

    Labels are words that may be shown. Raises NotMember, UnknownWeek.
    """

    def work(tx: Tx) -> WeekClaims:
        at = here(tx, ask)
        require_member(at.role, at.course)
        week = week_numbered(tx, at.course, number)
        member = at.member
        handed_in = member is not None and tx.reports.latest(week, member) is not None
        voices = tx.quotes.voices(week)
        shown = _shown_to(tx, at, week, voices, handed_in=handed_in)
        lets = member is not None and member.member_id in voices.consenting
        return WeekClaims(at.course, week, tx.reports.count(week), shown, handed_in, lets)

    return await store.read(work)


def _shown_to(tx: Tx, at: Here, week: Week, voices: Voices, *, handed_in: bool) -> list[ClaimView]:
    """What of the week's claims the person may see, the most shared first, as many as can be listed.

    Labels and texts are opened a part after the other: in a large class few of them are listed.
    """
    shown: list[ClaimView] = []
    ranked, held, openers = tx.claims.ranked(week), tx.claims.holders(week), tx.discussions.openers(week)
    for start in range(0, len(ranked), MOST_LISTED):
        part = ranked[start : start + MOST_LISTED]
        some, said_of = {one.claim_id: one for one in tx.claims.some(week, part)}, said_by(tx, week, part)
        for claim_id in part:
            claim, said, opener = some[claim_id], said_of[claim_id], openers.get(claim_id)
            seen = seen_claim(at, claim, said, voices, opener)
            stated = bool(said) or opener is not None
            if seen is not None and _is_shown(at, claim, stated=stated, handed_in=handed_in):
                shown.append(view_of(seen, said, held.get(claim_id, {})))
        if len(shown) >= MOST_LISTED:
            break
    return shown[:MOST_LISTED]


def _is_shown(at: Here, claim: Claim, *, stated: bool, handed_in: bool) -> bool:
    """Staff see what is stated, expected or opened; the class what stands and is discussed, or is its own."""
    if at.role in STAFF:
        return stated or claim.origin is Origin.EXPECTED or claim.state is not ClaimState.FOUND
    return claim.stands and (claim.state is not ClaimState.FOUND or (handed_in and stated))


async def take_stance(store: Store, ask: Ask, claim_id: int, stance: Stance) -> dict[Stance, int]:
    """Takes a member's stance on a claim; returns the tally. Raises NotMember, NotStudent, UnknownClaim."""

    def work(tx: Tx) -> dict[Stance, int]:
        at = here(tx, ask)
        require_member(at.role, at.course)
        claim = standing_claim(tx, at.course, claim_id)
        week = tx.weeks.get(at.course, claim.week_id)
        if week is None:
            raise UnknownClaim
        if claim.state is ClaimState.CLOSED or claim.hidden:
            raise ClaimClosed
        if at.member is None:
            raise NotStudent(course=at.course.name)
        if not may_see(tx, at, week, claim):
            raise UnknownClaim
        tx.claims.take_stance(claim, at.member, stance, ask.at)
        redraw_board(tx, at.course, claim, ask.at)
        wake(tx, at.course, claim, ask.at)
        return tx.claims.stances(claim)

    return await store.write(work)
