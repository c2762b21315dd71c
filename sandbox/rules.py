"""What Discord demands of what a bot sends, in one table: fields, lengths, counts and kinds.

The tables hold the fields that the sandbox serves; checks.py reads them.
"""

from sandbox.checks import (
    Bits,
    Flag,
    Int,
    Items,
    Kinds,
    OneOf,
    Only,
    Path,
    Report,
    Rule,
    Shape,
    Table,
    Text,
)
from sandbox.errors import Json
from sandbox.seen import walk

API_VERSION = 10
FILE_BYTES = 10 * 2**20  # one attachment, without a boosted server
REQUEST_BYTES = 25 * 2**20
NONCE_SECONDS = 300  # of the sandbox's time; Discord says "the past few minutes"
ANSWER_SECONDS = 3.0  # of real time
TOKEN_SECONDS = 15 * 60.0  # of real time
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15
MESSAGE_FLAGS = (
    1 << 2 | EPHEMERAL | 1 << 12 | COMPONENTS_V2
)  # and suppressed embeds, suppressed notifications
TOTAL_COMPONENTS, TOTAL_TEXT, FORM_ROWS, ROW_WIDTH = 40, 4000, 5, 5

SNOWFLAKE = Int(loose=True)
CUSTOM_ID = Text(1, 100)
WORDS = Table(Text(1, 100))
EMOJI_NAME = Text(1, 32)
EMOJI = Shape({"id": Only(()), "name": EMOJI_NAME, "animated": Only((False,))})


# ---- components -------------------------------------------------------------------------------------


