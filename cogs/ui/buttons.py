"""Buttons whose whole state is in their custom id: they work after a restart and for years."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import discord
from discord import ui

from cogs.ui.answers import guarded
from cogs.ui.house import Interaction

MARKER = r"(?P<marker>~[a-z2-7]{16})?"
"""Ends the custom id of a button that a delivery carries, so that the message is found in the history."""


class Button(ui.DynamicItem[ui.Button[Any]], template=r"(?!)"):
    """A button that is known by its custom id alone. Subclasses say what pressing it does."""

    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.secondary

    def __init__(self, custom_id: str, label: str | None = None) -> None:
        super().__init__(ui.Button(label=label or custom_id[:80], style=self.style, custom_id=custom_id))

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Button:
        return cls(match.string)

    async def callback(self, interaction: Interaction) -> None:
        # discord.py tells no error handler of what goes wrong in a dynamic item.
        await guarded(interaction, self.pressed(interaction, **self._facts()))

    async def pressed(self, interaction: Interaction, **facts: str) -> None:
        """Does what the button promises; `facts` are the parts of its custom id."""
        raise NotImplementedError

    def _facts(self) -> dict[str, str]:
        match = self.template.fullmatch(self.custom_id)
        parts = match.groupdict() if match else {}
        return {name: part for name, part in parts.items() if name != "marker" and part is not None}
