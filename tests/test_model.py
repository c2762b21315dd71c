"""A language model behind an address: what leaves the house, and what becomes of answers and lies."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.actions import advice, proposals
from bot.actions.plan import Changes, edit_week
from bot.actions.ports import AdviserFailed
from bot.model import ModelAdviser
from bot.seminar.decisions import Advice, ProposalSource
from bot.seminar.refusals import AdviserSilent, NoAdviser, NotStaff, UnknownWeek
from bot.settings import BadSettings, load
from tests.actions.conftest import empty_database, file, school, seal, store
from tests.actions.school import BORA, INSTRUCTOR, MODERATOR, MONDAY, NARI, School, ask, rows
from tests.factories import OPENS

__all__ = ["empty_database", "file", "school", "seal", "store"]

Answering = Callable[[web.Request], Any]
CLAIMS = [["Pavements are rooms."], ["길은 방이다."], ["Trees are walls."]]


@asynccontextmanager
async def serving(answer: Answering) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A server that answers so; yields its address and what it was asked."""
    asked: list[dict[str, Any]] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append({"headers": dict(request.headers), "text": await request.text()})
        answered = answer(request)
        response: web.StreamResponse = await answered if asyncio.iscoroutine(answered) else answered
        return response

    app = web.Application()
    app.router.add_post("/v1/chat/completions", handle)
    async with TestServer(app) as server:
        yield str(server.make_url("/v1")), asked


def saying(content: object) -> Answering:
    """The model says this, as JSON or word for word."""
    text = content if isinstance(content, str) else json.dumps(content)
    return lambda _: web.json_response({"choices": [{"message": {"content": text}}]})


async def advised(answer: Answering, seconds: float = 5.0) -> list[Advice]:
    async with serving(answer) as (url, _):
        return await ModelAdviser(url, "small", "", seconds=seconds).advise("Streets", CLAIMS)


async def test_an_honest_answer_becomes_proposals() -> None:
    said = {"merges": [["C2", "C1"]], "labels": {"C3": " Trees\n shield "}}
    assert await advised(saying(said)) == [Advice(1, into=0), Advice(2, label="Trees shield")]


LIES: dict[str, object] = {
    "ids that were not given": {"merges": [["C9", "C1"], ["C0", "C1"], ["C1", "7"]], "labels": {"C4": "x"}},
    "a claim into itself": {"merges": [["C1", "C1"]]},
    "other shapes": {"merges": "C1", "labels": ["C1"]},
    "pairs of other shapes": {"merges": [["C1"], "C1", None, ["C1", "C2", "C3"], [["C1"], "C2"]]},
    "a list": [],
    "nothing": {},
    "mentions": {"labels": {"C1": "@everyone look", "C2": "<@9001>", "C3": "see https://evil.example"}},
    "hidden letters": {"labels": {"C1": "left \u202etfel", "C2": "a\u0007b", "C3": "`code`"}},
    "long labels": {"labels": {"C1": "x" * 201, "C2": "", "C3": 5}},
}


@pytest.mark.parametrize("name", LIES)
async def test_lies_propose_nothing(name: str) -> None:
    assert await advised(saying(LIES[name])) == []


async def test_a_claim_is_merged_into_one_other_at_most() -> None:
    said = {"merges": [["C1", "C2"], ["C1", "C3"]]}
    assert await advised(saying(said)) == [Advice(0, into=1)]


