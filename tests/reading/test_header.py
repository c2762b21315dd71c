"""The head of a report is read in whatever order and language it was written."""

from __future__ import annotations

from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.reading.header import read_header
from bot.seminar.reports import Header, clean


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
        "Week No. 6",
        "Week: 6",
        "Week six report",
        "W6",
        "Weekly Report #6",
        "Report 6",
        "보고서 6",
        "주차: 6",
        "주차 6",
        "6차 보고서",
        "2031-2학기 6주차 리포트",
        "６",
        "6",
        "# 6",
    ],
)
def test_the_week(line: str) -> None:
    assert read_header(f"{line}\n\nThe presenter spoke of week 3.").week == 6


@pytest.mark.parametrize(
    "line",
    [
        "The talk filled 6 halls.",
        "주차 60대",
        "주차 6대",
        "report 6.5",
        "Weekly 2031",
        "6 people\n6",
        "W3C6",
        "weekday 6",
        "week 0",
        "week 600",
    ],
)
def test_other_numbers_are_no_week(line: str) -> None:
    assert read_header(f"{line}\n\nThe presenter spoke.").week is None


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
        "김민지_2024-10001",
        "2024-10001_김민지_6주차",
        "이름(학번): 김민지(2024-10001)",
        "학번/이름: 2024-10001 / 김민지",
        "이름：김민지\n학번：２０２４－１０００１",
        "보고서 6 - 2024-10001 김민지",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_number_and_hangul_name(line: str, form: Literal["NFC", "NFD"]) -> None:
    written = normalize(form, f"{line}\n\n발표자는 도시가 느려야 한다고 말했다.")
    header = read_header(clean(written))
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


TITLES = st.sampled_from(
    [
        "Week {} Report",
        "Report for week {}",
        "{}주차 보고서",
        "# {}주차",
        "**Week {}**",
        "[{}주차]",
        "Week {}: Slow streets",
    ]
)
LINES = st.sampled_from(
    ["{0} / {1}", "{1} ({0})", "Student: {1} ({0})", "{0} {1}", "{1}, {0}", "학번: {0} 이름: {1}", "{0}\n{1}"]
)
NAMES = st.sampled_from(
    ["김민지", "남궁 솔", "Minji Kim", "José García", "Jean-Luc O’Neil", "Nguyễn Thị Hà", "山田 太郎"]
)
NUMBERS = st.from_regex(r"20[123][0-9]-[0-9]{5}|20[123][0-9]9[0-9]{4}", fullmatch=True)
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


@given(
    st.integers(1, 52),
    TITLES,
    LINES,
    NAMES,
    NUMBERS,
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([{}, WIDE]),
)
def test_every_way_to_write_a_head_says_the_same(
    week: int,
    title: str,
    line: str,
    name: str,
    number: str,
    form: Literal["NFC", "NFD"],
    width: dict[int, int],
) -> None:
    # Alone on a line, two short words may as well be a topic: 느린 도시.
    assume("\n" not in line or name not in ("남궁 솔", "山田 太郎"))
    head = f"{title.format(week)}\n{line.format(number, name)}"
    body = "\n\nThe presenter spoke of 3 weeks.\n\n발표자는 2주 동안 걸었다고 말했다.\n"
    header = read_header(clean(normalize(form, head.translate(width) + body)))
    assert (header.week, header.student_number, header.name) == (week, number, normalize("NFC", name))


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
