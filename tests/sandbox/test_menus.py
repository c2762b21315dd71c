"""Suggestions while an option is typed, and commands of a message's or a person's menu."""

import discord
import pytest
from discord import app_commands

from sandbox import rules
from sandbox.client import File, RefusedError
from tests.sandbox.conftest import Bot, Classroom, Login

Reply = discord.Interaction[discord.Client]
WEEKS = {"Attention": 1, "Relational ontology": 6, "Repair": 7}


def planner() -> Bot:
    """A bot whose command suggests weeks by their topics, and remembers what had been filled in."""
    bot = Bot()
    week = app_commands.Group(name="week", description="The plan")

    @week.command(description="Show a week")
    async def show(interaction: Reply, number: int, room: str, note: str = "") -> None:
        await interaction.response.send_message(f"week {number} in {room}")

    @show.autocomplete("number")
    async def topics(interaction: Reply, current: str) -> list[app_commands.Choice[int]]:
        bot.heard.append(("typed", (current, interaction.namespace.room)))
        found = {topic: number for topic, number in WEEKS.items() if current.lower() in topic.lower()}
        return [app_commands.Choice(name=topic, value=number) for topic, number in found.items()]

    @show.autocomplete("room")
    async def rooms(interaction: Reply, current: str) -> list[app_commands.Choice[str]]:
        await interaction.response.send_message("no answer to this")
        return []

    bot.tree.add_command(week)
    return bot


async def test_a_bot_suggests_while_an_option_is_typed(room: Classroom, login: Login) -> None:
    bot = planner()
    async with login(bot, room.app):
        found = await room.minji.suggest(room.general, "week show", "number", "re", room="B2")
        assert [(one.name, one.value) for one in found] == [("Relational ontology", 6), ("Repair", 7)]
        assert bot.heard == [("typed", ("re", "B2"))]
        assert await room.minji.suggest(room.general, "week show", "number", "nothing") == []
        answer = await room.minji.run(room.general, "week show", number=found[0].value, room="B2")
        assert answer.message is not None
        assert answer.message.text == "week 6 in B2"
        with pytest.raises(RefusedError, match="suggests nothing"):
            await room.minji.suggest(room.general, "week show", "note", "x")
        with pytest.raises(RefusedError, match="no option"):
            await room.minji.suggest(room.general, "week show", "title", "x")


async def test_suggestions_that_fail_or_never_come(
    room: Classroom, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ANSWER_SECONDS", 0.05)
    bot = planner()

    @bot.tree.error
    async def on_error(interaction: Reply, error: app_commands.AppCommandError) -> None:
        bot.heard.append(("error", error))

    async with login(bot, room.app):
        with pytest.raises(RefusedError, match="Loading options failed"):
            await room.minji.suggest(room.general, "week show", "room", "B")  # answered by a message
    with pytest.raises(RefusedError, match="Loading options failed"):
        await room.minji.suggest(room.general, "week show", "number", "re")
    assert await room.minji.sees(room.general) == []


async def test_a_command_on_a_message_reads_it_whole(room: Classroom, login: Login) -> None:
    bot = Bot()

    @bot.tree.context_menu(name="Hand in this file")
    async def hand_in(interaction: Reply, message: discord.Message) -> None:
        read = [(await one.read()).decode() for one in message.attachments]
        said = f"{message.author.display_name}: {message.content} {read}"
        await interaction.response.send_message(said, ephemeral=True)

    async with login(bot, room.app):
        report = await room.minji.say(room.general, "my report", files=[File("r.md", b"# Week 6")])
        answer = await room.prof.use_on(report, "Hand in this file")
        assert answer.message is not None
        assert answer.message.text == "Minji: my report ['# Week 6']"
        assert answer.message.raw["type"] == 23
        direct = await room.minji.say(await room.minji.dm(room.app), "here", files=[File("d.md", b"# 7")])
        answer = await room.minji.use_on(direct, "Hand in this file")
        assert answer.message is not None
        assert answer.message.text == "Minji: here ['# 7']"
        with pytest.raises(RefusedError, match="does not offer"):
            await room.prof.use_on(report, "Another")
        with pytest.raises(RefusedError, match="does not offer"):
            await room.prof.run(room.general, "Hand in this file")


async def test_a_command_on_a_person(room: Classroom, login: Login) -> None:
    bot = Bot()

    @bot.tree.context_menu(name="Standing")
    async def standing(interaction: Reply, member: discord.Member) -> None:
        await interaction.response.send_message(f"{member.display_name} since {member.joined_at}")

    async with login(bot, room.app):
        answer = await room.prof.use_on(room.minji, "Standing", channel=room.general)
        assert answer.message is not None
        assert answer.message.text.startswith("Minji since 20")
        stranger = await room.box.person("Stranger")
        assert [one["type"] for one in await room.prof.commands(room.general)] == [2]
        with pytest.raises(RefusedError):
            await stranger.use_on(room.minji, "Standing", channel=room.general)
