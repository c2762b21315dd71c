"""What /setup close does: says what the archive holds, then ends the course and hands it out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord

from bot.actions import terms
from bot.actions.terms import Ending
from bot.papers.archives import archive_of
from bot.words.catalogues import Words, words_for
from cogs.ui.answers import answer, bytes_file
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.progress import Progress


class CloseButton(Button, template=r"setup:close:(?P<course_id>[0-9]+)"):
    """Ends the course."""

    style = discord.ButtonStyle.danger

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await close(interaction, int(facts["course_id"]))


async def look(interaction: Interaction) -> None:
    """Answers with what would be archived and of how many, and the button that does it."""
    words = words_of(interaction)
    ending = await terms.look(house_of(interaction).store, ask_of(interaction))
    label = words.say("button.archive" if ending.was_closed else "button.close")
    button = CloseButton(f"setup:close:{ending.course.course_id}", label)
    await answer(interaction, "\n".join(ending_lines(words, ending)), button)


async def close(interaction: Interaction, course_id: int) -> None:
    """Ends the course, and answers with its archive or where it lies."""
    house, words, ask = house_of(interaction), words_of(interaction), ask_of(interaction, course_id)
    await interaction.response.defer(ephemeral=True, thinking=True)
    ending = await terms.close(house.store, ask)
    house.wake()
    progress, weeks = Progress(interaction), []
    for week in ending.weeks:
        weeks.append(await terms.archived_week(house.store, ask, week.number))
        await progress.step(len(weeks), len(ending.weeks))
    course, closed_at = ending.course, ending.course.closed_at or ask.at
    packed = await asyncio.to_thread(archive_of, words_for(course.language), course, weeks, closed_at)
    said = [words.say("close.done", course=course.name)]
    name = f"course-{course.course_id}-{closed_at:%Y-%m-%d}.zip"
    if len(packed) <= interaction.filesize_limit:
        said.append(words.say("close.here"))
        await answer(interaction, "\n".join(said), file=bytes_file(name, packed))
        return
    await asyncio.to_thread(_put, house.archives, name, packed)
    said.append(words.say("close.there", name=name, size=len(packed)))
    await answer(interaction, "\n".join(said))


def ending_lines(words: Words, ending: Ending) -> list[str]:
    """What is in the archive and about whom, and what closing means."""
    key = "close.again" if ending.was_closed else "close.what"
    return [
        words.say("close.title", course=ending.course.name),
        words.say("close.holds", weeks=len(ending.weeks), students=ending.students, reports=ending.reports),
        words.say("close.care"),
        words.say(key),
    ]


def _put(folder: Path, name: str, content: bytes) -> None:
    """For whoever runs the bot alone: no other account of the machine reads it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    part.touch(mode=0o600)
    part.write_bytes(content)
    part.replace(folder / name)
