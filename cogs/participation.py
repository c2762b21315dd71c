"""/participation: who is in, late, excused or missing."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.actions import participation
from bot.papers import tables
from cogs.ui.answers import answer
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options


@app_commands.guild_only()
class Participation(commands.GroupCog, **group("participation")):
    """What staff look at."""

    @app_commands.command(**labels("participation_week"))
    @options("week")
    async def week(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        words = words_of(interaction)
        found = await participation.week_table(house_of(interaction).store, ask_of(interaction), week)
        title = words.say("participation.title", week=found.week.number, topic=found.week.topic)
        lines = [title, *tables.lines(words, found.lines)]
        if found.held:
            names = ", ".join(
                one.name or words.say("table.unnamed", xid=str(one.user_xid)) for one in found.held
            )
            lines.append(words.say("participation.held", names=names))
        paper = tables.csv_of(words, found.lines, found.course.zone)
        file = discord.File(io.BytesIO(paper), filename=f"week-{found.week.number}.csv")
        await answer(interaction, "\n".join(lines), file=file)
