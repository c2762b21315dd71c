"""What is kept of claims: what is stated, and what people decided about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.seminar.claims import Claim, Origin, Passage, Stance
from bot.seminar.courses import Course, Member
from bot.seminar.decisions import (
    Act,
    ActKind,
    ClaimProposal,
    Confirmation,
    ProposalSource,
    ProposalState,
    Verdict,
)
from bot.seminar.grouping import Known
from bot.seminar.reports import Version
from bot.seminar.stances import Held as HeldStance
from bot.seminar.weeks import InWeek


class Claims(Protocol):
    def add(self, week: InWeek, label: str, origin: Origin = ...) -> Claim: ...
    def get(self, course: Course, claim_id: int) -> Claim | None: ...
    def of_thread(self, guild_xid: int, thread_xid: int) -> tuple[Course, Claim] | None: ...
    def of_week(self, week: InWeek) -> list[Claim]: ...
    def some(self, week: InWeek, claim_ids: Collection[int]) -> list[Claim]:
        """Those of the week's claims that are named."""

    def with_threads(self, week: InWeek) -> list[Claim]:
        """The week's claims that have a thread."""

    def roots(self, week: InWeek) -> dict[int, int]:
        """Of each of the week's claims the one with which it counts, by claim_id."""

    def ranked(self, week: InWeek) -> list[int]:
        """The ids of the claims that count for themselves, the most shared first."""

    def passages(self, week: InWeek, claim_ids: Collection[int] | None = ...) -> list[Passage]:
        """The statements of each member's latest version, word for word, in the order of their arrival.

        Those of some claims, where these are named.
        """

    def known(self, week: InWeek, per_claim: int) -> list[Known]:
        """What a new statement is compared with: expected claims, then some passages of each claim."""

    def join(self, claim: Claim, statement_id: int, doubts: int | None = None) -> None: ...
    def prune(self, week: InWeek) -> None:
        """Removes claims that nobody states any more, unless they were opened or decided about."""

    def put(self, claim: Claim) -> None:
        """Writes what staff can change of a claim."""

    def opened_at(self, course: Course) -> dict[int, datetime]:
        """When each claim of the course got its thread, by claim_id."""

    def relabel(self, claim: Claim, label: str) -> None: ...
    def opened(self, claim: Claim, thread_xid: int, at: datetime) -> None: ...
    def take_stance(self, claim: Claim, member: Member, stance: Stance, at: datetime) -> None:
        """Before the claim has a thread, the first stance changes as well."""

    def stances(self, claim: Claim) -> dict[Stance, int]: ...
    def holders(self, week: InWeek) -> dict[int, dict[int, Stance]]:
        """Each member's stance, by the claim that stands and member_id; of several, the one taken last."""

    def held(self, claim: Claim) -> list[HeldStance]:
        """Each member's stance on a claim, with what each held before the discussion."""


class Decisions(Protocol):
    """What staff, students and presenters decided about claims; no reading changes it."""

    def add_act(
        self, week: InWeek, kind: ActKind, actor_xid: int, at: datetime, before: Sequence[Claim]
    ) -> Act: ...
    def touch(self, act: Act, claim: Claim) -> Act: ...
    def act(self, course: Course, act_id: int) -> Act | None: ...
    def acts(self, course: Course) -> list[Act]:
        """What staff did, also what was undone, in its order."""

    def undo(self, act: Act, at: datetime) -> None:
        """Ends the act, and puts back what it moved; the claims themselves are the caller's."""

    def forget_words(self, course: Course, texts: Sequence[str]) -> None:
        """Has labels go that stand word for word in these texts, in what staff did and what is proposed."""

    def place(self, act: Act, passage: Passage, claim: Claim) -> None: ...
    def kept(self, version: Version, texts: Sequence[str]) -> dict[str, int]:
        """The claims in which these passages of the version's writer stand already, by text."""

    def propose(
        self,
        week: InWeek,
        claim_id: int,
        at: datetime,
        *,
        into: int | None = None,
        label: str | None = None,
        source: ProposalSource = ...,
        likeness: float = 0.0,
    ) -> None:
        """Adds a proposal, unless the same was made before, whatever staff decided."""

    def proposal(self, course: Course, proposal_id: int) -> ClaimProposal | None: ...
    def open_proposals(self, week: InWeek) -> list[ClaimProposal]:
        """What waits for staff, the surest first."""

    def decide(
        self, proposal: ClaimProposal, state: ProposalState, at: datetime, act: Act | None = None
    ) -> None: ...
    def reopen(self, act: Act) -> None:
        """What the act had accepted waits for staff again."""

    def decided(self, course: Course) -> dict[ProposalState, int]: ...
    def mark(self, week: InWeek, passage: Passage, at: datetime) -> None: ...
    def marked(self, week: InWeek) -> dict[int, set[int]]:
        """Which members marked a passage of a claim as the key claim, by claim_id."""

    def confirm(
        self, claim: Claim, member: Member, verdict: Verdict, words: str | None, at: datetime
    ) -> None: ...
    def confirmations(self, week: InWeek) -> list[Confirmation]: ...
