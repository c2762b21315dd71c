"""The options of a slash command: a field for each, read as Discord's client would send them."""

from typing import TYPE_CHECKING, Any

from nicegui.element import Element

from sandbox.client import File
from sandbox.page.elements import set_attributes, tag
from sandbox.page.fields import Choice, dropdown
from sandbox.seen import Json

if TYPE_CHECKING:
    from sandbox.page.visit import Visit

STRING, INTEGER, BOOLEAN, NUMBER, ATTACHMENT = 3, 4, 5, 10, 11
ENTITIES = {6: ("user",), 7: ("channel",), 8: ("role",), 9: ("user", "role")}


class Options:
    """The fields of one command."""

    def __init__(self, visit: "Visit", command: str, options: list[Json]) -> None:
        self._visit, self._command, self._options = visit, command, options

    def draw(self) -> None:
        for option in self._options:
            self._field(option)

    def _field(self, option: Json) -> None:
        say, locale = self._visit.words, self._visit.locale
        name = (option.get("name_localizations") or {}).get(locale) or option["name"]
        hint = (option.get("description_localizations") or {}).get(locale) or option["description"]
        with tag("div", None, "field"):
            with tag("label") as label:
                tag("span", name)
                if option.get("required"):
                    tag("small", f" {say('option.required')}")
            made = self._control(option)
            below = tag("p", hint, "hint")
            set_attributes(label, _for=made.html_id)
            set_attributes(made, aria_describedby=below.html_id)

    def _control(self, option: Json) -> Element:
        kind, name, none = option["type"], option["name"], self._visit.words("option.none")
        if option.get("choices"):
            shown = [Choice(str(index), one["name"]) for index, one in enumerate(option["choices"])]
            return dropdown(name, shown, none)
        if kind == BOOLEAN:
            say = self._visit.words
            return dropdown(name, [Choice("yes", say("option.yes")), Choice("no", say("option.no"))], none)
        if kind in ENTITIES:
            named = {one: label for part in ENTITIES[kind] for one, label in self._visit.named(part).items()}
            return dropdown(name, [Choice(one, label) for one, label in named.items()], none)
        if kind == ATTACHMENT:
            return tag("input", None, type="file", name=name)
        if option.get("autocomplete"):
            return self._suggesting(option)
        mode = {INTEGER: "numeric", NUMBER: "decimal"}.get(kind)
        return tag("input", None, type="text", name=name, inputmode=mode, autocomplete="off")

    def _suggesting(self, option: Json) -> Element:
        """A field for which the bot is asked at every letter, where the sandbox serves that."""
        name = option["name"]
        offered = tag("datalist")
        made = tag("input", None, type="text", name=name, list=offered.html_id, autocomplete="off")

        async def typed(event: Any) -> None:
            suggest = getattr(self._visit.person, "suggest", None)
            if suggest is None or self._visit.here is None:
                return
            given = dict(event.args)
            text = str(given.pop(name, ""))
            others = self.read({key: value for key, value in given.items() if isinstance(value, str)}, [])
            found = await self._visit.attempt(suggest(self._visit.here, self._command, name, text, **others))
            offered.clear()
            with offered:
                for one in found or []:
                    label, value = _said(one)
                    tag("option", label, value=value)

        made.on(
            "input", typed, throttle=0.2, leading_events=False, js_handler="(event) => page.all(event, emit)"
        )
        return made

    def read(self, given: Json, files: list[File]) -> dict[str, object]:
        """The options that were filled in; a file is named by its place among `files`."""
        values = {one["name"]: self._value(one, given.get(one["name"]), files) for one in self._options}
        return {name: value for name, value in values.items() if value is not None}

    def _value(self, option: Json, typed: object, files: list[File]) -> object:
        kind = option["type"]
        if kind == ATTACHMENT:
            return self._file(typed, files)
        text = str(typed or "")
        if not text:
            return None
        if option.get("choices"):
            return option["choices"][int(text)]["value"]
        if kind == BOOLEAN:
            return text == "yes"
        try:
            return {INTEGER: int, NUMBER: float}.get(kind, str)(text)
        except ValueError:
            return text  # which the sandbox refuses, as Discord would

    def _file(self, keys: object, files: list[File]) -> object:
        taken = self._visit.hall.take(keys)
        if not taken:
            return None
        files.append(taken[0])
        return {"file": len(files) - 1}


def _said(choice: Any) -> tuple[str, str]:
    """The name and the value of a suggestion."""
    if isinstance(choice, dict):
        return str(choice["name"]), str(choice["value"])
    return str(getattr(choice, "name", choice)), str(getattr(choice, "value", choice))
