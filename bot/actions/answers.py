"""Answers without a name: the bot writes them in the thread; staff can look up who said so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.boards import redraw, redraw_board
from bot.actions.courses import Ask, here, here_even_closed
from bot.actions.ports import Store, Tx
from bot.actions.standing import standing_claim
from bot.actions.threads import wake
from bot.seminar.answers import Answer
from bot.seminar.cards import AnswerCard, Card
from bot.seminar.claims import Claim, ClaimState
from bot.seminar.courses import STAFF, Course, Member, require_member, require_staff
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Outcome, Reason, State
from bot.seminar.posts import Counted
from bot.seminar.refusals import (
    ClaimClosed,
    NoThreadYet,
    NotStudent,
    UnknownClaim,
    UnknownMember,
    UnnamedOff,
    UnnamedSpent,
)
from bot.seminar.threads import UNNAMED_A_DAY, unnamed_text

DAY = timedelta(days=1)


def answer_key(answer: Answer) -> str:
    """The key of the delivery that brings the answer into its thread."""
    return f"answer:{answer.answer_id}"


async def answer_unnamed(store: Store, ask: Ask, claim_id: int, text: str) -> Answer:
    """Brings a member's words into a claim's thread without their name; its row knows whose they are.

    Raises NotMember, NotStudent, UnnamedOff, UnnamedSpent, UnknownClaim, NoThreadYet, ClaimClosed, BadText.
    """

    def work(tx: Tx) -> Answer:
        at = here(tx, ask)
        require_member(at.role, at.course)
        if at.member is None:
            raise NotStudent(course=at.course.name)
        claim, thread_xid = _open_to_answers(tx, at.course, claim_id)
        said = unnamed_text(text)
        if tx.answers.count_since(at.member, ask.at - DAY) >= UNNAMED_A_DAY:
            raise UnnamedSpent(limit=UNNAMED_A_DAY)
        made = tx.answers.add(claim, at.member, said, ask.at)
        _plan(tx, at.course, made, claim.week_id, thread_xid, ask.at)
        wake(tx, at.course, claim, ask.at)
        return made

    return await store.write(work)


def _plan(tx: Tx, course: Course, made: Answer, week_id: int, thread_xid: int, at: datetime) -> None:
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.ANSWER,
            key=answer_key(made),
            target_xid=thread_xid,
            week_id=week_id,
            claim_id=made.claim_id,
            due_at=at,
            about={"answer": made.answer_id},
        )
    )


@dataclass(frozen=True, slots=True)
class Unposted:
    """An answer that stands in no thread: it `waits` for its turn, else `why` says what was in the way."""

    answer: Answer
    waits: bool
    why: Reason | None


def unposted_of(tx: Tx, course: Course, member: Member) -> list[Unposted]:
    """The member's answers whose text is still kept, since no thread has taken them."""
    kept = [one for one in tx.answers.of_member(member) if one.text is not None]
    return [_unposted(tx, course, one) for one in kept]


def _unposted(tx: Tx, course: Course, answer: Answer) -> Unposted:
    owed = tx.deliveries.with_key(course, answer_key(answer))
    return Unposted(answer, owed is not None and owed.waits, owed.reason if owed else None)


async def look_at_unposted(store: Store, ask: Ask, answer_id: int) -> tuple[Course, Unposted]:
    """The person's own answer that no thread has taken. Raises NotMember, NotStudent, UnknownClaim."""

    def work(tx: Tx) -> tuple[Course, Unposted]:
        course, answer = _own_unposted(tx, ask, answer_id)
        return course, _unposted(tx, course, answer)

    return await store.read(work)


async def post_again(store: Store, ask: Ask, answer_id: int) -> None:
    """The person's own answer goes to the claim's thread after all, once.

    Raises NotMember, NotStudent, UnnamedOff, UnknownClaim, NoThreadYet, ClaimClosed.
    """

    def work(tx: Tx) -> None:
        course, answer = _own_unposted(tx, ask, answer_id)
        claim, thread_xid = _open_to_answers(tx, course, answer.claim_id)
        owed = tx.deliveries.with_key(course, answer_key(answer))
        if owed is None:
            _plan(tx, course, answer, claim.week_id, thread_xid, ask.at)
        else:
            tx.deliveries.retry(owed, ask.at)
            tx.deliveries.hasten(owed, ask.at)
        wake(tx, course, claim, ask.at)

    await store.write(work)


