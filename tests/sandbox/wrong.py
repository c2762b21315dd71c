"""Right and wrong bodies, a pair for each rule of sandbox/sources.py that one body can break."""

from typing import Any

Json = dict[str, Any]
Pair = tuple[Any, Any]
V2 = 1 << 15


def button(number: int = 0, **more: object) -> Json:
    return {"type": 2, "style": 1, "label": "x", "custom_id": f"b{number}", **more}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def rows(*parts: Json) -> Json:
    return {"components": [row(*parts)]}


def display(text: str = "x") -> Json:
    return {"type": 10, "content": text}


def options(count: int) -> list[Json]:
    return [{"label": f"{number}", "value": f"{number}"} for number in range(count)]


def select(count: int = 1, **more: object) -> Json:
    return {"type": 3, "custom_id": "s", "options": options(count), **more}


def card(*parts: Json) -> Json:
    return {"flags": V2, "components": list(parts)}


def boxes(count: int) -> Json:
    """A card of so many components: containers of four texts each, and single texts."""
    whole, left = divmod(count, 5)
    container = {"type": 17, "components": [display()] * 4}
    return card(*[container] * whole, *[display()] * left)


def section(**more: object) -> Json:
    return card({"type": 9, "components": [display()], **more})


MESSAGES: dict[str, Pair] = {
    "message length": ({"content": "x" * 2000}, {"content": "x" * 2001}),
    "empty message": ({"content": " x "}, {"content": "  \n"}),
    "nonce length": ({"content": "x", "nonce": "x" * 25}, {"content": "x", "nonce": "x" * 26}),
    "files": (
        {"content": "x", "attachments": []},
        {"content": "x", "attachments": [{"id": str(number)} for number in range(11)]},
    ),
    "rows": (
        {"components": [row(button(number)) for number in range(5)]},
        {"components": [row(button(number)) for number in range(6)]},
    ),
    "row width": (
        rows(*(button(number) for number in range(5))),
        rows(*(button(number) for number in range(6))),
    ),
    "row mix": (rows(select()), rows(select(), button())),
    "custom id length": (rows(button(custom_id="x" * 100)), rows(button(custom_id="x" * 101))),
    "custom ids differ": (rows(button(1), button(2)), rows(button(1), button(1))),
    "button custom id": (rows(button()), rows(button(custom_id=None))),
    "link url": (
        rows({"type": 2, "style": 5, "label": "x", "url": "https://example.org"}),
        rows({"type": 2, "style": 5, "label": "x"}),
    ),
    "button label": (rows(button(label="x" * 80)), rows(button(label="x" * 81))),
    "select options": (rows(select(25)), rows(select(26))),
    "select values differ": (rows(select(2)), rows(select(options=options(1) * 2))),
    "v2 flag": (card(display()), {"components": [display()]}),
    "v2 content": (card(display()), {**card(display()), "content": "x"}),
    "40 components": (boxes(40), boxes(41)),
    "4000 characters": (
        card(display("x" * 2000), display("x" * 2000)),
        card(display("x" * 2000), display("x" * 2001)),
    ),
    "container in container": (
        card({"type": 17, "components": [display()]}),
        card({"type": 17, "components": [{"type": 17, "components": [display()]}]}),
    ),
    "section accessory": (section(accessory=button()), section()),
    "attachment is there": (
        card({"type": 12, "items": [{"media": {"url": "https://example.org/a.png"}}]}),
        card({"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}),
    ),
}


def text_input(number: int = 0, **more: object) -> Json:
    return {"type": 4, "custom_id": f"t{number}", "style": 1, **more}


def label(part: Json, text: str = "x") -> Json:
    return {"type": 18, "label": text, "component": part}


def form(*parts: Json, title: str = "x") -> Json:
    return {"custom_id": "form", "title": title, "components": list(parts)}


def group(kind: int, count: int) -> Json:
    return label({"type": kind, "custom_id": "g", "options": options(count)})


FORMS: dict[str, Pair] = {
    "form rows": (form(*[display()] * 5), form(*[display()] * 6)),
    "form title": (form(display(), title="x" * 45), form(display(), title="x" * 46)),
    "form custom ids differ": (
        form(label(text_input(1)), label(text_input(2))),
        form(label(text_input(1)), label(text_input(1))),
    ),
    "form labels": (form(label(text_input())), form(text_input())),
    "label length": (form(label(text_input(), "x" * 45)), form(label(text_input(), "x" * 46))),
    "prefilled text": (
        form(label(text_input(value="x" * 4000))),
        form(label(text_input(value="x" * 4001))),
    ),
    "form disabled": (form(label(select())), form(label(select(disabled=True)))),
    "radio options": (form(group(21, 10)), form(group(21, 11))),
    "checkbox options": (form(group(22, 10)), form(group(22, 11))),
    "upload count": (
        form(label({"type": 19, "custom_id": "f", "max_values": 10})),
        form(label({"type": 19, "custom_id": "f", "max_values": 11})),
    ),
}


def command(name: str = "week", **more: object) -> Json:
    return {"name": name, "description": "The plan", **more}


def menu(number: int = 0, **more: object) -> Json:
    return {"type": 3, "name": f"Hand In {number}", **more}


def option(number: int = 0, **more: object) -> Json:
    return {"type": 3, "name": f"o{number}", "description": "x", **more}


def choices(count: int) -> list[Json]:
    return [{"name": f"{number}", "value": f"{number}"} for number in range(count)]


def nested(inner: Json) -> Json:
    return command(options=[option(type=2, options=[inner])])


COMMANDS: dict[str, Pair] = {
    "command case": ([command("주차")], [command("Week")]),
    "command characters": ([command("week-add_1")], [command("week add")]),
    "command name": ([command("x" * 32)], [command("x" * 33)]),
    "command description": ([command(description="x" * 100)], [command(description="x" * 101)]),
    "menu description": ([menu(description="")], [menu(description="x")]),
    "command names differ": ([command("a"), command("b")], [command("a"), command("a")]),
    "15 on messages": ([menu(number) for number in range(15)], [menu(number) for number in range(16)]),
    "25 options": (
        [command(options=[option(number) for number in range(25)])],
        [command(options=[option(number) for number in range(26)])],
    ),
    "25 choices": (
        [command(options=[option(choices=choices(25))])],
        [command(options=[option(choices=choices(26))])],
    ),
    "required first": (
        [command(options=[option(1, required=True), option(2)])],
        [command(options=[option(1), option(2, required=True)])],
    ),
    "groups nest once": (
        [nested(option(type=1))],
        [nested(option(type=2, options=[option(type=1)]))],
    ),
    "subcommands alone": (
        [command(options=[option(1, type=1), option(2, type=1)])],
        [command(options=[option(1), option(2, type=1)])],
    ),
    "autocomplete or choices": (
        [command(options=[option(autocomplete=True)])],
        [command(options=[option(autocomplete=True, choices=choices(1))])],
    ),
}
