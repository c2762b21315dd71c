"""Discord's published schemas, closed against invented fields, applied to all that passes the sandbox."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs

Json = Any
FOLDER = Path(__file__).parents[3] / "shared" / "discord"
MISSING = f"{FOLDER} is not there, so nothing is checked against Discord's published schemas"

# where the schemas themselves are behind Discord: (where, what), both parts of a problem's text
BEHIND = {
    ("PUT /applications", "'nsfw' was unexpected"),  # discord.py sends it, Discord takes it
    ("PATCH /webhooks", "'tts' was unexpected"),
    ("callback request at data", "'tts' was unexpected"),
    ("callback 200 at resource/type", "5 is not one of"),  # a deferral brings its message, too
    ("role", "flags: 1 was expected"),  # a role with no flags at all
    ("threads 201 at", "'message'"),  # the first of a forum's post
    *(("channel}/threads request at", f"'{name}'") for name in ("type", "message", "applied_tags")),
    ("RESUMED", "at d:"),  # discord.py demands an object here
    ("GUILD_CREATE", '"hub_type" is a required property'),  # Discord leaves it out
    ("MESSAGE_", "'id' was unexpected"),  # of a picture or file; the REST schema requires it
}


def present() -> bool:
    return FOLDER.is_dir()


def _closed(node: Json) -> Json:
    """The same schema, in which an object has no fields but those named."""
    if isinstance(node, list):
        return [_closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _closed(one) for key, one in node.items()}
    composed = {"allOf", "oneOf", "anyOf"} & set(node)
    if "properties" in node and "additionalProperties" not in node and not composed:
        made["additionalProperties"] = False
    return made


@cache
def _api() -> Json:
    return _closed(json.loads((FOLDER / "openapi.json").read_text()))


@cache
def _dispatches() -> Json:
    return json.loads((FOLDER / "gateway-dispatch.schema.json").read_text())


@cache
def _operation(method: str, path: str) -> Json:
    """The description of a route; its parameters may have other names than ours."""
    wanted = _shape(path)
    for known, operations in _api()["paths"].items():
        if _shape(known) == wanted and method.lower() in operations:
            return operations[method.lower()]
    return None


def _shape(path: str) -> list[str]:
    parts = path.replace("{message}", "@original") if path.startswith("/webhooks") else path
    return ["*" if part.startswith("{") else part for part in parts.split("/")]


@cache
def _rest_validator(method: str, path: str, part: str) -> jsonschema_rs.Validator | None:
    operation = _operation(method, path)
    if operation is None:
        return None
    holder = operation.get("requestBody") if part == "request" else operation["responses"].get(part)
    if not holder or "application/json" not in holder.get("content", {}):
        return None
    schema = {**holder["content"]["application/json"]["schema"], "components": _api()["components"]}
    return jsonschema_rs.Draft202012Validator(schema)


@cache
def _dispatch_validator(event: str) -> jsonschema_rs.Validator | None:
    definitions = _dispatches()["definitions"]
    for name, definition in definitions.items():
        kind = definition.get("properties", {}).get("t", {})
        if kind.get("const") == event or event in kind.get("enum", []):
            schema = {"$ref": f"#/definitions/{quote(name)}", "definitions": definitions}
            return jsonschema_rs.Draft7Validator(schema)
    return None


def rest_problems(method: str, path: str, part: str, body: Json) -> list[str]:
    """What is wrong with a request's body (part "request") or a response's (part is the status)."""
    validator = _rest_validator(method, path, part)
    if validator is None:
        known = _operation(method, path)
        return [] if known else [f"{method} {path}: not a route of Discord's"]
    return list(_problems(f"{method} {path} {part}", validator, body))


def dispatch_problems(frame: Json) -> list[str]:
    """What is wrong with an event of the gateway."""
    validator = _dispatch_validator(frame["t"])
    if validator is None:
        return [f"{frame['t']}: not an event of Discord's"]
    return list(_problems(frame["t"], validator, frame))


def _problems(name: str, validator: jsonschema_rs.Validator, body: Json) -> Iterator[str]:
    for error in validator.iter_errors(body):
        for leaf in _leaves(error):
            text = f"{name} at {'/'.join(map(str, leaf.instance_path))}: {leaf.message[-300:]}"
            if not any(where in text and what in text for where, what in BEHIND):
                yield text


def _leaves(error: jsonschema_rs.ValidationError) -> list[jsonschema_rs.ValidationError]:
    """The errors that matter: of a union's branches those of the one that fits best."""
    branches = getattr(error.kind, "context", None)
    if not branches:
        return [error]
    found = [[leaf for one in branch for leaf in _leaves(one)] for branch in branches]
    return min(found, key=lambda leaves: (_another_kind(error, leaves), len(leaves)))


def _another_kind(union: jsonschema_rs.ValidationError, leaves: list[jsonschema_rs.ValidationError]) -> bool:
    """Whether a branch is for another type of thing altogether, such as null."""
    kinds = (["type"], ["component_type"])
    return any(
        leaf.instance_path[-1:] in kinds
        or (leaf.kind.name == "type" and leaf.instance_path == union.instance_path)
        for leaf in leaves
    )


def strings_for_ids(node: Json) -> Json:
    """A request whose ids are strings, as the schema has them; Discord takes numbers too."""
    if isinstance(node, dict):
        return {key: strings_for_ids(one) for key, one in node.items()}
    if isinstance(node, list):
        return [strings_for_ids(one) for one in node]
    return str(node) if isinstance(node, int) and node > 2**53 else node
