"""Clients that others wrote, unchanged, do on the sandbox what they do on Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import disnake
import hikari
import pytest
from disnake.ext import commands
from disnake.ui.select import StringSelect

from tests.sandbox.conftest import Classroom

Heard = asyncio.Queue[str]


class Hikari:
    """A bot of hikari's with a command for an answer and one for a form."""

    def __init__(self, room: Classroom) -> None:
        intents = hikari.Intents.GUILDS | hikari.Intents.GUILD_MESSAGES | hikari.Intents.DM_MESSAGES
        self.bot = hikari.GatewayBot(
            room.app.token,
            rest_url=room.box.api,
            intents=intents,
            banner=None,
            logs=None,
            suppress_optimization_warning=True,
        )
        self.channel = hikari.Snowflake(room.general.id)
        self.heard: Heard = asyncio.Queue()
        self.bot.subscribe(hikari.InteractionCreateEvent, self._answer)
        self.bot.subscribe(hikari.GuildMessageCreateEvent, self._hear)

    async def _hear(self, event: hikari.GuildMessageCreateEvent) -> None:
        self.heard.put_nowait(str(event.message.id))

    async def _answer(self, event: hikari.InteractionCreateEvent) -> None:
        asked = event.interaction
        if isinstance(asked, hikari.ModalInteraction):
            typed = asked.components[0].components[0]
            assert isinstance(typed, hikari.TextInputComponent)
            await asked.create_initial_response(hikari.ResponseType.MESSAGE_CREATE, typed.value)
        elif isinstance(asked, hikari.CommandInteraction) and asked.command_name == "form":
            row = self.bot.rest.build_modal_action_row().add_text_input("body", "Your report")
            await asked.create_modal_response("Report", "report", component=row)
        elif isinstance(asked, hikari.CommandInteraction):
            await asked.create_initial_response(
                hikari.ResponseType.MESSAGE_CREATE, "pong", flags=hikari.MessageFlag.EPHEMERAL
            )
            await asked.edit_initial_response("pong, at last")
            await asked.execute("and more")

    async def sync(self, application: int) -> None:
        made = [self.bot.rest.slash_command_builder(name, "Answers") for name in ("ping", "form")]
        await self.bot.rest.set_application_commands(application, made)


@pytest.fixture
async def hikaris(room: Classroom) -> AsyncIterator[Hikari]:
    made = Hikari(room)
    await made.bot.start(check_for_updates=False)
    await made.sync(int(room.app.id))
    yield made
    await made.bot.close()


async def test_hikari_answers(room: Classroom, hikaris: Hikari) -> None:
    answer = await room.minji.run(room.general, "ping")
    assert answer.message
    assert answer.message.ephemeral
    await room.minji.wait_for(lambda one: one.text == "pong, at last")
    await room.minji.wait_for(lambda one: one.text == "and more")


async def test_hikari_opens_a_form_of_action_rows(room: Classroom, hikaris: Hikari) -> None:
    form = (await room.minji.run(room.general, "form")).form
    assert form
    assert (form.title, [one.label for one in form.fields]) == ("Report", ["Your report"])
    answer = await form.submit({"Your report": "The presenter said so."})
    assert answer.message
    assert answer.message.text == "The presenter said so."


async def test_hikari_sends_and_edits(room: Classroom, hikaris: Hikari) -> None:
    sent = await hikaris.bot.rest.create_message(
        hikaris.channel, "first", attachment=hikari.Bytes(b"x", "a.txt")
    )
    await sent.edit("second")
    (seen,) = await room.minji.sees(room.general)
    assert (seen.text, [one.name for one in seen.attachments]) == ("second", ["a.txt"])
    fetched = await hikaris.bot.rest.fetch_message(hikaris.channel, sent.id)
    assert fetched.content == "second"
    await sent.delete()
    assert await room.minji.sees(room.general) == []


