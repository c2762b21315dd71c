"""Slash commands: log-in, sync, options of all kinds, what Discord's client refuses, and failures."""

from typing import Literal

import discord
import pytest
from discord import app_commands

from sandbox.client import File, RefusedError
from tests.sandbox.conftest import Bot, Classroom, Login


async def test_a_command_is_synced_and_answered(room: Classroom, login: Login) -> None:
    bot = Bot()

    @bot.tree.command(description="Say pong")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"pong {interaction.locale} {interaction.user.display_name}")

    async with login(bot, room.app):
        answer = await room.prof.run(room.general, "ping")
        assert answer.message is not None
        assert answer.message.text == "pong ko Han Seo-yeon"
        assert not answer.message.ephemeral
        assert answer.message.author == "Colloquy"
        assert [one.text for one in await room.minji.sees(room.general)] == ["pong ko Han Seo-yeon"]
        assert [one["name"] for one in await room.minji.commands(room.general)] == ["ping"]
    assert await room.box.log() == []


async def test_options_of_every_kind_arrive(room: Classroom, login: Login) -> None:
    bot, staff = Bot(), await room.guild.role("Instructor")
    week = app_commands.Group(name="week", description="The plan")

    @week.command(description="Add a week")
    @app_commands.choices(kind=[app_commands.Choice(name="Lecture", value="lec")])
    async def add(
        interaction: discord.Interaction,
        number: app_commands.Range[int, 1, 30],
        topic: str,
        presenter: discord.Member,
        where: discord.TextChannel,
        who: discord.Role,
        graded: bool,  # noqa: FBT001 - how discord.py declares an option
        file: discord.Attachment,
        kind: app_commands.Choice[str],
        language: Literal["ko", "en"] = "en",
    ) -> None:
        read = (await file.read()).decode()
        parts = [number, topic, presenter.display_name, where.name, who.name, graded, file.filename, read]
        await interaction.response.send_message(f"{parts} {kind.value} {language}")

    bot.tree.add_command(week)
    async with login(bot, room.app):
        answer = await room.prof.run(
            room.general,
            "week add",
            number=6,
            topic="Relational ontology",
            presenter=room.minji,
            where=room.general,
            who=staff,
            graded=True,
            file=File("plan.txt", "계획".encode()),
            kind="Lecture",
        )
    assert answer.message is not None
    expected = "[6, 'Relational ontology', 'Minji', 'seminar', 'Instructor', True, 'plan.txt', '계획'] lec en"
    assert answer.message.text == expected


async def test_what_discords_client_refuses_never_reaches_the_bot(room: Classroom, login: Login) -> None:
    bot, reached = Bot(), []

    @bot.tree.command(description="Add")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def add(interaction: discord.Interaction, number: app_commands.Range[int, 1, 30]) -> None:
        reached.append(number)
        await interaction.response.send_message("ok")

    async with login(bot, room.app):
        for bad in ({}, {"number": 31}, {"number": "six"}, {"number": 6, "other": 1}):
            with pytest.raises(RefusedError):
                await room.prof.run(room.general, "add", **bad)
        with pytest.raises(RefusedError, match="does not offer /add"):
            await room.minji.run(room.general, "add", number=6)
        with pytest.raises(RefusedError, match="does not offer /add"):
            await room.prof.run(await room.prof.dm(room.app), "add", number=6)
        assert reached == []
        assert (await room.prof.run(room.general, "add", number=30)).message is not None
    assert reached == [30]


async def test_a_bot_that_is_away_or_silent_fails(room: Classroom, login: Login) -> None:
    bot = Bot()

    @bot.tree.command(description="Says nothing")
    async def silent(interaction: discord.Interaction) -> None:
        await bot.close()

    async with login(bot, room.app):
        answer = await room.minji.run(room.general, "silent")
        assert answer.failure == "The application did not respond"
    assert (await room.minji.run(room.general, "silent")).failure == "The application did not respond"
