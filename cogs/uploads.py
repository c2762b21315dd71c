"""Files that came with an interaction: fetched while Discord holds them, and kept where there are several."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.actions import reports
from bot.actions.courses import Ask
from bot.seminar.refusals import FileGone, FileTooLarge
from bot.seminar.reports import Arrival, Source
from bot.words.refusals import in_words
from cogs.ui.answers import answer, text_file
from cogs.ui.forms import Upload
from cogs.ui.house import Interaction, house_of, words_of
from cogs.ui.selects import plain


async def download(client: discord.Client, upload: Upload, limit: int) -> bytes:
    """The content of a file that Discord still holds. Raises FileTooLarge, FileGone."""
    if upload.size > limit:
        raise FileTooLarge(name=upload.name, size=upload.size, limit=limit)
    try:
        data: bytes = await client.http.get_from_cdn(upload.url)
    except (discord.NotFound, discord.Forbidden) as error:
        raise FileGone(name=upload.name) from error
    return data


async def file_arrival(
    interaction: Interaction, text: str, upload: Upload, arrival_xid: int | None = None
) -> Arrival:
    """A file that came with an interaction, by Discord's clock. Raises FileTooLarge, FileGone."""
    return Arrival(
        arrival_xid=arrival_xid or interaction.id,
        user_xid=interaction.user.id,
        received_at=interaction.created_at,
        source=Source.FILE,
        text=text,
        file_name=upload.name,
        file=await download(interaction.client, upload, house_of(interaction).file_limit),
    )


async def ask_which(
    interaction: Interaction, ask: Ask, text: str, uploads: Sequence[Upload], week: int | None
) -> None:
    """Keeps several files, and asks which one counts: whichever it is, it counts from now.

    Those that cannot be had are named; a text that was typed is kept with each of the others.
    """
    house, words = house_of(interaction), words_of(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    kept: list[tuple[str, str]] = []
    lines: list[str] = []
    async with house.desk.turn(interaction.user.id):
        for upload in uploads:
            try:
                arrival = await file_arrival(interaction, text, upload, upload.xid)
                await reports.keep(house.store, ask, arrival, week)
                kept.append((upload.name, str(upload.xid)))
            except (FileTooLarge, FileGone) as refusal:
                lines.append(in_words(refusal, words))
    if not kept:
        await answer(
            interaction, "\n".join(lines), file=text_file("report.md", text) if text.strip() else None
        )
        return
    lines.append(words.say("files.kept", count=len(kept), at=interaction.created_at))
    custom_id = f"inbox:kept:{ask.course_id or 0}:{week or ''}"
    await answer(interaction, "\n".join(lines), plain(custom_id, words.say("inbox.which_file"), kept))
