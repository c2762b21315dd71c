"""Cards of a discussion: a claim's thread, the week's board, who is called in, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.seminar.cards import AnswerCard, BoardCard, BoardLine, ClaimCard, InviteCard, OutcomeCard
from bot.seminar.claims import Stance
from bot.words.catalogues import Words
from bot.words.markup import Raw, escape
from cogs.answers import AuthorButton, TakeBackButton, UnnamedButton
from cogs.claims import ClaimsButton
from cogs.reportlinks import ReportsButton
from cogs.stances import StanceButton, tally_line
from cogs.ui.naming import claim_name

CLAIM_COLOUR = discord.Colour(0xB5642B)
QUOTE_LIMIT = 700
QUOTE_SHOWN = 900
"""Of a quote with its marks escaped: three of them, the label and the names fit into a message."""
LABEL_LIMIT = 300
BOARD_LABEL = 120
BOARD_LIMIT = 3600

Drawn = tuple[Any, ...]
"""The lines of a card, then its buttons."""


def claim(card: ClaimCard, words: Words, marker: str) -> Drawn:
    """What a thread opens with, or that staff took the claim out of sight."""
    if card.claim.hidden:
        return _out_of_sight(card, words, marker)
    lines: list[str] = [
        words.say("claim.title", label=claim_name(words, card.claim.label, card.week.number, LABEL_LIMIT))
    ]
    if card.own:
        lines.append(words.say("claim.own", week=card.week.number))
    if card.reports or not card.own:
        lines.append(words.say("claim.share", count=card.reports, of=card.of_reports, week=card.week.number))
    for index, quote in enumerate(card.quotes):
        lines.append(words.say("claim.quote", quote=Raw(quoted(quote))))
        if index < len(card.names) and card.names[index]:
            lines.append(words.say("claim.by", name=card.names[index]))
    lines.append(words.say("claim.question"))
    course_id, claim_id = card.course.course_id, card.claim.claim_id
    buttons: list[ui.Item[Any]] = [
        StanceButton.of(course_id, claim_id, stance, words, "" if index else marker)
        for index, stance in enumerate(Stance)
    ]
    if card.unnamed:
        buttons.append(UnnamedButton.of(course_id, claim_id, words))
    return lines, *buttons, ReportsButton.of(course_id, claim_id, words)


def _out_of_sight(card: ClaimCard, words: Words, marker: str) -> Drawn:
    course_id, week = card.course.course_id, card.week.number
    lines: list[str] = [
        words.say("claim.title", label=claim_name(words, "", week, LABEL_LIMIT)),
        words.say("claim.out_of_sight"),
    ]
    reports = ReportsButton.of(course_id, card.claim.claim_id, words)
    return lines, ClaimsButton.of(course_id, week, words, marker), reports


def quoted(passage: str) -> str:
    """A passage word for word, each of its lines behind a quotation bar."""
    cut = min(len(passage), QUOTE_LIMIT)
    shown = _behind_bars(passage, cut)
    while len(shown) > QUOTE_SHOWN:
        cut = cut * QUOTE_SHOWN // len(shown) - 1
        shown = _behind_bars(passage, cut)
    return shown


def _behind_bars(passage: str, cut: int) -> str:
    shown = passage if cut >= len(passage) else passage[:cut] + "…"
    return "\n".join(f"> {escape(line)}" for line in shown.splitlines())


def board(card: BoardCard, words: Words, marker: str) -> Drawn:
    """The week's claims with their threads and counts."""
    week = card.week
    lines: list[str] = [words.say("board.title", week=week.number, topic=week.topic)]
    if not card.lines:
        lines.append(words.say("board.none"))
    left = BOARD_LIMIT - len(lines[0])
    for index, line in enumerate(card.lines):
        shown = _board_lines(words, line, week.number)
        left -= len(shown) + 1
        if left < 0:
            lines.append(words.say("board.more", count=len(card.lines) - index))
            break
        lines.append(shown)
    return lines, ClaimsButton.of(card.course.course_id, week.number, words, marker)


def _board_lines(words: Words, line: BoardLine, week: int) -> str:
    facts: list[str] = [words.say("board.own")] if line.own else []
    facts += [words.say("board.reports", count=line.reports, of=line.of_reports)] if line.reports else []
    facts.append(tally_line(words, line.stances))
    facts += changed_facts(words, line.changed)
    facts.append(words.say("board.posts", count=line.posts))
    name = claim_name(words, line.claim.label, week, BOARD_LABEL)
    shown: list[str] = [
        words.say("board.line", label=name, thread=Raw(f"<#{line.claim.thread_xid}>")),
        " · ".join(facts),
    ]
    if line.outcome is not None:
        shown.append(words.say("board.outcome", line=line.outcome))
    elif line.ended:
        shown.append(words.say("board.ended"))
    return "\n".join(shown)


def changed_facts(words: Words, changed: int) -> list[Raw]:
    """How many minds changed, where any did."""
    return [words.say("stance.changed", count=changed)] if changed else []


def invite(card: InviteCard, words: Words, marker: str) -> Drawn:
    """Who is called into a thread."""
    names = Raw(" ".join(f"<@{xid}>" for xid in card.user_xids))
    lines: Sequence[str] = [words.say("invite.names", names=names), words.say("invite.why")]
    return lines, ClaimsButton.of(card.course.course_id, card.week.number, words, marker)


def outcome(card: OutcomeCard, words: Words, marker: str) -> Drawn:
    """How the discussion ended."""
    tally = " · ".join([tally_line(words, card.stances), *changed_facts(words, card.changed)])
    lines: list[str] = [words.say("outcome.title", week=card.week.number)]
    if card.line is not None:
        lines.append(words.say("outcome.line", line=card.line))
    lines.append(tally)
    return lines, ClaimsButton.of(card.course.course_id, card.week.number, words, marker)


def answer(card: AnswerCard, words: Words, marker: str) -> Drawn:
    """What a member writes without their name."""
    author = AuthorButton.of(card.course.course_id, card.answer_id, words, marker)
    if card.text is None:
        return [words.say("answer.gone")], author
    lines: list[str] = [words.say("answer.by"), *(escape(line) for line in card.text.split("\n"))]
    return lines, author, TakeBackButton.of(card.course.course_id, card.answer_id, words)
