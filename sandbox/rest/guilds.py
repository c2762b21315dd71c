"""Servers as a bot reads them: members, roles, channels; and giving and taking roles."""

from sandbox import forums, guilds, permissions, place_rules, shapes
from sandbox.errors import ApiError, Json
from sandbox.rest.routes import Call, route
from sandbox.world import Guild

GUILD = "/guilds/{guild}"
ROLE = GUILD + "/members/{user}/roles/{role}"


def _guild(call: Call) -> Guild:
    guild = call.world.guild(call.at("guild"))
    if call.bot.id not in guild.members:
        raise ApiError(50001)
    return guild


def _member(call: Call, guild: Guild) -> Json:
    if call.at("user") not in guild.members:
        raise ApiError(10007 if call.at("user") in call.world.users else 10013)
    return guild.members[call.at("user")]


@route("GET", GUILD, query=("with_counts",))
def get(call: Call) -> Json:
    guild = _guild(call)
    counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": 0}
    wanted = call.request.query.get("with_counts", "0") in ("1", "true")
    return {**guild.raw, "roles": list(guild.roles.values()), **(counts if wanted else {})}


@route("GET", GUILD + "/channels")
def channels(call: Call) -> list[Json]:
    return [one.raw for one in _guild(call).channels.values() if not one.parent]


@route("POST", GUILD + "/channels", body=place_rules.CHANNEL, status=201)
def add_channel(call: Call) -> Json:
    """A text channel or a forum; its overwrites may name what the bot itself may do, and no more."""
    guild = _guild(call)
    held, body = permissions.in_guild(guild, call.bot.id), call.body
    overwrites = [
        shapes.overwrite(str(one["id"]), one["type"], int(one.get("allow") or 0), int(one.get("deny") or 0))
        for one in body.get("permission_overwrites") or []
    ]
    named = sum(int(one[key]) & ~held for one in overwrites for key in ("allow", "deny"))
    if named or not held & permissions.MANAGE_CHANNELS:
        raise ApiError(50013)
    more = {"topic": body.get("topic")}
    if body.get("type") == place_rules.FORUM:
        tags = forums.settle_tags(call.world, body.get("available_tags") or [])
        more |= {**shapes.FORUM_DEFAULTS, "available_tags": tags, "flags": body.get("flags") or 0}
    return guilds.add_channel(call.world, guild, body["name"], overwrites, more).raw


@route("GET", GUILD + "/threads/active")
def active_threads(call: Call) -> Json:
    threads = [
        one
        for one in _guild(call).channels.values()
        if one.parent and not one.raw["thread_metadata"]["archived"] and permissions.sees(one, call.bot.id)
    ]
    mine = [one.members[call.bot.id] for one in threads if call.bot.id in one.members]
    return {"threads": [one.raw for one in threads], "members": mine, "has_more": False}


@route("GET", GUILD + "/roles")
def roles(call: Call) -> list[Json]:
    return list(_guild(call).roles.values())


@route("GET", GUILD + "/members/{user}")
def member(call: Call) -> Json:
    return _member(call, _guild(call))


@route("PUT", ROLE)
def give_role(call: Call) -> None:
    _move_role(call, given=True)


@route("DELETE", ROLE)
def take_role(call: Call) -> None:
    _move_role(call, given=False)


def _move_role(call: Call, *, given: bool) -> None:
    guild = _guild(call)
    _member(call, guild)
    if call.at("role") not in guild.roles:
        raise ApiError(10011)
    if not permissions.outranks(guild, call.bot.id, call.at("role")):
        raise ApiError(50013)
    guilds.move_role(call.world, guild, call.at("user"), call.at("role"), given=given)
