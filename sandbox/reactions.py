"""Reactions: who put which emoji on which message, and who hears of it."""

from sandbox import permissions
from sandbox.errors import ApiError, Json
from sandbox.world import Message, World

MOST = 20  # different emoji on one message
IN_GUILDS, IN_DIRECTS = 1 << 10, 1 << 13  # the intents
READ = permissions.READ_MESSAGE_HISTORY


def add(world: World, message: Message, user_id: str, emoji: str) -> None:
    """Put an emoji on a message; a new one takes ADD_REACTIONS."""
    if emoji.isascii() or len(emoji) > 32 or any(one.isalpha() for one in emoji):
        raise ApiError(10014)  # there are no custom ones here
    who = message.reactions.get(emoji, [])
    permissions.require(message.channel, user_id, READ if who else READ | permissions.ADD_REACTIONS)
    _not_archived(message)
    if not who and len(message.reactions) >= MOST:
        raise ApiError(30010)
    if user_id not in who:
        message.reactions[emoji] = [*who, user_id]
        _tell(world, message, user_id, emoji, added=True)


def remove(world: World, message: Message, user_id: str, emoji: str) -> None:
    permissions.require(message.channel, user_id)
    _not_archived(message)
    who = message.reactions.get(emoji, [])
    if user_id not in who:
        raise ApiError(10014)
    who.remove(user_id)
    if not who:
        del message.reactions[emoji]
    _tell(world, message, user_id, emoji, added=False)


def shown(message: Message, reader: str) -> Json:
    """A message with its reactions, as `reader` sees them."""
    if not message.reactions:
        return message.raw
    blank: Json = {"burst_colors": [], "me_burst": False}
    found = [
        {
            "emoji": {"id": None, "name": emoji},
            "count": len(who),
            "count_details": {"burst": 0, "normal": len(who)},
            "me": reader in who,
            **blank,
        }
        for emoji, who in message.reactions.items()
    ]
    return {**message.raw, "reactions": found}


def _not_archived(message: Message) -> None:
    if message.channel.parent and message.channel.raw["thread_metadata"]["archived"]:
        raise ApiError(50083)


def _tell(world: World, message: Message, user_id: str, emoji: str, *, added: bool) -> None:
    channel, guild = message.channel, message.channel.guild
    told: Json = {"user_id": user_id, "channel_id": channel.id, "message_id": message.id}
    event = {**told, "emoji": {"id": None, "name": emoji}, "burst": False, "type": 0}
    if guild:
        event["guild_id"] = guild.raw["id"]
    if added:
        event |= {"message_author_id": message.raw["author"]["id"]}
        event |= {"member": guild.members[user_id]} if guild else {}
    name = "MESSAGE_REACTION_ADD" if added else "MESSAGE_REACTION_REMOVE"
    for bot in [one for one in world.applications if permissions.sees(channel, one)]:
        world.gateway.tell(bot, name, event, IN_GUILDS if guild else IN_DIRECTS)
    kind = "reaction_added" if added else "reaction_removed"
    world.feed.add(kind, {**told, "emoji": emoji}, channel, message.only_for)
