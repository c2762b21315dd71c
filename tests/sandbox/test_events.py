"""Scheduled events: made, changed, ended and heard of; and members who come and go."""

from datetime import UTC, datetime, timedelta

import discord
import pytest

from sandbox import permissions
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.test_messages import place

HEARS = discord.Intents(guilds=True, guild_messages=True, guild_scheduled_events=True)
ORGANISER = permissions.BOT | permissions.CREATE_EVENTS


async def meeting(bot: Bot, room: Classroom, name: str = "Week 6") -> discord.ScheduledEvent:
    """An event tomorrow, by the sandbox's clock."""
    guild = bot.get_guild(int(room.guild.id))
    assert guild is not None
    start = datetime.now(UTC) + timedelta(days=1)
    return await guild.create_scheduled_event(
        name=name,
        start_time=start,
        end_time=start + timedelta(hours=2),
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        location="Room B2",
        description="Relational ontology",
    )


@pytest.mark.parametrize("hears", [True, False])
async def test_an_event_is_made_changed_and_deleted(room: Classroom, login: Login, hears: bool) -> None:  # noqa: FBT001
    await room.app.invite(room.guild, permissions=ORGANISER)
    bot = Bot(HEARS if hears else discord.Intents(guilds=True, guild_messages=True))

    @bot.event
    async def on_scheduled_event_create(event: discord.ScheduledEvent) -> None:
        bot.heard.append(("made", event.name))

    @bot.event
    async def on_scheduled_event_update(
        before: discord.ScheduledEvent, after: discord.ScheduledEvent
    ) -> None:
        bot.heard.append(("changed", after.status.name))

    @bot.event
    async def on_scheduled_event_delete(event: discord.ScheduledEvent) -> None:
        bot.heard.append(("deleted", event.name))

    async with login(bot, room.app):
        event = await meeting(bot, room)
        (seen,) = await room.minji.events(room.guild)
        assert (seen["name"], seen["entity_metadata"]["location"]) == ("Week 6", "Room B2")
        event = await event.start()
        await event.end()
        guild = bot.get_guild(int(room.guild.id))
        assert guild is not None
        assert [one.status.name for one in await guild.fetch_scheduled_events()] == ["completed"]
        with pytest.raises(discord.HTTPException) as again:
            await bot.http.edit_scheduled_event(guild.id, event.id, status=2)
        assert again.value.code == 50035
        await event.delete()
        with pytest.raises(discord.NotFound) as gone:
            await guild.fetch_scheduled_event(event.id)
        assert gone.value.code == 10070
        await place(bot, room).send("settled")
        await room.minji.wait_for(lambda one: one.text == "settled")
    heard = [("made", "Week 6"), ("changed", "active"), ("changed", "completed"), ("deleted", "Week 6")]
    assert bot.heard == (heard if hears else [])


async def test_events_end_after_they_begin_and_are_at_most_a_hundred(room: Classroom, login: Login) -> None:
    await room.app.invite(room.guild, permissions=ORGANISER)
    async with login(Bot(), room.app) as bot:
        event = await meeting(bot, room)
        assert event.end_time is not None
        with pytest.raises(discord.HTTPException) as backwards:
            await event.edit(
                start_time=event.end_time, end_time=event.start_time, location="x", description="x"
            )
        assert backwards.value.code == 50035
        for number in range(99):
            await meeting(bot, room, str(number))
        with pytest.raises(discord.HTTPException) as full:
            await meeting(bot, room, "one more")
        assert full.value.code == 30038
        await room.box.clock.advance(days=2)
        await event.cancel()
        with pytest.raises(discord.HTTPException) as past:
            await meeting(bot, room, "yesterday")
        assert past.value.code == 50035


@pytest.mark.parametrize("hears", [True, False])
async def test_members_come_and_go(room: Classroom, login: Login, hears: bool) -> None:  # noqa: FBT001
    app = await room.box.application("Listener", privileged=True)
    await app.invite(room.guild)
    bot = Bot(discord.Intents(guilds=True, guild_messages=True, members=hears))

    @bot.event
    async def on_member_join(member: discord.Member) -> None:
        bot.heard.append(("joined", member.display_name))

    @bot.event
    async def on_raw_member_remove(event: discord.RawMemberRemoveEvent) -> None:
        bot.heard.append(("left", event.user.display_name))

    async with login(bot, app):
        jun = await room.box.person("Jun")
        await jun.join(room.guild)
        guild = bot.get_guild(int(room.guild.id))
        assert guild is not None
        assert (await guild.fetch_member(int(jun.id))).display_name == "Jun"
        await jun.leave(room.guild)
        with pytest.raises(discord.NotFound) as gone:
            await guild.fetch_member(int(jun.id))
        assert gone.value.code == 10007
        with pytest.raises(discord.NotFound) as nobody:
            await guild.fetch_member(1)
        assert nobody.value.code == 10013
        await place(bot, room).send("settled")
        await room.minji.wait_for(lambda one: one.text == "settled")
    assert bot.heard == ([("joined", "Jun"), ("left", "Jun")] if hears else [])
