"""/claim: the week's claims, and stances on them."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.actions import claims
from bot.actions.claims import ClaimView, WeekClaims
from bot.seminar.claims import Stance, one_line
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.buttons import MARKER, Button
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import group, labels, options

LABEL_LIMIT = 160


class ClaimsButton(Button, template=r"claim:list:(?P<course_id>[0-9]+):(?P<week>[0-9]+)" + MARKER):
    """Shows the week's claims to the person who presses it."""

    @classmethod
    def of(cls, course_id: int, week: int, words: Words, marker: str = "") -> ClaimsButton:
        return cls(f"claim:list:{course_id}:{week}{marker}", words.say("button.claims"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        await show_claims(interaction, int(facts["week"]), int(facts["course_id"]))


class StanceButton(
    Button,
    template=r"claim:stance:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+):(?P<stance>[a-z]+)" + MARKER,
):
    """Takes the stance of the person who presses it."""

    @classmethod
    def of(
        cls, course_id: int, claim_id: int, stance: Stance, words: Words, marker: str = ""
    ) -> StanceButton:
        return cls(f"claim:stance:{course_id}:{claim_id}:{stance}{marker}", words.say(f"stance.{stance}"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        words, stance = words_of(interaction), Stance(facts["stance"])
        ask = ask_of(interaction, int(facts["course_id"]))
        tally = await claims.take_stance(house_of(interaction).store, ask, int(facts["claim_id"]), stance)
        taken = words.say("stance.taken", stance=words.say(f"stance.{stance}"))
        await answer(interaction, f"{taken}\n{tally_line(words, tally)}")


@app_commands.guild_only()
class Claims(commands.GroupCog, **group("claim")):
    """The claims that reports share, and what is said about them."""

    @app_commands.command(**labels("claim_list"))
    @options("week")
    async def list(self, interaction: Interaction, week: app_commands.Range[int, 1, 99]) -> None:
        await show_claims(interaction, week)


async def show_claims(interaction: Interaction, week: int, course_id: int | None = None) -> None:
    """Answers with the week's claims."""
    found = await claims.list_claims(house_of(interaction).store, ask_of(interaction, course_id), week)
    await answer(interaction, "\n".join(claim_lines(words_of(interaction), found)))


def claim_lines(words: Words, found: WeekClaims) -> list[str]:
    """The week's claims, the most shared first, with links to their threads."""
    week = found.week
    if not found.views:
        return [words.say("claims.none", week=week.number, due=week.times.due)]
    lines: list[str] = [words.say("claims.title", week=week.number, topic=week.topic)]
    for view in found.views:
        lines.append(_claim_line(words, view, found.of_reports))
        if view.claim.thread_xid is not None:
            lines.append(f"<#{view.claim.thread_xid}> · {tally_line(words, view.stances)}")
    return lines


def _claim_line(words: Words, view: ClaimView, of_reports: int) -> str:
    label = one_line(view.claim.label, LABEL_LIMIT)
    return words.say("claims.line", label=label, count=view.reports, of=of_reports)


def tally_line(words: Words, tally: dict[Stance, int]) -> str:
    """How many agree, disagree and are unsure."""
    return " · ".join(f"{words.say(f'stance.{stance}')} {count}" for stance, count in tally.items())
