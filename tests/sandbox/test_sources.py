"""Each rule of sandbox/sources.py is broken once, and each route asked without what it takes."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest

from sandbox import permissions, rules, sources
from sandbox.client import Channel
from sandbox.rest.routes import ROUTES
from sandbox.world import World
from tests.sandbox.conftest import Bot, Classroom, Login
from tests.sandbox.lab import Lab
from tests.sandbox.wrong import COMMANDS, FORMS, MESSAGES, Json, card, display, form

Break = Callable[[Lab], Awaitable[int | None]]
BREAKS: dict[str, Break] = {}
RIGHTS = {name: getattr(permissions, name) for name in dir(permissions) if name.isupper()}


def breaks(name: str) -> Callable[[Break], Break]:
    """A function that breaks the rule, and returns the code that it got, or checks what is seen."""

    def declare(function: Break) -> Break:
        assert name not in BREAKS
        BREAKS[name] = function
        return function

    return declare


@pytest.fixture
async def lab(room: Classroom, login: Login, world: World) -> AsyncIterator[Lab]:
    async with aiohttp.ClientSession() as http:
        yield Lab(room, login, world, http)


def test_every_rule_has_a_test_and_every_test_a_rule() -> None:
    names = [row.name for row in sources.ROWS]
    assert len(set(names)) == len(names)
    assert {*BREAKS, *MESSAGES, *FORMS, *COMMANDS} == set(names)
    assert len(BREAKS) + len(MESSAGES) + len(FORMS) + len(COMMANDS) == len(names)


@pytest.mark.parametrize("row", sources.ROWS, ids=lambda row: row.name)
async def test_a_rule_is_broken(lab: Lab, row: sources.Row) -> None:
    assert row.says
    assert re.fullmatch(r"https://docs\.discord\.com/developers/[\w/#-]+|secondary: .+", row.where)
    if row.name in MESSAGES:
        got = await pair(lab, "POST", lab.messages, *MESSAGES[row.name])
    elif row.name in COMMANDS:
        got = await pair(lab, "PUT", f"/applications/{lab.room.app.id}/commands", *COMMANDS[row.name])
    elif row.name in FORMS:
        async with lab.asked() as (one, waiting):
            right, wrong = ({"type": 9, "data": body} for body in FORMS[row.name])
            got = await pair(lab, "POST", lab.callback(one), right, wrong)
            assert (await waiting).form is not None
    else:
        got = await BREAKS[row.name](lab)  # type: ignore[assignment]
    assert got == row.code


async def pair(lab: Lab, method: str, path: str, right: object, wrong: object) -> int:
    """The code that the wrong body brings; the right one, which is as near as can be, goes well."""
    code = await lab.code(method, path, wrong)
    await lab.made(method, path, right)
    return code


# ---- messages


@breaks("token")
async def _(lab: Lab) -> int:
    return await lab.code("GET", "/users/@me", token="")


@breaks("nonce again")
async def _(lab: Lab) -> None:
    body = {"content": "x", "nonce": "n", "enforce_nonce": True}
    first, second = [(await lab.made("POST", lab.messages, body))["id"] for _ in range(2)]
    third = (await lab.made("POST", lab.messages, {**body, "enforce_nonce": False}))["id"]
    assert first == second != third


@breaks("others' messages")
async def _(lab: Lab) -> int:
    said = await lab.room.minji.say(lab.room.general, "mine")
    return await lab.code("PATCH", f"{lab.messages}/{said.id}", {"content": "not mine"})


@breaks("file size")
async def _(lab: Lab) -> int:
    await lab.made("POST", lab.messages, {}, file=b"x" * rules.FILE_BYTES)
    return await lab.code("POST", lab.messages, {}, file=b"x" * (rules.FILE_BYTES + 1))


@breaks("allowed mentions")
async def _(lab: Lab) -> None:
    body = {"content": f"{lab.room.minji.mention} @everyone"}
    loud = await lab.made("POST", lab.messages, body)
    quiet = await lab.made("POST", lab.messages, {**body, "allowed_mentions": {"parse": []}})
    assert [len(one["mentions"]) for one in (loud, quiet)] == [1, 0]


@breaks("reply without history")
async def _(lab: Lab) -> int:
    body = {"content": "x", "message_reference": {"message_id": await lab.say()}}
    await lab.made("POST", lab.messages, body)
    history = permissions.READ_MESSAGE_HISTORY
    await lab.room.guild.overwrite(lab.room.general, lab.room.app, deny=history)
    return await lab.code("POST", lab.messages, body)


@breaks("v2 stays")
async def _(lab: Lab) -> int:
    made = await lab.made("POST", lab.messages, card(display()))
    await lab.made("PATCH", f"{lab.messages}/{made['id']}", {"components": [display("y")]})
    return await lab.code("PATCH", f"{lab.messages}/{made['id']}", {"content": "y", "flags": 0})


# ---- answers

SAY: Json = {"type": 4, "data": {"content": "x"}}
FORM: Json = {"type": 9, "data": form(display())}


@breaks("double answer")
async def _(lab: Lab) -> int:
    async with lab.asked() as (one, _):
        await lab.made("POST", lab.callback(one), SAY)
        return await lab.code("POST", lab.callback(one), SAY)


@breaks("form after deferral")
async def _(lab: Lab) -> int:
    async with lab.asked() as (one, _):
        await lab.made("POST", lab.callback(one), {"type": 5})
        return await lab.code("POST", lab.callback(one), FORM)


@breaks("form after form")
async def _(lab: Lab) -> int:
    async with lab.asked() as (one, waiting):
        await lab.made("POST", lab.callback(one), FORM)
        opened = (await waiting).form
        assert opened is not None
    async with lab.asked(lambda _: opened.submit()) as (one, _):
        code = await lab.code("POST", lab.callback(one), FORM)
        await lab.made("POST", lab.callback(one), SAY)
        return code


@breaks("update of nothing")
async def _(lab: Lab) -> int:
    async with lab.asked() as (one, _):
        return await pair(lab, "POST", lab.callback(one), SAY, {"type": 7, "data": {"content": "x"}})


@breaks("choices for a command")
async def _(lab: Lab) -> int:
    async with lab.asked() as (one, _):
        return await pair(lab, "POST", lab.callback(one), SAY, suggestions(1))


def suggestions(count: int) -> Json:
    return {"type": 8, "data": {"choices": [{"name": f"{n}", "value": f"{n}"} for n in range(count)]}}


@breaks("message for autocomplete")
async def _(lab: Lab) -> int:
    general = lab.room.general
    async with lab.asked(lambda minji: minji.suggest(general, "go", "where", "x")) as (one, _):
        return await pair(lab, "POST", lab.callback(one), suggestions(1), SAY)


@breaks("25 suggestions")
async def _(lab: Lab) -> int:
    general = lab.room.general
    async with lab.asked(lambda minji: minji.suggest(general, "go", "where", "x")) as (one, waiting):
        code = await pair(lab, "POST", lab.callback(one), suggestions(25), suggestions(26))
        assert len(await waiting) == 25  # type: ignore[arg-type]
        return code


@breaks("three seconds")
async def _(lab: Lab) -> int:
    async with lab.asked() as (one, waiting):
        lab.world.interactions[str(one.id)].fail()  # what its timer does
        assert (await waiting).failure is not None
        return await lab.code("POST", lab.callback(one), SAY)


@breaks("fifteen minutes")
async def _(lab: Lab) -> int:
    async with lab.asked() as (one, _):
        await lab.made("POST", lab.callback(one), SAY)
        lab.world.interactions[str(one.id)].born -= rules.TOKEN_SECONDS - 1
        await lab.made("POST", lab.hook(one), {"content": "in time"})
        lab.world.interactions[str(one.id)].born -= 1
        return await lab.code("POST", lab.hook(one), {"content": "late"})


@breaks("follow-up first")
async def _(lab: Lab) -> int:
    async with lab.asked() as (one, _):
        return await lab.code("POST", lab.hook(one), {"content": "x"})


@breaks("ephemeral")
async def _(lab: Lab) -> None:
    async with lab.asked() as (one, waiting):
        answer = {"type": 4, "data": {"content": "for you", "flags": 1 << 6}}
        await lab.made("POST", lab.callback(one), answer)
        got = (await waiting).message
    assert got is not None
    assert [one.text for one in await lab.seen(lab.room.minji)] == ["for you"]
    assert await lab.seen(lab.room.prof) == []
    assert await lab.made("GET", lab.messages) == []
    assert await lab.code("POST", f"{lab.messages}/{got.id}/threads", {"name": "x"}) == 10008


# ---- threads and forums


@breaks("one thread")
async def _(lab: Lab) -> int:
    thread = await lab.thread()
    return await lab.code("POST", f"{lab.messages}/{thread}/threads", {"name": "x"})


@breaks("archived thread")
async def _(lab: Lab) -> int:
    thread = await lab.thread()
    said = await lab.made("POST", f"/channels/{thread}/messages", {"content": "x"})
    await lab.made("PATCH", f"/channels/{thread}", {"archived": True})
    code = await lab.code("PATCH", f"/channels/{thread}/messages/{said['id']}", {"content": "y"})
    await lab.made("POST", f"/channels/{thread}/messages", {"content": "which wakes it"})
    await lab.made("PATCH", f"/channels/{thread}/messages/{said['id']}", {"content": "y"})
    return code


@breaks("locked thread")
async def _(lab: Lab) -> int:
    thread = await lab.thread()
    await lab.made("PATCH", f"/channels/{thread}", {"locked": True})
    await lab.made("POST", f"/channels/{thread}/messages", {"content": "with MANAGE_THREADS"})
    await lab.room.app.invite(lab.room.guild, permissions=permissions.EVERYONE)
    return await lab.code("POST", f"/channels/{thread}/messages", {"content": "x"})


@breaks("private thread")
async def _(lab: Lab) -> int:
    await lab.room.app.invite(lab.room.guild, permissions=permissions.EVERYONE)
    thread = await lab.room.minji.thread(lab.room.general, "Ours", private=True)
    code = await lab.code("GET", f"/channels/{thread.id}")
    await lab.room.guild.overwrite(lab.room.general, lab.room.app, allow=permissions.MANAGE_THREADS)
    await lab.made("GET", f"/channels/{thread.id}")
    return code


@breaks("archived threads")
async def _(lab: Lab) -> None:
    path = f"/channels/{lab.room.general.id}/threads/archived/public"
    first, second, _ = [await lab.thread() for _ in range(3)]
    private = await lab.made("POST", f"/channels/{lab.room.general.id}/threads", {"name": "x", "type": 12})
    for thread in (second, first, private["id"]):
        await lab.made("PATCH", f"/channels/{thread}", {"archived": True})
        await lab.room.box.clock.advance(minutes=1)
    every = await lab.made("GET", path)
    assert ([one["id"] for one in every["threads"]], every["has_more"]) == ([first, second], False)
    before = every["threads"][0]["thread_metadata"]["archive_timestamp"].replace("+", "%2B")
    older = await lab.made("GET", f"{path}?limit=2&before={before}")
    assert [one["id"] for one in older["threads"]] == [second]
    assert await lab.code("GET", f"{path}?limit=1") == 50035


@breaks("thread in thread")
async def _(lab: Lab) -> int:
    return await lab.code("POST", f"/channels/{await lab.thread()}/threads", {"name": "x", "type": 11})


@breaks("thread name")
async def _(lab: Lab) -> int:
    path = f"{lab.messages}/{await lab.say()}/threads"
    return await pair(lab, "POST", path, {"name": "x" * 100}, {"name": "x" * 101})


@breaks("archive after")
async def _(lab: Lab) -> int:
    path = f"/channels/{await lab.thread()}"
    return await pair(lab, "PATCH", path, {"auto_archive_duration": 60}, {"auto_archive_duration": 61})


def post(*tags: str) -> Json:
    return {"name": "x", "message": {"content": "x"}, "applied_tags": list(tags)}


@breaks("forum tags")
async def _(lab: Lab) -> int:
    await lab.room.app.invite(lab.room.guild, permissions=permissions.BOT | permissions.MANAGE_CHANNELS)
    forum = await lab.room.guild.forum("claims")
    right, wrong = ({"available_tags": [{"name": f"{n}"} for n in range(count)]} for count in (20, 21))
    return await pair(lab, "PATCH", f"/channels/{forum.id}", right, wrong)


@breaks("post tags")
async def _(lab: Lab) -> int:
    forum = await lab.room.guild.forum("claims", tags=[str(number) for number in range(6)])
    ids = [*forum.tags.values()]
    return await pair(lab, "POST", f"/channels/{forum.id}/threads", post(*ids[:5]), post(*ids))


@breaks("tag is known")
async def _(lab: Lab) -> int:
    forum, other = [await lab.room.guild.forum(name, tags=["week"]) for name in ("a", "b")]
    path = f"/channels/{forum.id}/threads"
    return await pair(lab, "POST", path, post(forum.tags["week"]), post(other.tags["week"]))


@breaks("tag required")
async def _(lab: Lab) -> int:
    forum = await lab.room.guild.forum("claims", tags=["week"], require_tag=True)
    return await pair(lab, "POST", f"/channels/{forum.id}/threads", post(forum.tags["week"]), post())


@breaks("moderated tag")
async def _(lab: Lab) -> int:
    await lab.room.app.invite(lab.room.guild, permissions=permissions.EVERYONE | permissions.MANAGE_CHANNELS)
    forum = await lab.room.guild.forum("claims")
    tags = {"available_tags": [{"name": "settled", "moderated": True}]}
    (tag,) = (await lab.made("PATCH", f"/channels/{forum.id}", tags))["available_tags"]
    code = await lab.code("POST", f"/channels/{forum.id}/threads", post(tag["id"]))
    await lab.room.guild.overwrite(forum, lab.room.app, allow=permissions.MANAGE_THREADS)
    await lab.made("POST", f"/channels/{forum.id}/threads", post(tag["id"]))
    return code


@breaks("post message")
async def _(lab: Lab) -> int:
    forum = await lab.room.guild.forum("claims")
    return await pair(lab, "POST", f"/channels/{forum.id}/threads", post(), {"name": "x"})


@breaks("message in forum")
async def _(lab: Lab) -> int:
    forum = await lab.room.guild.forum("claims")
    return await lab.code("POST", f"/channels/{forum.id}/messages", {"content": "x"})


# ---- people


async def write_to(lab: Lab, recipient: str) -> str:
    opened = await lab.made("POST", "/users/@me/channels", {"recipient_id": recipient})
    return f"/channels/{opened['id']}/messages"


@breaks("closed inbox")
async def _(lab: Lab) -> int:
    path = await write_to(lab, lab.room.minji.id)
    await lab.made("POST", path, {"content": "x"})
    await lab.room.minji.set_inbox(accepts=False)
    return await lab.code("POST", path, {"content": "x"})


@breaks("stranger")
async def _(lab: Lab) -> int:
    stranger = await lab.room.box.person("Stranger")
    return await lab.code("POST", await write_to(lab, stranger.id), {"content": "x"})


@breaks("bot to bot")
async def _(lab: Lab) -> int:
    other = await lab.invited("Other")
    return await lab.code("POST", "/users/@me/channels", {"recipient_id": other.id})


@breaks("20 reactions")
async def _(lab: Lab) -> int:
    path = f"{lab.messages}/{await lab.say()}/reactions"
    for number in range(20):
        await lab.made("PUT", f"{path}/{chr(0x1F600 + number)}/@me")
    return await lab.code("PUT", f"{path}/{chr(0x1F600 + 20)}/@me")


@breaks("emoji")
async def _(lab: Lab) -> int:
    path = f"{lab.messages}/{await lab.say()}/reactions"
    return await lab.code("PUT", f"{path}/smile/@me")


# ---- servers


def event(**more: object) -> Json:
    start = datetime.now(UTC) + timedelta(hours=1)
    times = {"scheduled_start_time": start, "scheduled_end_time": start + timedelta(hours=2)}
    place = {"entity_type": 3, "entity_metadata": {"location": "B2"}, "privacy_level": 2}
    return {"name": "x", **place, **{key: one.isoformat() for key, one in times.items()}, **more}


async def events(lab: Lab) -> str:
    await lab.room.app.invite(lab.room.guild, permissions=permissions.BOT | permissions.CREATE_EVENTS)
    return f"/guilds/{lab.room.guild.id}/scheduled-events"


@breaks("100 events")
async def _(lab: Lab) -> int:
    path = await events(lab)
    for _ in range(100):
        await lab.made("POST", path, event())
    return await lab.code("POST", path, event())


@breaks("event place and end")
async def _(lab: Lab) -> int:
    assert await lab.code("POST", await events(lab), event(scheduled_end_time=None)) == 50035
    return await pair(lab, "POST", await events(lab), event(), event(entity_metadata=None))


@breaks("event in the past")
async def _(lab: Lab) -> int:
    past = datetime.now(UTC) - timedelta(hours=1)
    return await lab.code("POST", await events(lab), event(scheduled_start_time=past.isoformat()))


@breaks("event status")
async def _(lab: Lab) -> int:
    path = await events(lab)
    made = await lab.made("POST", path, event())
    return await pair(lab, "PATCH", f"{path}/{made['id']}", {"status": 2}, {"status": 3})


@breaks("who left")
async def _(lab: Lab) -> int:
    path = f"/guilds/{lab.room.guild.id}/members/{lab.room.minji.id}"
    await lab.made("GET", path)
    await lab.room.minji.leave(lab.room.guild)
    return await lab.code("GET", path)


@breaks("role rank")
async def _(lab: Lab) -> int:
    bits = permissions.BOT | permissions.MANAGE_ROLES
    await lab.room.app.invite(lab.room.guild, permissions=bits)
    low = await lab.room.guild.role("Student")
    await lab.invited("Above")
    guild = lab.world.guilds[lab.room.guild.id]
    above = next(one["id"] for one in guild.roles.values() if one["name"] == "Above")
    path = f"/guilds/{lab.room.guild.id}/members/{lab.room.minji.id}/roles"
    await lab.made("PUT", f"{path}/{low.id}")
    return await lab.code("PUT", f"{path}/{above}")


@breaks("overwrites")
async def _(lab: Lab) -> int:
    await lab.room.app.invite(lab.room.guild, permissions=permissions.BOT | permissions.MANAGE_CHANNELS)

    def channel(bits: int) -> Json:
        one = {"id": lab.room.minji.id, "type": 1, "allow": bits, "deny": 0}
        return {"name": "x", "permission_overwrites": [one]}

    right, wrong = channel(permissions.SEND_MESSAGES), channel(permissions.MANAGE_MESSAGES)
    return await pair(lab, "POST", f"/guilds/{lab.room.guild.id}/channels", right, wrong)


# ---- intents


@breaks("message content")
async def _(lab: Lab) -> None:
    said = await lab.room.minji.say(lab.room.general, "secret")
    mention = await lab.room.minji.say(lab.room.general, f"<@{lab.room.app.id}> hello")
    texts = [(await lab.made("GET", f"{lab.messages}/{one.id}"))["content"] for one in (said, mention)]
    assert texts == ["", f"<@{lab.room.app.id}> hello"]
    lab.world.applications[lab.room.app.id].privileged = True
    assert (await lab.made("GET", f"{lab.messages}/{said.id}"))["content"] == "secret"


@breaks("members' coming")
async def _(lab: Lab) -> None:
    app = await lab.room.box.application("Listener", privileged=True)
    await app.invite(lab.room.guild)
    for members, heard in ((False, []), (True, ["Jun"])):
        bot = Bot(discord.Intents(guilds=True, guild_messages=True, members=members))
        joined: list[str] = []
        settled = asyncio.Event()

        @bot.event
        async def on_member_join(member: discord.Member, joined: list[str] = joined) -> None:
            joined.append(member.display_name)

        @bot.event
        async def on_message(message: discord.Message, settled: asyncio.Event = settled) -> None:
            settled.set()

        async with lab.login(bot, app):
            await (await lab.room.box.person("Jun")).join(lab.room.guild)
            await lab.room.prof.say(lab.room.general, "settled")
            await asyncio.wait_for(settled.wait(), 10)
        assert joined == heard


@breaks("privileged intents")
async def _(lab: Lab) -> None:
    bot = Bot(discord.Intents(guilds=True, members=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with lab.login(bot, lab.room.app):
            pass


# ---- permissions


def test_every_route_says_what_it_takes() -> None:
    needed = {one.route for one in sources.ROUTES}
    assert not needed & set(sources.OPEN)
    assert needed | set(sources.OPEN) == {f"{one.method} {one.path}" for one in ROUTES}
    assert len({(one.route, one.takes) for one in sources.ROUTES}) == len(sources.ROUTES)
    assert {one.takes for one in sources.ROUTES} - set(RIGHTS) == {"member", "own"}


ALL = (1 << 50) - 1 & ~permissions.ADMINISTRATOR
IN_THREAD = {"SEND_MESSAGES_IN_THREADS", "MANAGE_THREADS"}
POSTS, MEMBER = "POST /channels/{channel}/threads", "/channels/{channel}/thread-members"
BODIES: dict[str, Json] = {
    "PATCH /channels/{channel}": {"name": "x"},
    "POST /channels/{channel}/messages": {"content": "x"},
    "PATCH /channels/{channel}/messages/{message}": {"content": "x"},
    "POST /channels/{channel}/messages/{message}/threads": {"name": "x"},
    f"{POSTS} CREATE_PUBLIC_THREADS": {"name": "x", "type": 11},
    f"{POSTS} CREATE_PRIVATE_THREADS": {"name": "x", "type": 12},
    f"{POSTS} SEND_MESSAGES": post(),
    "POST /guilds/{guild}/channels": {"name": "x"},
    "POST /guilds/{guild}/scheduled-events": event(),
    "PATCH /guilds/{guild}/scheduled-events/{event}": {"name": "y"},
}


async def furnish(lab: Lab, need: sources.Need) -> dict[str, str]:
    """What the route is about, in a server where nothing is missing yet."""
    room = lab.room
    await room.app.invite(room.guild, permissions=ALL)
    said = await room.minji.say(room.general, "x")
    message = await lab.say() if need.route.startswith("PATCH") else said.id
    thread = await room.minji.thread(room.general, "Claim", message=await room.minji.say(room.general, "x"))
    forum = await room.guild.forum("claims")
    role = await room.guild.role("Student")
    if need.takes != "ADD_REACTIONS":
        await lab.made("PUT", f"{lab.messages}/{message}/reactions/👍/@me")
        await room.minji.react(said, "👍")
    other = await lab.invited("Other")
    await other.invite(room.guild, permissions=ALL)
    path = f"/guilds/{room.guild.id}/scheduled-events"
    made = await lab.made("POST", path, event(), token=other.token)
    inside = need.takes in IN_THREAD or MEMBER in need.route
    place = (
        thread if inside else forum if (need.route, need.takes) == (POSTS, "SEND_MESSAGES") else room.general
    )
    names = {"guild": room.guild.id, "channel": place.id, "message": message, "user": room.minji.id}
    return {**names, "role": role.id, "event": made["id"], "emoji": "👍", "application": room.app.id}


async def take(lab: Lab, need: sources.Need, names: dict[str, str]) -> dict[str, str]:
    """Take away what the route takes."""
    room = lab.room
    if need.takes == "member":
        await room.app.remove(room.guild)
    elif need.takes == "own":
        return {**names, "application": (await lab.invited("Another")).id}
    else:
        await room.app.invite(room.guild, permissions=ALL & ~RIGHTS[need.takes])
        raw = lab.world.channels[names["channel"]].parent or lab.world.channels[names["channel"]]
        await room.guild.overwrite(Channel.of(raw.raw), room.app, deny=RIGHTS[need.takes])
    return names


def body_of(need: sources.Need) -> object:
    if need.route.startswith("PUT /applications"):
        return []
    return BODIES.get(f"{need.route} {need.takes}", BODIES.get(need.route))


@pytest.mark.parametrize("need", sources.ROUTES, ids=lambda need: f"{need.route} {need.takes}")
async def test_a_route_without_what_it_takes(lab: Lab, need: sources.Need) -> None:
    names = await take(lab, need, await furnish(lab, need))
    method, path = need.route.split()
    file = b"x" if need.takes == "ATTACH_FILES" else None
    status, answer = await lab.ask(method, path.format(**names), body_of(need), file=file)
    if need.code is None:
        assert (status, answer) == (200, [])
    else:
        assert (status, answer["code"]) == (403, need.code), answer


@pytest.mark.parametrize("need", sources.ROUTES, ids=lambda need: f"{need.route} {need.takes}")
async def test_a_route_with_what_it_takes(lab: Lab, need: sources.Need) -> None:
    names = await furnish(lab, need)
    method, path = need.route.split()
    file = b"x" if need.takes == "ATTACH_FILES" else None
    answer = await lab.made(method, path.format(**names), body_of(need), file=file)
    assert need.code is not None or answer != []
