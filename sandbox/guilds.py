"""Servers: who belongs, which roles and channels there are; every change is told to those concerned."""

from sandbox import permissions, shapes
from sandbox.errors import ApiError, Json
from sandbox.gateway import GUILD_MEMBERS, GUILDS
from sandbox.world import Application, Channel, Guild, World


def found(world: World, name: str, owner_id: str) -> Guild:
    guild_id = world.snowflake()
    guild = Guild({**shapes.GUILD_DEFAULTS, "id": guild_id, "name": name, "owner_id": owner_id})
    guild.roles[guild_id] = shapes.role(guild_id, "@everyone", permissions.EVERYONE, 0)
    world.guilds[guild_id] = guild
    enter(world, guild, owner_id)
    return guild


def enter(world: World, guild: Guild, user_id: str) -> None:
    if user_id in guild.members:
        return
    member = shapes.member(world.users[user_id], world.clock.stamp())
    guild.members[user_id] = member
    added = {**member, "guild_id": guild.raw["id"]}
    world.gateway.tell_guild(guild, "GUILD_MEMBER_ADD", added, GUILDS | GUILD_MEMBERS)


def depart(world: World, guild: Guild, user_id: str) -> None:
    """Leave a server, and with it its threads."""
    if guild.members.pop(user_id, None) is None:
        raise ApiError(10007)
    for channel in guild.channels.values():
        channel.members.pop(user_id, None)
    gone = {"guild_id": guild.raw["id"], "user": world.users[user_id]}
    world.gateway.tell_guild(guild, "GUILD_MEMBER_REMOVE", gone, GUILDS | GUILD_MEMBERS)


def invite(world: World, guild: Guild, application: Application, bits: int) -> None:
    """Add a bot with a managed role of its own; a second invitation changes that role's permissions."""
    tags = {"bot_id": application.id}
    role = next((one for one in guild.roles.values() if one.get("tags") == tags), None)
    if role is None:
        role = add_role(world, guild, application.user["username"], bits, tags)
        enter(world, guild, application.id)
        guild.members[application.id]["roles"].append(role["id"])
        world.gateway.tell_created(guild, application.id)
    else:
        role["permissions"] = str(bits)
        update = {"guild_id": guild.raw["id"], "role": role}
        world.gateway.tell_guild(guild, "GUILD_ROLE_UPDATE", update)


def dismiss(world: World, guild: Guild, application: Application) -> None:
    world.gateway.tell(application.id, "GUILD_DELETE", {"id": guild.raw["id"]}, GUILDS)
    tags = {"bot_id": application.id}
    guild.roles = {key: one for key, one in guild.roles.items() if one.get("tags") != tags}
    depart(world, guild, application.id)


def add_role(world: World, guild: Guild, name: str, bits: int, tags: Json | None = None) -> Json:
    """A role above the everyone role; a bot's own goes on top, people's go below those."""
    managed = [one for one in guild.roles.values() if one["managed"]]
    position = len(guild.roles) if tags else len(guild.roles) - len(managed)
    for one in managed if not tags else ():
        one["position"] += 1
    role = shapes.role(world.snowflake(), name, bits, position, tags)
    guild.roles[role["id"]] = role
    told = {"guild_id": guild.raw["id"], "role": role}
    world.gateway.tell_guild(guild, "GUILD_ROLE_CREATE", told)
    return role


def move_role(world: World, guild: Guild, user_id: str, role_id: str, *, given: bool) -> None:
    """Give or take a role."""
    if user_id not in guild.members or role_id not in guild.roles:
        raise ApiError(10007 if role_id in guild.roles else 10011)
    member = guild.members[user_id]
    kept = [one for one in member["roles"] if one != role_id]
    member["roles"] = [*kept, role_id] if given else kept
    told = {**shapes.without(member, "mute", "deaf"), "guild_id": guild.raw["id"]}
    world.gateway.tell_guild(guild, "GUILD_MEMBER_UPDATE", told, GUILDS | GUILD_MEMBERS)


def add_channel(
    world: World, guild: Guild, name: str, overwrites: list[Json], more: Json | None = None
) -> Channel:
    """A text channel; `more` is what a forum, or a channel with a topic, has beside the usual."""
    raw = shapes.text_channel(world.snowflake(), guild.raw["id"], name, len(guild.channels), overwrites)
    channel = world.add_channel(Channel({**raw, **(more or {})}, guild))
    raw = channel.raw
    world.gateway.tell_guild(guild, "CHANNEL_CREATE", raw)
    world.feed.add("channel_created", raw, channel)
    return channel


def overwrite(world: World, channel: Channel, made: Json) -> None:
    """Replace what a channel says of one role or member."""
    kept = [one for one in channel.raw["permission_overwrites"] if one["id"] != made["id"]]
    change_channel(world, channel, {"permission_overwrites": [*kept, made]})


def change_channel(world: World, channel: Channel, wish: Json) -> None:
    """Change a text channel or a forum; what `wish` does not name stays."""
    channel.raw |= wish
    if channel.guild:
        world.gateway.tell_guild(channel.guild, "CHANNEL_UPDATE", channel.raw)
    world.feed.add("channel_updated", dict(channel.raw), channel)


def remove_channel(world: World, channel: Channel) -> None:
    """Delete a channel with its threads, or one thread."""
    guild = channel.guild
    if guild is None:
        raise ApiError(50024)
    for thread in [one for one in guild.channels.values() if one.parent is channel]:
        remove_channel(world, thread)
    noun = "thread" if channel.parent else "channel"
    keys = ("id", "guild_id", "parent_id", "type")
    told = {key: channel.raw[key] for key in keys} if channel.parent else channel.raw
    world.gateway.tell_channel(channel, f"{noun.upper()}_DELETE", told)
    world.feed.add(f"{noun}_deleted", dict(channel.raw), channel)
    del guild.channels[channel.id], world.channels[channel.id]
