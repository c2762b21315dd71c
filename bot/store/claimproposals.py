"""What may say the same, or be put better, and waits for staff, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select, update

from bot.seminar.courses import Course
from bot.seminar.decisions import Act, ClaimProposal, ProposalKind, ProposalSource, ProposalState
from bot.seminar.weeks import InWeek
from bot.store.tables import claim_proposals

OPEN = claim_proposals.c.state == ProposalState.OPEN


class ClaimProposals:
    """The half of a transaction's `decisions` that is about proposals."""

    _connection: Connection

    def propose(
        self,
        week: InWeek,
        claim_id: int,
        at: datetime,
        *,
        into: int | None = None,
        label: str | None = None,
        source: ProposalSource = ProposalSource.MATCHING,
        likeness: float = 0.0,
    ) -> None:
        """Adds a proposal, unless this merge was made either way; a label takes an earlier one's place."""
        kind = ProposalKind.MERGE if into else ProposalKind.LABEL
        either = or_(
            and_(claim_proposals.c.claim_id == claim_id, claim_proposals.c.into_claim_id == into),
            and_(claim_proposals.c.claim_id == into, claim_proposals.c.into_claim_id == claim_id),
        )
        waiting = and_(claim_proposals.c.claim_id == claim_id, claim_proposals.c.source == source, OPEN)
        there = self._connection.execute(
            select(claim_proposals.c.proposal_id)
            .where(*_in(week), claim_proposals.c.kind == kind, either if into else waiting)
            .limit(1)
        ).scalar()
        if there is not None:
            if label is not None:
                self._rewrite(week, claim_proposals.c.proposal_id == there, label=label)
            return
        self._connection.execute(
            insert(claim_proposals).values(
                guild_xid=week.guild_xid,
                course_id=week.course_id,
                week_id=week.week_id,
                kind=kind,
                claim_id=claim_id,
                into_claim_id=into,
                label=label,
                source=source,
                likeness=likeness,
                made_at=at,
                state=ProposalState.OPEN,
            )
        )

    def proposal(self, course: Course, proposal_id: int) -> ClaimProposal | None:
        row = self._connection.execute(
            select(claim_proposals).where(*_in(course), claim_proposals.c.proposal_id == proposal_id)
        ).first()
        return None if row is None else _proposal(row)

    def open_proposals(self, week: InWeek) -> list[ClaimProposal]:
        """What waits for staff, the surest first."""
        rows = self._connection.execute(
            select(claim_proposals)
            .where(*_in(week), claim_proposals.c.week_id == week.week_id, OPEN)
            .order_by(claim_proposals.c.likeness.desc(), claim_proposals.c.proposal_id)
        )
        return [_proposal(row) for row in rows]

    def decide(
        self, proposal: ClaimProposal, state: ProposalState, at: datetime, act: Act | None = None
    ) -> None:
        self._rewrite(
            proposal,
            claim_proposals.c.proposal_id == proposal.proposal_id,
            state=state,
            decided_at=at,
            act_id=act.act_id if act else None,
        )

    def reopen(self, act: Act) -> None:
        """What the act had accepted waits for staff again."""
        self._rewrite(act, claim_proposals.c.act_id == act.act_id, state=ProposalState.OPEN, act_id=None)

    def forget_labels(self, course: Course, texts: Sequence[str]) -> None:
        """Removes proposals of labels that stand word for word in these texts."""
        rows = self._connection.execute(
            select(claim_proposals.c.proposal_id, claim_proposals.c.label).where(
                *_in(course), claim_proposals.c.label.is_not(None)
            )
        ).all()
        gone = [row.proposal_id for row in rows if any(row.label in text for text in texts)]
        self._connection.execute(
            delete(claim_proposals).where(*_in(course), claim_proposals.c.proposal_id.in_(gone))
        )

    def decided(self, course: Course) -> dict[ProposalState, int]:
        """How many proposals staff accepted and rejected."""
        rows = self._connection.execute(select(claim_proposals.c.state).where(*_in(course)))
        states = [ProposalState(state) for state in rows.scalars()]
        return {state: states.count(state) for state in ProposalState}

    def _rewrite(self, owner: InWeek, condition: ColumnElement[bool], **values: object) -> None:
        self._connection.execute(update(claim_proposals).where(*_in(owner), condition).values(**values))


def _in(owner: Course | InWeek) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return claim_proposals.c.guild_xid == owner.guild_xid, claim_proposals.c.course_id == owner.course_id


def _proposal(row: Row[Any]) -> ClaimProposal:
    return ClaimProposal(
        proposal_id=row.proposal_id,
        guild_xid=row.guild_xid,
        course_id=row.course_id,
        week_id=row.week_id,
        kind=ProposalKind(row.kind),
        claim_id=row.claim_id,
        into_claim_id=row.into_claim_id,
        label=row.label,
        source=ProposalSource(row.source),
        likeness=row.likeness,
        state=ProposalState(row.state),
        act_id=row.act_id,
    )
