"""/delivery: what was sent, what will be, how each ended, and why somebody got nothing."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import app_commands
from discord.ext import commands

from bot.actions import endings, ledger
from bot.actions.ledger import Explained, Ledger, Shown
from bot.papers import ledgers
from bot.seminar.deliveries import Delivery
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.ui.answers import CONTENT_LIMIT, answer, bytes_file
from cogs.ui.buttons import MARKER, Button
from cogs.ui.house import House, Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options


class LedgerButton(Button, template=r"delivery:list:(?P<course_id>[0-9]+):(?P<week>[0-9]+)" + MARKER):
    """Shows staff what was owed in a week, or where the command that does is to be used."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words, marker: str = "") -> LedgerButton:
        return cls(f"delivery:list:{course_id}:{week}{marker}", words.say("button.ledger"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        words = words_of(interaction)
        # In a direct message Discord tells no roles, so nobody is staff there.
        if interaction.guild_id is None or facts["week"] == "0":
            await answer(interaction, words.say("notice.in_channel"))
            return
        await show_ledger(interaction, int(facts["week"]), int(facts["course_id"]))


@app_commands.guild_only()
class Deliveries(commands.GroupCog, **group("delivery")):
    """The ledger of messages that are owed."""

    def __init__(self, house: House) -> None:
        self._house = house

    @app_commands.command(**labels("delivery_list"))
    @options("week")
    async def list(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        await show_ledger(interaction, week)

    @app_commands.command(**labels("delivery_show"))
    @options("delivery")
    async def show(self, interaction: Interaction, delivery: app_commands.Range[int, 1]) -> None:
        words = words_of(interaction)
        shown = await ledger.show_delivery(house_of(interaction).store, ask_of(interaction), delivery)
        await answer(interaction, "\n".join(story(words, shown)))

    @app_commands.command(**labels("delivery_why"))
    @options("member", "week")
    async def why(
        self, interaction: Interaction, member: discord.User, week: app_commands.Range[int, 1, 99]
    ) -> None:
        words = words_of(interaction)
        found = await ledger.explain(house_of(interaction).store, ask_of(interaction), member.id, week)
        await answer(interaction, "\n".join(explanation(words, found, member.id)))

    @app_commands.command(**labels("delivery_again"))
    @options("delivery")
    async def again(self, interaction: Interaction, delivery: app_commands.Range[int, 1]) -> None:
        house, words = house_of(interaction), words_of(interaction)
        new = await ledger.send_again(house.store, ask_of(interaction), delivery)
        house.wake()
        await answer(interaction, words.say("delivery.again", number=new.delivery_id))

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        await self._permissions_changed(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        await self._permissions_changed(after.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Without its intent, Discord tells of the bot's own roles alone."""
        if after == after.guild.me:
            await self._permissions_changed(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """At the start, and after an outage: what was changed meanwhile, nobody told."""
        await self._permissions_changed(guild.id)

    async def _permissions_changed(self, guild_xid: int) -> None:
        if await endings.permissions_changed(self._house.store, guild_xid):
            self._house.wake()


async def show_ledger(interaction: Interaction, number: int, course_id: int | None = None) -> None:
    """Answers with what was and will be sent for a week."""
    words = words_of(interaction)
    ask = ask_of(interaction, course_id)
    found = await ledger.list_deliveries(house_of(interaction).store, ask, number)
    text, paper = told(words, found)
    file = bytes_file(f"week-{number}-deliveries.csv", paper) if paper else None
    await answer(interaction, text, file=file)


def told(words: Words, found: Ledger) -> tuple[str, bytes | None]:
    """What was and will be sent for a week; where a message does not hold it, with a file of every row."""
    title: str = words.say("deliveries.title", week=found.week.number, topic=found.week.topic)
    lines = [delivery_line(words, one) for one in ledgers.urgent_first(found.owed)]
    text = "\n".join([title, *lines])
    if len(text) <= CONTENT_LIMIT:
        return text, None
    head = [title, ledgers.summary(words, found.owed), words.say("deliveries.file")]
    paper = ledgers.csv_of(words, found.owed, found.course.zone, found.names)
    return "\n".join([*head, *lines]), paper


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
    line = f"`{delivery.delivery_id}` {line}"
    return f"{line} · <@{delivery.target_xid}>" if delivery.direct else line


def story(words: Words, shown: Shown) -> Iterator[str]:
    """All that is known of one delivery, with Discord's own words."""
    delivery = shown.delivery
    yield delivery_line(words, delivery)
    if shown.week is not None:
        yield words.say(f"week.{shown.week.state}", week=shown.week.number, topic=shown.week.topic)
    if delivery.attempt:
        yield words.say("delivery.attempts", count=delivery.attempt)
    if delivery.detail:
        yield words.say("delivery.detail", detail=delivery.detail)
    if delivery.message_xid is not None and not delivery.direct:
        place = (
            f"https://discord.com/channels/{delivery.guild_xid}/{delivery.target_xid}/{delivery.message_xid}"
        )
        yield words.say("delivery.message", place=Raw(place))
    if shown.post is not None:
        yield words.say("delivery.instead", line=Raw(delivery_line(words, shown.post)))


def explanation(words: Words, found: Explained, user_xid: int) -> Iterator[str]:
    """Why a person was or was not reminded, and the rows that tell it."""
    yield words.say("why.title", who=Raw(f"<@{user_xid}>"), week=found.week.number, topic=found.week.topic)
    yield words.say(f"why.{found.why}")
    for row in found.rows:
        yield delivery_line(words, row)
