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
    made: Json = {
        "id": user_id,
        "username": f"user{user_id}" if not bot else name,
        "discriminator": "0000" if bot else "0",
        "global_name": None if bot else name,
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    return {**made, "bot": True} if bot else made


def role(role_id: str, name: str, permissions: int, position: int, tags: Json | None = None) -> Json:
    made: Json = {
        "id": role_id,
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": tags is not None,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    return {**made, "tags": tags} if tags else made


def member(user_json: Json, joined_at: str) -> Json:
    return {
        "user": user_json,
        "roles": [],
        "joined_at": joined_at,
        "avatar": None,
        "banner": None,
        "nick": None,
        "communication_disabled_until": None,
        "premium_since": None,
        "flags": 0,
        "pending": False,
        "mute": False,
        "deaf": False,
    }


def without_user(member_json: Json) -> Json:
    return {key: value for key, value in member_json.items() if key != "user"}


def overwrite(target_id: str, kind: int, allow: int, deny: int) -> Json:
    return {"id": target_id, "type": kind, "allow": str(allow), "deny": str(deny)}


def text_channel(channel_id: str, guild_id: str, name: str, position: int, overwrites: list[Json]) -> Json:
    return {
        "id": channel_id,
        "type": 0,
        "guild_id": guild_id,
        "name": name,
        "topic": None,
        "parent_id": None,
        "position": position,
        "permission_overwrites": overwrites,
        "rate_limit_per_user": 0,
        "nsfw": False,
        "flags": 0,
        "last_message_id": None,
    }


def thread(thread_id: str, parent: Json, owner_id: str, name: str, kind: int, minutes: int, now: str) -> Json:
    return {
        "id": thread_id,
        "type": kind,
        "guild_id": parent["guild_id"],
        "parent_id": parent["id"],
        "owner_id": owner_id,
        "name": name,
        "flags": 0,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "message_count": 0,
        "total_message_sent": 0,
        "member_count": 0,
        "thread_metadata": {
            "archived": False,
            "locked": False,
            "auto_archive_duration": minutes,
            "archive_timestamp": now,
            "create_timestamp": now,
        },
    }


def thread_member(thread_id: str, user_id: str, now: str) -> Json:
    return {"id": thread_id, "user_id": user_id, "join_timestamp": now, "flags": 0}


def direct(channel_id: str) -> Json:
    return {"id": channel_id, "type": 1, "flags": 0, "last_message_id": None}


def message(message_id: str, channel_id: str, author: Json, now: str) -> Json:
    return {
        "id": message_id,
        "channel_id": channel_id,
        "type": 0,
        "author": author,
        "content": "",
        "timestamp": now,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
    }


def application(app: Json, owner: Json, guilds: int) -> Json:
    """An application as its own bot reads it."""
    return {
        "id": app["id"],
        "name": app["username"],
        "icon": None,
        "description": "",
        "type": None,
        "bot": app,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": owner,
        "approximate_guild_count": guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def command(command_id: str, app_id: str, version: str, wish: Json, guild_id: str) -> Json:
    """A registered command; what was not said gets Discord's defaults."""
    said = {key: value for key, value in wish.items() if value is not None}
    bits = said.pop("default_member_permissions", None)
    made = {
        "type": 1,
        "name_localizations": None,
        "description_localizations": None,
        "nsfw": False,
        "contexts": None,
        "integration_types": [0],
        **said,
        "id": command_id,
        "application_id": app_id,
        "version": version,
        "default_member_permissions": None if bits is None else str(bits),
    }
    made.setdefault("dm_permission", True)
    return {**made, "guild_id": guild_id} if guild_id else made
