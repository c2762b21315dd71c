"""Tables that staff hand over: whatever the encoding and the separator, and nothing without limits."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from openpyxl import Workbook

from bot.reading.sheets import MOST_ROWS, rows_of
from bot.seminar.refusals import Unreadable, WrongKind

ROWS = [["학번", "이름"], ["2031-00417", "오나리"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_in_any_encoding_with_any_separator(encoding: str, delimiter: str) -> None:
    text = "".join(f"{delimiter.join(row)}\r\n" for row in ROWS)
    assert rows_of("명단.csv", text.encode(encoding)) == ROWS


PROSE = [
    ["Week", "Topic", "Prompt", "Opens", "Due"],
    [
        "1",
        "Roads; bridges",
        "What, where, why, for whom; and who pays?",
        "2026-09-07 18:00",
        "2026-09-13 18:00",
    ],
    [
        "2",
        "Halls",
        "First, name one, two, three, four, five, six, seven, eight, nine, ten or more.\nThen, choose.",
        "2026-09-14 18:00",
        "2026-09-20 18:00",
    ],
]


@pytest.mark.parametrize("title", ["", "Seminar, autumn, 2026\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_prose_with_commas_and_semicolons_parts_no_cells(delimiter: str, title: str) -> None:
    paper = io.StringIO(newline="")
    csv.writer(paper, delimiter=delimiter).writerows(PROSE)
    rows = rows_of("plan.csv", (title + paper.getvalue()).encode("utf-8-sig"))
    assert rows[-3:] == PROSE


def book(rows: list[list[object]]) -> bytes:
    made, data = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(data)
    return data.getvalue()


def test_a_sheet_gives_numbers_as_people_see_them() -> None:
    assert rows_of("r.XLSX", book([["학번", "이름"], [2031004170, "오나리"], [2031004171.0, None]])) == [
        ["학번", "이름"],
        ["2031004170", "오나리"],
        ["2031004171", ""],
    ]


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (64 * 1024 * 1024))
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("r.xlsx", b"PK\x03\x04 and no more"),
        ("r.xlsx", book([["학번"]])[:-200]),
        ("r.xlsx", bomb()),
        ("r.csv", b""),
        ("r.csv", b"\x00\x01\x02" * 100),
        ("r.csv", b"a,b\n" * (MOST_ROWS + 2)),
        ("r.csv", b"a," * 1_500_000),
    ],
    ids=["no zip", "cut off", "bomb", "empty", "binary", "long", "large"],
)
def test_what_is_no_table_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable):
        rows_of(name, data)


@pytest.mark.parametrize("name", ["r.pdf", "r.xls", "csv", ""])
def test_another_kind_of_file(name: str) -> None:
    with pytest.raises(WrongKind):
        rows_of(name, b"a,b")
