"""Threads: what a claim's thread says and shows, whom it calls in, and how its discussion ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions import boards, notes
from bot.actions.courses import Ask, here
from bot.actions.ports import Store, Tx
from bot.actions.reminders import Hold
from bot.actions.standing import said_of, standing_claim
from bot.seminar.cards import Card, ClaimCard, InviteCard, OutcomeCard
from bot.seminar.claims import Claim, ClaimState, Passage
from bot.seminar.courses import Course, plain_line, require_staff
from bot.seminar.decisions import Act, ActKind
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Reason, State
from bot.seminar.quotes import Quote, allowed_label, chosen_quotes
from bot.seminar.refusals import NoThreadYet, NotInThread
from bot.seminar.reminders import MENTIONS, Quiet, is_gone, may_mention
from bot.seminar.stances import changed_minds
from bot.seminar.threads import INVITE_AFTER, OUTCOME_LIMIT, discussion_ends, invited
from bot.seminar.weeks import Week

SOON = timedelta(minutes=1)
INVITED_WITHIN = timedelta(days=1)


def thread_key(claim: Claim) -> str:
    """The key of the delivery that opens the claim's thread."""
    return f"claim:{claim.claim_id}"


def plan_thread(tx: Tx, course: Course, claim: Claim, at: datetime) -> None:
    """Plans the claim's thread, once; one that was let go before it was sent is planned anew."""
    boards.plan_anew(tx, course, _opening(course, claim, at))


def open_thread(tx: Tx, course: Course, claim: Claim, act: Act) -> None:
    """Plans the thread that staff's act opens, also where it was not to have one before."""
    tx.deliveries.again(replace(_opening(course, claim, act.at), about={"act": act.act_id}))


def let_go(tx: Tx, course: Course, claim: Claim, act: Act, at: datetime) -> Claim:
    """The act is undone: no thread opens by it. One that is being made opens closed."""
    owed = tx.deliveries.with_key(course, thread_key(claim))
    if owed is None or not owed.waits or owed.about.get("act") != act.act_id:
        return claim
    if owed.attempt > 0:
        return replace(claim, state=ClaimState.CLOSED)
    tx.deliveries.skip(owed, Reason.CLAIM_GONE, at)
    return claim


def _opening(course: Course, claim: Claim, at: datetime) -> NewDelivery:
    return NewDelivery(
        guild_xid=course.guild_xid,
        course_id=course.course_id,
        kind=Kind.CLAIM,
        key=thread_key(claim),
        target_xid=course.channel_xid,
        week_id=claim.week_id,
        claim_id=claim.claim_id,
        due_at=at,
    )


def claim_card(tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime) -> Card | Reason | Hold:
    """What a claim's thread opens with, as far as the writers let their words be shown."""
    claim = tx.claims.get(course, delivery.claim_id or 0)
    if claim is None:
        return Reason.CLAIM_GONE
    said, opener = said_of(tx, claim), tx.discussions.openers(week).get(claim.claim_id)
    if claim.merged_into is not None and delivery.attempt == 0 and week.times.due <= now:
        _open_instead(tx, course, claim.merged_into, now)
    if held := _not_yet(week, claim, delivery, said=bool(said), opener=opener, now=now):
        early = isinstance(held, Hold) and _opened_by_staff(tx, course, claim)
        if not early:
            return held
    claim, chosen = settle_words(tx, claim, said)
    if claim.hidden:
        claim, chosen = replace(claim, label=""), []
    chosen_for = tx.discussions.of(course)
    return ClaimCard(
        course=course,
        week=week,
        claim=claim,
        reports=len({passage.member_id for passage in said}),
        of_reports=tx.reports.count(week),
        quotes=tuple(quote.text for quote in chosen),
        stances=tx.claims.stances(claim),
        names=_names(tx, course, chosen) if chosen_for.names else (),
        own=opener is not None,
        unnamed=chosen_for.unnamed,
    )


def _open_instead(tx: Tx, course: Course, claim_id: int, now: datetime) -> None:
    """A claim that was to get a thread was merged: the one with which it counts gets it, if it has none."""
    root = tx.claims.get(course, claim_id)
    if root is not None and root.stands and root.state is ClaimState.FOUND:
        plan_thread(tx, course, root, now)


