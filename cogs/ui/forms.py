"""Forms with a custom id of their own at each opening; none is kept, so none is lost at a restart."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import discord
from discord import ui

from bot.words.catalogues import Words
from cogs.ui.house import Interaction, words_of


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody handed over and that Discord still holds."""

    xid: int
    name: str
    size: int
    url: str

    @classmethod
    def of(cls, attachment: discord.Attachment) -> Upload:
        return cls(attachment.id, attachment.filename, attachment.size, attachment.url)


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody filled in, by the parts' custom ids."""

    texts: Mapping[str, str]
    choices: Mapping[str, list[str]]
    files: Mapping[str, list[Upload]]

    def text(self, part: str) -> str:
        return self.texts.get(part, "")

    def choice(self, part: str) -> str | None:
        return next(iter(self.choices.get(part, ())), None)

    def file(self, part: str) -> Upload | None:
        return next(iter(self.files.get(part, ())), None)


class Form(ABC):
    """A form whose whole state is in its custom id. `template` matches that state.

    discord.py keeps one object per custom id and mixes two people who fill in the same one, and
    it drops what is submitted after a restart. So the object is closed before it is sent, and
    every submission comes through `submitted`, found by the custom id alone.
    """

    template: ClassVar[re.Pattern[str]]
    kinds: ClassVar[list[type[Form]]] = []

    def __init_subclass__(cls, *, template: str) -> None:
        super().__init_subclass__()
        cls.template = re.compile(rf"{template}:[0-9]+")
        Form.kinds.append(cls)

    @abstractmethod
    def state(self) -> str:
        """What `template` matches."""

    @abstractmethod
    def title(self, words: Words) -> str: ...

    @abstractmethod
    def parts(self, words: Words) -> Iterator[ui.Item[ui.Modal]]: ...

    @classmethod
    @abstractmethod
    async def submitted(cls, interaction: Interaction, filled: Filled, **facts: str) -> None: ...

    async def open(self, interaction: Interaction) -> None:
        """Opens it for the person who asked; must be the first answer to the interaction."""
        words = words_of(interaction)
        modal = ui.Modal(title=self.title(words)[:45], custom_id=f"{self.state()}:{interaction.id}")
        for part in self.parts(words):
            modal.add_item(part)
        modal.stop()
        await interaction.response.send_modal(modal)


async def dispatch(interaction: Interaction) -> bool:
    """Hands a submission to its form; False where no form knows its custom id."""
    data: Any = interaction.data
    for kind in Form.kinds:
        if match := kind.template.fullmatch(data["custom_id"]):
            facts = {name: part for name, part in match.groupdict().items() if part is not None}
            await kind.submitted(interaction, filled_in(data), **facts)
            return True
    return False


def filled_in(data: Mapping[str, Any]) -> Filled:
    """What a submission says, read from Discord's own JSON."""
    uploads = data.get("resolved", {}).get("attachments", {})
    texts: dict[str, str] = {}
    choices: dict[str, list[str]] = {}
    files: dict[str, list[Upload]] = {}
    for label in data["components"]:
        part = label.get("component")
        if part is None:
            continue
        name = part["custom_id"]
        if part["type"] == discord.ComponentType.file_upload.value:
            given = [uploads[xid] for xid in part.get("values", ())]
            files[name] = [Upload(int(one["id"]), one["filename"], one["size"], one["url"]) for one in given]
        elif "values" in part:
            choices[name] = part["values"]
        elif part["type"] == discord.ComponentType.text_input.value:
            texts[name] = part.get("value") or ""
        else:
            choices[name] = [part["value"]] if part.get("value") else []
    return Filled(texts, choices, files)