BROKEN: dict[str, Answering] = {
    "no JSON": saying("Sure! Here are the merges: C1 and C2."),
    "a megabyte": saying("x" * 1_000_000),
    "deep": saying("[" * 30_000),
    "no choices": lambda _: web.json_response({"error": "overloaded"}),
    "a status": lambda _: web.Response(status=500, text="{}"),
    "a redirect": lambda _: web.Response(status=307, headers={"Location": "http://127.0.0.1:9/"}),
    "other bytes": lambda _: web.Response(body=b"\xff\xfe\x00"),
    "half an answer": lambda _: web.Response(text='{"choices": [{"mess'),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_makes_no_sense_is_a_failure(name: str) -> None:
    with pytest.raises(AdviserFailed):
        await advised(BROKEN[name])


async def _cut_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    assert request.transport
    request.transport.close()
    return response


async def test_a_connection_that_ends_is_a_failure() -> None:
    with pytest.raises(AdviserFailed):
        await advised(_cut_off)


async def test_silence_is_a_failure_after_a_while() -> None:
    over = asyncio.Event()

    async def stall(_: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    async with serving(stall) as (url, _):
        with pytest.raises(AdviserFailed):
            await ModelAdviser(url, "small", "", seconds=0.05).advise("Streets", CLAIMS)
        over.set()


async def test_nobody_at_the_address_is_a_failure() -> None:
    with pytest.raises(AdviserFailed):
        await ModelAdviser("http://127.0.0.1:9/v1", "small", "").advise("Streets", CLAIMS)


# In the course


@pytest.fixture
async def told(school: School) -> School:
    """Two reports whose passages name people, numbers, ids and addresses."""
    await school.sweep(OPENS)
    for who, name in ((NARI, "Nari Oh"), (BORA, "임보라")):
        text = (
            f"Number: 2031-{who.user_xid}\nName: {name}\n"
            f"P: Jiho Baek told {name} (2031-{who.user_xid}, <@{who.user_xid}>) that pavements are rooms.\n"
            f"P: Write to baek@uni.example or 010 1234 5678 about trees.\n"
            f"S: I, {name}, doubt a private thing.\n"
        )
        await school.hand_in(who, text)
    await school.sweep(MONDAY)
    changes = Changes(topic="Jiho Baek on pavements", presenter="Jiho Baek")
    await edit_week(school.store, ask(INSTRUCTOR), 1, changes)
    return school


async def test_no_name_number_or_id_reaches_the_other_end(told: School) -> None:
    async with serving(saying({})) as (url, asked):
        await advice.advise(told.store, ModelAdviser(url, "small", "secret"), ask(MODERATOR), 1)
    (one,) = asked
    sent = json.loads(one["text"])["messages"][1]["content"]
    for secret in (
        "Nari",
        "Oh ",
        "임보라",
        "2031",
        "9001",
        "9002",
        "Jiho",
        "Baek",
        "baek@",
        "1234",
        "private",
    ):
        assert secret not in sent, secret
    assert "that pavements are rooms" in sent
    assert set(json.loads(sent)["claims"]) == {"C1", "C2", "C3"}
    assert one["headers"]["Authorization"] == "Bearer secret"


async def test_what_it_proposes_waits_marked_as_its_own_until_staff_accept(told: School) -> None:
    async with serving(saying({"merges": [["C2", "C1"]], "labels": {"C1": "Pavements"}})) as (url, _):
        adviser = ModelAdviser(url, "small", "")
        for _again in range(2):
            assert await advice.advise(told.store, adviser, ask(MODERATOR), 1) == 2
    found = await proposals.proposals(told.store, ask(MODERATOR), 1)
    assert {one.proposal.source for one in found.waiting} == {ProposalSource.MODEL}
    before = await told.store.read(lambda tx: tx.claims.of_week(told.week))
    assert all(claim.merged_into is None and not claim.named for claim in before)
    await proposals.accept(told.store, ask(MODERATOR), found.waiting[0].proposal.proposal_id)
    after = await told.store.read(lambda tx: tx.claims.of_week(told.week))
    assert after != before


@pytest.mark.parametrize("name", BROKEN)
async def test_its_failure_changes_nothing(told: School, file: Path, name: str) -> None:
    with closing(sqlite3.connect(file)) as database:
        before = list(database.iterdump())
    async with serving(BROKEN[name]) as (url, _):
        with pytest.raises(AdviserSilent):
            await advice.advise(told.store, ModelAdviser(url, "small", ""), ask(MODERATOR), 1)
    with closing(sqlite3.connect(file)) as database:
        assert list(database.iterdump()) == before


async def test_only_staff_ask_and_only_where_there_is_one(told: School, file: Path) -> None:
    adviser = ModelAdviser("http://127.0.0.1:9/v1", "small", "")
    with pytest.raises(NotStaff):
        await advice.advise(told.store, adviser, ask(NARI), 1)
    with pytest.raises(UnknownWeek):
        await advice.advise(told.store, adviser, ask(MODERATOR), 9)
    with pytest.raises(NoAdviser):
        await advice.advise(told.store, None, ask(MODERATOR), 1)
    assert rows(file, "proposals") == 0


def test_it_is_off_unless_address_and_name_are_given(tmp_path: Path) -> None:
    none = tmp_path / "none"
    assert load({"LOG_LEVEL": "INFO"}, none).model_url is None
    named = load({"MODEL_URL": "http://localhost:8000/v1/", "MODEL_NAME": "small", "MODEL_KEY": "k"}, none)
    assert (named.model_url, named.model_name, named.model_key) == ("http://localhost:8000/v1", "small", "k")
    assert "MODEL_KEY" not in repr(named)
    for wrong in ({"MODEL_URL": "http://localhost/v1"}, {"MODEL_URL": "localhost", "MODEL_NAME": "small"}):
        with pytest.raises(BadSettings):
            load(wrong, none)
