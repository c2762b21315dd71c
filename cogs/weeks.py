"""/week: the term's plan."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.actions import weeks
from bot.actions.weeks import WeekChoices
from bot.seminar.courses import NAME_LIMIT
from bot.seminar.weeks import PROMPT_LIMIT, TOPIC_LIMIT, Week
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options

GRACE_LIMIT = 24 * 60


@app_commands.guild_only()
class Weeks(commands.GroupCog, **group("week")):
    """The term's plan."""

    @app_commands.command(**labels("week_add"))
    @options("number", "topic", "opens", "due", "presenter", "presenting", "prompt", "cutoff", "grace")
    async def add(
        self,
        interaction: Interaction,
        number: app_commands.Range[int, 1, 99],
        topic: app_commands.Range[str, 1, TOPIC_LIMIT],
        opens: str,
        due: str,
        presenter: app_commands.Range[str, 1, NAME_LIMIT] | None = None,
        presenting: discord.User | None = None,
        prompt: app_commands.Range[str, 0, PROMPT_LIMIT] = "",
        cutoff: str | None = None,
        grace: app_commands.Range[int, 0, GRACE_LIMIT] = 0,
    ) -> None:
        house, words = house_of(interaction), words_of(interaction)
        choices = WeekChoices(
            number=number,
            topic=topic,
            opens=opens,
            due=due,
            cutoff=cutoff,
            grace_minutes=grace,
            presenter=presenter,
            presenter_xid=presenting.id if presenting else None,
            prompt=prompt,
        )
        planned = await weeks.plan_week(house.store, ask_of(interaction), choices)
        house.wake()
        said: list[str] = [
            words.say("week.added", course=planned.course.name),
            *week_lines(words, planned.week),
        ]
        await answer(interaction, "\n".join(said))

    @app_commands.command(**labels("week_list"))
    async def list(self, interaction: Interaction) -> None:
        words = words_of(interaction)
        here, found = await weeks.list_weeks(house_of(interaction).store, ask_of(interaction))
        lines: list[str] = [words.say("weeks.title", course=here.course.name)]
        for week in found:
            lines += week_lines(words, week)
        if not found:
            lines.append(words.say("weeks.none"))
        await answer(interaction, "\n".join(lines))


def week_lines(words: Words, week: Week) -> list[str]:
    """A week of the plan."""
    times = week.times
    return [
        words.say(f"week.{week.state}", week=week.number, topic=week.topic),
        words.say("week.times", opens=times.opens, due=times.due, cutoff=times.cutoff),
    ]
