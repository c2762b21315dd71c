"""What Discord demands of the commands that a bot registers: names, options, choices."""

from sandbox.checks import Flag, Int, Items, Kinds, OneOf, Only, Path, Report, Rule, Shape, Text
from sandbox.errors import Json
from sandbox.rules import WORDS

NAME = Text(1, 32, r"[-_'\w\u0900-\u097f\u0e00-\u0e7f]+")
NAMED: dict[str, Rule] = {
    "name": NAME,
    "name_localizations": WORDS,
    "description": Text(1, 100),
    "description_localizations": WORDS,
}


def _command_name(part: Json, path: Path, report: Report) -> None:
    for name in (part["name"], *(part.get("name_localizations") or {}).values()):
        if name != name.lower():
            report.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _options(part: Json, path: Path, report: Report) -> None:
    _command_name(part, path, report)
    options = part.get("options") or []
    names = [option["name"] for option in options]
    if len(set(names)) < len(names):
        report.add(path, "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE", "Option names must be unique")
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        report.add(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must come first")
    if len({option["type"] in (1, 2) for option in options}) > 1:
        report.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Subcommands stand alone")


def _choices(value: Rule) -> Rule:
    choice = Shape({"name": Text(1, 100), "name_localizations": WORDS, "value": value}, ("name", "value"))
    return Items(choice, 0, 25)


def _chosen(part: Json, path: Path, report: Report) -> None:
    _command_name(part, path, report)
    if part.get("autocomplete") and (part.get("choices") or part["type"] not in TYPED):
        report.add(path, "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", "Autocomplete excludes choices")


def _option(**more: Rule) -> Shape:
    own: dict[str, Rule] = {"type": Int(), "required": Flag(), "autocomplete": Flag()}
    return Shape({**own, **NAMED, **more}, ("name", "description"), _chosen)


TYPED = (3, 4, 10)  # what is typed: a string, an integer, a number
LENGTH, NUMBER = Int(0, 6000), Int(-(2**53), 2**53)
OPTIONS: dict[int, Rule] = {
    3: _option(min_length=LENGTH, max_length=LENGTH, choices=_choices(Text(1, 100))),
    4: _option(min_value=NUMBER, max_value=NUMBER, choices=_choices(NUMBER)),
    5: _option(),
    6: _option(),
    7: _option(channel_types=Items(Int(0, 16))),
    8: _option(),
    11: _option(),
}
PLACED = dict.fromkeys((1, 2, *OPTIONS))
SUBCOMMAND = Shape(
    {"type": Int(), **NAMED, "options": Items(Kinds(OPTIONS, PLACED), 0, 25)},
    ("name", "description"),
    _options,
)
GROUP = Shape(
    {"type": Int(), **NAMED, "options": Items(Kinds({1: SUBCOMMAND}, PLACED), 1, 25)},
    ("name", "description", "options"),
    _options,
)
OFFERED: dict[str, Rule] = {
    "default_member_permissions": Int(loose=True),
    "dm_permission": Flag(),
    "nsfw": Only((False,)),
    "default_permission": Only((True,)),  # which is what it was, before permissions took its place
    "contexts": Items(OneOf((0, 1, 2)), 1),
    "integration_types": Items(Only((0,)), 1),
}
COMMAND = Shape(
    {
        "type": Int(),
        **NAMED,
        "options": Items(Kinds({**OPTIONS, 1: SUBCOMMAND, 2: GROUP}), 0, 25),
        **OFFERED,
    },
    ("name", "description"),
    _options,
)
MENU = Shape(
    {
        "type": Int(),
        "name": Text(1, 32),
        "name_localizations": WORDS,
        "description": OneOf(("",)),
        "description_localizations": Only(({},)),
        "options": Items(Only(()), 0, 0),
        **OFFERED,
    },
    ("name",),
)
COUNTS = {1: 100, 2: 15, 3: 15}  # slash commands; commands on a person, on a message
COMMANDS = Items(Kinds({1: COMMAND, 2: MENU, 3: MENU}, usual=1), 0, sum(COUNTS.values()))
