"""Gradebooks: the exact formats of Canvas and Moodle, what is matched, and what staff are warned of."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

import pytest

from bot.reading.gradebook import book_of
from bot.seminar.books import written
from bot.seminar.gradebooks import Doubt, DoubtKind, Filling, Person, System, fill
from bot.seminar.refusals import ManyColumns, NotAGradebook, ReadOnlyColumn

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Essay (11),Week 3 Report (98),Current Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,20,10,(read only)\r\n"
    '"Kim, Minji",501,2024-11027,minji,"S1, S2",15.00,,75.0\r\n'
    '"Park, Junho",502,2024-10754,junho,S1,,7.50,\r\n'
    '"Lee, Sora",503,2024-10388,sora,S1,N/A,3,88.1\r\n'
    '"Student, Test",999,,7f3a,S1,,,\r\n'
)
MOODLE = (
    "First name,Last name,ID number,Email address,"
    '"Assignment: Week 3 (Real)","Assignment: Week 3 (Feedback)"\n'
    "Minji,Kim,2024-11027,minji@univ.example,-,\n"
    'Junho,Park,2024-10754,junho@univ.example,7.50,"Good, clear"\n'
)
MINJI = Person("2024-11027", "Minji Kim", "9.5", most="10")
JUNHO = Person("2024-10754", "Junho Park", "7.5", most="10")
SORA = Person("2024-10388", "Sora Lee", None, excused=True)


@dataclass
class Done:
    filling: Filling
    data: bytes

    @property
    def kinds(self) -> list[DoubtKind]:
        return [one.kind for one in self.filling.doubts]

    def cells(self, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.data.decode(encoding), newline=""), delimiter=delimiter))


def run(
    text: str | bytes,
    people: list[Person],
    title: str,
    system: System = System.CANVAS,
    full: str | None = None,
) -> Done:
    data = text if isinstance(text, bytes) else text.encode()
    book = book_of("grades.csv", data)
    filling = fill(book, system, title, people, full)
    return Done(filling, written(book, filling.changes))


def canvas_imports(data: bytes) -> dict[str, dict[str, str]]:
    """What Canvas's importer would take from a file, by SIS User ID: the rules as its source states them."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert len(head) >= 4
    assert "Student" in head[0]
    assert "ID" in head[1]
    sis = head[2:]
    assert sis[: sis.index("Section") + 1] in (
        ["SIS Login ID", "Section"],
        ["SIS User ID", "SIS Login ID", "Section"],
    )
    first = head.index("Section") + 1
    points: list[str] = next((row for row in rows if "Points Possible" in row[0]), [])
    taken: dict[str, dict[str, str]] = {}
    for row in rows:
        if "Points Possible" in row[0] or not row[1]:
            continue
        for at in range(first, len(head)):
            ignored = re.search(r"(Current|Final) (Score|Points|Grade)", head[at]) or (
                points and "(read only)" in points[at]
            )
            if not ignored:
                taken.setdefault(row[head.index("SIS User ID")], {})[head[at]] = row[at]
    return taken


