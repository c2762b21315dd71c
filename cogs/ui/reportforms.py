"""The form of a report: one text or the parts that the course wants, over one form or several."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import ui

from bot.seminar.parts import ON_A_FORM, apart, pages
from bot.words.catalogues import Words
from cogs.ui.forms import Filled

FORM_LIMIT = 4000
MOST_FILES = 10


def text_fields(words: Words, parts: tuple[str, ...], page: int, text: str) -> Iterator[ui.Item[ui.Modal]]:
    """The fields of one page, filled with what fits of an earlier text."""
    if not parts:
        about = words.say("form.report.body_about", limit=FORM_LIMIT)
        yield _field(words.say("form.report.body"), "body", text, about)
        return
    texts = apart(parts, text)
    for at, part in enumerate(pages(parts)[page]):
        yield _field(part, f"part{at}", texts[page * ON_A_FORM + at], None)


def file_field(words: Words, most: int = 1) -> ui.Item[ui.Modal]:
    """Where a file is handed over instead."""
    return ui.Label(
        text=words.say("form.report.file"),
        description=words.say("form.report.file_about"),
        component=ui.FileUpload(custom_id="file", required=False, min_values=0, max_values=most),
    )


def typed(filled: Filled, page: int, parts: tuple[str, ...]) -> list[str]:
    """The texts of one page's fields, in their order. Fields that the form did not have are empty."""
    if not parts:
        return [filled.text("body")]
    return [filled.text(f"part{at}") for at in range(len(pages(parts)[page]))]


def fits(parts: tuple[str, ...], text: str) -> bool:
    """Whether a text can be put into the form again, whole."""
    texts = apart(parts, text) if parts else [text]
    return all(len(one) <= FORM_LIMIT for one in texts)


def _field(label: str, custom_id: str, text: str, about: str | None) -> ui.Item[ui.Modal]:
    return ui.Label(
        text=label,
        description=about,
        component=ui.TextInput(
            custom_id=custom_id,
            style=discord.TextStyle.paragraph,
            max_length=FORM_LIMIT,
            required=False,
            default=text[:FORM_LIMIT] or None,
        ),
    )
