"""What stands around the chat: places, people, the clock, the guide."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sandbox.client import Application, Channel
from sandbox.page.elements import Handler, button, form, set_attributes, tag
from sandbox.page.forum import is_forum
from sandbox.page.guide import Moment, Step
from sandbox.page.pen import avatar, moment
from sandbox.page.whatif import WhatIf
from sandbox.seen import Json

if TYPE_CHECKING:
    from sandbox.page.visit import Visit

OTHER = {"ko": "en", "en": "ko"}


class Shell:
    """The frame of one tab."""

    def __init__(self, visit: "Visit") -> None:
        self._visit = visit
        self._say = visit.words
        self._whatif = WhatIf(visit)
        self._drawn: tuple[float, Moment | None] | None = None

    def draw(self) -> None:
        """The frame, with room for what changes."""
        visit, say = self._visit, self._say
        with tag("div", None, "shell", lang=say.language, data_lang=say.language) as self._frame:
            tag("a", say("skip"), "skip", href="#messages")
            with tag("nav", None, "places", id="places", aria_label=say("places.open")):
                self._brand()
                self._places = tag("div", None, "list")
                self._people()
            with tag("main", None, "middle"):
                with tag("header", None, "top"):
                    button("☰", None, "icon narrow", aria_label=say("places.open"), data_toggle="places")
                    self._top = tag("div", None, "where")
                    button("✓", None, "icon narrow", aria_label=say("side.open"), data_toggle="side")
                self._clock = tag("div", None, "clock", role="group", aria_label=say("clock"))
                visit.chat.place()
                visit.composer.place()
            with tag("aside", None, "side", id="side", aria_label=say("side")):
                with tag("div", None, "row end narrow"):
                    button("×", None, "icon", aria_label=say("close"), data_close=True)
                self._guide = tag("section", None, "guide", aria_label=say("guide"))
                self._whatif.place()
                self._members = tag("section", None, "members", aria_label=say("members"))
            visit.layer = tag("div", None, "layer")
        self.draw_side()
        self._draw_members()

    def _brand(self) -> None:
        say = self._say
        with tag("div", None, "brand"):
            tag("strong", say("title"))
            tag("span", say("badge"), "badge", title=say("badge.hint"))
            there = f"/?as={self._visit.person.id}&lang={OTHER[say.language]}"
            tag("a", say("language.short"), "language", href=there, lang=OTHER[say.language])

    def draw_top(self) -> None:
        """Where one is."""
        here = self._visit.here
        self._top.clear()
        with self._top:
            parent = self._visit.channels.get(here.parent_id or "") if here else None
            if parent:
                button(f"# {parent.name} ›", lambda: self._visit.go(parent.id), "link")
            tag("h1", _sign(here) + here.name if here else self._say("title"))

    # ---- places

    def draw_places(self) -> None:
        """Channels with their threads, and direct messages."""
        visit, say = self._visit, self._say
        channels = visit.channels.values()
        self._places.clear()
        with self._places:
            for guild in visit.crowd.guilds_of(visit.person.id):
                tag("h2", guild["name"])
                rooms = [one for one in channels if one.guild_id == guild["id"] and one.parent_id is None]
                with tag("ul"):
                    for room in sorted(rooms, key=lambda one: one.raw.get("position", 0)):
                        self._place(room)
                        self._threads([one for one in channels if one.parent_id == room.id])
            direct = [one for one in channels if one.guild_id is None]
            bots = self._strangers(direct)
            if direct or bots:
                tag("h2", say("places.direct"))
                with tag("ul"):
                    for one in direct:
                        self._place(one)
                    for bot in bots:
                        with tag("li"):
                            button(
                                say("places.write", name=bot.name),
                                self._opener(bot),
                                "place",
                                data_close=True,
                            )

    def _strangers(self, direct: Iterable[Channel]) -> list[Application]:
        """The bots with which there is no direct channel yet."""
        visit, known = self._visit, {one.name for one in direct}
        guilds = visit.crowd.guilds_of(visit.person.id)
        bots = {one.id: one for guild in guilds for one in visit.hall.bots(visit.crowd, guild)}
        return [one for one in bots.values() if one.name not in known]

    def _opener(self, bot: Application) -> Handler:
        async def open_direct() -> None:
            channel = await self._visit.attempt(self._visit.person.dm(bot))
            if channel:
                self._visit.channels[channel.id] = channel
                await self._visit.go(channel.id)

        return open_direct

    def _threads(self, threads: list[Channel]) -> None:
        threads.sort(key=lambda one: int(one.id))
        here = self._visit.here
        for one in (one for one in threads if not one.archived):
            self._place(one)
        older = [one for one in threads if one.archived]
        if older:
            with tag("li"), tag("details", open=any(one == here for one in older)):
                tag("summary", self._say("places.archived", count=len(older)))
                with tag("ul"):
                    for one in older:
                        self._place(one)

    def _place(self, channel: Channel) -> None:
        visit = self._visit
        current = "page" if visit.here and visit.here.id == channel.id else None
        classes = "place thread" if channel.parent_id else "place"
        with (
            tag("li"),
            button("", lambda: visit.go(channel.id), classes, aria_current=current, data_close=True),
        ):
            tag("span", _sign(channel) + channel.name, title=channel.name)
            if channel.id in visit.unread:
                tag("span", "●", "unread", role="img", aria_label=self._say("places.unread"))

    def draw_doors(self) -> None:
        """For somebody who is in no server: the servers that they can join."""
        visit = self._visit
        tag("p", self._say("you.joined"), "nothing")
        for guild in visit.crowd.raw["guilds"]:
            button(self._say("you.join", server=guild["name"]), self._joiner(guild), "button primary join")

    def _joiner(self, guild: Json) -> Handler:
        async def join() -> None:
            await self._visit.person.join(self._visit.hall.guild(guild))
            self._visit.client.open(f"/?as={self._visit.person.id}&lang={self._say.language}")

        return join

    # ---- people

    def _people(self) -> None:
        visit, say = self._visit, self._say
        with tag("div", None, "people"), tag("details", None, "me"):
            with tag("summary", None, aria_label=f"{say('you')}: {visit.person.name}. {say('you.change')}"):
                avatar(visit.person.name, visit.person.id)
                with tag("span"):
                    tag("small", say("you"))
                    tag("strong", visit.person.name)
            with tag("ul", None, "choices"):
                for one in visit.crowd.raw["persons"]:
                    self._somebody(one)
                with tag("li"), form(self._arrive, "arrive"):
                    tag(
                        "input",
                        None,
                        type="text",
                        name="name",
                        aria_label=say("you.add.name"),
                        placeholder=say("you.add"),
                    )
                    tag("button", say("you.add.do"), "button quiet", type="submit")

    def _somebody(self, one: Json) -> None:
        say, there = self._say, f"/?as={one['id']}&lang={self._say.language}"
        current = "true" if one["id"] == self._visit.person.id else None
        with tag("li"):
            with tag("a", None, "somebody", href=there, aria_current=current):
                avatar(one["name"], one["id"])
                with tag("span"):
                    tag("strong", one["name"])
                    tag("small", self._part(one["id"]))
            tag("a", "↗", "icon", href=there, target="_blank", aria_label=say("you.tab", name=one["name"]))

    def _part(self, person_id: str) -> str:
        part = self._visit.crowd.part_of(person_id)
        if part is None:
            return self._say("you.newcomer")
        owns = any(one["owner"] == person_id for one in self._visit.crowd.raw["guilds"])
        return part or self._say("you.owner" if owns else "you.member")

    async def _arrive(self, given: Json) -> None:
        name = str(given["name"]).strip()
        if name:
            made = await self._visit.hall.box.person(
                name, locale="ko" if self._say.language == "ko" else "en-US"
            )
            self._visit.client.open(f"/?as={made.id}&lang={self._say.language}")

    def _draw_members(self) -> None:
        crowd = self._visit.crowd
        groups: dict[str, list[str]] = {}
        for guild in crowd.guilds_of(self._visit.person.id):
            for one in crowd.members_of(guild):
                bot = any(app["id"] == one for app in crowd.raw["applications"])
                groups.setdefault(self._say("you.bot") if bot else self._part(one), []).append(one)
        with self._members:
            tag("h2", self._say("members"))
            for part, some in groups.items():
                tag("h3", part)
                with tag("ul"):
                    for one in some:
                        with tag("li"):
                            avatar(crowd.names[one], one)
                            tag("span", crowd.names[one])

    # ---- time and guide

    def draw_side(self) -> None:
        self.draw_clock()
        self._draw_guide()
        self._whatif.draw()

    def draw_clock(self) -> None:
        """The sandbox's time, which the browser lets run, and where it can go."""
        say, hall = self._say, self._visit.hall
        now = datetime.now(UTC).timestamp() + hall.ahead
        coming = self._visit.ahead(now)
        if self._drawn == (hall.ahead, coming):
            return
        self._drawn = (hall.ahead, coming)
        set_attributes(self._frame, data_ahead=f"{hall.ahead}")
        self._clock.clear()
        with self._clock:
            tag("time", None, "now", data_style="now", title=say("clock"))
            button(say("clock.hour"), lambda: self._advance(hours=1), "button quiet", data_focus="hour")
            button(say("clock.day"), lambda: self._advance(days=1), "button quiet", data_focus="day")
            go = lambda: self._to(coming.at) if coming else None  # noqa: E731
            with button("", go, "button primary next", disabled=coming is None, data_focus="next"):
                tag("span", say("clock.next") if coming else say("clock.next.none"))
                if coming:
                    with tag("small"):
                        tag("span", coming.title[say.language] + " · ")
                        moment(coming.at, "short")

    async def _advance(self, *, hours: float = 0, days: float = 0) -> None:
        await self._visit.attempt(self._visit.hall.box.clock.advance(hours=hours, days=days))

    async def _to(self, at: float) -> None:
        await self._visit.attempt(self._visit.hall.box.clock.to(datetime.fromtimestamp(at, UTC)))

    def _draw_guide(self) -> None:
        say, guide = self._say, self._visit.hall.guide
        self._guide.clear()
        if not guide.steps:
            return
        done = sum(step.done for step in guide.steps)
        with self._guide:
            tag("h2", say("guide"))
            tag("p", say("guide.progress", done=done, all=len(guide.steps)), "small", role="status")
            with tag("ol"):
                for step in guide.steps:
                    self._step(step, current=step is guide.current)
            if guide.current is None:
                tag("p", say("guide.all"))

    def _step(self, step: Step, *, current: bool) -> None:
        say, visit = self._say, self._visit
        with tag("li", None, "done" if step.done else "current" if current else ""):
            with tag("span", None, "title"):
                tag("span", step.title[say.language])
                if step.done:
                    tag("span", "✓", "tick", role="img", aria_label=say("guide.done"))
            if current:
                tag("p", step.how[say.language], "small")
                if step.copy:
                    button(say("guide.copy"), None, "button quiet", data_copy=step.copy)
                if step.person != visit.person.id:
                    place = f"&in={step.channel}" if step.channel else ""
                    there = f"/?as={step.person}&lang={say.language}{place}"
                    name = visit.crowd.names.get(step.person, "")
                    tag("a", say("guide.as", name=name), "button quiet", href=there)


def _sign(channel: Channel) -> str:
    if is_forum(channel):
        return "≡ "
    return "@ " if channel.guild_id is None else "↳ " if channel.parent_id else "# "
