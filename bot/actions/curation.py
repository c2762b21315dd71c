"""Curation: what staff do with claims. Each act is in the trail, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.actions.boards import plan_board, redraw_board_now
from bot.actions.claims import by_claim, name_by, reports_of
from bot.actions.courses import Ask, Here, here
from bot.actions.notes import tell_threads
from bot.actions.ports import Store, Tx
from bot.actions.standing import said_in, said_of, standing_claim
from bot.actions.threads import let_go, open_thread, plan_end, redraw_claim, settle_words, thread_key
from bot.seminar.claims import Claim, ClaimState, Origin, Passage, Stance
from bot.seminar.courses import Course, plain_line, require_staff
from bot.seminar.decisions import Act, ActKind, blocks
from bot.seminar.deliveries import Delivery
from bot.seminar.quotes import allowed_label
from bot.seminar.refusals import (
    NothingToUndo,
    OtherWeek,
    OwnWords,
    SameClaim,
    UndoLater,
    UnknownPassage,
)
from bot.seminar.reports import Speaker

LABEL_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: the claim as it is now, and what it has gathered."""

    course: Course
    act: Act
    claim: Claim
    reports: int
    stances: dict[Stance, int]
    posts: int


@dataclass(frozen=True, slots=True)
class Work:
    """A claim on which staff act, with its passages; `said` of what was merged into it, too."""

    tx: Tx
    at: Here
    ask: Ask
    claim: Claim
    said: list[Passage]

    @property
    def course(self) -> Course:
        """The course of the claim."""
        return self.at.course

    def begin(self, kind: ActKind, *others: Claim) -> Act:
        """Writes down, before anything changes, what is done to which claims, here and in the trail."""
        touched = [self.claim, *others]
        act = self.tx.decisions.add_act(self.claim, kind, self.ask.person.user_xid, self.ask.at, touched)
        trace(self.tx, self.at.course, self.ask, f"claim {kind}", act)
        return act

    def done(self, act: Act, claim: Claim | None = None) -> Done:
        """Tells the threads of what has changed for them, and what the claim is now."""
        tell_threads(self.tx, self.course, act.before, f"{act.act_id}", self.ask.at)
        redraw_touched(self.tx, self.course, act, self.ask.at)
        return outcome(self.tx, self.course, act, (claim or self.claim).claim_id)


async def merge(store: Store, ask: Ask, claim_id: int, into_id: int) -> Done:
    """Merges a claim into another one of its week: reports, stances and posts count together.

    Where only the first has a thread, it is the one that stays, under the other's label. Of a member's two
    stances the one taken last counts. Raises NotStaff, UnknownClaim, SameClaim, OtherWeek.
    """
    return await _act(store, ask, claim_id, lambda work: merge_into(work, into_id))


def merge_into(work: Work, into_id: int) -> Done:
    """See merge."""
    tx, gone = work.tx, work.claim
    stays = standing_claim(tx, work.course, into_id)
    if stays.claim_id == gone.claim_id:
        raise SameClaim
    if stays.week_id != gone.week_id:
        raise OtherWeek
    named = stays
    if gone.thread_xid is not None and stays.thread_xid is None and not gone.hidden:
        gone, stays = stays, gone
    under = [one for one in tx.claims.of_week(gone) if one.merged_into == gone.claim_id]
    act = replace(work, claim=stays).begin(ActKind.MERGE, gone, *under)
    if named is not stays:
        label = allowed_label(named, said_of(tx, named), tx.quotes.voices(named))
        tx.claims.put(replace(stays, label=label or stays.label, named=named.named and bool(label)))
    for one in (gone, *under):
        tx.claims.put(replace(one, merged_into=stays.claim_id))
    return work.done(act, stays)


async def split(store: Store, ask: Ask, claim_id: int, statement_ids: Sequence[int], label: str = "") -> Done:
    """Makes a claim of its own of some passages. Raises NotStaff, UnknownClaim, UnknownPassage, BadText."""

    def work_on(work: Work) -> Done:
        chosen = _passages(work, statement_ids)
        if len(chosen) == len(work.said):
            raise UnknownPassage
        act = work.begin(ActKind.SPLIT)
        words = plain_line(label, LABEL_LIMIT) if label.strip() else chosen[0].text
        made = work.tx.claims.add(work.claim, words, Origin.SPLIT)
        if not label.strip():
            work.tx.claims.put(replace(made, named=False))
        act = work.tx.decisions.touch(act, made)
        for passage in chosen:
            work.tx.decisions.place(act, passage, made)
        return work.done(act, made)

    return await _act(store, ask, claim_id, work_on)


