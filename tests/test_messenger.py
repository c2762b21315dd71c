"""What Discord's answers are called, by its codes: the messenger on a real socket, against the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.actions.ports import TokenRefused, Undelivered
from bot.client import point_at
from bot.messenger import Budget, DiscordMessenger, _post
from bot.papers.artist import Artist
from bot.seminar.cards import ClaimCard, MentionCard, NoticeCard, RecapCard
from bot.seminar.claims import Stance
from bot.seminar.deliveries import Delivery, Kind, Notice, Reason, State
from bot.seminar.pictures import ClaimMatrix, ClaimRow
from sandbox.client import Channel, Guild, Person, Sandbox
from tests.factories import claim, course, week

NOW = datetime.now(UTC)
POST = "POST /channels/*/messages"
INBOX = "POST /users/@me/channels"


@dataclass(frozen=True)
class Line:
    """A messenger that is logged in, and the server in which it writes."""

    box: Sandbox
    guild: Guild
    channel: Channel
    prof: Person
    minji: Person
    client: discord.Client
    messenger: DiscordMessenger

    def delivery(self, target: Channel | Person, kind: Kind = Kind.NOTICE) -> Delivery:
        return Delivery(
            delivery_id=1,
            guild_xid=int(self.guild.id),
            course_id=1,
            kind=kind,
            key="notice:1",
            marker=":d1",
            target_xid=int(target.id),
            week_id=None,
            member_id=None,
            claim_id=None,
            state=State.CLAIMED,
            due_at=NOW,
            expires_at=None,
            attempt=1,
            first_attempt_at=NOW,
            fence=1,
            reason=None,
            detail=None,
            message_xid=None,
            ended_at=None,
            direct=isinstance(target, Person),
        )

    async def post(self, target: Channel | Person) -> int:
        return await self.messenger.post(self.delivery(target), CARD)

    async def refused(self, target: Channel | Person) -> Undelivered:
        """How it ends that the messenger writes there."""
        with pytest.raises(Undelivered) as ended:
            await self.post(target)
        return ended.value


CARD = NoticeCard(course(), Notice.OPENINGS_PAUSED, {}, ())


@pytest.fixture
async def line(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    async with Sandbox.serve() as box:
        await box.limits(on=False)
        prof, minji = await box.person("Han Seo-yeon"), await box.person("Minji")
        guild = await box.guild("Seminar", owner=prof)
        await minji.join(guild)
        app = await box.application("Colloquy")
        await app.invite(guild)
        client = discord.Client(intents=discord.Intents.none())
        monkeypatch.setattr(discord.http.Route, "BASE", box.api)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", None)
        await point_at(client, box.api, app.token)
        await client.login(app.token)
        channel = await guild.channel("seminar")
        yield Line(box, guild, channel, prof, minji, client, DiscordMessenger(client, Budget()))
        await client.close()


async def test_what_arrives_is_the_card_of_the_delivery(line: Line) -> None:
    message_xid = await line.post(line.channel)
    (seen,) = await line.prof.sees(line.channel)
    assert int(seen.id) == message_xid
    assert await line.messenger.find(line.delivery(line.channel)) == message_xid


async def test_an_archived_thread_is_woken(line: Line) -> None:
    delivery = line.delivery(line.channel)
    thread_xid = await line.messenger.open_thread(delivery, CARD, await line.post(line.channel))
    await line.client.http.edit_channel(thread_xid, archived=True)
    assert await line.messenger.post(replace(delivery, target_xid=thread_xid), CARD)
    found = await line.client.http.get_channel(thread_xid)
    assert not found["thread_metadata"]["archived"]  # type: ignore[typeddict-item]


def in_forum(line: Line, forum: Channel, claim_id: int, attempt: int = 1) -> Delivery:
    """What opens a claim's post in the forum."""
    opening = line.delivery(forum, Kind.CLAIM)
    key = f"claim:{claim_id}"
    return replace(opening, key=key, marker=f"~{claim_id:a>16}", attempt=attempt, about={"forum": 1})


def card_of(claim_id: int) -> ClaimCard:
    tally = dict.fromkeys(Stance, 0)
    return ClaimCard(course(), week(), claim(claim_id=claim_id), 2, 3, (), tally)


