"""HTTP for people: who they are and what they do, and the making of the world they live in.

/people/... makes the world and needs no key: the sandbox listens on this machine alone.
/people/me/... is one person's doing; they show their key as a bearer token, or as ?key= in a stream.
"""

import inspect
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from sandbox import forums, guilds, permissions, posting, shapes
from sandbox.clock import data_line, moved_by, sse, wait
from sandbox.errors import ApiError, Json, NotServedError, PersonError
from sandbox.place_rules import REQUIRE_TAG
from sandbox.posting import Upload
from sandbox.rest.routes import read_body, reply
from sandbox.world import Application, Channel, Guild, Person, World

Outcome = Json | web.StreamResponse | None


@dataclass
class Act:
    """One request of a person, or about the world."""

    world: World
    request: web.Request
    body: Json
    uploads: list[Upload]

    def at(self, name: str) -> str:
        return self.request.match_info[name]

    @property
    def person(self) -> Person:
        """Whose key came with the request."""
        header = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
        key = header or self.request.query.get("key", "")
        if key not in self.world.by_key:
            raise PersonError("show the key of a person", 401)
        return self.world.by_key[key]

    @property
    def guild(self) -> Guild:
        return self.world.guild(self.at("guild"))

    @property
    def application(self) -> Application:
        if self.at("application") not in self.world.applications:
            raise PersonError("no such application", 404)
        return self.world.applications[self.at("application")]

    @property
    def channel(self) -> Channel:
        return self.world.channel(self.at("channel"))

    def here(self, bits: int = 0) -> Channel:
        """The channel, if the person may see it and has the permissions."""
        channel = self.channel
        permissions.require(channel, self.person.user["id"], bits)
        return channel


Handler = Callable[[Act], Awaitable[Outcome] | Outcome]
ACTS: list[tuple[str, str, Handler]] = []


def act(method: str, path: str) -> Callable[[Handler], Handler]:
    def declare(handler: Handler) -> Handler:
        ACTS.append((method, path, handler))
        return handler

    return declare


