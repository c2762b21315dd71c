"""/claim: the week's claims, and stances on them."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.actions import claims
from bot.actions.claims import ClaimView, WeekClaims
from bot.seminar.claims import ClaimState, Origin
from bot.words.catalogues import Words
from cogs import outcomes, ownclaims
from cogs.claimpages import list_items
from cogs.confirming import TalkClaims
from cogs.curation import StaffClaims
from cogs.proposals import StaffProposals
from cogs.stances import tally_line
from cogs.ui.answers import answer_at_length
from cogs.ui.buttons import MARKER, Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import claim_name, group, labels, options

LABEL_LIMIT = 160


class ClaimsButton(Button, template=r"claim:list:(?P<course_id>[0-9]+):(?P<week>[0-9]+)" + MARKER):
    """Shows the week's claims to the person who presses it."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words, marker: str = "") -> ClaimsButton:
        return cls(f"claim:list:{course_id}:{week}{marker}", words.say("button.claims"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await show_claims(interaction, int(facts["week"]), int(facts["course_id"]))


@app_commands.guild_only()
class Claims(StaffClaims, StaffProposals, TalkClaims, commands.GroupCog, **group("claim")):
    """The claims that reports share, and what is said about them."""

    @app_commands.command(**labels("claim_list"))
    @options("week")
    async def list(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        await show_claims(interaction, week)

    @app_commands.command(**labels("claim_raise"))
    @options("week")
    async def raise_own(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        await ownclaims.open_form(interaction, week)

    @app_commands.command(**labels("claim_outcome"))
    async def outcome(self, interaction: Interaction) -> None:
        await outcomes.write_here(interaction)


async def show_claims(interaction: Interaction, week: int, course_id: int | None = None) -> None:
    """Answers with the week's claims."""
    found = await claims.list_claims(house_of(interaction).store, ask_of(interaction, course_id), week)
    words = words_of(interaction)
    await answer_at_length(interaction, "\n".join(claim_lines(words, found)), *list_items(words, found))


def claim_lines(words: Words, found: WeekClaims) -> list[str]:
    """The week's claims, the most shared first, with links to their threads."""
    week = found.week
    if not found.views:
        return [words.say("claims.none", week=week.number, due=week.times.due)]
    lines: list[str] = [words.say("claims.title", week=week.number, topic=week.topic)]
    for view in found.views:
        lines.append(_claim_line(words, view, week.number, found.of_reports))
        if view.claim.thread_xid is not None:
            lines.append(f"<#{view.claim.thread_xid}> · {tally_line(words, view.stances)}")
    return lines


def _claim_line(words: Words, view: ClaimView, week: int, of_reports: int) -> str:
    claim = view.claim
    label = claim_name(words, claim.label, week, LABEL_LIMIT)
    line = words.say("claims.line", label=label, count=view.reports, of=of_reports)
    marks = [
        words.say("claims.expected") if claim.origin is Origin.EXPECTED else "",
        words.say("claims.hidden") if claim.hidden else "",
        words.say("claims.closed") if claim.state is ClaimState.CLOSED else "",
    ]
    return " · ".join([line, *(mark for mark in marks if mark)])