async def test_a_forums_post_is_found_though_it_was_archived(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.finding.ARCHIVED_PAGE", 2)
    forum = await line.guild.forum("claims")
    opened = {}
    for claim_id in range(2, 7):
        opened[claim_id] = await line.messenger.post(in_forum(line, forum, claim_id), card_of(claim_id))
        await line.client.http.edit_channel(opened[claim_id], archived=True)
        await line.box.clock.advance(minutes=1)
    for claim_id, post_xid in opened.items():
        again = in_forum(line, forum, claim_id, attempt=2)
        assert await line.messenger.find(again) == post_xid
    assert await line.messenger.find(in_forum(line, forum, 9, attempt=2)) is None
    after = discord.utils.snowflake_time(opened[2]) + timedelta(minutes=3)
    later = replace(in_forum(line, forum, 2, attempt=2), first_attempt_at=after)
    assert await line.messenger.find(later) is None, "opened before the first attempt: another's"


async def test_archives_that_may_not_be_read_hold_up_no_first_attempt(line: Line) -> None:
    forum = await line.guild.forum("claims")
    await line.box.faults.add("50013", where="GET /channels/*/threads/archived/public", count=1)
    assert await line.messenger.find(in_forum(line, forum, 2)) is None
    with pytest.raises(Undelivered) as ended:
        await line.messenger.find(in_forum(line, forum, 2, attempt=2))
    assert ended.value.reason is Reason.HISTORY_HIDDEN


async def test_a_message_has_one_thread_however_often_it_is_opened(line: Line) -> None:
    delivery, message_xid = line.delivery(line.channel), await line.post(line.channel)
    opened = [await line.messenger.open_thread(delivery, CARD, message_xid) for _ in range(2)]
    assert opened == [message_xid, message_xid]


async def test_a_closed_inbox(line: Line) -> None:
    await line.minji.set_inbox(accepts=False)
    ended = await line.refused(line.minji)
    assert (ended.reason, ended.lasting) == (Reason.INBOX_CLOSED, True)


async def test_somebody_who_shares_no_server_any_more(line: Line) -> None:
    await line.minji.leave(line.guild)
    ended = await line.refused(line.minji)
    assert (ended.reason, ended.lasting) == (Reason.INBOX_CLOSED, True)


async def test_a_channel_that_is_gone(line: Line) -> None:
    await line.guild.delete_channel(line.channel)
    ended = await line.refused(line.channel)
    assert (ended.reason, ended.lasting) == (Reason.CHANNEL_GONE, True)


async def test_a_token_that_was_taken_back_ends_everything(line: Line) -> None:
    line.client.http.token = "taken.back.now"
    with pytest.raises(TokenRefused):
        await line.post(line.channel)


@pytest.mark.parametrize(
    ("code", "reason", "lasting"),
    [
        ("40003", Reason.OPENINGS_PAUSED, False),
        ("50001", Reason.NO_PERMISSION, True),
        ("50013", Reason.NO_PERMISSION, True),
        ("200000", Reason.AUTOMOD, True),
        ("10004", Reason.CHANNEL_GONE, True),
        ("10007", Reason.LEFT, True),
        ("50035", Reason.REFUSED, True),
        ("503", Reason.UNREACHABLE, False),
        ("reset", Reason.UNREACHABLE, False),
    ],
)
async def test_a_post_that_ends_with(
    line: Line, monkeypatch: pytest.MonkeyPatch, code: str, reason: Reason, *, lasting: bool
) -> None:
    at_once(monkeypatch)
    await line.box.faults.add(code, where=POST, count=9)
    ended = await line.refused(line.channel)
    assert (ended.reason, ended.lasting) == (reason, lasting)
    assert code in ended.detail or code == "reset"


@pytest.mark.parametrize(
    ("code", "reason", "lasting"),
    [("40003", Reason.OPENINGS_PAUSED, False), ("10013", Reason.LEFT, True)],
    ids=["too fast", "unknown"],
)
async def test_an_inbox_that_cannot_be_opened(
    line: Line, code: str, reason: Reason, *, lasting: bool
) -> None:
    await line.box.faults.add(code, where=INBOX)
    with pytest.raises(Undelivered) as ended:
        await line.messenger.open_inbox(line.delivery(line.minji))
    assert (ended.value.reason, ended.value.lasting) == (reason, lasting)


async def test_a_history_that_may_not_be_read_is_told_from_an_empty_one(line: Line) -> None:
    await line.box.faults.add("50001", where="GET /channels/*/messages", count=1)
    with pytest.raises(Undelivered) as ended:
        await line.messenger.find(line.delivery(line.channel))
    assert (ended.value.reason, ended.value.lasting) == (Reason.HISTORY_HIDDEN, True)
    assert await line.messenger.find(line.delivery(line.channel)) is None


async def test_a_message_that_was_deleted_is_not_drawn_anew(line: Line) -> None:
    with pytest.raises(Undelivered) as ended:
        await line.messenger.edit(line.delivery(line.channel), CARD, 4)
    assert (ended.value.reason, ended.value.lasting) == (Reason.DELETED, True)


async def test_a_recap_whose_picture_cannot_be_drawn_anew_loses_the_old_one(line: Line) -> None:
    """The old picture would go on showing words that somebody objected to."""
    row = ClaimRow("Pavements are rooms.", frozenset({0, 1}), None)
    card = RecapCard(course(), week(), 5, (), None, ClaimMatrix(1, 5, (row,)))
    delivery = line.delivery(line.channel)
    channel = line.client.get_partial_messageable(int(line.channel.id), guild_id=int(line.guild.id))
    message_xid = await _post(channel, delivery, card, b"\x89PNG, as it was")
    (posted,) = await line.prof.sees(line.channel)
    assert "Pavements are rooms." in str(posted.raw)
    hurried = Artist(limit=0)
    await DiscordMessenger(line.client, Budget(), hurried).edit(delivery, card, message_xid)
    hurried.close()
    (now,) = await line.prof.sees(line.channel)
    assert now.attachments == []
    assert "Pavements are rooms." not in str(now.raw)
    assert "What became of week 1" in now.text


async def test_only_who_is_named_is_pinged(line: Line) -> None:
    card = MentionCard(course(), week(), week().times.due, 3, (int(line.minji.id),))
    await line.post(line.channel)
    await line.messenger.post(replace(line.delivery(line.channel), key="mention:1"), card)
    silent, named = await line.minji.sees(line.channel)
    assert [one["id"] for one in named.raw["mentions"]] == [line.minji.id]
    assert silent.raw["mentions"] == []


def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py tries again without a wait."""
    sleep = asyncio.sleep
    monkeypatch.setattr("discord.http.asyncio.sleep", lambda _seconds: sleep(0))
