"""Cards: found again by their marker, within Discord's limits, and without a ping in them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from discord import ui

from bot.messenger import _allowed
from bot.seminar.cards import (
    Card,
    ClaimCard,
    ConfirmCard,
    DigestCard,
    MentionCard,
    NoteCard,
    NoticeCard,
    PromptCard,
    RecapCard,
    ReminderCard,
)
from bot.seminar.claims import Claim, ClaimState, Stance
from bot.seminar.deliveries import Kind, NewDelivery, Note, Notice
from bot.seminar.gates import GATES
from bot.seminar.pictures import Share
from bot.seminar.recaps import Held, Talk
from bot.words.catalogues import words_for
from bot.words.markup import unescape
from cogs.ui.answers import NOBODY
from cogs.ui.cards import draw, thread_name
from cogs.ui.recaps import PICTURE
from tests.factories import DUE, course, member, week

HOSTILE = "@everyone <@123> **bold** [link](https://example.org) \u202e# heading\n> " + "가" * 4000
MARKER = NewDelivery(1, 1, Kind.CLAIM, "claim:1", 1, 1, DUE).marker
MENTION = re.compile(r"<@[!&]?[0-9]|@everyone|@here")


def cards(language: str, said: str = "Streets shape habits.") -> list[Card]:
    here = course(language=language)
    this = replace(week(), topic=said[:200], prompt=said[:1500])
    claim = Claim(5, here.guild_xid, here.course_id, this.week_id, said, ClaimState.FOUND)
    return [
        PromptCard(here, this, timedelta(hours=2), gates=tuple(GATES.values())),
        ReminderCard(here, this, DUE, 3, replace(claim, thread_xid=8001)),
        ClaimCard(here, this, claim, 3, 9, (said, said, said), dict.fromkeys(Stance, 0)),
        RecapCard(here, this, 9, (talk_of(said),) * 60, Share(2, 9), None),
        ConfirmCard(here, this, language, 3),
        *(NoteCard(here, this, note) for note in (Note.OPEN, Note.CLOSED)),
        NoteCard(here, this, Note.MERGED, claim),
        NoteCard(here, this, Note.MERGED, replace(claim, thread_xid=8001)),
    ]


def talk_of(said: str) -> Talk:
    claim = Claim(5, 1, 1, 1, said, ClaimState.OPEN, thread_xid=8001)
    held = tuple(Held(5, member, Stance.AGREE, Stance.UNSURE) for member in range(1, 8))
    return Talk(claim, frozenset({1, 2, 3}), {1: 4}, held)


def staff_cards(language: str) -> list[Card]:
    """What staff are told, of each kind, and the post that mentions."""
    here, this = course(language=language), week()
    about: dict[str, int | str] = {
        "week": 1, "reason": "automod", "kind": "prompt",
        "since": 1, "until": 2, "due": 3, "proposed": 4,
    }  # fmt: skip
    return [
        MentionCard(here, this, DUE, 3, tuple(range(10**17, 10**17 + 50))),
        DigestCard(here, this, 1, 2, 3, (member(),) * 200, (member(),) * 60),
        *(NoticeCard(here, notice, about, (member(),) * 60) for notice in Notice),
    ]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_staff_are_told_is_found_again_and_fits(language: str) -> None:
    for card in staff_cards(language):
        components = drawn(card)
        assert len([xid for xid in custom_ids(components) if xid.endswith(MARKER)]) == 1
        assert sum(map(len, texts(components))) <= 4000


def test_only_the_post_that_mentions_pings_and_exactly_those_whom_it_names() -> None:
    mention, *others = staff_cards("en")
    assert isinstance(mention, MentionCard)
    told = _allowed(mention).to_dict()
    assert (told["parse"], told["users"]) == ([], list(mention.user_xids))
    assert all(_allowed(card) is NOBODY for card in [*others, *cards("en")])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_presenter_is_asked_in_their_language_and_in_the_channel_pinged_alone(language: str) -> None:
    other = "en" if language == "ko" else "ko"
    privately = ConfirmCard(course(language=other), week(), language, 2)
    said = "\n".join(texts(drawn(privately)))
    assert words_for(language).say("confirm.how") in said
    named = replace(privately, user_xids=(9001,))
    assert "<@9001>" in "\n".join(texts(drawn(named)))
    assert _allowed(named).to_dict()["users"] == [9001]


def drawn(card: Card) -> list[dict[str, Any]]:
    return draw(card, MARKER).to_components()  # type: ignore[no-untyped-call,no-any-return]


def texts(components: list[dict[str, Any]]) -> list[str]:
    found = [part["content"] for part in components if part["type"] == 10]
    return found + [text for part in components for text in texts(part.get("components", []))]


def custom_ids(components: list[dict[str, Any]]) -> list[str]:
    found = [part["custom_id"] for part in components if "custom_id" in part]
    return found + [xid for part in components for xid in custom_ids(part.get("components", []))]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_exactly_one_button_carries_the_marker(language: str) -> None:
    for card in cards(language):
        marked = [xid for xid in custom_ids(drawn(card)) if xid.endswith(MARKER)]
        assert len(marked) == 1


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_card_stays_within_discords_limits_and_pings_nobody(language: str) -> None:
    for card in cards(language, HOSTILE):
        components = drawn(card)
        said = texts(components)
        assert sum(map(len, said)) <= 4000
        assert not any(MENTION.search(text) for text in said)
        assert len(custom_ids(components)) == len(set(custom_ids(components)))
        assert all(len(xid) <= 100 for xid in custom_ids(components))


def test_a_quote_is_shown_word_for_word() -> None:
    passage = "The *old* market_place fed <everyone> — 광장은 모두의 것이다."
    (shown,) = texts(drawn(cards("en", passage)[2]))
    assert f"> {passage}" in unescape(shown)


def test_a_thread_is_named_by_its_claim_in_one_line() -> None:
    (card,) = [card for card in cards("en", HOSTILE) if isinstance(card, ClaimCard)]
    assert len(thread_name(card)) <= 100
    assert "\n" not in thread_name(card)


async def test_discord_py_keeps_no_card() -> None:
    assert all(draw(card, MARKER).is_finished() for card in cards("en"))
    assert isinstance(draw(cards("en")[0], MARKER), ui.LayoutView)


def pictured(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The galleries of a message, however deep they lie."""
    found = [part for part in components if part["type"] == 12]
    return found + [one for part in components for one in pictured(part.get("components", []))]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_recap_shows_its_picture_only_where_there_is_one(language: str) -> None:
    (card,) = [card for card in cards(language) if isinstance(card, RecapCard)]
    assert pictured(drawn(card)) == []
    shown = draw(card, MARKER, "what it shows").to_components()  # type: ignore[no-untyped-call]
    ((item,),) = [one["items"] for one in pictured(shown)]
    assert item["media"] == {"url": f"attachment://{PICTURE}"}
    assert item["description"] == "what it shows"


def test_a_recap_tells_no_stances_of_few() -> None:
    (card,) = [card for card in cards("en") if isinstance(card, RecapCard)]
    few = replace(card.talks[0], held=card.talks[0].held[:4])
    (told,), (hidden,) = (texts(drawn(replace(card, talks=(one,)))) for one in (card.talks[0], few))
    assert "unsure 7" in told
    assert "unsure" not in hidden
