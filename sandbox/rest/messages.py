"""Messages in channels, threads and direct messages: send once, edit, delete, look back."""

from sandbox import forums, permissions, posting, reactions, rules
from sandbox.errors import ApiError, Json
from sandbox.gateway import HIDDEN
from sandbox.rest.routes import Call, route
from sandbox.world import Channel, Message

MESSAGES = "/channels/{channel}/messages"
MESSAGE = MESSAGES + "/{message}"


@route("POST", MESSAGES, body=rules.MESSAGE)
def create(call: Call) -> Json:
    """Send; with enforce_nonce the same nonce gives the earlier message, or 10008 if that is gone."""
    channel, body = call.channel, call.body
    _may_send(call, channel)
    key = (call.bot.id, channel.id, str(body.get("nonce")))
    now = call.world.clock.now()
    if body.get("nonce") is not None and body.get("enforce_nonce"):
        sent_at, message_id = call.world.nonces.get(key, (float("-inf"), ""))
        if abs(now - sent_at) < rules.NONCE_SECONDS:
            return call.world.message(channel, message_id, call.bot.id).raw
    message = posting.draft(call.world, channel, call.bot.user)
    if body.get("message_reference"):
        posting.refer(call.world, message, str(body["message_reference"]["message_id"]))
    posting.write(call.world, message, body, call.uploads)
    posting.send(call.world, message, body.get("nonce"))
    if body.get("nonce") is not None:
        call.world.nonces[key] = (now, message.id)
        return {**message.raw, "nonce": body["nonce"]}
    return message.raw


def _may_send(call: Call, channel: Channel) -> None:
    if channel.guild is None:
        if call.bot.id not in channel.people:
            raise ApiError(50001)
        person = call.world.persons[channel.people[0]]
        shared = [one for one in call.world.guilds.values() if {*channel.people} <= set(one.members)]
        if not person.inbox:
            raise ApiError(50007)
        if not shared:
            raise ApiError(50278)
        return
    if forums.is_forum(channel):
        raise ApiError(50008)
    needed = permissions.send_bit(channel) | (permissions.ATTACH_FILES if call.uploads else 0)
    held = permissions.require(channel, call.bot.id, needed)
    if channel.parent and channel.raw["thread_metadata"]["locked"] and not held & permissions.MANAGE_THREADS:
        raise ApiError(160005)


@route("GET", MESSAGES, query=("limit", "before", "after", "around"))
def history(call: Call) -> list[Json]:
    """Newest first; without READ_MESSAGE_HISTORY nothing."""
    channel, query = call.channel, call.request.query
    held = permissions.require(channel, call.bot.id)
    if not held & permissions.READ_MESSAGE_HISTORY:
        return []
    limit = int(query.get("limit", "50"))
    if not 1 <= limit <= 100:
        raise ApiError(50035, {"limit": {"_errors": [{"code": "NUMBER_TYPE_RANGE", "message": "1 to 100"}]}})
    found = sorted(int(one.id) for one in channel.messages.values() if one.only_for is None)
    if "before" in query:
        found = [one for one in found if one < int(query["before"])][-limit:]
    elif "after" in query:
        found = [one for one in found if one > int(query["after"])][:limit]
    elif "around" in query:
        middle = int(query["around"])
        older = [one for one in found if one < middle][-(limit // 2) :]
        found = older + [one for one in found if one >= middle][: limit - len(older)]
    return [_readable(call, channel.messages[str(one)]) for one in reversed(found[-limit:])]


def _readable(call: Call, message: Message) -> Json:
    shown = reactions.shown(message, call.bot.id)
    return shown if call.world.gateway.may_read(call.bot.id, message) else {**shown, **HIDDEN}


@route("GET", MESSAGE)
def get(call: Call) -> Json:
    permissions.require(call.channel, call.bot.id, permissions.READ_MESSAGE_HISTORY)
    return _readable(call, call.world.message(call.channel, call.at("message"), call.bot.id))


@route("PATCH", MESSAGE, body=rules.EDIT)
def edit(call: Call) -> Json:
    permissions.require(call.channel, call.bot.id)
    message = call.world.message(call.channel, call.at("message"), call.bot.id)
    if message.raw["author"]["id"] != call.bot.id:
        raise ApiError(50005)
    _not_archived(call.channel)
    return posting.edit(call.world, message, call.body, call.uploads).raw


@route("DELETE", MESSAGE)
def delete(call: Call) -> None:
    permissions.require(call.channel, call.bot.id)
    message = call.world.message(call.channel, call.at("message"), call.bot.id)
    if message.raw["author"]["id"] != call.bot.id:
        permissions.require(call.channel, call.bot.id, permissions.MANAGE_MESSAGES)
    _not_archived(call.channel)
    posting.delete(call.world, message)


def _not_archived(channel: Channel) -> None:
    if channel.parent and channel.raw["thread_metadata"]["archived"]:
        raise ApiError(50083)
