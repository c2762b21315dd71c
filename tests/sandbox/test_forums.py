"""Forums: posts by bots and people, tags, and what bots hear of them."""

import discord
import pytest

from sandbox import permissions
from sandbox.client import Channel, File, RefusedError
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.test_messages import a_file, place


def forum_of(bot: Bot, channel: Channel) -> discord.ForumChannel:
    found = bot.get_channel(int(channel.id))
    assert isinstance(found, discord.ForumChannel)
    return found


async def test_a_bot_posts_in_a_forum_with_tags(room: Classroom, login: Login) -> None:
    made = await room.guild.forum("claims", tags=["week 6", "week 7"])
    async with login(Bot(), room.app) as bot:
        forum = forum_of(bot, made)
        assert [tag.name for tag in forum.available_tags] == ["week 6", "week 7"]
        post = await forum.create_thread(
            name="Claim 1",
            content="The passage",
            applied_tags=forum.available_tags[:1],
            file=a_file("source.txt", b"whole"),
        )
        assert post.thread.id == post.message.id
        assert [tag.name for tag in post.thread.applied_tags] == ["week 6"]
        await post.thread.edit(applied_tags=forum.available_tags[1:])
        (seen,) = [one for one in await room.minji.channels() if one.parent_id == made.id]
        assert (seen.name, seen.applied_tags) == ("Claim 1", [made.tags["week 7"]])
        (first,) = await room.minji.sees(seen)
        assert (first.text, [one.name for one in first.attachments]) == ("The passage", ["source.txt"])
        with pytest.raises(discord.HTTPException) as straight:
            await bot.get_partial_messageable(forum.id).send("not in a post")
        assert straight.value.code == 50008


async def test_people_post_in_a_forum_and_bots_hear_of_it(room: Classroom, login: Login) -> None:
    made = await room.guild.forum("claims", tags=["week 6"], require_tag=True)
    bot = Bot()

    @bot.event
    async def on_thread_create(thread: discord.Thread) -> None:
        tags = [tag.name for tag in thread.applied_tags]
        bot.heard.append((thread.name, [*tags, str(thread.parent)]))

    @bot.event
    async def on_message(message: discord.Message) -> None:
        bot.heard.append(("message", message.id == message.channel.id))

    async with login(bot, room.app):
        with pytest.raises(RefusedError, match="tag is required"):
            await room.minji.post(made, "No tag", "text")
        with pytest.raises(RefusedError, match="open a post"):
            await room.minji.say(made, "text")
        with pytest.raises(RefusedError, match="empty message"):
            await room.minji.post(made, "Empty", "", tags=["week 6"])
        thread = await room.minji.post(made, "Mine", "text", tags=["week 6"], files=[File("a.txt", b"a")])
        await room.prof.say(thread, "an answer")
        await place(bot, room).send("settled")
        await room.minji.wait_for(lambda one: one.text == "settled")
        assert (await room.minji.channel(thread)).raw["message_count"] == 1
        found = bot.get_channel(int(thread.id))
        assert isinstance(found, discord.Thread)
        assert found.owner_id == int(room.minji.id)
        assert room.minji.id in {str(one.id) for one in await found.fetch_members()}
        assert [one.id async for one in found.history(oldest_first=True, limit=1)] == [found.id]
    heard = [("Mine", ["week 6", "claims"]), ("message", True), ("message", False), ("message", False)]
    assert bot.heard == heard


async def test_a_bot_makes_a_forum_and_its_tags(room: Classroom, login: Login) -> None:
    bits = permissions.BOT | permissions.MANAGE_CHANNELS
    await room.app.invite(room.guild, permissions=bits)
    async with login(Bot(), room.app) as bot:
        guild = bot.get_guild(int(room.guild.id))
        assert guild is not None
        forum = await guild.create_forum("weekly", available_tags=[discord.ForumTag(name="week 6")])
        await forum.create_tag(name="week 7", moderated=True, emoji=discord.PartialEmoji(name="🔒"))
        fetched = await bot.fetch_channel(forum.id)
        assert isinstance(fetched, discord.ForumChannel)
        assert [(tag.name, tag.moderated) for tag in fetched.available_tags] == [
            ("week 6", False),
            ("week 7", True),
        ]
        with pytest.raises(discord.HTTPException) as many:
            await fetched.edit(available_tags=[discord.ForumTag(name=f"{n}") for n in range(21)])
        assert many.value.code == 50035
        text = await guild.create_text_channel("notes", topic="Of the week")
        assert (await room.minji.channel(Channel.of({"id": str(text.id)}))).name == "notes"
        await text.delete()
        await forum.delete()
        assert {one.name for one in await room.minji.channels()} == {"seminar"}
