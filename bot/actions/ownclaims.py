"""Claims of one's own: a student opens one, with a sentence of their report or a new one."""

from __future__ import annotations

from datetime import datetime

from bot.actions.courses import Ask, Here, here
from bot.actions.ports import Store, Tx
from bot.actions.standing import standing_claim
from bot.actions.threads import plan_thread
from bot.seminar.claims import Claim, ClaimState, Passage
from bot.seminar.courses import Member, require_member
from bot.seminar.refusals import (
    BadText,
    ClaimClosed,
    HasThread,
    NotHandedIn,
    NotStudent,
    OwnClaimsSpent,
    UnknownWeek,
    WeekOver,
)
from bot.seminar.reports import Speaker
from bot.seminar.threads import SENTENCE_LIMIT, discussion_ends, sentence
from bot.seminar.weeks import Week, WeekState


async def own_sentences(store: Store, ask: Ask, number: int) -> tuple[int, list[Passage]]:
    """The course's id, and what the person's own report of the week says in their own name.

    Raises NotMember, NotStudent, UnknownWeek, NotHandedIn, WeekOver, OwnClaimsSpent.
    """

    def work(tx: Tx) -> tuple[int, list[Passage]]:
        at, week, member = _opener(tx, ask, number)
        return at.course.course_id, _own(tx, week, member)

    return await store.read(work)


async def open_own(
    store: Store, ask: Ask, number: int, statement_id: int | None, text: str
) -> tuple[Week, Claim]:
    """Opens a claim: of an own report's sentence, or a new one. Its thread opens with the week's others.

    Raises what `own_sentences` does, BadText, HasThread, ClaimClosed.
    """

    def work(tx: Tx) -> tuple[Week, Claim]:
        at, week, member = _opener(tx, ask, number)
        chosen = [one for one in _own(tx, week, member) if one.statement_id == statement_id]
        claim = _stated(tx, at, chosen[0]) if chosen and not text.strip() else None
        if claim is None:
            version = tx.reports.latest(week, member)
            if version is None:
                raise NotHandedIn(week=number)
            said = chosen[0].text if chosen and not text.strip() else sentence(text)
            if len(said) > SENTENCE_LIMIT:
                raise BadText(limit=SENTENCE_LIMIT)
            claim = tx.claims.add(version, said)
        tx.discussions.opened_by(claim, member, ask.at)
        plan_thread(tx, at.course, claim, _opens_at(week, ask.at))
        return week, claim

    return await store.write(work)


def _opens_at(week: Week, at: datetime) -> datetime:
    """With the week's others, or at once where it is discussed already."""
    return max(at, week.times.due) if week.state is WeekState.OPEN else at


def _opener(tx: Tx, ask: Ask, number: int) -> tuple[Here, Week, Member]:
    at = here(tx, ask)
    require_member(at.role, at.course)
    if at.member is None:
        raise NotStudent(course=at.course.name)
    week = tx.weeks.numbered(at.course, number)
    if week is None or week.state not in (WeekState.OPEN, WeekState.DISCUSSING):
        raise UnknownWeek(week=number)
    if tx.reports.latest(week, at.member) is None:
        raise NotHandedIn(week=number)
    if ask.at >= discussion_ends(week, tx.weeks.of_course(at.course)):
        raise WeekOver(week=number)
    limit = tx.discussions.of(at.course).own_claims
    if tx.discussions.own_count(week, at.member) >= limit:
        raise OwnClaimsSpent(limit=limit)
    return at, week, at.member


def _own(tx: Tx, week: Week, member: Member) -> list[Passage]:
    return [
        passage
        for passage in tx.claims.passages(week)
        if passage.member_id == member.member_id and passage.by is Speaker.STUDENT
    ]


def _stated(tx: Tx, at: Here, passage: Passage) -> Claim | None:
    """The claim that the sentence states, by the writer's own words; None where it states none."""
    if passage.claim_id is None:
        return None
    claim = standing_claim(tx, at.course, passage.claim_id)
    if claim.state is ClaimState.CLOSED or claim.hidden:
        raise ClaimClosed
    if claim.state is not ClaimState.FOUND or claim.claim_id in tx.discussions.openers(claim):
        raise HasThread
    if not claim.named:
        tx.claims.relabel(claim, passage.text)
    return tx.claims.get(at.course, claim.claim_id)
