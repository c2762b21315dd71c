"""Sending: one attempt at a delivery, and what came of it, whatever goes wrong."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.ports import Messenger, Undelivered
from bot.seminar.cards import Card, ClaimCard, NoteCard
from bot.seminar.deliveries import Delivery, Kind, Note, Outcome, Reason, State, after_failure

log = logging.getLogger(__name__)

WITHOUT_MESSAGE = frozenset({Kind.OPENING, Kind.EDIT, Kind.REDRAW, Kind.WAKE})
"""What can be done again without harm, so that no history needs to be searched."""
SHOWS_NOTHING = frozenset({Reason.DELETED, Reason.CHANNEL_GONE})
"""What was to be drawn anew is not there any more, which is as good."""
IN_THREADS = frozenset({Kind.INVITE, Kind.OUTCOME, Kind.ANSWER})


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours until its lease ends, with what it says or why it is no longer wanted.

    `opens`: the person's direct message channel is opened first. `edits` is the delivery whose message
    is drawn anew. The opening of an inbox says nothing.
    """

    delivery: Delivery
    content: Card | Reason | None
    opens: bool = False
    edits: Delivery | None = None


async def attempt(claimed: Claimed, messenger: Messenger, now: datetime) -> Outcome:
    """Every attempt ends in an outcome, whatever goes wrong: none blocks the others."""
    delivery = claimed.delivery
    inbox_xid, halfway = delivery.inbox_xid, False
    try:
        if claimed.opens:
            inbox_xid = await messenger.open_inbox(delivery)
        opened = replace(claimed, delivery=replace(delivery, inbox_xid=inbox_xid))
        return replace(await _send(opened, messenger), inbox_xid=inbox_xid)
    except Undelivered as failure:
        if failure.reason is Reason.HISTORY_HIDDEN:
            return Outcome(State.UNKNOWN, failure.reason, failure.detail)
        if _has_gone(delivery, failure.reason):
            return Outcome(State.SENT, failure.reason, failure.detail)
        if delivery.kind in IN_THREADS and failure.reason is Reason.CHANNEL_GONE:
            return Outcome(State.SKIPPED, failure.reason, failure.detail)
        reason, detail, lasting = failure.reason, failure.detail, failure.lasting
        halfway = isinstance(failure, _Halfway)
    except Exception as error:
        log.exception("the delivery %s failed", delivery.key)
        reason, detail, lasting = Reason.BROKEN, type(error).__name__, False
    outcome = after_failure(
        delivery.attempt, reason, detail, lasting=lasting, now=now, due_at=delivery.due_at
    )
    refused_outright = outcome.refused_outright and not halfway
    return replace(outcome, inbox_xid=inbox_xid, refused_outright=refused_outright)


def _has_gone(delivery: Delivery, reason: Reason) -> bool:
    """Whether the message has been deleted meanwhile, and nothing is left to do."""
    if delivery.kind in (Kind.REDRAW, Kind.WAKE):
        return reason in SHOWS_NOTHING
    return reason is Reason.DELETED and delivery.kind is not Kind.EDIT


async def _send(claimed: Claimed, messenger: Messenger) -> Outcome:
    """Looks at the history before every attempt but the first; Discord knows the nonce only for minutes."""
    delivery, content = claimed.delivery, claimed.content
    looks = (delivery.attempt > 1 or delivery.in_forum) and delivery.kind not in WITHOUT_MESSAGE
    if looks and delivery.direct and delivery.inbox_xid is None:
        # Without an inbox there is no message in it.
        looks = False
    message_xid = await messenger.find(delivery) if looks else None
    if isinstance(content, Reason):
        state = State.SKIPPED if message_xid is None else State.SENT
        return Outcome(state, content if message_xid is None else None, message_xid=message_xid)
    if delivery.kind is Kind.WAKE:
        await messenger.wake_thread(delivery.target_xid)
    if content is None:
        return Outcome(State.SENT)
    if claimed.edits is not None:
        return await _draw_anew(claimed.edits, content, messenger)
    if message_xid is None:
        message_xid = await messenger.post(delivery, content)
    try:
        return await _follow_up(delivery, content, messenger, message_xid)
    except Undelivered as failure:
        raise _Halfway(failure.reason, failure.detail, lasting=failure.lasting) from failure


class _Halfway(Undelivered):
    """The message is there, and what belongs to it was refused: the next attempt finds it, and posts none."""


async def _follow_up(delivery: Delivery, content: Card, messenger: Messenger, message_xid: int) -> Outcome:
    """What belongs to a message that is there: a claim's thread; the end of the one that a note closes."""
    thread_xid = None
    if isinstance(content, NoteCard) and content.note is not Note.OPEN:
        await messenger.archive(delivery)
    if isinstance(content, ClaimCard):
        thread_xid = await messenger.open_thread(delivery, content, message_xid)
    return Outcome(State.SENT, message_xid=message_xid, thread_xid=thread_xid)


async def _draw_anew(posted: Delivery, content: Card, messenger: Messenger) -> Outcome:
    """Edits the message. Words leave the name of a claim's thread also where its card was deleted."""
    message_xid = posted.message_xid or 0
    try:
        await messenger.edit(posted, content, message_xid)
    except Undelivered as failure:
        if failure.reason is Reason.DELETED:
            await _rename(posted, content, messenger)
        raise
    await _rename(posted, content, messenger)
    return Outcome(State.SENT, message_xid=message_xid)


async def _rename(posted: Delivery, content: Card, messenger: Messenger) -> None:
    if isinstance(content, ClaimCard) and content.claim.thread_xid is not None:
        await messenger.rename_thread(posted, content, content.claim.thread_xid)
