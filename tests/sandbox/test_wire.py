"""What a test does with a sandbox is checked from both sides, whichever process the sandbox is in."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import aiohttp
import pytest

from sandbox.rest import routes
from tests.sandbox import schemas
from tests.sandbox.conftest import Bot, Classroom, Login

pytestmark = pytest.mark.skipif(not schemas.present(), reason=schemas.MISSING)
ROOT = Path(__file__).parents[2]
POST = "POST /channels/{channel}/messages"


def found(record: Path) -> list[str]:
    """What was wrong so far; the record begins anew, so that this test does not fail for it."""
    problems = schemas.broken(record)
    record.write_bytes(b"")
    return problems


def kinds(record: Path) -> set[str]:
    """What kinds of lines there are."""
    return {kind for line in record.read_text().splitlines() for kind in json.loads(line)}


async def test_a_wrong_answer_and_a_wrong_event_fail_the_test(
    room: Classroom, login: Login, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated = routes.dated

    def wrong(world: object, answer: object, *more: object) -> object:
        if isinstance(answer, dict) and "username" in answer:
            answer = {**answer, "invented": 1}
        return dated(world, answer, *more)  # type: ignore[arg-type]

    assert found(wire) == []
    monkeypatch.setattr(routes, "dated", wrong)
    monkeypatch.setattr("sandbox.shapes.REST_ONLY", ())
    async with login(Bot(), room.app):
        pass
    problems = found(wire)
    assert any("GET /users/@me 200" in one and "'invented' is not a field" in one for one in problems)
    assert any(one.startswith("GUILD_CREATE") and "'home_header'" in one for one in problems)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"body": {"content": "x", "invented": 1}}, "'invented' is not a field"),
        ({"body": {"content": 1}}, "request at content"),
        ({"query": ["invented"]}, "query field invented"),
        ({"status": 203}, "203 is not how Discord answers"),
        ({"status": 429, "answer": {"message": "", "code": 0, "global": False}}, "retry_after"),
        ({"status": 404, "answer": {"message": "", "code": 0, "invented": 1}}, "'invented' is not a field"),
        ({"route": "POST /no/such/route"}, "not a route of Discord's"),
        ({"route": "PUT /channels/{channel}/pins/{message}"}, "it takes no body"),
    ],
)
def test_each_side_of_an_exchange(change: dict[str, object], named: str) -> None:
    right = {"route": POST, "query": [], "body": {"content": "x"}, "status": 204, "answer": None}
    problems = schemas.problems({**right, "status": 200, **change})
    assert any(named in one for one in problems), problems
    assert schemas.problems({**right, "status": 200}) == []


async def test_the_sandbox_refuses_a_field_that_it_does_not_know(room: Classroom) -> None:
    headers = {"Authorization": f"Bot {room.app.token}"}
    url = f"{room.box.api}/channels/{room.general.id}/messages"
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(url, json={"content": "x", "invented": 1}) as response,
    ):
        assert response.status == 501
    assert "invented" in (await room.box.log())[0]["what"]


async def test_a_sandbox_that_is_a_process_of_its_own_is_checked(wire: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    where = json.loads(await process.stdout.readline())
    async with aiohttp.ClientSession() as http:
        url = f"{where['url']}/people/applications"
        async with http.post(url, json={"name": "Colloquy"}) as response:
            token = (await response.json())["token"]
        async with http.ws_connect(where["gateway"]) as socket:
            await socket.send_json({"op": 2, "d": {"token": token, "intents": 1, "properties": {"os": "x"}}})
            assert [(await socket.receive_json())["op"] for _ in range(2)] == [10, 0]
    process.terminate()
    await process.wait()
    assert kinds(wire) == {"dispatch", "heard"}
    assert ['"browser" is a required property' in one for one in found(wire)] == [True, False]


def test_without_the_schemas_nothing_is_said_but_in_ci(
    wire: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(schemas, "FOLDER", tmp_path / "missing")
    monkeypatch.delenv("CI", raising=False)
    assert schemas.broken(wire) == []
    monkeypatch.setenv("CI", "true")
    assert schemas.broken(wire) == [schemas.MISSING]
