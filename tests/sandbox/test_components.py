"""Buttons, selects, deferrals, follow-ups: who sees what, and what is no longer allowed."""

from re import Match
from typing import Any

import discord
import pytest
from discord import ui

from sandbox import interactions, rules
from sandbox.client import Message, RefusedError
from sandbox.world import World
from tests.sandbox.conftest import Bot, Classroom, Login

Reply = discord.Interaction[discord.Client]


class Handler(ui.DynamicItem[ui.Button[ui.View]], template=r"do:(?P<what>\w+)"):
    """A button that survives a restart; what it does is in its custom id."""

    def __init__(self, what: str) -> None:
        super().__init__(ui.Button(label=what.title(), custom_id=f"do:{what}"))
        self.what = what

    @classmethod
    async def from_custom_id(cls, interaction: Reply, item: Any, match: Match[str], /) -> "Handler":
        return cls(match["what"])

    async def callback(self, interaction: Reply) -> None:
        assert isinstance(interaction.client, Buttons)
        interaction.client.last = interaction
        await getattr(self, self.what)(interaction)

    async def hello(self, interaction: Reply) -> None:
        await interaction.response.send_message(f"hello {interaction.user.display_name}", ephemeral=True)

    async def change(self, interaction: Reply) -> None:
        await interaction.response.edit_message(content="changed", view=None)

    async def later(self, interaction: Reply) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("first")
        await interaction.followup.send("second", ephemeral=True)
        await interaction.edit_original_response(content="first, edited")

    async def quiet(self, interaction: Reply) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="edited quietly")


class Buttons(Bot):
    last: Reply

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Handler)
        await super().setup_hook()


async def post(bot: Bot, room: Classroom, what: str) -> Message:
    """A message of the bot with one button, as the student sees it."""
    view = ui.View(timeout=None)
    view.add_item(Handler(what))
    sent = await bot.get_partial_messageable(int(room.general.id)).send("press", view=view)
    return await room.minji.wait_for(lambda message: message.id == str(sent.id))


async def test_an_ephemeral_answer_is_seen_by_its_person_alone(room: Classroom, login: Login) -> None:
    async with login(Buttons(), room.app) as bot:
        message = await post(bot, room, "hello")
        answer = await room.minji.press(message, "Hello")
        assert answer.message is not None
        assert answer.message.text == "hello Minji"
        assert answer.message.reply_to == message.id
        assert [one.text for one in await room.minji.sees(room.general)] == ["press", "hello Minji"]
        assert [one.text for one in await room.prof.sees(room.general)] == ["press"]
        channel = bot.get_channel(int(room.general.id))
        assert isinstance(channel, discord.TextChannel)
        assert [one.content async for one in channel.history()] == ["press"]


async def test_a_button_changes_its_message(room: Classroom, login: Login) -> None:
    async with login(Buttons(), room.app) as bot:
        message = await post(bot, room, "change")
        answer = await room.minji.press(message, "do:change")
        assert answer.message is not None
        assert (answer.message.id, answer.message.text, answer.message.buttons) == (message.id, "changed", [])
        seen = await room.prof.wait_for(lambda one: one.text == "changed")
        assert seen.id == message.id
        with pytest.raises(RefusedError, match="no such component"):
            await room.minji.press(message, "Change")


async def test_a_deferral_is_answered_by_the_first_follow_up(room: Classroom, login: Login) -> None:
    async with login(Buttons(), room.app) as bot:
        answer = await room.minji.press(await post(bot, room, "later"), "Later")
        assert answer.message is not None
        assert answer.message.text == "first"
        assert answer.message.ephemeral
        edited = await room.minji.wait_for(lambda one: one.text == "first, edited")
        assert edited.id == answer.message.id
        texts = [one.text for one in await room.minji.sees(room.general)]
        assert texts == ["press", "first, edited", "second"]
        assert [one.text for one in await room.prof.sees(room.general)] == ["press"]


async def test_a_deferred_update_edits_the_buttons_message(room: Classroom, login: Login) -> None:
    async with login(Buttons(), room.app) as bot:
        message = await post(bot, room, "quiet")
        answer = await room.minji.press(message, "Quiet")
        assert (answer.message, answer.form, answer.failure) == (None, None, None)
        assert (await room.minji.wait_for(lambda one: one.text == "edited quietly")).id == message.id


