"""The client: which intents, which commands, and who answers what Discord sends."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from yarl import URL

from bot.ear import Ear, lend
from bot.gateway import Identifies, Standing
from cogs.alike import Alike
from cogs.answers import AuthorButton, PostAgainButton, TakeBackButton, UnnamedButton, UnpostedSelect
from cogs.claimpages import ClaimSelect
from cogs.claims import Claims, ClaimsButton
from cogs.closing import CloseButton
from cogs.confirming import ConfirmButton, VerdictButton
from cogs.corrections import CopyButton, CorrectButton
from cogs.courses import Courses
from cogs.deliveries import Deliveries, LedgerButton
from cogs.extensions import Excuses, Extensions
from cogs.handin import ContinueButton, NextButton, ReplaceButton, SubmitButton
from cogs.help import Help
from cogs.inbox import FileSelect, Inbox, KeptSelect, WeekSelect
from cogs.members import Members, QuietButton, SnoozeButton, StatusButton
from cogs.moves import MoveButton
from cogs.outcomes import OutcomeButton
from cogs.ownclaims import OwnClaimButton
from cogs.participation import Participation
from cogs.passages import PassagesButton
from cogs.plans import MakeButton
from cogs.policies import Policies
from cogs.privacy import CopyDataButton, DeleteButton, ReallyButton
from cogs.proposals import ProposalButton
from cogs.quotes import ConsentButton, QuoteSelect
from cogs.reportlinks import ReportsButton, ReportSelect
from cogs.reports import Reports, RestoreButton
from cogs.review import BackButton, MarkButton, ReleaseButton, Reviews, SkipButton
from cogs.roster import AnswerButton, JoinButton, LeaveButton, Roster
from cogs.stances import StanceButton
from cogs.trail import OlderButton
from cogs.ui import forms
from cogs.ui.answers import NOBODY, explain, guarded
from cogs.ui.house import House
from cogs.ui.naming import Translator
from cogs.undoing import UndoButton
from cogs.weeks import Weeks
from cogs.weektables import ExtendButton, PageButton, RemindButton

log = logging.getLogger(__name__)

REPORT_BUTTONS = (
    SubmitButton,
    ContinueButton,
    NextButton,
    ReplaceButton,
    CorrectButton,
    CopyButton,
    RestoreButton,
)
ROSTER_BUTTONS = (JoinButton, LeaveButton, AnswerButton)
REMINDER_BUTTONS = (SnoozeButton, QuietButton)
DATA_BUTTONS = (CopyDataButton, DeleteButton, ReallyButton)
REVIEW_BUTTONS = (MarkButton, BackButton, SkipButton, ReleaseButton)
STAFF_BUTTONS = (
    LedgerButton,
    MoveButton,
    MakeButton,
    OlderButton,
    CloseButton,
    RemindButton,
    ExtendButton,
    PageButton,
)
CLAIM_BUTTONS = (
    ClaimsButton,
    StanceButton,
    UndoButton,
    ProposalButton,
    VerdictButton,
    PassagesButton,
    ConfirmButton,
)
DISCUSSION_BUTTONS = (
    UnnamedButton,
    AuthorButton,
    TakeBackButton,
    PostAgainButton,
    OutcomeButton,
    OwnClaimButton,
    ConsentButton,
    ReportsButton,
)
BUTTONS = (
    *REPORT_BUTTONS,
    *ROSTER_BUTTONS,
    StatusButton,
    *CLAIM_BUTTONS,
    *REMINDER_BUTTONS,
    *STAFF_BUTTONS,
    *DATA_BUTTONS,
    *REVIEW_BUTTONS,
    *DISCUSSION_BUTTONS,
)
SELECTS = (FileSelect, WeekSelect, KeptSelect, ClaimSelect, QuoteSelect, ReportSelect, UnpostedSelect)
READY_SECONDS = 0.5
REMEMBERED = 1000
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here


def intents() -> discord.Intents:
    """Exactly what Colloquy needs, and nothing that Discord calls privileged."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Tree(app_commands.CommandTree["Colloquy"]):
    """Commands; whatever goes wrong in one is told to the person who ran it."""

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        await explain(interaction, getattr(error, "original", error))