async def move(store: Store, ask: Ask, claim_id: int, statement_ids: Sequence[int], into_id: int) -> Done:
    """Moves passages to another claim, for good. Raises NotStaff, UnknownClaim, UnknownPassage, OtherWeek."""

    def work_on(work: Work) -> Done:
        into = standing_claim(work.tx, work.course, into_id)
        if into.claim_id == work.claim.claim_id:
            raise SameClaim
        if into.week_id != work.claim.week_id:
            raise OtherWeek
        chosen = _passages(work, statement_ids)
        act = work.begin(ActKind.MOVE, into)
        for passage in chosen:
            work.tx.decisions.place(act, passage, into)
        return work.done(act, into)

    return await _act(store, ask, claim_id, work_on)


async def rename(store: Store, ask: Ask, claim_id: int, label: str) -> Done:
    """Puts a claim in staff's words. Raises NotStaff, UnknownClaim, BadText."""
    words = plain_line(label, LABEL_LIMIT)
    return await _act(
        store, ask, claim_id, lambda work: change(work, ActKind.RENAME, label=words, named=True)
    )


async def hide(store: Store, ask: Ask, claim_id: int) -> Done:
    """Takes a claim from the class's sight, until it is opened. Raises NotStaff, UnknownClaim."""
    return await _act(store, ask, claim_id, lambda work: change(work, ActKind.HIDE, hidden=True))


async def close(store: Store, ask: Ask, claim_id: int) -> Done:
    """Ends a claim's discussion; before the week is due: it gets no thread. Raises NotStaff, UnknownClaim."""
    return await _act(store, ask, claim_id, lambda work: change(work, ActKind.CLOSE, state=ClaimState.CLOSED))


async def order(store: Store, ask: Ask, claim_id: int, position: int | None) -> Done:
    """Gives a claim its place among the key claims, or takes it away. Raises NotStaff, UnknownClaim."""
    return await _act(store, ask, claim_id, lambda work: change(work, ActKind.ORDER, position=position))


def change(work: Work, kind: ActKind, **values: object) -> Done:
    """An act that changes the claim alone; what two of the staff do at the same time is one act."""
    changed: Claim = replace(work.claim, **values)  # type: ignore[arg-type]
    same = _last_act(work) if changed == work.claim else None
    if same is not None and same.kind is kind:
        return outcome(work.tx, work.course, same, work.claim.claim_id)
    act = work.begin(kind)
    work.tx.claims.put(changed)
    return work.done(act)


def _last_act(work: Work) -> Act | None:
    """The last act about the claim that stands."""
    acts = reversed(work.tx.decisions.acts(work.course))
    return next((one for one in acts if one.undone_at is None and work.claim.claim_id in one.touches), None)


async def open_claim(store: Store, ask: Ask, claim_id: int) -> Done:
    """Opens a claim's thread now, or its discussion again, whatever the rule would choose.

    Raises NotStaff, UnknownClaim; OwnWords where only students' own thoughts state what nobody named.
    """

    def work_on(work: Work) -> Done:
        tx, claim = work.tx, work.claim
        told = any(passage.by is Speaker.PRESENTER for passage in work.said)
        if not told and not claim.named and claim.claim_id not in tx.discussions.openers(claim):
            raise OwnWords
        act = work.begin(ActKind.OPEN)
        has_thread = claim.thread_xid is not None
        state = ClaimState.OPEN if has_thread else ClaimState.FOUND
        tx.claims.put(replace(claim, state=state, hidden=False))
        owed = _owed(tx, work.course, claim)
        if owed is not None:
            tx.deliveries.hasten(owed, ask.at)
        elif not has_thread:
            name_by(tx, claim, work.said)
            open_thread(tx, work.course, claim, act)
        return work.done(act)

    return await _act(store, ask, claim_id, work_on)


def _owed(tx: Tx, course: Course, claim: Claim) -> Delivery | None:
    """The claim's thread that is still to open."""
    found = tx.deliveries.with_key(course, thread_key(claim))
    return found if found is not None and found.waits else None