async def test_buttons_work_after_a_restart(room: Classroom, login: Login) -> None:
    async with login(Buttons(), room.app) as bot:
        message = await post(bot, room, "hello")
    assert (await room.minji.press(message, "Hello")).failure is not None
    async with login(Buttons(), room.app):
        assert (await room.minji.press(message, "Hello")).message is not None


async def respond(interaction: Reply, kind: int, data: dict[str, Any]) -> None:
    """A callback that discord.py itself would not send any more."""
    await discord.webhook.async_.async_context.get().create_interaction_response(
        interaction.id,
        interaction.token,
        session=interaction._session,
        params=discord.webhook.async_.interaction_response_params(kind, data),
    )


async def test_answers_that_come_twice_or_too_late(room: Classroom, login: Login, world: World) -> None:
    bot = Buttons()
    async with login(bot, room.app):
        await room.minji.press(await post(bot, room, "hello"), "Hello")
        with pytest.raises(discord.HTTPException) as twice:
            await respond(bot.last, 4, {"content": "again"})
        assert twice.value.code == 40060
        held = world.interactions[str(bot.last.id)]
        held.born -= rules.TOKEN_SECONDS
        with pytest.raises(discord.HTTPException) as old:
            await bot.last.followup.send("too late")
        assert old.value.code == 50027
        held.state = "dead"
        with pytest.raises(discord.NotFound) as dead:
            await respond(bot.last, 4, {"content": "after three seconds"})
        assert dead.value.code == 10062


async def test_an_interaction_dies_unanswered(
    room: Classroom, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ANSWER_SECONDS", 0.01)
    bot = Bot()

    @bot.tree.command(description="Never answers")
    async def silent(interaction: Reply) -> None:
        pass

    async with login(bot, room.app):
        answer = await room.minji.run(room.general, "silent")
        assert answer.failure == "The application did not respond"


async def test_old_interactions_are_forgotten(room: Classroom, login: Login, world: World) -> None:
    bot = Buttons()
    async with login(bot, room.app):
        message = await post(bot, room, "hello")
        await room.minji.press(message, "Hello")
        world.interactions[str(bot.last.id)].born -= interactions.KEPT_SECONDS
        await room.minji.press(message, "Hello")
    assert list(world.interactions) == [str(bot.last.id)]
    assert len(world.by_hook) == 1


class Choices(ui.View):
    """One select of each kind, as a set-up card has them."""

    @ui.select(cls=ui.RoleSelect, placeholder="Role")
    async def role(self, interaction: Reply, select: ui.RoleSelect["Choices"]) -> None:
        await interaction.response.send_message(f"role {select.values[0].name}")

    @ui.select(cls=ui.ChannelSelect, placeholder="Channel", channel_types=[discord.ChannelType.text])
    async def channel(self, interaction: Reply, select: ui.ChannelSelect["Choices"]) -> None:
        await interaction.response.send_message(f"channel {select.values[0].name}")

    @ui.select(cls=ui.UserSelect, placeholder="Person")
    async def person(self, interaction: Reply, select: ui.UserSelect["Choices"]) -> None:
        await interaction.response.send_message(f"person {select.values[0].display_name}")

    @ui.select(
        placeholder="Language",
        max_values=2,
        options=[
            discord.SelectOption(label=name, value=name[:2]) for name in ("English", "Korean", "French")
        ],
    )
    async def language(self, interaction: Reply, select: ui.Select["Choices"]) -> None:
        await interaction.response.send_message(f"language {sorted(select.values)}")


async def test_selects_of_every_kind(room: Classroom, login: Login) -> None:
    staff = await room.guild.role("Instructor")
    async with login(Bot(), room.app) as bot:
        sent = await bot.get_partial_messageable(int(room.general.id)).send("set up", view=Choices())
        card = await room.prof.wait_for(lambda message: message.id == str(sent.id))
        assert [one.kind for one in card.selects] == ["role", "channel", "user", "string"]
        picks = {"Role": staff, "Channel": room.general, "Person": room.minji}
        texts = []
        for select, value in picks.items():
            picked = await room.prof.pick(card, value, select=select)
            texts.append(picked.message.text if picked.message else None)
        assert texts == ["role Instructor", "channel seminar", "person Minji"]
        both = await room.prof.pick(card, "Korean", "English", select="Language")
        assert both.message is not None
        assert both.message.text == "language ['En', 'Ko']"
        with pytest.raises(RefusedError, match="number of picks"):
            await room.prof.pick(card, "Korean", "English", "French", select="Language")
        with pytest.raises(RefusedError, match="not one of"):
            await room.prof.pick(card, "Latin", select="Language")