class Colloquy(commands.Bot):
    """The bot on Discord. `house` is what its commands hand to actions; `trace` sees each request."""

    def __init__(self, trace: aiohttp.TraceConfig | None = None) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents(),
            tree_cls=Tree,
            allowed_mentions=NOBODY,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=READY_SECONDS,
            http_trace=trace or aiohttp.TraceConfig(),
        )
        self._identifies, self._standing = Identifies(), Standing()
        self._answer_each_once()
        self.house: House
        self.ear: Ear | None = None

    def listen_with(self, ear: Ear) -> None:
        """Lets the ear hear what happens in threads, and nobody else what is said in servers."""
        self.ear = ear
        lend(ear, self, self._connection.parsers)

    def _answer_each_once(self) -> None:
        """Discord may tell of an interaction twice, as after a replay: the first time counts."""
        parsers, seen = self._connection.parsers, deque[str](maxlen=REMEMBERED)
        take = parsers["INTERACTION_CREATE"]

        def once(data: Any) -> None:
            if data["id"] not in seen:
                seen.append(data["id"])
                take(data)

        parsers["INTERACTION_CREATE"] = once

    async def setup_hook(self) -> None:
        """Between log-in and the first event."""
        if not self.cogs:
            await self.furnish()
        await self.tree.sync()

    async def furnish(self) -> None:
        """Takes in all buttons, commands and listeners; tells Discord nothing yet."""
        self.add_dynamic_items(*BUTTONS, *SELECTS)
        await self.tree.set_translator(Translator())
        for cog in (
            Courses(),
            Weeks(),
            Extensions(),
            Excuses(),
            Policies(),
            Reports(),
            Reviews(),
            Inbox(self, self.house),
            Alike(),
            Claims(),
            Members(),
            Roster(),
            Participation(),
            Deliveries(self.house),
            Help(),
        ):
            await self.add_cog(cog)

    async def forget_login(self) -> None:
        """After a log-in that failed: discord.py makes a new session at each, and closes none of them."""
        await self.http.close()
        self.http.clear()
        self.http.connector = discord.utils.MISSING

    async def before_identify_hook(self, _shard_id: int | None, *, initial: bool = False) -> None:
        """Before each log-in to the gateway: a loop of them must not use up the day's."""
        await asyncio.sleep(self._identifies.wait(time.monotonic()))

    def is_reachable(self) -> bool:
        """Whether what people press arrives here."""
        return not self._standing.is_away

    async def on_disconnect(self) -> None:
        """Also at each attempt that fails."""
        self._standing.lost()

    async def on_ready(self) -> None:
        """A new session."""
        self._standing.found()
        if self.ear is not None:
            self.ear.came_back()

    async def on_resumed(self) -> None:
        """The old session goes on, and what it missed comes now."""
        self._standing.found()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Forms come through here alone: discord.py keeps none, so none is mixed up or lost at a restart."""
        if interaction.type is discord.InteractionType.modal_submit:
            await guarded(interaction, _submitted(interaction))

    async def on_message(self, message: discord.Message, /) -> None:
        """There are no commands in messages."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("the event %s failed", event_method)


async def _submitted(interaction: discord.Interaction[Any]) -> None:
    if not await forms.dispatch(interaction):
        log.warning("a form that nobody knows was submitted: interaction %s", interaction.id)


async def point_at(client: discord.Client, api_url: str, token: str) -> None:
    """Makes discord.py speak to another server than Discord's own, which tells where its gateway is.

    The question keeps the client's pace. Raises aiohttp.ClientError, TimeoutError.
    """
    discord.http.Route.BASE = api_url
    traces = [client.http.http_trace] if client.http.http_trace else []
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10), trace_configs=traces) as session,
        session.get(f"{api_url}/gateway/bot", headers={"Authorization": f"Bot {token}"}) as response,
    ):
        if response.status == 401:
            raise discord.LoginFailure("the token was refused")
        response.raise_for_status()
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL((await response.json())["url"])
