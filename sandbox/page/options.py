"""The options of a slash command: a field for each, read as Discord's client would send them."""

import itertools
from typing import TYPE_CHECKING, Any

from nicegui.element import Element

from sandbox.client import File
from sandbox.page.elements import set_attributes, tag
from sandbox.page.fields import Choice, dropdown
from sandbox.seen import Choice as Suggestion
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
        """A field with a list of what the bot suggests; the browser chooses from it."""
        name = option["name"]
        made = tag(
            "input",
            None,
            type="text",
            name=name,
            role="combobox",
            autocomplete="off",
            aria_autocomplete="list",
            aria_expanded="false",
            data_suggest=True,
        )
        label = self._visit.words("option.suggested", option=name)
        offered = tag("div", None, "suggestions", role="listbox", aria_label=label)
        set_attributes(made, aria_controls=offered.html_id)
        asked = itertools.count(1)
        newest = 0

        async def typed(event: Any) -> None:
            nonlocal newest
            newest = mine = next(asked)
            found = await self._suggested(name, dict(event.args))
            if mine == newest and not offered.is_deleted:
                offered.clear()
                with offered:
                    for number, one in enumerate(found):
                        _draw_suggestion(one, first=number == 0)

        script = "(event) => page.all(event, emit)"
        return made.on("input", typed, throttle=0.2, leading_events=False, js_handler=script)

    async def _suggested(self, name: str, given: Json) -> list[Suggestion]:
        """What the bot suggests for an option, with the others as they are filled in so far."""
        visit, text = self._visit, str(given.pop(name, ""))
        if visit.here is None:
            return []
        others = self.read({key: value for key, value in given.items() if isinstance(value, str)}, [])
        asking = visit.person.suggest(visit.here, self._command, name, text, **others)
        return await visit.attempt(asking) or []

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


def _draw_suggestion(one: Suggestion, *, first: bool) -> None:
    chosen = "true" if first else "false"
    tag("div", one.name, "option", role="option", aria_selected=chosen, data_choice=f"{one.value}")