def _opened_by_staff(tx: Tx, course: Course, claim: Claim) -> bool:
    """Whether staff want the thread now, though it would open with the week's others."""
    acts = (act for act in tx.decisions.acts(course) if act.kind is ActKind.OPEN and act.undone_at is None)
    return any(claim.claim_id in act.touches for act in acts)


def _not_yet(
    week: Week, claim: Claim, delivery: Delivery, *, said: bool, opener: int | None, now: datetime
) -> Reason | Hold | None:
    """Why no thread opens, or until when that waits; a card that was posted is drawn anew."""
    if delivery.state is State.SENT:
        return None
    if not claim.stands or claim.state is ClaimState.CLOSED:
        return Reason.CLAIM_GONE
    if claim.thread_xid is not None and delivery.attempt == 0:
        return Reason.SUPERSEDED
    if claim.state is ClaimState.FOUND and opener is not None and now < week.times.due:
        return Hold(week.times.due, Reason.SUPERSEDED)
    return None if said or claim.named or opener is not None else Reason.CLAIM_GONE


def settle_words(tx: Tx, claim: Claim, said: Sequence[Passage]) -> tuple[Claim, list[Quote]]:
    """The claim by a label that may be shown, and the quotes that stand for it; both are put down."""
    voices, opener = tx.quotes.voices(claim), tx.discussions.openers(claim).get(claim.claim_id)
    label = allowed_label(claim, said, voices, opener)
    if label != claim.label:
        tx.claims.relabel(claim, label)
        claim = replace(claim, label=label)
    before = tx.quotes.of(claim)
    chosen = chosen_quotes(said, before, voices)
    if chosen != before:
        tx.quotes.put(claim, chosen)
    return claim, chosen


def words_changed(tx: Tx, claim: Claim, said: Sequence[Passage]) -> bool:
    """Settles the claim's label and quotes anew; whether what was put down before no longer holds."""
    before = claim.label, tx.quotes.of(claim)
    settled, chosen = settle_words(tx, claim, said)
    return (settled.label, chosen) != before


def _names(tx: Tx, course: Course, chosen: Sequence[Quote]) -> tuple[str, ...]:
    members = [tx.members.get(course, quote.member_id) for quote in chosen]
    return tuple(member.name or "" if member else "" for member in members)


def opened(tx: Tx, course: Course, week: Week, claim: Claim, thread_xid: int, now: datetime) -> None:
    """The thread is there: the board names it, some are called in, and its end is planned."""
    notes.opened(tx, course, claim, thread_xid, now)
    claim = tx.claims.get(course, claim.claim_id) or claim
    if words_changed(tx, claim, said_of(tx, claim)):
        # Somebody objected while the card was on its way.
        boards.redraw(tx, course, thread_key(claim), now, claim)
    if not claim.stands or claim.state is not ClaimState.OPEN:
        return
    boards.plan_board(tx, course, week, now)
    boards.redraw_board(tx, course, week, now)
    plan_end(tx, course, week, claim)
    if tx.discussions.of(course).invites:
        invite = _in_thread(course, claim, thread_xid, Kind.INVITE, now + INVITE_AFTER)
        tx.deliveries.plan(replace(invite, about=boards.since(week, now)))


def plan_end(tx: Tx, course: Course, week: Week, claim: Claim) -> None:
    """The discussion's outcome will be written down, also where it was let go while nobody discussed it."""
    ends = discussion_ends(week, tx.weeks.of_course(course))
    end = _in_thread(course, claim, claim.thread_xid or 0, Kind.OUTCOME, ends)
    boards.plan_anew(tx, course, end)


def _in_thread(course: Course, claim: Claim, thread_xid: int, kind: Kind, due_at: datetime) -> NewDelivery:
    return NewDelivery(
        guild_xid=course.guild_xid,
        course_id=course.course_id,
        kind=kind,
        key=f"{kind}:{claim.claim_id}",
        target_xid=thread_xid,
        week_id=claim.week_id,
        claim_id=claim.claim_id,
        due_at=due_at,
    )


def redraw_claim(tx: Tx, course: Course, claim: Claim, at: datetime) -> None:
    """Has the claim's card, its line on the board and the recap drawn anew by then (UTC)."""
    if claim.thread_xid is None:
        return
    boards.redraw(tx, course, thread_key(claim), at, claim)
    boards.redraw_board_now(tx, course, claim, at)
    boards.redraw_recap(tx, course, claim, at)


