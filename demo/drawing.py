"""Draws what a person sees: messages, forms and buttons, in a frame that says where and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from demo.markup import BOLD, DIM, NAME, PLAIN, Letter, Reader, lines_of
from demo.terminal import WIDTH, columns, painted, shows_colour, wrapped
from sandbox.client import Form, Message, Person

INDENT = "  "


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
        self._put([], [Letter(one, BOLD) for one in head + "─" * (WIDTH - columns(head))], [])

    def tell(self, text: str) -> None:
        """What happens, in a sentence."""
        self._put(*wrapped([Letter(one) for one in text], WIDTH))

    def does(self, person: Person, what: str) -> None:
        """What somebody types or presses."""
        head = [Letter(one, NAME) for one in person.name] + [Letter(" ")]
        self._put([], *wrapped(head + [Letter(one) for one in what], WIDTH))

    def sees(self, person: Person, locale: str, message: Message, now: datetime) -> None:
        """A message as this person sees it."""
        reader = Reader(self._zone, locale, now, self._names)
        place = self._names.get(message.channel_id, "direct message")
        seen_by = f" · only {person.name} sees this" if message.ephemeral else ""
        where = place if place == "direct message" else f"#{place}"
        body = [line for text in lines_of(message.text, reader) for line in wrapped(text, WIDTH - 6)]
        self._frame(f"{message.author} · {where}{seen_by}", [*body, *_below(message)])

    def form(self, form: Form, values: Mapping[str, str]) -> None:
        """A form as it is filled in; `values` are named by the fields' labels."""
        body = []
        for field in form.fields:
            filled = values.get(field.label, field.value) or "…"
            first, *more = filled.strip().split("\n")
            shown = f"{field.label}: {first}" + (f"  (and {len(more)} lines more)" if more else "")
            body += list(wrapped([Letter(one) for one in shown], WIDTH - 6))
        self._frame(f"form · {form.title}", body)

    def _frame(self, head: str, body: list[list[Letter]]) -> None:
        def edged(edge: str, letters: list[Letter]) -> list[Letter]:
            return [Letter(INDENT), Letter(edge, DIM), *letters]

        title = [Letter(one, DIM) for one in f"─ {head}"]
        self._put(
            edged("╭", title),
            *(edged("│", [Letter(" "), *line]) for line in body),
            edged("╰", [Letter("─", DIM)]),
        )

    def _put(self, *lines: list[Letter]) -> None:
        for line in lines:
            print(painted(line, colour=self._colour), flush=True)


def _below(message: Message) -> Iterator[list[Letter]]:
    for attachment in message.attachments:
        yield [Letter(one, NAME) for one in f"⎙ {attachment.name} ({attachment.size} bytes)"]
    if message.buttons:
        row: list[Letter] = []
        for button in message.buttons:
            style = DIM if button.disabled else BOLD
            row += [*(Letter(one, style) for one in f"[{button.label}]"), Letter(" ", PLAIN)]
        yield from wrapped(row, WIDTH - 6)
