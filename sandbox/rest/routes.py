"""How a REST route is declared, and everything that all of them share: login, bodies, errors, headers."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from aiohttp import BodyPartReader, web

from sandbox import faults, rules
from sandbox.checks import Rule, demand
from sandbox.encoding import encoded
from sandbox.errors import ApiError, Json, NotServedError
from sandbox.limits import Headers, LimitedError
from sandbox.posting import Upload
from sandbox.world import Application, Channel, World

Answer = Json | list[Json] | None
BASE = f"/api/v{rules.API_VERSION}"


class Asked(Protocol):
    """What is looked at of a request, whoever has read it."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def query(self) -> Mapping[str, str]: ...
    @property
    def match_info(self) -> Mapping[str, str]: ...


class Reply(NamedTuple):
    """An answer that is to be sent; the body is JSON."""

    status: int
    body: bytes | None
    headers: Headers

    def made(self) -> web.Response:
        return web.Response(body=self.body, status=self.status, headers=self.headers)


@dataclass
class Call:
    """One request, read and checked."""

    world: World
    request: Asked
    body: Json
    uploads: list[Upload]
    application: Application | None

    @property
    def bot(self) -> Application:
        """The application whose token came with the request."""
        if self.application is None:
            raise ApiError(0)
        return self.application

    def at(self, name: str) -> str:
        return self.request.match_info[name]

    @property
    def channel(self) -> Channel:
        return self.world.channel(self.at("channel"))


@dataclass(frozen=True)
class Route:
    """A route: its handler gets a body that keeps `body`, and query fields out of `query`."""

    method: str
    path: str
    handler: Callable[[Call], Answer]
    body: Rule | None
    query: tuple[str, ...]
    status: int
    needs_token: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


ROUTES: list[Route] = []


def route(
    method: str,
    path: str,
    *,
    body: Rule | None = None,
    query: tuple[str, ...] = (),
    status: int = 200,
    needs_token: bool = True,
) -> Callable[[Callable[[Call], Answer]], Callable[[Call], Answer]]:
    """Declare a route. What the handler returns is sent as JSON; None is 204."""

    def declare(handler: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        ROUTES.append(Route(method, path, handler, body, query, status, needs_token))
        return handler

    return declare


async def read_body(request: web.Request) -> tuple[Json, list[Upload]]:
    """The JSON of a request and its files, in the order of their numbers."""
    if not request.body_exists:
        return {}, []
    if not request.content_type.startswith("multipart/"):
        try:
            return json.loads(await request.read() or b"{}"), []
        except ValueError as error:
            raise ApiError(50109) from error
    body: Json = {}
    files: dict[int, Upload] = {}
    async for part in await request.multipart():
        name = part.name if isinstance(part, BodyPartReader) else None
        numbered = re.fullmatch(r"files\[(\d)\]", name or "")
        if numbered and isinstance(part, BodyPartReader):
            files[int(numbered[1])] = Upload(part.filename or "unknown", bytes(await part.read()))
        elif name == "payload_json" and isinstance(part, BodyPartReader):
            body = json.loads(await part.read())
        else:
            raise NotServedError(f"the form part {name}")
    return body, [files[number] for number in sorted(files)]


Refused = ApiError | LimitedError | NotServedError


def serve(world: World, one: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The aiohttp handler of a route, with whatever goes wrong on the way."""

    async def handle(request: web.Request) -> web.Response:
        fault = world.faults.draw(f"{one.method} {request.path[len(BASE) :]}")
        try:
            if fault:
                await faults.before(*fault, request)
            response = answer(world, one, request, *await read_body(request))
        except (ApiError, LimitedError, NotServedError) as error:
            response = refusal(world, request, error)
        except faults.BrokenError as error:
            return web.Response(status=error.status or 500, text=str(error))
        if fault:
            await faults.after(*fault, request)
        return response.made()

    return handle


def answer(world: World, one: Route, asked: Asked, body: Json, uploads: list[Upload]) -> Reply:
    """What Discord says to a request."""
    limits: Headers = {}
    try:
        token = asked.headers.get("Authorization", "").removeprefix("Bot ")
        application = world.by_token.get(token)
        if one.needs_token and application is None:
            raise ApiError(0)
        limits = world.limits.take(application.id if application else "", one.name, asked.match_info)
        for field in asked.query:
            if field not in one.query:
                raise NotServedError(f"the query field {field}")
        if one.body:
            demand(one.body, body)
        made = one.handler(Call(world, asked, body, uploads, application))
        told = dated(world, made, one.status, limits)
    except (ApiError, LimitedError, NotServedError) as error:
        told = refusal(world, asked, error, limits)
    if world.record:
        world.record.exchange(one.name, [*asked.query], body, told.status, told.body)
    return told


def refusal(world: World, asked: Asked, error: Refused, limits: Headers | None = None) -> Reply:
    if isinstance(error, NotServedError):
        world.refuse(f"{asked.method} {asked.path}", str(error))
        return dated(world, error.body, 501)
    headers = error.headers if isinstance(error, LimitedError) else limits
    return dated(world, error.body, error.status, headers)


def dated(world: World, answer: Answer, status: int, headers: Headers | None = None) -> Reply:
    """A reply with the sandbox's date and exactly the content type that clients look for."""
    told = {**(headers or {}), "Date": world.clock.http_date()}
    if answer is None:
        return Reply(204, None, told)
    told["Content-Type"] = "application/json"
    return Reply(status, encoded(answer), told)


def reply(world: World, answer: Answer, status: int) -> web.Response:
    return dated(world, answer, status).made()


async def unknown(request: web.Request) -> web.Response:
    """Whatever no route serves."""
    world: World = request.app[WORLD]
    error = NotServedError(f"{request.method} {request.path}")
    world.refuse(f"{request.method} {request.path}", str(error))
    return reply(world, error.body, 501)


WORLD = web.AppKey("world", World)


def mount(app: web.Application, world: World) -> None:
    """Add all declared routes to the server."""
    app[WORLD] = world
    for one in ROUTES:
        app.router.add_route(one.method, BASE + one.path, serve(world, one))
    app.router.add_route("*", "/api/{tail:.*}", unknown)
