"""Channels and threads: look at them, open, change and join threads."""

from datetime import datetime

from sandbox import forums, guilds, permissions, place_rules, posting
from sandbox.errors import ApiError, Json, NotServedError
from sandbox.rest.routes import Call, route
from sandbox.world import Channel

CHANNEL = "/channels/{channel}"
MEMBER = CHANNEL + "/thread-members/{user}"


@route("GET", CHANNEL)
def get(call: Call) -> Json:
    channel = call.channel
    permissions.require(channel, call.bot.id)
    if channel.guild is None:
        return {**channel.raw, "recipients": [call.world.users[channel.people[0]]]}
    return channel.raw


@route("PATCH", CHANNEL, body=place_rules.CHANGE)
def change(call: Call) -> Json:
    """Change a channel with MANAGE_CHANNELS, or a thread."""
    channel = call.channel
    wish = {key: value for key, value in call.body.items() if value is not None}
    fields = place_rules.CHANGE_THREAD if channel.parent else place_rules.CHANGE_CHANNEL
    if channel.guild is None or not set(wish) <= set(fields):
        raise NotServedError(f"changing {', '.join(sorted(set(wish) - set(fields)))} of this channel")
    if channel.parent:
        return _change_thread(call, channel, wish)
    permissions.require(channel, call.bot.id, permissions.MANAGE_CHANNELS)
    if "available_tags" in wish:
        wish["available_tags"] = forums.settle_tags(call.world, wish["available_tags"])
    guilds.change_channel(call.world, channel, wish)
    return channel.raw


def _change_thread(call: Call, thread: Channel, wish: Json) -> Json:
    """Its owner may archive, rename and tag it, all else takes MANAGE_THREADS."""
    held = permissions.require(thread, call.bot.id)
    meta = thread.raw["thread_metadata"]
    owned = thread.raw["owner_id"] == call.bot.id and not meta["locked"] and "locked" not in wish
    unarchives = wish == {"archived": False} and not meta["locked"]
    if not (held & permissions.MANAGE_THREADS or owned or unarchives):
        raise ApiError(50013)
    if meta["archived"] and wish.get("archived") is not False:
        raise ApiError(50083)
    if "applied_tags" in wish and thread.parent:
        if not forums.is_forum(thread.parent):
            raise ApiError(50024)
        wish["applied_tags"] = forums.check_tags(thread.parent, wish["applied_tags"], held)
    posting.change_thread(call.world, thread, wish)
    return thread.raw


@route("DELETE", CHANNEL)
def delete(call: Call) -> Json:
    channel = call.channel
    bit = permissions.MANAGE_THREADS if channel.parent else permissions.MANAGE_CHANNELS
    if channel.guild is None:
        raise NotServedError("closing a direct message")
    permissions.require(channel, call.bot.id, bit)
    guilds.remove_channel(call.world, channel)
    return channel.raw


@route("POST", CHANNEL + "/messages/{message}/threads", body=place_rules.THREAD, status=201)
def from_message(call: Call) -> Json:
    channel = call.channel
    permissions.require(channel, call.bot.id, permissions.CREATE_PUBLIC_THREADS)
    if channel.parent or channel.guild is None:
        raise ApiError(50024)
    source = call.world.message(channel, call.at("message"), call.bot.id)
    return _seen(call, posting.open_thread(call.world, channel, call.bot.id, call.body, source))


@route(
    "POST",
    CHANNEL + "/threads",
    body=place_rules.THREAD_OR_POST,
    query=("use_nested_fields",),
    status=201,
)
def without_message(call: Call) -> Json:
    """A thread in a text channel, or a post in a forum."""
    channel = call.channel
    if forums.is_forum(channel):
        message = forums.post(call.world, channel, call.bot.user, call.body, call.uploads)
        return {**_seen(call, message.channel), "message": message.raw}
    if call.body.get("message") or call.body.get("applied_tags"):
        raise NotServedError("a post in a channel that is no forum")
    public = call.body.get("type") == 11
    bit = permissions.CREATE_PUBLIC_THREADS if public else permissions.CREATE_PRIVATE_THREADS
    permissions.require(channel, call.bot.id, bit)
    if channel.parent or channel.guild is None:
        raise ApiError(50024)
    return _seen(call, posting.open_thread(call.world, channel, call.bot.id, call.body))


@route("GET", CHANNEL + "/threads/archived/public", query=("before", "limit"))
def archived(call: Call) -> Json:
    """The channel's archived public threads, those that were archived last first."""
    channel, query = call.channel, call.request.query
    permissions.require(channel, call.bot.id, permissions.READ_MESSAGE_HISTORY)
    if channel.parent or channel.guild is None:
        raise ApiError(50024)
    limit = int(query.get("limit", "50"))
    if not 2 <= limit <= 100:
        raise ApiError(50035, {"limit": {"_errors": [{"code": "NUMBER_TYPE_RANGE", "message": "2 to 100"}]}})
    found = [one for one in channel.guild.channels.values() if _is_archived(one, channel)]
    if "before" in query:
        before = datetime.fromisoformat(query["before"])
        found = [one for one in found if _archived_at(one) < before]
    found.sort(key=_archived_at, reverse=True)
    mine = [one.members[call.bot.id] for one in found[:limit] if call.bot.id in one.members]
    return {"threads": [one.raw for one in found[:limit]], "members": mine, "has_more": len(found) > limit}


def _is_archived(thread: Channel, parent: Channel) -> bool:
    public = thread.raw["type"] != permissions.PRIVATE_THREAD
    return thread.parent is parent and public and thread.raw["thread_metadata"]["archived"]


def _archived_at(thread: Channel) -> datetime:
    return datetime.fromisoformat(thread.raw["thread_metadata"]["archive_timestamp"])


def _seen(call: Call, thread: Channel) -> Json:
    return {**thread.raw, "member": thread.members[call.bot.id]}


def _thread(call: Call, *, changing: bool) -> Channel:
    thread = call.channel
    permissions.require(thread, call.bot.id)
    if thread.parent is None:
        raise ApiError(50024)
    if changing and thread.raw["thread_metadata"]["archived"]:
        raise ApiError(50083)
    return thread


def _user(call: Call) -> str:
    return call.bot.id if call.at("user") == "@me" else call.at("user")


@route("PUT", MEMBER)
def add_member(call: Call) -> None:
    thread, user_id = _thread(call, changing=True), _user(call)
    if thread.guild is None or user_id not in thread.guild.members:
        raise ApiError(10007)
    if user_id != call.bot.id:
        permissions.require(thread, call.bot.id, permissions.send_bit(thread))
        if thread.parent and not permissions.sees(thread.parent, user_id):
            raise ApiError(50001)
    posting.join(call.world, thread, user_id)


@route("DELETE", MEMBER)
def remove_member(call: Call) -> None:
    thread, user_id = _thread(call, changing=True), _user(call)
    if user_id != call.bot.id:
        permissions.require(thread, call.bot.id, permissions.MANAGE_THREADS)
    posting.leave(call.world, thread, user_id)


@route("GET", MEMBER, query=("with_member",))
def get_member(call: Call) -> Json:
    members = _thread(call, changing=False).members
    if _user(call) not in members:
        raise ApiError(10007)
    return members[_user(call)]


@route("GET", CHANNEL + "/thread-members", query=("with_member", "limit", "after"))
def list_members(call: Call) -> list[Json]:
    return list(_thread(call, changing=False).members.values())
