"""Reactions: by people and bots, in servers and direct messages, and who hears of them."""

import asyncio

import discord
import pytest

from sandbox import permissions
from sandbox.client import RefusedError
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.test_messages import place

HEARS = discord.Intents(
    guilds=True, guild_messages=True, guild_reactions=True, dm_messages=True, dm_reactions=True
)


def listener(intents: discord.Intents) -> Bot:
    bot = Bot(intents)

    @bot.event
    async def on_raw_reaction_add(event: discord.RawReactionActionEvent) -> None:
        bot.heard.append((f"+{event.emoji}", event.user_id))

    @bot.event
    async def on_raw_reaction_remove(event: discord.RawReactionActionEvent) -> None:
        bot.heard.append((f"-{event.emoji}", event.user_id))

    return bot


@pytest.mark.parametrize("hears", [True, False])
async def test_bots_hear_of_reactions_with_the_intent(room: Classroom, login: Login, hears: bool) -> None:  # noqa: FBT001
    bot = listener(HEARS if hears else discord.Intents(guilds=True, guild_messages=True))
    async with login(bot, room.app):
        said = await room.minji.say(room.general, "done")
        await room.minji.react(said, "👍")
        await room.minji.react(said, "👍")  # which changes nothing
        await room.minji.unreact(said, "👍")
        direct = await room.minji.say(await room.minji.dm(room.app), "done")
        await room.minji.react(direct, "✅")
        with pytest.raises(RefusedError, match="Unknown Emoji"):
            await room.minji.unreact(said, "👍")
        await place(bot, room).send("settled")
        await room.minji.wait_for(lambda one: one.text == "settled")
    me = int(room.minji.id)
    assert bot.heard == ([("+👍", me), ("-👍", me), ("+✅", me)] if hears else [])


async def test_a_bot_reacts_and_reads_who_has(room: Classroom, login: Login) -> None:
    async with login(Bot(), room.app) as bot:
        said = await room.minji.say(room.general, "done")
        message = place(bot, room).get_partial_message(int(said.id))
        await message.add_reaction("👍")
        await room.prof.react(said, "👍")
        await room.prof.react(said, "🎓")
        (seen,) = await room.minji.sees(room.general)
        assert seen.reactions == {"👍": 2, "🎓": 1}
        fetched = await message.fetch()
        assert [(one.emoji, one.count, one.me) for one in fetched.reactions] == [
            ("👍", 2, True),
            ("🎓", 1, False),
        ]
        who = {one.id async for one in fetched.reactions[0].users()}
        assert who == {int(room.prof.id), int(room.app.id)}
        assert bot.user is not None
        await message.remove_reaction("👍", bot.user)
        with pytest.raises(discord.Forbidden) as others:
            await message.remove_reaction("👍", discord.Object(int(room.prof.id)))
        assert others.value.code == 50013
        await room.app.invite(room.guild, permissions=permissions.BOT | permissions.MANAGE_MESSAGES)
        await message.remove_reaction("👍", discord.Object(int(room.prof.id)))
        assert (await room.minji.sees(room.general))[0].reactions == {"🎓": 1}


async def test_people_see_reactions_as_they_come(room: Classroom) -> None:
    said = await room.minji.say(room.general, "done")
    await room.prof.react(said, "👍")
    async with asyncio.timeout(10):
        async for event in room.minji.watch(past=True):
            if event.kind == "reaction_added":
                assert event.data == {
                    "user_id": room.prof.id,
                    "channel_id": room.general.id,
                    "message_id": said.id,
                    "emoji": "👍",
                }
                break