def serve(world: World, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            body, uploads = await read_body(request)
            outcome = handler(Act(world, request, body or {}, uploads))
            answer = await outcome if inspect.isawaitable(outcome) else outcome
            return answer if isinstance(answer, web.StreamResponse) else reply(world, answer, 200)
        except ApiError as error:
            return reply(world, error.body, error.status)
        except (PersonError, NotServedError) as error:
            return reply(world, {"message": str(error)}, getattr(error, "status", 501))

    return handle


def mount(app: web.Application, world: World) -> None:
    for method, path, handler in ACTS:
        app.router.add_route(method, path, serve(world, handler))


# ---- the clock


@act("GET", "/clock")
async def clock(act: Act) -> Outcome:
    """The time, or with Accept: text/event-stream its changes as they come."""
    ticking = act.world.clock
    if "text/event-stream" not in act.request.headers.get("Accept", ""):
        return {"now": ticking.stamp(), "offset": ticking.offset}

    async def changes(stream: web.StreamResponse) -> None:
        async with ticking.follow() as moved:
            while True:
                await stream.write(data_line({"offset": ticking.offset}))
                await wait(moved, stream)

    return await sse(act.request, changes)


@act("POST", "/clock")
def move_clock(act: Act) -> Outcome:
    try:
        act.world.clock.move(moved_by(act.world.clock, act.body))
    except ValueError as error:
        raise PersonError(str(error)) from error
    posting.archive_idle(act.world)
    return {"now": act.world.clock.stamp(), "offset": act.world.clock.offset}


# ---- the world


def _person(person: Person) -> Json:
    shown = {"id": person.user["id"], "name": person.user["global_name"], "key": person.key}
    return {**shown, "locale": person.locale, "inbox": person.inbox}


@act("GET", "/people/world")
def world(act: Act) -> Outcome:
    def guild(one: Guild) -> Json:
        inside = {"roles": list(one.roles.values()), "members": list(one.members.values())}
        return {"id": one.raw["id"], "name": one.raw["name"], "owner": one.raw["owner_id"], **inside}

    return {
        "persons": [_person(one) for one in act.world.persons.values()],
        "guilds": [guild(one) for one in act.world.guilds.values()],
        "applications": [
            {**_application(one), "intents": act.world.gateway.intents(one.id)}
            for one in act.world.applications.values()
        ],
    }


@act("GET", "/people/log")
def log(act: Act) -> Outcome:
    return {"refused": list(act.world.refused)}


@act("POST", "/people/persons")
def add_person(act: Act) -> Outcome:
    body = act.body
    made = act.world.add_person(body["name"], body.get("locale", "en-US"), inbox=body.get("inbox", True))
    return _person(made)


@act("POST", "/people/guilds")
def add_guild(act: Act) -> Outcome:
    if act.body["owner"] not in act.world.persons:
        raise PersonError("the owner is not a person here", 404)
    return guilds.found(act.world, act.body["name"], act.body["owner"]).raw


@act("POST", "/people/guilds/{guild}/roles")
def add_role(act: Act) -> Outcome:
    return guilds.add_role(act.world, act.guild, act.body["name"], act.body.get("permissions", 0))


@act("POST", "/people/guilds/{guild}/channels")
def add_channel(act: Act) -> Outcome:
    """A text channel, or with "forum" a forum with "tags" by name."""
    overwrites, more = [_overwrite(one) for one in act.body.get("overwrites", [])], None
    if act.body.get("forum"):
        tags = forums.settle_tags(act.world, [{"name": one} for one in act.body.get("tags", [])])
        flags = REQUIRE_TAG if act.body.get("require_tag") else 0
        more = {**shapes.FORUM_DEFAULTS, "available_tags": tags, "flags": flags}
    return guilds.add_channel(act.world, act.guild, act.body["name"], overwrites, more).raw


def _overwrite(wish: Json) -> Json:
    return shapes.overwrite(wish["id"], wish["type"], wish["allow"], wish["deny"])


@act("PUT", "/people/channels/{channel}/overwrites/{target}")
def set_overwrite(act: Act) -> Outcome:
    guilds.overwrite(act.world, act.channel, _overwrite({**act.body, "id": act.at("target")}))
    return None


@act("DELETE", "/people/channels/{channel}")
def remove_channel(act: Act) -> Outcome:
    guilds.remove_channel(act.world, act.channel)
    return None


@act("PUT", "/people/guilds/{guild}/members/{person}")
def join(act: Act) -> Outcome:
    guilds.enter(act.world, act.guild, act.at("person"))
    return None


@act("DELETE", "/people/guilds/{guild}/members/{person}")
def leave(act: Act) -> Outcome:
    guilds.depart(act.world, act.guild, act.at("person"))
    return None


@act("PUT", "/people/guilds/{guild}/members/{person}/roles/{role}")
def grant(act: Act) -> Outcome:
    guilds.move_role(act.world, act.guild, act.at("person"), act.at("role"), given=True)
    return None


@act("DELETE", "/people/guilds/{guild}/members/{person}/roles/{role}")
def revoke(act: Act) -> Outcome:
    guilds.move_role(act.world, act.guild, act.at("person"), act.at("role"), given=False)
    return None


def _application(one: Application) -> Json:
    return {"id": one.id, "name": one.user["username"], "token": one.token}


@act("POST", "/people/applications")
def add_application(act: Act) -> Outcome:
    token = act.body.get("token") or f"{secrets.token_urlsafe(18)}.{secrets.token_urlsafe(6)}"
    if token in act.world.by_token:
        raise PersonError("another application has this token", 409)
    privileged = act.body.get("privileged", False)
    return _application(act.world.add_application(act.body["name"], token, privileged=privileged))


@act("PUT", "/people/applications/{application}/guilds/{guild}")
def invite(act: Act) -> Outcome:
    bits = act.body.get("permissions")
    guilds.invite(act.world, act.guild, act.application, permissions.BOT if bits is None else bits)
    return None


@act("GET", "/people/applications/{application}/connected")
async def connected(act: Act) -> Outcome:
    """Answers when the bot is connected, with ?is=0 when it no longer is."""
    await act.world.gateway.until(act.application.id, connected=act.request.query.get("is", "1") == "1")
    return None


@act("DELETE", "/people/applications/{application}/guilds/{guild}")
def dismiss(act: Act) -> Outcome:
    guilds.dismiss(act.world, act.guild, act.application)
    return None
