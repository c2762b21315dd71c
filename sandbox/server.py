"""The server: one world behind REST, gateway, files and people."""

import asyncio
from contextlib import suppress

from aiohttp import web

from sandbox import acts, people, rules
from sandbox.clock import STREAMS, end_streams
from sandbox.faults import Faults
from sandbox.feed import Feed
from sandbox.gateway import Gateway
from sandbox.limits import Limits
from sandbox.plain import ShortWay, table
from sandbox.record import Record
from sandbox.rest import channels, commands, events, guilds, interactions, messages, reactions, routes, users
from sandbox.world import World

NOUNS = (
    users,
    commands,
    interactions,
    messages,
    reactions,
    events,
    channels,
    guilds,
    acts,
)  # importing them declares their routes


class Server:
    """A sandbox that serves inside the `async with` block."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    async def __aenter__(self) -> "Server":
        app = web.Application(client_max_size=rules.REQUEST_BYTES)
        app[STREAMS] = set()
        app.on_shutdown.append(end_streams)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self.world = World()
        self.world.feed, self.world.gateway = Feed(), Gateway(self.world)
        self.world.faults, self.world.limits = Faults(self.world.clock), Limits()
        self.world.record = Record.wanted()
        routes.mount(app, self.world)
        people.mount(app, self.world)
        app.router.add_get("/gateway", self.world.gateway.handle)
        app.router.add_get("/gateway/", self.world.gateway.handle)
        for folder in ("attachments/{channel}/{id}/{name}", "ephemeral-attachments/{app}/{id}/{name}"):
            app.router.add_get(f"/{folder}", self._file)
        await self._runner.setup()
        long_way = self._runner.server
        if long_way is None:
            raise RuntimeError("aiohttp has made no server")
        ways = table()
        self._short: set[ShortWay] = set()
        self._listener = await asyncio.get_running_loop().create_server(
            lambda: ShortWay(self.world, ways, long_way, self._short), self._host, self._port
        )
        host, port = self._listener.sockets[0].getsockname()[:2]
        self.world.settle(f"http://{host}:{port}")
        self._watching = asyncio.create_task(self.world.gateway.watch())
        return self

    @property
    def url(self) -> str:
        return self.world.url

    async def __aexit__(self, *_: object) -> None:
        self._watching.cancel()
        with suppress(asyncio.CancelledError):
            await self._watching
        self._listener.close()
        await self.world.gateway.close()
        for one in tuple(self._short):
            one.close()
        await self._runner.cleanup()
        if self.world.record:
            self.world.record.close()

    async def _file(self, request: web.Request) -> web.Response:
        """What Discord's content network does: a file for whoever has its address, never a page that runs."""
        found = self.world.files.get(request.path)
        if found is None:
            raise web.HTTPNotFound
        safe = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=found[0], headers={"Content-Type": found[1], **safe})
