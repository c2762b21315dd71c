"""What Discord demands of channels, forums, threads and scheduled events, as rules.py does of messages."""

from datetime import datetime

from sandbox.checks import Bits, Flag, Int, Items, OneOf, Only, Path, Report, Rule, Shape, Text
from sandbox.rules import ANSWER, EMOJI_NAME, SNOWFLAKE

TEXT, FORUM = 0, 15
REQUIRE_TAG = 1 << 4
TAG = Shape(
    {
        "id": SNOWFLAKE,
        "name": Text(1, 20),
        "moderated": Flag(),
        "emoji_id": Only(()),
        "emoji_name": EMOJI_NAME,
    },
    ("name",),
)
FORUM_FIELDS: dict[str, Rule] = {
    "topic": Text(0, 4096),
    "available_tags": Items(TAG, 0, 20),
    "flags": Bits(REQUIRE_TAG),
}
OVERWRITE = Shape(
    {"id": SNOWFLAKE, "type": OneOf((0, 1)), "allow": Int(loose=True), "deny": Int(loose=True)},
    ("id", "type"),
)
CHANNEL = Shape(
    {
        "name": Text(1, 100),
        "type": Only((TEXT, FORUM)),
        "permission_overwrites": Items(OVERWRITE),
        **FORUM_FIELDS,
    },
    ("name",),
)
THREAD_FIELDS: dict[str, Rule] = {
    "name": Text(1, 100),
    "auto_archive_duration": OneOf((60, 1440, 4320, 10080)),
    "invitable": Flag(),
}
THREAD = Shape({**THREAD_FIELDS, "rate_limit_per_user": Only((0,)), "type": OneOf((11, 12))}, ("name",))
TAGS = Items(SNOWFLAKE, 0, 5)
THREAD_OR_POST = Shape({**THREAD.fields, "applied_tags": TAGS, "message": ANSWER}, ("name",))
CHANGE_THREAD: dict[str, Rule] = {
    **THREAD_FIELDS,
    "archived": Flag(),
    "locked": Flag(),
    "applied_tags": TAGS,
}
CHANGE_CHANNEL: dict[str, Rule] = {"name": Text(1, 100), **FORUM_FIELDS}
CHANGE = Shape({**CHANGE_THREAD, **CHANGE_CHANNEL})  # the route tells them apart

# ---- scheduled events -------------------------------------------------------------------------------


class Moment:
    """An ISO 8601 time with its zone."""

    def check(self, value: object, path: Path, report: Report) -> None:
        try:
            aware = datetime.fromisoformat(str(value)).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            report.add(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")


EVENT_FIELDS: dict[str, Rule] = {
    "name": Text(1, 100),
    "description": Text(0, 1000),
    "entity_type": Only((3,)),  # somewhere else than in a voice channel
    "entity_metadata": Shape({"location": Text(1, 100)}, ("location",)),
    "privacy_level": OneOf((2,)),
    "scheduled_start_time": Moment(),
    "scheduled_end_time": Moment(),
    "channel_id": Only(()),
}
EVENT = Shape(EVENT_FIELDS, tuple(name for name in EVENT_FIELDS if name not in ("description", "channel_id")))
CHANGE_EVENT = Shape({**EVENT_FIELDS, "status": OneOf((2, 3, 4))})
NEXT_STATUS = {1: (2, 4), 2: (3,), 3: (), 4: ()}  # scheduled, active, completed, cancelled
EVENTS = 100  # scheduled or active in a server
