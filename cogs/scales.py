"""The form in which an instructor says by what reports are marked."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import ui

from bot.actions import policies
from bot.seminar.reviews import CRITERION_LIMIT, MOST_CRITERIA, Scale, ScaleKind
from bot.words.catalogues import Words
from bot.words.markup import Raw
from cogs.ui.answers import answer
from cogs.ui.forms import Filled, Form
from cogs.ui.house import Interaction, ask_of, house_of, words_of

POINTS_LIMIT = 7


class ScaleForm(Form, template=r"setup:marks:(?P<course_id>[0-9]+)"):
    """Points, pass or fail, letters, or a rubric of named criteria."""

    def __init__(self, course_id: int, scale: Scale) -> None:
        self.course_id = course_id
        self.scale = scale

    def state(self) -> str:
        return f"setup:marks:{self.course_id}"

    def title(self, words: Words) -> str:
        return words.say("form.scale.title")

    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]:
        kinds = [
            discord.RadioGroupOption(
                label=words.say(f"scale.{kind}"), value=kind, default=kind is self.scale.kind
            )
            for kind in ScaleKind
        ]
        radio = ui.RadioGroup[ui.Modal](custom_id="kind", options=kinds)
        yield ui.Label(text=words.say("form.scale.kind"), component=radio)
        most = self.scale.most if self.scale.kind is ScaleKind.POINTS else None
        yield ui.Label(
            text=words.say("form.scale.most"),
            description=words.say("form.scale.most_about"),
            component=ui.TextInput(custom_id="most", max_length=POINTS_LIMIT, required=False, default=most),
        )
        lines = "\n".join(f"{one.name} {one.most}" for one in self.scale.criteria)
        yield ui.Label(
            text=words.say("form.scale.criteria"),
            description=words.say("form.scale.criteria_about", most=MOST_CRITERIA),
            component=ui.TextInput(
                custom_id="criteria",
                style=discord.TextStyle.paragraph,
                max_length=MOST_CRITERIA * (CRITERION_LIMIT + POINTS_LIMIT + 2),
                required=False,
                default=lines or None,
            ),
        )

    @classmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None:
        store, ask = house_of(interaction).store, ask_of(interaction, int(facts["course_id"]))
        kind = ScaleKind(filled.choice("kind") or ScaleKind.POINTS)
        scale = await policies.choose_scale(store, ask, kind, filled.text("most"), filled.text("criteria"))
        await answer(interaction, scale_line(words_of(interaction), scale))


def scale_line(words: Words, scale: Scale) -> str:
    """By what the course marks from now on."""
    kind = words.say(f"scale.{scale.kind}")
    if scale.kind in (ScaleKind.PASS_FAIL, ScaleKind.LETTER):
        return words.say("scale.now", scale=kind)
    parts = (words.say("scale.criterion", name=one.name, most=one.most) for one in scale.criteria)
    return words.say("scale.now_most", scale=kind, most=scale.most, parts=Raw(" · ".join(parts)))
