"""What if …: switches for what goes wrong between the bots and Discord. All tabs share them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nicegui.element import Element

from sandbox.client import Application, Sandbox
from sandbox.page.elements import Handler, button, tag
from sandbox.seen import Json

if TYPE_CHECKING:
    from sandbox.page.visit import Visit


@dataclass(frozen=True)
class Switch:
    """A fault as sandbox/faults.py describes it, and the words that name it."""

    key: str
    kinds: tuple[str, ...]
    where: str = "*"
    count: int | None = None
    seconds: float = 0.5

    @property
    def wish(self) -> Json:
        more = {"chance": 1.0, "count": self.count, "seconds": self.seconds}
        return {"kinds": list(self.kinds), "where": self.where, **more}

    def made(self, fault: Json) -> bool:
        """Whether a fault of the sandbox is this one, however often it still acts."""
        return {**fault, "count": self.count} == self.wish


SWITCHES = (
    Switch("whatif.fail", ("500", "502", "503"), count=3),
    Switch("whatif.lost", ("lost",), "POST *", count=1),
    Switch("whatif.slow", ("slow",), seconds=2.0),
    Switch("whatif.limited", ("429 user",), count=3, seconds=2.0),
    Switch("whatif.twice", ("duplicate",), "GATEWAY *"),
)


class Troubles:
    """What is switched on in the sandbox, as it was last told, and the seed that it is drawn from."""

    def __init__(self, box: Sandbox) -> None:
        self._box = box
        self.seed = 0
        self.on: list[Json] = []

    async def look(self) -> bool:
        """Asks the sandbox; True where something has changed."""
        told = await self._box.wire.call("GET", "/people/faults")
        before = self.seed, self.on
        self.seed, self.on = told["seed"], [one for one in told["faults"] if one["count"] != 0]
        return before != (self.seed, self.on)

    async def turn(self, switch: Switch) -> None:
        """Switches on what is off, and off what is on; the seed stays."""
        await self.look()
        kept = [one for one in self.on if not switch.made(one)]
        wanted = kept if len(kept) < len(self.on) else [*kept, switch.wish]
        await self._box.faults.begin(self.seed)
        # The first that matches acts, so what acts for ever stands behind what acts a few times.
        for one in sorted(wanted, key=lambda one: one["count"] is None):
            await self._box.wire.call("POST", "/people/faults", one)
        await self.look()

    async def end(self) -> None:
        await self._box.faults.end()
        await self.look()


class WhatIf:
    """The panel in one tab."""

    def __init__(self, visit: "Visit") -> None:
        self._visit = visit
        self._drawn: tuple[int, list[Json]] | None = None

    def place(self) -> None:
        """The folded panel, in the current place."""
        say = self._visit.words
        with tag("section", None, "whatif", aria_label=say("whatif")), tag("details"):
            with tag("summary"):
                tag("h2", say("whatif"))
                self._count = tag("span", None)
            tag("p", say("whatif.hint"), "small")
            with tag("div", None, "row"):
                button(say("whatif.drop"), self._drop, "button quiet")
                button(say("whatif.reconnect"), self._reconnect, "button quiet")
            self._switches = tag("div", None, "switches")
            button(say("whatif.end"), self._end, "button quiet")
            self._seed = tag("p", None, "small")
            self._said = tag("p", None, "small", role="status")

    def draw(self) -> None:
        """What is switched on now."""
        say, troubles = self._visit.words, self._visit.hall.troubles
        if self._drawn == (troubles.seed, troubles.on):
            return
        self._drawn = (troubles.seed, troubles.on)
        _fill(self._seed, say("whatif.seed", seed=troubles.seed))
        self._count.clear()
        with self._count:
            if troubles.on:
                tag("span", say("whatif.on", count=len(troubles.on)), "badge")
        self._switches.clear()
        with self._switches:
            for switch in SWITCHES:
                self._switch(switch, next((one for one in troubles.on if switch.made(one)), None))
            for one in troubles.on:
                if not any(switch.made(one) for switch in SWITCHES):
                    tag("p", f"{', '.join(one['kinds'])}: {one['where']}", "small")

    def _switch(self, switch: Switch, fault: Json | None) -> None:
        say = self._visit.words
        checked = "true" if fault else "false"
        turn = self._doer(lambda: self._visit.hall.troubles.turn(switch))
        with button("", turn, "switch", role="switch", aria_checked=checked, data_focus=switch.key):
            tag("span", say(switch.key))
            if fault:
                left = fault["count"]
                tag("small", say("whatif.left", count=left) if left else say("whatif.always"))

    def _doer(self, act: Callable[[], Awaitable[None]]) -> Handler:
        async def do() -> None:
            await self._visit.attempt(act())
            self._visit.hall.tell()

        return do

    async def _end(self) -> None:
        await self._visit.attempt(self._visit.hall.troubles.end())
        _fill(self._said, self._visit.words("whatif.usual"))
        self._visit.hall.tell()

    async def _drop(self) -> None:
        """Drops the connections, and says so when the bots are back."""
        say = self._visit.words
        for bot in await self._disturb("drop"):
            _fill(self._said, say("whatif.gone", name=bot.name))
            await self._visit.attempt(bot.until(connected=True))
            _fill(self._said, say("whatif.back", name=bot.name))

    async def _reconnect(self) -> None:
        for bot in await self._disturb("reconnect"):
            _fill(self._said, self._visit.words("whatif.asked", name=bot.name))

    async def _disturb(self, kind: str) -> list[Application]:
        """Disturbs the connections of all bots that have one."""
        crowd = await self._visit.attempt(self._visit.hall.crowd())
        raw = crowd.raw["applications"] if crowd else []
        wire = self._visit.hall.box.wire
        bots = [Application(wire, one["id"], one["name"], "") for one in raw if one["intents"]]
        for bot in bots:
            await self._visit.attempt(bot.disturb(kind))
        if not bots:
            _fill(self._said, self._visit.words("whatif.none"))
        return bots


def _fill(place: Element, text: str) -> None:
    place.clear()
    with place:
        tag("span", text)
