"""Cards: what the bot says of its own accord, drawn from plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import discord
from discord import ui

from bot.seminar.cards import (
    AnswerCard,
    BoardCard,
    Card,
    ClaimCard,
    ConfirmCard,
    DigestCard,
    GrantCard,
    InviteCard,
    MarkCard,
    MentionCard,
    NoteCard,
    NoticeCard,
    OutcomeCard,
    PromptCard,
    RecapCard,
    ReminderCard,
)
from bot.seminar.claims import THREAD_NAME_LIMIT
from bot.seminar.courses import Member
from bot.seminar.deliveries import Notice
from bot.seminar.weeks import WeekState
from bot.words.catalogues import Words, words_for
from bot.words.markup import Raw, unescape
from cogs.claims import ClaimsButton
from cogs.confirming import ConfirmButton
from cogs.deliveries import LedgerButton
from cogs.handin import SubmitButton
from cogs.members import QuietButton, SnoozeButton, StatusButton
from cogs.moves import MoveButton
from cogs.policies import gates_line, policy_line
from cogs.ui import threadcards
from cogs.ui.answers import still
from cogs.ui.marks import review_lines
from cogs.ui.naming import claim_name
from cogs.ui.recaps import recap_view

PROMPT_COLOUR = discord.Colour(0x2F6F6B)
STAFF_COLOUR = discord.Colour(0x4A5560)
PEOPLE_LIMIT = 40


def draw(card: Card, marker: str, description: str | None = None) -> ui.LayoutView:
    """The message of a card in the course's language, or its reader's; its first button ends with the marker.

    `description` says what the picture shows that is sent with a recap.
    """
    words = words_for(card.course.language)
    if isinstance(card, PromptCard):
        return _prompt(card, words, marker)
    if isinstance(card, ReminderCard):
        return _reminder(card, words, marker)
    if isinstance(card, GrantCard | MarkCard | ConfirmCard):
        return _to_member(card, words, marker)
    if isinstance(card, MentionCard):
        return _mention(card, words, marker)
    if isinstance(card, NoticeCard):
        return _notice(card, words, marker)
    if isinstance(card, DigestCard):
        return _digest(card, words, marker)
    if isinstance(card, RecapCard):
        return recap_view(card, words, marker, description)
    if isinstance(card, NoteCard):
        return _note(card, words, marker)
    return _of_discussion(card, words, marker)


def _to_member(card: GrantCard | MarkCard | ConfirmCard, words: Words, marker: str) -> ui.LayoutView:
    if isinstance(card, GrantCard):
        return _grant(card, words, marker)
    if isinstance(card, MarkCard):
        return _mark(card, words, marker)
    return _confirm(card, words_for(card.language), marker)


def _of_discussion(
    card: ClaimCard | BoardCard | InviteCard | OutcomeCard | AnswerCard, words: Words, marker: str
) -> ui.LayoutView:
    colour = threadcards.CLAIM_COLOUR
    if isinstance(card, BoardCard):
        return _card(colour, *threadcards.board(card, words, marker))
    if isinstance(card, InviteCard):
        return _card(colour, *threadcards.invite(card, words, marker))
    if isinstance(card, OutcomeCard):
        return _card(colour, *threadcards.outcome(card, words, marker))
    if isinstance(card, AnswerCard):
        return _card(colour, *threadcards.answer(card, words, marker))
    return _card(colour, *threadcards.claim(card, words, marker))


def thread_name(card: ClaimCard) -> str:
    """The name of a claim's thread."""
    words = words_for(card.course.language)
    return unescape(claim_name(words, card.claim.label, card.week.number, THREAD_NAME_LIMIT))


def _prompt(card: PromptCard, words: Words, marker: str) -> ui.LayoutView:
    week = card.week
    lines: list[str] = [words.say("prompt.title", week=week.number, topic=week.topic)]
    if week.state is WeekState.SKIPPED:
        lines.append(words.say("prompt.skipped"))
        return _card(PROMPT_COLOUR, lines, StatusButton.of(card.course.course_id, words))
    if card.late_by is not None:
        lines.append(words.say("prompt.late", opens=week.times.opens))
    if week.presenters:
        lines.append(words.say("prompt.presenter", names=", ".join(one.name for one in week.presenters)))
    if week.prompt:
        lines.append(words.say("prompt.questions", prompt=week.prompt))
    lines.append(words.say("prompt.due", due=week.times.due))
    lines.append(policy_line(words, card.policy, week.times.cutoff))
    if card.gates:
        lines.append(gates_line(words, card.gates))
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
    if card.claim is not None and card.claim.thread_xid is not None and card.claim.label:
        thread = Raw(f"<#{card.claim.thread_xid}>")
        lines.append(
            words.say(
                "reminder.claim", label=claim_name(words, card.claim.label, week.number, 200), thread=thread
            )
        )
    lines.append(words.say("reminder.why"))
    course_id = card.course.course_id
    return _card(
        PROMPT_COLOUR,
        lines,
        SubmitButton.of(course_id, week.number, words, marker),
        SnoozeButton.of(course_id, week.number, words),
        QuietButton.of(course_id, words),
    )


