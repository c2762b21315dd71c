"""/claim proposals: what may say the same, or be put better, for staff to accept or reject."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.actions import advice, proposals
from bot.actions.proposals import Side, Waiting, WeekProposals
from bot.seminar.claims import one_line
from bot.seminar.gists import gist
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.buttons import Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import labels, options
from cogs.undoing import NAMELESS, UndoButton, done_lines

SHOWN = 400


class ProposalButton(
    Button,
    template=r"claim:proposal:(?P<course_id>[0-9]+):(?P<week>[0-9]+):(?P<proposal_id>[0-9]+):(?P<answer>[a-z]+)",
):
    """Staff's yes or no to a proposal, or a no that is taken back; the next one follows."""

    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, found: WeekProposals, proposal_id: int, given: str, words: Words) -> ProposalButton:
        place = f"{found.course.course_id}:{found.week.number}:{proposal_id}"
        return cls(f"claim:proposal:{place}:{given}", words.say(f"proposal.{given}"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        house, words = house_of(interaction), words_of(interaction)
        ask = ask_of(interaction, int(facts["course_id"]))
        proposal_id, week = int(facts["proposal_id"]), int(facts["week"])
        if facts["answer"] == "accept":
            done = await proposals.accept(house.store, ask, proposal_id)
            house.wake()
            lines = done_lines(words, done)
            buttons: list[Button] = [UndoButton.of(done, words)]
        elif facts["answer"] == "reject":
            await proposals.reject(house.store, ask, proposal_id)
            lines, buttons = [words.say("proposal.rejected")], []
        else:
            await proposals.think_again(house.store, ask, proposal_id)
            lines, buttons = [], []
        found = await proposals.proposals(house.store, ask, week)
        if facts["answer"] == "reject":
            buttons.append(ProposalButton.of(found, proposal_id, "again", words))
        lines += proposal_lines(words, found)
        await answer(interaction, "\n".join(lines), *buttons, *proposal_buttons(words, found))


class StaffProposals(commands.Cog):
    """The part of /claim that is about proposals."""

    @app_commands.command(**labels("claim_proposals"))
    @options("week")
    async def proposals(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        words = words_of(interaction)
        found = await proposals.proposals(house_of(interaction).store, ask_of(interaction), week)
        lines = proposal_lines(words, found)
        await answer(interaction, "\n".join(lines), *proposal_buttons(words, found))

    @app_commands.command(**labels("claim_advise"))
    @options("week")
    async def advise(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        house, words = house_of(interaction), words_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        count = await advice.advise(house.store, house.adviser, ask_of(interaction), week)
        await answer(interaction, words.say("claim.advised", count=count))


def proposal_buttons(words: Words, found: WeekProposals) -> list[ProposalButton]:
    """Yes and no to the first proposal."""
    if not found.waiting:
        return []
    first = found.waiting[0].proposal.proposal_id
    return [ProposalButton.of(found, first, given, words) for given in ("accept", "reject")]


def proposal_lines(words: Words, found: WeekProposals) -> list[str]:
    """The first proposal in full, and how many wait behind it."""
    if not found.waiting:
        return [words.say("proposal.none", week=found.week.number)]
    lines = [words.say("proposal.title", week=found.week.number), *_lines(words, found.waiting[0])]
    if len(found.waiting) > 1:
        lines.append(words.say("proposal.more", count=len(found.waiting) - 1))
    return lines


def _lines(words: Words, waiting: Waiting) -> list[str]:
    source = words.say(f"proposal.by_{waiting.proposal.source}")
    if waiting.into is None:
        label = one_line(waiting.proposal.label or "", SHOWN)
        return [
            words.say("proposal.label", by=source),
            _side(words, waiting.one),
            words.say("proposal.put", label=label),
        ]
    return [words.say("proposal.merge", by=source), _side(words, waiting.one), _side(words, waiting.into)]


def _side(words: Words, side: Side) -> str:
    shown = one_line(gist(side.claim.label), SHOWN) or NAMELESS
    return words.say("proposal.side", label=shown, count=side.reports)
