"""The gateway that bots listen to: sessions, heartbeats, replay, and who is told what."""

import asyncio
import secrets
import time
from collections.abc import Callable

from aiohttp import web

from sandbox import permissions, shapes
from sandbox.connection import HEARTBEAT_SECONDS, Connection, HangUpError, Session
from sandbox.encoding import encoded
from sandbox.errors import Json
from sandbox.world import Channel, Guild, Message, World

GUILDS, GUILD_MEMBERS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1, 1 << 1, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = GUILD_MEMBERS | 1 << 8 | MESSAGE_CONTENT
INTENTS = (1 << 17) - 1 | 3 << 20 | 3 << 24  # all that there are
LOST = 4  # sessions of one bot that wait to come back
HIDDEN: Json = {"content": "", "attachments": [], "embeds": [], "components": []}


class Gateway:
    """All sessions, and the rules of who hears what."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._waiting: set[asyncio.Event] = set()
        self.now: Callable[[], float] = time.monotonic

    def of(self, application_id: str) -> list[Session]:
        """A bot's sessions, connected or waiting to come back."""
        return [one for one in self._sessions.values() if one.application.id == application_id]

    def hears(self, application_id: str) -> bool:
        """Whether a bot is connected at this moment, or was sent away to come back."""
        return any(one.connection or one.returns for one in self.of(application_id))

    def connected(self, application_id: str) -> bool:
        return any(one.connection for one in self.of(application_id))

    def intents(self, application_id: str) -> list[int]:
        """What each connected session of a bot asked to hear."""
        return [one.intents for one in self.of(application_id) if one.connection]

    async def until(self, application_id: str, *, connected: bool) -> None:
        """Wait until a bot is connected, or is no longer."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            while self.connected(application_id) is not connected:
                await changed.wait()
                changed.clear()
        finally:
            self._waiting.discard(changed)

    def _changed(self) -> None:
        for changed in self._waiting:
            changed.set()

    def tell(self, application_id: str, event: str, data: Json, intent: int = 0) -> None:
        """Send an event to one bot's sessions that asked for it."""
        hearing = [one for one in self.of(application_id) if one.intents & intent == intent]
        body = encoded(data) if hearing else b""
        for session in hearing:
            disturbed = self._world.faults.draw(f"GATEWAY {event}")
            if disturbed and disturbed[0] != "duplicate":
                self.disturb(session, *disturbed)
            session.send(event, body)
            if disturbed and disturbed[0] == "duplicate":
                session.repeat()

    def tell_guild(self, guild: Guild, event: str, data: Json, intent: int = GUILDS) -> None:
        for application_id in self._bots(guild):
            self.tell(application_id, event, data, intent)

    def tell_created(self, guild: Guild, application_id: str) -> None:
        """A bot has been invited."""
        for session in self.of(application_id):
            if session.intents & GUILDS:
                whole = bool(session.intents & GUILD_MEMBERS)
                session.send("GUILD_CREATE", encoded(self.guild_create(guild, application_id, whole=whole)))

    def tell_channel(self, channel: Channel, event: str, data: Json) -> None:
        """An event about a channel or thread, for the bots of its server that can see it."""
        if channel.guild:
            for application_id in self._bots(channel.guild):
                if permissions.sees(channel, application_id):
                    self.tell(application_id, event, data, GUILDS)

    def tell_message(self, event: str, message: Message, **more: object) -> None:
        """A message event; what a bot may not read is left out of its copy."""
        channel, guild = message.channel, message.channel.guild
        author = message.raw["author"]["id"]
        data = {**message.raw, **more}
        if guild:
            data["guild_id"] = guild.raw["id"]
            if author in guild.members:
                data["member"] = shapes.without(guild.members[author], "user")
        data["channel_type"] = channel.raw["type"]
        intent = GUILD_MESSAGES if guild else DIRECT_MESSAGES
        for bot in self._bots(guild) if guild else channel.people:
            if bot not in self._world.applications or not permissions.sees(channel, bot):
                continue
            own = data if author == bot else shapes.without(data, "nonce")
            self.tell(bot, event, own if self.may_read(bot, message) else {**own, **HIDDEN}, intent)

    def tell_removed(self, message: Message, data: Json) -> None:
        intent = GUILD_MESSAGES if message.channel.guild else DIRECT_MESSAGES
        for bot in self._bots(message.channel.guild) if message.channel.guild else message.channel.people:
            if permissions.sees(message.channel, bot):
                self.tell(bot, "MESSAGE_DELETE", data, intent)

    def tell_thread_members(self, thread: Channel, user_id: str, data: Json) -> None:
        """Others' coming and going takes the members intent; one's own does not."""
        for bot in self._bots(thread.guild) if thread.guild else []:
            if permissions.sees(thread, bot):
                intent = GUILDS if bot == user_id else GUILDS | GUILD_MEMBERS
                self.tell(bot, "THREAD_MEMBERS_UPDATE", data, intent)

    def may_read(self, application_id: str, message: Message) -> bool:
        """Discord's rule for message content: own, direct, mentioning the bot, or with the intent."""
        named = (message.raw["author"], *message.raw["mentions"])
        return (
            message.channel.guild is None
            or any(user["id"] == application_id for user in named)
            or self._world.applications[application_id].privileged
        )

    def _bots(self, guild: Guild) -> list[str]:
        return [one for one in self._world.applications if one in guild.members]

    def guild_create(self, guild: Guild, session_user: str, *, whole: bool) -> Json:
        """A server as a bot first hears of it; all its members only for who may list them."""
        raw = shapes.without(guild.raw, *shapes.REST_ONLY)
        visible = [one for one in guild.channels.values() if not one.parent]
        threads = [
            one
            for one in guild.channels.values()
            if one.parent
            and permissions.sees(one, session_user)
            and not one.raw["thread_metadata"]["archived"]
        ]
        members = guild.members.values() if whole else [guild.members[session_user]]
        return {
            **raw,
            "roles": list(guild.roles.values()),
            "channels": [one.raw for one in visible],
            "threads": [one.raw for one in threads],
            "members": list(members),
            "member_count": len(guild.members),
            "joined_at": guild.members[session_user]["joined_at"],
            "large": False,
            "unavailable": False,
            **{key: [] for key in ("voice_states", "presences", "stage_instances")},
            "guild_scheduled_events": list(guild.events.values()),
            "soundboard_sounds": [],
        }

    # ---- connections and sessions

    async def watch(self) -> None:
        """Drop who no longer sends heartbeats, until cancelled."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS / 4)
            self.drop_silent()

    def drop_silent(self) -> None:
        for one in [one for one in self._connections if one.silent()]:
            if one.session:
                self._forget(one.session)
            one.hang_up(4009)

    def disturb(self, session: Session, kind: str, seconds: float) -> None:
        """One of the faults of the gateway, now."""
        connection = session.connection
        if connection and kind == "drop":
            session.returns, session.connection = True, None
            connection.drop()
        elif connection and kind == "stall":
            connection.stall(seconds)
        elif connection and kind == "reconnect":
            session.returns = True
            connection.put(7, None)
        elif connection and kind.startswith("invalid"):
            connection.put(9, kind == "invalid resumable")
            session.connection = connection.session = None
            session.returns = kind == "invalid resumable"
            if not session.returns:
                self._forget(session)
        self._changed()

    def _forget(self, session: Session) -> None:
        self._sessions.pop(session.id, None)

    async def close(self) -> None:
        """End all connections, as a server does that goes away."""
        for one in list(self._connections):
            await one.ws.close(code=1001)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=2**16, compress=False)
        await ws.prepare(request)
        connection = Connection(self._world, ws, request, self.now)
        self._connections.add(connection)
        try:
            await connection.run()
        finally:
            self._connections.discard(connection)
            session = connection.session
            if session and session.connection is connection:
                self._lost(session, connection.code)
        return ws

    def _lost(self, session: Session, code: int) -> None:
        """A connection has ended, and with a code for it the session, too.

        Who waits for an answer is told at once, where Discord lets them wait 3 seconds; but not where the
        sandbox itself made the bot go, for then it comes back.
        """
        session.connection = None
        waiting = [one for one in self.of(session.application.id) if one.connection is None]
        for one in [session] if code in (1000, 1001) else waiting[:-LOST]:
            self._forget(one)
        self._changed()
        if not self.hears(session.application.id):
            for interaction in list(self._world.interactions.values()):
                if interaction.application is session.application:
                    interaction.fail()

    def identify(self, connection: Connection, d: Json) -> Session:
        """Log in. Raises HangUpError."""
        intents, shard = int(d["intents"]), d.get("shard")
        application = self._world.by_token.get(d["token"].removeprefix("Bot "))
        if application is None:
            raise HangUpError(4004)
        if intents & ~INTENTS:
            raise HangUpError(4013)
        if intents & PRIVILEGED and not application.privileged:
            raise HangUpError(4014)
        record = self._world.record
        told = record.dispatch if record else None
        session = Session(secrets.token_hex(16), application, intents, told, connection=connection)
        self._sessions[session.id] = session
        self._ready(session, shard)
        self._changed()
        return session

    def _ready(self, session: Session, shard: list[int] | None) -> None:
        user = session.application.user
        guilds = [guild for guild in self._world.guilds.values() if user["id"] in guild.members]
        ready = {
            "v": 10,
            "user": {**user, "verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": guild.raw["id"], "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._world.gateway_url,
            "application": {"id": user["id"], "flags": 0, "flags_new": "0"},
            **({"shard": shard} if shard else {}),
        }
        session.send("READY", encoded(ready))
        whole = bool(session.intents & GUILD_MEMBERS)
        for guild in guilds if session.intents & GUILDS else []:
            session.send("GUILD_CREATE", encoded(self.guild_create(guild, user["id"], whole=whole)))

    def resume(self, connection: Connection, d: Json) -> Session | None:
        """Replay what a session has missed. Raises HangUpError."""
        seq, session = int(d["seq"]), self._sessions.get(d["session_id"])
        token = d["token"].removeprefix("Bot ")
        if token not in self._world.by_token:
            raise HangUpError(4004)
        if session is None or session.application.token != token or not session.covers(seq):
            connection.put(9, False)
            return None
        if seq > session.seq:
            self._forget(session)
            raise HangUpError(4007)
        if session.connection:
            session.connection.drop()
        session.connection, session.returns = connection, False
        session.replay(seq)
        session.send("RESUMED", b"{}")
        self._changed()
        return session

    def chunk(self, session: Session, d: Json) -> None:
        """Answer a request for members: by their ids, or all of them with the intent."""
        guild = self._world.guild(str(d["guild_id"]))
        asked = d.get("user_ids")
        if asked is None and not session.intents & GUILD_MEMBERS:
            self._world.refuse("gateway", "a list of members without the intent")
            return
        ids = list(guild.members) if asked is None else [asked] if isinstance(asked, str) else asked
        found = [guild.members[str(one)] for one in ids if str(one) in guild.members]
        data = {"guild_id": guild.raw["id"], "members": found, "chunk_index": 0, "chunk_count": 1}
        if d.get("nonce"):
            data["nonce"] = d["nonce"]
        session.send("GUILD_MEMBERS_CHUNK", encoded(data))
