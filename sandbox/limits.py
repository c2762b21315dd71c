"""Rate limits as Discord's: a bucket per route and place, fifty a second for all of a bot's requests.

Discord does not publish its numbers: a bot reads them from the headers. Those of LIMITS are what bots
have been told there; they may change any day. Time is real time, in seconds.
"""

import math
import time
from collections.abc import Callable, Mapping

from sandbox.errors import Json

GLOBAL, GLOBAL_SECONDS = 50, 1.0
USUAL = (50, 1.0)
LIMITS = {
    "POST /channels/{channel}/messages": (5, 5.0),
    "PATCH /channels/{channel}/messages/{message}": (5, 5.0),
    "DELETE /channels/{channel}/messages/{message}": (5, 1.0),
    "PATCH /channels/{channel}": (5, 15.0),
    "POST /webhooks/{application}/{token}": (5, 2.0),
    "PATCH /webhooks/{application}/{token}/messages/{message}": (5, 2.0),
}
PLACES = ("channel", "guild", "token")  # Discord's top-level resources: a bucket for each
INTERACTIONS = ("/interactions/", "/webhooks/")  # which the limit over all requests does not count
KEPT = 10_000

Headers = dict[str, str]


class LimitedError(Exception):
    """Too many requests: `scope` is user (a bucket), shared (a bucket of several bots) or global (all)."""

    status = 429

    def __init__(self, scope: str, seconds: float, headers: Headers | None = None) -> None:
        super().__init__(f"{scope} limit for {seconds:.3f} s")
        told = {"Retry-After": str(math.ceil(seconds)), "X-RateLimit-Scope": scope, "Via": "1.1 google"}
        self.headers = {**(headers or {}), **told}
        if scope == "global":
            self.headers["X-RateLimit-Global"] = "true"
        wait = {"retry_after": round(seconds, 3), "global": scope == "global"}
        self.body: Json = {"message": "You are being rate limited.", "code": 0, **wait}


class Limits:
    """How many requests each bot still has; `now` is the time to measure them by."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.on = True
        self.now = now
        self._ends: dict[tuple[str, str, str], tuple[float, int]] = {}

    def take(self, bot: str, route: str, place: Mapping[str, str]) -> Headers:
        """Count a request; the headers that tell what is left. Raises LimitedError."""
        if not self.on or route.startswith("POST /interactions/"):  # one answer for one token
            return {}
        now = self.now()
        if bot and not route.partition(" ")[2].startswith(INTERACTIONS):
            ends, used = self._count((bot, "", ""), now, GLOBAL_SECONDS)
            if used > GLOBAL:
                raise LimitedError("global", ends - now)
        allowed, seconds = LIMITS.get(route, USUAL)
        where = next((place[name] for name in PLACES if name in place), "")
        ends, used = self._count((bot, route, where), now, seconds)
        headers = {
            "X-RateLimit-Limit": str(allowed),
            "X-RateLimit-Remaining": str(max(allowed - used, 0)),
            "X-RateLimit-Reset": f"{time.time() + ends - now:.3f}",
            "X-RateLimit-Reset-After": f"{ends - now:.3f}",
            "X-RateLimit-Bucket": route.translate(BUCKET),
        }
        if used > allowed:
            raise LimitedError("user", ends - now, headers)
        return headers

    def _count(self, key: tuple[str, str, str], now: float, seconds: float) -> tuple[float, int]:
        """One more in a bucket: when it is empty again, and how many it holds."""
        ends, used = self._ends.get(key, (0.0, 0))
        if ends <= now:
            ends, used = now + seconds, 0
            if len(self._ends) > KEPT:
                self._ends = {one: held for one, held in self._ends.items() if held[0] > now}
        self._ends[key] = ends, used + 1
        return ends, used + 1


BUCKET = str.maketrans("/ ", "--", "{}")
