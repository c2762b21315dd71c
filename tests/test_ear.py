"""The ear takes ids from what is said in servers, and lets nothing else of it go further."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.actions.courses import set_up
from bot.client import Colloquy, intents
from bot.ear import Ear, lend, post_of
from bot.seminar.posts import Deleted, Heard, Post, ThreadDeleted
from bot.store.engine import SqliteStore
from tests.actions.school import COURSE, OWNER, ask
from tests.actions.test_posts import FakeHistory
from tests.factories import GUILD, OPENS
from tests.fakes import FrozenClock
from tests.store.conftest import empty_database, file, seal, store

__all__ = ["empty_database", "file", "seal", "store"]

ME, THREAD, TEXT_CHANNEL, OTHER_THREAD = 4001, 8001, 7101, 8002
EVENTS = ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK", "THREAD_DELETE")
SECRET = "what nobody but the thread should know"


def message(xid: int = 1, channel: int = THREAD, **more: Any) -> dict[str, Any]:
    author = {"id": "9001", "username": "nari"}
    ids = {"id": str(xid), "channel_id": str(channel), "guild_id": str(GUILD)}
    return {**ids, "type": 0, "author": author, "content": SECRET, **more}


class Listening:
    """A client that knows one server, and the ear that it lends."""

    def __init__(self, ear: Ear) -> None:
        self.client = discord.Client(intents=intents())
        state = self.client._connection
        state.user = discord.ClientUser(state=state, data=user(ME))
        state._add_guild_from_data(guild())
        self.passed: list[Any] = []
        self.parsers: dict[str, Any] = dict.fromkeys(EVENTS, self.passed.append)
        self.heard: list[Heard] = []
        ear.hear = self.heard.append  # type: ignore[method-assign, assignment]
        lend(ear, self.client, self.parsers)


def user(xid: int) -> Any:
    return {"id": str(xid), "username": "u", "discriminator": "0", "avatar": None, "bot": True}


def guild() -> Any:
    def thread(xid: int, owner: int) -> dict[str, Any]:
        meta = {
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": "2026-09-07T00:00:00+00:00",
        }
        return {
            "id": str(xid),
            "guild_id": str(GUILD),
            "parent_id": str(TEXT_CHANNEL),
            "owner_id": str(owner),
            "name": "t",
            "type": 11,
            "last_message_id": None,
            "message_count": 0,
            "member_count": 0,
            "thread_metadata": meta,
        }

    channel = {"id": str(TEXT_CHANNEL), "type": 0, "name": "c", "position": 0, "permission_overwrites": []}
    return {
        "id": str(GUILD),
        "name": "Seminar",
        "channels": [channel],
        "threads": [thread(THREAD, ME), thread(OTHER_THREAD, 5)],
    }


@pytest.fixture
def ear(store: SqliteStore) -> Ear:
    return Ear(store, FakeHistory(), FrozenClock(OPENS))


@pytest.fixture
def listening(ear: Ear) -> Listening:
    return Listening(ear)


def test_of_a_message_in_a_server_nothing_goes_further_but_its_ids(listening: Listening) -> None:
    listening.parsers["MESSAGE_CREATE"](message(1))
    listening.parsers["MESSAGE_UPDATE"](message(1, content="changed"))
    listening.parsers["MESSAGE_CREATE"](message(2, TEXT_CHANNEL))
    listening.parsers["MESSAGE_CREATE"](message(3, OTHER_THREAD))
    listening.parsers["MESSAGE_CREATE"](message(4, 8999))
    assert listening.heard == [Post(GUILD, THREAD, 1, 9001), Post(GUILD, 8999, 4, 9001)]
    assert listening.passed == []
    assert SECRET not in repr(listening.heard)


def test_a_direct_message_goes_on(listening: Listening) -> None:
    direct = {name: value for name, value in message().items() if name != "guild_id"}
    for event in ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"):
        listening.parsers[event](direct)
    assert (listening.heard, listening.passed) == ([], [direct] * 3)


def test_deletions_of_every_kind_are_heard_and_go_on(listening: Listening) -> None:
    ids = {"guild_id": str(GUILD), "channel_id": str(THREAD)}
    listening.parsers["MESSAGE_DELETE"]({**ids, "id": "1"})
    listening.parsers["MESSAGE_DELETE"]({**ids, "id": "1", "channel_id": str(TEXT_CHANNEL)})
    listening.parsers["MESSAGE_DELETE_BULK"]({**ids, "ids": ["2", "3"]})
    listening.parsers["THREAD_DELETE"]({"guild_id": str(GUILD), "id": str(THREAD), "type": 11})
    listening.parsers["THREAD_DELETE"]({"guild_id": str(GUILD), "id": str(OTHER_THREAD), "type": 11})
    assert listening.heard == [Deleted(GUILD, (1,)), Deleted(GUILD, (2, 3)), ThreadDeleted(GUILD, THREAD)]
    assert len(listening.passed) == 5


@pytest.mark.parametrize(
    "more",
    [{"type": 18}, {"webhook_id": "5"}, {"author": {"id": "5", "bot": True}}],
    ids=["tells of a thread", "webhook", "bot"],
)
def test_only_what_people_write_is_a_post(more: dict[str, Any]) -> None:
    assert post_of(GUILD, message(**more)) is None


def test_a_reply_tells_whose_message_it_answers() -> None:
    reference = {"type": 0, "message_id": "7", "channel_id": str(THREAD)}
    reply = message(type=19, message_reference=reference, referenced_message={"author": {"id": "9002"}})
    assert post_of(GUILD, reply) == Post(GUILD, THREAD, 1, 9001, 9002, 7)
    assert post_of(GUILD, {**reply, "referenced_message": None}) == Post(GUILD, THREAD, 1, 9001, None, 7)
    forwarded = {**reply, "type": 0, "message_reference": {**reference, "type": 1}}
    assert post_of(GUILD, forwarded) == Post(GUILD, THREAD, 1, 9001)


def test_the_bot_keeps_no_messages() -> None:
    client = Colloquy()
    assert client._connection._messages is None
    assert not client.intents.message_content


async def test_what_was_heard_is_written_down_in_the_end(store: SqliteStore, ear: Ear) -> None:
    await set_up(store, ask(OWNER, OPENS), COURSE)
    ear.hear(Post(GUILD, THREAD, 1, 9001))
    await ear.flush()
    assert ear._heard == []
    await store.close()
    ear.hear(Post(GUILD, THREAD, 2, 9001))
    with pytest.raises(Exception, match="not open"):
        await ear.flush()
    assert len(ear._heard) == 1, "it is kept until the store is back"
