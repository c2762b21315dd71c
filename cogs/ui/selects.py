"""Selects whose whole state is in their custom id, as that of buttons is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import ui

from cogs.ui.answers import guarded
from cogs.ui.house import Interaction

MOST_OPTIONS = 25
MOST_PAGES = 10
PAGE = r"(:(?P<page>[0-9]+))?"
"""Ends the custom id of a select that shows a part of what there is to choose from."""

LABEL_LIMIT = 100


def plain(
    custom_id: str, placeholder: str | None, options: Sequence[tuple[str, str]]
) -> ui.Select[ui.LayoutView]:
    """A select as it is shown. What choosing does says whichever class knows its custom id."""
    shown = [
        discord.SelectOption(label=label[:LABEL_LIMIT], value=value)
        for label, value in options[:MOST_OPTIONS]
    ]
    return ui.Select(custom_id=custom_id, placeholder=placeholder, options=shown)


def pages(
    custom_id: str, options: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """The custom id and the options of as many selects as it takes to show them all, as far as fit."""
    for page, start in enumerate(range(0, len(options), MOST_OPTIONS)):
        if page < MOST_PAGES:
            shown = options[start : start + MOST_OPTIONS]
            yield (f"{custom_id}:{page}" if page else custom_id), shown


class Select(ui.DynamicItem[ui.Select[Any]], template=r"(?!)"):
    """A select that is known by its custom id alone. Subclasses say what choosing does."""

    def __init__(
        self, custom_id: str, placeholder: str | None = None, options: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(plain(custom_id, placeholder, options))

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Select:
        return cls(match.string)

    async def callback(self, interaction: Interaction) -> None:
        # discord.py tells no error handler of what goes wrong in a dynamic item.
        match = self.template.fullmatch(self.custom_id)
        facts = match.groupdict() if match else {}
        data: Any = interaction.data
        await guarded(interaction, self.chosen(interaction, data["values"][0], **facts))

    async def chosen(self, interaction: Interaction, value: str, **facts: str) -> None:
        """Does what the choice promises; `facts` are the parts of its custom id."""
        raise NotImplementedError
