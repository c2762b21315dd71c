"""Advice: a language model, where one is configured, proposes labels and merges; staff accept or reject."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.actions.claims import by_claim, reports_of
from bot.actions.courses import Ask, here, week_numbered
from bot.actions.ports import Adviser, AdviserFailed, Store, Tx
from bot.seminar.claims import Claim, Passage
from bot.seminar.courses import Course, require_staff
from bot.seminar.decisions import ProposalSource
from bot.seminar.refusals import AdviserSilent, NoAdviser
from bot.seminar.reports import Speaker
from bot.seminar.weeks import Week

MOST_CLAIMS = 40
PASSAGES = 2
SHOWN = 400
LONG_NUMBER = re.compile(r"[0-9A-Za-z]*[0-9](?:[-\s]?[0-9]){3,}[0-9A-Za-z]*|<[@#][&!]?[0-9]+>")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """What leaves the house: claims by their place in a list, without a name, a number or an id."""

    course: Course
    week: Week
    topic: str
    claims: list[Claim]
    passages: list[list[str]]


async def advise(store: Store, adviser: Adviser | None, ask: Ask, number: int) -> int:
    """Asks the model about the week's most shared claims; returns how many proposals wait now.

    Raises NotStaff, UnknownWeek; NoAdviser where none is configured; AdviserSilent where it fails, and then
    nothing has changed.
    """

    def look(tx: Tx) -> Sent:
        at = here(tx, ask)
        require_staff(at.role, at.course)
        week = week_numbered(tx, at.course, number)
        return _to_send(tx, at.course, week)

    sent = await store.read(look)
    if adviser is None:
        raise NoAdviser
    try:
        found = await adviser.advise(sent.topic, sent.passages) if sent.claims else []
    except AdviserFailed:
        raise AdviserSilent from None

    def keep(tx: Tx) -> int:
        there = tx.claims.roots(sent.week).keys()
        for one in found:
            claim_id = sent.claims[one.place].claim_id
            into = None if one.into is None else sent.claims[one.into].claim_id
            if claim_id in there and (into is None or into in there):
                tx.decisions.propose(
                    sent.week, claim_id, ask.at, into=into, label=one.label, source=ProposalSource.MODEL
                )
        tx.trail.add(sent.course, ask.person.user_xid, "claim advise", ask.at, week_id=sent.week.week_id)
        return len(tx.decisions.open_proposals(sent.week))

    return await store.write(keep)


def _to_send(tx: Tx, course: Course, week: Week) -> Sent:
    grouped = [
        (claim, [one for one in said if one.by is Speaker.PRESENTER])
        for claim, said in by_claim(tx, week)
        if claim.stands
    ]
    told = [(claim, said) for claim, said in grouped if said]
    told.sort(key=lambda pair: (-reports_of(pair[1]), pair[0].claim_id))
    secrets = _secrets(tx, course, week)
    passages = [[without(one, secrets) for one in _few(said)] for _, said in told[:MOST_CLAIMS]]
    return Sent(
        course, week, without(week.topic, secrets), [claim for claim, _ in told[:MOST_CLAIMS]], passages
    )


def _few(said: list[Passage]) -> list[str]:
    return [one.text[:SHOWN] for one in said[:PASSAGES]]


def _secrets(tx: Tx, course: Course, week: Week) -> list[str]:
    """Every name and number of the course, and the parts of names."""
    members, roster = tx.members.students(course), tx.roster.of_course(course)
    names = [one.name for one in members if one.name] + [one.name for one in roster]
    names += [one.name for one in week.presenters]
    numbers = [one.student_number for one in members if one.student_number]
    numbers += [one.student_number for one in roster]
    parts = [part for name in names for part in name.split() if len(part) > 1]
    return sorted({*names, *parts, *numbers}, key=len, reverse=True)


def without(text: str, secrets: list[str]) -> str:
    """The text with every name and number of the course, long number, mention and address taken out.

    >>> without("Nari (2031-00417) heard Han", ["Nari", "Han"])
    '… (…) heard …'
    """
    text = ADDRESS.sub("…", text)
    for secret in secrets:
        text = re.sub(re.escape(secret), "…", text, flags=re.IGNORECASE)
    return LONG_NUMBER.sub("…", text)
