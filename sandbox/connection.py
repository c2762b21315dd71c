"""One bot's connection to the gateway: frames, heartbeats, the codes it closes with, and what is replayed."""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.encoding import encoded
from sandbox.errors import ApiError
from sandbox.world import Application, World

try:
    import zstandard
except ImportError:  # discord.py also takes plain text where it asked for this
    zstandard = None  # type: ignore[assignment]

HEARTBEAT_SECONDS = 41.25
SILENT_SECONDS = HEARTBEAT_SECONDS * 1.5
SENDS, SENDS_SECONDS = 120, 60.0
MESSAGE_BYTES = 4096
REPLAY = 2_000  # events kept for a session that comes back
ABRUPT = 1006
HEARTBEAT, IDENTIFY, RESUME, MEMBERS = 1, 2, 6, 8
UNSERVED = (3, 4, 31)  # presence, voice, soundboard
CLOSES = {
    4001: "Unknown opcode.",
    4002: "Error while decoding payload.",
    4003: "Not authenticated.",
    4004: "Authentication failed.",
    4005: "Already authenticated.",
    4007: "Invalid seq.",
    4008: "Rate limited.",
    4009: "Session timed out.",
    4012: "Invalid API version.",
    4013: "Invalid intent(s).",
    4014: "Disallowed intent(s).",
}


class HangUpError(Exception):
    """The gateway ends a connection with a key of CLOSES."""

    def __init__(self, code: int) -> None:
        super().__init__(CLOSES[code])
        self.code = code


@dataclass(eq=False)
class Session:
    """A logged-in session; it outlives its connection so that it can be resumed. `told` hears each frame."""

    id: str
    application: Application
    intents: int
    told: Callable[[bytes], None] | None = None
    seq: int = 0
    sent: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=REPLAY))
    connection: "Connection | None" = None
    returns: bool = False  # was sent away by the sandbox, and comes back

    def send(self, event: str, body: bytes) -> None:
        """Number and send an event, and keep it for a replay."""
        self.seq += 1
        frame = b'{"op":0,"t":"%b","s":%d,"d":%b}' % (event.encode(), self.seq, body)
        self.sent.append((self.seq, frame))
        if self.told:
            self.told(frame)
        if self.connection:
            self.connection.outbox.put_nowait(frame)

    def repeat(self) -> None:
        """Send the last event once more."""
        self.replay(self.seq - 1)

    def covers(self, seq: int) -> bool:
        """Whether everything after `seq` is still there to replay."""
        return seq >= self.seq or (bool(self.sent) and self.sent[0][0] <= seq + 1)

    def replay(self, seq: int) -> None:
        """Send again what came after `seq`."""
        for number, frame in self.sent:
            if number > seq and self.connection:
                self.connection.outbox.put_nowait(frame)


class Connection:
    """A websocket of a bot; `now` is monotonic, in seconds."""

    def __init__(
        self, world: World, ws: web.WebSocketResponse, request: web.Request, now: Callable[[], float]
    ) -> None:
        self.ws = ws
        self.outbox: asyncio.Queue[bytes] = asyncio.Queue()
        self.session: Session | None = None
        self.code = ABRUPT  # with which it has ended
        self._world, self._request, self._now = world, request, now
        self._flows = asyncio.Event()
        self._flows.set()
        self._beat = now()
        self._sends: deque[float] = deque(maxlen=SENDS)
        self._closing: asyncio.Task[bool] | None = None

    async def run(self) -> None:
        """Serve until either side leaves."""
        writer = asyncio.create_task(self._write())
        self.put(10, {"heartbeat_interval": round(HEARTBEAT_SECONDS * 1000)})
        try:
            if self._request.query.get("v", "10") != "10":
                raise HangUpError(4012)
            while (frame := await self.ws.receive()).type in (WSMsgType.TEXT, WSMsgType.BINARY):
                self._hear(frame.data)
            if frame.type is WSMsgType.CLOSE:
                self.code = frame.data or ABRUPT
        except HangUpError as reason:
            self.code = reason.code
            await self.ws.close(code=reason.code, message=str(reason).encode())
        finally:
            writer.cancel()

    def put(self, op: int, d: object) -> None:
        """Send something that is not an event."""
        self.outbox.put_nowait(encoded({"op": op, "s": None, "t": None, "d": d}))

    def silent(self) -> bool:
        """Whether heartbeats have been missed."""
        return self._now() - self._beat > SILENT_SECONDS

    def hang_up(self, code: int) -> None:
        """End it from outside of run()."""
        self._closing = asyncio.ensure_future(self.ws.close(code=code, message=CLOSES[code].encode()))

    def drop(self) -> None:
        """End it without a word."""
        if self._request.transport:
            self._request.transport.abort()

    def stall(self, seconds: float) -> None:
        """Send nothing for a while, then everything."""
        self._flows.clear()
        asyncio.get_running_loop().call_later(seconds, self._flows.set)

    def _hear(self, text: str | bytes) -> None:
        now = self._now()
        if len(self._sends) == SENDS and now - self._sends[0] < SENDS_SECONDS:
            raise HangUpError(4008)
        self._sends.append(now)
        try:
            message = json.loads(text)
            op, d = message["op"], message.get("d")
            if len(text) > MESSAGE_BYTES:
                raise HangUpError(4002)
            self._take(op, d)
            if self._world.record:
                self._world.record.heard(message)
        except (ValueError, TypeError, KeyError, AttributeError, ApiError) as error:
            raise HangUpError(4002) from error

    def _take(self, op: int, d: Any) -> None:
        gateway = self._world.gateway
        if op == HEARTBEAT:
            self._beat = self._now()
            self.put(11, None)
        elif op in (IDENTIFY, RESUME):
            if self.session:
                raise HangUpError(4005)
            self.session = gateway.identify(self, d) if op == IDENTIFY else gateway.resume(self, d)
        elif op not in (MEMBERS, *UNSERVED):
            raise HangUpError(4001)
        elif self.session is None:
            raise HangUpError(4003)
        elif op == MEMBERS:
            gateway.chunk(self.session, d)
        else:
            self._world.refuse("gateway", f"opcode {op}")

    async def _write(self) -> None:
        compress = _compressor(self._request.query.get("compress", ""))
        while True:
            frame = await self.outbox.get()
            await self._flows.wait()
            if compress:
                await self.ws.send_bytes(compress(frame))
            else:
                await self.ws.send_str(frame.decode())


def _compressor(name: str) -> Callable[[bytes], bytes] | None:
    """One compressed stream over the whole connection, flushed after each message."""
    stream: Any
    if name == "zlib-stream":
        stream, flush = zlib.compressobj(level=1), zlib.Z_SYNC_FLUSH
    elif name == "zstd-stream" and zstandard is not None:
        stream, flush = zstandard.ZstdCompressor(level=1).compressobj(), zstandard.COMPRESSOBJ_FLUSH_BLOCK
    else:
        return None
    return lambda data: stream.compress(data) + stream.flush(flush)
