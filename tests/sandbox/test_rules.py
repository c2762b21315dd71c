"""A refusal names the place of what is wrong; and what the sandbox does not know: 501, loudly.

The rules themselves are broken one by one in test_sources.py.
"""

from typing import Any

import aiohttp
import pytest

from tests.sandbox.conftest import Classroom
from tests.sandbox.wrong import MESSAGES, button, card, command, display, option, rows

Json = dict[str, Any]


async def ask(room: Classroom, method: str, path: str, body: object) -> tuple[int, Json]:
    headers = {"Authorization": f"Bot {room.app.token}"}
    url = room.box.api + path
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.request(method, url, json=body) as response,
    ):
        assert response.headers["Content-Type"] == "application/json"
        return response.status, await response.json()


PLACES: dict[str, str] = {
    "message length": "content",
    "nonce length": "nonce",
    "rows": "components",
    "row width": "components.0.components",
    "row mix": "components.0",
    "custom id length": "components.0.components.0.custom_id",
    "custom ids differ": "components",
    "link url": "components.0.components.0.url",
    "select options": "components.0.components.0.options",
    "v2 flag": "components.0.type",
    "40 components": "components",
    "container in container": "components.0.components.0.type",
    "section accessory": "components.0.accessory",
}
WRONG = [
    *((where, MESSAGES[name][1]) for name, where in PLACES.items()),
    ("content", {"content": 5}),
    ("components.0.type", {"content": "x", "components": [button()]}),
    ("components.0.components.0.style", rows(button(style=7))),
]


@pytest.mark.parametrize(("where", "body"), WRONG)
async def test_a_refusal_names_the_place(room: Classroom, where: str, body: Json) -> None:
    status, answer = await ask(room, "POST", f"/channels/{room.general.id}/messages", body)
    assert (status, answer["code"]) == (400, 50035), answer
    node = answer["errors"]
    for step in where.split("."):
        node = node[step]
    assert node["_errors"]
    assert await room.minji.sees(room.general) == []


WRONG_COMMANDS: dict[str, list[Json]] = {
    "no description": [command(description="")],
    "equal options": [command(options=[option(1), option(1)])],
    "an upper-case translation": [command(name_localizations={"en-GB": "Week"})],
    "autocomplete of a person": [command(options=[option(type=6, autocomplete=True)])],
}


@pytest.mark.parametrize("name", WRONG_COMMANDS)
async def test_a_wrong_command(room: Classroom, name: str) -> None:
    path = f"/applications/{room.app.id}/commands"
    status, answer = await ask(room, "PUT", path, WRONG_COMMANDS[name])
    assert (status, answer["code"]) == (400, 50035), answer
    assert answer["errors"]
    assert await room.prof.commands(room.general) == []


async def test_a_korean_command_is_right(room: Classroom) -> None:
    korean = command("주차", name_localizations={"ko": "주차", "en-US": "week"})
    status, _ = await ask(room, "PUT", f"/applications/{room.app.id}/commands", [korean])
    assert status == 200
    assert [one["name"] for one in await room.prof.commands(room.general)] == ["주차"]


UNKNOWN: dict[str, tuple[str, str, object, str]] = {
    "route": ("GET", "/voice/regions", None, "GET /api/v10/voice/regions"),
    "method": ("PUT", "/channels/{channel}/messages", None, "PUT"),
    "query field": ("GET", "/channels/{channel}/messages?limits=5", None, "limits"),
    "body field": (
        "POST",
        "/channels/{channel}/messages",
        {"content": "x", "sticker_ids": []},
        "sticker_ids",
    ),
    "embeds": ("POST", "/channels/{channel}/messages", {"embeds": [{"title": "x"}]}, "embeds"),
    "component type": (
        "POST",
        "/channels/{channel}/messages",
        card({"type": 99}),
        "components.0.type 99",
    ),
    "component field": (
        "POST",
        "/channels/{channel}/messages",
        card({**display(), "colour": 5}),
        "components.0.colour",
    ),
    "flag": ("POST", "/channels/{channel}/messages", {"content": "x", "flags": 1 << 13}, "flags"),
    "option type": ("PUT", "/applications/{app}/commands", [command(options=[option(type=10)])], "type 10"),
    "command type": ("PUT", "/applications/{app}/commands", [command(type=4)], "type 4"),
}


@pytest.mark.parametrize("name", UNKNOWN)
async def test_what_the_sandbox_does_not_know(room: Classroom, name: str) -> None:
    method, path, body, named = UNKNOWN[name]
    status, answer = await ask(room, method, path.format(channel=room.general.id, app=room.app.id), body)
    assert status == 501
    assert named in answer["unserved"]
    assert [one["what"] for one in await room.box.log()] == [answer["unserved"]]


async def test_without_a_token_nothing_is_served(room: Classroom) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{room.box.api}/users/@me") as response:
        assert (response.status, (await response.json())["code"]) == (401, 0)
