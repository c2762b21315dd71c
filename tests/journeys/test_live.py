"""`check --live` against the sandbox: it finds nothing that differs, finds what does, and leaves nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import discord
import pytest

from bot import assumptions
from bot.bench import Assumption, Bench
from bot.bootstrap import CannotStart
from bot.cli import main
from bot.live import CHANNEL, Asked, Finding, check_live
from bot.messenger import DiscordMessenger
from bot.settings import Settings, load
from sandbox import permissions, rules
from sandbox.client import Application, Guild, Person, Sandbox

CAN = permissions.BOT | permissions.MANAGE_CHANNELS


@dataclass
class Place:
    """A server with a host, and a bot that may make channels."""

    box: Sandbox
    guild: Guild
    host: Person
    app: Application
    settings: Settings
    found: dict[str, Finding] = field(default_factory=dict)

    def tell(self, finding: Finding) -> None:
        self.found[finding.name] = finding

    async def wait(self, seconds: float) -> None:
        await self.box.clock.advance(seconds=seconds)

    async def check(
        self,
        *,
        with_me: bool = False,
        closed_inbox: Person | None = None,
        wait: Callable[[float], Awaitable[None]] | None = None,
    ) -> int:
        inbox = int(closed_inbox.id) if closed_inbox else None
        asked = Asked(int(self.guild.id), with_me, inbox)
        return await check_live(self.settings, asked, self.tell, wait or self.wait)

    async def take_part(self) -> None:
        """What the host does when asked."""
        message = await self.host.wait_for(lambda one: bool(one.buttons) and "Press" in one.text)
        answer = await self.host.press(message, "Press me")
        assert answer.form is not None
        thanks = await answer.form.submit()
        assert thanks.message is not None

    @property
    def signs(self) -> dict[str, str]:
        return {name: finding.sign for name, finding in self.found.items()}


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    gateway = discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    async with Sandbox.serve() as box:
        await box.limits(on=False)  # the check asks much in little time
        host = await box.person("Host")
        guild = await box.guild("Seminar", owner=host)
        await guild.channel("seminar")
        app = await box.application("Colloquy")
        await app.invite(guild, permissions=CAN)
        given = {
            "DISCORD_TOKEN": app.token,
            "DISCORD_API_URL": box.api,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'colloquy.db'}",
            "CLOCK_URL": f"{box.url}/clock",
        }
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        yield Place(box, guild, host, app, load(given, tmp_path / "none"))
        assert await box.log() == []
        assert [one.name for one in await host.channels() if one.name == CHANNEL] == []


async def test_nothing_differs_in_the_sandbox(place: Place) -> None:
    closed = await place.box.person("Closed", inbox=False)
    await closed.join(place.guild)
    hidden = await place.guild.channel("staff")
    await place.guild.overwrite(hidden, place.app, deny=permissions.VIEW_CHANNEL)
    host = asyncio.create_task(place.take_part())
    assert await place.check(with_me=True, closed_inbox=closed) == 0, place.found
    await host
    assert list(place.found) == [one.name for one in assumptions.TABLE]
    assert place.signs == dict.fromkeys(place.found, "ok")
    seen = place.found["nonce"].seen
    assert seen == "the same message after 0, 1, 2, another one after 5, 10 minutes"
    assert {one["type"] for one in await place.host.commands(hidden)} == set()


async def test_what_was_not_asked_is_not_checked(place: Place) -> None:
    assert await place.check() == 0
    skipped = {name for name, sign in place.signs.items() if sign == "not checked"}
    assert skipped == {"form", "closed inbox", "no access"}
    assert "--with-me" in str(place.found["form"])


async def test_what_differs_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "NONCE_SECONDS", 30)
    opened = await place.box.person("Open")
    await opened.join(place.guild)
    assert await place.check(closed_inbox=opened) == 1
    differs = {name for name, sign in place.signs.items() if sign == "differs"}
    assert differs == {"nonce", "closed inbox"}
    assert "Assumed: A nonce that is sent again" in str(place.found["nonce"])
    assert await opened.sees(await opened.dm(place.app)) == []


async def test_what_the_bot_may_not_do_is_not_checked(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    async def forbidden(bench: Bench) -> str:
        await bench.quiet.send("x")
        return "sent"

    async def undelivered(bench: Bench) -> str:
        delivery, card = assumptions.a_delivery(bench, "x")
        target = replace(delivery, target_xid=bench.quiet.id)
        await DiscordMessenger(bench.client).post(target, card)
        return "posted"

    async def refused(bench: Bench) -> str:
        await bench.channel.send("x" * 2001)
        return "sent"

    trials = (forbidden, undelivered, refused)
    monkeypatch.setattr(assumptions, "TABLE", [Assumption(one.__name__, "It is so.", one) for one in trials])
    assert await place.check() == 1
    assert place.signs == {"forbidden": "not checked", "undelivered": "not checked", "refused": "differs"}


async def test_it_cleans_up_when_it_breaks_off(place: Place) -> None:
    async def interrupted(_: float) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await place.check(wait=interrupted)
    assert place.signs["thread"] == "ok"


async def test_without_its_permission_it_says_so(place: Place) -> None:
    await place.app.invite(place.guild, permissions=permissions.BOT)
    with pytest.raises(CannotStart, match="Manage Channels"):
        await place.check()
    await place.app.remove(place.guild)
    with pytest.raises(CannotStart, match="not in the server"):
        await place.check()
    assert place.found == {}


async def test_in_a_shell(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assumptions, "NONCE_MINUTES", (0,))  # a shell waits in real time
    arguments = ["check", "--live", place.guild.id]
    assert await asyncio.to_thread(main, arguments) == 1
    printed = capsys.readouterr().out
    assert "ok           thread: the thread bears the message's id" in printed
    assert "differs      nonce: the same message after 0 minutes" in printed
    await place.app.invite(place.guild, permissions=permissions.BOT)
    assert await asyncio.to_thread(main, arguments) == 2
    assert "Manage Channels" in capsys.readouterr().err
