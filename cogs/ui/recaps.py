"""The card that sums a week's discussion up, drawn from plain values, with or without its picture."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import ui

from bot.seminar.cards import RecapCard
from bot.seminar.claims import one_line
from bot.seminar.recaps import Talk
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.claims import ClaimsButton, tally_line
from cogs.ui.answers import still

PICTURE = "claims.png"
LABEL_LIMIT = 140
MOST_CLAIMS, MOST_OPEN = 8, 8
COLOUR = discord.Colour(0x1B7F86)


def recap_view(card: RecapCard, words: Words, marker: str, description: str | None) -> ui.LayoutView:
    """The message; `description` says what the picture shows, None where none is attached."""
    week = card.week
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=COLOUR)
    container.add_item(ui.TextDisplay("\n".join(recap_lines(card, words))))
    if description is not None:
        item = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=description)
        container.add_item(ui.MediaGallery(item))
    container.add_item(ui.ActionRow(ClaimsButton.of(card.course.course_id, week.number, words, marker)))
    view.add_item(container)
    return still(view)


def recap_lines(card: RecapCard, words: Words) -> Iterator[str]:
    """What the discussion came to, in sentences."""
    week, talks = card.week, card.talks
    yield words.say("recap.title", week=week.number, topic=week.topic)
    people = {writer for talk in talks for writer in talk.posts}
    posts = sum(sum(talk.posts.values()) for talk in talks)
    yield words.say("recap.counts", threads=len(talks), posts=posts, people=len(people))
    for talk in talks[:MOST_CLAIMS]:
        yield _claim(card, words, talk)
    if card.changed is not None:
        yield words.say("recap.changed", changed=card.changed.part, whole=card.changed.whole)
    quiet = [f"<#{talk.claim.thread_xid}>" for talk in talks if not talk.answered]
    if quiet:
        yield words.say("recap.unanswered", threads=Raw(" ".join(quiet[:MOST_OPEN])))


def _claim(card: RecapCard, words: Words, talk: Talk) -> str:
    line: str = words.say(
        "recap.claim",
        label=one_line(talk.claim.label, LABEL_LIMIT),
        part=len(talk.authors),
        whole=card.of_reports,
        posts=sum(talk.posts.values()),
    )
    return line if talk.tally is None else f"{line} · {tally_line(words, talk.tally)}"
