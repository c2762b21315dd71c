"""Messages and threads come into being, change and go, and everyone concerned hears of it."""

import mimetypes
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sandbox import permissions, rules, shapes
from sandbox.checks import demand
from sandbox.errors import ApiError, Json
from sandbox.seen import walk
from sandbox.world import Channel, Message, World

NAMES = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), re.compile(r"@(everyone|here)\b")


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    data: bytes


def keep(world: World, upload: Upload, folder: str, note: Json | None = None) -> Json:
    """Store a file where its URL leads, and describe it as an attachment."""
    if len(upload.data) > rules.FILE_BYTES:
        raise ApiError(40005)
    attachment_id = world.snowflake()
    name = re.sub(r"[^\w.\-]", "_", (note or {}).get("filename") or upload.name)
    path = f"/{folder}/{attachment_id}/{name}"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    world.files[path] = (upload.data, kind)
    url = world.url + quote(path)
    made = {"id": attachment_id, "filename": name, "size": len(upload.data), "url": url, "proxy_url": url}
    described = {key: note[key] for key in ("description", "title") if note and note.get(key)}
    return {**made, "content_type": kind, **described}


# ---- a message's body


def settle(
    world: World, parts: list[Json], files: list[Json], count: int = 0, drop: tuple[str, ...] = ("required",)
) -> tuple[list[Json], int]:
    """Components as Discord sends them back: numbered, defaults filled in, attachments found."""
    settled = []
    for part in parts:
        count += 1
        said = {key: value for key, value in part.items() if value is not None and key not in drop}
        made = {**_defaults(part), "id": count, **said}
        if "components" in made:
            made["components"], count = settle(world, made["components"], files, count, drop)
        for key in ("accessory", "component"):
            if key in made:
                (made[key],), count = settle(world, [made[key]], files, count, drop)
        _find_media(world, made, files)
        settled.append(made)
    return settled, count


def _defaults(part: Json) -> Json:
    kind = part["type"]
    if kind == 22:
        return {"min_values": 1, "max_values": len(part["options"])}
    if kind in (3, 5, 6, 8):
        return {"min_values": 1, "max_values": 1}
    if kind == 11:
        return {"description": None, "spoiler": False}
    if kind == 13:
        return {"spoiler": False}
    if kind == 14:
        return {"divider": True, "spacing": 1}
    return {"accent_color": None, "spoiler": False} if kind == 17 else {}


def _find_media(world: World, part: Json, files: list[Json]) -> None:
    if part["type"] == 11:
        part["media"], _ = _media(world, part["media"]["url"], files)
    elif part["type"] == 12:
        blank = {"description": None, "spoiler": False}
        part["items"] = [
            {**blank, **item, "media": _media(world, item["media"]["url"], files)[0]}
            for item in part["items"]
        ]
    elif part["type"] == 13:
        part["file"], found = _media(world, part["file"]["url"], files)
        part |= {"name": found.get("filename"), "size": found.get("size")}


def _media(world: World, url: str, files: list[Json]) -> tuple[Json, Json]:
    name = url.removeprefix("attachment://")
    found = next((file for file in files if name in (file["filename"], file["url"])), None)
    if found:
        kind = {"content_type": found["content_type"], "attachment_id": found["id"]}
        return {"id": found["id"], "url": found["url"], "proxy_url": found["url"], **kind}, found
    if name != url or not url.startswith(("http://", "https://")):
        raise ApiError(50035, {"components": {"_errors": [{"code": "ATTACHMENT_NOT_FOUND", "message": url}]}})
    return {"id": world.snowflake(), "url": url, "proxy_url": url}, {}


def _mentions(world: World, channel: Channel, raw: Json, allowed: Json | None, may_all: bool) -> Json:  # noqa: FBT001
    """Whom a message mentions: what its text names, as far as allowed_mentions lets it."""
    displays = [part["content"] for part in walk(raw["components"]) if part["type"] == 10]
    text = "\n".join([raw["content"], *displays])
    users, roles, all_ = (dict.fromkeys(pattern.findall(text)) for pattern in NAMES)

    def lets(kind: str, one: str) -> bool:
        return allowed is None or kind in allowed.get("parse", []) or one in map(str, allowed.get(kind, []))

    held = channel.guild.roles if channel.guild else {}
    return {
        "mentions": [world.users[one] for one in users if one in world.users and lets("users", one)],
        "mention_roles": [one for one in roles if one in held and lets("roles", one)],
        "mention_everyone": bool(all_) and may_all and lets("everyone", ""),
    }