def _own_unposted(tx: Tx, ask: Ask, answer_id: int) -> tuple[Course, Answer]:
    at = here(tx, ask)
    require_member(at.role, at.course)
    if at.member is None:
        raise NotStudent(course=at.course.name)
    answer = tx.answers.get(at.course, answer_id)
    if answer is None or answer.member_id != at.member.member_id or answer.text is None:
        raise UnknownClaim
    return at.course, answer


def _open_to_answers(tx: Tx, course: Course, claim_id: int) -> tuple[Claim, int]:
    """The claim with its thread. Raises UnnamedOff, UnknownClaim, NoThreadYet, ClaimClosed."""
    if not tx.discussions.of(course).unnamed:
        raise UnnamedOff
    claim = standing_claim(tx, course, claim_id)
    if claim.thread_xid is None:
        raise NoThreadYet
    if claim.state is ClaimState.CLOSED or claim.hidden:
        raise ClaimClosed
    return claim, claim.thread_xid


async def author_of(store: Store, ask: Ask, answer_id: int) -> Member:
    """Who wrote an answer; that staff looked is in the trail. Raises NotStaff, UnknownMember."""

    def work(tx: Tx) -> Member:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        answer = tx.answers.get(at.course, answer_id)
        author = tx.members.get(at.course, answer.member_id) if answer else None
        if author is None:
            raise UnknownMember
        seen = {"answer_id": answer_id, "member_id": author.member_id}
        tx.trail.add(at.course, ask.person.user_xid, "answer author", ask.at, None, **seen)
        return author

    return await store.write(work)


async def take_back_answer(store: Store, ask: Ask, answer_id: int) -> bool:
    """Its writer or staff take an answer out of its thread, also after the term; whether it stood there.

    Raises NotStaff, UnknownClaim.
    """

    def work(tx: Tx) -> bool:
        at = here_even_closed(tx, ask)
        answer = tx.answers.get(at.course, answer_id)
        own = answer is not None and at.member is not None and answer.member_id == at.member.member_id
        if not own:
            require_staff(at.role, at.course)
        if answer is None:
            raise UnknownClaim
        forget_answer(tx, at.course, answer, ask.at)
        if at.role in STAFF:
            tx.trail.add(at.course, ask.person.user_xid, "answer remove", ask.at, None, answer_id=answer_id)
        return answer.message_xid is not None

    return await store.write(work)


def forget_answer(tx: Tx, course: Course, answer: Answer, at: datetime) -> None:
    """The answer's text is no longer kept, shown or counted."""
    claim = tx.claims.get(course, answer.claim_id)
    tx.answers.take_back(answer, at)
    if answer.message_xid is not None:
        tx.posts.remove(course.guild_xid, answer.message_xid)
    if claim is not None:
        redraw(tx, course, answer_key(answer), at, claim)
        redraw_board(tx, course, claim, at)


def answer_card(tx: Tx, course: Course, delivery: Delivery) -> Card | Reason:
    """What the answer says, or that it was taken back."""
    answer = tx.answers.get(course, int(delivery.about.get("answer", 0)))
    if delivery.state is State.SENT:
        return AnswerCard(course, int(delivery.about.get("answer", 0)), None)
    if answer is None or answer.taken_back_at is not None or answer.text is None:
        return Reason.TAKEN_BACK
    if delivery.attempt == 0 and thread_for(tx, course, delivery) is None:
        return Reason.DISCUSSION_OVER
    return AnswerCard(course, answer.answer_id, answer.text)


def thread_for(tx: Tx, course: Course, delivery: Delivery) -> int | None:
    """The thread in which the answer's claim is discussed by now; None where it is no longer."""
    claim = tx.claims.get(course, delivery.claim_id or 0)
    root = tx.claims.get(course, claim.root_id) if claim else None
    if root is None or root.state is ClaimState.CLOSED or root.hidden:
        return None
    return root.thread_xid


def answered(tx: Tx, course: Course, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """The answer stands in its thread: its text is kept no longer, and it counts as its writer's post."""
    answer = tx.answers.get(course, int(delivery.about.get("answer", 0)))
    if answer is None or outcome.state is not State.SENT or outcome.message_xid is None:
        return
    tx.answers.posted(answer, outcome.message_xid)
    claim, author = tx.claims.get(course, answer.claim_id), tx.members.get(course, answer.member_id)
    if answer.taken_back_at is not None:
        # It was taken back while it was on its way.
        if claim is not None:
            redraw(tx, course, answer_key(answer), now, claim)
    elif claim is not None and author is not None:
        # It stands where the discussion goes on, also where the claim was merged meanwhile.
        tx.posts.add_all([Counted(claim, author, outcome.message_xid, now, delivery.target_xid)])
        redraw_board(tx, course, claim, now)
