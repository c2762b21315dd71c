"""The rules of a discussion: whose words are shown, who is called in, when it ends, what may be written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seminar.claims import QUOTES, Passage, Stance
from bot.seminar.quotes import Quote, Voices, allowed_label, chosen_quotes
from bot.seminar.refusals import BadText
from bot.seminar.reports import Speaker
from bot.seminar.stances import Held, changed_minds, dissenters
from bot.seminar.threads import (
    DISCUSSION_LASTS,
    Tag,
    discussion_ends,
    invited,
    sentence,
    shown_label,
    tag_for,
    unnamed_text,
)
from bot.seminar.weeks import WeekState
from tests.factories import DUE, claim, passage, times, week

PASSAGES = st.lists(
    st.builds(
        Passage,
        statement_id=st.integers(1, 40),
        member_id=st.integers(1, 6),
        text=st.sampled_from(["One.", "Two.", "Three."]),
        by=st.sampled_from(Speaker),
        weight=st.sampled_from([0.2, 0.5, 0.9]),
        claim_id=st.none(),
    ),
    max_size=12,
)
OBJECTED = st.frozensets(st.tuples(st.integers(1, 6), st.sampled_from(["One.", "Two.", "Three."])))
VOICES = st.builds(Voices, OBJECTED, st.frozensets(st.integers(1, 6)))
DAY = timedelta(days=1)


@given(PASSAGES, VOICES, st.data())
def test_only_words_that_may_be_shown_are_quoted(
    passages: list[Passage], voices: Voices, data: st.DataObject
) -> None:
    kept = [Quote(one.member_id, one.text, one.by) for one in data.draw(st.permutations(passages))[:3]]
    chosen = chosen_quotes(passages, kept, voices)
    assert len(chosen) <= QUOTES
    assert len({quote.member_id for quote in chosen}) == len(chosen), "each report is quoted once"
    for quote in chosen:
        assert (quote.member_id, quote.text) not in voices.objected
        assert quote.by is Speaker.PRESENTER or quote.member_id in voices.consenting
        assert any((one.member_id, one.text) == (quote.member_id, quote.text) for one in passages)
    assert chosen_quotes(passages, chosen, voices) == chosen, "what stands there stays"


@given(PASSAGES, VOICES, st.sampled_from(["One.", "Two.", "Written by staff."]), st.booleans())
def test_a_label_is_never_words_that_may_not_be_shown(
    passages: list[Passage],
    voices: Voices,
    label: str,
    named: bool,  # noqa: FBT001
) -> None:
    called = replace(claim(label=label), named=named)
    shown = allowed_label(called, passages, voices)
    holders = [one for one in passages if one.text == shown]
    objected = any(text == shown for _, text in voices.objected)
    if shown and (holders or objected):
        assert any(voices.allow(one) for one in holders)
    assert not shown or named or holders, "nobody says so any more"
    assert allowed_label(replace(called, label=shown), passages, voices) == shown


def test_who_opened_a_claim_is_shown_in_it_until_they_object() -> None:
    said = [passage(member_id=4, text="I walk.", by=Speaker.STUDENT)]
    assert allowed_label(claim(label="I walk."), said, Voices()) == ""
    assert allowed_label(claim(label="I walk."), said, Voices(), opener=4) == "I walk."
    assert allowed_label(claim(label="I walk."), said, Voices(frozenset({(4, "I walk.")})), opener=4) == ""
    assert (
        allowed_label(claim(label="A new one."), said, Voices(frozenset({(4, "A new one.")})), opener=4) == ""
    )


def held(*pairs: tuple[Stance, Stance]) -> list[Held]:
    return [Held(number, *pair) for number, pair in enumerate(pairs, 1)]


def test_minds_and_those_who_hold_what_few_do() -> None:
    agree, disagree, unsure = Stance.AGREE, Stance.DISAGREE, Stance.UNSURE
    every = held((agree, agree), (agree, disagree), (unsure, agree), (agree, agree))
    assert changed_minds(every) == 2
    assert dissenters(every) == [2]
    assert dissenters(held((agree, agree), (agree, disagree))) == []
    assert dissenters([]) == []
    assert invited([Quote(7, "One.", Speaker.PRESENTER)], every, [9]) == [2, 7, 9]


def test_a_discussion_ends_when_the_next_week_is_due() -> None:
    first = week()
    second = week(week_id=2, number=2, when=times(due=DUE + 7 * DAY, cutoff=DUE + 9 * DAY))
    third = week(week_id=3, number=3, when=times(due=DUE + 14 * DAY, cutoff=DUE + 16 * DAY))
    assert discussion_ends(first, [third, first, second]) == DUE + 7 * DAY
    skipped = week(week_id=2, number=2, when=second.times, state=WeekState.SKIPPED)
    assert discussion_ends(first, [first, skipped, third]) == DUE + 14 * DAY
    assert discussion_ends(third, [first, second, third]) == DUE + 14 * DAY + DISCUSSION_LASTS


def test_a_tag_is_the_weeks_or_the_first_that_may_be_used() -> None:
    tags = [Tag(1, "staff", for_moderators=True), Tag(2, "talk"), Tag(3, "Week 16"), Tag(4, "6주차")]
    assert tag_for(6, tags, required=True) == tags[3]
    assert tag_for(7, tags, required=True) == tags[1]
    assert tag_for(7, tags, required=False) is None
    assert tag_for(7, tags[:1], required=True) is None


@given(st.text(max_size=400))
def test_a_label_is_one_line_that_turns_nothing_around(text: str) -> None:
    shown = shown_label(text, 100)
    assert len(shown) <= 100
    assert "\n" not in shown
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@pytest.mark.parametrize("text", ["", " \n ", "\u3164\u2800", "…", "x" * 301])
def test_a_sentence_says_something_and_is_not_long(text: str) -> None:
    with pytest.raises(BadText):
        sentence(text)


def test_an_answer_keeps_its_lines() -> None:
    assert unnamed_text(" One.\r\n\r\nTwo\u202e. ") == "One.\n\nTwo."
