"""Servers: permissions by role and overwrite, members who come and go, direct messages."""

import discord
import pytest

from sandbox import permissions
from sandbox.client import File, RefusedError
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.test_messages import a_file, place

VIEW, SEND = permissions.VIEW_CHANNEL, permissions.SEND_MESSAGES


async def test_overwrites_apply_in_discords_order(room: Classroom) -> None:
    staff = await room.guild.role("Staff")
    everyone = room.guild.everyone
    hidden = await room.guild.channel("staff", overwrites={everyone: (0, VIEW), staff: (VIEW, 0)})
    with pytest.raises(RefusedError, match="Missing Access"):
        await room.minji.say(hidden, "knock")
    await room.minji.grant(room.guild, staff)
    await room.minji.say(hidden, "in")
    await room.guild.overwrite(hidden, room.minji, deny=SEND)
    with pytest.raises(RefusedError, match="Missing Permissions"):
        await room.minji.say(hidden, "muted")
    await room.prof.say(hidden, "the owner may")
    await room.minji.revoke(room.guild, staff)
    assert hidden.id not in {one.id for one in await room.minji.channels()}


async def test_who_is_not_in_a_server_sees_none_of_its_channels(room: Classroom) -> None:
    stranger = await room.box.person("Stranger")
    await room.guild.channel("open", overwrites={room.guild.everyone: (VIEW, 0)})
    assert await stranger.channels() == []


async def test_a_bot_is_told_what_it_lacks(room: Classroom, login: Login) -> None:
    async with login(Bot(), room.app) as bot:
        channel = place(bot, room)
        await room.guild.overwrite(room.general, room.guild.everyone, deny=permissions.ATTACH_FILES)
        await room.guild.overwrite(room.general, room.app, deny=permissions.ATTACH_FILES)
        with pytest.raises(discord.Forbidden) as files:
            await channel.send(file=a_file("a.txt", b"a"))
        await room.guild.overwrite(room.general, room.app, deny=SEND)
        with pytest.raises(discord.Forbidden) as send:
            await channel.send("hello")
        await room.guild.overwrite(room.general, room.app, deny=VIEW)
        with pytest.raises(discord.Forbidden) as view:
            await channel.send("hello")
        await room.guild.delete_channel(room.general)
        with pytest.raises(discord.NotFound) as gone:
            await channel.send("hello")
    assert [caught.value.code for caught in (files, send, view, gone)] == [50013, 50013, 50001, 10003]


async def test_roles_are_given_by_rank(room: Classroom, login: Login) -> None:
    low = await room.guild.role("Student")
    async with login(Bot(), room.app) as bot:
        guild = bot.get_guild(int(room.guild.id))
        assert guild is not None
        member = await guild.fetch_member(int(room.minji.id))
        with pytest.raises(discord.Forbidden):
            await member.add_roles(discord.Object(int(low.id)))
        await room.app.invite(room.guild, permissions=permissions.BOT | permissions.MANAGE_ROLES)
        await member.add_roles(discord.Object(int(low.id)))
        member = await guild.fetch_member(int(room.minji.id))
        assert [role.name for role in member.roles] == ["@everyone", "Student"]
        await member.remove_roles(discord.Object(int(low.id)))
        managed = next(role for role in guild.roles if role.managed)
        with pytest.raises(discord.Forbidden) as own:
            await member.add_roles(managed)
        assert own.value.code == 50013
        await room.minji.leave(room.guild)
        with pytest.raises(discord.NotFound) as unknown:
            await guild.fetch_member(int(room.minji.id))
        assert unknown.value.code == 10007


async def test_a_direct_message_with_a_file_is_read_in_full(room: Classroom, login: Login) -> None:
    bot = Bot()

    @bot.event
    async def on_message(message: discord.Message) -> None:
        if message.guild is None and message.author != bot.user:
            read = (await message.attachments[0].read()).decode()
            await message.channel.send(f"{message.content}: {read}")

    async with login(bot, room.app):
        direct = await room.minji.dm(room.app)
        await room.minji.say(direct, "my report", files=[File("r.md", "# 주간".encode())])
        answer = await room.minji.wait_for(lambda one: one.author == "Colloquy")
        assert answer.text == "my report: # 주간"
        assert answer.channel_id == direct.id


async def test_a_closed_inbox_and_a_stranger(room: Classroom, login: Login) -> None:
    stranger = await room.box.person("Stranger")
    async with login(Bot(), room.app) as bot:
        minji = await bot.fetch_user(int(room.minji.id))
        first = await minji.send("hello")
        assert (await minji.create_dm()).id == first.channel.id
        await room.minji.set_inbox(accepts=False)
        with pytest.raises(discord.Forbidden) as closed:
            await minji.send("hello?")
        with pytest.raises(discord.Forbidden) as unknown:
            await (await bot.fetch_user(int(stranger.id))).send("hello")
    assert (closed.value.code, unknown.value.code) == (50007, 50278)