def write(world: World, message: Message, body: Json, uploads: list[Upload]) -> None:
    """Put a body into a message: only what it names changes. Raises 50006 if nothing is left to see."""
    raw, channel = message.raw, message.channel
    old = {file["id"]: file for file in raw["attachments"]}
    files = list(old.values()) if body.get("attachments") is None else []
    notes = {str(note["id"]): note for note in body.get("attachments") or []}
    files += [old[key] for key in notes if key in old]
    folder = f"attachments/{channel.id}"
    files += [keep(world, one, folder, notes.get(str(number))) for number, one in enumerate(uploads)]
    fresh: Json = {"attachments": files}
    if "content" in body:
        fresh["content"] = (body["content"] or "").strip()
    if "components" in body:
        fresh["components"] = settle(world, body["components"] or [], files)[0]
    after = {**raw, **fresh}
    if not (after["content"] or after["components"] or after["attachments"]):
        raise ApiError(50006)
    bits = permissions.in_channel(channel, raw["author"]["id"])
    may_all = bool(bits & permissions.MENTION_EVERYONE)
    fresh |= _mentions(world, channel, after, body.get("allowed_mentions"), may_all)
    raw |= fresh
    raw["flags"] |= (body.get("flags") or 0) & ~rules.LOADING


# ---- messages


def draft(world: World, channel: Channel, author: Json, only_for: str | None = None) -> Message:
    raw = shapes.message(world.snowflake(), channel.id, author, world.clock.stamp())
    return Message(raw, channel, only_for)


def refer(world: World, message: Message, to: str) -> None:
    """Make a drafted message a reply."""
    channel = message.channel
    if not permissions.in_channel(channel, message.raw["author"]["id"]) & permissions.READ_MESSAGE_HISTORY:
        raise ApiError(160002)
    target = world.message(channel, to, message.raw["author"]["id"])
    guild = {"guild_id": channel.guild.raw["id"]} if channel.guild else {}
    message.raw["type"] = 19
    message.raw["message_reference"] = {"type": 0, "channel_id": channel.id, "message_id": to, **guild}
    message.raw["referenced_message"] = shapes.without(target.raw, "referenced_message")


def send(world: World, message: Message, nonce: str | None = None) -> Message:
    """Publish a drafted message: to its channel, or to the one person that it is for."""
    channel = message.channel
    channel.messages[message.id] = message
    if message.only_for is None:
        channel.raw["last_message_id"] = message.id
        if channel.parent:
            channel.raw["message_count"] += 1
            channel.raw["total_message_sent"] += 1
            if message.raw["author"]["id"] not in channel.members:
                join(world, channel, message.raw["author"]["id"])
            if channel.raw["thread_metadata"]["archived"]:
                change_thread(world, channel, {"archived": False})
        world.gateway.tell_message("MESSAGE_CREATE", message, **({"nonce": nonce} if nonce else {}))
    world.feed.message("message_created", message)
    return message


def edit(world: World, message: Message, body: Json, uploads: list[Upload]) -> Message:
    """Change a message; its flags and its components must suit each other afterwards."""
    kept = message.raw["flags"] & rules.COMPONENTS_V2
    demand(rules.ANSWER, {**body, "flags": (body.get("flags") or 0) | kept})
    write(world, message, body, uploads)
    loading = message.raw["flags"] & rules.LOADING
    message.raw["flags"] &= ~rules.LOADING
    message.raw["edited_timestamp"] = None if loading else world.clock.stamp()
    announce(world, message)
    return message


def announce(world: World, message: Message) -> None:
    """Tell that a message has changed."""
    if message.only_for is None:
        world.gateway.tell_message("MESSAGE_UPDATE", message)
    world.feed.message("message_updated", message)


