"""/delivery: what was sent, what will be, and how each ended."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.actions import ledger
from bot.seminar.deliveries import Delivery
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options


@app_commands.guild_only()
class Deliveries(commands.GroupCog, **group("delivery")):
    """The ledger of messages that are owed."""

    @app_commands.command(**labels("delivery_list"))
    @options("week")
    async def list(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        words = words_of(interaction)
        _, found, owed = await ledger.list_deliveries(house_of(interaction).store, ask_of(interaction), week)
        lines: list[str] = [words.say("deliveries.title", week=found.number, topic=found.topic)]
        lines += [delivery_line(words, one) for one in owed]
        await answer(interaction, "\n".join(lines))


def delivery_line(words: Words, delivery: Delivery) -> str:
    """One delivery: what, to whom, when, and how it ended."""
    line: str = words.say(
        f"delivery.line.{delivery.state}",
        kind=words.say(f"delivery.kind.{delivery.kind}"),
        due=delivery.due_at,
        at=delivery.ended_at or delivery.due_at,
    )
    if delivery.reason is not None:
        line += f" · {words.say(f'reason.{delivery.reason}')}"
    return f"{line} · <@{delivery.target_xid}>" if delivery.member_id else line
