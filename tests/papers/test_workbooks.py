"""The term's workbook as openpyxl and the csv module find it: three sheets, whole, without formulas."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from bot.papers.workbooks import csv_of_sheet, sheets, students, xlsx_of
from bot.seminar.claims import Claim, ClaimState, Stance
from bot.seminar.courses import Member, RemindBy, Role
from bot.seminar.participation import Attendance, Presence
from bot.seminar.reviews import Mark, Review, ScaleKind
from bot.seminar.terms import ClaimLine, WeekPart
from bot.words.catalogues import LANGUAGES, words_for
from tests.factories import week

AT = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
HOSTILE = ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "＝1+1", "＋1", "－1", "＠a", "\x00=1", "\n=1"]


def part(name: str = "김민지", label: str = "Shelves forget.") -> WeekPart:
    member = Member(1, 7001, 1, 7777, Role.STUDENT, "0024-10482", name, RemindBy.DIRECT, AT)
    line = Attendance(member, Presence.LATE, AT, versions=1, posts=3, stances=2)
    review = Review(1, 1, 1, 1, 9100, Mark(ScaleKind.POINTS, "8.5", "10"), None, AT)
    claim = Claim(1, 7001, 1, 1, label, ClaimState.FOUND, None)
    return WeekPart(
        week(), (line,), {1: review}, (ClaimLine(claim, 2, ("Shelves forget.",), {Stance.AGREE: 1}),)
    )


def read(paper: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(io.BytesIO(paper))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_each_sheet_holds_its_noun() -> None:
    found = read(xlsx_of(sheets(words_for("en"), [part()], "Asia/Seoul")))
    assert list(found) == ["Weeks", "Students", "Claims"]
    assert found["Students"][1] == ("0024-10482", "김민지", "late", 8.5, 3, 2)
    assert found["Claims"][1] == (1, "Shelves forget.", 2, 1, 0, 0)
    assert found["Weeks"][1][-2:] == (1, 1)


def test_the_sheets_are_named_in_the_readers_language() -> None:
    assert list(read(xlsx_of(sheets(words_for("ko"), [part()], "Asia/Seoul")))) == ["주차", "학생", "주장"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_it_is_a_formula(text: str, language: str) -> None:
    words = words_for(language)
    paper = xlsx_of(sheets(words, [part(name=text, label=text)], "Asia/Seoul"))
    for sheet in load_workbook(io.BytesIO(paper)).worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert not any(
            str(cell.value).lstrip().startswith(tuple("=+-@＝＋－＠")) for row in sheet for cell in row
        )
    rows = csv.reader(
        io.StringIO(csv_of_sheet(students(words, [part(name=text)])).decode("utf-8-sig"), newline="")
    )
    assert next(row for at, row in enumerate(rows) if at == 1)[1].startswith("'")


def test_what_excel_refuses_to_hold_is_replaced_and_cut() -> None:
    found = read(
        xlsx_of(sheets(words_for("en"), [part(name="a\x0b\ud800b", label="x" * 40_000)], "Asia/Seoul"))
    )
    assert found["Students"][1][1] == "a\ufffd\ufffdb"
    assert len(str(found["Claims"][1][1])) == 32_000
