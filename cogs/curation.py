"""/claim for staff: merge, split, move, rename, hide, close, open and order claims, each with its undoing."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.actions import choosing, curation
from bot.actions.curation import LABEL_LIMIT
from bot.seminar.claims import one_line
from bot.seminar.courses import MOST_KEY_CLAIMS
from bot.seminar.refusals import Refusal, UnknownClaim
from cogs.passages import choose_passages
from cogs.ui.house import Interaction, ask_of, house_of
from cogs.ui.naming import labels, options
from cogs.ui.selects import LABEL_LIMIT as CHOICE_LIMIT
from cogs.ui.selects import MOST_OPTIONS
from cogs.undoing import told

Week = app_commands.Range[int, 1, 99] | None


async def suggest(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The claims of the week that is named, else of the last that opened, the most shared first."""
    week = getattr(interaction.namespace, "week", None)
    number = week if isinstance(week, int) else None
    try:
        found = await choosing.claims_to_choose(
            house_of(interaction).store, ask_of(interaction), number, typed
        )
    except Refusal:
        return []
    return [
        app_commands.Choice(
            name=one_line(f"{one.reports} · {one.text}", CHOICE_LIMIT), value=str(one.choice_id)
        )
        for one in found[:MOST_OPTIONS]
    ]


def chosen_claim(given: str) -> int:
    """The id of a claim that was chosen among those suggested. Raises UnknownClaim."""
    if not given.isascii() or not given.isdecimal() or len(given) > 18:
        raise UnknownClaim
    return int(given)


class StaffClaims(commands.Cog):
    """The half of /claim that is staff's."""

    @app_commands.command(**labels("claim_merge"))
    @app_commands.autocomplete(claim=suggest, into=suggest)
    @options("claim", "into", "week")
    async def merge(self, interaction: Interaction, claim: str, into: str, week: Week = None) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction)
        await told(interaction, await curation.merge(store, ask, chosen_claim(claim), chosen_claim(into)))

    @app_commands.command(**labels("claim_split"))
    @app_commands.autocomplete(claim=suggest)
    @options("claim", "week")
    async def split(self, interaction: Interaction, claim: str, week: Week = None) -> None:
        await choose_passages(interaction, chosen_claim(claim), 0)

    @app_commands.command(**labels("claim_move"))
    @app_commands.autocomplete(claim=suggest, into=suggest)
    @options("claim", "into", "week")
    async def move(self, interaction: Interaction, claim: str, into: str, week: Week = None) -> None:
        await choose_passages(interaction, chosen_claim(claim), chosen_claim(into))

    @app_commands.command(**labels("claim_rename"))
    @app_commands.autocomplete(claim=suggest)
    @options("claim", "label", "week")
    async def rename(
        self,
        interaction: Interaction,
        claim: str,
        label: app_commands.Range[str, 1, LABEL_LIMIT],
        week: Week = None,
    ) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction)
        await told(interaction, await curation.rename(store, ask, chosen_claim(claim), label))

    @app_commands.command(**labels("claim_hide"))
    @app_commands.autocomplete(claim=suggest)
    @options("claim", "week")
    async def hide(self, interaction: Interaction, claim: str, week: Week = None) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction)
        await told(interaction, await curation.hide(store, ask, chosen_claim(claim)))

    @app_commands.command(**labels("claim_close"))
    @app_commands.autocomplete(claim=suggest)
    @options("claim", "week")
    async def close(self, interaction: Interaction, claim: str, week: Week = None) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction)
        await told(interaction, await curation.close(store, ask, chosen_claim(claim)))

    @app_commands.command(**labels("claim_open"))
    @app_commands.autocomplete(claim=suggest)
    @options("claim", "week")
    async def open(self, interaction: Interaction, claim: str, week: Week = None) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction)
        await told(interaction, await curation.open_claim(store, ask, chosen_claim(claim)))

    @app_commands.command(**labels("claim_order"))
    @app_commands.autocomplete(claim=suggest)
    @options("claim", "position", "week")
    async def order(
        self,
        interaction: Interaction,
        claim: str,
        position: app_commands.Range[int, 0, MOST_KEY_CLAIMS],
        week: Week = None,
    ) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction)
        await told(interaction, await curation.order(store, ask, chosen_claim(claim), position or None))

    @app_commands.command(**labels("claim_undo"))
    @app_commands.autocomplete(claim=suggest)
    @options("claim", "week")
    async def undo(self, interaction: Interaction, claim: str | None = None, week: Week = None) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction)
        claim_id = chosen_claim(claim) if claim else None
        await told(interaction, await curation.undo(store, ask, claim_id=claim_id), undone=True)
