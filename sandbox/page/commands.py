"""The bots' commands as somebody reads them, in their own language where a bot has it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.seen import Json

SLASH, MESSAGE = 1, 3


@dataclass(frozen=True)
class Command:
    """A slash command as it is run (`name`) and as this person reads it."""

    name: str
    shown: str
    hint: str
    options: list[Json]


def commands_of(raw: list[Json], locale: str) -> list[Command]:
    """Every command that can be run, subcommands by their whole name."""
    found = [one for command in raw if command["type"] == SLASH for one in _leaves(command, "", "", locale)]
    return sorted(found, key=lambda one: one.name)


def _leaves(node: Json, name: str, shown: str, locale: str) -> Iterator[Command]:
    name, shown = f"{name} {node['name']}".strip(), f"{shown} {local(node, 'name', locale)}".strip()
    inner = [one for one in node.get("options") or [] if one["type"] in (1, 2)]
    for one in inner:
        yield from _leaves(one, name, shown, locale)
    if not inner:
        yield Command(name, shown, local(node, "description", locale), node.get("options") or [])


def message_commands(raw: list[Json], locale: str) -> dict[str, str]:
    """The commands of a message's menu: how each is read, by its name."""
    return {one["name"]: local(one, "name", locale) for one in raw if one["type"] == MESSAGE}


def local(node: Json, key: str, locale: str) -> str:
    """A name or description in the person's language, where the bot gave one."""
    said = (node.get(f"{key}_localizations") or {}).get(locale) or node.get(key)
    return str(said or "")