def delete(world: World, message: Message) -> None:
    channel = message.channel
    del channel.messages[message.id]
    data = {"id": message.id, "channel_id": channel.id}
    if channel.guild:
        data["guild_id"] = channel.guild.raw["id"]
    if channel.parent and message.only_for is None:
        channel.raw["message_count"] -= 1
    if message.only_for is None:
        world.gateway.tell_removed(message, data)
    world.feed.add("message_deleted", data, channel, message.only_for)


# ---- threads


def open_thread(
    world: World, parent: Channel, owner: str, wish: Json, source: Message | None = None
) -> Channel:
    """Open a thread, public with its owner in it; from `source` it takes that message's id."""
    if source and "thread" in source.raw:
        raise ApiError(160004)
    if source:
        wish = {**wish, "type": 11}
    thread = make_thread(world, parent, owner, wish, source.id if source else world.snowflake())
    publish_thread(world, thread)
    if source:
        source.raw["thread"] = thread.raw
        source.raw["flags"] |= 1 << 5
        announce(world, source)
    return thread


def make_thread(world: World, parent: Channel, owner: str, wish: Json, thread_id: str) -> Channel:
    """A thread that nobody knows of yet."""
    kind, minutes = wish.get("type") or permissions.PRIVATE_THREAD, wish.get("auto_archive_duration") or 4320
    raw = shapes.thread(thread_id, parent.raw, owner, wish["name"], kind, minutes, world.clock.stamp())
    if kind == permissions.PRIVATE_THREAD:
        raw["thread_metadata"]["invitable"] = wish.get("invitable", True)
    thread = Channel(raw, parent.guild, parent)
    thread.members[owner] = shapes.thread_member(thread.id, owner, world.clock.stamp())
    raw["member_count"] = 1
    return thread


def publish_thread(world: World, thread: Channel) -> None:
    world.add_channel(thread)
    world.gateway.tell_channel(thread, "THREAD_CREATE", {**thread.raw, "newly_created": True})
    world.feed.add("thread_created", dict(thread.raw), thread)


def change_thread(world: World, thread: Channel, wish: Json) -> None:
    """Rename, archive, lock ...; what `wish` does not name stays."""
    meta = thread.raw["thread_metadata"]
    for key, value in wish.items():
        (thread.raw if key in ("name", "applied_tags") else meta)[key] = value
    if "archived" in wish:
        meta["archive_timestamp"] = world.clock.stamp()
    world.gateway.tell_channel(thread, "THREAD_UPDATE", thread.raw)
    world.feed.add("thread_updated", dict(thread.raw), thread)


def archive_idle(world: World) -> None:
    """Archive the threads in which nothing has been said for as long as they are set to."""
    for thread in [one for one in world.channels.values() if one.parent]:
        meta = thread.raw["thread_metadata"]
        last = [datetime.fromisoformat(meta["archive_timestamp"]).timestamp()]
        last += [world.moment(thread.raw["last_message_id"])] if thread.raw["last_message_id"] else []
        idle = world.clock.now() - max(last)
        if not meta["archived"] and idle > meta["auto_archive_duration"] * 60:
            change_thread(world, thread, {"archived": True})


def join(world: World, thread: Channel, user_id: str) -> None:
    if user_id in thread.members:
        return
    thread.members[user_id] = shapes.thread_member(thread.id, user_id, world.clock.stamp())
    _members_changed(world, thread, added=user_id)


def leave(world: World, thread: Channel, user_id: str) -> None:
    if user_id not in thread.members:
        raise ApiError(10007)
    _members_changed(world, thread, removed=user_id)
    del thread.members[user_id]


def _members_changed(world: World, thread: Channel, added: str = "", removed: str = "") -> None:
    """Bots without the members intent hear of their own joining and leaving alone, as from Discord."""
    thread.raw["member_count"] = len(thread.members) - bool(removed)
    named = {"id": thread.id, "guild_id": thread.raw["guild_id"], "member_count": thread.raw["member_count"]}
    change: Json = {**named, "removed_member_ids": [removed] if removed else []}
    if added and thread.guild:
        change["added_members"] = [{**thread.members[added], "member": thread.guild.members[added]}]
    world.gateway.tell_thread_members(thread, added or removed, change)
    world.feed.add("thread_updated", dict(thread.raw), thread)
