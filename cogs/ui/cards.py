"""Cards: what the bot says of its own accord, drawn from plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import ui

from bot.seminar.cards import Card, ClaimCard, GrantCard, PromptCard, ReminderCard
from bot.seminar.claims import Stance, one_line
from bot.words.catalogues import Words, words_for
from bot.words.markup import Raw, escape
from cogs.claims import ClaimsButton, StanceButton
from cogs.handin import SubmitButton
from cogs.members import StatusButton
from cogs.policies import policy_line
from cogs.ui.answers import still

PROMPT_COLOUR = discord.Colour(0x2F6F6B)
CLAIM_COLOUR = discord.Colour(0xB5642B)
QUOTE_LIMIT = 700


def draw(card: Card, marker: str) -> ui.LayoutView:
    """The message of a card in the course's language; its first button ends with the marker."""
    words = words_for(card.course.language)
    if isinstance(card, PromptCard):
        return _prompt(card, words, marker)
    if isinstance(card, ReminderCard):
        return _reminder(card, words, marker)
    if isinstance(card, GrantCard):
        return _grant(card, words, marker)
    return _claim(card, words, marker)


def thread_name(card: ClaimCard) -> str:
    """The name of a claim's thread."""
    return one_line(card.claim.label)


def _prompt(card: PromptCard, words: Words, marker: str) -> ui.LayoutView:
    week = card.week
    lines: list[str] = [words.say("prompt.title", week=week.number, topic=week.topic)]
    if card.late_by is not None:
        lines.append(words.say("prompt.late", opens=week.times.opens))
    if week.presenters:
        lines.append(words.say("prompt.presenter", names=", ".join(one.name for one in week.presenters)))
    if week.prompt:
        lines.append(words.say("prompt.questions", prompt=week.prompt))
    lines.append(words.say("prompt.due", due=week.times.due))
    lines.append(policy_line(words, card.policy, week.times.cutoff))
    course_id = card.course.course_id
    return _card(
        PROMPT_COLOUR,
        lines,
        SubmitButton.of(course_id, week.number, words, marker),
        StatusButton.of(course_id, words),
        ClaimsButton.of(course_id, week.number, words),
    )


def _reminder(card: ReminderCard, words: Words, marker: str) -> ui.LayoutView:
    week = card.week
    lines: list[str] = [
        words.say("reminder.title", course=card.course.name, week=week.number, topic=week.topic),
        words.say("reminder.due", due=card.due),
    ]
    if card.handed_in:
        lines.append(words.say("reminder.handed_in", count=card.handed_in))
    lines.append(words.say("reminder.why"))
    return _card(PROMPT_COLOUR, lines, SubmitButton.of(card.course.course_id, week.number, words, marker))


def _grant(card: GrantCard, words: Words, marker: str) -> ui.LayoutView:
    week = card.week
    lines: list[str] = [
        words.say("reminder.title", course=card.course.name, week=week.number, topic=week.topic),
        words.say("grant.excused") if card.excused else words.say("grant.due", due=card.due),
    ]
    if card.reason:
        lines.append(words.say("grant.reason", reason=card.reason))
    button = SubmitButton.of(card.course.course_id, week.number, words, marker)
    return _card(PROMPT_COLOUR, lines, button)


def _claim(card: ClaimCard, words: Words, marker: str) -> ui.LayoutView:
    lines: list[str] = [
        words.say("claim.title", label=one_line(card.claim.label, 300)),
        words.say("claim.share", count=card.reports, of=card.of_reports, week=card.week.number),
        *(words.say("claim.quote", quote=Raw(quoted(words, quote))) for quote in card.quotes),
        words.say("claim.question"),
    ]
    return _card(CLAIM_COLOUR, lines, *_stances(card.course.course_id, card.claim.claim_id, words, marker))


def _stances(course_id: int, claim_id: int, words: Words, marker: str) -> Iterator[StanceButton]:
    for index, stance in enumerate(Stance):
        yield StanceButton.of(course_id, claim_id, stance, words, "" if index else marker)


def quoted(words: Words, passage: str) -> str:
    """A passage word for word, each of its lines behind a quotation bar."""
    shown = passage if len(passage) <= QUOTE_LIMIT else passage[:QUOTE_LIMIT] + "…"
    return "\n".join(f"> {escape(line)}" for line in shown.splitlines())


def _card(colour: discord.Colour, lines: list[str], *buttons: ui.Item[Any]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    container.add_item(ui.TextDisplay("\n".join(lines)))
    container.add_item(ui.ActionRow(*buttons))
    view.add_item(container)
    return still(view)
