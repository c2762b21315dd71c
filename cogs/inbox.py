"""Files that come as messages: sent to the bot directly, or pointed at in a channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import reports
from bot.actions.courses import Ask
from bot.seminar.courses import Course, Person
from bot.seminar.refusals import FileGone, NotYours, Refusal
from bot.seminar.reports import Arrival, Source
from bot.seminar.weeks import Week
from bot.words.catalogues import Words, words_for
from cogs.handin import give_back, hand_in, take_in
from cogs.ui.answers import NOBODY, answer, card
from cogs.ui.forms import Upload
from cogs.ui.house import House, Interaction, ask_of, house_of, words_of
from cogs.ui.naming import worded
from cogs.ui.selects import Select
from cogs.uploads import ask_which, download

Places = Sequence[tuple[Course, Week]]
"""Where a student may hand in."""


class FileSelect(
    Select,
    template=r"inbox:file:(?P<channel>[0-9]+):(?P<message>[0-9]+):(?P<course_id>[0-9]+):(?P<week>[0-9]+)",
):
    """Which of a message's files counts; course and week are 0 where they are not clear yet."""

    @classmethod
    def of(cls, message: discord.Message, place: tuple[int, int], words: Words) -> FileSelect:
        options = [(one.filename, str(one.id)) for one in message.attachments]
        custom_id = f"inbox:file:{message.channel.id}:{message.id}:{place[0]}:{place[1]}"
        return cls(custom_id, words.say("inbox.which_file"), options)

    async def chosen(self, interaction: Interaction, value: str, **facts: str) -> None:
        message = await _message(interaction, facts)
        place = (int(facts["course_id"]), int(facts["week"]))
        await _go_on(_Pressed(interaction), message, int(value), place)


class WeekSelect(
    Select, template=r"inbox:week:(?P<channel>[0-9]+):(?P<message>[0-9]+):(?P<attachment>[0-9]+)"
):
    """Which course and week a file is for."""

    @classmethod
    def of(
        cls,
        message: discord.Message,
        attachment_xid: int,
        open_to: Sequence[tuple[Course, Week]],
        words: Words,
    ) -> WeekSelect:
        options = [
            (
                words.say("inbox.week", course=course.name, week=week.number, topic=week.topic),
                f"{course.course_id}:{week.number}",
            )
            for course, week in open_to
        ]
        custom_id = f"inbox:week:{message.channel.id}:{message.id}:{attachment_xid}"
        return cls(custom_id, words.say("inbox.which_week"), options)

    async def chosen(self, interaction: Interaction, value: str, **facts: str) -> None:
        course_id, _, week = value.partition(":")
        message = await _message(interaction, facts)
        await _go_on(_Pressed(interaction), message, int(facts["attachment"]), (int(course_id), int(week)))


class _Pressed:
    """Answers to a choice, in the place of the question."""

    def __init__(self, interaction: Interaction) -> None:
        self.house, self.words = house_of(interaction), words_of(interaction)
        self.client: discord.Client = interaction.client
        self._interaction = interaction

    async def tell(self, said: str, *items: ui.Item[Any], file: discord.File | None = None) -> None:
        if not self._interaction.response.is_done():
            await self._interaction.response.defer()
        await self._interaction.edit_original_response(
            view=card(said, *items), attachments=[file] if file else [], allowed_mentions=NOBODY
        )


class _Sent:
    """Answers to a direct message: the first a reply, the next in its place."""

    def __init__(self, client: discord.Client, house: House, words: Words, message: discord.Message) -> None:
        self.house, self.words, self.client = house, words, client
        self._message = message
        self._reply: discord.Message | None = None

    async def tell(self, said: str, *items: ui.Item[Any], file: discord.File | None = None) -> None:
        if self._reply is None:
            files = [file] if file else []
            self._reply = await self._message.reply(
                view=card(said, *items), files=files, allowed_mentions=NOBODY, mention_author=False
            )
        else:
            await self._reply.edit(
                view=card(said, *items), attachments=[file] if file else [], allowed_mentions=NOBODY
            )


class Inbox(commands.Cog):
    """Listens to direct messages with files, and offers to hand in the file of a message."""

    def __init__(self, client: commands.Bot, house: House) -> None:
        self._client = client
        self._house = house
        self._menu = app_commands.ContextMenu(name=worded("menu.hand_in"), callback=hand_in_message)
        self._menu.guild_only = True

    async def cog_load(self) -> None:
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        if message.guild is not None or message.author.bot or not message.attachments:
            return
        open_to = await reports.weeks_open_to(self._house.store, message.author.id, message.created_at)
        words = words_for(open_to[0][0].language if open_to else "en")
        sent = _Sent(self._client, self._house, words, message)
        attachment_xid = message.attachments[0].id if len(message.attachments) == 1 else 0
        await _go_on(sent, message, attachment_xid, (0, 0))


