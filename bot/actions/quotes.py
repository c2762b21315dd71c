"""Quotes: where one's own words stand, objecting to that, letting a reflection be quoted, and forgetting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.answers import Unposted, forget_answer, unposted_of
from bot.actions.boards import redraw_board
from bot.actions.courses import Ask, here, here_even_closed, week_numbered
from bot.actions.ports import Store, Tx
from bot.actions.standing import said_by, said_in
from bot.actions.threads import redraw_claim, words_changed
from bot.seminar.claims import Claim, Passage
from bot.seminar.courses import Course, Member, require_member
from bot.seminar.quotes import Quote, allowed_label, fingerprint, quoted_here
from bot.seminar.refusals import NotHandedIn, NotStudent, UnknownClaim
from bot.seminar.reports import Speaker
from bot.seminar.weeks import InWeek, Week


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a member that stand in a claim's thread."""

    week: Week
    claim: Claim
    quote: Quote


@dataclass(frozen=True, slots=True)
class MyQuotes:
    """Where a member is quoted. `unposted` are answers without a name that no thread took."""

    course: Course
    quoted: list[Quoted]
    unposted: list[Unposted]


async def my_quotes(store: Store, ask: Ask) -> MyQuotes:
    """Where the person's own words stand. Raises NotMember, NotStudent."""

    def work(tx: Tx) -> MyQuotes:
        course, member = _writer(tx, ask)
        return MyQuotes(course, _quoted(tx, course, member), unposted_of(tx, course, member))

    return await store.read(work)


async def object_to(store: Store, ask: Ask, claim_id: int, words: str) -> Quoted:
    """The person does not want their words, known by their fingerprint, to stand in a claim's thread.

    They go from the thread, from the board and from the label, also when the term is over.
    Raises NotMember, NotStudent, UnknownClaim.
    """

    def work(tx: Tx) -> Quoted:
        course, member = _writer(tx, ask, even_closed=True)
        mine = [one for one in _quoted(tx, course, member) if one.claim.claim_id == claim_id]
        refused = next((one for one in mine if fingerprint(one.quote.text) == words), None)
        if refused is None:
            raise UnknownClaim
        tx.quotes.object(refused.week, member, refused.quote.text, ask.at)
        _settle_week(tx, course, refused.week, member, ask.at)
        return refused

    return await store.write(work)


async def let_quote(store: Store, ask: Ask, number: int, *, allow: bool) -> Week:
    """The person lets their own reflection of a week be quoted, or no longer does.

    Raises NotMember, NotStudent, UnknownWeek, NotHandedIn.
    """

    def work(tx: Tx) -> Week:
        course, member = _writer(tx, ask, even_closed=not allow)
        week = week_numbered(tx, course, number)
        if tx.reports.latest(week, member) is None:
            raise NotHandedIn(week=number)
        if allow:
            tx.quotes.consent(week, member, ask.at)
        else:
            tx.quotes.take_back(week, member, ask.at)
        _settle_threads(tx, course, week, member, ask.at)
        return week

    return await store.write(work)


def report_changed(tx: Tx, week: InWeek, member_id: int, at: datetime) -> None:
    """A report was read anew, or taken back: quotes that are no longer in it go from the threads."""
    course = tx.courses.get(week.guild_xid, week.course_id)
    threads = tx.claims.with_threads(week)
    if course is None or not threads:
        return
    redraw_board(tx, course, week, at)  # It counts the reports.
    said = said_in(tx, week)
    for claim in threads:
        words = {passage.text for passage in said.get(claim.claim_id, ())}
        if quoted_here(tx.quotes.of(claim), member_id) or claim.label not in words:
            _settle(tx, course, claim, said, at)


def forget_quotes(tx: Tx, course: Course, member: Member, texts: Sequence[str], at: datetime) -> None:
    """None of a member's words is shown any more, in whichever thread, label or board of the course.

    For the transaction that deletes a person, before their rows go; `texts` are all that they wrote, in
    whichever version. What stands in threads is drawn anew by the deliveries that this plans; they need no
    row of the member.
    """
    for week in tx.weeks.of_course(course):
        words = {one.text for one in tx.claims.passages(week) if one.member_id == member.member_id}
        for claim in tx.claims.of_week(week):
            words |= {one.text for one in quoted_here(tx.quotes.of(claim), member.member_id)}
            if claim.label and any(claim.label in text for text in texts):
                words.add(claim.label)
        for text in sorted(words):
            tx.quotes.object(week, member, text, at)
        _settle_week(tx, course, week, member, at)
    for answer in tx.answers.of_member(member):
        forget_answer(tx, course, answer, at)


def _writer(tx: Tx, ask: Ask, *, even_closed: bool = False) -> tuple[Course, Member]:
    at = here_even_closed(tx, ask) if even_closed else here(tx, ask)
    require_member(at.role, at.course)
    if at.member is None:
        raise NotStudent(course=at.course.name)
    return at.course, at.member


def _quoted(tx: Tx, course: Course, member: Member) -> list[Quoted]:
    """The member's words in threads, and as labels of threads, those of the latest week first."""
    found: list[Quoted] = []
    for week in reversed(tx.weeks.of_course(course)):
        threads = tx.claims.with_threads(week)
        if not threads:
            continue
        openers = tx.discussions.openers(week)
        mine = {one.text: one.by for one in tx.claims.passages(week) if one.member_id == member.member_id}
        for claim in threads:
            own = quoted_here(tx.quotes.of(claim), member.member_id)
            opened = openers.get(claim.claim_id) == member.member_id
            if claim.label in mine or (opened and claim.label):
                label = Quote(member.member_id, claim.label, mine.get(claim.label, Speaker.STUDENT))
                own += [] if label in own else [label]
            found += [Quoted(week, claim, quote) for quote in own]
    return found


def _settle_threads(tx: Tx, course: Course, week: InWeek, member: Member, at: datetime) -> None:
    """Looks at the threads of what the member states. Without a thread nothing of a leave is written down."""
    threads = {claim.claim_id: claim for claim in tx.claims.with_threads(week)}
    said = said_by(tx, week, threads)
    for claim_id, claim in threads.items():
        if any(one.member_id == member.member_id for one in said[claim_id]):
            _settle(tx, course, claim, said, at)


def _settle_week(tx: Tx, course: Course, week: InWeek, member: Member, at: datetime) -> None:
    """Looks at every claim of the week whose words may have to change on a member's account."""
    said = said_in(tx, week)
    objected = {text for holder, text in tx.quotes.voices(week).objected if holder == member.member_id}
    for claim in tx.claims.of_week(week):
        stated = any(one.member_id == member.member_id for one in said.get(claim.claim_id, ()))
        if stated or claim.label in objected or quoted_here(tx.quotes.of(claim), member.member_id):
            _settle(tx, course, claim, said, at, frozenset(objected))


def _settle(
    tx: Tx,
    course: Course,
    claim: Claim,
    said: dict[int, list[Passage]],
    at: datetime,
    objected: frozenset[str] = frozenset(),
) -> None:
    here_said = said.get(claim.claim_id, [])
    if claim.thread_xid is None and claim.label in objected:
        tx.claims.relabel(claim, allowed_label(claim, here_said, tx.quotes.voices(claim)))
    elif claim.thread_xid is not None and words_changed(tx, claim, here_said):
        redraw_claim(tx, course, claim, at)
