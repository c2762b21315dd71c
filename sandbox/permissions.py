"""Who may do what where: Discord's permission bits, computed from roles and overwrites."""

from sandbox.errors import ApiError
from sandbox.world import Channel, Guild

CREATE_INVITE, KICK, BAN, ADMINISTRATOR, MANAGE_CHANNELS, MANAGE_GUILD = (1 << bit for bit in range(6))
ADD_REACTIONS, VIEW_CHANNEL, SEND_MESSAGES, MANAGE_MESSAGES = 1 << 6, 1 << 10, 1 << 11, 1 << 13
EMBED_LINKS, ATTACH_FILES, READ_MESSAGE_HISTORY, MENTION_EVERYONE = 1 << 14, 1 << 15, 1 << 16, 1 << 17
MANAGE_ROLES, USE_APPLICATION_COMMANDS = 1 << 28, 1 << 31
MANAGE_THREADS, CREATE_PUBLIC_THREADS, CREATE_PRIVATE_THREADS = 1 << 34, 1 << 35, 1 << 36
SEND_MESSAGES_IN_THREADS, MANAGE_EVENTS, CREATE_EVENTS = 1 << 38, 1 << 33, 1 << 44
EVERYTHING = (1 << 53) - 1

TALK = VIEW_CHANNEL | SEND_MESSAGES | ADD_REACTIONS | EMBED_LINKS | ATTACH_FILES | READ_MESSAGE_HISTORY
DIRECT = TALK | USE_APPLICATION_COMMANDS
EVERYONE = DIRECT | CREATE_PUBLIC_THREADS | CREATE_PRIVATE_THREADS | SEND_MESSAGES_IN_THREADS
BOT = EVERYONE | MANAGE_THREADS

PRIVATE_THREAD = 12


def in_guild(guild: Guild, user_id: str) -> int:
    """What a member may do in a server, before any channel's overwrites."""
    member = guild.members.get(user_id)
    if member is None:
        return 0
    if guild.raw["owner_id"] == user_id:
        return EVERYTHING
    bits = 0
    for role_id in (guild.raw["id"], *member["roles"]):
        bits |= int(guild.roles[role_id]["permissions"])
    return EVERYTHING if bits & ADMINISTRATOR else bits


def in_channel(channel: Channel, user_id: str) -> int:
    """What someone may do in a channel, a thread or a direct message; 0 where they cannot look in."""
    if channel.guild is None:
        return DIRECT if user_id in channel.people else 0
    if user_id not in channel.guild.members:
        return 0
    bits = in_guild(channel.guild, user_id)
    if bits != EVERYTHING:
        bits = _overwritten(channel.parent or channel, channel.guild, user_id, bits)
    if channel.raw["type"] == PRIVATE_THREAD and not bits & MANAGE_THREADS and user_id not in channel.members:
        return 0
    return bits if bits & VIEW_CHANNEL else 0


def _overwritten(channel: Channel, guild: Guild, user_id: str, bits: int) -> int:
    """Overwrites in Discord's order: everyone, then all roles together, then the member."""
    overwrites = {one["id"]: one for one in channel.raw["permission_overwrites"]}
    if not overwrites:
        return bits
    for group in ([guild.raw["id"]], guild.members[user_id]["roles"], [user_id]):
        held = [overwrites[one] for one in group if one in overwrites]
        for one in held:
            bits &= ~int(one["deny"])
        for one in held:
            bits |= int(one["allow"])
    return bits


def sees(channel: Channel, user_id: str) -> bool:
    return bool(in_channel(channel, user_id) & VIEW_CHANNEL)


def send_bit(channel: Channel) -> int:
    """The permission that sending takes here."""
    return SEND_MESSAGES_IN_THREADS if channel.parent else SEND_MESSAGES


def require(channel: Channel, user_id: str, bits: int = 0) -> int:
    """Raise 50001 for someone who cannot see the channel, 50013 without all of the bits."""
    held = in_channel(channel, user_id)
    if not held & VIEW_CHANNEL:
        raise ApiError(50001)
    if held & bits != bits:
        raise ApiError(50013)
    return held


def outranks(guild: Guild, user_id: str, role_id: str) -> bool:
    """Whether someone may give and take a role: MANAGE_ROLES and a higher role of their own."""
    if guild.raw["owner_id"] == user_id:
        return True
    highest = max((guild.roles[one]["position"] for one in guild.members[user_id]["roles"]), default=0)
    return bool(in_guild(guild, user_id) & MANAGE_ROLES) and highest > int(guild.roles[role_id]["position"])
