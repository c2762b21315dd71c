"""Tables of marks that staff hand over in CSV, read so that writing them again changes nothing."""

from __future__ import annotations

from bot.reading.sheets import DELIMITERS, MOST_BYTES, MOST_ROWS
from bot.seminar.books import Book, cells_of
from bot.seminar.refusals import Unreadable, WrongKind

MOST_COLUMNS = 2_000
ENCODINGS = ("utf-8", "cp949")
"""What these systems write, and what Excel makes of it in Korea."""


def book_of(name: str, data: bytes) -> Book:
    """The table as it stands. Raises WrongKind, Unreadable."""
    if not name.lower().endswith((".csv", ".txt")):
        raise WrongKind(name=name)
    if len(data) > MOST_BYTES or b"\x00" in data:
        raise Unreadable(name=name)
    for encoding in ENCODINGS:
        text = _decoded(data, encoding)
        if text is not None:
            return _book(name, text, encoding)
    raise Unreadable(name=name)


def _decoded(data: bytes, encoding: str) -> str | None:
    """The text, if writing it gives the same bytes again."""
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _book(name: str, text: str, encoding: str) -> Book:
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    rows = []
    try:
        for row in cells_of(text, delimiter):
            rows.append(row)
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise Unreadable(name=name)
    except ValueError as error:
        raise Unreadable(name=name) from error
    if not rows:
        raise Unreadable(name=name)
    return Book(text, encoding, delimiter, tuple(rows))
