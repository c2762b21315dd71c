"""Tables of marks: read with an independent reader's eyes, and written so that no other byte changes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.gradebook import book_of
from bot.seminar.books import cells_of, written
from bot.seminar.refusals import Unreadable, WrongKind

CELL = st.text(alphabet='ab",;\n\r\t =가', max_size=6)
TABLE = st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5)


def as_csv(rows: list[list[str]], end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    paper = io.StringIO(newline="")
    csv.writer(paper, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return paper.getvalue()


@given(TABLE, st.sampled_from(["\r\n", "\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_cells_are_those_that_the_standard_reader_finds(
    rows: list[list[str]], end: str, quoting: int
) -> None:
    text = as_csv(rows, end, quoting)
    found = [[cell.text for cell in row] for row in cells_of(text, ",")]
    assert found == [row or [""] for row in csv.reader(io.StringIO(text, newline=""))]


@given(TABLE, st.data())
def test_a_change_is_seen_where_it_was_made_and_nowhere_else(
    rows: list[list[str]], data: st.DataObject
) -> None:
    text = as_csv(rows)
    book = book_of("t.csv", text.encode()) if "\t" not in text and ";" not in text else None
    if book is None or book.delimiter != ",":
        return
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[row]) - 1))
    value = data.draw(CELL)
    changed = written(book, {(row, column): value}).decode()
    expected = [list(one) for one in csv.reader(io.StringIO(text, newline=""))]
    expected[row][column] = value
    assert list(csv.reader(io.StringIO(changed, newline=""))) == expected
    cell = book.rows[row][column]
    assert changed.startswith(text[: cell.start])
    assert changed.endswith(text[cell.end :])


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffa,b\r\n1,2\r\n".encode(),
        "이름,학번\n김민지,1\n".encode("cp949"),
        b'a;"b"\r1;"2,5"\r',
        b"a\tb\n\n1\t2",
        '\ufeff"a","b"\n'.encode(),
    ],
)
def test_what_is_not_changed_comes_back_byte_for_byte(data: bytes) -> None:
    assert written(book_of("t.csv", data), {}) == data


@pytest.mark.parametrize("data", [b'a,"b', b"", b"\x00\x01", b"\xff\xfe\xfa\xfb", b"a,b\n" * 5000])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        book_of("t.csv", data)


def test_a_workbook_is_refused() -> None:
    with pytest.raises(WrongKind):
        book_of("t.xlsx", b"PK")
