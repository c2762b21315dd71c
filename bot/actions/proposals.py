"""Proposals: what may say the same, or be put better, waits for staff's yes or no."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.claims import by_claim, reports_of
from bot.actions.courses import Ask, here, week_numbered
from bot.actions.curation import Done, change, merge_into, work_on
from bot.actions.ports import Store, Tx
from bot.seminar.claims import Claim
from bot.seminar.courses import Course, require_staff
from bot.seminar.decisions import ActKind, ClaimProposal, ProposalKind, ProposalState
from bot.seminar.refusals import UnknownProposal
from bot.seminar.weeks import Week


@dataclass(frozen=True, slots=True)
class Side:
    """One of two claims: how many reports state it, and a passage that stands for it."""

    claim: Claim
    reports: int
    passage: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal as staff see it; `into` is None where it is about a label."""

    proposal: ClaimProposal
    one: Side
    into: Side | None


@dataclass(frozen=True, slots=True)
class WeekProposals:
    """What waits in a week, the surest first."""

    course: Course
    week: Week
    waiting: list[Waiting]


async def proposals(store: Store, ask: Ask, number: int) -> WeekProposals:
    """What waits for staff in a week. Raises NotStaff, UnknownWeek."""

    def work(tx: Tx) -> WeekProposals:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = week_numbered(tx, at.course, number)
        roots = tx.claims.roots(week)
        sides = {
            claim.claim_id: Side(claim, reports_of(said), said[0].text if said else claim.label)
            for claim, said in by_claim(tx, week)
        }
        found = []
        for proposal in tx.decisions.open_proposals(week):
            one = sides.get(roots.get(proposal.claim_id, 0))
            into = sides.get(roots.get(proposal.into_claim_id or 0, 0))
            about_label = proposal.kind is ProposalKind.LABEL
            if one and (about_label or (into and into.claim.claim_id != one.claim.claim_id)):
                found.append(Waiting(proposal, one, into))
        return WeekProposals(at.course, week, found)

    return await store.read(work)


async def accept(store: Store, ask: Ask, proposal_id: int) -> Done:
    """Does what is proposed, as staff's own act. Raises NotStaff, UnknownProposal, and what merging does."""

    def work(tx: Tx) -> Done:
        proposal = _waiting(tx, ask, proposal_id)
        at = here(tx, ask)
        on = work_on(tx, at, ask, proposal.claim_id)
        if proposal.into_claim_id is not None:
            done = merge_into(on, proposal.into_claim_id)
        else:
            done = change(on, ActKind.RENAME, label=proposal.label or on.claim.label, named=True)
        tx.decisions.decide(proposal, ProposalState.ACCEPTED, ask.at, done.act)
        return done

    return await store.write(work)


async def reject(store: Store, ask: Ask, proposal_id: int) -> ClaimProposal:
    """It is not proposed again. Raises NotStaff, UnknownProposal."""

    def work(tx: Tx) -> ClaimProposal:
        proposal = _waiting(tx, ask, proposal_id)
        tx.decisions.decide(proposal, ProposalState.REJECTED, ask.at)
        course = here(tx, ask).course
        tx.trail.add(course, ask.person.user_xid, "claim reject", ask.at, proposal_id=proposal_id)
        return proposal

    return await store.write(work)


async def think_again(store: Store, ask: Ask, proposal_id: int) -> ClaimProposal:
    """Takes a rejection back: the proposal waits again. Raises NotStaff, UnknownProposal."""

    def work(tx: Tx) -> ClaimProposal:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        proposal = tx.decisions.proposal(at.course, proposal_id)
        if proposal is None or proposal.state is not ProposalState.REJECTED:
            raise UnknownProposal
        tx.decisions.decide(proposal, ProposalState.OPEN, ask.at)
        tx.trail.add(at.course, ask.person.user_xid, "claim reconsider", ask.at, proposal_id=proposal_id)
        return proposal

    return await store.write(work)


def _waiting(tx: Tx, ask: Ask, proposal_id: int) -> ClaimProposal:
    at = here(tx, ask)
    require_staff(at.role, at.course)
    proposal = tx.decisions.proposal(at.course, proposal_id)
    if proposal is None or proposal.state is not ProposalState.OPEN:
        raise UnknownProposal
    return proposal
