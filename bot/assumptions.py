"""What Colloquy assumes of Discord: a function for each, which tries it once and says what it saw."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.bench import TABLE, Bench, Differs, Interaction, NotChecked, assumes, must, refusal
from bot.messenger import LASTING, THREAD_EXISTS, DiscordMessenger
from bot.seminar.cards import ClaimCard
from bot.seminar.claims import Claim, ClaimState, Stance
from bot.seminar.courses import Course
from bot.seminar.deliveries import Delivery, Kind, NewDelivery, Reason, State
from bot.seminar.weeks import Times, Week, WeekState
from cogs.ui.cards import draw

__all__ = ["TABLE"]

CLOCK_SECONDS = 5
NONCE_MINUTES = (0, 1, 2, 5, 10)
ARCHIVED, ANSWERED, INVALID, NO_ACCESS, NO_PERMISSION = 50083, 40060, 50035, 50001, 50013


# ---- time and order


@assumes("clock", f"This machine's clock and Discord's are less than {CLOCK_SECONDS} seconds apart.")
async def _clock(bench: Bench) -> str:
    quick = aiohttp.ClientTimeout(total=10)
    async with (
        aiohttp.ClientSession(timeout=quick) as session,
        session.get(f"{bench.api_url}/gateway") as response,
    ):
        ahead = (parsedate_to_datetime(response.headers["Date"]) - bench.now()).total_seconds()
    return must(abs(ahead) < CLOCK_SECONDS, f"Discord's clock is {ahead:+.1f} seconds from this machine's")


@assumes("time of an id", "A message's id holds the time at which Discord took it.")
async def _time_of_id(bench: Bench) -> str:
    message = await bench.channel.send("An id holds its time.")
    apart = abs((message.created_at - bench.now()).total_seconds())
    return must(apart < CLOCK_SECONDS, f"{apart:.1f} seconds between the two")


@assumes("order", "History after a message holds what was sent later, in order.")
async def _order(bench: Bench) -> str:
    sent = [await bench.channel.send(f"Message {number} of 4") for number in range(1, 5)]
    found = [one.id async for one in bench.channel.history(after=sent[1], oldest_first=True)]
    return must(found == [one.id for one in sent[2:]], f"{len(found)} messages after the second of four")


# ---- deliveries


def a_delivery(bench: Bench, key: str) -> tuple[Delivery, ClaimCard]:
    """A claim that is owed to the channel of the check, in a made-up course."""
    now, guild, place = bench.now(), bench.guild.id, bench.channel.id
    new = NewDelivery(guild, 0, Kind.CLAIM, f"check:{place}:{key}", place, 0, now)
    course = Course(0, guild, "Check", place, 0, None, None, "UTC", "en")
    hours = Times(now, now, timedelta(), now)
    week = Week(0, guild, 0, 1, "Check", "", (), hours, WeekState.DISCUSSING)
    claim = Claim(0, guild, 0, 0, "Discord behaves as assumed.", ClaimState.OPEN)
    card = ClaimCard(course, week, claim, 1, 1, (), dict.fromkeys(Stance, 0))
    owed = Delivery(0, guild, 0, Kind.CLAIM, new.key, new.marker, place, 0, None, 0, State.CLAIMED, now, None)
    return replace(owed, first_attempt_at=now), card


@assumes("marker", "What a message carries in a custom id is found by a client that logs in anew.")
async def _marker(bench: Bench) -> str:
    delivery, card = a_delivery(bench, "marker")
    sent = await DiscordMessenger(bench.client).post(delivery, card)
    async with bench.again() as other:
        found = await DiscordMessenger(other).find(delivery)
    return must(found == sent, "found in the history" if found else "not found in the history")


@assumes("card", "A message of components can be edited, and holds the new ones under the same id.")
async def _card(bench: Bench) -> str:
    delivery, card = a_delivery(bench, "card")
    message = await bench.channel.send(view=draw(card, "~before"))
    edited = await message.edit(view=draw(card, delivery.marker))
    found = await DiscordMessenger(bench.client).find(delivery)
    holds = found == message.id and edited.flags.components_v2
    return must(holds, "edited in place" if holds else f"message {message.id} became {found}")


@assumes("thread", f"A message has one thread, with its id; a second start is refused with {THREAD_EXISTS}.")
async def _thread(bench: Bench) -> str:
    delivery, card = a_delivery(bench, "thread")
    messenger = DiscordMessenger(bench.client)
    sent = await messenger.post(delivery, card)
    first = await messenger.open_thread(delivery, card, sent)
    again = bench.client.http.start_thread_with_message(
        bench.channel.id, sent, name="Again", auto_archive_duration=60
    )
    code = await refusal(again)
    bears = "bears" if first == sent else "does not bear"
    return must(
        first == sent and code == THREAD_EXISTS,
        f"the thread {bears} the message's id, and a second start brought {code}",
    )


@assumes("archive", f"In an archived thread an edit is refused with {ARCHIVED}, and a post wakes it.")
async def _archive(bench: Bench) -> str:
    start = await bench.channel.send("A thread starts here.")
    thread = await start.create_thread(name="Archive", auto_archive_duration=60)
    post = await thread.send("Before it is archived")
    await thread.edit(archived=True)
    code = await refusal(post.edit(content="Edited afterwards"))
    await thread.send("This wakes it.")
    found = await bench.client.fetch_channel(thread.id)
    awake = isinstance(found, discord.Thread) and not found.archived
    woke = "woke" if awake else "did not wake"
    return must(code == ARCHIVED and awake, f"an edit brought {code}, and a post {woke} the thread")


# ---- refusals


@assumes("no permission", f"A message where the bot may not send is refused with {NO_PERMISSION}.")
async def _no_permission(bench: Bench) -> str:
    if (await _me(bench)).guild_permissions.administrator:
        raise NotChecked("the bot is an administrator here, to whom nothing is refused")
    code = await refusal(bench.quiet.send("This must not arrive."))
    return must(code == NO_PERMISSION, f"refused with {code}")


async def _me(bench: Bench) -> discord.Member:
    return await bench.guild.fetch_member(bench.client.user.id if bench.client.user else 0)


@assumes("no access", f"A channel that the bot cannot see is refused with {NO_ACCESS}.")
async def _no_access(bench: Bench) -> str:
    me, channels = await _me(bench), await bench.guild.fetch_channels()
    hidden = [one for one in channels if not one.permissions_for(me).view_channel]
    if not hidden:
        raise NotChecked("no channel of this server is hidden from the bot")
    code = await refusal(bench.client.http.get_channel(hidden[0].id))
    return must(code == NO_ACCESS, f"refused with {code}")


@assumes("closed inbox", "A direct message to somebody who takes none is refused with 50007 or 50278.")
async def _closed_inbox(bench: Bench) -> str:
    if bench.closed_inbox is None:
        raise NotChecked("give --closed-inbox with the id of somebody who takes no direct messages")
    direct = await bench.client.create_dm(discord.Object(bench.closed_inbox))
    try:
        message = await direct.send("Colloquy checks that this does not arrive.")
    except discord.HTTPException as error:
        return must(LASTING.get(error.code) is Reason.INBOX_CLOSED, f"refused with {error.code}")
    await message.delete()
    raise Differs("the message arrived, and was deleted")


# ---- commands and forms


@assumes("commands", "Discord takes all of Colloquy's commands.")
async def _commands(bench: Bench) -> str:
    async with bench.furnished() as bot:
        if await bot.tree.fetch_commands(guild=bench.guild):
            raise NotChecked("this server has commands of its own, which would be replaced")
        wanted = len(bot.tree.get_commands())
        bot.tree.copy_global_to(guild=bench.guild)
        try:
            taken = await bot.tree.sync(guild=bench.guild)
        finally:
            bot.tree.clear_commands(guild=bench.guild)
            await bot.tree.sync(guild=bench.guild)
    return must(len(taken) == wanted, f"{len(taken)} of {wanted} were taken, and removed again")


@assumes(
    "form",
    "A button opens a form, once; the form brings what was typed, and opens no other form.",
    asks="press the button in the new channel, then send the form as it is",
)
async def _form(bench: Bench) -> str:
    bench.host()
    ids = f"check:press:{bench.channel.id}", f"check:form:{bench.channel.id}"
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="Press me", custom_id=ids[0]))
    view.stop()
    text = "Press the button, then send the form as it is."
    # discord.py may hold a message that has been sent for longer than a press can wait
    sending = asyncio.create_task(bench.channel.send(text, view=view))
    press, form = await bench.pressed(), _a_form(ids[1])
    await _open(bench, press, form)
    twice = await refusal(_open(bench, press, form))
    sent = await bench.pressed()
    raw: Any = sent.data
    other = await refusal(_open(bench, sent, form))
    await sent.response.send_message("Thank you.", ephemeral=True)
    await sending
    typed = [part["component"]["value"] for part in raw["components"]]
    came = (raw["custom_id"], typed) == (ids[1], ["As it is"])
    return must(
        came and (twice, other) == (ANSWERED, INVALID),
        f"a second answer brought {twice}, a form after a form {other}, "
        + ("and the text came" if came else "and the text did not come"),
    )


async def _open(bench: Bench, interaction: Interaction, form: ui.Modal) -> None:
    """Opens a form without discord.py's own checks, which would not ask Discord."""
    route = discord.http.Route(
        "POST",
        "/interactions/{webhook_id}/{webhook_token}/callback",
        webhook_id=interaction.id,
        webhook_token=interaction.token,
    )
    await bench.client.http.request(route, json={"type": 9, "data": form.to_dict()})