async def _go_on(
    way: _Pressed | _Sent, message: discord.Message, attachment_xid: int, place: tuple[int, int]
) -> None:
    """Asks what is not clear yet, else takes the file in. It counts from the message that brought it."""
    house, words, at = way.house, way.words, message.created_at
    if not attachment_xid:
        await way.tell(words.say("inbox.files"), FileSelect.of(message, place, words))
        return
    open_to = await reports.weeks_open_to(house.store, message.author.id, at)
    if place == (0, 0):
        if not open_to:
            await way.tell(words.say("inbox.nowhere"))
            return
        if len(open_to) > 1:
            # A week that is still open for late reports is no question to whoever has handed in there.
            missing = await reports.weeks_open_to(house.store, message.author.id, at, missing=True)
            open_to = missing if len(missing) == 1 else open_to
        if len(open_to) > 1:
            await way.tell(words.say("inbox.weeks"), WeekSelect.of(message, attachment_xid, open_to, words))
            return
        place = (open_to[0][0].course_id, open_to[0][1].number)
    await _take(way, message, attachment_xid, place)


async def _take(
    way: _Pressed | _Sent, message: discord.Message, attachment_xid: int, place: tuple[int, int]
) -> None:
    ask = Ask(Person(message.author.id), message.created_at, course_id=place[0])
    async with way.house.desk.turn(message.author.id):
        try:
            arrival = await _arrival(way, message, attachment_xid)
        except Refusal as refusal:
            await give_back(way.tell, way.words, refusal, "")
            return
        await take_in(way.house, way.words, ask, arrival, place[1], way.tell)


async def _arrival(way: _Pressed | _Sent, message: discord.Message, attachment_xid: int) -> Arrival:
    """One file of a message. Raises FileTooLarge, FileGone."""
    for one in message.attachments:
        if one.id == attachment_xid:
            return Arrival(
                arrival_xid=one.id,
                user_xid=message.author.id,
                received_at=message.created_at,
                source=Source.FILE,
                text="",
                file_name=one.filename,
                file=await download(way.client, Upload.of(one), way.house.file_limit),
            )
    raise FileGone(name=str(attachment_xid))


async def _message(interaction: Interaction, facts: dict[str, str]) -> discord.Message:
    """The person's own direct message, as it is now. Raises FileGone."""
    channel = interaction.client.get_partial_messageable(int(facts["channel"]))
    try:
        message: discord.Message = await channel.fetch_message(int(facts["message"]))
    except discord.NotFound as error:
        raise FileGone(name=facts["message"]) from error
    if message.author.id != interaction.user.id:
        raise FileGone(name=facts["message"])
    return message


class KeptSelect(Select, template=r"inbox:kept:(?P<course_id>[0-9]+):(?P<week>[0-9]*)"):
    """Which of several files counts that are kept already: of a form, or of a message in a channel."""

    async def chosen(self, interaction: Interaction, value: str, **facts: str) -> None:
        ask = ask_of(interaction, int(facts["course_id"]))
        way = _Pressed(interaction)
        kept = await reports.kept_arrival(way.house.store, ask, int(value))
        async with way.house.desk.turn(interaction.user.id):
            await take_in(way.house, way.words, ask, kept.arrival, kept.week_number, way.tell)


async def hand_in_message(interaction: Interaction, message: discord.Message) -> None:
    """Hands in the file of one's own message; it counts from now, when the bot first gets to see it.

    The bot may not read messages in channels, so several files are kept before it asks which one counts.
    Raises NotYours.
    """
    if message.author.id != interaction.user.id:
        raise NotYours
    words, ask = words_of(interaction), ask_of(interaction)
    if not message.attachments:
        await answer(interaction, words.say("inbox.no_file"))
        return
    if len(message.attachments) == 1:
        await hand_in(interaction, "", Upload.of(message.attachments[0]), None, None)
        return
    house = house_of(interaction)
    meant = await reports.form_for(house.store, ask, None)
    mine = Ask(ask.person, ask.at, ask.channel_xids, meant.course_id)
    await ask_which(interaction, mine, "", [Upload.of(one) for one in message.attachments], meant.week)
