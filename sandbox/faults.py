"""What goes wrong on the way to Discord, on purpose: switches, drawn from one seed.

A fault has kinds, of which each disturbance takes one; `where` says what it disturbs, as a pattern with
`*` over `METHOD /path` for requests (`POST /channels/*/messages`) and `GATEWAY EVENT` for events.

kind of a request                     what the bot meets
500, 502, 503, 504                    that status, and nothing was done
40003, or another of Discord's codes  that error, and nothing was done
429 user, 429 shared, 429 global      that limit for `seconds`, and nothing was done
reset                                 the connection is reset, and nothing was done
lost                                  the work is done, and the connection ends without an answer
slow                                  everything `seconds` later
late                                  the work is done at once, the answer comes `seconds` later

kind of an event, or at once          what the bot meets
duplicate                             the event twice
drop                                  the socket is gone; what it missed is replayed to who resumes
stall                                 no frame for `seconds`, then all of them
reconnect                             opcode 7
invalid, invalid resumable            opcode 9

jump, of either                       the sandbox's clock moves by `seconds`
"""

import asyncio
import logging
import random
import re
import secrets
import socket
import struct
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.clock import Clock
from sandbox.errors import KNOWN, ApiError, Json
from sandbox.limits import LimitedError

STATUSES = {
    "500": "Internal Server Error",
    "502": "Bad Gateway",
    "503": "Service Unavailable",
    "504": "Gateway Time-out",
}
CODES = tuple(str(code) for code in KNOWN if code)
REQUESTS = (*STATUSES, "429 user", "429 shared", "429 global", "reset", "lost", "slow", "late", "jump")
EVENTS = ("duplicate", "drop", "stall", "reconnect", "invalid", "invalid resumable", "jump")
log = logging.getLogger(__name__)


@dataclass
class Fault:
    """A switch; `count` is how many times it still acts, None without end, `seconds` as the kind says."""

    kinds: tuple[str, ...]
    where: str = "*"
    chance: float = 1.0
    count: int | None = None
    seconds: float = 0.5
    pattern: "re.Pattern[str]" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be meant."""
        gateway = self.where.startswith("GATEWAY ")
        known = EVENTS if gateway else REQUESTS
        if not self.kinds or set(self.kinds) - {*known, *(() if gateway else CODES)}:
            codes = "" if gateway else ", and Discord's codes"
            raise ValueError(f"kinds of {self.where} are {', '.join(known)}{codes}")
        if not 0 <= self.chance <= 1:
            raise ValueError("chance is from 0 to 1")
        pattern = re.escape(self.where).replace(r"\*", ".*")
        self.pattern = re.compile(pattern if gateway else f"(?!GATEWAY ){pattern}")

    def told(self) -> Json:
        shown = {"kinds": list(self.kinds), "where": self.where, "chance": self.chance}
        return {**shown, "count": self.count, "seconds": self.seconds}


class BrokenError(Exception):
    """A request that is answered with `status` instead of being served; 0: not answered at all."""

    def __init__(self, status: int) -> None:
        super().__init__(STATUSES.get(str(status), "no answer"))
        self.status = status


class Faults:
    """The switches that are set, the seed, and what was done."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.begin(None)

    def begin(self, seed: int | None) -> None:
        """Without switches, draw from this seed; None makes one up."""
        self.seed = secrets.randbits(32) if seed is None else seed
        self.faults: list[Fault] = []
        self.done: deque[Json] = deque(maxlen=10_000)
        self._random = random.Random(self.seed)

    def add(self, fault: Fault) -> None:
        self.faults.append(fault)
        log.warning("fault, drawn from seed %d: %s", self.seed, fault.told())

    def told(self) -> Json:
        return {
            "seed": self.seed,
            "faults": [one.told() for one in self.faults],
            "done": list(self.done),
        }

    def draw(self, name: str) -> tuple[str, float] | None:
        """What disturbs a request or event: a kind and its seconds. A jump of the clock is made at once."""
        for fault in self.faults:
            if fault.count == 0 or not fault.pattern.fullmatch(name) or self._random.random() >= fault.chance:
                continue
            kind = self._random.choice(fault.kinds)
            fault.count = None if fault.count is None else fault.count - 1
            self.done.append({"what": name, "kind": kind})
            if kind != "jump":
                return kind, fault.seconds
            self._clock.move(self._clock.offset + fault.seconds)
        return None


async def before(kind: str, seconds: float, request: web.Request) -> None:
    """Disturb a request that has not been served. Raises BrokenError, ApiError and LimitedError."""
    if kind in STATUSES:
        raise BrokenError(int(kind))
    if kind in CODES:
        raise ApiError(int(kind))
    if kind.startswith("429 "):
        raise LimitedError(kind.removeprefix("429 "), seconds)
    if kind == "slow":
        await asyncio.sleep(seconds)
    elif kind == "reset" and request.transport:
        reset: socket.socket = request.transport.get_extra_info("socket")
        reset.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
        raise BrokenError(0)


async def after(kind: str, seconds: float, request: web.Request) -> None:
    """Disturb the answer to a request that has been served."""
    if kind == "late":
        await asyncio.sleep(seconds)
    elif kind == "lost" and request.transport:
        request.transport.abort()