def moodle_imports(data: bytes, at: int) -> dict[str, str]:
    """What Moodle's importer would take for one column, by ID number: one ragged row, and nothing is."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert all(len(row) == len(head) for row in rows), "csvweirdcolumns"
    grades = {}
    for row in rows:
        assert row[2], "a blank identifier keeps the row before's student"
        if row[at] not in ("", "-"):
            grades[row[2]] = str(float(row[at]))
    return grades


def test_canvas_takes_the_marks_and_finds_everything_else_as_it_was() -> None:
    done = run(CANVAS, [MINJI, JUNHO, SORA], "Week 3 Report")
    assert done.kinds == []
    assert done.filling.column == "Week 3 Report (98)"
    before, after = canvas_imports(CANVAS.encode()), canvas_imports(done.data)
    assert {number: row["Week 3 Report (98)"] for number, row in after.items()} == {
        "2024-11027": "9.5",
        "2024-10754": "7.50",
        "2024-10388": "EX",
        "": "",
    }
    assert {n: row["Essay (11)"] for n, row in before.items()} == {
        n: row["Essay (11)"] for n, row in after.items()
    }


def test_no_other_byte_changes() -> None:
    done = run(CANVAS, [MINJI, JUNHO, SORA], "Week 3 Report")
    expected = CANVAS.replace("15.00,,75.0", "15.00,9.5,75.0").replace("N/A,3,88.1", "N/A,EX,88.1")
    assert done.data == expected.encode()


def test_a_file_that_excel_saved_in_korea_stays_in_its_encoding() -> None:
    text = CANVAS.removeprefix("\ufeff").replace("Minji", "민지").replace("Essay", "에세이")
    done = run(text.encode("cp949"), [MINJI, JUNHO, SORA], "Week 3 Report")
    expected = text.replace("15.00,,75.0", "15.00,9.5,75.0").replace("N/A,3,88.1", "N/A,EX,88.1")
    assert done.data == expected.encode("cp949")


def test_decimals_follow_the_table_where_it_writes_commas() -> None:
    text = "Student;ID;SIS User ID;SIS Login ID;Section;W (1);X (2)\n"
    text += "    Points Possible;;;;;10;10\nA;1;2024-11027;a;S;;7,5\n"
    assert run(text, [MINJI], "W").cells(delimiter=";")[2][5] == "9,5"


def test_who_does_not_match_is_named_and_nobody_is_guessed() -> None:
    people = [
        Person("2024-99999", "Minji Kim", "9", most="10"),
        Person(None, "Daniel Weber", "8", most="10"),
        JUNHO,
        SORA,
    ]
    done = run(CANVAS, people, "Week 3 Report")
    assert done.filling.doubts == [
        Doubt(DoubtKind.UNKNOWN, 4, "202411027", "Kim, Minji", "2024-99999"),
        Doubt(DoubtKind.NO_ROW, number="2024-99999", name="Minji Kim"),
        Doubt(DoubtKind.NO_NUMBER, name="Daniel Weber"),
    ]
    assert canvas_imports(done.data)["2024-11027"]["Week 3 Report (98)"] == ""


def test_two_rows_for_one_number_are_both_left_alone() -> None:
    twice = CANVAS + '"Kim, Minji",777,202411027,minji2,S2,,4,\r\n'
    done = run(twice, [MINJI, JUNHO, SORA], "Week 3 Report")
    assert done.kinds == [DoubtKind.TWICE, DoubtKind.TWICE]
    assert [row[6] for row in done.cells() if row[0] == "Kim, Minji"] == ["", "4"]


def test_two_students_whose_numbers_differ_by_hyphens_alone_are_left_alone() -> None:
    done = run(CANVAS, [MINJI, Person("202411027", "Other", "3", most="10"), JUNHO, SORA], "Week 3 Report")
    assert done.kinds == [DoubtKind.ALIKE, DoubtKind.ALIKE, DoubtKind.UNKNOWN]
    assert canvas_imports(done.data)["2024-11027"]["Week 3 Report (98)"] == ""


def test_a_student_without_a_mark_keeps_what_the_table_holds() -> None:
    done = run(CANVAS, [MINJI, Person("2024-10754", "Junho Park", None), SORA], "Week 3 Report")
    assert canvas_imports(done.data)["2024-10754"]["Week 3 Report (98)"] == "7.50"
    assert done.filling.left == 1


def test_a_mark_out_of_another_maximum_is_pointed_out() -> None:
    done = run(CANVAS, [Person("2024-11027", "Minji Kim", "15", most="20"), JUNHO, SORA], "Week 3 Report")
    assert [(one.kind, one.number, one.hint) for one in done.filling.doubts] == [
        (DoubtKind.OTHER_MOST, "20", "10")
    ]


def test_completion_brings_what_the_table_says_is_possible() -> None:
    people = [Person("2024-11027", "M", value=True), Person("2024-10754", "J", value=False), SORA]
    after = canvas_imports(run(CANVAS, people, "Week 3 Report").data)
    assert [after[n]["Week 3 Report (98)"] for n in ("2024-11027", "2024-10754")] == ["10", "0"]


def test_a_new_column_is_added_only_with_a_warning() -> None:
    done = run(CANVAS, [MINJI, JUNHO, SORA], "Week 4 Report")
    assert done.kinds == [DoubtKind.NEW_COLUMN]
    rows = done.cells()
    assert [row[-1] for row in rows] == ["Week 4 Report", "", "10", "9.5", "7.5", "EX", ""]
    assert [row[:-1] for row in rows] == list(
        csv.reader(io.StringIO(CANVAS.removeprefix("\ufeff"), newline=""))
    )


@pytest.mark.parametrize("title", ["Current Score", "Locked"])
def test_what_canvas_computes_is_not_written(title: str) -> None:
    text = CANVAS.replace("Essay (11)", "Locked (11)").replace(",20,10,", ",(read only),10,")
    with pytest.raises(ReadOnlyColumn):
        run(text, [MINJI], title)


def test_two_columns_of_a_title_are_told_apart_by_their_ids() -> None:
    text = CANVAS.replace("Essay (11)", "Week 3 Report (11)")
    with pytest.raises(ManyColumns):
        run(text, [MINJI], "Week 3 Report")
    assert run(text, [MINJI, JUNHO, SORA], "Week 3 Report (98)").filling.column == "Week 3 Report (98)"


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "Name,ID,Section,X\n", "Student,ID,Section,X\n", "Student,ID,SIS User ID\n"]
)
def test_what_canvas_would_not_take_is_refused(text: str) -> None:
    with pytest.raises(NotAGradebook):
        run(text, [MINJI], "X")


def test_moodle_takes_the_marks_and_no_byte_besides_changes() -> None:
    done = run(MOODLE, [MINJI, JUNHO], "Week 3", System.MOODLE)
    assert done.kinds == []
    assert moodle_imports(done.data, 4) == {"2024-11027": "9.5", "2024-10754": "7.5"}
    assert done.data == MOODLE.replace("univ.example,-,", "univ.example,9.5,").encode()


def test_moodle_in_korean_is_read_by_its_numbers() -> None:
    text = '\ufeff성,이름,개인번호,"과제: 3주차 (실제)","과제: 3주차 (피드백)"\n김,민지,2024-11027,-,\n'
    done = run(text, [MINJI], "3주차", System.MOODLE)
    assert done.cells()[1] == ["김", "민지", "2024-11027", "9.5", ""]


def test_a_row_without_a_number_would_get_the_mark_of_the_one_above() -> None:
    done = run(MOODLE + "Ghost,A,,ghost@univ.example,-,\n", [MINJI, JUNHO], "Week 3", System.MOODLE)
    assert [(one.kind, one.row) for one in done.filling.doubts] == [(DoubtKind.BLANK_ROW, 4)]


def test_rows_of_other_lengths_stop_moodle_and_us() -> None:
    with pytest.raises(NotAGradebook):
        run(MOODLE + "short,row\n", [MINJI], "Week 3", System.MOODLE)


def test_letters_are_no_numbers_for_moodle() -> None:
    done = run(MOODLE, [Person("2024-11027", "M", "A+"), JUNHO], "Week 3", System.MOODLE)
    assert DoubtKind.NOT_A_NUMBER in done.kinds