async def undo(store: Store, ask: Ask, act_id: int | None = None, claim_id: int | None = None) -> Done:
    """Undoes an act: the one named, the last about a claim, or the person's own last.

    Raises NotStaff, NothingToUndo; UndoLater where a later act stands on it.
    """

    def work(tx: Tx) -> Done:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        acts = tx.decisions.acts(at.course)
        act = next((one for one in reversed(acts) if _is_meant(one, ask, act_id, claim_id)), None)
        if act is None:
            raise NothingToUndo
        if later := blocks(acts, act):
            raise UndoLater(act=later.kind.value)
        was = [one for one in map(partial(tx.claims.get, at.course), act.touches) if one is not None]
        _undo(tx, at.course, act, ask.at)
        trace(tx, at.course, ask, "claim undo", act)
        tell_threads(tx, at.course, was, f"{act.act_id}:undo", ask.at)
        redraw_touched(tx, at.course, act, ask.at)
        if was and tx.claims.get(at.course, was[0].claim_id) is None:
            return Done(at.course, act, was[0], 0, {}, 0)  # What nobody states went with the act.
        return outcome(tx, at.course, act, act.touches[0])

    return await store.write(work)


def _is_meant(act: Act, ask: Ask, act_id: int | None, claim_id: int | None) -> bool:
    if act.undone_at is not None:
        return False
    if act_id is not None:
        return act.act_id == act_id
    return claim_id in act.touches if claim_id is not None else act.actor_xid == ask.person.user_xid


def _undo(tx: Tx, course: Course, act: Act, at: datetime) -> None:
    tx.decisions.undo(act, at)
    tx.decisions.reopen(act)
    for before in act.before:
        now = tx.claims.get(course, before.claim_id)
        if now is not None:
            tx.claims.put(_as_before(tx, course, act, before, now, at))
    made = set(act.touches) - {before.claim_id for before in act.before}
    for claim_id in made:
        if claim := tx.claims.get(course, claim_id):
            _unmake(tx, act, claim)


def _as_before(tx: Tx, course: Course, act: Act, before: Claim, now: Claim, at: datetime) -> Claim:
    """The claim as it is put back. A thread that opened meanwhile stays, closed if the act opened it."""
    opened = now.thread_xid is not None and before.thread_xid is None
    if opened:
        return replace(before, state=ClaimState.CLOSED if act.kind is ActKind.OPEN else now.state)
    return let_go(tx, course, before, act, at) if act.kind is ActKind.OPEN else before


def _unmake(tx: Tx, act: Act, claim: Claim) -> None:
    """What the act made counts where it came from, with what has joined it since."""
    if act.kind is ActKind.SPLIT:
        tx.claims.put(replace(claim, merged_into=act.before[0].root_id))
    else:
        tx.claims.put(replace(claim, origin=Origin.FOUND, named=False))
        tx.claims.prune(claim)


async def _act(store: Store, ask: Ask, claim_id: int, act: Callable[[Work], Done]) -> Done:
    def work(tx: Tx) -> Done:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        return act(work_on(tx, at, ask, claim_id))

    return await store.write(work)


def work_on(tx: Tx, at: Here, ask: Ask, claim_id: int) -> Work:
    """The claim with its passages. Raises UnknownClaim."""
    claim = standing_claim(tx, at.course, claim_id)
    said = next((said for one, said in by_claim(tx, claim) if one.claim_id == claim.claim_id), [])
    return Work(tx, at, ask, claim, said)


def _passages(work: Work, statement_ids: Sequence[int]) -> list[Passage]:
    chosen = [passage for passage in work.said if passage.statement_id in set(statement_ids)]
    if not chosen:
        raise UnknownPassage
    return chosen


def redraw_touched(tx: Tx, course: Course, act: Act, at: datetime) -> None:
    """Cards, names of threads and the board follow what staff did, by words that may be shown.

    These are settled at once: which message is drawn first is not for anybody to know.
    """
    said, week = said_in(tx, act), tx.weeks.get(course, act.week_id)
    for claim in map(partial(tx.claims.get, course), act.touches):
        if claim is not None and claim.merged_into is None and claim.thread_xid is not None:
            settle_words(tx, claim, said.get(claim.claim_id, []))
            redraw_claim(tx, course, claim, at)
            if week is not None and claim.stands and claim.state is ClaimState.OPEN:
                plan_board(tx, course, week, at)
                plan_end(tx, course, week, claim)
    redraw_board_now(tx, course, act, at)


def outcome(tx: Tx, course: Course, act: Act, claim_id: int) -> Done:
    """The claim as an act left it, or the claim with which it counts now."""
    claim = standing_claim(tx, course, claim_id)
    said = next((said for one, said in by_claim(tx, claim) if one.claim_id == claim.claim_id), [])
    return Done(course, act, claim, reports_of(said), tx.claims.stances(claim), tx.posts.of_claim(claim))


def trace(tx: Tx, course: Course, ask: Ask, act: str, done: Act) -> None:
    """Puts it into the trail, by ids."""
    claims = " ".join(map(str, done.touches))
    tx.trail.add(course, ask.person.user_xid, act, ask.at, act_id=done.act_id, claims=claims)
