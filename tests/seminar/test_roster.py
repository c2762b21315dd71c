"""The roster: read from what universities export and Excel leaves of it."""

from __future__ import annotations

import pytest

from bot.seminar.refusals import BadRoster
from bot.seminar.roster import Entry, plain_code, read_table

CANVAS = [
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Week 3 Report (98765)"],
    ["    Points Possible", "", "", "", "", "10"],
    ["Oh, Nari", "501", "2031004170", "nari31", "01", "9.5"],
    ["임, 보라", "502", "2031004171", "bora31", "01", "EX"],
]
MOODLE = [
    ["First name", "Last name", "ID number", "Email address"],
    ["Nari", "Oh", "2031004170", "nari@univ.example"],
]


def people(rows: list[list[str]]) -> list[tuple[str, str]]:
    return [(one.student_number, one.name) for one in read_table(rows).entries]


def test_the_export_of_canvas_gives_the_universitys_number_and_not_its_own() -> None:
    assert people(CANVAS) == [("2031004170", "Nari Oh"), ("2031004171", "임보라")]


def test_the_export_of_moodle_has_the_name_in_two_columns() -> None:
    assert people(MOODLE) == [("2031004170", "Nari Oh")]


def test_a_title_above_the_columns_does_not_matter() -> None:
    rows = [
        ["2026학년도 2학기 수강생"],
        [],
        ["순번", "학 번", "성명"],
        ["순번", "학번", "성명"],
        ["1", "2031-00417", "오나리"],
    ]
    assert people(rows) == [("2031-00417", "오나리")]


def test_zeros_that_excel_took_away_are_put_back_and_told() -> None:
    rows = [
        ["학번", "이름"],
        ["0310041", "오나리"],
        ["310042", "임보라"],
        ["0310043", "도하"],
        ["31", "짧음"],
    ]
    table = read_table(rows)
    assert table.entries[1] == Entry("0310042", "임보라", padded=True)
    assert [one.padded for one in table.entries] == [False, True, False]
    assert table.bad_rows == (5,)


def test_a_number_that_excel_rounded_is_no_number() -> None:
    table = read_table([["학번", "이름"], ["2.03E+09", "오나리"], ["2031004171", "임보라"]])
    assert [one.name for one in table.entries] == ["임보라"]
    assert table.bad_rows == (2,)


def test_somebody_named_twice_and_names_with_markup_are_told() -> None:
    rows = [["학번", "이름"], ["2031-1", "오나리"], ["2031-1", "오나리"], ["2031-2", "<@&7201>"], ["", ""]]
    table = read_table(rows)
    assert len(table.entries) == 1
    assert table.bad_rows == (3, 4, 5)


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["학번", "이름"]], [["학번"], ["2031-1"]]])
def test_a_table_in_which_nobody_is_found(rows: list[list[str]]) -> None:
    with pytest.raises(BadRoster):
        read_table(rows)


def test_a_code_is_compared_without_hyphens_and_capitals() -> None:
    assert plain_code(" ABCde-fgh2k ") == "abcdefgh2k"
