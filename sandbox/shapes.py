"""Discord's JSON objects as they come into being, with every field that its published schemas require."""

from sandbox.errors import Json

GUILD_DEFAULTS: Json = {
    **dict.fromkeys(("icon", "description", "home_header", "splash", "discovery_splash", "banner")),
    **dict.fromkeys(("application_id", "afk_channel_id", "system_channel_id", "widget_channel_id")),
    **dict.fromkeys(("max_presences", "vanity_url_code", "rules_channel_id", "safety_alerts_channel_id")),
    **dict.fromkeys(("public_updates_channel_id", "incidents_data")),
    **dict.fromkeys(("system_channel_flags", "mfa_level", "explicit_content_filter", "premium_tier"), 0),
    **dict.fromkeys(("verification_level", "premium_subscription_count", "nsfw_level"), 0),
    **dict.fromkeys(("widget_enabled", "premium_progress_bar_enabled", "nsfw"), False),
    "features": [],
    "emojis": [],
    "stickers": [],
    "region": "deprecated",
    "afk_timeout": 300,
    "default_message_notifications": 1,
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "preferred_locale": "en-US",
}
REST_ONLY = ("home_header", "nsfw")  # the gateway does not send these


def user(user_id: str, name: str, *, bot: bool = False) -> Json:
    """A person goes by their display name; a bot has its name and no other."""
    named = (
        {"username": name, "global_name": None}
        if bot
        else {"username": f"user{user_id}", "global_name": name}
    )
    blank: Json = {"discriminator": "0", "avatar": None, "public_flags": 0, "flags": 0, "primary_guild": None}
    return {"id": user_id, **named, **blank, **({"bot": True} if bot else {})}


def role(role_id: str, name: str, permissions: int, position: int, tags: Json | None = None) -> Json:
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    blank: Json = {"color": 0, "colors": colors, "hoist": False, "mentionable": False, "flags": 0}
    said = {"id": role_id, "name": name, "permissions": str(permissions), "position": position}
    made = {**said, **blank, "managed": tags is not None, "icon": None, "unicode_emoji": None}
    return {**made, "tags": tags} if tags else made


def member(user_json: Json, joined_at: str) -> Json:
    nothing = ("avatar", "banner", "nick", "communication_disabled_until", "premium_since")
    blank = {**dict.fromkeys(nothing), **dict.fromkeys(("pending", "mute", "deaf"), False), "flags": 0}
    return {"user": user_json, "roles": [], "joined_at": joined_at, **blank}


def without(made: Json, *names: str) -> Json:
    return {key: value for key, value in made.items() if key not in names}


def overwrite(target_id: str, kind: int, allow: int, deny: int) -> Json:
    return {"id": target_id, "type": kind, "allow": str(allow), "deny": str(deny)}


def text_channel(channel_id: str, guild_id: str, name: str, position: int, overwrites: list[Json]) -> Json:
    said = {"id": channel_id, "guild_id": guild_id, "name": name, "position": position}
    blank: Json = {"type": 0, "topic": None, "parent_id": None, "nsfw": False, "rate_limit_per_user": 0}
    return {**said, **blank, "flags": 0, "last_message_id": None, "permission_overwrites": overwrites}


FORUM_DEFAULTS: Json = {
    **dict.fromkeys(("default_reaction_emoji", "default_sort_order")),
    **dict.fromkeys(("default_forum_layout", "default_thread_rate_limit_per_user"), 0),
    "default_auto_archive_duration": 4320,
    "available_tags": [],
    "type": 15,
}


def event(event_id: str, guild_id: str, creator: Json, wish: Json) -> Json:
    """A scheduled event that has not begun."""
    nothing = ("description", "channel_id", "image", "entity_id", "recurrence_rule")
    said = {key: value for key, value in wish.items() if value is not None}
    ids = {"id": event_id, "guild_id": guild_id, "creator_id": creator["id"], "creator": creator}
    return {**dict.fromkeys(nothing), **said, **ids, "status": 1}


def thread(thread_id: str, parent: Json, owner_id: str, name: str, kind: int, minutes: int, now: str) -> Json:
    meta = {"archived": False, "locked": False, "archive_timestamp": now, "create_timestamp": now}
    said = {"id": thread_id, "type": kind, "owner_id": owner_id, "name": name}
    counts = dict.fromkeys(("message_count", "total_message_sent", "member_count", "rate_limit_per_user"), 0)
    place = {"guild_id": parent["guild_id"], "parent_id": parent["id"], "last_message_id": None}
    return {
        **said,
        **place,
        **counts,
        "flags": 0,
        "thread_metadata": {**meta, "auto_archive_duration": minutes},
    }


def thread_member(thread_id: str, user_id: str, now: str) -> Json:
    return {"id": thread_id, "user_id": user_id, "join_timestamp": now, "flags": 0}


def direct(channel_id: str) -> Json:
    return {"id": channel_id, "type": 1, "flags": 0, "last_message_id": None}


def message(message_id: str, channel_id: str, author: Json, now: str) -> Json:
    said = {"id": message_id, "channel_id": channel_id, "author": author, "timestamp": now}
    blank: Json = {"type": 0, "content": "", "edited_timestamp": None, "flags": 0}
    flags = dict.fromkeys(("tts", "mention_everyone", "pinned"), False)
    lists: Json = {key: [] for key in ("mentions", "mention_roles", "attachments", "embeds", "components")}
    return {**said, **blank, **flags, **lists}


def application(app: Json, owner: Json, guilds: int) -> Json:
    """An application as its own bot reads it."""
    nothing = ("icon", "type", "interactions_endpoint_url", "role_connections_verification_url", "team")
    zero = (
        "approximate_user_install_count",
        "approximate_user_authorization_count",
        "explicit_content_filter",
    )
    said = {"id": app["id"], "name": app["username"], "description": "", "bot": app, "owner": owner}
    usual = {"bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64}
    flags: Json = {"flags": 0, "flags_new": "0", "redirect_uris": [], "eligible_oauth2_scopes": []}
    counts = {**dict.fromkeys(zero, 0), "approximate_guild_count": guilds}
    return {**said, **usual, **flags, **counts, **dict.fromkeys(nothing)}


def command(command_id: str, app_id: str, version: str, wish: Json, guild_id: str) -> Json:
    """A registered command; what was not said gets Discord's defaults."""
    said = {key: value for key, value in wish.items() if value is not None}
    bits = said.pop("default_member_permissions", None)
    blank = dict.fromkeys(("name_localizations", "description_localizations", "contexts"))
    usual = {"type": 1, "description": "", "nsfw": False, "dm_permission": True, "integration_types": [0]}
    ids = {"id": command_id, "application_id": app_id, "version": version}
    made = {
        **blank,
        **usual,
        **said,
        **ids,
        "default_member_permissions": None if bits is None else str(bits),
    }
    return {**made, "guild_id": guild_id} if guild_id else made