def _button(part: Json, path: Path, report: Report) -> None:
    if part["style"] == 5:
        if not part.get("url") or part.get("custom_id"):
            report.add((*path, "url"), "BASE_TYPE_REQUIRED", "A url is required")
    elif not part.get("custom_id"):
        report.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
    if not part.get("label") and not part.get("emoji"):
        report.add(path, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji")


def _choice(part: Json, path: Path, report: Report) -> None:
    options = part.get("options")
    top = len(options) if part["type"] == 22 and options else 1
    low, high = part.get("min_values", 1), part.get("max_values", top)
    if low > high:
        report.add(
            (*path, "min_values"), "SELECT_COMPONENT_MIN_GREATER_THAN_MAX", "Cannot be above max_values"
        )
    if options is not None:
        values = [option["value"] for option in options]
        if len(set(values)) < len(values):
            report.add((*path, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "Values must differ")
        if high > len(options):
            report.add((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES", "Cannot be above the options")


def _row(part: Json, path: Path, report: Report) -> None:
    kinds = [child.get("type") for child in part["components"]]
    if any(kind != 2 for kind in kinds) and len(kinds) > 1:
        report.add(
            path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width"
        )


def _part(fields: dict[str, Rule], *required: str, also: object = None) -> Shape:
    return Shape({"type": Int(), "id": Int(0, 2**31 - 1), **fields}, required, also)  # type: ignore[arg-type]


OPTION = Shape(
    {
        "label": Text(1, 100),
        "value": Text(1, 100),
        "description": Text(0, 100),
        "default": Flag(),
        "emoji": EMOJI,
    },
    ("label", "value"),
)
DEFAULT = Shape({"id": SNOWFLAKE, "type": OneOf(("user", "role", "channel"))}, ("id", "type"))
MEDIA = Shape({"url": Text(1, 2048)}, ("url",))
SPOILER: dict[str, Rule] = {"spoiler": Only((False,))}
PICKED: dict[str, Rule] = {
    "custom_id": CUSTOM_ID,
    "placeholder": Text(0, 150),
    "min_values": Int(0, 25),
    "max_values": Int(1, 25),
    "disabled": Flag(),
    "required": Flag(),
}
TICKED: dict[str, Rule] = {"custom_id": CUSTOM_ID, "required": Flag()}
ENTITY: dict[str, Rule] = {**PICKED, "default_values": Items(DEFAULT, 0, 25)}

SELECTS: dict[int, Rule] = {
    3: _part({**PICKED, "options": Items(OPTION, 1, 25)}, "custom_id", "options", also=_choice),
    5: _part(ENTITY, "custom_id", also=_choice),
    6: _part(ENTITY, "custom_id", also=_choice),
    8: _part({**ENTITY, "channel_types": Items(Int(0, 16))}, "custom_id", also=_choice),
}
BUTTON = _part(
    {
        "style": OneOf((1, 2, 3, 4, 5)),
        "label": Text(0, 80),
        "emoji": EMOJI,
        "custom_id": CUSTOM_ID,
        "url": Text(1, 512, r"(https?|discord)://.+"),
        "disabled": Flag(),
    },
    "style",
    also=_button,
)
DISPLAY = _part({"content": Text(1, 4000)}, "content")
THUMBNAIL = _part({"media": MEDIA, "description": Text(1, 1024), **SPOILER}, "media")
ITEM = Shape({"media": MEDIA, "description": Text(1, 1024), **SPOILER}, ("media",))
TEXT_INPUT = _part(
    {
        "custom_id": CUSTOM_ID,
        "style": OneOf((1, 2)),
        "label": Only(()),
        "value": Text(0, 4000),
        "placeholder": Text(0, 100),
        "required": Flag(),
        "min_length": Int(0, 4000),
        "max_length": Int(1, 4000),
    },
    "custom_id",
    "style",
)
UPLOAD = _part({**TICKED, "min_values": Int(0, 10), "max_values": Int(1, 10)}, "custom_id", also=_choice)
RADIO = _part({**TICKED, "options": Items(OPTION, 2, 10)}, "custom_id", "options", also=_choice)
CHECKBOXES = _part(
    {**TICKED, "min_values": Int(0, 10), "max_values": Int(1, 10), "options": Items(OPTION, 1, 10)},
    "custom_id",
    "options",
    also=_choice,
)
CHECKBOX = _part({"custom_id": CUSTOM_ID, "default": Flag()}, "custom_id")
INPUTS: dict[int, Rule] = {**SELECTS, 4: TEXT_INPUT, 19: UPLOAD, 21: RADIO, 22: CHECKBOXES, 23: CHECKBOX}

SERVED: dict[int, str] = {
    **dict.fromkeys((*SELECTS, *INPUTS), "input"),
    **dict.fromkeys((1, 2, 9, 10, 11, 12, 13, 14, 17, 18), "layout"),
}
ROW = _part(
    {"components": Items(Kinds({2: BUTTON, **SELECTS}, SERVED), 1, ROW_WIDTH)}, "components", also=_row
)
IN_CONTAINER: dict[int, Rule] = {
    1: ROW,
    9: _part(
        {
            "components": Items(Kinds({10: DISPLAY}, SERVED), 1, 3),
            "accessory": Kinds({2: BUTTON, 11: THUMBNAIL}, SERVED),
        },
        "components",
        "accessory",
    ),
    10: DISPLAY,
    12: _part({"items": Items(ITEM, 1, 10)}, "items"),
    13: _part({"file": MEDIA, **SPOILER}, "file"),
    14: _part({"divider": Flag(), "spacing": OneOf((1, 2))}),
}
CONTAINER = _part(
    {"components": Items(Kinds(IN_CONTAINER, SERVED), 1, 40), "accent_color": Int(0, 0xFFFFFF), **SPOILER},
    "components",
)


def _label(part: Json, path: Path, report: Report) -> None:
    if part["component"].get("disabled"):
        report.add((*path, "component"), "COMPONENT_DISABLED_IN_MODAL", "Cannot be disabled in a form")


LABEL = _part(
    {"label": Text(1, 45), "description": Text(1, 100), "component": Kinds(INPUTS, SERVED)},
    "label",
    "component",
    also=_label,
)


def _distinct(components: list[Json], path: Path, report: Report) -> None:
    """What holds over all the components of one message or form."""
    parts = list(walk(components))
    ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    if len(set(ids)) < len(ids):
        report.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    if len(parts) > TOTAL_COMPONENTS:
        report.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be {TOTAL_COMPONENTS} or fewer components in total.")
    if sum(len(part["content"]) for part in parts if part["type"] == 10) > TOTAL_TEXT:
        report.add(path, "BASE_TYPE_BAD_LENGTH", f"Text displays must be {TOTAL_TEXT} or fewer in total.")


# ---- messages, forms, threads -----------------------------------------------------------------------


def _message(body: Json, path: Path, report: Report) -> None:
    components = body.get("components") or []
    if (body.get("flags") or 0) & COMPONENTS_V2:
        if body.get("content"):
            report.add(
                (*path, "content"),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )
    else:
        Items(Kinds({1: ROW}, SERVED), 0, 5).check(components, (*path, "components"), report)
    if not report.errors:
        _distinct(components, (*path, "components"), report)


def _form(body: Json, path: Path, report: Report) -> None:
    _distinct(body["components"], (*path, "components"), report)


MENTIONS = Shape(
    {
        "parse": Items(OneOf(("roles", "users", "everyone"))),
        "users": Items(SNOWFLAKE, 0, 100),
        "roles": Items(SNOWFLAKE, 0, 100),
        "replied_user": Flag(),
    }
)
ATTACHMENT = Shape(
    {
        "id": SNOWFLAKE,
        "filename": Text(1, 1024),
        "description": Text(0, 1024),
        "title": Text(0, 1024),
        "is_spoiler": Only((False,)),
    },
    ("id",),
)
# what discord.py sends back of an attachment that a message keeps
KEPT: dict[str, Rule] = {
    **ATTACHMENT.fields,
    **dict.fromkeys(("size", "width", "height"), Int()),
    **dict.fromkeys(("url", "proxy_url", "content_type"), Text(0, 4096)),
    "spoiler": Only((False,)),
}
CONTENT: dict[str, Rule] = {
    "content": Text(0, 2000),
    "embeds": Only(([],)),
    "components": Items(Kinds({**IN_CONTAINER, 17: CONTAINER}, SERVED), 0, TOTAL_COMPONENTS),
    "flags": Bits(MESSAGE_FLAGS),
    "allowed_mentions": MENTIONS,
    "attachments": Items(Shape(KEPT, ("id",)), 0, 10),
    "tts": Only((False,)),
}
REFERENCE = Shape(
    {
        "type": Only((0,)),
        "message_id": SNOWFLAKE,
        "channel_id": SNOWFLAKE,
        "guild_id": SNOWFLAKE,
        "fail_if_not_exists": Flag(),
    },
    ("message_id",),
)
NONCE = Text(1, 25)
MESSAGE = Shape(
    {**CONTENT, "message_reference": REFERENCE, "nonce": NONCE, "enforce_nonce": Flag()}, also=_message
)
ANSWER = Shape(CONTENT, also=_message)
EDIT = Shape(CONTENT)
FORM = Shape(
    {
        "custom_id": CUSTOM_ID,
        "title": Text(1, 45),
        "components": Items(Kinds({10: DISPLAY, 18: LABEL}, SERVED), 1, FORM_ROWS),
    },
    ("custom_id", "title", "components"),
    also=_form,
)


class Suggested:
    """The value of a suggestion: a text or a number."""

    def check(self, value: object, path: Path, report: Report) -> None:
        rule: Rule = Text(1, 100) if isinstance(value, str) else Int(-(2**53), 2**53)
        rule.check(value, path, report)


SUGGESTION = Shape(
    {"name": Text(1, 100), "name_localizations": WORDS, "value": Suggested()}, ("name", "value")
)
CALLBACK = Kinds(
    {
        4: Shape({"type": Int(), "data": ANSWER}, ("data",)),
        5: Shape({"type": Int(), "data": Shape({"flags": Bits(EPHEMERAL)})}),
        6: Shape({"type": Int()}),
        7: Shape({"type": Int(), "data": EDIT}, ("data",)),
        8: Shape({"type": Int(), "data": Shape({"choices": Items(SUGGESTION, 0, 25)})}, ("data",)),
        9: Shape({"type": Int(), "data": FORM}, ("data",)),
    }
)
DM = Shape({"recipient_id": SNOWFLAKE}, ("recipient_id",))
