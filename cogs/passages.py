"""Choosing among a claim's passages, however many: selects of 25 in a form, and a form for every hundred."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord
from discord import ui

from bot.actions import choosing, curation
from bot.actions.curation import LABEL_LIMIT
from bot.seminar.claims import Passage, one_line
from bot.words.catalogues import Words
from cogs.ui.answers import answer
from cogs.ui.buttons import Button
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of
from cogs.ui.selects import LABEL_LIMIT as CHOICE_LIMIT
from cogs.ui.selects import MOST_OPTIONS
from cogs.undoing import told

FORM_SELECTS = 4
"""Of the five parts of a form; the label is the fifth."""
PAGE = FORM_SELECTS * MOST_OPTIONS
MOST_PAGES = 25


class PassagesForm(
    Form, template=r"claim:passages:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+):(?P<into_id>[0-9]+)"
):
    """Which passages leave a claim: for another one, or where `into_id` is 0, for one of their own.

    Of more than a form holds it shows those that begin at `start`.
    """

    def __init__(
        self, course_id: int, claim_id: int, into_id: int, said: Sequence[Passage], start: int = 0
    ) -> None:
        self.course_id, self.claim_id, self.into_id = course_id, claim_id, into_id
        self.said, self.start = said, start

    def state(self) -> str:
        return f"claim:passages:{self.course_id}:{self.claim_id}:{self.into_id}"

    def title(self, words: Words) -> str:
        return words.say("form.passages.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        yield from passage_selects(words, "passages", self.said, self.start, FORM_SELECTS)
        if not self.into_id:
            yield ui.Label(
                text=words.say("form.passages.label"),
                description=words.say("form.passages.label_about"),
                component=ui.TextInput(custom_id="label", max_length=LABEL_LIMIT, required=False),
            )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        chosen = chosen_passages(filled)
        claim_id, into_id = int(facts["claim_id"]), int(facts["into_id"])
        if into_id:
            done = await curation.move(store, ask, claim_id, chosen, into_id)
        else:
            done = await curation.split(store, ask, claim_id, chosen, filled.text("label"))
        await told(interaction, done)


class PassagesButton(
    Button,
    template=r"claim:part:(?P<course_id>[0-9]+):(?P<claim_id>[0-9]+):(?P<into_id>[0-9]+):(?P<page>[0-9]+)",
):
    """Opens the form for one part of a claim's passages."""

    @classmethod
    def of(cls, course_id: int, claim_id: int, into_id: int, page: int, count: int) -> PassagesButton:
        first = page * PAGE
        label = f"{first + 1}–{min(first + PAGE, count)}"
        return cls(f"claim:part:{course_id}:{claim_id}:{into_id}:{page}", label)

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        course_id, claim, said = await choosing.passages_of(store, ask, int(facts["claim_id"]))
        # Passages may have left the claim since the button was shown.
        page = min(int(facts["page"]), (len(said) - 1) // PAGE)
        form = PassagesForm(course_id, claim.claim_id, int(facts["into_id"]), said, page * PAGE)
        await form.open(interaction)


async def choose_passages(interaction: Interaction, claim_id: int, into_id: int) -> None:
    """Opens the form, or shows the parts into which it falls."""
    store, ask = house_of(interaction).store, ask_of(interaction)
    course_id, claim, said = await choosing.passages_of(store, ask, claim_id)
    if len(said) <= PAGE:
        await PassagesForm(course_id, claim.claim_id, into_id, said).open(interaction)
        return
    buttons = part_buttons(course_id, claim.claim_id, into_id, len(said))
    await answer(interaction, words_of(interaction).say("claim.parts", count=len(said)), *buttons)


def part_buttons(course_id: int, claim_id: int, into_id: int, count: int) -> list[PassagesButton]:
    """A button for every hundred of so many passages."""
    pages = range(min(-(-count // PAGE), MOST_PAGES))
    return [PassagesButton.of(course_id, claim_id, into_id, page, count) for page in pages]


def passage_selects(
    words: Words, name: str, said: Sequence[Passage], start: int, most: int, question: str | None = None
) -> Iterator[ui.Label[ui.Modal]]:
    """Selects of 25 passages each, at most so many, from `start` on.

    In each any number may be chosen; with a `question`, which a single select bears as its label, one.
    """
    shown = said[start : start + most * MOST_OPTIONS]
    alone = len(shown) <= MOST_OPTIONS
    for at in range(0, len(shown), MOST_OPTIONS):
        options = passage_options(shown[at : at + MOST_OPTIONS])
        first = start + at + 1
        range_of = words.say("form.passages.which", first=first, last=first + len(options) - 1)
        yield ui.Label(
            text=question if question and alone else range_of,
            component=ui.Select(
                custom_id=f"{name}{at // MOST_OPTIONS or ''}",
                options=options,
                min_values=1 if alone else 0,
                max_values=1 if question else len(options),
                required=alone,
            ),
        )


def chosen_passages(filled: Filled) -> list[int]:
    """The statements that were picked in a form's selects. What is no number is none of them."""
    picked = (value for values in filled.choices.values() for value in values)
    return [int(value) for value in picked if value.isdecimal()]


def passage_options(said: Sequence[Passage]) -> list[discord.SelectOption]:
    """Passages to choose from."""
    return [
        discord.SelectOption(label=one_line(one.text, CHOICE_LIMIT), value=str(one.statement_id))
        for one in said
    ]
