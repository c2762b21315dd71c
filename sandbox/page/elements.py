"""HTML elements by name. What came from outside is only ever text or an attribute's value, never markup."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

Handler = Callable[..., Awaitable[None] | None]
COLLECT = "(event) => page.collect(event, emit)"
"""Emits what a form holds, as {name: value}; a file's value is a list of what /handover answered."""


def clean(text: str) -> str:
    """The text without the halves of characters, which JSON for a browser cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def tag(name: str, text: str | None = None, classes: str = "", /, **attributes: object) -> Element:
    """An element in the current place; None and False leave an attribute out, `aria_label` is aria-label."""
    made = Element(name) if text is None else TextElement(tag=name, text=clean(text))
    made.classes(classes)
    set_attributes(made, **attributes)
    return made


def set_attributes(element: Element, /, **attributes: object) -> None:
    for key, value in attributes.items():
        name = key.strip("_").replace("_", "-")
        if value is None or value is False:
            element.props.pop(name, None)
        else:
            element.props[name] = clean(value) if isinstance(value, str) else value


def button(text: str, click: Handler | None, classes: str = "", /, **attributes: object) -> Element:
    """A button with a handler; `aria_label` where its text is a sign."""
    made = tag("button", text, classes, **{"type": "button", **attributes})
    return made.on("click", click, js_handler="() => emit()") if click else made


def form(
    sent: Callable[[dict[str, Any]], Awaitable[None]], classes: str = "", /, **attributes: object
) -> Element:
    """A form whose handler gets {name: value}."""
    made = tag("form", None, classes, novalidate=True, **attributes)

    async def handle(event: Any) -> None:
        await sent(event.args)

    return made.on("submit", handle, js_handler=COLLECT)


class Said(TextElement):
    """A line for what went wrong, read out when it changes."""

    def __init__(self) -> None:
        super().__init__(tag="p", text="")
        self.classes("refused")
        self.props["role"] = "alert"


def web_address(url: object) -> str | None:
    """The address, if it is one that a browser may open without running anything."""
    text = str(url or "")
    return text if text.lower().startswith(("http://", "https://")) else None
