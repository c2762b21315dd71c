"""Cards of a discussion fit into a message whatever their words are, and ping only who is called in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.messenger import _allowed
from bot.seminar.cards import (
    AnswerCard,
    BoardCard,
    BoardLine,
    Card,
    ClaimCard,
    InviteCard,
    NoteCard,
    OutcomeCard,
)
from bot.seminar.claims import Stance
from bot.seminar.deliveries import Note
from bot.seminar.threads import UNNAMED_LIMIT
from bot.words.catalogues import words_for
from bot.words.markup import unescape
from cogs.ui.buttons import Button
from cogs.ui.cards import draw, thread_name
from cogs.ui.threadcards import quoted
from tests.factories import claim, course, week

MESSAGE_LIMIT = 4000
WORST = "*" * 4000, "@everyone " * 400, "<@1>\n" * 800, "\u202e<#7>_`" * 570, "1. \n" * 1000, "가" * 4000
NOBODY_YET = dict.fromkeys(Stance, 0)


def texts(view: Any) -> str:
    return "".join(part.content for part in view.walk_children() if isinstance(part, discord.ui.TextDisplay))


def pinged(card: Card) -> dict[str, Any]:
    """What Discord is told of whom the message may ping."""
    return dict(_allowed(card).to_dict())


def cards_of(words: str) -> list[Card]:
    said = replace(claim(), label=words, thread_xid=2**63)
    here, now = course(), week()
    three = (words,) * 3
    line = BoardLine(said, 60, 60, NOBODY_YET, 60, 999, own=True, ended=True, outcome=words[:300])
    names = ("*" * 80,) * 3
    return [
        ClaimCard(here, now, said, 60, 60, three, NOBODY_YET, names=names, own=True, unnamed=True),
        BoardCard(here, now, (line,) * 40),
        OutcomeCard(here, now, words[:300], NOBODY_YET, 3),
        AnswerCard(here, 1, words[:UNNAMED_LIMIT]),
    ]


@pytest.mark.parametrize("words", WORST)
def test_the_worst_words_fit_and_ping_nobody(words: str) -> None:
    for card in cards_of(words):
        view = draw(card, "~" + "a" * 16)
        assert len(texts(view)) <= MESSAGE_LIMIT, type(card)
        assert "@everyone" not in texts(view)
        assert "<@1>" not in texts(view)
        assert pinged(card) == {"parse": []}


@pytest.mark.parametrize("words", WORST)
def test_a_quote_is_a_slice_behind_its_bars(words: str) -> None:
    lines = [unescape(line.removeprefix("> ")) for line in quoted(words).split("\n")]
    assert all(line in words for line in [*lines[:-1], lines[-1].removesuffix("…")])


def test_who_is_called_in_is_pinged_and_nobody_else() -> None:
    assert pinged(InviteCard(course(), week(), (9001, 9002))) == {"parse": [], "users": [9001, 9002]}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_staff_hid_leaves_a_sentence_and_no_stance_to_take(language: str) -> None:
    card = ClaimCard(course(language=language), week(), replace(claim(), label="", hidden=True), 7, 9, (), {})
    view = draw(card, "~" + "a" * 16)
    ids = [part.custom_id for part in view.walk_children() if isinstance(part, Button)]
    assert words_for(language).say("claim.out_of_sight") in texts(view)
    assert [one.split(":")[1] for one in ids] == ["list", "reports"]
    empty = draw(BoardCard(course(language=language), week(), ()), "~" + "a" * 16)
    assert words_for(language).say("board.none") in texts(empty)


def test_a_note_that_stays_as_it_is_holds_nobodys_words() -> None:
    shown = texts(draw(NoteCard(course(), week(), Note.MERGED, claim()), "~" + "a" * 16))
    assert "A claim of week 1" in shown
    assert claim().label not in shown


def test_a_claim_without_words_is_called_by_its_week() -> None:
    (card, *_) = cards_of("")
    assert isinstance(card, ClaimCard)
    assert thread_name(card) == "A claim of week 1"
    assert 1 <= len(thread_name(replace(card, claim=replace(claim(), label="*_" * 90)))) <= 100