def _mention(card: MentionCard, words: Words, marker: str) -> ui.LayoutView:
    week = card.week
    names = Raw(" ".join(f"<@{xid}>" for xid in card.user_xids))
    lines: list[str] = [
        words.say("mention.title", week=week.number, topic=week.topic),
        words.say("mention.names", names=names),
        words.say("reminder.due", due=card.due),
    ]
    if card.handed_in:
        lines.append(words.say("reminder.handed_in", count=card.handed_in))
    lines.append(words.say("mention.why"))
    return _card(
        PROMPT_COLOUR,
        lines,
        SubmitButton.of(card.course.course_id, week.number, words, marker),
        StatusButton.of(card.course.course_id, words),
    )


def _notice(card: NoticeCard, words: Words, marker: str) -> ui.LayoutView:
    about, week = card.about, int(card.about.get("week", 0))
    lines: list[str] = [words.say("notice.title", course=card.course.name)]
    if card.notice is Notice.AWAY:
        times = {name: datetime.fromtimestamp(int(about[name]), UTC) for name in ("since", "until", "due")}
        lines.append(words.say("notice.away", week=week, **times))
        proposed = datetime.fromtimestamp(int(about["proposed"]), UTC)
        lines.append(words.say("notice.proposal", proposed=proposed))
        move = MoveButton.of(card.course.course_id, week, proposed, words)
        return _card(STAFF_COLOUR, lines, LedgerButton.of(card.course.course_id, week, words, marker), move)
    facts: dict[str, int | str] = {"week": week, "channel": Raw(f"<#{card.course.channel_xid}>")}
    facts["names"] = people(card.members)
    since, until = (datetime.fromtimestamp(int(about.get(name, 0)), UTC) for name in ("since", "until"))
    if "reason" in about:
        facts["reason"] = words.say(f"reason.{about['reason']}")
    if "kind" in about:
        facts["kind"] = words.say(f"delivery.kind.{about['kind']}")
    lines.append(words.say(f"notice.{card.notice}", since=since, until=until, **facts))
    return _card(STAFF_COLOUR, lines, LedgerButton.of(card.course.course_id, week, words, marker))


def _digest(card: DigestCard, words: Words, marker: str) -> ui.LayoutView:
    week = card.week
    lines: list[str] = [
        words.say("digest.title", week=week.number, topic=week.topic),
        words.say(
            "digest.counts",
            handed_in=card.in_time,
            late=card.late,
            missing=len(card.missing),
            awaited=card.awaited,
        ),
    ]
    if card.missing:
        lines.append(words.say("digest.missing", names=people(card.missing)))
    if card.unreached:
        lines.append(words.say("digest.unreached", names=people(card.unreached)))
    return _card(STAFF_COLOUR, lines, LedgerButton.of(card.course.course_id, week.number, words, marker))


def people(members: Sequence[Member]) -> Raw:
    """Members as staff read them, in one line; nobody in it is pinged."""
    shown = [f"<@{one.user_xid}>" for one in members[:PEOPLE_LIMIT]]
    return Raw(", ".join(shown) + (" …" if len(members) > PEOPLE_LIMIT else ""))


def _grant(card: GrantCard, words: Words, marker: str) -> ui.LayoutView:
    week = card.week
    lines: list[str] = [
        words.say("reminder.title", course=card.course.name, week=week.number, topic=week.topic),
    ]
    if card.excused:
        lines.append(words.say("grant.excused"))
    elif card.due > week.times.due:
        lines.append(words.say("grant.due", due=card.due))
    else:
        lines.append(words.say("grant.expected", due=card.due))
    if card.reason:
        lines.append(words.say("grant.reason", reason=card.reason))
    button = SubmitButton.of(card.course.course_id, week.number, words, marker)
    return _card(PROMPT_COLOUR, lines, button)


def _mark(card: MarkCard, words: Words, marker: str) -> ui.LayoutView:
    week = card.week
    lines: list[str] = [
        words.say("reminder.title", course=card.course.name, week=week.number, topic=week.topic),
        words.say("review.changed" if card.changed else "review.given"),
        *review_lines(words, card.review),
    ]
    return _card(PROMPT_COLOUR, lines, StatusButton.of(card.course.course_id, words, marker))


def _confirm(card: ConfirmCard, words: Words, marker: str) -> ui.LayoutView:
    week = card.week
    title = words.say("reminder.title", course=card.course.name, week=week.number, topic=week.topic)
    lines: list[str] = [title, words.say("confirm.asked", count=card.waiting), words.say("confirm.how")]
    if card.user_xids:
        names = Raw(" ".join(f"<@{xid}>" for xid in card.user_xids))
        lines.insert(1, words.say("confirm.names", names=names))
    lines.append(words.say("confirm.why"))
    button = ConfirmButton.of(card.course.course_id, week.number, words, marker)
    return _card(PROMPT_COLOUR, lines, button)


def _note(card: NoteCard, words: Words, marker: str) -> ui.LayoutView:
    into = card.into
    if into is not None and into.thread_xid is not None:
        line = words.say("note.merged_thread", thread=Raw(f"<#{into.thread_xid}>"))
    elif into is not None:
        # Nothing draws a note anew, so that no words could leave it again.
        line = words.say("note.merged", label=claim_name(words, "", card.week.number, THREAD_NAME_LIMIT))
    else:
        line = words.say(f"note.{card.note}")
    button = ClaimsButton.of(card.course.course_id, card.week.number, words, marker)
    return _card(threadcards.CLAIM_COLOUR, [line], button)


def _card(colour: discord.Colour, lines: list[str], *buttons: ui.Item[Any]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    container.add_item(ui.TextDisplay("\n".join(lines)))
    container.add_item(ui.ActionRow(*buttons))
    view.add_item(container)
    return still(view)
