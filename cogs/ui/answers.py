"""Answers that only the person who asked sees, and the one place where a no becomes a sentence."""

from __future__ import annotations

import io
import logging
from collections.abc import Awaitable, Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.seminar.refusals import Refusal
from bot.words.refusals import in_words
from cogs.ui.house import Interaction, words_of

log = logging.getLogger(__name__)

CONTENT_LIMIT = 2000
VIEW_LIMIT = 3900
"""Letters in all the texts of a message of components, with some to spare."""
ROW_WIDTH = 5
NOBODY = discord.AllowedMentions.none()


def still(view: ui.LayoutView) -> ui.LayoutView:
    """A view that discord.py sends but does not keep: its buttons are found by their custom ids."""
    view.stop()
    return view


def fitted(text: str, limit: int = CONTENT_LIMIT) -> str:
    """The text, cut at a line's end where it is longer than a message may be."""
    if len(text) <= limit:
        return text
    return text[: limit - 2].rsplit("\n", 1)[0] + "\n…"


def text_file(name: str, text: str) -> discord.File:
    """A text as an attachment."""
    return discord.File(io.BytesIO(text.encode()), filename=name)


def bytes_file(name: str, content: bytes) -> discord.File:
    """A file as it came."""
    return discord.File(io.BytesIO(content), filename=name)


async def answer(
    interaction: Interaction,
    text: str,
    *buttons: ui.Item[Any],
    file: discord.File | list[discord.File] | None = None,
    limit: int = CONTENT_LIMIT,
) -> None:
    """Answers the person who asked, and nobody else, now or after a deferral; nothing in it pings.

    `limit` is for an answer with buttons, which may be as long as VIEW_LIMIT.
    """
    files = file if isinstance(file, list) else [file] if file else []
    deferred = interaction.response.is_done()
    if buttons:
        view = card(text, *buttons, limit=limit, files=files)
        if deferred:
            await interaction.edit_original_response(view=view, attachments=files, allowed_mentions=NOBODY)
        else:
            await interaction.response.send_message(
                view=view, files=files, ephemeral=True, allowed_mentions=NOBODY
            )
    elif deferred:
        await interaction.edit_original_response(
            content=fitted(text), attachments=files, allowed_mentions=NOBODY
        )
    else:
        await interaction.response.send_message(
            fitted(text), files=files, ephemeral=True, allowed_mentions=NOBODY
        )


async def answer_at_length(interaction: Interaction, text: str, *buttons: ui.Item[Any]) -> None:
    """As `answer`, for texts that a plain message does not hold, such as the plan of a term."""
    view = card(text, *buttons, limit=VIEW_LIMIT)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)


def card(
    text: str,
    *buttons: ui.Item[Any],
    limit: int = CONTENT_LIMIT,
    files: Sequence[discord.File] = (),
) -> ui.LayoutView:
    """A text with its files and rows of buttons and selects below it.

    Discord shows a file of such a message only where a component names it.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(fitted(text, limit)))
    for file in files:
        view.add_item(ui.File(file))
    for row in rows_of(buttons):
        view.add_item(ui.ActionRow(*row))
    return still(view)


def rows_of(items: Sequence[ui.Item[Any]]) -> Iterator[list[ui.Item[Any]]]:
    """The items in rows: five buttons to a row, and a select alone."""
    row: list[ui.Item[Any]] = []
    for item in items:
        if row and sum(one.width for one in row) + item.width > ROW_WIDTH:
            yield row
            row = []
        row.append(item)
    if row:
        yield row


async def guarded(interaction: Interaction, work: Awaitable[None]) -> None:
    """Runs what a person asked for; a refusal is answered, and so is whatever else goes wrong."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 (nobody is left without an answer)
        await explain(interaction, error)


async def explain(interaction: Interaction, error: BaseException) -> None:
    """Tells the person why it did not work; what nobody expected goes to the log with a reference."""
    words = words_of(interaction)
    if isinstance(error, Refusal):
        text = str(in_words(error, words))
    elif isinstance(error, discord.NotFound) and error.code == 10062:
        log.warning("interaction %s was answered too late", interaction.id)
        return
    else:
        log.error("interaction %s failed", interaction.id, exc_info=error)
        text = words.say("failure.unexpected", reference=str(interaction.id))
    await _tell(interaction, text)


async def _tell(interaction: Interaction, text: str) -> None:
    try:
        if interaction.response.is_done():
            await interaction.followup.send(fitted(text), ephemeral=True, allowed_mentions=NOBODY)
        else:
            await interaction.response.send_message(fitted(text), ephemeral=True, allowed_mentions=NOBODY)
    except discord.HTTPException as error:
        log.warning("interaction %s got no answer: %s", interaction.id, error)
