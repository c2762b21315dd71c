"""/help: what this person can do here."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.actions import courses
from bot.seminar.courses import STAFF, Role
from bot.seminar.refusals import NoCourse, WhichCourse
from cogs.ui.answers import answer
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import labels


class Help(commands.Cog):
    """One page for each role."""

    @app_commands.command(**labels("help"))
    @app_commands.guild_only()
    async def help(self, interaction: Interaction) -> None:
        words = words_of(interaction)
        try:
            here = await courses.find(house_of(interaction).store, ask_of(interaction))
            role = here.role
        except (NoCourse, WhichCourse):
            role = None
        topics = ["student"] if role not in STAFF else ["staff"]
        if role is Role.INSTRUCTOR:
            topics.insert(0, "instructor")
        if interaction.permissions.manage_guild:
            topics.insert(0, "manager")
        await answer(interaction, "\n".join(words.say(f"help.{topic}") for topic in ["title", *topics]))
