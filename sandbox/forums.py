"""Forums: their tags, and the posts in them, each a thread whose first message has the thread's id."""

from sandbox import permissions, posting
from sandbox.errors import ApiError, Json
from sandbox.place_rules import FORUM, REQUIRE_TAG
from sandbox.posting import Upload
from sandbox.world import Channel, Message, World


def is_forum(channel: Channel | None) -> bool:
    return channel is not None and channel.raw["type"] == FORUM


def settle_tags(world: World, wishes: list[Json]) -> list[Json]:
    """Tags as Discord keeps them; one without an id is new."""
    blank: Json = {"moderated": False, "emoji_id": None, "emoji_name": None}
    said = [{key: value for key, value in one.items() if value is not None} for one in wishes]
    return [{**blank, **one, "id": str(one.get("id") or world.snowflake())} for one in said]


def check_tags(forum: Channel, applied: list[str], held: int) -> list[str]:
    """The ids of tags for a post. Raises 10087, 40067; 50013 for a tag that is for moderators."""
    known = {tag["id"]: tag for tag in forum.raw["available_tags"]}
    ids = [str(one) for one in applied]
    if not set(ids) <= set(known):
        raise ApiError(10087)
    if not ids and forum.raw["flags"] & REQUIRE_TAG:
        raise ApiError(40067)
    if any(known[one]["moderated"] for one in ids) and not held & permissions.MANAGE_THREADS:
        raise ApiError(50013)
    return ids


def post(world: World, forum: Channel, author: Json, wish: Json, uploads: list[Upload]) -> Message:
    """Open a post; its thread is the channel of the message that is returned."""
    files = permissions.ATTACH_FILES if uploads else 0
    held = permissions.require(forum, author["id"], permissions.SEND_MESSAGES | files)
    tags = check_tags(forum, wish.get("applied_tags") or [], held)
    if not wish.get("message"):
        problem = {"code": "BASE_TYPE_REQUIRED", "message": "This field is required"}
        raise ApiError(50035, {"message": {"_errors": [problem]}})
    thread = posting.make_thread(world, forum, author["id"], {**wish, "type": 11}, world.snowflake())
    thread.raw["applied_tags"] = tags
    message = posting.draft(world, thread, author)
    message.raw["id"] = thread.id
    posting.write(world, message, wish["message"], uploads)
    forum.raw["last_message_id"] = thread.id
    posting.publish_thread(world, thread)
    posting.send(world, message)
    thread.raw["message_count"] = thread.raw["total_message_sent"] = 0  # the first does not count
    return message
