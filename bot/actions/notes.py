"""Notes: one line in a claim's thread when staff end its discussion, take it elsewhere, or open it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.actions.ports import Tx
from bot.seminar.cards import NoteCard
from bot.seminar.claims import Claim, ClaimState
from bot.seminar.courses import Course
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Note, Reason
from bot.seminar.weeks import Week


def note_of(claim: Claim) -> Note:
    """What a claim's thread is to say of it now."""
    if claim.merged_into is not None:
        return Note.MERGED
    return Note.OPEN if claim.state is ClaimState.OPEN and not claim.hidden else Note.CLOSED


def tell_threads(tx: Tx, course: Course, before: Iterable[Claim], occasion: str, at: datetime) -> None:
    """Plans a line for each thread whose claim is discussed no more, or again, through what staff did."""
    for was in before:
        claim = tx.claims.get(course, was.claim_id)
        if claim is not None and note_of(claim) is not note_of(was):
            _plan(tx, course, claim, note_of(claim), occasion, at)


def opened(tx: Tx, course: Course, claim: Claim, thread_xid: int, at: datetime) -> None:
    """A claim has its thread; what staff decided while it was made holds, and the thread is told so."""
    now = tx.claims.get(course, claim.claim_id)
    if now is None:
        return
    tx.claims.opened(now, thread_xid, at)
    there = tx.claims.get(course, claim.claim_id)
    if there is None or (now.state is not ClaimState.CLOSED and now.stands):
        return
    if now.state is ClaimState.CLOSED:
        tx.claims.put(now)
    _plan(tx, course, there, note_of(now), "opening", at)


def _plan(tx: Tx, course: Course, claim: Claim, note: Note, occasion: str, at: datetime) -> None:
    if claim.thread_xid is None:
        return
    tx.deliveries.plan(
        NewDelivery(
            guild_xid=course.guild_xid,
            course_id=course.course_id,
            kind=Kind.NOTE,
            key=f"note:{claim.claim_id}:{occasion}",
            target_xid=claim.thread_xid,
            week_id=claim.week_id,
            claim_id=claim.claim_id,
            due_at=at,
            about={"note": note.value},
        )
    )


def note_card(tx: Tx, course: Course, week: Week, delivery: Delivery) -> NoteCard | Reason:
    """What the line says, unless staff have changed their mind since it was planned."""
    claim = tx.claims.get(course, delivery.claim_id or 0)
    if claim is None:
        return Reason.CLAIM_GONE
    note = note_of(claim)
    if note.value != delivery.about.get("note"):
        return Reason.SUPERSEDED
    into = tx.claims.get(course, claim.merged_into) if claim.merged_into else None
    return NoteCard(course, week, note, into)
