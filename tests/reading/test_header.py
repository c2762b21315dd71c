"""The head of a report is read in whatever order and language it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.header import read_header
from bot.seminar.reports import Header


@pytest.mark.parametrize(
    "line",
    [
        "## Week 6 Report",
        "Week 6",
        "week6",
        "Week #6:",
        "**Week 06 Report**",
        "Report for week 6",
        "6th week",
        "6주차 보고서",
        "# 6주차",
        "제 6 주차",
        "제６주차",
        "Ｗｅｅｋ ６",
        "6주 보고서",
        "[Week 6] Reading the city",
    ],
)
def test_the_week(line: str) -> None:
    assert read_header(f"{line}\n\nThe presenter spoke of week 3.").week == 6


@pytest.mark.parametrize(
    "line",
    [
        "2024-10001 김민지",
        "김민지 2024-10001",
        "2024-10001 / 김민지",
        "김민지, 2024-10001",
        "김민지 (2024-10001)",
        "학번: 2024-10001 이름: 김민지",
        "이름: 김민지 | 학번: 2024-10001",
        "학번 2024-10001 이름 김민지",
        "사학과 2024-10001 김민지",
        "**2024-10001** 김민지",
        "２０２４-１０００１　김민지",
        "2024-10001\n김민지",
        "이름: 김민지\n학번: 2024-10001",
        "# Week 6 Report - 2024-10001 김민지",
        "작성자: 김민지 (2024-10001)",
    ],
)
def test_number_and_hangul_name(line: str) -> None:
    header = read_header(f"{line}\n\n발표자는 도시가 느려야 한다고 말했다.")
    assert (header.student_number, header.name) == ("2024-10001", "김민지")


@pytest.mark.parametrize(
    ("line", "number", "name"),
    [
        ("Student: Minji Kim (2024-10001)", "2024-10001", "Minji Kim"),
        ("ID: 2024-10001, Name: Minji Kim", "2024-10001", "Minji Kim"),
        ("Name: Minji Kim, ID: 2024-10001", "2024-10001", "Minji Kim"),
        ("Student number: 202410001\nName: Jean-Luc O’Neil", "202410001", "Jean-Luc O’Neil"),
        ("Kim, Minji (2024-10001)", "2024-10001", "Kim, Minji"),
        ("202410001 Minji", "202410001", "Minji"),
        ("20240102 Minji Kim", "20240102", "Minji Kim"),
        ("Department of History, 2024-10001, Minji Kim", "2024-10001", "Minji Kim"),
        ("Student ID: B1234567", "B1234567", None),
        ("Name: Minji Kim", None, "Minji Kim"),
    ],
)
def test_number_and_romanised_name(line: str, number: str | None, name: str | None) -> None:
    header = read_header(f"Week 6 Report\n{line}\n\nThe presenter spoke.")
    assert (header.student_number, header.name) == (number, name)


@pytest.mark.parametrize(
    "line",
    [
        "In 2023-2024 the budget grew.",
        "2019-2020 Budget",
        "Date: 20240501",
        "Call 010-1234-5678",
        "2024-10-12",
        "The archive holds 20240001 letters in all.",
    ],
)
def test_other_numbers_are_nobodys(line: str) -> None:
    header = read_header(line)
    assert (header.student_number, header.name) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "The topic of today's seminar was \"Don't plan, listen\".",
        "The topic of Dr. J. Han's talk was “Don't plan, listen.”",
        "The topic of today's seminar was 'Don't plan, listen'.",
        'A talk titled "Don\'t plan, listen" was given.',
        "Topic: Don't plan, listen",
        'Topic: "Don\'t plan, listen" (Presenter: Han)',
        "**Seminar topic:** «Don't plan, listen»",
        "주제: 「Don't plan, listen」",
        "주제(Topic): Don't plan, listen",
        "오늘 세미나의 주제는 ‘Don't plan, listen’이었다.",
        '"Don\'t plan, listen"라는 주제로 발표가 있었다.',
        'The topic of the seminar,\nas announced, was "Don\'t plan,\nlisten".',
    ],
)
def test_the_topic_has_no_quotation_marks(line: str) -> None:
    assert read_header(f"Week 6\n\n{line}").topic == "Don't plan, listen"


def test_a_topic_keeps_its_brackets() -> None:
    assert read_header("Topic: Slow streets (again)").topic == "Slow streets (again)"


def test_what_is_merely_quoted_is_no_topic() -> None:
    assert read_header('The topic was slow. "Be quick" was what they feared.').topic is None


@pytest.mark.parametrize(
    ("line", "presenter"),
    [
        ("Presenter: Han Yujin", "Han Yujin"),
        ("발표자: 한유진", "한유진"),
        ('The topic was "Slow" by Dr. Han Yujin.', "Dr. Han Yujin"),
        ("The talk was given by Han Yujin, an archivist.", "Han Yujin"),
        ("The presenter, Han Yujin, spoke.", "Han Yujin"),
        ("Presenter: the presenter", None),
        ("It was given by the presenter.", None),
        ("The presenter spoke.", None),
        ("발표자는 말했다.", None),
    ],
)
def test_the_presenter(line: str, presenter: str | None) -> None:
    assert read_header(f"Week 6\n\n{line}").presenter == presenter


def test_only_the_head_is_looked_at() -> None:
    body = "\n".join(["A line of the report that goes on for a while."] * 40)
    assert read_header(f"{body}\nWeek 6\n2024-10001 김민지\nTopic: Slow\nPresenter: Han") == Header()


@given(st.text())
def test_any_text_has_a_header(text: str) -> None:
    read_header(text)


PIECES = st.sampled_from(
    [
        "Week ",
        "6",
        "주차",
        "학번",
        "이름: ",
        "2024-10001",
        "김민지",
        "Topic: ",
        '"',
        "‘",
        "’",
        "(",
        ")",
        "/",
        "\n",
        " ",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_likely_head_has_a_header(text: str) -> None:
    header = read_header(text)
    assert header.week in (None, 6, 66)
    assert header.topic is None or header.topic == header.topic.strip(' "‘’')
