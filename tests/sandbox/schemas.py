"""Discord's published schemas, closed against invented fields, applied to all that passes a sandbox.

A sandbox writes what passes it into a file that SANDBOX_RECORD names, whatever process it is in; the root
conftest.py names one for each test, and fails the test for each line that breaks a schema.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs

Json = Any
SHARED = os.environ.get("COLLOQUY_SHARED") or Path(__file__).parents[3] / "shared"
FOLDER = Path(SHARED) / "discord"
MISSING = f"{FOLDER} is not there, so nothing is checked against Discord's published schemas"

# where the schemas themselves are behind Discord: (where, what), both parts of a problem's text
BEHIND = {
    ("PUT /applications", "'nsfw'"),  # all clients send it, Discord takes it
    ("PUT /applications", "'default_permission'"),  # disnake, from before 2022
    ("PATCH /webhooks", "'tts'"),  # discord.py, in edits with files
    ("PATCH /channels", "'tts'"),
    *(  # and all that it knows of a file that stays
        ("request at attachments/", f"'{name}'")
        for name in ("url", "proxy_url", "size", "width", "height", "content_type", "spoiler")
    ),
    ("callback request at data", "'tts'"),
    ("callback 200 at resource/type", "5 is not one of"),  # a deferral brings its message, too
    ("role", "flags: 1 was expected"),  # a role with no flags at all
    (" 400 at errors/", "_errors"),  # whose codes are words, where the schema has numbers
    ("threads 201 at", "'message'"),  # the first of a forum's post
    *(("channel}/threads request at", f"'{name}'") for name in ("type", "message", "applied_tags")),
    ("RESUMED", "at d:"),  # discord.py demands an object here
    ("GUILD_CREATE", '"hub_type" is a required property'),  # Discord leaves it out
    ("MESSAGE_", "'id'"),  # of a picture or file; the REST schema requires it
    ("INTERACTION_CREATE at d/message/", "'id'"),  # the same, under a button that is pressed
    ("to the gateway at d/presence:", '"activities"'),  # hikari writes the presence of API v6
    ("to the gateway at d/presence:", "'game'"),
}


def present() -> bool:
    return FOLDER.is_dir()


def _closed(node: Json) -> Json:
    """The same schema, in which an object has no fields but those named."""
    if isinstance(node, list):
        return [_closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    if len(node.get("allOf", ())) > 1:
        return _closed(_merged(node["allOf"]))
    made = {key: _closed(one) for key, one in node.items()}
    composed = {"allOf", "oneOf", "anyOf"} & set(node)
    if "properties" in node and "additionalProperties" not in node and not composed:
        made["additionalProperties"] = False
    return made


def _merged(parts: list[Json]) -> Json:
    """One object that has the fields of all its parts, so that it can be closed."""
    published = _published("openapi.json")["components"]["schemas"]
    whole = [published[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in parts]
    fields = {name: one for part in whole for name, one in part.get("properties", {}).items()}
    return {"properties": fields, "required": [name for part in whole for name in part.get("required", [])]}


@cache
def _published(name: str) -> Json:
    return json.loads((FOLDER / name).read_text())


@cache
def _api() -> Json:
    return _closed(_published("openapi.json"))


@cache
def _operation(method: str, path: str) -> Json:
    """The description of a route; its parameters may have other names than ours."""
    wanted = _shape(path)
    for known, operations in _api()["paths"].items():
        if _shape(known) == wanted and method.lower() in operations:
            everywhere = {"parameters": operations.get("parameters", [])}
            own = operations[method.lower()]
            return {**own, "parameters": own.get("parameters", []) + everywhere["parameters"]}
    return None


def _shape(path: str) -> list[str]:
    parts = path.replace("{message}", "@original") if path.startswith("/webhooks") else path
    return ["*" if part.startswith("{") else part for part in parts.split("/")]


@cache
def _rest_validator(method: str, path: str, part: str) -> jsonschema_rs.Validator | None:
    operation = _operation(method, path)
    if operation is None:
        return None
    responses = {**operation["responses"], "501": None}
    if part != "request" and part not in responses:
        part = f"{part[0]}XX"
    holder = operation.get("requestBody") if part == "request" else responses.get(part, {"content": {}})
    if holder and "$ref" in holder:
        holder = _api()["components"]["responses"][holder["$ref"].rpartition("/")[2]]
    if not holder or "application/json" not in holder.get("content", {}):
        return None
    schema = {**holder["content"]["application/json"]["schema"], "components": _api()["components"]}
    return jsonschema_rs.Draft202012Validator(schema)


@cache
def _dispatch_validator(event: str) -> jsonschema_rs.Validator | None:
    definitions = _published("gateway-dispatch.schema.json")["definitions"]
    for name, definition in definitions.items():
        kind = definition.get("properties", {}).get("t", {})
        if kind.get("const") == event or event in kind.get("enum", []):
            schema = {"$ref": f"#/definitions/{quote(name)}", "definitions": definitions}
            return jsonschema_rs.Draft7Validator(schema)
    return None


@cache
def _send_validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft7Validator(_published("gateway-send.schema.json"))


def broken(record: Path) -> list[str]:
    """What is wrong in a sandbox's record, once each; in CI also that nothing can be said."""
    if not present():
        return [MISSING] if os.environ.get("CI") == "true" else []
    with record.open(encoding="utf-8") as lines:
        return sorted({problem for line in lines for problem in problems(json.loads(line))})


