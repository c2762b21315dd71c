"""/participation: who is in, late, excused, missing or out of reach, as tables and pictures; and exports."""

from __future__ import annotations

import io
import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.actions import participation
from bot.actions.participation import Overview
from bot.papers.artist import NotDrawn
from bot.papers.captions import describe
from bot.seminar.gradebooks import System
from bot.seminar.pictures import Picture
from bot.words.catalogues import Words
from cogs.exports import Options, fill_gradebook, hand_out_term
from cogs.members import status_lines
from cogs.ui.answers import answer, text_file
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import choice, group, labels, options
from cogs.weektables import show_week

log = logging.getLogger(__name__)

FILES = ("students-by-weeks.png", "hand-ins.png", "interest.png", "answers.png")

MESSAGE_LENGTH = 1900


@app_commands.guild_only()
class Participation(commands.GroupCog, **group("participation")):
    """What staff look at."""

    @app_commands.command(**labels("participation_week"))
    @options("week")
    async def week(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        await show_week(interaction, week)

    @app_commands.command(**labels("participation_student"))
    @options("member")
    async def student(self, interaction: Interaction, member: discord.User) -> None:
        words = words_of(interaction)
        found = await participation.history(house_of(interaction).store, ask_of(interaction), member.id)
        text = "\n".join(status_lines(words, found, history=True))
        file = text_file("history.txt", text) if len(text) > MESSAGE_LENGTH else None
        await answer(interaction, text, file=file)

    @app_commands.command(**labels("participation_export"))
    @options("format", "week", "gradebook", "column", "title", "points", "anyway")
    @app_commands.choices(
        format=[
            choice("export.canvas", "canvas"),
            choice("export.moodle", "moodle"),
            choice("export.xlsx", "xlsx"),
            choice("export.csv", "csv"),
        ],
        column=[
            choice("column.mark", "mark"),
            choice("column.completion", "completion"),
            choice("column.score", "score"),
        ],
    )
    async def export(
        self,
        interaction: Interaction,
        format: str,  # noqa: A002 (an option of the command)
        week: app_commands.Range[int, 1, 99] | None = None,
        gradebook: discord.Attachment | None = None,
        column: str = "mark",
        title: app_commands.Range[str, 1, 200] | None = None,
        points: app_commands.Range[str, 1, 7] | None = None,
        anyway: bool = False,  # noqa: FBT001 (an option of the command)
    ) -> None:
        if format in ("xlsx", "csv"):
            await hand_out_term(interaction, format)
        elif week is None or gradebook is None:
            await answer(interaction, words_of(interaction).say("export.how"))
        else:
            chosen = Options(week, column, title, points, anyway)
            await fill_gradebook(interaction, System(format), gradebook, chosen)

    @app_commands.command(**labels("participation_overview"))
    @options("week")
    async def overview(
        self, interaction: Interaction, week: app_commands.Range[int, 1, 99] | None = None
    ) -> None:
        house, words = house_of(interaction), words_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await participation.overview(house.store, ask_of(interaction), week)
        pictures: list[Picture] = [found.heat, found.flow, found.interests, found.replies]
        said = overview_lines(words, found)
        await answer(interaction, "\n".join([*said, words.say("overview.drawing")]))
        try:
            drawn = await house.artist.draw(words.language, pictures)
        except NotDrawn as failure:
            log.warning("an overview goes without its pictures: %s", failure)
            await answer(interaction, "\n".join([*said, words.say("overview.not_drawn")]))
            return
        files = [
            discord.File(io.BytesIO(png), filename=name, description=describe(words, picture))
            for name, png, picture in zip(FILES, drawn, pictures, strict=True)
        ]
        await answer(interaction, "\n".join(said), file=files)


def overview_lines(words: Words, found: Overview) -> list[str]:
    """The pictures in words, for the message."""
    title = words.say("overview.title", course=found.course.name, week=found.week.number)
    pictures = (found.heat, found.flow, found.interests, found.replies)
    return [title, *(describe(words, picture) for picture in pictures)]