async def test_hikari_comes_back_and_misses_nothing(room: Classroom, hikaris: Hikari) -> None:
    resumed = asyncio.ensure_future(hikaris.bot.wait_for(hikari.ShardResumedEvent, timeout=20))
    await asyncio.sleep(0)
    await room.app.disturb("drop")
    told = [(await room.minji.say(room.general, text)).id for text in ("while away", "as well")]
    await resumed
    assert [await hikaris.heard.get() for _ in told] == told


class Disnake(commands.InteractionBot):
    """A bot of disnake's with the same commands, whose form has labels."""

    def __init__(self) -> None:
        intents = disnake.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, guild_ready_timeout=0.01)
        self.heard: Heard = asyncio.Queue()
        self.resumed = asyncio.Event()

    async def on_message(self, message: disnake.Message) -> None:
        self.heard.put_nowait(str(message.id))

    async def on_resumed(self) -> None:
        self.resumed.set()


class Report(disnake.ui.Modal):
    def __init__(self) -> None:
        text = disnake.ui.TextInput(custom_id="body", style=disnake.TextInputStyle.paragraph)
        choice = StringSelect(custom_id="kind", options=["draft", "final"])
        labels = [disnake.ui.Label("Your report", text), disnake.ui.Label("What it is", choice)]
        super().__init__(title="Report", custom_id="report", components=labels)

    async def callback(self, interaction: disnake.interactions.ModalInteraction[Any]) -> None:
        given = interaction.resolved_values
        await interaction.response.send_message(f"{given['kind'][0]}: {given['body']}", ephemeral=True)


@pytest.fixture
async def disnakes(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Disnake]:
    monkeypatch.setattr(disnake.http.Route, "BASE", room.box.api)
    bot = Disnake()

    @bot.slash_command(description="Answers")
    async def ping(interaction: disnake.interactions.ApplicationCommandInteraction[Any]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response("pong")
        await interaction.followup.send("and more", ephemeral=True)

    @bot.slash_command(description="Opens a form")
    async def form(interaction: disnake.interactions.ApplicationCommandInteraction[Any]) -> None:
        await interaction.response.send_modal(Report())

    running = asyncio.create_task(bot.start(room.app.token))
    await bot.wait_until_first_connect()
    await bot.wait_until_ready()
    yield bot
    await bot.close()
    await running


async def test_disnake_answers(room: Classroom, disnakes: Disnake) -> None:
    answer = await room.minji.run(room.general, "ping")
    assert answer.message
    assert answer.message.text == "pong"
    assert (await room.minji.wait_for(lambda one: one.text == "and more")).ephemeral


async def test_disnake_opens_a_form_of_labels(room: Classroom, disnakes: Disnake) -> None:
    form = (await room.minji.run(room.general, "form")).form
    assert form
    assert [one.label for one in form.fields] == ["Your report", "What it is"]
    answer = await form.submit({"Your report": "It was said.", "What it is": ["final"]})
    assert answer.message
    assert answer.message.text == "final: It was said."


async def test_disnake_sends_and_edits(room: Classroom, disnakes: Disnake) -> None:
    channel = disnakes.get_channel(int(room.general.id))
    assert isinstance(channel, disnake.TextChannel)
    sent = await channel.send("first", view=disnake.ui.View().add_item(disnake.ui.Button(label="Press")))
    await sent.edit("second")
    (seen,) = await room.minji.sees(room.general)
    assert (seen.text, [one.label for one in seen.buttons]) == ("second", ["Press"])
    thread = await sent.create_thread(name="Claim")
    await thread.send("in it")
    await sent.delete()


async def test_disnake_comes_back_and_misses_nothing(
    room: Classroom, disnakes: Disnake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disnake.backoff.ExponentialBackoff, "delay", lambda _self: 0.0)
    await room.app.disturb("drop")
    told = [(await room.minji.say(room.general, text)).id for text in ("while away", "as well")]
    await disnakes.resumed.wait()
    assert [await disnakes.heard.get() for _ in told] == told