def problems(line: Json) -> list[str]:
    """What is wrong with a line of a sandbox's record."""
    if "dispatch" in line:
        return dispatch_problems(line["dispatch"])
    if "heard" in line:
        return list(_problems("to the gateway", _send_validator(), line["heard"]))
    return exchange_problems(**line)


UNPUBLISHED = {"POST /channels/{channel}/threads": ("use_nested_fields",)}  # discord.py, for a forum's post
REFUSED = (400, 413, 501)  # the request is wrong, and the sandbox has said so


def exchange_problems(route: str, query: list[str], body: Json, status: int, answer: Json) -> list[str]:
    """What is wrong with a request and its answer."""
    method, path = route.split()
    operation = _operation(method, path)
    if operation is None:
        return [f"{route}: not a route of Discord's"]
    known = [one["name"] for one in operation["parameters"] if one.get("in") == "query"]
    known += UNPUBLISHED.get(route, ())
    found = [f"{route} request: the query field {one} is not Discord's" for one in query if one not in known]
    if status in REFUSED:
        found = []
    elif body and "requestBody" not in operation:
        found.append(f"{route} request: it takes no body")
    elif body:
        found += rest_problems(method, path, "request", strings_for_ids(body))
    if status < 300 and str(status) not in operation["responses"]:
        found.append(f"{route}: {status} is not how Discord answers")
    if answer is not None and status < 500:
        found += rest_problems(method, path, str(status), answer)
    return found


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
            unexpected = getattr(leaf.kind, "unexpected", [])
            for said in [f"'{one}' is not a field" for one in unexpected] or [leaf.message[-300:]]:
                text = f"{name} at {'/'.join(map(str, leaf.instance_path))}: {said}"
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
    kinds = (["type"], ["component_type"], ["op"])
    return any(
        leaf.instance_path[-1:] in kinds
        or (leaf.kind.name == "type" and leaf.instance_path == union.instance_path)
        for leaf in leaves
    )


def strings_for_ids(node: Json) -> Json:
    """A request whose ids are strings, as the schema has them; Discord takes numbers too."""
    if isinstance(node, dict):
        made = {key: strings_for_ids(one) for key, one in node.items()}
        files = [{**one, "id": str(one["id"])} for one in made.get("attachments") or [] if "id" in one]
        return {**made, "attachments": files} if files else made
    if isinstance(node, list):
        return [strings_for_ids(one) for one in node]
    return str(node) if isinstance(node, int) and node > 2**53 else node
