"""Reactions of a bot, and who else has reacted."""

from sandbox import permissions, reactions
from sandbox.errors import ApiError, Json
from sandbox.rest.routes import Call, route
from sandbox.world import Message

ALL = "/channels/{channel}/messages/{message}/reactions"
ONE = ALL + "/{emoji}"


def _message(call: Call, bits: int = 0) -> Message:
    permissions.require(call.channel, call.bot.id, bits)
    return call.world.message(call.channel, call.at("message"), call.bot.id)


@route("PUT", ONE + "/@me")
def react(call: Call) -> None:
    reactions.add(call.world, _message(call), call.bot.id, call.at("emoji"))


@route("DELETE", ONE + "/@me")
def take_back(call: Call) -> None:
    reactions.remove(call.world, _message(call), call.bot.id, call.at("emoji"))


@route("DELETE", ONE + "/{user}")
def take_away(call: Call) -> None:
    message = _message(call, permissions.MANAGE_MESSAGES)
    reactions.remove(call.world, message, call.at("user"), call.at("emoji"))


@route("GET", ONE, query=("limit", "after", "type"))
def who(call: Call) -> list[Json]:
    """Who reacted with an emoji, by id."""
    found = _message(call, reactions.READ).reactions.get(call.at("emoji"))
    if found is None:
        raise ApiError(10014)
    query = call.request.query
    later = [one for one in sorted(found, key=int) if int(one) > int(query.get("after", "0"))]
    return [call.world.users[one] for one in later[: int(query.get("limit", "25"))]]
