"""/me data: what the course knows of oneself, as a copy or gone; /setup privacy: for how long it is kept."""

from __future__ import annotations

import asyncio

import discord

from bot.actions import privacy
from bot.actions.privacy import Known
from bot.papers.dossier import dossier
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.ui.answers import answer, bytes_file
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of

UPLOAD_LIMIT = 9_500_000
"""Bytes. Discord takes ten megabytes of a bot in a server without boosts."""


class CopyDataButton(Button, template=r"data:copy:(?P<course_id>[0-9]+)"):
    """Sends the person who presses it all that the course knows of them."""

    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, course_id: int, words: Words) -> CopyDataButton:
        return cls(f"data:copy:{course_id}", words.say("button.data_copy"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        words = words_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        ask = ask_of(interaction, int(facts["course_id"]))
        found = await privacy.everything(house_of(interaction).store, ask)
        packed, left_out = await asyncio.to_thread(dossier, found, words, UPLOAD_LIMIT)
        said = [words.say("data.copied", count=len(found.files))]
        if left_out:
            said.append(words.say("data.left_out", count=len(left_out)))
        name = f"colloquy-data-{found.member.member_id}.zip"
        await answer(interaction, "\n".join(said), file=bytes_file(name, packed))


class DeleteButton(Button, template=r"data:delete:(?P<course_id>[0-9]+)"):
    """Says what would go and what stays, before anything does."""

    @classmethod
    def of(cls, course_id: int, words: Words) -> DeleteButton:
        return cls(f"data:delete:{course_id}", words.say("button.data_delete"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        words, course_id = words_of(interaction), int(facts["course_id"])
        known = await privacy.known_of(house_of(interaction).store, ask_of(interaction, course_id))
        said = [
            words.say("data.goes", reports=known.reports),
            words.say("data.stays"),
            until_line(words, known),
            words.say("data.no_way_back"),
        ]
        await answer(interaction, "\n\n".join(said), ReallyButton.of(course_id, words))


class ReallyButton(Button, template=r"data:really:(?P<course_id>[0-9]+)"):
    """Deletes the data of the person who presses it."""

    style = discord.ButtonStyle.danger

    @classmethod
    def of(cls, course_id: int, words: Words) -> ReallyButton:
        return cls(f"data:really:{course_id}", words.say("button.data_really"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, words = house_of(interaction), words_of(interaction)
        course = await privacy.erase(house.store, ask_of(interaction, int(facts["course_id"])))
        house.wake()
        await answer(interaction, words.say("data.gone", course=course.name))


async def show_data(interaction: Interaction) -> None:
    """Answers who sees what of the person, and for how long, with a copy and the way out."""
    words = words_of(interaction)
    known = await privacy.known_of(house_of(interaction).store, ask_of(interaction))
    course = known.course
    said = [words.say("data.course", course=course.name), seen_by(words, known), until_line(words, known)]
    if known.member is None:
        await answer(interaction, "\n".join([*said, words.say("data.nothing")]))
        return
    buttons = (CopyDataButton.of(course.course_id, words), DeleteButton.of(course.course_id, words))
    await answer(interaction, "\n".join(said), *buttons)


async def show_keeping(interaction: Interaction, days: int | None) -> None:
    """Answers for how long the course keeps what it knows, changed where `days` says so."""
    words = words_of(interaction)
    known = await privacy.keep_for(house_of(interaction).store, ask_of(interaction), days)
    said = [words.say("data.kept_days", days=known.course.kept_days), until_line(words, known)]
    await answer(interaction, "\n".join(said))


def seen_by(words: Words, known: Known) -> str:
    """Which staff see a student's reports."""
    roles = [known.course.instructor_role_xid, known.course.moderator_role_xid]
    shown = ", ".join(f"<@&{xid}>" for xid in roles if xid is not None)
    return words.say("data.seen_by", roles=Raw(shown))


def until_line(words: Words, known: Known) -> str:
    """Until when the course keeps what it knows."""
    if known.until is None:
        return words.say("data.until_unknown", days=known.course.kept_days)
    return words.say("data.until", until=known.until)
