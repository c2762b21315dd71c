"""Draws what a person sees: messages, forms and buttons, in a frame that says where and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from demo.markup import BAR, BOLD, DIM, NAME, Letter, Reader, letters, lines_of
from demo.terminal import WIDTH, columns, painted, shows_colour, wrapped
from sandbox.client import Field, Form, Message, Person

TEXT_WIDTH = WIDTH - 6


class Page:
    """Where the tour is told; `zone` is where everybody in it lives."""

    def __init__(self, zone: str, names: Mapping[str, str]) -> None:
        self._zone = ZoneInfo(zone)
        self._names = names
        self._colour = shows_colour()

    def chapter(self, moment: datetime, title: str) -> None:
        """A heading with the hour."""
        local = moment.astimezone(self._zone)
        head = f"{local:%a %d %b %H:%M}  {title} "
        self._put(letters(head + "─" * (WIDTH - columns(head)), BOLD), [])

    def does(self, person: Person, what: str) -> None:
        """What somebody types or presses."""
        self._put(*wrapped([*letters(person.name, NAME), *letters(f" {what}")], WIDTH))

    def sees(self, person: Person, locale: str, message: Message, now: datetime) -> None:
        """A message as this person sees it."""
        reader = Reader(self._zone, locale, now, self._names)
        body = [line for text in lines_of(message.text, reader) for line in _folded(text)]
        self._frame(f"{message.author} · {self._where(person, message)}", [*body, *_below(message)])

    def form(self, form: Form, values: Mapping[str, str]) -> None:
        """A form as it is sent; `values` are named by the fields' custom ids."""
        body = []
        for field in form.fields:
            first, *more = (values.get(field.custom_id) or _chosen(field)).strip().split("\n")
            shown = f"{field.label}: {first}" + (f" … and {len(more)} lines more" if more else "")
            body += list(wrapped(letters(shown), TEXT_WIDTH))
        self._frame(f"form · {form.title}", body)

    def _where(self, person: Person, message: Message) -> str:
        if message.channel_id not in self._names:
            return f"direct message to {person.name}"
        eyes = f"only {person.name} sees this" if message.ephemeral else f"as {person.name} sees it"
        return f"#{self._names[message.channel_id]} · {eyes}"

    def _frame(self, head: str, body: list[list[Letter]]) -> None:
        self._put(
            letters(f"  ╭─ {head}", DIM),
            *([*letters("  │ ", DIM), *line] for line in body),
            letters("  ╰─", DIM),
            [],
        )

    def _put(self, *lines: list[Letter]) -> None:
        for line in lines:
            print(painted(line, colour=self._colour), flush=True)


def _folded(line: list[Letter]) -> Iterator[list[Letter]]:
    """A line of a message; the bar of a quote goes on where the quote does."""
    bar = list(takewhile(lambda letter: letter.style == DIM, line)) if line and line[0].text == BAR else []
    margin = [*bar, Letter(" ")] if bar else []
    for part in wrapped(line[len(margin) :], TEXT_WIDTH - len(margin)):
        yield margin + part


def _chosen(field: Field) -> str:
    """What a field says that nobody touched."""
    options = field.raw.get("options", [])
    return field.value or next((one["label"] for one in options if one.get("default")), "–")


def _below(message: Message) -> Iterator[list[Letter]]:
    for attachment in message.attachments:
        yield letters(f"⎙ {attachment.name} ({attachment.size} bytes)", NAME)
    if message.buttons:
        row: list[Letter] = []
        for button in message.buttons:
            row += letters(f"[{button.label}]", DIM if button.disabled else BOLD) + letters(" ")
        yield from wrapped(row, TEXT_WIDTH)
