"""Files of lines that the benchmarks take: each a JSON object with texts, of one topic or of none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Line = dict[str, Any]


class Unreadable(Exception):
    """The file is not what is asked for; the message is one line that says where."""


def lines(name: str, texts: Sequence[str]) -> list[Line]:
    """The lines of a file. Each has an `id`, and strings by the names of `texts`. Raises Unreadable."""
    try:
        told = Path(name).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no text in UTF-8"
        raise Unreadable(f"{_shown(name)}: {why or type(error).__name__}") from None
    # Not splitlines: a JSON string may hold other ends of lines as they are.
    numbered = enumerate(told.split("\n"), start=1)
    return [_line(f"{_shown(name)}, line {number}", line, texts) for number, line in numbered if line.strip()]


def _line(where: str, told: str, texts: Sequence[str]) -> Line:
    try:
        row = json.loads(told)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or "id" not in row:
        raise Unreadable(f"{where} is no JSON object with an id")
    for text in texts:
        if not isinstance(row.get(text), str):
            raise Unreadable(f"{where} has no string as its {text}")
    if not isinstance(row.get("topic"), str | None):
        raise Unreadable(f"{where} has a topic that is no string")
    return row


def by_topic(rows: Sequence[Line]) -> Iterator[tuple[str | None, list[int]]]:
    """The topics in their order, with the places of their lines; those without one are together."""
    places: dict[str | None, list[int]] = {}
    for at, row in enumerate(rows):
        places.setdefault(row.get("topic") or None, []).append(at)
    yield from places.items()


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")
