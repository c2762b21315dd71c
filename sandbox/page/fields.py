"""What people fill in: the fields of a bot's form and of a command's options, drawn and read alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nicegui.element import Element

from sandbox.page.elements import set_attributes, tag
from sandbox.seen import Json

if TYPE_CHECKING:
    from sandbox.page.visit import Visit

TEXT_INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 4, 19, 21, 22, 23


@dataclass(frozen=True)
class Choice:
    """One of several; `chosen` is what it was opened with."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False


def entities(visit: "Visit", part: Json) -> list[Choice]:
    """What a select offers: its own options, or the people, roles and channels that are here."""
    preset = {one["id"] for one in part.get("default_values", [])}
    if "options" in part:
        return [
            Choice(one["value"], one["label"], one.get("description") or "", one.get("default", False))
            for one in part["options"]
        ]
    kinds = {5: ("user",), 6: ("role",), 7: ("user", "role"), 8: ("channel",)}[part["type"]]
    return [
        Choice(one, label, "", one in preset) for kind in kinds for one, label in visit.named(kind).items()
    ]


def dropdown(name: str, choices: Sequence[Choice], none: str | None, **attributes: object) -> Element:
    """A native select; with `none`, that is what it says while nothing is chosen."""
    with tag("select", None, name=name, **attributes) as made:
        if none is not None:
            tag("option", none, value="")
        for one in choices:
            label = f"{one.label} – {one.hint}" if one.hint else one.label
            tag("option", label, value=one.value, selected=one.chosen)
    return made


def checks(name: str, choices: Sequence[Choice], kind: str = "checkbox") -> None:
    """Boxes of which several can be ticked, or with `kind` radio, one."""
    for one in choices:
        with tag("label", None, "check"):
            many = kind == "checkbox"
            tag("input", None, type=kind, name=name, value=one.value, checked=one.chosen, data_many=many)
            with tag("span"):
                tag("span", one.label)
                if one.hint:
                    tag("small", one.hint)


class Fields:
    """The inputs of one form; `read` turns what the browser collected into what the sandbox takes."""

    def __init__(self, visit: "Visit") -> None:
        self._visit = visit
        self._say = visit.words
        self._parts: list[Json] = []

    def draw(self, form: Json) -> None:
        """Every row of a bot's form, in order."""
        for row in form["components"]:
            if row["type"] == 10:
                self._visit.pen.text(row["content"])
            elif row.get("component"):
                self._parts.append(row["component"])
                self._row(row, row["component"])

    def _row(self, row: Json, part: Json) -> None:
        kind, needed = part["type"], part.get("required", True) and part["type"] != CHECKBOX
        group = kind in (RADIO, CHECKBOXES) or _many(part)
        with tag("fieldset" if group else "div", None, "field"):
            with tag("legend" if group else "label") as named:
                tag("span", row["label"])
                if needed:
                    tag("span", " *", aria_hidden="true")
            hint = row.get("description") or ""
            below = tag("p", hint, "hint") if hint else None
            made = self._control(part)
            if made:
                set_attributes(named, _for=made.html_id)
                described = below.html_id if below else None
                set_attributes(made, aria_describedby=described, aria_required="true" if needed else None)

    def _control(self, part: Json) -> Element | None:
        kind, name = part["type"], part["custom_id"]
        if kind == TEXT_INPUT:
            return self._text(part)
        if kind == UPLOAD:
            most = part.get("max_values", 1)
            made = tag("input", None, type="file", name=name, multiple=most > 1)
            if most > 1:
                tag("p", self._say("form.files", count=most), "hint")
            return made
        if kind == CHECKBOX:
            return tag("input", None, type="checkbox", name=name, checked=part.get("default", False))
        choices = entities(self._visit, part)
        if kind in (RADIO, CHECKBOXES) or _many(part):
            checks(name, choices, "radio" if kind == RADIO else "checkbox")
            return None
        return dropdown(name, choices, part.get("placeholder") or self._say("option.none"))

    def _text(self, part: Json) -> Element:
        short = part.get("style", 1) == 1
        usual = {"name": part["custom_id"], "placeholder": part.get("placeholder")}
        value = part.get("value") or ""
        if short:
            made = tag("input", None, type="text", data_value=value, **usual)
        else:
            made = tag("textarea", value, rows="9", **usual)
        low, high = part.get("min_length") or 0, part.get("max_length") or 4000
        if not short:
            tag("p", self._say("form.characters", low=low, high=high), "hint")
        return made

    def read(self, given: Json) -> dict[str, object]:
        """The values by custom id."""
        return {part["custom_id"]: self._value(part, given.get(part["custom_id"])) for part in self._parts}

    def _value(self, part: Json, value: object) -> object:
        kind = part["type"]
        if kind == UPLOAD:
            return self._visit.hall.take(value)
        if kind in (TEXT_INPUT, CHECKBOX):
            return value
        if kind == RADIO:
            return value or None
        if isinstance(value, list):
            return value
        return [value] if value else []


def _many(part: Json) -> bool:
    return part["type"] in (3, 5, 6, 7, 8) and bool(part.get("max_values", 1) > 1)
