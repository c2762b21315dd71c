"""Names and descriptions of commands and their options, from the catalogues in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, TypeVar

from discord import Locale, app_commands

from bot.seminar.gists import gist
from bot.seminar.threads import shown_label
from bot.words.catalogues import Words, words_for
from bot.words.markup import Raw, escape

T = TypeVar("T")


class Labels(TypedDict):
    """What a command's decorator takes."""

    name: app_commands.locale_str
    description: app_commands.locale_str


class GroupLabels(TypedDict):
    """What a group's class takes."""

    group_name: app_commands.locale_str
    group_description: app_commands.locale_str


def worded(key: str) -> app_commands.locale_str:
    """A sentence of the English catalogue that Discord also gets in Korean."""
    return app_commands.locale_str(words_for("en").say(key), key=key)


def labels(command: str) -> Labels:
    """Name and description of a command or group."""
    return {"name": worded(f"command.{command}.name"), "description": worded(f"command.{command}.about")}


def group(noun: str) -> GroupLabels:
    """Name and description of a group of commands."""
    return {
        "group_name": worded(f"command.{noun}.name"),
        "group_description": worded(f"command.{noun}.about"),
    }


def options(*names: str) -> Callable[[T], T]:
    """Names and descriptions of a command's options; one of the same name means the same everywhere."""

    def decorate(command: Any) -> Any:
        named = app_commands.rename(**{name: worded(f"option.{name}.name") for name in names})
        described = app_commands.describe(**{name: worded(f"option.{name}.about") for name in names})
        return named(described(command))

    return decorate


def choice(key: str, value: str) -> app_commands.Choice[str]:
    """One choice of an option."""
    return app_commands.Choice(name=worded(key), value=value)


def claim_name(words: Words, label: str, week: int, limit: int) -> Raw:
    """What a claim is called: by its label, or where no words may stand for it, by its week."""
    shown = shown_label(gist(label), limit)
    return escape(shown) if shown else words.say("claim.nameless", week=week)


class Translator(app_commands.Translator):
    """Gives Discord the Korean names when commands are synced."""

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        key = string.extras.get("key")
        return words_for("ko").say(key) if key and locale is Locale.korean else None