def wake(tx: Tx, course: Course, claim: Claim, at: datetime) -> None:
    """Somebody answers: the thread comes back if it was archived, unless it is locked."""
    if claim.thread_xid is not None and claim.state is ClaimState.OPEN:
        tx.deliveries.again(_in_thread(course, claim, claim.thread_xid, Kind.WAKE, at))


def invite_card(
    tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime
) -> Card | Reason | Hold:
    """Calls in those who are quoted or hold what few do.

    Where the course shows no names, all whose reports state the claim are called as well, and nobody where
    those who are quoted would be told by it.
    """
    claim = tx.claims.get(course, delivery.claim_id or 0)
    if claim is None or claim.state is not ClaimState.OPEN or not claim.stands:
        return Reason.CLAIM_GONE
    if now >= delivery.due_at + INVITED_WITHIN:
        return Reason.TOO_LATE
    if around := Quiet.of(course).around(now):
        return Hold(around[1], Reason.QUIET)
    chosen = tx.discussions.of(course)
    stated = [one.member_id for one in ([] if chosen.names else said_of(tx, claim))]
    wanted = invited(tx.quotes.of(claim), tx.claims.held(claim), stated)
    members = [tx.members.get(course, one) for one in wanted]
    called = [one.user_xid for one in members if one and may_mention(one) and not is_gone(one, now)]
    quoted = {quote.member_id for quote in tx.quotes.of(claim)}
    if not called or (not chosen.names and len(called) <= len(quoted)):
        return Reason.NOBODY
    return InviteCard(course, week, tuple(sorted(called)[:MENTIONS]))


def outcome_card(
    tx: Tx, course: Course, week: Week, delivery: Delivery, now: datetime
) -> Card | Reason | Hold:
    """How the discussion ended: at the week's end, or once staff have put it down."""
    claim = tx.claims.get(course, delivery.claim_id or 0)
    if claim is None or claim.state is ClaimState.FOUND or not claim.stands:
        return Reason.CLAIM_GONE
    line, ends = tx.discussions.outcome(claim), discussion_ends(week, tx.weeks.of_course(course))
    sent = delivery.state is State.SENT
    if line is None and now < ends and not sent:
        return Hold(ends, Reason.SUPERSEDED)
    return OutcomeCard(course, week, line, tx.claims.stances(claim), changed_minds(tx.claims.held(claim)))


def wake_wanted(tx: Tx, course: Course, delivery: Delivery) -> Reason | None:
    """Why a thread is not brought back; None where it is."""
    claim = tx.claims.get(course, delivery.claim_id or 0)
    return None if claim is not None and claim.state is ClaimState.OPEN else Reason.CLAIM_GONE


async def claim_here(store: Store, ask: Ask) -> tuple[Course, Claim]:
    """The claim in whose thread staff ask. Raises NotStaff, NotInThread."""

    def work(tx: Tx) -> tuple[Course, Claim]:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        for channel_xid in ask.channel_xids:
            found = tx.claims.of_thread(at.course.guild_xid, channel_xid)
            if found is not None and found[0].course_id == at.course.course_id:
                return found
        raise NotInThread

    return await store.read(work)


async def write_outcome(store: Store, ask: Ask, claim_id: int, given: str) -> tuple[Claim, str]:
    """Staff put down how the discussion ended: in the thread, on its card and on the board.

    Raises NotStaff, UnknownClaim, NoThreadYet, BadText.
    """

    def work(tx: Tx) -> tuple[Claim, str]:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        claim = standing_claim(tx, at.course, claim_id)
        if claim.thread_xid is None:
            raise NoThreadYet
        line = plain_line(given, OUTCOME_LIMIT)
        tx.discussions.end(claim, line, ask.person.user_xid, ask.at)
        tx.trail.add(at.course, ask.person.user_xid, "claim outcome", ask.at, claim_id=claim.claim_id)
        if week := tx.weeks.get(at.course, claim.week_id):
            plan_end(tx, at.course, week, claim)
        key = f"{Kind.OUTCOME}:{claim.claim_id}"
        owed = tx.deliveries.with_key(at.course, key)
        if owed is not None and owed.waits:
            tx.deliveries.hasten(owed, ask.at)
        boards.redraw(tx, at.course, key, ask.at, claim)
        redraw_claim(tx, at.course, claim, ask.at)
        return claim, line

    return await store.write(work)
