"""What Discord refuses, one wrong request each; and what the sandbox does not know: 501, loudly."""

from typing import Any

import aiohttp
import pytest

from tests.sandbox.conftest import Classroom

Json = dict[str, Any]
V2 = 1 << 15


def button(number: int = 0, **more: object) -> Json:
    return {"type": 2, "style": 1, "label": "x", "custom_id": f"b{number}", **more}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def display(text: str = "x") -> Json:
    return {"type": 10, "content": text}


def select(**more: object) -> Json:
    return {"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "a"}], **more}


def card(*parts: Json) -> Json:
    return {"flags": V2, "components": list(parts)}


async def ask(room: Classroom, method: str, path: str, body: object) -> tuple[int, Json]:
    headers = {"Authorization": f"Bot {room.app.token}"}
    url = room.box.api + path
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.request(method, url, json=body) as response,
    ):
        assert response.headers["Content-Type"] == "application/json"
        return response.status, await response.json()


WRONG_MESSAGES: dict[str, tuple[Json, int, str]] = {
    "nothing": ({}, 50006, ""),
    "blank": ({"content": "  \n"}, 50006, ""),
    "too long": ({"content": "x" * 2001}, 50035, "content"),
    "not a text": ({"content": 5}, 50035, "content"),
    "six rows": ({"components": [row(button(n)) for n in range(6)]}, 50035, "components"),
    "six buttons in a row": (
        {"components": [row(*(button(n) for n in range(6)))]},
        50035,
        "components.0.components",
    ),
    "no row": ({"content": "x", "components": [button()]}, 50035, "components.0.type"),
    "a text display without the flag": ({"components": [display()]}, 50035, "components.0.type"),
    "a button and a select": ({"components": [row(button(), select())]}, 50035, "components.0"),
    "the same custom id": ({"components": [row(button(1), button(1))]}, 50035, "components"),
    "a button without custom id": (
        {"components": [row(button(custom_id=None))]},
        50035,
        "components.0.components.0.custom_id",
    ),
    "a link without url": (
        {"components": [row({"type": 2, "style": 5, "label": "x"})]},
        50035,
        "components.0.components.0.url",
    ),
    "a long custom id": (
        {"components": [row(button(custom_id="x" * 101))]},
        50035,
        "components.0.components.0.custom_id",
    ),
    "a long label": (
        {"components": [row(button(label="x" * 81))]},
        50035,
        "components.0.components.0.label",
    ),
    "26 options": (
        {"components": [row(select(options=[{"label": f"{n}", "value": f"{n}"} for n in range(26)]))]},
        50035,
        "components.0.components.0.options",
    ),
    "equal values": (
        {"components": [row(select(options=[{"label": "a", "value": "a"}] * 2))]},
        50035,
        "components.0.components.0.options",
    ),
    "41 components": (card(*(display() for _ in range(41))), 50035, "components"),
    "41 nested components": (
        card(*({"type": 17, "components": [display() for _ in range(4)]} for _ in range(9))),
        50035,
        "components",
    ),
    "4001 characters": (card(display("x" * 2000), display("x" * 2001)), 50035, "components"),
    "content in a card": ({**card(display()), "content": "x"}, 50035, "content"),
    "a container in a container": (
        card({"type": 17, "components": [{"type": 17, "components": [display()]}]}),
        50035,
        "components.0.components.0.type",
    ),
    "a section without accessory": (
        card({"type": 9, "components": [display()]}),
        50035,
        "components.0.accessory",
    ),
    "a lost attachment": (card({"type": 13, "file": {"url": "attachment://no.txt"}}), 50035, "components"),
    "a long nonce": ({"content": "x", "nonce": "x" * 26}, 50035, "nonce"),
}


@pytest.mark.parametrize("name", WRONG_MESSAGES)
async def test_a_wrong_message(room: Classroom, name: str) -> None:
    body, code, where = WRONG_MESSAGES[name]
    status, answer = await ask(room, "POST", f"/channels/{room.general.id}/messages", body)
    assert (status, answer["code"]) == (400, code), answer
    node = answer.get("errors", {})
    for step in where.split(".") if where else []:
        node = node[step]
    assert ("_errors" in node) == bool(where)
    assert await room.minji.sees(room.general) == []


def command(**more: object) -> Json:
    return {"name": "week", "description": "The plan", **more}


def option(number: int = 0, **more: object) -> Json:
    return {"type": 3, "name": f"o{number}", "description": "x", **more}


WRONG_COMMANDS: dict[str, list[Json]] = {
    "upper case": [command(name="Week")],
    "a space": [command(name="week add")],
    "a long name": [command(name="x" * 33)],
    "no description": [command(description="")],
    "a long description": [command(description="x" * 101)],
    "26 options": [command(options=[option(n) for n in range(26)])],
    "equal options": [command(options=[option(1), option(1)])],
    "26 choices": [command(options=[option(choices=[{"name": f"{n}", "value": f"{n}"} for n in range(26)])])],
    "required last": [command(options=[option(1), option(2, required=True)])],
    "two of a name": [command(), command()],
    "an upper-case translation": [command(name_localizations={"en-GB": "Week"})],
    "a group in a group": [
        command(options=[option(type=2, options=[option(type=2, options=[option(type=1)])])])
    ],
    "a subcommand beside an option": [command(options=[option(1), option(2, type=1)])],
}


@pytest.mark.parametrize("name", WRONG_COMMANDS)
async def test_a_wrong_command(room: Classroom, name: str) -> None:
    path = f"/applications/{room.app.id}/commands"
    status, answer = await ask(room, "PUT", path, WRONG_COMMANDS[name])
    assert (status, answer["code"]) == (400, 50035), answer
    assert answer["errors"]
    assert await room.prof.commands(room.general) == []


async def test_a_korean_command_is_right(room: Classroom) -> None:
    korean = command(name="주차", name_localizations={"ko": "주차", "en-US": "week"})
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
