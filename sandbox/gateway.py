"""The gateway that bots listen to: sessions, heartbeats, replay, and who is told what."""

import asyncio
import json
import secrets
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from sandbox import permissions, shapes
from sandbox.errors import Json
from sandbox.world import Application, Channel, Guild, Message, World

try:
    import zstandard
except ImportError:  # discord.py also takes plain text where it asked for this
    zstandard = None  # type: ignore[assignment]

GUILDS, GUILD_MEMBERS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1, 1 << 1, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = GUILD_MEMBERS | 1 << 8 | MESSAGE_CONTENT
HEARTBEAT_MS = 41_250
REPLAY = 2_000  # events kept for a session that comes back
LOST = 4  # sessions of one bot that wait to come back
HIDDEN: Json = {"content": "", "attachments": [], "embeds": [], "components": []}


@dataclass
class Session:
    """One logged-in gateway session; it outlives its connection so that it can be resumed."""

    id: str
    application: Application
    intents: int
    seq: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY))
    outbox: "asyncio.Queue[str] | None" = None

    def send(self, event: str, body: str) -> None:
        """Number and send an event, and keep it for a replay."""
        self.seq += 1
        frame = f'{{"op":0,"t":"{event}","s":{self.seq},"d":{body}}}'
        self.sent.append((self.seq, frame))
        if self.outbox is not None:
            self.outbox.put_nowait(frame)


class Gateway:
    """All sessions, and the rules of who hears what."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}
        self._connections: set[web.WebSocketResponse] = set()
        self._waiting: set[asyncio.Event] = set()

    def hears(self, application_id: str) -> bool:
        """Whether a bot is connected at this moment."""
        return any(
            s.outbox is not None for s in self._sessions.values() if s.application.id == application_id
        )

    def intents(self, application_id: str) -> list[int]:
        """What each connected session of a bot asked to hear."""
        sessions = [one for one in self._sessions.values() if one.outbox is not None]
        return [one.intents for one in sessions if one.application.id == application_id]

    async def until(self, application_id: str, *, connected: bool) -> None:
        """Wait until a bot is connected, or is no longer."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            while self.hears(application_id) is not connected:
                await changed.wait()
                changed.clear()
        finally:
            self._waiting.discard(changed)

    def _changed(self) -> None:
        for changed in self._waiting:
            changed.set()

    def tell(self, application_id: str, event: str, data: Json, intent: int = 0) -> None:
        """Send an event to one bot's sessions that asked for it."""
        body = json.dumps(data)
        for session in self._sessions.values():
            if session.application.id == application_id and session.intents & intent == intent:
                session.send(event, body)

    def tell_guild(self, guild: Guild, event: str, data: Json, intent: int = GUILDS) -> None:
        for application_id in self._bots(guild):
            self.tell(application_id, event, data, intent)

    def tell_created(self, guild: Guild, application_id: str) -> None:
        """A bot has been invited."""
        for session in self._sessions.values():
            if session.application.id == application_id and session.intents & GUILDS:
                whole = bool(session.intents & GUILD_MEMBERS)
                session.send(
                    "GUILD_CREATE", json.dumps(self.guild_create(guild, application_id, whole=whole))
                )

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

    # ---- one connection

    async def close(self) -> None:
        """End all connections, as a server does that goes away."""
        for ws in list(self._connections):
            await ws.close(code=1001)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=2**16)
        await ws.prepare(request)
        self._connections.add(ws)
        outbox: asyncio.Queue[str] = asyncio.Queue()
        writer = asyncio.create_task(_write(ws, outbox, _compressor(request.query.get("compress", ""))))
        outbox.put_nowait(
            json.dumps({"op": 10, "s": None, "t": None, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        )
        session: Session | None = None
        try:
            async for frame in ws:
                if frame.type is not WSMsgType.TEXT:
                    break
                message = json.loads(frame.data)
                if message["op"] == 1:
                    outbox.put_nowait('{"op":11,"s":null,"t":null,"d":null}')
                elif message["op"] == 2 and session is None:
                    session = await self._identify(ws, outbox, message["d"])
                elif message["op"] == 6 and session is None:
                    session = self._resume(outbox, message["d"])
                elif message["op"] == 8 and session is not None:
                    self._chunk(session, message["d"])
                else:
                    self._world.refuse("gateway", f"opcode {message['op']}")
        finally:
            self._connections.discard(ws)
            writer.cancel()
            if session and session.outbox is outbox:
                self._lost(session, clean=ws.close_code in (1000, 1001))
        return ws

    def _lost(self, session: Session, *, clean: bool) -> None:
        session.outbox = None
        self._changed()
        mine = [one for one in self._sessions.values() if one.application is session.application]
        waiting = [one.id for one in mine if one.outbox is None]
        for session_id in [session.id] if clean else waiting[:-LOST]:
            del self._sessions[session_id]
        if not self.hears(session.application.id):
            for interaction in list(self._world.interactions.values()):
                if interaction.application is session.application:
                    interaction.fail()

    async def _identify(
        self, ws: web.WebSocketResponse, outbox: "asyncio.Queue[str]", d: Json
    ) -> Session | None:
        token = d["token"].removeprefix("Bot ")
        application = self._world.by_token.get(token)
        if application is None:
            await ws.close(code=4004, message=b"Authentication failed.")
            return None
        if d["intents"] & PRIVILEGED and not application.privileged:
            await ws.close(code=4014, message=b"Disallowed intent(s).")
            return None
        session = Session(secrets.token_hex(16), application, d["intents"], outbox=outbox)
        self._sessions[session.id] = session
        self._ready(session, d.get("shard"))
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
        session.send("READY", json.dumps(ready))
        whole = bool(session.intents & GUILD_MEMBERS)
        for guild in guilds if session.intents & GUILDS else []:
            session.send("GUILD_CREATE", json.dumps(self.guild_create(guild, user["id"], whole=whole)))

    def _resume(self, outbox: "asyncio.Queue[str]", d: Json) -> Session | None:
        session = self._sessions.get(d["session_id"])
        token = d["token"].removeprefix("Bot ")
        if session is None or session.application.token != token or not _covers(session, d["seq"]):
            outbox.put_nowait('{"op":9,"s":null,"t":null,"d":false}')
            return None
        for seq, frame in session.sent:
            if seq > d["seq"]:
                outbox.put_nowait(frame)
        session.outbox = outbox
        session.send("RESUMED", "{}")
        self._changed()
        return session

    def _chunk(self, session: Session, d: Json) -> None:
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
        session.send("GUILD_MEMBERS_CHUNK", json.dumps(data))


def _covers(session: Session, seq: int) -> bool:
    """Whether everything after `seq` is still there to replay."""
    return seq == session.seq or (bool(session.sent) and session.sent[0][0] <= seq + 1 <= session.seq)


def _compressor(name: str) -> Callable[[bytes], bytes] | None:
    """One compressed stream over the whole connection, flushed after each message."""
    stream: Any
    if name == "zlib-stream":
        stream, flush = zlib.compressobj(), zlib.Z_SYNC_FLUSH
    elif name == "zstd-stream" and zstandard is not None:
        stream, flush = zstandard.ZstdCompressor().compressobj(), zstandard.COMPRESSOBJ_FLUSH_BLOCK
    else:
        return None
    return lambda data: stream.compress(data) + stream.flush(flush)


async def _write(
    ws: web.WebSocketResponse, outbox: "asyncio.Queue[str]", compress: Callable[[bytes], bytes] | None
) -> None:
    while True:
        frame = await outbox.get()
        if compress:
            await ws.send_bytes(compress(frame.encode()))
        else:
            await ws.send_str(frame)
