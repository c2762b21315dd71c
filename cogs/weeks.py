"""/week: the term's plan."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.actions import plan, weeks
from bot.actions.plan import Changes
from bot.actions.weeks import WeekChoices
from bot.seminar.courses import NAME_LIMIT
from bot.seminar.weeks import PROMPT_LIMIT, TOPIC_LIMIT, Week
from bot.words.catalogues import Words
from cogs.moves import MoveButton, effect_lines
from cogs.plans import Planning
from cogs.ui.answers import answer, answer_at_length
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options

GRACE_LIMIT = 24 * 60


@app_commands.guild_only()
class Weeks(Planning, commands.GroupCog, **group("week")):
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

    @app_commands.command(**labels("week_edit"))
    @options("number", "topic", "presenter", "presenting", "prompt")
    async def edit(
        self,
        interaction: Interaction,
        number: app_commands.Range[int, 1, 99],
        topic: app_commands.Range[str, 1, TOPIC_LIMIT] | None = None,
        presenter: app_commands.Range[str, 1, NAME_LIMIT] | None = None,
        presenting: discord.User | None = None,
        prompt: app_commands.Range[str, 0, PROMPT_LIMIT] | None = None,
    ) -> None:
        changes = Changes(topic, prompt, presenter, presenting.id if presenting else None)
        house, words = house_of(interaction), words_of(interaction)
        changed = await plan.edit_week(house.store, ask_of(interaction), number, changes)
        house.wake()
        await answer(interaction, "\n".join([words.say("week.edited"), *week_lines(words, changed.week)]))

    @app_commands.command(**labels("week_move"))
    @options("number", "due", "opens")
    async def move(
        self,
        interaction: Interaction,
        number: app_commands.Range[int, 1, 99],
        due: str,
        opens: str | None = None,
    ) -> None:
        words, ask = words_of(interaction), ask_of(interaction)
        effect = await plan.foresee_move(house_of(interaction).store, ask, number, due, opens)
        times = effect.times
        button = MoveButton.of(
            effect.course.course_id, number, times.due, words, times.opens if opens else None
        )
        await answer(interaction, "\n".join(effect_lines(words, effect)), button)

    @app_commands.command(**labels("week_skip"))
    @options("number")
    async def skip(self, interaction: Interaction, number: app_commands.Range[int, 1, 99]) -> None:
        house, words = house_of(interaction), words_of(interaction)
        skipped = await plan.skip_week(house.store, ask_of(interaction), number)
        house.wake()
        await answer(
            interaction, "\n".join([*week_lines(words, skipped.week), words.say("week.skip_undone")])
        )

    @app_commands.command(**labels("week_post"))
    @options("number")
    async def post(self, interaction: Interaction, number: app_commands.Range[int, 1, 99]) -> None:
        house, words = house_of(interaction), words_of(interaction)
        posted = await plan.post_now(house.store, ask_of(interaction), number)
        house.wake()
        await answer(
            interaction, words.say("week.posted", week=posted.week.number, due=posted.week.times.due)
        )

    @app_commands.command(**labels("week_list"))
    async def list(self, interaction: Interaction) -> None:
        words = words_of(interaction)
        here, found = await weeks.list_weeks(house_of(interaction).store, ask_of(interaction))
        lines: list[str] = [words.say("weeks.title", course=here.course.name)]
        for week in found:
            lines += week_lines(words, week)
        if not found:
            lines.append(words.say("weeks.none"))
        await answer_at_length(interaction, "\n".join(lines))


def week_lines(words: Words, week: Week) -> list[str]:
    """A week of the plan."""
    times = week.times
    return [
        words.say(f"week.{week.state}", week=week.number, topic=week.topic),
        words.say("week.times", opens=times.opens, due=times.due, cutoff=times.cutoff),
    ]
