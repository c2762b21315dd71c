"""Expected claims: what staff or the presenter know that the talk claims, before any report says so."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions.courses import Ask, Here, here, week_numbered
from bot.actions.curation import LABEL_LIMIT, trace
from bot.actions.ports import Reader, Store, Tx
from bot.seminar.claims import Claim, Origin
from bot.seminar.courses import STAFF, Course, plain_line
from bot.seminar.decisions import Act, ActKind
from bot.seminar.grouping import LIKELY, REPRESENTATIVES
from bot.seminar.refusals import BadText, NotPresenter
from bot.seminar.reports import ReaderFailed
from bot.seminar.weeks import Week

MOST = 10


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of a week's talk now."""

    course: Course
    week: Week
    act: Act
    claims: list[Claim]


def presents(here: Here, week: Week) -> bool:
    """Whether the person who asks presents in this week."""
    member = here.member
    return member is not None and any(one.member_id == member.member_id for one in week.presenters)


def week_of_presenter(tx: Tx, ask: Ask, number: int) -> tuple[Here, Week]:
    """The week, for its presenter or staff. Raises UnknownWeek, NotPresenter."""
    at = here(tx, ask)
    week = week_numbered(tx, at.course, number)
    if at.role not in STAFF and not presents(at, week):
        raise NotPresenter(week=number)
    return at, week


async def may_expect(store: Store, ask: Ask, number: int) -> tuple[Course, Week]:
    """Whether the person may enter claims. Raises UnknownWeek, NotPresenter."""

    def work(tx: Tx) -> tuple[Course, Week]:
        at, week = week_of_presenter(tx, ask, number)
        return at.course, week

    return await store.read(work)


async def expect(store: Store, reader: Reader, ask: Ask, number: int, text: str) -> Expected:
    """Enters claims, one a line; what reports say already is proposed to join them.

    Raises UnknownWeek, NotPresenter, BadText.
    """
    given = [line.strip(" -*•·\t") for line in text.splitlines()]
    lines = list(dict.fromkeys(plain_line(line, LABEL_LIMIT) for line in given if line))
    if not 0 < len(lines) <= MOST:
        raise BadText(limit=LABEL_LIMIT)

    def work(tx: Tx) -> Expected:
        at, week = week_of_presenter(tx, ask, number)
        act = tx.decisions.add_act(week, ActKind.EXPECT, ask.person.user_xid, ask.at, [])
        made = [tx.claims.add(week, line, Origin.EXPECTED) for line in lines]
        for claim in made:
            act = tx.decisions.touch(act, claim)
        trace(tx, at.course, ask, "claim expect", act)
        return Expected(at.course, week, act, made)

    expected = await store.write(work)
    await _propose(store, reader, expected)
    return expected


async def _propose(store: Store, reader: Reader, expected: Expected) -> None:
    week, claims = expected.week, expected.claims
    known = [
        one for one in await store.read(lambda tx: tx.claims.known(week, REPRESENTATIVES)) if not one.expected
    ]
    labels = [claim.label for claim in claims]
    if not known:
        return
    try:
        likeness = await reader.likeness([one.text for one in known], labels, week.topic)
    except ReaderFailed:
        return  # The claims are entered all the same; what comes from now on is compared with them.

    def work(tx: Tx) -> None:
        for one, row in zip(known, likeness, strict=True):
            best = max(row)
            if best >= LIKELY and tx.claims.get(expected.course, one.claim_id) is not None:
                into = claims[row.index(best)].claim_id
                tx.decisions.propose(week, one.claim_id, expected.act.at, into=into, likeness=best)

    await store.write(work)
