"""/policy: what a course chooses about lateness, and its words."""

from __future__ import annotations

from datetime import datetime

from discord import app_commands
from discord.ext import commands

from bot.actions import policies
from bot.seminar.lateness import LateKind, LatePolicy
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import choice, group, labels, options


@app_commands.guild_only()
class Policies(commands.GroupCog, **group("policy")):
    """What the course chooses."""

    @app_commands.command(**labels("policy_late"))
    @options("late", "per_day", "floor")
    @app_commands.choices(
        late=[
            choice("late.accept", "accept"),
            choice("late.mark", "mark"),
            choice("late.deduct", "deduct"),
            choice("late.refuse", "refuse"),
        ]
    )
    async def late(
        self,
        interaction: Interaction,
        late: str | None = None,
        per_day: app_commands.Range[int, 1, 100] | None = None,
        floor: app_commands.Range[int, 0, 99] | None = None,
    ) -> None:
        store, ask, words = house_of(interaction).store, ask_of(interaction), words_of(interaction)
        if late is None:
            chosen = await policies.policy_of(store, ask)
        else:
            chosen = await policies.choose_late(store, ask, LateKind(late), per_day, floor)
        said = [
            words.say("policy.title", course=chosen.course.name),
            policy_line(words, chosen.late),
        ]
        await answer(interaction, "\n".join(said))


def policy_line(words: Words, policy: LatePolicy, closes: datetime | None = None) -> str:
    """What late means in the course; with `closes`, until when reports are taken (UTC)."""
    said = words.say(f"policy.{policy.kind}", per_day=policy.per_day, floor=policy.floor)
    if closes is None or policy.kind is LateKind.REFUSE:
        return said
    return f"{said} {words.say('policy.closes', closes=closes)}"
