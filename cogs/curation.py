"""/claim for staff: merge, split, move, rename, hide, close, open and order claims, each with its undoing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.actions import choosing, curation
from bot.actions.curation import LABEL_LIMIT, Done
from bot.seminar.claims import Passage, one_line
from bot.seminar.refusals import Refusal, UnknownClaim
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.buttons import Button
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.naming import labels, options
from cogs.ui.selects import LABEL_LIMIT as CHOICE_LIMIT
from cogs.ui.selects import MOST_OPTIONS

NAMELESS = "…"
"""What staff see of a claim for which nobody's words may stand."""

SHOWN_LABEL = 200
MOST_KEY_CLAIMS = 25
Week = app_commands.Range[int, 1, 99] | None


class UndoButton(Button, template=r"claim:undo:(?P<course_id>[0-9]+):(?P<act_id>[0-9]+)"):
    """Undoes what staff did with claims."""

    @classmethod
    def of(cls, done: Done, words: Words) -> UndoButton:
        return cls(f"claim:undo:{done.course.course_id}:{done.act.act_id}", words.say("button.undo"))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        ask = ask_of(interaction, int(facts["course_id"]))
        done = await curation.undo(house_of(interaction).store, ask, act_id=int(facts["act_id"]))
        await told(interaction, done, undone=True)


class PassagesForm(
    Form, template=r"claim:passages:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+):(?P<into_id>[0-9]+)"
):
    """Which passages leave a claim: for another one, or where `into_id` is 0, for one of their own."""

    def __init__(self, course_id: int, claim_id: int, into_id: int, said: Sequence[Passage]) -> None:
        self.course_id, self.claim_id, self.into_id, self.said = course_id, claim_id, into_id, said

    def state(self) -> str:
        return f"claim:passages:{self.course_id}:{self.claim_id}:{self.into_id}"

    def title(self, words: Words) -> str:
        return words.say("form.passages.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield ui.Label(
            text=words.say("form.passages.which"),
            component=ui.Select(
                custom_id="passages", options=passage_options(self.said), max_values=MOST_OPTIONS
            )
            if len(self.said) >= MOST_OPTIONS
            else ui.Select(
                custom_id="passages", options=passage_options(self.said), max_values=len(self.said)
            ),
        )
        if not self.into_id:
            yield ui.Label(
                text=words.say("form.passages.label"),
                description=words.say("form.passages.label_about"),
                component=ui.TextInput(custom_id="label", max_length=LABEL_LIMIT, required=False),
            )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        chosen = [int(value) for value in filled.choices.get("passages", [])]
        claim_id, into_id = int(facts["claim_id"]), int(facts["into_id"])
        if into_id:
            done = await curation.move(store, ask, claim_id, chosen, into_id)
        else:
            done = await curation.split(store, ask, claim_id, chosen, filled.text("label"))
        await told(interaction, done)


def passage_options(said: Sequence[Passage]) -> list[discord.SelectOption]:
    """Passages to choose from, as far as a select holds them."""
    return [
        discord.SelectOption(label=one_line(one.text, CHOICE_LIMIT), value=str(one.statement_id))
        for one in said[:MOST_OPTIONS]
    ]


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
        await _choose_passages(interaction, chosen_claim(claim), 0)

    @app_commands.command(**labels("claim_move"))
    @app_commands.autocomplete(claim=suggest, into=suggest)
    @options("claim", "into", "week")
    async def move(self, interaction: Interaction, claim: str, into: str, week: Week = None) -> None:
        await _choose_passages(interaction, chosen_claim(claim), chosen_claim(into))

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


async def _choose_passages(interaction: Interaction, claim_id: int, into_id: int) -> None:
    store, ask = house_of(interaction).store, ask_of(interaction)
    course_id, claim, said = await choosing.passages_of(store, ask, claim_id)
    await PassagesForm(course_id, claim.claim_id, into_id, said).open(interaction)


async def told(interaction: Interaction, done: Done, *, undone: bool = False) -> None:
    """Says what was done, with a button that undoes it; threads hear of it at once."""
    house_of(interaction).wake()
    words = words_of(interaction)
    text = "\n".join(done_lines(words, done, undone=undone))
    await answer(interaction, text, *([] if undone else [UndoButton.of(done, words)]))


def done_lines(words: Words, done: Done, *, undone: bool = False) -> list[str]:
    """What was done, or undone, and how the claim stands now."""
    said = words.say(f"claim.did.{done.act.kind}")
    tally = [f"{words.say(f'stance.{stance}')} {count}" for stance, count in done.stances.items()]
    standing = words.say("claim.stands", count=done.reports, posts=done.posts)
    return [
        words.say("claim.undone", what=said) if undone else said,
        words.say("claim.title", label=one_line(done.claim.label, SHOWN_LABEL) or NAMELESS),
        " · ".join([standing, *tally]),
    ]
