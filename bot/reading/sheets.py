"""Tables that staff hand over, CSV or XLSX: rows of plain cells, within limits."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.reading.plain import text_of
from bot.seminar.refusals import Unreadable, WrongKind

MOST_BYTES = 2_000_000
MOST_UNPACKED = 32 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 3_000, 60
DELIMITERS = ",;\t"
LOOKED_AT = 4_000


def rows_of(name: str, data: bytes) -> list[list[str]]:
    """The cells of a table, row by row, as text. Raises WrongKind, Unreadable."""
    kind = name.lower().rpartition(".")[2] if "." in name else ""
    if kind not in ("csv", "txt", "tsv", "xlsx"):
        raise WrongKind(name=name)
    if len(data) > MOST_BYTES:
        raise Unreadable(name=name)
    try:
        rows = _of_book(data) if kind == "xlsx" else _of_text(data)
    except (csv.Error, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise Unreadable(name=name) from error
    if not rows:
        raise Unreadable(name=name)
    return rows


def _of_text(data: bytes) -> list[list[str]]:
    text = text_of(data)
    if text is None:
        raise ValueError("no text")
    text = text.lstrip("\ufeff")
    if text.startswith("sep="):
        text = text.partition("\n")[2]
    delimiter = max(DELIMITERS, key=lambda one: _regularity(text[:LOOKED_AT], one))
    return _cells(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _regularity(head: str, delimiter: str) -> tuple[int, int]:
    """How many rows it parts into the same number of cells, and how many cells: prose holds commas, too."""
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((many, width) for width, many in widths.items()), default=(0, 0))


def _of_book(data: bytes) -> list[list[str]]:
    """The first sheet; formulas by the value that was last seen."""
    from openpyxl import load_workbook  # noqa: PLC0415  # takes numpy with it, for which the bot has no use

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("too much is packed in it")
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        return _cells(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True))
    finally:
        book.close()


def _cells(rows: Iterable[Iterable[Any]]) -> list[list[str]]:
    found: list[list[str]] = []
    widest = 0
    for row in rows:
        cells = [_plain(cell) for cell in row][:MOST_COLUMNS]
        if any(cells):
            found.append(cells)
            widest = max(widest, *(at for at, cell in enumerate(cells, 1) if cell))
        if len(found) > MOST_ROWS:
            raise ValueError("too many rows")
    return [row[:widest] for row in found]


def _plain(cell: Any) -> str:
    """A cell as a person sees it; Excel keeps numbers as floats."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
