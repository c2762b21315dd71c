"""Messages: cards, files, mentions, replies, edits, history, and sending the same thing once."""

import io

import discord
import pytest
from discord import ui

from sandbox.client import File, RefusedError
from sandbox.rules import NONCE_SECONDS
from tests.sandbox.conftest import Bot, Classroom, Login


def place(bot: Bot, room: Classroom) -> discord.TextChannel:
    channel = bot.get_channel(int(room.general.id))
    assert isinstance(channel, discord.TextChannel)
    return channel


def a_file(name: str, data: bytes) -> discord.File:
    return discord.File(io.BytesIO(data), name)


class Card(ui.LayoutView):
    """One of each part that a card may have."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        box: ui.Container[Card] = ui.Container(accent_colour=discord.Colour(0x5865F2))
        box.add_item(ui.TextDisplay("## Week 6"))
        box.add_item(ui.Separator())
        button: ui.Button[Card] = ui.Button(label="Submit report", custom_id="submit:6")
        box.add_item(ui.Section("Due on Friday", accessory=button))
        box.add_item(ui.Section("Picture", accessory=ui.Thumbnail("attachment://chart.png")))
        box.add_item(ui.MediaGallery(discord.MediaGalleryItem("attachment://chart.png", description="Chart")))
        box.add_item(ui.File("attachment://plan.txt"))
        link: ui.Button[Card] = ui.Button(label="Reading", url="https://example.org/6")
        box.add_item(ui.ActionRow(link, ui.Button(label="Closed", custom_id="closed", disabled=True)))
        self.add_item(box)


async def test_a_card_is_read_as_text_buttons_and_files(room: Classroom, login: Login) -> None:
    async with login(Bot(), room.app) as bot:
        files = [a_file("chart.png", b"png"), a_file("plan.txt", b"plan")]
        sent = await place(bot, room).send(view=Card(), files=files)
        assert sent.flags.components_v2
        again = await place(bot, room).fetch_message(sent.id)
        assert [type(one) for one in again.components] == [discord.Container]
    (seen,) = await room.minji.sees(room.general)
    assert seen.text == "## Week 6\nDue on Friday\nPicture"
    labels = [(one.label, one.custom_id, one.disabled, one.url) for one in seen.buttons]
    assert labels == [
        ("Submit report", "submit:6", False, None),
        ("Reading", None, False, "https://example.org/6"),
        ("Closed", "closed", True, None),
    ]
    assert [(one.name, one.size) for one in seen.attachments] == [("chart.png", 3), ("plan.txt", 4)]
    assert await room.box.download(seen.attachments[1]) == b"plan"
    with pytest.raises(RefusedError, match="disabled"):
        await room.minji.press(seen, "Closed")


async def test_a_bot_edits_and_deletes(room: Classroom, login: Login) -> None:
    async with login(Bot(), room.app) as bot:
        sent = await place(bot, room).send("first", file=a_file("a.txt", b"a"))
        edited = await sent.edit(content="second", attachments=[*sent.attachments, a_file("b.txt", b"b")])
        assert edited.edited_at is not None
        (seen,) = await room.minji.sees(room.general)
        assert (seen.text, [one.name for one in seen.attachments]) == ("second", ["a.txt", "b.txt"])
        await edited.delete()
        assert await room.minji.sees(room.general) == []
        with pytest.raises(discord.NotFound) as gone:
            await edited.edit(content="third")
        assert gone.value.code == 10008


async def test_history_looks_in_all_directions(room: Classroom, login: Login) -> None:
    async with login(Bot(), room.app) as bot:
        channel = place(bot, room)
        sent = [await channel.send(str(number)) for number in range(9)]
        before = [one.content async for one in channel.history(before=sent[4], limit=2)]
        after = [one.content async for one in channel.history(after=sent[4], limit=2)]
        around = [one.content async for one in channel.history(around=sent[4], limit=3)]
        newest = [one.content async for one in channel.history(limit=2)]
    assert (before, after, around, newest) == (["3", "2"], ["5", "6"], ["5", "4", "3"], ["8", "7"])


async def test_the_same_nonce_sends_once_for_some_minutes(room: Classroom, login: Login) -> None:
    bot = Bot()
    heard: list[discord.Message] = []

    @bot.event
    async def on_message(message: discord.Message) -> None:
        heard.append(message)

    async with login(bot, room.app):
        channel = place(bot, room)
        first = await channel.send("due", nonce="week-6")
        assert (await channel.send("due again", nonce="week-6")).id == first.id
        await room.box.clock.advance(seconds=NONCE_SECONDS - 1)
        assert (await channel.send("due", nonce="week-6")).id == first.id
        await room.box.clock.advance(seconds=2)
        second = await channel.send("due", nonce="week-6")
        assert second.id != first.id
        await second.delete()
        with pytest.raises(discord.NotFound) as gone:
            await channel.send("due", nonce="week-6")
        assert gone.value.code == 10008
        assert [one.content async for one in channel.history()] == ["due"]
        fetched = await channel.fetch_message(first.id)
    assert (heard[0].nonce, fetched.nonce) == ("week-6", None)


async def test_mentions_are_those_that_are_allowed(room: Classroom, login: Login) -> None:
    role = await room.guild.role("Instructor")
    text = f"{room.minji.mention} {room.prof.mention} <@&{role.id}> @everyone"
    async with login(Bot(), room.app) as bot:
        none = await place(bot, room).send(text, allowed_mentions=discord.AllowedMentions.none())
        one = await place(bot, room).send(
            text,
            allowed_mentions=discord.AllowedMentions(
                everyone=True, roles=True, users=[discord.Object(int(room.minji.id))]
            ),
        )
    assert (none.mentions, none.role_mentions, none.mention_everyone) == ([], [], False)
    assert [user.id for user in one.mentions] == [int(room.minji.id)]
    assert [found.name for found in one.role_mentions] == ["Instructor"]
    assert not one.mention_everyone  # the bot lacks the permission


async def test_a_reply_names_what_it_answers(room: Classroom, login: Login) -> None:
    question = await room.minji.say(room.general, "When is it due?", files=[File("why.txt", b"?")])
    async with login(Bot(), room.app) as bot:
        message = await place(bot, room).fetch_message(int(question.id))
        assert (message.content, message.attachments) == ("", [])  # without the intent
        await message.reply("On Friday")
    answer = (await room.minji.sees(room.general))[-1]
    assert (answer.text, answer.reply_to) == ("On Friday", question.id)


async def test_people_change_their_own_messages_only(room: Classroom) -> None:
    said = await room.minji.say(room.general, "frist")
    assert (await room.minji.edit(said, "first")).text == "first"
    with pytest.raises(RefusedError):
        await room.prof.edit(said, "mine now")
    with pytest.raises(RefusedError):
        await room.minji.say(room.general, "x" * 2001)
    await room.prof.delete(said)
    assert await room.minji.sees(room.general) == []


async def test_a_person_waits_for_what_has_been_and_what_will_be(room: Classroom) -> None:
    first = await room.minji.say(room.general, "old news")
    assert (await room.prof.wait_for(lambda one: "news" in one.text)).id == first.id
    with pytest.raises(TimeoutError):
        await room.prof.wait_for(lambda one: "news" in one.text, timeout=0.05, after=first)
    hidden = await room.guild.channel("staff", overwrites={room.guild.everyone: (0, 1 << 10)})
    await room.prof.say(hidden, "secret news")
    with pytest.raises(TimeoutError):
        await room.minji.wait_for(lambda one: "secret" in one.text, timeout=0.05)
