"""Threads: opening, joining, archiving, locking, and who may do it."""

import discord
import pytest

from sandbox import permissions
from sandbox.client import RefusedError
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.test_messages import place


async def test_a_message_opens_one_thread(room: Classroom, login: Login) -> None:
    async with login(Bot(), room.app) as bot:
        card = await place(bot, room).send("A claim")
        thread = await card.create_thread(name="Claim 1", auto_archive_duration=1440)
        assert thread.id == card.id
        await thread.send("The passage")
        with pytest.raises(discord.HTTPException) as twice:
            await card.create_thread(name="Claim 1 again")
        assert twice.value.code == 160004
        (seen,) = await room.minji.sees(room.general)
        assert seen.thread is not None
        assert (seen.thread.id, seen.thread.name) == (str(thread.id), "Claim 1")
        assert [one.text for one in await room.minji.sees(seen.thread)] == ["The passage"]


async def test_a_private_thread_is_for_its_members(room: Classroom, login: Login) -> None:
    jun = await room.box.person("Jun")
    await jun.join(room.guild)
    async with login(Bot(), room.app) as bot:
        thread = await place(bot, room).create_thread(name="Private", type=discord.ChannelType.private_thread)
        await thread.send("for you")
        await thread.add_user(discord.Object(int(room.minji.id)))
        assert {one.id for one in await thread.fetch_members()} == {
            int(room.app.id),
            int(room.minji.id),
        }
        found = {one.name: one for one in await room.minji.channels()}
        assert [one.text for one in await room.minji.sees(found["Private"])] == ["for you"]
        assert "Private" not in {one.name for one in await jun.channels()}
        await thread.remove_user(discord.Object(int(room.minji.id)))
        with pytest.raises(RefusedError, match="Missing Access"):
            await room.minji.sees(found["Private"])
        with pytest.raises(discord.NotFound) as unknown:
            await thread.fetch_member(int(room.minji.id))
        assert unknown.value.code == 10007


async def test_archived_and_locked_threads(room: Classroom, login: Login) -> None:
    async with login(Bot(), room.app) as bot:
        card = await place(bot, room).send("A claim")
        thread = await card.create_thread(name="Claim")
        post = await thread.send("post")
        await thread.edit(archived=True)
        with pytest.raises(discord.HTTPException) as archived:
            await post.edit(content="changed")
        assert archived.value.code == 50083
        found = next(one for one in await room.minji.channels() if one.name == "Claim")
        assert found.archived
        await room.minji.say(found, "one more thing")  # which wakes it
        assert not (await room.minji.channel(found)).archived
        await thread.edit(archived=True, locked=True)
        with pytest.raises(RefusedError, match="locked"):
            await room.minji.say(found, "and another")
        await thread.edit(archived=False, locked=False, name="Claim, reopened")
        assert (await room.minji.channel(found)).name == "Claim, reopened"


async def test_idle_threads_archive_themselves(room: Classroom) -> None:
    thread = await room.minji.thread(room.general, "Quiet")  # for three days, as is usual
    await room.box.clock.advance(days=2)
    await room.minji.say(thread, "still here")
    await room.box.clock.advance(days=2)
    assert not (await room.minji.channel(thread)).archived
    await room.box.clock.advance(days=1, minutes=1)
    assert (await room.minji.channel(thread)).archived


async def test_bots_hear_of_threads_and_their_posts(room: Classroom, login: Login) -> None:
    bot = Bot()
    heard: list[str] = []

    @bot.event
    async def on_thread_create(thread: discord.Thread) -> None:
        heard.append(f"opened {thread.name} by {thread.owner_id}")

    @bot.event
    async def on_message(message: discord.Message) -> None:
        if isinstance(message.channel, discord.Thread):
            heard.append(f"{message.author.display_name} in {message.channel.name}: {message.content!r}")

    @bot.event
    async def on_raw_thread_delete(event: discord.RawThreadDeleteEvent) -> None:
        heard.append("deleted")

    async with login(bot, room.app):
        said = await room.minji.say(room.general, "start")
        thread = await room.minji.thread(room.general, "Our thread", message=said)
        await room.minji.say(thread, "a post whose text the bot may not read")
        await room.guild.delete_channel(thread)
        await place(bot, room).send("settled")
        await room.minji.wait_for(lambda one: one.text == "settled")
    assert heard == [f"opened Our thread by {room.minji.id}", "Minji in Our thread: ''", "deleted"]


async def test_opening_threads_takes_a_permission(room: Classroom, login: Login) -> None:
    bits = permissions.BOT & ~permissions.CREATE_PUBLIC_THREADS & ~permissions.SEND_MESSAGES_IN_THREADS
    await room.app.invite(room.guild, permissions=bits)
    await room.guild.overwrite(room.general, room.app, deny=permissions.CREATE_PUBLIC_THREADS)
    async with login(Bot(), room.app) as bot:
        card = await place(bot, room).send("A claim")
        with pytest.raises(discord.Forbidden) as refused:
            await card.create_thread(name="Claim")
        assert refused.value.code == 50013
