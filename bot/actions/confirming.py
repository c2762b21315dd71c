"""Confirming: a presenter says whether this is what they claimed, and what that tells of the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions.claims import by_claim, reports_of
from bot.actions.courses import Ask, here, week_numbered
from bot.actions.curation import LABEL_LIMIT
from bot.actions.expecting import week_of_presenter
from bot.actions.ports import Store, Tx
from bot.actions.standing import standing_claim
from bot.seminar.claims import Claim, Origin, Passage, quotes
from bot.seminar.courses import Course, Member, plain_line, require_staff
from bot.seminar.decisions import (
    ProposalSource,
    ProposalState,
    Quality,
    Reproduction,
    Verdict,
    corrected,
    reproduction,
    verdicts_of,
)
from bot.seminar.quotes import allowed_label
from bot.seminar.refusals import NotPresenter
from bot.seminar.reports import Speaker
from bot.seminar.weeks import InWeek, Week


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim that reports ascribe to the presenter; `left` more are to be asked after it."""

    course: Course
    week: Week
    claim: Claim | None
    quotes: tuple[str, ...]
    reports: int
    left: int


async def next_question(store: Store, ask: Ask, number: int) -> Asked:
    """The most shared claim on which the presenter has said nothing. Raises UnknownWeek, NotPresenter."""

    def work(tx: Tx) -> Asked:
        at, week = week_of_presenter(tx, ask, number)
        told = unanswered(tx, week, at.member.member_id if at.member else None)
        if not told:
            return Asked(at.course, week, None, (), 0, 0)
        claim, said = told[0]
        voices = tx.quotes.voices(week)
        shown = tuple(passage.text for passage in quotes([one for one in said if voices.allow(one)], 2))
        return Asked(at.course, week, claim, shown, reports_of(said), len(told) - 1)

    return await store.read(work)


def unanswered(tx: Tx, week: InWeek, member_id: int | None) -> list[tuple[Claim, list[Passage]]]:
    """What reports ascribe to the presenter, who has said nothing of it yet; the most shared first.

    What another presenter said yes to, or put better, is not asked again; what they did not say, is. Claims
    are called by words that may be shown; what has none is not asked.
    """
    roots, voices, openers = tx.claims.roots(week), tx.quotes.voices(week), tx.discussions.openers(week)
    answered = {
        roots.get(one.claim_id, one.claim_id)
        for one in tx.decisions.confirmations(week)
        if one.member_id == member_id or one.verdict is not Verdict.DENIED
    }
    told = []
    for claim, said in by_claim(tx, week):
        ascribed = any(passage.by is Speaker.PRESENTER for passage in said)
        if ascribed and claim.stands and claim.claim_id not in answered:
            label = allowed_label(claim, said, voices, openers.get(claim.claim_id))
            told += [(replace(claim, label=label), said)] if label else []
    return sorted(told, key=lambda pair: (-reports_of(pair[1]), pair[0].claim_id))


async def confirm(store: Store, ask: Ask, claim_id: int, verdict: Verdict, words: str = "") -> Week:
    """The presenter's word on a claim; other words are proposed to staff as its label.

    Staff may not answer in the presenter's place. Raises UnknownClaim, NotPresenter, BadText.
    """
    put = plain_line(words, LABEL_LIMIT) if verdict is Verdict.CORRECTED else None

    def work(tx: Tx) -> Week:
        at = here(tx, ask)
        claim = standing_claim(tx, at.course, claim_id)
        week = tx.weeks.get(at.course, claim.week_id)
        member = at.member
        if week is None or member is None or member.member_id not in _presenting(week):
            raise NotPresenter(week=week.number if week else 0)
        tx.decisions.confirm(claim, member, verdict, put, ask.at)
        if put is not None:
            tx.decisions.propose(week, claim.claim_id, ask.at, label=put, source=ProposalSource.PRESENTER)
        return week

    return await store.write(work)


def _presenting(week: Week) -> set[int]:
    return {one.member_id for one in week.presenters if one.member_id is not None}


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How well each report of a week tells the talk, and how good the reading is in the course."""

    course: Course
    week: Week
    points: int
    judged: int
    reports: list[tuple[Member, Reproduction]]
    quality: Quality


async def fidelity(store: Store, ask: Ask, number: int) -> Fidelity:
    """Coverage and fidelity of each report, for staff alone. Raises NotStaff, UnknownWeek."""

    def work(tx: Tx) -> Fidelity:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = week_numbered(tx, at.course, number)
        roots = tx.claims.roots(week)
        verdicts = verdicts_of(tx.decisions.confirmations(week), roots)
        points = _points(tx, week, roots, verdicts)
        said = tx.claims.passages(week)
        writers = {one.member_id: tx.members.get(at.course, one.member_id) for one in said}
        lines = [
            (member, reproduction(member_id, _by(said, member_id), roots, points, verdicts))
            for member_id, member in writers.items()
            if member is not None
        ]
        return Fidelity(at.course, week, len(points), len(verdicts), lines, _quality(tx, at.course))

    return await store.read(work)


def _by(said: Sequence[Passage], member_id: int) -> list[Passage]:
    return [one for one in said if one.member_id == member_id]


def _points(tx: Tx, week: InWeek, roots: dict[int, int], verdicts: dict[int, Verdict]) -> set[int]:
    """The claims that make up the talk: those expected, but not denied, and those that were confirmed."""
    expected = {roots[claim.claim_id] for claim in tx.claims.of_week(week) if claim.origin is Origin.EXPECTED}
    denied = {claim_id for claim_id, verdict in verdicts.items() if verdict is Verdict.DENIED}
    return (expected | set(verdicts)) - denied


def _quality(tx: Tx, course: Course) -> Quality:
    opened_at = tx.claims.opened_at(course)
    decided = tx.decisions.decided(course)
    return Quality(
        opened=len(opened_at),
        corrected=corrected(opened_at, tx.decisions.acts(course)),
        accepted=decided[ProposalState.ACCEPTED],
        rejected=decided[ProposalState.REJECTED],
    )
