"""Calendars read by RFC 5545 alone: lines unfolded, names and values parted, text unescaped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

LINE = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^":;,]*))*):(?P<value>.*)', re.S
)
ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass
class Event:
    """The properties of an event, by their names, as they stand in the file."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        return [
            ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], one)
            for one in self.values.get(name, [])
        ]

    def text(self, name: str) -> str:
        (one,) = self.texts(name)
        return one

    def instant(self, name: str) -> datetime:
        (one,) = self.values[name]
        return datetime.strptime(one, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def read_calendar(paper: bytes) -> list[Event]:
    """The events of one calendar; anything out of order fails."""
    lines = paper.decode().replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "VERSION:2.0" in lines
    events: list[Event] = []
    inside = False
    for line in lines[1:-2]:
        if line == "BEGIN:VEVENT":
            assert not inside
            inside = True
            events.append(Event())
        elif line == "END:VEVENT":
            assert inside
            inside = False
        elif inside:
            found = LINE.fullmatch(line)
            assert found, line
            events[-1].values.setdefault(found["name"], []).append(found["value"])
    assert not inside
    return events
