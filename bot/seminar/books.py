"""Tables in text: every cell with its place, so that some can be written and no other byte changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands in the text, with its quotation marks, and what it says."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Book:
    """A table as it came. Encoding it again gives the same bytes."""

    text: str
    encoding: str
    delimiter: str
    rows: tuple[tuple[Cell, ...], ...]

    def at(self, row: int, column: int) -> str:
        """What a cell says, without the blanks around it; nothing where the row is shorter."""
        cells = self.rows[row]
        return cells[column].text.strip() if column < len(cells) else ""


def written(book: Book, changes: Mapping[tuple[int, int], str]) -> bytes:
    """The table with these cells changed, every other byte as it was. A column past a row's end is added."""
    parts, reached = [], 0
    for row, column in sorted(changes):
        cells, text = book.rows[row], changes[row, column]
        if column < len(cells):
            cell = cells[column]
            as_was = book.text[cell.start : cell.end]
            parts += [book.text[reached : cell.start], _quoted(book, text, as_was)]
        else:
            cell = cells[-1]
            parts += [book.text[reached : cell.end], book.delimiter, _quoted(book, text)]
        reached = cell.end
    parts.append(book.text[reached:])
    return "".join(parts).encode(book.encoding)


def _quoted(book: Book, text: str, as_was: str = "") -> str:
    if as_was.startswith('"') or any(mark in text for mark in (book.delimiter, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


def cells_of(text: str, delimiter: str) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table, each cell with its place. A quotation mark inside of one is written twice.

    >>> [[cell.text for cell in row] for row in cells_of('a,"b, c"\\r\\n\\r\\n,d', ",")]
    [['a', 'b, c'], [''], ['', 'd']]
    """
    other = re.escape(delimiter)
    plain = rf"[^{other}\r\n]*"
    token = re.compile(rf'("(?:[^"]|"")*"{plain}|(?!"){plain})(\r\n|\n|\r|{other}|\Z)')
    at = 1 if text.startswith("\ufeff") else 0
    row: list[Cell] = []
    while at < len(text) or row:
        found = token.match(text, at)
        if found is None:
            raise ValueError("a quotation mark is left open")
        row.append(Cell(found.start(1), found.end(1), _unquoted(found[1])))
        at = found.end()
        if found[2] != delimiter:
            yield tuple(row)
            row = []


def _unquoted(raw: str) -> str:
    if not raw.startswith('"'):
        return raw
    inner, _, rest = raw[1:].rpartition('"')
    return inner.replace('""', '"') + rest
