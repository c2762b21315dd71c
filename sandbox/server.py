"""The server: one world behind REST, gateway, files and people."""

from aiohttp import web

from sandbox import acts, people, rules
from sandbox.clock import STREAMS, end_streams
from sandbox.feed import Feed
from sandbox.gateway import Gateway
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
        routes.mount(app, self.world)
        people.mount(app, self.world)
        app.router.add_get("/gateway", self.world.gateway.handle)
        app.router.add_get("/gateway/", self.world.gateway.handle)
        for folder in ("attachments/{channel}/{id}/{name}", "ephemeral-attachments/{app}/{id}/{name}"):
            app.router.add_get(f"/{folder}", self._file)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.world.settle(f"http://{host}:{port}")
        return self

    @property
    def url(self) -> str:
        return self.world.url

    async def __aexit__(self, *_: object) -> None:
        await self.world.gateway.close()
        await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        """What Discord's content network does: a file for whoever has its address."""
        found = self.world.files.get(request.path)
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found[0], headers={"Content-Type": found[1]})