def _a_form(custom_id: str) -> ui.Modal:
    form = ui.Modal(title="Check", custom_id=custom_id)
    text: ui.TextInput[ui.Modal] = ui.TextInput(default="As it is", custom_id="text")
    form.add_item(ui.Label(text="Leave it as it is", component=text))
    form.stop()
    return form


# ---- the slow one


@assumes("nonce", "A nonce that is sent again brings the earlier message, at once and after a minute.")
async def _nonce(bench: Bench) -> str:
    async def send(minutes: int) -> int:
        text = f"Sent with the nonce for {minutes} minutes"
        return (await bench.channel.send(text, nonce=f"{bench.channel.id}:{minutes}")).id

    first = {minutes: await send(minutes) for minutes in NONCE_MINUTES}
    passed, ended = 0, []
    for minutes in NONCE_MINUTES:
        await bench.wait((minutes - passed) * 60.0)
        passed = minutes
        if await send(minutes) != first[minutes]:
            ended.append(minutes)
    held = [minutes for minutes in NONCE_MINUTES if minutes not in ended]
    another = f", another one after {_list(ended)}" if ended else ""
    return must({0, 1} <= {*held}, f"the same message after {_list(held)}{another} minutes")


def _list(minutes: list[int]) -> str:
    return ", ".join(map(str, minutes)) or "no"
